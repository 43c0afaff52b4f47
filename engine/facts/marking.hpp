// What the marks of a row say of its use: review over condition and mark, these over the flag of the instrument. Read-only once
// made; the rules must outlive it.
#pragma once

#include "facts/batch.hpp"
#include "facts/columns.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

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
