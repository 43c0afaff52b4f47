#include "findings/rule_tests.hpp"

#include "eval/run.hpp"
#include "eval/series.hpp"
#include "facts/marking.hpp"
#include "facts/stacks.hpp"
#include "findings/expected_law.hpp"
#include "findings/known_by.hpp"

#include <algorithm>
#include <set>

namespace huanchi::findings {

using namespace model;

namespace {

void read_given(facts::outlet& outlet, std::vector<value>& fields, std::uint16_t record, given_fields const& given,
                rulebook const& rules) {
    for (auto const& [name, text] : given.fields) {
        auto const f = rules.find_field(record, name);
        if (auto v = f ? read_field(rules.records[record].fields[*f], text, rules.units) : std::nullopt)
            fields[*f] = std::move(*v);
        if (name == "medium") outlet.medium = text;
    }
}

// The facility and outlets that a test describes; one where it names none.
facts::facilities described(rulebook const& rules, rule_test const& t) {
    facts::facilities known;
    facts::facility site;
    site.id = "test";
    site.fields.resize(rules.records[facility_record].fields.size());
    auto const place = [&](std::string const& name) {
        auto const [at, is_new] =
            known.by_id.emplace("test\x1f" + (name.empty() ? "test" : name), static_cast<std::uint32_t>(known.outlets.size()));
        if (is_new) {
            facts::outlet outlet;
            outlet.id = name.empty() ? "test" : name;
            outlet.fields.resize(rules.records[outlet_record].fields.size());
            site.outlets.push_back(at->second);
            known.outlets.push_back(std::move(outlet));
        }
        return at->second;
    };
    for (auto const& given : t.records)
        if (rules.find_record(given.record) == outlet_record) {
            auto& outlet = known.outlets[place(given.name)];
            read_given(outlet, outlet.fields, outlet_record, given, rules);
        }
    if (known.outlets.empty()) place("");
    for (auto const& given : t.records)
        if (rules.find_record(given.record) == facility_record)
            read_given(known.outlets.front(), site.fields, facility_record, given, rules);
    for (auto& o : known.outlets) facts::select_items(o, rules);
    if (!t.stacks.empty()) {
        facts::stack_group g;
        for (auto const& name : t.stacks) g.outlets.push_back(place(name));
        facts::add_equivalent_stack(known, site, g, rules);
    }
    known.sites.push_back(std::move(site));
    return known;
}

interval interval_of(rulebook const& rules, std::string const& statistic) {
    auto const s = rules.find_statistic(statistic);
    auto const& accepts = rules.statistics[*s].accepts;
    return accepts.empty() ? interval::day : accepts.front().interval;
}

base::moment end_of(interval i, base::moment from) {
    auto const day = from.date();
    switch (i) {
    case interval::minute: return {from.ms + 60000};
    case interval::five_minutes: return {from.ms + 300000};
    case interval::hour: return {from.ms + 3600000};
    case interval::day: return base::moment::at(day + 1);
    case interval::month: return base::moment::at(day + base::days_in_month(day.year(), day.month()));
    case interval::quarter: return eval::window_of(i, from).to;
    case interval::year: return base::moment::at(*base::date::from_ymd(day.year() + 1, 1, 1));
    default: return from;
    }
}

void add_row(facts::batch& b, rulebook const& rules, given_value const& g, std::string const& value, std::uint32_t outlet,
             base::moment from) {
    auto const row = static_cast<std::uint32_t>(b.size());
    auto const kind = interval_of(rules, g.statistic);
    b.outlet.push_back(outlet);
    b.factor.push_back(g.factor);
    b.interval.push_back(kind);
    b.time.push_back(from.ms);
    b.period_end.push_back(end_of(kind, from).ms);
    b.below_detection.push_back(value == "ND");
    b.value.push_back(base::decimal::parse(value).value_or(base::decimal{1, 9})); // ND: a detection limit far below any limit
    b.unit.push_back(value == "ND" ? rules.factors[g.factor].unit : rules.units.find(g.unit).value_or(base::no_unit));
    auto const says = [&](std::string_view column) -> std::optional<treatment> {
        for (auto const& [name, text] : g.with)
            if (name == column) return facts::treatment_of(rules, column, text);
        return std::nullopt;
    };
    b.usability.push_back(facts::usability_by(says("review"), says("condition"), says("mark"), says("flag")));
    b.flag.push_back('N');
    b.source.push_back(facts::data_source::unknown);
    b.received.push_back(g.received ? g.received->ms : facts::not_received);
    b.line.push_back(row + 1);
    for (auto const& [name, text] : g.with) {
        auto const f = rules.find_field(measurement_record, name);
        auto const& field = rules.records[measurement_record].fields[*f];
        facts::extra x{row, *f, false, {}, 0};
        if (field.type == field_type::quantity || field.type == field_type::number) {
            auto const v = read_field(field, text, rules.units);
            auto const in_unit =
                v && known(*v) ? std::get<base::rational>(*v) / rules.units[field.unit].factor : base::rational(0);
            x.is_number = true;
            x.number = base::decimal::parse(base::printed(in_unit).value).value_or(base::decimal{});
        } else {
            x.text = static_cast<std::uint32_t>(b.texts.size());
            b.texts.push_back(text);
        }
        b.extras.push_back(x);
    }
}

// `50` fits 50 and 50.0; with a unit the units must agree too.
bool same_number(rulebook const& rules, std::string const& expected, std::string const& found, std::string const& found_unit) {
    auto const blank = expected.find(' ');
    auto const digits = base::decimal::parse(expected.substr(0, blank));
    auto const number = base::decimal::parse(found);
    if (!digits || !number) return expected == found;
    auto const unit = blank == std::string::npos ? rules.units.find(found_unit) : rules.units.find(expected.substr(blank + 1));
    auto const own = rules.units.find(found_unit);
    if (!unit || !own || rules.units[*unit].dimension != rules.units[*own].dimension) return false;
    return base::rational(*digits) * rules.units[*unit].factor == base::rational(*number) * rules.units[*own].factor;
}

struct tester {
    rulebook const& rules;
    plan::plan const& p;

