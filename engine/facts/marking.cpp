#include "facts/marking.hpp"

#include "facts/excerpt.hpp"
#include "facts/marks.hpp"

namespace huanchi::facts {

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
