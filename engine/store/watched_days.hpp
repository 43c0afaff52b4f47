// Days of which a store holds violations: a check must report every judgement of these, so that a correction is seen. A value;
// filled once, then safe to ask from many threads. Asking allocates nothing.
#pragma once

#include "base/date.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace huanchi::store {

class watched_days {
public:
    void add(std::string_view enterprise, std::string_view outlet, std::string_view factor, base::date day);
    void finish(); // after the last add()
    bool contains(std::string_view enterprise, std::string_view outlet, std::string_view factor, base::date day) const;
    bool empty() const { return days_.empty(); }

private:
    struct key {
        std::string enterprise, outlet, factor;
    };
    struct key_view {
        std::string_view enterprise, outlet, factor;
    };
    static key_view view(key const& k) { return {k.enterprise, k.outlet, k.factor}; }
    static key_view view(key_view const& k) { return k; }
    struct hash {
        using is_transparent = void;
        template <class K>
        std::size_t operator()(K const& k) const {
            auto const v = view(k);
            std::hash<std::string_view> const one;
            return (one(v.enterprise) * 31 + one(v.outlet)) * 31 + one(v.factor);
        }
    };
    struct same {
        using is_transparent = void;
        template <class A, class B>
        bool operator()(A const& a, B const& b) const {
            auto const x = view(a), y = view(b);
            return x.enterprise == y.enterprise && x.outlet == y.outlet && x.factor == y.factor;
        }
    };
    std::unordered_map<key, std::vector<base::date>, hash, same> days_; // sorted, each once
};

} // namespace huanchi::store
