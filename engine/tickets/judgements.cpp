#include "tickets/judgements.hpp"

#include "base/digest.hpp"
#include "tickets/from_findings.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::tickets {

namespace {

std::string text_of(findings::used_value const& v) {
    auto text = v.written;
    if (v.auxiliary) text += "; " + *v.auxiliary;
    if (v.flow) text += "; " + *v.flow;
    if (!v.left_out.empty()) text += "; " + v.left_out;
    return text;
}

std::string digest_of_values(std::vector<rested_on> const& values) {
    base::sha256 sum;
    for (auto const& v : values)
        sum.field(std::to_string(v.period.from.ms)).field(std::to_string(v.period.to.ms)).field(v.text);
    return sum.hex();
}

std::string reason_of(findings::finding const& f) {
    if (!f.reason) return {};
    auto text = f.reason->code;
    for (auto const& m : f.reason->missing) text += " " + m.name + (m.band.empty() ? "" : "=" + m.band);
    return text;
}

std::string bound_text(evidence const& e) {
    std::string text = e.provision.id;
    auto const add = [&](char const* sign, std::string const& number) {
        if (!number.empty()) text += std::string(" ") + sign + " " + number + (e.limit_unit.empty() ? "" : " " + e.limit_unit);
    };
    add("≥", e.limit_min);
    add("≤", e.limit_max);
    return text;
}

// What differs between the two lists of values; both are in order of time.
cause difference(std::vector<rested_on> const& before, std::vector<rested_on> const& after) {
    cause out{"added", {}, {}, {}};
    auto const earlier = [](rested_on const& x, rested_on const& y) { return x.period < y.period; };
    auto a = before.begin();
    auto b = after.begin();
    while (a != before.end() || b != after.end()) {
        if (b == after.end() || (a != before.end() && earlier(*a, *b))) {
            out.kind = "data";
            out.rows.push_back({a->period, a->text, ""});
            ++a;
        } else if (a == before.end() || earlier(*b, *a)) {
            out.rows.push_back({b->period, "", b->text});
            ++b;
        } else {
            if (a->text != b->text) {
                out.kind = "data";
                out.rows.push_back({a->period, a->text, b->text});
            }
            ++a;
            ++b;
        }
    }
    return out;
}

} // namespace

bool is_quiet(std::string_view verdict) {
    return verdict == "compliant" || verdict == "exempt" || verdict == "not_applicable";
}

evidence no_longer_judged(evidence e) {
    e.verdict = eval::text(eval::verdict::not_applicable);
    for (auto* field : {&e.limit_min, &e.limit_max, &e.limit_unit, &e.exceedance, &e.standing}) field->clear();
    e.excess = base::rational().exact_text();
    e.not_detected = e.prohibited = e.marginal = false;
    e.provision = {};
    e.reference.clear();
    e.also_breached.clear();
    e.violation_types.clear();
    e.lacks.clear();
    e.digest = digest_of(e);
    return e;
}

bool is_no_longer_judged(evidence const& e) {
    return e.standing.empty() && e.provision.id.empty() && e.verdict == eval::text(eval::verdict::not_applicable);
}

judgement judgement_of(findings::finding const& f, std::vector<std::string> const& files) {
    judgement j;
    j.what = from_finding(f, files);
    j.reason = reason_of(f);
    if (f.trace)
        for (auto const& v : f.trace->values) j.data.push_back({v.period, text_of(v)});
    std::stable_sort(j.data.begin(), j.data.end(),
                     [](auto const& x, auto const& y) { return std::tie(x.period, x.text) < std::tie(y.period, y.text); });
    if (f.trace) j.data_digest = digest_of_values(j.data);
    if (j.data.size() > most_values_kept) j.data.clear();
    j.what.rows.clear();
    j.what.trace.reset();
    return j;
}

std::vector<cause> causes_of(judgement const* before, judgement const& after) {
    if (!before) return {{"first", {}, {}, {}}};
    std::vector<cause> all;
    auto const value = [](evidence const& e) { return std::tie(e.measured, e.measured_low, e.measured_high, e.unit); };
    auto const said = [](evidence const& e) {
        return std::tie(e.limit_min, e.limit_max, e.limit_unit, e.provision.id, e.provision.clause, e.reference);
    };
    bool const data =
        before->data_digest.empty() ? value(before->what) != value(after.what) : before->data_digest != after.data_digest;
    if (data) {
        auto const kept = !before->data.empty() && !after.data.empty();
        all.push_back(kept ? difference(before->data, after.data) : cause{"data", {}, {}, {}});
        if (before->rules == after.rules || said(before->what) == said(after.what)) return all;
    }
    all.push_back(
        {before->rules == after.rules ? "facilities" : "rules", {}, bound_text(before->what), bound_text(after.what)});
    return all;
}

} // namespace huanchi::tickets
