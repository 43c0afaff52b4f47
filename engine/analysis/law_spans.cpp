// Spans of dates of what is no limit: days on which a type of violation has no consequence though it has one before and after,
// days on which it has two, types whose last consequence has ended; requirements and entries of catalogues that have lapsed.
#include "analysis/examination.hpp"

#include "findings/lighter_law.hpp"
#include "findings/rule_tests.hpp"

#include <algorithm>
#include <set>

namespace huanchi::analysis {

using namespace model;

namespace {

constexpr std::size_t most_records_tried = 8;

std::string json_of(cases::described const& fields) {
    cases::trial t;
    t.outlet = fields;
    return t.outlet_json();
}

lint_witness act_witness(std::string const& type, std::string const& medium, base::date on,
                         std::vector<consequence const*> const& laws) {
    lint_witness w{json_of({{"medium", medium}}), "", on, eval::verdict::undetermined, "", {}, "", ""};
    w.act = json_of({{"type", type}, {"date", on.text()}});
    if (!laws.empty()) w.verdict = eval::verdict::violation;
    for (auto const* c : laws) w.applied.push_back(c->law + " " + c->penalty);
    return w;
}

// What one type has on outlets of one medium, as the comparison of laws sees it.
struct law_timeline {
    examination& x;
    std::string type, medium;
    std::vector<consequence const*> all = {}; // by first day

    bool read() {
        for (auto const& c : findings::consequences_of(x.rules, type, medium))
            if (c.certain) all.push_back(c.what);
        std::stable_sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->effective.from < b->effective.from; });
        return !all.empty();
    }
    std::vector<consequence const*> on(base::date day) const {
        std::vector<consequence const*> some;
        for (auto const& c : findings::consequences_of(x.rules, type, medium))
            if (c.certain && c.what->effective.contains(day)) some.push_back(c.what);
        return some;
    }
    std::set<base::date> days_of_change() const {
        std::set<base::date> days;
        for (auto const* c : all) {
            if (c->effective.from) days.insert(*c->effective.from);
            if (c->effective.before) days.insert(*c->effective.before);
        }
        return days;
    }
};

bool same_consequence(consequence const& a, consequence const& b) {
    auto const said = [](consequence const& c) {
        std::vector<std::string> all;
        for (auto const& f : c.fines) all.push_back(text(f));
        for (auto const& m : c.measures) all.push_back(text(m));
        return all;
    };
    return said(a) == said(b);
}

// Findings of one place that differ in the medium only are one.
struct found_span {
    std::string_view code;
    source::span where;
    std::vector<std::string> parameters; // the media are added in front
    std::vector<std::string> media;
    lint_witness witness;
    std::string type;
};

struct law_spans {
    examination& x;
    std::vector<found_span> found = {};

    void add(std::string_view code, source::span where, std::vector<std::string> parameters, law_timeline const& t,
             lint_witness witness) {
        for (auto& f : found)
            if (f.code == code && f.where == where && f.parameters == parameters) return f.media.push_back(t.medium);
        found.push_back({code, where, std::move(parameters), {t.medium}, std::move(witness), t.type});
    }

    void examine(law_timeline const& t) {
        auto const days = t.days_of_change();
        for (auto it = days.begin(); it != days.end(); ++it) {
            auto const laws = t.on(*it);
            auto const next = std::next(it);
            if (laws.empty() && next != days.end()) {
                auto const after = t.on(*next);
                if (!after.empty() && !t.on(*it + -1).empty())
                    add("L210", after.front()->where_declared, {t.type, it->text(), next->text()}, t,
                        act_witness(t.type, t.medium, *it, {}));
            } else if (laws.empty() && *it <= x.options.at) {
                auto const before = t.on(*it + -1);
                if (!before.empty() && t.on(x.options.at).empty())
                    add("L212", before.back()->where_declared, {t.type, it->text()}, t,
                        act_witness(t.type, t.medium, x.options.at, {}));
            }
            for (std::size_t i = 1; i < laws.size(); ++i)
                if (!same_consequence(*laws[0], *laws[i]))
                    add("L211", laws[i]->where_declared,
                        {t.type, laws[0]->law + " " + laws[0]->penalty, laws[i]->law + " " + laws[i]->penalty}, t,
                        act_witness(t.type, t.medium, *it, laws));
        }
    }

