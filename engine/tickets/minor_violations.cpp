#include "tickets/minor_violations.hpp"

#include "eval/catalogues.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace huanchi::tickets {

using model::field_ref;
using answer = asked_condition::answer;
using outcome = listed_entry::outcome;
using origin = circumstance::origin;

namespace {

// What the offence is and when: an entry that fails these is about something else.
constexpr std::string_view about_offence[] = {"violation_type", "medium", "matter", "factor", "time"};

struct offence {
    std::string type, medium;
    std::vector<ticket const*> tickets;
};

std::vector<offence> offences_of(case_sheet const& of) {
    std::map<std::pair<std::string, std::string>, std::vector<ticket const*>> groups;
    for (auto const& t : of.tickets)
        for (auto const& type : t.violation_types) groups[{type, t.medium}].push_back(&t);
    std::vector<offence> all;
    for (auto& [key, group] : groups) all.push_back({key.first, key.second, std::move(group)});
    return all;
}

struct examiner {
    model::rulebook const& rules;
    plan::plan const& p;
    std::uint16_t type; // of the record
    bool unreviewed;

    std::optional<field_ref> field(std::string_view json) const {
        auto const f = rules.find_field(type, json);
        return f ? std::optional(field_ref{type, *f}) : std::nullopt;
    }
    facts::record blank() const {
        facts::record r;
        r.type = type;
        r.fields.resize(rules.records[type].fields.size());
        return r;
    }
    std::string shown(model::value const& v, field_ref f) const { return model::text(v, rules.at(f), rules); }

    // Filling in ------------------------------------------------------------------------------------------------------

    // `overrules`: even where the record says something.
    void fill(facts::record& r, std::vector<circumstance>& known, std::string_view json, model::value const& v, origin from,
              bool overrules = false) const {
        auto const f = field(json);
        if (!f || !model::known(v)) return;
        auto const said = eval::about_record(p, rules, r, {}).field(*f);
        if (model::known(said) && (!overrules || said == v)) return;
        std::erase_if(known, [&](circumstance const& c) { return c.field == *f; });
        known.push_back({*f, shown(v, *f), model::known(said) ? shown(said, *f) : "", from});
        r.fields[f->field] = v;
    }

    void by_tickets(offence const& o, base::date act, facts::record& r, std::vector<circumstance>& known) const {
        fill(r, known, "time", act, origin::ticket, true);
        fill(r, known, "violation_type", o.type, origin::ticket);
        if (!o.medium.empty()) fill(r, known, "medium", o.medium, origin::ticket);
        std::set<std::string> factors;
        std::optional<base::rational> excess; // none where a value is not compared as a multiple, as pH is not
        bool multiples = true;
        for (auto const* t : o.tickets) {
            auto const factor = factor_of(t->series);
            auto const* e = worst(*t);
            if (factor.empty() || !e) return;
            factors.insert(factor);
            multiples = multiples && !e->exceedance.empty();
            auto const its = exact_value(e->excess);
            if (!excess || *excess < its) excess = its;
        }
        fill(r, known, "factors_exceeded", base::rational(static_cast<std::int64_t>(factors.size())), origin::ticket);
        if (factors.size() != 1) return;
        fill(r, known, "factor", *factors.begin(), origin::ticket);
        if (multiples) fill(r, known, "excess", *excess, origin::ticket);
    }

    // Decisions that were served on the same article show that it is not the first time; that there are none shows nothing.
    void by_priors(case_sheet const& of, offence const& o, base::date act, facts::record& r,
                   std::vector<circumstance>& known) const {
        for (auto const& prior : of.priors) {
            bool const same = prior.same_article && std::any_of(o.tickets.begin(), o.tickets.end(), [&](ticket const* t) {
                                  return std::any_of(t->bases.begin(), t->bases.end(), [&](basis const& b) {
                                      return b.law == prior.law && b.penalty == prior.penalty;
                                  });
                              });
            if (!same) continue;
            fill(r, known, "first", false, origin::priors, true);
            if (!(prior.act < base::months_later(of.first, -12)))
                fill(r, known, "first_in_a_year", false, origin::priors, true);
            if (prior.act.year() == act.year()) fill(r, known, "first_in_calendar_year", false, origin::priors, true);
        }
    }

    // Asking ----------------------------------------------------------------------------------------------------------

    model::value holds(model::expression const& e, eval::surroundings const& s) const {
        return model::evaluate(e, {.field = [&](field_ref f) { return s.field(f); },
                                   .measured = {},
                                   .reference = {},
                                   .clock = {},
                                   .as_of = {},
                                   .related = {},
                                   .calendar = nullptr});
    }

    asked_condition ask(model::expression const& e, eval::surroundings const& s, std::string exception = {}) const {
        asked_condition c{model::text(e, rules), std::move(exception), answer::unknown, {}, false};
        auto const said = holds(e, s);
        if (model::known(said)) {
            c.is = std::get<bool>(said) == c.exception.empty() ? answer::met : answer::not_met;
            return c;
        }
        for (auto const f : model::fields_of(e))
            if (!model::known(s.field(f)))
                for (auto const behind : s.unknown_behind(f))
                    if (std::find(c.missing.begin(), c.missing.end(), behind) == c.missing.end()) c.missing.push_back(behind);
        return c;
    }

    bool is_about_offence(model::expression const& e) const {
        auto const fields = model::fields_of(e);
        return std::all_of(fields.begin(), fields.end(), [&](field_ref f) {
            return std::count(std::begin(about_offence), std::end(about_offence), rules.at(f).json) > 0;
        });
    }

