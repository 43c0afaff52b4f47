// The names that measurements use for what they say: columns of CSV, keys of NDJSON, words for intervals and sources; English
// as the contract has them, the usual Chinese of platform exports, and every spelling that the rules declare for a field of the
// record `measurement`. Pure look-ups; a `column_names` is read-only once made.
#pragma once

#include "facts/batch.hpp"
#include "model/rulebook.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace huanchi::facts {

// What a column means to the engine itself.
enum class role : std::uint8_t {
    enterprise_id,
    outlet_id,
    time,
    factor,
    value,
    unit, // required, in this order
    interval,
    flag,
    mark,
    condition,
    review,
    source,
    received,
    period_end,
    dl,
    flow_unit,
    none
};
inline constexpr std::size_t role_count = static_cast<std::size_t>(role::none);
inline constexpr std::size_t required_roles = 6;
constexpr std::size_t index(role r) {
    return static_cast<std::size_t>(r);
}
std::string_view text(role r); // enterprise_id …

// A column may mean something to the engine, to the rules, or to both (`mark` that a rule names); else it is ignored.
struct column_meaning {
    facts::role role = facts::role::none;
    std::optional<std::uint16_t> field; // of the record `measurement`
    bool ignored() const { return role == facts::role::none && !field; }
};

class column_names {
public:
    explicit column_names(model::rulebook const& rules);
    // Letters without regard to case. Rules decide over the Chinese names known here.
    column_meaning find(std::string_view name) const;

private:
    model::rulebook const& rules_;
};

std::optional<model::interval> interval_of(std::string_view word);
std::optional<data_source> source_of(std::string_view word);

} // namespace huanchi::facts