    void run() {
        auto const medium = x.rules.find_field(outlet_record, "medium");
        if (!medium) return;
        std::set<std::string> types;
        for (auto const& c : x.rules.consequences) {
            if (!types.insert(c.violation_type).second) continue;
            for (auto const& m : x.rules.records[outlet_record].fields[*medium].choices) {
                law_timeline t{x, c.violation_type, m};
                if (t.read()) examine(t);
            }
        }
        for (auto& f : found) {
            f.parameters.insert(f.parameters.begin() + 1, listed(f.media));
            x.report(f.code, f.where, f.parameters, {f.type}, f.witness);
        }
    }
};

// A record about which a provision says something on the last day that it is in force, and nothing once it has lapsed.
struct lapsed_provision {
    examination& x;
    std::string id, name;
    std::uint16_t scope;
    base::date before;
    source::span where;
    conditions all;

    rule_test test_of(cases::assignment const& a, base::date on) const {
        rule_test t;
        given_fields g;
        g.record = x.rules.records[scope].name;
        for (auto const& [field, v] : a)
            if (field.record == scope && known(v))
                g.fields.emplace_back(x.rules.at(field).json, cases::text_of(v, x.rules.at(field), x.rules, true));
        t.records.push_back(std::move(g));
        t.as_of = on;
        return t;
    }

    std::optional<lint_witness> witness() const {
        for (auto const& a : cases::fulfilling(all, x.rules, most_records_tried)) {
            auto const now = std::max(x.options.at, before);
            auto const was = test_of(a, before + -1), is = test_of(a, now);
            auto const then = findings::judge_test(x.rules, x.plan, was), later = findings::judge_test(x.rules, x.plan, is);
            if (!has_id(then.applied, id) || has_id(later.applied, id)) continue;
            lint_witness w{"{}", "", now, eval::verdict::not_applicable, "", later.applied, "", ""};
            cases::described fields{{"record", x.rules.records[scope].name}};
            for (auto const& [name_of, text] : is.records.front().fields) fields[name_of] = text;
            w.record = json_of(fields);
            return w;
        }
        return std::nullopt;
    }

    void report() const {
        if (auto w = witness())
            x.report("L207", where, {name, (before + -1).text()}, {id}, std::move(w));
        else
            ++x.out.not_confirmed;
    }
};

bool of_record(std::uint16_t scope) {
    return scope > measurement_record;
}

bool ended(base::span_of_dates const& s, base::date at) {
    return !s.empty() && s.before && *s.before <= at;
}

} // namespace

void find_law_spans(examination& x) {
    law_spans{x}.run();
}

void find_lapsed_requirements(examination& x) {
    for (auto const& t : x.rules.requirements)
        for (auto const& line : t.lines) {
            if (!of_record(t.scope) || !ended(line.effective, x.options.at)) continue;
            if (line.confidence == confidence::low && !x.options.unreviewed) continue;
            conditions all;
            for (auto const& e : {t.where, line.when})
                if (e) all.push_back(e);
            lapsed_provision{x,          t.id + "." + line.title, line.title, t.scope, *line.effective.before,
                             line.where, std::move(all)}
                .report();
        }
    for (auto const& t : x.rules.catalogues) {
        if (t.effective.empty()) {
            x.report("L206", t.where_declared, {t.id, t.effective.from->text(), t.effective.before->text()}, {t.id},
                     std::nullopt);
            continue;
        }
        if (!ended(t.effective, x.options.at) || t.entries.empty()) continue;
        auto const& entry = t.entries.front();
        conditions all;
        for (auto const& e : {t.where, entry.condition})
            if (e) all.push_back(e);
        lapsed_provision{
            x, t.id + "." + entry.title, t.id, t.field.record, *t.effective.before, t.where_declared, std::move(all)}
            .report();
    }
}

} // namespace huanchi::analysis
