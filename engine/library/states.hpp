// What the handles of the public interface hold. Immutable once made.
#pragma once

#include "library/huanchi.hpp"

#include "base/result.hpp"
#include "facts/facilities.hpp"
#include "model/rulebook.hpp"
#include "plan/plan.hpp"
#include "review/questions.hpp"
#include "source/diagnostic.hpp"

#include <optional>

namespace huanchi {

struct rulebook::state {
    model::rulebook rules;
    plan::plan plan;
    source::language language = source::language::zh;
};

struct sites::state {
    std::shared_ptr<rulebook::state const> book;
    std::string text; // the facilities as given
    facts::facilities known;
    bool unreviewed = false;
    std::optional<review::limits_desk> desk;
};

namespace library {
[[noreturn]] void fail(std::string place, base::failure const& f);
} // namespace library

} // namespace huanchi