    void ask_entry(std::uint16_t catalogue, std::uint16_t entry, eval::surroundings const& s, minor_examination& into) const {
        auto const& of = rules.catalogues[catalogue];
        listed_entry l{catalogue, entry, outcome::all_met, {}, {}, false};
        for (auto const* part : {&of.where, &of.entries[entry].condition})
            for (auto const& e : *part ? model::conjuncts(*part) : std::vector<model::expression_ptr>{}) {
                auto c = ask(*e, s);
                bool const about = is_about_offence(*e);
                if (c.is == answer::not_met && about) return static_cast<void>(++into.of_other_offences);
                c.of_scope = about || part == &of.where;
                l.conditions.push_back(std::move(c));
            }
        for (auto const& x : of.entries)
            if (x.excepted) l.conditions.push_back(ask(*x.condition, s, x.title));
        for (auto const& c : l.conditions) {
            if (c.is == answer::not_met) l.is = outcome::does_not_apply;
            if (c.is == answer::unknown && l.is == outcome::all_met) l.is = outcome::undetermined;
        }
        if (l.is == outcome::undetermined)
            for (auto const& c : l.conditions)
                for (auto const f : c.missing)
                    if (std::find(l.missing.begin(), l.missing.end(), f) == l.missing.end()) l.missing.push_back(f);
        if (l.is == outcome::all_met && of.entries[entry].confidence == model::confidence::low && !unreviewed) {
            l.is = outcome::undetermined;
            l.unreviewed = true;
        }
        into.entries.push_back(std::move(l));
    }

    void ask_catalogues(facts::record const& r, minor_examination& into) const {
        auto s = eval::about_record(p, rules, r, into.act);
        s.unreviewed = unreviewed;
        std::map<std::uint16_t, model::value> applies;
        for (std::uint16_t i = 0; i < rules.catalogues.size(); ++i)
            if (rules.catalogues[i].field.record == type && !applies.contains(i))
                for (auto const& l : eval::listings(s, rules.catalogues[i].field)) applies[l.catalogue] = l.applies;
        for (auto const& [i, said] : applies) {
            if (model::known(said) && !std::get<bool>(said)) continue;
            for (std::uint16_t e = 0; e < rules.catalogues[i].entries.size(); ++e)
                if (!rules.catalogues[i].entries[e].excepted) ask_entry(i, e, s, into);
        }
    }

    // Which record is about which offence -----------------------------------------------------------------------------

    bool is_about(facts::record const& r, offence const& o, std::string const& enterprise) const {
        if (!r.enterprise_id.empty() && r.enterprise_id != enterprise) return false;
        auto const s = eval::about_record(p, rules, r, {});
        auto const says = [&](std::string_view json) {
            auto const f = field(json);
            auto const v = f ? s.field(*f) : model::value();
            return std::holds_alternative<std::string>(v) ? std::get<std::string>(v) : std::string();
        };
        auto const medium = says("medium");
        if (!medium.empty() && !o.medium.empty() && medium != o.medium) return false;
        auto const offence_type = says("violation_type"); // one that no law knows is none of those that catalogues name
        return offence_type.empty() || offence_type == o.type ||
               std::none_of(rules.consequences.begin(), rules.consequences.end(),
                            [&](model::consequence const& c) { return c.violation_type == offence_type; });
    }

    minor_examination examine(case_sheet const& of, offence const& o, facts::record r, std::string const& region) const {
        minor_examination x;
        x.violation_type = o.type;
        x.medium = o.medium;
        x.act = o.tickets.front()->last_day;
        for (auto const* t : o.tickets) x.act = std::max(x.act, t->last_day);
        x.record = r.id;
        for (std::uint16_t i = 0; i < r.fields.size(); ++i)
            if (model::known(r.fields[i])) {
                field_ref const f{type, i};
                x.known.push_back({f, shown(r.fields[i], f), "", origin::record});
            }
        by_tickets(o, x.act, r, x.known);
        if (!region.empty()) fill(r, x.known, "region", region, origin::site);
        by_priors(of, o, x.act, r, x.known);
        std::sort(x.known.begin(), x.known.end(),
                  [](circumstance const& a, circumstance const& b) { return a.field < b.field; });
        ask_catalogues(r, x);
        return x;
    }
};

} // namespace

std::string_view text(asked_condition::answer a) {
    constexpr std::string_view names[] = {"met", "not_met", "unknown"};
    return names[static_cast<std::size_t>(a)];
}
std::string_view text(listed_entry::outcome o) {
    constexpr std::string_view names[] = {"all_met", "does_not_apply", "undetermined"};
    return names[static_cast<std::size_t>(o)];
}
std::string_view text(circumstance::origin o) {
    constexpr std::string_view names[] = {"record", "ticket", "site", "priors"};
    return names[static_cast<std::size_t>(o)];
}

std::optional<minor_sheet> examine_minor(case_sheet const& of, model::rulebook const& rules, plan::plan const& p,
                                         std::vector<facts::record> const& records, std::string const& region,
                                         bool unreviewed) {
    auto const type = rules.find_record(circumstances_record);
    if (!type) return std::nullopt;
    examiner const e{rules, p, *type, unreviewed};
    auto const offences = offences_of(of);
    minor_sheet sheet;
    std::set<std::size_t> used;
    for (auto const& o : offences) {
        bool any = false;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (records[i].type != *type || !e.is_about(records[i], o, of.enterprise_id)) continue;
            sheet.examinations.push_back(e.examine(of, o, records[i], region));
            used.insert(i);
            any = true;
        }
        if (!any) sheet.examinations.push_back(e.examine(of, o, e.blank(), region));
    }
    for (std::size_t i = 0; i < records.size(); ++i)
        if (records[i].type == *type && !used.contains(i)) sheet.unused.push_back(records[i].id);
    return sheet;
}

} // namespace huanchi::tickets
