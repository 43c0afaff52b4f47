#include "changes/rulebook_diff.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

namespace huanchi::changes {

using namespace model;

namespace {

using key_of_limit = std::function<std::string(limit const&, rulebook const&)>;

std::string joined(std::initializer_list<std::string> parts) {
    std::string key;
    for (auto const& p : parts) key += p + "\x1f";
    return key;
}

std::string factor_of(limit const& l, rulebook const& rules) {
    return rules.factors[l.factor].medium + " " + rules.factors[l.factor].code;
}
std::string statistics_of(limit const& l, rulebook const& rules) {
    std::vector<std::string> names;
    for (auto const s : l.statistics) names.push_back(rules.statistics[s].json);
    std::sort(names.begin(), names.end());
    std::string all;
    for (auto const& n : names) all += n + " ";
    return all;
}

// The id without the conditions and dates that a row of its own puts behind it in brackets.
std::string stem(limit const& l, rulebook const& rules) {
    auto const bracket = l.id.find('[', rules.tables[l.table].id.size() + 1 + l.printed_name.size());
    return bracket == std::string::npos ? l.id : l.id.substr(0, bracket);
}

struct matcher {
    rulebook const& before;
    rulebook const& after;
    pairing out = {};
    std::vector<bool> taken_before = std::vector<bool>(before.limits.size()),
                      taken_after = std::vector<bool>(after.limits.size());

    void pair(std::uint32_t b, std::uint32_t a) {
        taken_before[b] = taken_after[a] = true;
        out.both.emplace_back(b, a);
    }

    // What is left and has one key is paired in the order of its dates and of the files.
    void by(key_of_limit const& key) {
        auto const left = [&](rulebook const& rules, std::vector<bool> const& taken) {
            std::map<std::string, std::vector<std::uint32_t>> groups;
            for (std::uint32_t i = 0; i < rules.limits.size(); ++i)
                if (!taken[i]) groups[key(rules.limits[i], rules)].push_back(i);
            for (auto& [k, all] : groups)
                std::stable_sort(all.begin(), all.end(), [&](auto x, auto y) {
                    return rules.limits[x].effective.from < rules.limits[y].effective.from;
                });
            return groups;
        };
        auto const here = left(before, taken_before), there = left(after, taken_after);
        for (auto const& [k, all] : here)
            if (auto const other = there.find(k); other != there.end())
                for (std::size_t i = 0; i < std::min(all.size(), other->second.size()); ++i) pair(all[i], other->second[i]);
    }

    pairing run() {
        by([](limit const& l, rulebook const&) { return l.id; });
        auto const conditions = [](limit const& l, rulebook const& r) { return meaning_of(l.conditions, r); };
        by([&](limit const& l, rulebook const& r) {
            return joined(
                {r.tables[l.table].id, factor_of(l, r), statistics_of(l, r), conditions(l, r), shown_span(l.effective)});
        });
        by([&](limit const& l, rulebook const& r) {
            return joined({r.tables[l.table].id, factor_of(l, r), conditions(l, r)});
        });
        by([&](limit const& l, rulebook const& r) {
            return joined({r.documents[l.document].id, factor_of(l, r), statistics_of(l, r), conditions(l, r)});
        });
        by([&](limit const& l, rulebook const& r) { return joined({stem(l, r), factor_of(l, r)}); });
        for (std::uint32_t i = 0; i < before.limits.size(); ++i)
            if (!taken_before[i]) out.dropped.push_back(i);
        for (std::uint32_t i = 0; i < after.limits.size(); ++i)
            if (!taken_after[i]) out.added.push_back(i);
        return std::move(out);
    }
};

} // namespace

pairing paired(rulebook const& before, rulebook const& after) {
    return matcher{before, after}.run();
}

} // namespace huanchi::changes
