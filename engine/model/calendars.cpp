// Holidays, and the weekends worked for them.
#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr int longest_range = 366; // days that one range may name

base::date const* date_in(syntax::expression const& e) {
    auto const* d = std::get_if<syntax::date_literal>(&e.node);
    return d ? &d->value : nullptr;
}

// `holidays 2026-01-01..2026-01-03, 2026-04-04`: the days, each within the span of the calendar and named once.
void read_days(context& c, declaration const& d, keyword k, holiday_calendar const& of, std::vector<base::date>& into) {
    auto add = [&](base::date day, source::span where) {
        bool const twice = std::find(of.holidays.begin(), of.holidays.end(), day) != of.holidays.end() ||
                           std::find(of.workdays.begin(), of.workdays.end(), day) != of.workdays.end();
        if (twice || !of.effective.contains(day)) return c.error("M034", where, {day.text()});
        into.push_back(day);
    };
    for (auto const* i : d.properties(k)) {
        (void)i->find(keyword::note); // the name of the holiday is for who reads the file
        for (auto const& a : i->segments.front().arguments) {
            auto const* r = std::get_if<syntax::range>(&a.node);
            auto const *first = date_in(r ? *r->low : a), *last = date_in(r ? *r->high : a);
            if (!first || !last || *last < *first || *last - *first > longest_range) {
                c.error("M007", a.where, {std::string(c.files.text(a.where)), "2026-02-15..2026-02-23"});
                continue;
            }
            for (auto day = *first; day <= *last; day = day + 1) add(day, a.where);
        }
    }
}

} // namespace

void read_calendar(context& c, syntax::item const& item) {
    declaration const d(c, item, "calendar",
                        {keyword::number, keyword::effective, keyword::holidays, keyword::worked, keyword::confidence,
                         keyword::origin, keyword::note});
    holiday_calendar t;
    t.id = first_word(c, &d.head());
    t.title = title_of(c, item);
    t.number = text_property(c, d, keyword::number);
    t.where_declared = item.where;
    if (!c.declare("calendar", t.id, d.head().where)) return;
    auto const* span = d.property(keyword::effective);
    if (span) t.effective = read_span(c, span->segments, span->where);
    if (!t.effective.from || !t.effective.before)
        return c.error("M002", d.head().where, {"effective from … before …", "calendar"});
    for (auto const& other : c.rules.calendars)
        if (!intersection(other.effective, t.effective).empty())
            return c.error("M034", span->where, {t.effective.from->text() + ".." + t.effective.before->text()});
    read_days(c, d, keyword::holidays, t, t.holidays);
    read_days(c, d, keyword::worked, t, t.workdays);
    if (auto const* i = d.property(keyword::confidence))
        t.confidence = read_confidence(c, &i->segments.front(), confidence::high);
    c.rules.calendars.push_back(std::move(t));
}

void read_equivalence(context& c, syntax::item const& item) {
    declaration const d(c, item, "equivalence", {keyword::clause, keyword::height, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    equivalence e;
    e.document = *doc;
    e.id = table_id_of(c, item, *doc);
    e.title = title_of(c, item);
    e.clause = text_property(c, d, keyword::clause);
    e.where_declared = item.where;
    if (!c.declare("equivalence", e.id, d.head().where)) return;
    auto const* i = d.property(keyword::height);
    if (!i || i->segments.front().arguments.empty()) return c.error("M002", d.head().where, {"height", "equivalence"});
    auto const& name = i->segments.front().arguments.front();
    auto const field = find_field(c, subject_scope(), word_of(c, name), name.where);
    if (!field) return;
    auto const metre = c.rules.units.find("m");
    auto const& declared = c.rules.at(*field);
    if (field->record != outlet_record || !metre || c.rules.units[declared.unit].dimension != c.rules.units[*metre].dimension)
        return c.error("M035", name.where, {declared.name});
    e.height = *field;
    c.rules.equivalences.push_back(std::move(e));
}

base::work_calendar work_calendar_of(rulebook const& rules) {
    base::work_calendar all;
    for (auto const& c : rules.calendars)
        if (c.confidence != confidence::low) all.add(*c.effective.from, *c.effective.before, c.holidays, c.workdays);
    return all;
}

} // namespace huanchi::model
