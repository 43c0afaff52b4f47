#include "changes/impact.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace huanchi::changes {

namespace {

using findings::finding;

// A printed number in its unit, as the coherent number that it is.
std::string coherent(std::optional<std::string> const& written, std::string const& unit, model::rulebook const& rules) {
    if (!written) return "none";
    auto const number = base::decimal::parse(*written);
    auto const known = rules.units.find(unit);
    if (!number || !known) return *written + " " + unit;
    return (base::rational(*number) * rules.units[*known].factor).exact_text();
}

std::string limit_key(finding const& f, model::rulebook const& rules) {
    std::string key = f.provision ? f.provision->standard + "\x1f" + f.provision->id : "";
    if (!f.limit) return key;
    auto const& l = *f.limit;
    key += "\x1f" + coherent(l.min, l.unit, rules) + "\x1f" + coherent(l.max, l.unit, rules);
    key += l.not_detected ? " not_detected" : l.prohibited ? " prohibited" : "";
    for (auto const& [name, value] : l.reference) key += "\x1f" + name + "=" + value;
    return key;
}

std::string value_key(finding const& f, model::rulebook const& rules) {
    if (!f.measured) return "";
    auto const& m = *f.measured;
    if (m.low || m.high) return coherent(m.low, m.unit, rules) + ".." + coherent(m.high, m.unit, rules);
    return m.exact ? *m.exact + " " + m.unit : coherent(m.value, m.unit, rules);
}

// What is judged, whatever the reference state to which it is corrected.
std::string series_key(finding const& f) {
    std::string key;
    for (auto const& part : {f.record, f.enterprise_id, f.outlet_id.value_or(""), f.factor.value_or(f.factor_name), f.quantity,
                             f.statistic, f.period.from.text(), f.period.to.text(), f.source, f.sample_id})
        key += part + "\x1f";
    return key;
}

// What a provision is called within its document: 表1日平均 of GB3095_2012.表1日平均.
std::string_view name_in_document(finding const& f) {
    if (!f.provision) return {};
    std::string_view const id = f.provision->id;
    auto const dot = id.find('.');
    return dot == std::string_view::npos ? id : id.substr(dot + 1);
}

std::size_t common_beginning(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + std::min(a.size(), b.size()), b.begin()).first -
                                    a.begin());
}

struct comparer {
    model::rulebook const& rules_before;
    model::rulebook const& rules_after;
    impact out = {};

    void changed(std::optional<finding> before, std::optional<finding> after) {
        ++out.by_kind[{std::string(verdict_text(before)), std::string(verdict_text(after))}];
        out.changes.push_back({std::move(before), std::move(after)});
    }

    void pair(finding& before, finding& after) {
        if (before.verdict != after.verdict)
            changed(std::move(before), std::move(after));
        else if (limit_key(before, rules_before) != limit_key(after, rules_after))
            ++out.limit_changed;
        else if (value_key(before, rules_before) != value_key(after, rules_after))
            ++out.value_changed;
        else
            ++out.unchanged;
    }

    // By the key of the finding; then, where a reference state has changed and the key with it, by what is judged.
    void pair_all(std::vector<finding>& before, std::vector<finding>& after) {
        std::unordered_map<std::string, finding*> left;
        for (auto& f : before) left.emplace(f.id, &f);
        std::vector<finding*> fresh;
        for (auto& f : after) {
            auto const found = left.find(f.id);
            if (found == left.end()) {
                fresh.push_back(&f);
            } else {
                pair(*found->second, f);
                left.erase(found);
            }
        }
        std::multimap<std::string, finding*> of_series;
        for (auto& f : before)
            if (auto const found = left.find(f.id); found != left.end() && found->second == &f)
                of_series.emplace(series_key(f), &f);
        // Several tables may judge one thing: each goes with the one of its name in the other document, or of nearly its name.
        for (bool const by_name : {true, false})
            for (auto*& f : fresh) {
                if (!f) continue;
                auto best = of_series.end();
                std::size_t most = 0;
                auto const name = name_in_document(*f);
                auto const [first, end] = of_series.equal_range(series_key(*f));
                for (auto at = first; at != end; ++at) {
                    auto const its = name_in_document(*at->second);
                    auto const alike = common_beginning(name, its) + (name == its ? 1 : 0);
                    if (best == of_series.end() || alike > most) best = at, most = alike;
                }
                if (best == of_series.end() || (by_name && name != name_in_document(*best->second))) continue;
                pair(*best->second, *f);
                of_series.erase(best);
                f = nullptr;
            }
        for (auto* f : fresh)
            if (f) changed(std::nullopt, std::move(*f));
        for (auto& [key, f] : of_series) changed(std::move(*f), std::nullopt);
    }
};

} // namespace

std::string_view verdict_text(std::optional<findings::finding> const& f) {
    return f ? eval::text(f->verdict) : no_judgement;
}

impact compare(checked from, checked to) {
    comparer c{from.rules, to.rules};
    auto& before = from.result;
    auto& after = to.result;
    c.out.read = after.read;
    c.out.judged_before = before.judged;
    c.out.judged_after = after.judged;
    c.out.verdicts_before = before.verdicts;
    c.out.verdicts_after = after.verdicts;
    c.pair_all(before.findings, after.findings);
    std::sort(c.out.changes.begin(), c.out.changes.end(),
              [](auto const& x, auto const& y) { return findings::before(x.either(), y.either()); });
    return std::move(c.out);
}

} // namespace huanchi::changes
