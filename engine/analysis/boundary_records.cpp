// Cases of limits whose formula takes figures over the records of the day: records under which the measured value stays what it
// is, others under which it grows by a round ratio, and none at all.
#include "analysis/case_maker.hpp"

#include <algorithm>
#include <utility>

namespace huanchi::analysis {

using namespace model;

namespace {

template <class F>
void each_related(expression const& e, F const& visit) {
    std::visit(
        [&](auto const& n) {
            using T = std::decay_t<decltype(n)>;
            if constexpr (std::is_same_v<T, related_use>) {
                visit(n);
            } else if constexpr (std::is_same_v<T, operation_use>) {
                for (auto const& x : n.operands) each_related(*x, visit);
            } else if constexpr (std::is_same_v<T, in_range>) {
                for (auto const* x : {&n.subject, &n.low, &n.high}) each_related(**x, visit);
            }
        },
        e.node);
}

// A record that a figure is taken over: what its condition wants, and the fields whose figure it is.
struct wanted_record {
    std::string key;
    day_record like;
    std::vector<field_ref> figures;
};

void want(std::vector<wanted_record>& all, related_use const& r, rulebook const& rules) {
    auto const key = rules.records[r.record].name + (r.where ? " " + text(*r.where, rules) : "");
    auto at = std::find_if(all.begin(), all.end(), [&](auto const& w) { return w.key == key; });
    if (at == all.end()) {
        wanted_record w{key, {r.record, {}}, {}};
        if (r.where)
            if (auto const found = cases::fulfilling({r.where}, rules, 1); !found.empty()) w.like.fields = found.front();
        at = all.insert(all.end(), std::move(w));
    }
    auto const* field = r.figure ? std::get_if<field_use>(&r.figure->node) : nullptr;
    if (field && std::find(at->figures.begin(), at->figures.end(), field->field) == at->figures.end())
        at->figures.push_back(field->field);
}

std::vector<wanted_record> records_wanted(formula const& f, rulebook const& rules) {
    std::vector<wanted_record> all;
    auto const in = [&](expression_ptr const& e) {
        if (e) each_related(*e, [&](related_use const& r) { want(all, r, rules); });
    };
    for (auto const& r : f.results) in(r.value), in(r.when);
    for (auto const& n : f.needs) in(n);
    return all;
}

// The field that says of which day a record is.
std::optional<std::uint16_t> day_of(std::uint16_t record, rulebook const& rules) {
    auto const date = rules.find_field(record, "date");
    return date ? date : rules.find_field(record, "time");
}

} // namespace

bool case_maker::find_records() {
    auto wanted = records_wanted(rules.formulas[*l.formula], rules);
    for (auto const& w : wanted)
        if (!day_of(w.like.type, rules)) return false;
    if (wanted.empty() || wanted.size() > 4) return false;
    static int const figures[] = {1, 10, 100, 1000, 4000, 2, 5, 0};
    std::vector<std::size_t> pick(wanted.size(), 0);
    for (;;) {
        std::vector<day_record> all;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            all.push_back(wanted[i].like);
            for (auto const f : wanted[i].figures)
                all.back().fields[f] = base::rational(figures[pick[i]]) * rules.units[rules.at(f).unit].factor;
        }
        auto const one = corrected(l, rules, base_facts, base::rational(1), all);
        auto const two = corrected(l, rules, base_facts, base::rational(2), all);
        bool const in_proportion = one && two && *two == *one * base::rational(2);
        if (in_proportion && *one == base::rational(1) && day_records.empty()) day_records = all;
        if (in_proportion && *one > base::rational(1) && growing.empty() && (base::rational(1) / *one).finite_text(6)) {
            growing = all;
            growth = *one;
        }
        if (!day_records.empty() && !growing.empty()) return true;
        std::size_t i = 0;
        while (i < pick.size() && ++pick[i] == std::size(figures)) pick[i++] = 0;
        if (i == pick.size()) return !day_records.empty();
    }
}

void case_maker::say_records(rule_test& t, base::date day) const {
    for (auto const& r : day_records) {
        given_fields given{rules.records[r.type].name, {}};
        given.fields.emplace_back(rules.records[r.type].fields[*day_of(r.type, rules)].json, day.text());
        for (auto const& [ref, v] : r.fields)
            given.fields.emplace_back(rules.at(ref).json, cases::text_of(v, rules.at(ref), rules, true));
        t.records.push_back(std::move(given));
    }
}

void case_maker::at_records(std::uint16_t statistic) {
    if (day_records.empty() || !is_delivered(statistic)) return;
    auto const staying = std::exchange(day_records, growing);
    if (!growing.empty())
        for (auto const& v : values(base_facts))
            try_value(boundary_kind::correction, base_facts, statistic, on, v.value / growth, "按当日记录折算后" + v.what);
    day_records.clear();
    auto const broken = first_that(stated::broken, base_facts);
    auto const& least = rules.formulas[*l.formula].at_least;
    if (broken && least && std::holds_alternative<measured_value>(least->node)) {
        auto test = described(base_facts);
        test.values.push_back(row(base_facts, statistic, *broken->finite_text(18), base::moment::at(on)));
        keep(boundary_kind::correction, std::move(test), statistic, on, stated::broken, "没有当日记录，实测已经超过");
    }
    day_records = staying;
}

} // namespace huanchi::analysis