    std::vector<finding> judge(rule_test const& t, std::vector<std::string>& covered) const {
        auto const known = described(rules, t);
        eval::bind_options binding{std::nullopt, true, true};
        binding.factors.emplace();
        for (auto const& g : t.values) binding.factors->push_back(g.factor);
        auto bound = eval::bind(p, rules, known, binding);
        auto records = records_of(t);
        eval::related_records const related(p, rules, records);
        bound.related = &related;
        facts::batch rows;
        for (auto const& g : t.values) {
            auto from = g.from;
            auto const named = g.outlet.empty() ? 0 : known.find_outlet("test", g.outlet);
            auto const count = std::max<std::size_t>(g.times, g.values.size());
            for (std::size_t i = 0; i < count; ++i, from = end_of(interval_of(rules, g.statistic), from)) {
                auto const& value = g.values.empty() ? g.value : g.values[i % g.values.size()];
                if (!value.empty()) add_row(rows, rules, g, value, named, from);
            }
        }
        eval::row_store store;
        auto const as_of = t.as_of && !t.values.empty() ? std::optional(base::moment::at(*t.as_of)) : std::nullopt;
        auto const known_then = known_by(rows, as_of);
        store.add(known_then ? *known_then : rows);
        eval::run_options options;
        options.data_end = options.known_at = as_of;
        options.keep_all = true;
        options.contributions = options.warnings = options.days = false;
        std::vector<finding> all;
        auto const judged = eval::run(bound, store, options);
        for (auto const& l : judged.leads) {
            all.push_back(from_lead(l, bound, false));
            covered.push_back(all.back().provision->id);
        }
        for (auto const& j : judged.judgements) {
            all.push_back(from_judgement(j, bound, false));
            for (auto const r : j.candidates) covered.push_back(bound.requirements[r].id);
            if (j.decides) covered.push_back(bound.requirements[*j.decides].id);
        }
        judge_records(t, known, records, all, covered);
        std::sort(all.begin(), all.end(), before);
        return all;
    }

