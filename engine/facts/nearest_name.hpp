// The name that a mistyped one was meant to be, for "perhaps you meant": at most two edits away, and no other word.
#pragma once

#include "model/rulebook.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

class nearest_name {
public:
    explicit nearest_name(std::string_view mistyped);
    void consider(std::string const& name);
    // "; perhaps you meant X", or nothing.
    std::string remark() const;

private:
    std::string_view mistyped_;
    std::size_t most_edits_;
    std::size_t distance_;
    std::string best_;
};

// What to say of a factor, or of a statistic, that the rules do not know: `unknown factor "cod1"; perhaps you meant cod`.
std::string unknown_factor(model::rulebook const& rules, std::string_view spelling);
std::string unknown_statistic(model::rulebook const& rules, std::string_view spelling);
std::string unknown_unit(model::rulebook const& rules, std::string_view spelling);

} // namespace huanchi::facts
