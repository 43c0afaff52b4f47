#include "evidence/replay.hpp"

#include "tickets/from_findings.hpp"
#include "tickets/judgements.hpp"

#include <algorithm>
#include <map>

namespace huanchi::evidence {

namespace {

std::string joined(std::vector<std::string> const& texts) {
    std::string all;
    for (auto const& t : texts) all += (all.empty() ? "" : ", ") + t;
    return all;
}

std::string in_words(findings::provision const& p) {
    return p.id + " " + p.standard + " " + p.clause + " " + p.level + " " + p.confidence;
}

// Everything that the digest covers, by name.
std::vector<std::pair<std::string, std::string>> fields_of(tickets::evidence const& e) {
    std::string reference;
    for (auto const& [name, value] : e.reference) reference += name + "=" + value + " ";
    std::vector<std::string> also;
    for (auto const& p : e.also_breached) also.push_back(in_words(p));
    return {{"period", e.period.from.text() + "/" + e.period.to.text()},
            {"verdict", e.verdict},
            {"statistic", e.statistic},
            {"measured", e.measured},
            {"measured_exact", e.measured_exact},
            {"measured_low", e.measured_low},
            {"measured_high", e.measured_high},
            {"unit", e.unit},
            {"limit_min", e.limit_min},
            {"limit_max", e.limit_max},
            {"limit_unit", e.limit_unit},
            {"not_detected", e.not_detected ? "true" : "false"},
            {"prohibited", e.prohibited ? "true" : "false"},
            {"reference", reference},
            {"exceedance", e.exceedance},
            {"excess", e.excess},
            {"marginal", e.marginal ? "true" : "false"},
            {"provision", in_words(e.provision)},
            {"also_breached", joined(also)},
            {"violation_types", joined(e.violation_types)},
            {"source", e.source},
            {"sample_id", e.sample_id},
            {"standing", e.standing},
            {"record", e.record},
            {"lacks", joined(e.lacks)}};
}

difference compared(tickets::evidence const& stored, tickets::evidence const& again) {
    difference d{stored.finding, false, {}};
    auto const before = fields_of(stored), after = fields_of(again);
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i].second != after[i].second) d.fields.push_back({before[i].first, before[i].second, after[i].second});
    if (d.fields.empty()) d.fields.push_back({"digest", stored.digest, again.digest});
    return d;
}

// The judgements of a set by name.
using judgements = std::map<std::string, tickets::evidence>;

base::result<judgements> judgements_of(judged_set const& s, judge_rules const& by) {
    auto const result = judge(s, *by.rules, *by.plan);
    if (!result) return result.error();
    judgements all;
    for (auto const& f : result->findings) all.emplace(f.id, tickets::from_finding(f, result->files));
    return all;
}

} // namespace

base::result<replayed> replay(std::vector<tickets::evidence> const& stored, std::vector<judged_set> const& sets,
                              rules_for const& rules) {
    replayed out;
    std::map<std::string, std::size_t> set_of;
    std::vector<judgements> again(sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i) {
        for (auto const& id : sets[i].findings) set_of[id] = i;
        if (!sets[i].missing.empty()) continue;
        auto const by = rules(sets[i]);
        if (!by) return by.error();
        bool const others = by->rules->digest != sets[i].rules_digest;
        if (others && std::find(out.other_rules.begin(), out.other_rules.end(), sets[i].rules_digest) == out.other_rules.end())
            out.other_rules.push_back(sets[i].rules_digest);
        auto judged = judgements_of(sets[i], *by);
        if (!judged) return judged.error();
        again[i] = std::move(*judged);
        out.rows += sets[i].row_count;
    }
    for (auto const& e : stored) {
        if (tickets::is_no_longer_judged(e)) continue; // nothing was judged, and nothing is to be judged again
        auto const from = set_of.find(e.finding);
        if (from == set_of.end() || !sets[from->second].missing.empty()) {
            out.not_kept.emplace_back(e.finding, from == set_of.end() ? "before" : sets[from->second].missing);
            continue;
        }
        ++out.findings;
        auto const found = again[from->second].find(e.finding);
        if (found == again[from->second].end())
            out.differences.push_back({e.finding, true, {}});
        else if (found->second.digest != e.digest || digest_of(e) != e.digest)
            out.differences.push_back(compared(e, found->second));
    }
    return out;
}

} // namespace huanchi::evidence