    facts::record record_of(given_fields const& given, std::uint16_t type, std::size_t place) const {
        facts::record r;
        r.type = type;
        r.id = "test " + std::to_string(place + 1);
        r.enterprise_id = "test";
        r.fields.resize(rules.records[type].fields.size());
        r.written.resize(r.fields.size());
        for (auto const& [name, text] : given.fields) {
            auto const f = rules.find_field(type, name);
            if (auto v = read_field(rules.records[type].fields[*f], text, rules.units)) r.fields[*f] = std::move(*v);
            r.written[*f] = text;
            auto const* date = std::get_if<base::date>(&r.fields[*f]);
            if (date && (name == "time" || name == "date")) r.time = base::moment::at(*date), r.has_time = true;
            if (auto const m = base::moment::parse(text); !date && m && name == "time") r.time = *m, r.has_time = true;
        }
        return r;
    }

    std::vector<facts::record> records_of(rule_test const& t) const {
        std::vector<facts::record> records;
        for (auto const& given : t.records) {
            auto const type = rules.find_record(given.record);
            if (type && *type > measurement_record) records.push_back(record_of(given, *type, records.size()));
        }
        return records;
    }

    void judge_records(rule_test const& t, facts::facilities const& known, std::vector<facts::record>& records,
                       std::vector<finding>& all, std::vector<std::string>& covered) const {
        for (auto const& g : eval::grade(p, rules, records, std::nullopt)) {
            all.push_back(from_grade(g, rules, records));
            covered.push_back(rules.grades[g.table].id);
        }
        for (auto const& x : eval::index(p, rules, records, std::nullopt)) {
            all.push_back(from_index(x, rules, records));
            covered.push_back(rules.indices[x.table].id);
        }
        for (auto const& c : eval::consult(p, rules, records, {std::nullopt, t.as_of, false, true})) {
            all.push_back(from_catalogues(c, rules, records));
            for (auto const& l : c.listings)
                for (auto const e : l.entries)
                    covered.push_back(rules.catalogues[l.catalogue].id + "." + rules.catalogues[l.catalogue].entries[e].title);
        }
        for (auto& r : records)
            if (!r.has_time && t.as_of) r.time = base::moment::at(*t.as_of), r.has_time = r.undated = true;
        for (auto const& r : eval::require(p, rules, records, known, {std::nullopt, t.as_of, t.as_of.has_value(), true})) {
            all.push_back(from_requirement(r, rules, records, known, t.as_of.value_or(base::date{})));
            if (r.verdict != eval::verdict::not_applicable) covered.push_back(all.back().provision->id);
        }
    }

    // The finding that a test speaks of: of the provision it names, or the gravest.
    static finding const* chosen(rule_test const& t, std::vector<finding> const& all) {
        finding const* best = nullptr;
        for (auto const& f : all) {
            if (f.series && t.provision.empty()) continue; // a check of quality is meant by its name only
            auto const names = [&](findings::provision const& q) { return q.id.starts_with(t.provision); };
            bool const of_provision = t.provision.empty() || (f.provision && names(*f.provision)) ||
                                      std::any_of(f.also_breached.begin(), f.also_breached.end(), names) ||
                                      std::any_of(f.candidates.begin(), f.candidates.end(), names);
            if (!of_provision) continue;
            if (!best || (eval::text(f.verdict) == t.verdict && eval::text(best->verdict) != t.verdict)) best = &f;
        }
        return best;
    }

    // An act that is given as such: the law alone is asked.
    act given_act(rule_test const& t) const {
        auto const first = std::min_element(t.acts.begin(), t.acts.end(), [](auto& a, auto& b) { return a.at < b.at; });
        auto const last = std::max_element(t.acts.begin(), t.acts.end(), [](auto& a, auto& b) { return a.at < b.at; });
        act a{{}, described(rules, t).outlets.front().medium, first->at.date(), last->at.date()};
        for (auto const& x : t.acts)
            if (std::find(a.types.begin(), a.types.end(), x.violation_type) == a.types.end())
                a.types.push_back(x.violation_type);
        return a;
    }
    static act act_of(finding const& f) {
        auto const last = f.period.from < f.period.to ? base::moment{f.period.to.ms - 1} : f.period.to;
        return {f.violation_types, f.medium, f.period.from.date(), last.date()};
    }

