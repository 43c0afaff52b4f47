#include "facts/marks.hpp"

namespace huanchi::facts {

namespace {

// Of two marks of the same rank the one that takes more away counts.
std::optional<model::treatment> stricter(std::optional<model::treatment> a, std::optional<model::treatment> b) {
    if (!a || !b) return a ? a : b;
    for (auto const t : {model::treatment::out, model::treatment::over_range})
        if (*a == t || *b == t) return t;
    return model::treatment::valid;
}

} // namespace

std::optional<model::treatment> treatment_of(model::rulebook const& rules, std::string_view column, std::string_view written) {
    for (auto const& table : rules.marks)
        for (auto const& m : table.marks)
            if (table.column == column && m.text == written) return m.treat;
    return std::nullopt;
}

usability usability_by(std::optional<model::treatment> review, std::optional<model::treatment> condition,
                       std::optional<model::treatment> mark, std::optional<model::treatment> flag) {
    if (condition == model::treatment::valid) condition.reset(); // a plant that runs normally says nothing of the instrument
    auto const between = stricter(condition, mark);
    switch ((review ? review : between ? between : flag).value_or(model::treatment::valid)) {
    case model::treatment::out: return usability::out;
    case model::treatment::over_range: return usability::over_range;
    default: return usability::valid;
    }
}

} // namespace huanchi::facts
