// What the marks of a row say together of how to treat it: review over the state of operation and the plant's mark, these over
// the flag of the instrument.
#pragma once

#include "facts/batch.hpp"
#include "facts/columns.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

// What the table of a column says of a mark; nullopt where no table or no line of it does.
std::optional<model::treatment> treatment_of(model::rulebook const& rules, std::string_view column, std::string_view written);

usability usability_by(std::optional<model::treatment> review, std::optional<model::treatment> condition,
                       std::optional<model::treatment> mark, std::optional<model::treatment> flag);

// The marks of rows as they are read. Read-only once made; the rules must outlive it.
class marking {
public:
    static constexpr std::array<role, 4> columns{role::review, role::condition, role::mark, role::flag};
    using texts = std::array<std::string_view, columns.size()>; // trimmed, blank where the row says nothing

    explicit marking(model::rulebook const& rules);

    struct problem {
        facts::role role = role::none;
        std::string reason;
    };
    // Every column is checked, also one that another outranks. nullopt: `what` says which column is not understood.
    std::optional<usability> read(texts const& written, problem& what) const;

private:
    std::optional<model::treatment> say_of(std::size_t column, std::string_view written, problem& what) const;

    std::array<model::mark_table const*, columns.size()> tables_{};
};

} // namespace huanchi::facts
