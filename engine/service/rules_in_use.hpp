// The rules that requests are answered by. They can be replaced while requests run: what was begun under the old set is
// answered by it.
#pragma once

#include "base/result.hpp"
#include "model/from_syntax.hpp"
#include "plan/plan.hpp"
#include "store/kept_evidence.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

namespace huanchi::service {

struct rule_set {
    model::rulebook rules;
    plan::plan plan;
    std::shared_ptr<std::vector<store::rule_text> const> texts;
};

class rules_in_use {
public:
    // What loading can find: a new set, or why it cannot be used (as JSON of diagnostics or errors).
    struct unusable {
        std::string errors;
    };
    using loaded = std::variant<std::shared_ptr<rule_set const>, unusable>;

    rules_in_use(std::shared_ptr<rule_set const> first, std::function<loaded()> load)
        : load_(std::move(load)), now_(std::move(first)) {}
    std::shared_ptr<rule_set const> now() const {
        std::lock_guard const lock(mutex_);
        return now_;
    }
    // The old set stays where the new one cannot be used. One at a time.
    loaded reload();

private:
    std::function<loaded()> load_;
    mutable std::mutex mutex_;
    std::mutex loading_;
    std::shared_ptr<rule_set const> now_;
};

} // namespace huanchi::service
