// Reads the further fields of a datum (o2, temperature, flow, corrected, sample_kind …) into the extras of a batch, by the
// types that the rules declare. Quantities are converted to the declared unit where the factor is an exact decimal; a volume
// may be given as a rate, which then counts over the row's interval. One reader belongs to one thread.
#pragma once

#include "facts/batch.hpp"
#include "facts/lookup_cache.hpp"
#include "model/rulebook.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::facts {

class field_reader {
public:
    explicit field_reader(model::rulebook const& rules);

    // Appends an extra for row `row` of `to`; nothing where the text says nothing. False: code() and reason() say why not.
    // `unit_beside` is the unit that another column names, or blank; `duration` the length of the row's interval in ms.
    bool read(std::uint16_t field, std::string_view text, std::string_view unit_beside, std::int64_t duration,
              std::uint32_t row, batch& to);
    void batch_was_cleared() { known_texts_.assign(known_texts_.size(), no_text); }
    std::string const& code() const { return code_; }
    std::string const& reason() const { return reason_; }

private:
    static constexpr std::uint32_t no_text = 0xFFFFFFFF;
    struct conversion {
        enum class kind : std::uint8_t { same, factor, rate, none } how = kind::none;
        base::decimal factor;  // of `factor`, and of `rate` for the duration below
        base::rational per_ms; // of `rate`
        std::int64_t duration = 0;
        bool exact = true;
        std::string reason; // of `none`
    };

    bool number(model::field const& f, std::string_view text, extra& out);
    bool quantity(std::uint16_t field, std::string_view text, std::string_view unit_beside, std::int64_t duration, extra& out);
    bool text(std::uint16_t field, std::string_view text, extra& out, batch& to);
    conversion find_conversion(model::field const& f, std::string_view unit) const;
    bool fail(std::string code, std::string reason);

    model::rulebook const& rules_;
    std::vector<lookup_cache<conversion>> conversions_; // by field
    std::vector<std::uint32_t> known_texts_;            // by field: the last text of the batch
    std::string code_, reason_;
};

// Why a text is no value of a field: what was found, and what the type expects.
std::string not_of_type(model::field const& f, std::string_view text, base::unit_table const& units);

} // namespace huanchi::facts
