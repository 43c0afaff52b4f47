// A document that rules come from, and how far what it says binds.
#pragma once

#include "base/date.hpp"
#include "source/source_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::model {

enum class level : std::uint8_t {
    national,
    provincial,
    eia,
    permit,
    order,
    policy,
    agreement
}; // in the order that breaks ties
enum class confidence : std::uint8_t { high, medium, low };
enum class status : std::uint8_t { in_force, suspended, advisory, optional };
constexpr bool is_judged(status s) { // optional: where the outlet names the factor
    return s == status::in_force || s == status::optional;
}
enum class quantity : std::uint8_t {
    concentration,
    rate,
    mass,
    sound_level,
    removal,
    grade,
    volume,
    level,
    count,
    duration,
    index,
    requirement,
    catalogue,
};

std::string_view text(level l);
std::string_view text(confidence c);
std::string_view text(status s);
std::string_view text(quantity q);

struct document {
    std::string id;     // GB18918
    std::string number; // GB 18918-2002
    std::string title;
    model::level level = model::level::national;
    base::span_of_dates effective;
    model::confidence confidence = model::confidence::high;
    std::string origin, note;
    std::vector<std::string> not_encoded; // what of it is not in the rules, and why
    source::span where;
};

} // namespace huanchi::model
