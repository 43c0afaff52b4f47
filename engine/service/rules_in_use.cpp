#include "service/rules_in_use.hpp"

namespace huanchi::service {

rules_in_use::loaded rules_in_use::reload() {
    std::lock_guard const one(loading_);
    auto got = load_();
    if (auto const* fresh = std::get_if<std::shared_ptr<rule_set const>>(&got)) {
        std::lock_guard const lock(mutex_);
        now_ = *fresh;
    }
    return got;
}

} // namespace huanchi::service