    test_outcome run(rule_test const& t) const {
        test_outcome o;
        o.title = t.title;
        o.where = t.where;
        if (!t.acts.empty()) {
            hold_against_law(rules, t, given_act(t),
                             [&](std::string what, std::string const& expected, std::string const& found) {
                                 o.differences.push_back(std::move(what) + ": expected " + expected + ", found " + found);
                             });
            o.passed = o.differences.empty();
            return o;
        }
        auto const all = judge(t, o.covered);
        auto differ = [&](std::string what, std::string const& expected, std::string const& found) {
            o.differences.push_back(std::move(what) + ": expected " + expected + ", found " + (found.empty() ? "none" : found));
        };
        auto const* f = chosen(t, all);
        if (!f) { // nothing was judged: not_applicable, and nothing more can be said of it
            if (t.verdict != "not_applicable")
                differ("verdict", t.verdict + (t.provision.empty() ? "" : " of " + t.provision), "not_applicable");
            if (t.limit) differ("limit", *t.limit, "");
            if (t.exceedance) differ("exceedance", *t.exceedance, "");
            if (t.reason) differ("reason", *t.reason, "");
            if (t.result) differ("result", *t.result, "");
        } else {
            if (eval::text(f->verdict) != t.verdict)
                differ("verdict", t.verdict,
                       std::string(eval::text(f->verdict)) + (f->reason ? " (" + f->reason->code + ")" : ""));
            auto const bound = f->limit ? (f->limit->max ? *f->limit->max : f->limit->min.value_or("")) : "";
            if (t.limit && !(f->limit && (same_number(rules, *t.limit, bound, f->limit->unit) ||
                                          (f->limit->min && same_number(rules, *t.limit, *f->limit->min, f->limit->unit)))))
                differ("limit", *t.limit, bound.empty() ? "" : bound + " " + f->limit->unit);
            if (t.exceedance && f->exceedance != t.exceedance) differ("exceedance", *t.exceedance, f->exceedance.value_or(""));
            if (t.reason && (!f->reason || f->reason->code != *t.reason))
                differ("reason", *t.reason, f->reason ? f->reason->code : "");
            if (auto const state = f->finality ? f->finality->state : "final"; t.finality && state != *t.finality)
                differ("status", *t.finality, state);
            if (t.result && (!f->measured || f->measured->value != *t.result))
                differ("result", *t.result, f->measured ? f->measured->value : "");
            hold_against_law(rules, t, act_of(*f), differ);
        }
        o.passed = o.differences.empty();
        return o;
    }
};

} // namespace

judged_test judge_test(rulebook const& rules, plan::plan const& p, rule_test const& t) {
    judged_test j;
    j.findings = tester{rules, p}.judge(t, j.applied);
    return j;
}

test_report run_tests(rulebook const& rules, plan::plan const& p, std::vector<source::file_id> const& files) {
    test_report report;
    std::set<std::string> covered;
    tester const test{rules, p};
    for (auto const& t : rules.tests) {
        if (!files.empty() && std::find(files.begin(), files.end(), t.where.file) == files.end()) continue;
        report.outcomes.push_back(test.run(t));
        auto const& o = report.outcomes.back();
        report.passed += o.passed;
        covered.insert(o.covered.begin(), o.covered.end());
    }
    std::set<std::string> not_judged;
    for (auto const& l : rules.limits)
        if (!is_judged(l.status)) not_judged.insert(l.id);
    for (auto const& id : provision_ids(rules, files)) {
        if (not_judged.contains(id)) continue;
        ++report.provisions;
        if (!covered.contains(id)) report.uncovered.push_back(id);
    }
    return report;
}

} // namespace huanchi::findings
