#include "facts/marking.hpp"

#include "facts/excerpt.hpp"

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

marking::marking(model::rulebook const& rules) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (auto const& table : rules.marks)
            if (!tables_[i] && table.column == text(columns[i])) tables_[i] = &table;
}

std::optional<model::treatment> marking::say_of(std::size_t column, std::string_view written, problem& what) const {
    if (written.empty()) return std::nullopt;
    auto const role = columns[column];
    auto const* table = tables_[column];
    if (!table) {
        // Without a table nobody says what the words of this column mean; the contract asks for known flags.
        if (role == role::flag) what = {role, "unknown flag " + excerpt(written) + ": the rules declare no flags"};
        return std::nullopt;
    }
    for (auto const& m : table->marks)
        if (m.text == written) return m.treat;
    std::string known;
    for (auto const& m : table->marks) known += (known.empty() ? "" : ", ") + m.text;
    what = {role, "unknown " + std::string(text(role)) + " " + excerpt(written) + ": expected " + known};
    return std::nullopt;
}

std::optional<usability> marking::read(texts const& written, problem& what) const {
    std::array<std::optional<model::treatment>, columns.size()> says; // review, condition, mark, flag
    for (std::size_t i = 0; i < says.size(); ++i) {
        says[i] = say_of(i, written[i], what);
        if (what.role != role::none) return std::nullopt;
    }
    return usability_by(says[0], says[1], says[2], says[3]);
}

} // namespace huanchi::facts
