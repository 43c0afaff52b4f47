// A line of a platform's list of exceedances in terms of the rules. Pure.
#pragma once

#include "eval/bind.hpp"
#include "review/claims.hpp"

#include <optional>
#include <string>
#include <utility>

namespace huanchi::review {

using series = std::pair<std::uint32_t, std::uint16_t>; // outlet and factor

struct claim_read {
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0, statistic = 0;
    model::interval interval{};
    base::period period;
    base::rational unit = 1;            // of the value and the limit, in coherent units
    std::optional<base::decimal> value; // as the platform rounds it
    std::optional<base::rational> min, max;
    std::optional<base::decimal> oxygen;
    std::optional<base::moment> received;
    series of() const { return {outlet, factor}; }

    // The platform's number is `coherent`, rounded as the platform prints it.
    bool has(base::rational const& coherent) const {
        if (!value) return false;
        std::int64_t ten = 1;
        for (int n = 0; n < value->scale; ++n) ten *= 10;
        return (coherent / unit).rounded(base::rational(1, ten)) == base::rational(*value);
    }
    bool exceeds(base::rational const& coherent) const { return (max && coherent > *max) || (min && coherent < *min); }
};

// Nullopt: `wrong` says why it cannot be understood. `label_is_end`: of its time.
std::optional<claim_read> understand(eval::bound const& b, claimed_exceedance const& written, bool label_is_end,
                                     std::string& wrong);

} // namespace huanchi::review
