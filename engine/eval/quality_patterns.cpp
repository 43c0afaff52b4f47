#include "eval/quality_patterns.hpp"

#include <algorithm>
#include <deque>

namespace huanchi::eval {

using model::series_pattern;

namespace {

struct finder {
    model::quality_check const& check;
    std::span<watched const> all;
    holds least; // what a datum has to be to count
    std::vector<stretch> found = {};

    bool counts(std::size_t i) const { return all[i].holds >= least; }
    bool follows(std::size_t i) const { return all[i - 1].period.to == all[i].period.from; }
    bool long_enough(std::int64_t ms) const { return base::rational(ms) >= check.lasting * base::rational(1000); }
    std::int64_t length(std::size_t begin, std::size_t end) const {
        return all[end - 1].period.to.ms - all[begin].period.from.ms;
    }

    // The ends of the longest stretches in which every datum counts, follows the one before it and goes with it.
    template <class Goes>
    void each_block(Goes const& goes_with_last, std::vector<stretch>& into) const {
        for (std::size_t i = 0; i < all.size();) {
            if (!counts(i)) {
                ++i;
                continue;
            }
            auto end = i + 1;
            while (end < all.size() && counts(end) && follows(end) && goes_with_last(end)) ++end;
            into.push_back({i, end});
            i = end;
        }
    }
    bool equals_last(std::size_t i) const { return all[i].value && all[i - 1].value && *all[i].value == *all[i - 1].value; }

    void blocks(bool equal) {
        std::vector<stretch> every;
        each_block([&](std::size_t i) { return !equal || equals_last(i); }, every);
        for (auto const& s : every) {
            if (equal && (!all[s.begin].value || s.end - s.begin < 2)) continue;
            if (long_enough(length(s.begin, s.end))) found.push_back(s);
        }
    }

    // So many stretches of equal values, each long enough, each where the one before it ends.
    void steps() {
        std::vector<stretch> plateaus;
        each_block([&](std::size_t i) { return equals_last(i); }, plateaus);
        for (std::size_t i = 0; i < plateaus.size();) {
            auto const is_step = [&](stretch const& s) { return s.end - s.begin > 1 && long_enough(length(s.begin, s.end)); };
            if (!is_step(plateaus[i])) {
                ++i;
                continue;
            }
            auto end = i + 1;
            while (end < plateaus.size() && is_step(plateaus[end]) && plateaus[end].begin == plateaus[end - 1].end &&
                   follows(plateaus[end].begin))
                ++end;
            if (end - i >= check.steps) found.push_back({plateaus[i].begin, plateaus[end - 1].end});
            i = end;
        }
    }

    // What was not looked at is passed over: the time of the data themselves has to be long enough. Values of which the
    // greatest and the least are near stay so where some of them are left out, so two ends that only move on find every
    // stretch.
    void near_values() {
        std::vector<std::size_t> in;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (counts(i) && all[i].value) in.push_back(i);
        auto const value = [&](std::size_t k) -> base::rational const& { return *all[in[k]].value; };
        std::deque<std::size_t> greatest, smallest;
        std::int64_t time = 0;
        for (std::size_t first = 0, k = 0; k < in.size(); ++k) {
            while (!greatest.empty() && value(greatest.back()) <= value(k)) greatest.pop_back();
            while (!smallest.empty() && value(smallest.back()) >= value(k)) smallest.pop_back();
            greatest.push_back(k);
            smallest.push_back(k);
            time += length(in[k], in[k] + 1);
            while (first < k && !near(value(greatest.front()), value(smallest.front()))) {
                time -= length(in[first], in[first] + 1);
                ++first;
                if (greatest.front() < first) greatest.pop_front();
                if (smallest.front() < first) smallest.pop_front();
            }
            if (!long_enough(time)) continue;
            if (!found.empty() && in[first] < found.back().end)
                found.back().end = in[k] + 1;
            else
                found.push_back({in[first], in[k] + 1});
        }
    }
    bool near(base::rational const& most, base::rational const& least_value) const {
        return most == least_value || most - least_value < check.spread * most;
    }

    std::vector<stretch> run() {
        switch (check.pattern) {
        case series_pattern::each: blocks(false); break;
        case series_pattern::equal: blocks(true); break;
        case series_pattern::stepping: steps(); break;
        case series_pattern::spread: near_values(); break;
        case series_pattern::missing:
        case series_pattern::window: break; // of what did not come, and of counts
        }
        return std::move(found);
    }
};

} // namespace

std::vector<stretch> find_stretches(model::quality_check const& check, std::span<watched const> all) {
    auto found = finder{check, all, holds::yes}.run();
    auto const open = [](watched const& w) { return w.holds == holds::maybe; };
    if (std::none_of(all.begin(), all.end(), open)) return found;
    auto const sure = found;
    for (auto s : finder{check, all, holds::maybe}.run()) {
        auto const overlaps = [&](stretch const& x) { return x.begin < s.end && s.begin < x.end; };
        if (std::any_of(sure.begin(), sure.end(), overlaps)) continue;
        s.sure = false;
        found.push_back(s);
    }
    std::sort(found.begin(), found.end(), [](stretch const& x, stretch const& y) { return x.begin < y.begin; });
    return found;
}

} // namespace huanchi::eval
