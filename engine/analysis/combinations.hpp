// All combinations of values between which conditions can tell, one after the other. Internal to the folder.
#pragma once

#include "cases/choices.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace huanchi::analysis {

class combinations {
public:
    static constexpr std::size_t most = 200000; // beyond, nothing is proved either way

    explicit combinations(std::vector<model::choice_of_values> axes) : axes_(std::move(axes)) {
        std::erase_if(axes_, [](auto const& a) { return a.values.empty(); });
        for (auto const& a : axes_) count_ = std::min(most + 1, count_ * a.values.size());
    }

    bool too_many() const { return count_ > most; }
    std::vector<model::choice_of_values> const& axes() const { return axes_; }

    using picks = std::vector<std::size_t>; // an index into the values of each axis

    // `visit(assignment, picks)` gives false to stop. `fixed` is part of every assignment.
    template <class F>
    void each(cases::assignment const& fixed, F const& visit) const {
        auto a = fixed;
        picks at(axes_.size(), 0);
        for (std::size_t i = 0; i < axes_.size(); ++i) put(a, i, 0);
        for (;;) {
            if (!visit(std::as_const(a), std::as_const(at))) return;
            auto i = axes_.size();
            for (;;) {
                if (i == 0) return;
                --i;
                at[i] = (at[i] + 1) % axes_[i].values.size();
                put(a, i, at[i]);
                if (at[i] != 0) break;
            }
        }
    }

    void put(cases::assignment& a, std::size_t axis, std::size_t value) const {
        auto const& v = axes_[axis].values[value];
        if (model::known(v))
            a[axes_[axis].field] = v;
        else
            a.erase(axes_[axis].field);
    }

private:
    std::vector<model::choice_of_values> axes_;
    std::size_t count_ = 1;
};

inline bool is_true(model::value const& v) {
    return model::known(v) && std::get<bool>(v);
}
inline bool is_false(model::value const& v) {
    return model::known(v) && !std::get<bool>(v);
}

} // namespace huanchi::analysis
