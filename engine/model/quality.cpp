// Checks of the quality of series, and the time in which data may be marked.
#include "model/context.hpp"

#include <algorithm>
#include <iterator>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr named<interval> watched_words[] = {{"minute", "分钟", interval::minute},
                                             {"5min", "5分钟", interval::five_minutes},
                                             {"hour", "小时", interval::hour},
                                             {"day", "日", interval::day}};

// An amount of time, in seconds.
std::optional<base::rational> read_time(context& c, syntax::segment const* s) {
    if (!s) return std::nullopt;
    auto const* n = s->arguments.empty() ? nullptr : std::get_if<syntax::number>(&s->arguments.front().node);
    auto const unit = n ? c.rules.units.find(n->unit) : std::nullopt;
    auto const hour = c.rules.units.find("h");
    if (unit && hour && c.rules.units[*unit].dimension == c.rules.units[*hour].dimension && n->value.coefficient > 0)
        return base::rational(n->value) * c.rules.units[*unit].factor;
    c.error("M007", s->where, {std::string(c.files.text(s->where)), "4 h"});
    return std::nullopt;
}

std::optional<std::uint32_t> read_count(context& c, syntax::segment const& s) {
    auto const* n = s.arguments.empty() ? nullptr : std::get_if<syntax::number>(&s.arguments.front().node);
    if (n && n->unit.empty() && n->value.scale == 0 && n->value.coefficient > 0 && n->value.coefficient <= 1000)
        return static_cast<std::uint32_t>(n->value.coefficient);
    c.error("M007", s.where, {std::string(c.files.text(s.where)), "3"});
    return std::nullopt;
}

// `watch hour [marked] of 二氧化硫, 氮氧化物`
bool read_watch(context& c, declaration const& d, quality_check& q) {
    auto const* i = d.property(keyword::watch);
    auto const* of = i ? i->find(keyword::of) : nullptr;
    if (!of || of->arguments.empty() || i->segments.front().arguments.empty()) {
        c.error("M002", d.head().where, {"watch hour of FACTOR, …", "quality"});
        return false;
    }
    auto const interval = read_word(c, i->segments.front().arguments.front(), watched_words);
    if (!interval) return false;
    q.interval = *interval;
    q.marked = i->find(keyword::marked) != nullptr;
    auto const medium = text_property(c, d, keyword::medium);
    for (auto const& a : of->arguments)
        if (auto const f = find_factor(c, word_of(c, a), a.where, medium)) q.factors.push_back(*f);
    return q.factors.size() == of->arguments.size();
}

// `lasting 4 h [equal | spread 5 % | stepping 3 | missing]`
bool read_pattern(context& c, syntax::item const& i, quality_check& q) {
    auto const lasting = read_time(c, &i.segments.front());
    if (!lasting) return false;
    q.lasting = *lasting;
    if (i.find(keyword::equal)) q.pattern = series_pattern::equal;
    if (i.find(keyword::missing)) q.pattern = series_pattern::missing;
    if (auto const* s = i.find(keyword::spread)) {
        auto const* n = s->arguments.empty() ? nullptr : std::get_if<syntax::number>(&s->arguments.front().node);
        auto const unit = n ? c.rules.units.find(n->unit) : std::nullopt;
        if (!unit || !c.rules.units[*unit].dimension.empty() || n->value.coefficient <= 0) {
            c.error("M007", s->where, {std::string(c.files.text(s->where)), "5 %"});
            return false;
        }
        q.pattern = series_pattern::spread;
        q.spread = base::rational(n->value) * c.rules.units[*unit].factor;
    }
    if (auto const* s = i.find(keyword::stepping)) {
        auto const steps = read_count(c, *s);
        if (!steps) return false;
        q.pattern = series_pattern::stepping;
        q.steps = *steps;
    }
    return true;
}

// `over month` and what is required of its counts.
bool read_counts(context& c, declaration const& d, syntax::item const& over, quality_check& q) {
    auto const window = read_window(c, over.segments.front().arguments.front());
    if (!window) return false;
    q.pattern = series_pattern::window;
    q.window = *window;
    auto const counts = c.rules.find_record(counts_record);
    if (!counts) {
        c.error("M019", over.where, {std::string(counts_record)});
        return false;
    }
    q.counts = *counts;
    name_scope scope{{*counts, outlet_record, facility_record}};
    for (auto const* i : d.properties(keyword::require))
        for (auto const& a : i->segments.front().arguments) {
            auto e = check_condition(c, scope, a);
            if (!e) return false;
            q.required.push_back(std::move(e));
        }
    if (!q.required.empty()) return true;
    c.error("M002", d.head().where, {"require", "quality"});
    return false;
}

bool read_report(context& c, declaration const& d, quality_check& q) {
    auto const* i = d.property(keyword::report);
    if (!i) return true;
    auto const name = first_word(c, &i->segments.front());
    auto const record = c.rules.find_record(name);
    if (!record || *record <= measurement_record) {
        c.error("M019", i->where, {name});
        return false;
    }
    auto const within = read_time(c, i->find(keyword::up_to));
    if (!within) {
        if (!i->find(keyword::up_to)) c.error("M002", i->where, {"report RECORD up_to 24 h", "quality"});
        return false;
    }
    q.report = quality_check::report_duty{*record, *within};
    return true;
}

// The conditions of all lines of the keyword; a broken one is told by `broken`.
expression_ptr all_conditions(context& c, declaration const& d, keyword k, name_scope const& scope, bool& broken) {
    expression_ptr all;
    for (auto const* i : d.properties(k))
        for (auto const& a : i->segments.front().arguments) {
            auto e = check_condition(c, scope, a);
            broken = broken || !e;
            all = conjunction(std::move(all), std::move(e));
        }
    return all;
}

// The value of the datum, and its share of the tightest limit, have names as in formulas.
formula names_of_values(context& c, quality_check const& q) {
    formula f;
    auto const unit = [&](std::uint16_t factor) { return c.rules.factors[factor].unit; };
    bool const alike = std::all_of(q.factors.begin(), q.factors.end(), [&](auto x) {
        return c.rules.units[unit(x)].dimension == c.rules.units[unit(q.factors.front())].dimension;
    });
    if (alike) f.measured_unit = unit(q.factors.front());
    f.reference_name = "占限值";
    f.reference_json = "share_of_limit";
    return f;
}

} // namespace

void read_quality(context& c, syntax::item const& item) {
    declaration const d(c, item, "quality",
                        {keyword::clause, keyword::where, keyword::medium, keyword::watch, keyword::when, keyword::except,
                         keyword::lasting, keyword::over, keyword::require, keyword::report, keyword::violation,
                         keyword::effective, keyword::confidence, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto q = begin_provision<quality_check>(c, d, item, *doc);
    q.where = where_of(c, d, subject_scope());
    q.violation_types = words_of(c, d, keyword::violation);
    q.note = text_property(c, d, keyword::note);
    if (!read_watch(c, d, q)) return;
    auto const names = names_of_values(c, q);
    auto scope = measurement_scope();
    scope.inside = &names;
    bool broken = false;
    q.when = all_conditions(c, d, keyword::when, scope, broken);
    q.except = all_conditions(c, d, keyword::except, scope, broken);
    if (broken) return;
    auto const* lasting = d.property(keyword::lasting);
    auto const* over = d.property(keyword::over);
    if (lasting && over) return c.error("M003", over->where, {"quality", "lasting / over"});
    if (lasting && !read_pattern(c, *lasting, q)) return;
    if (over && !read_counts(c, d, *over, q)) return;
    if (!read_report(c, d, q)) return;
    bool const says_nothing = q.pattern == series_pattern::each && !q.when;
    bool const of_what_came = q.pattern == series_pattern::missing && q.when;
    if (says_nothing || of_what_came) return c.error("M002", d.head().where, {says_nothing ? "when" : "except", "quality"});
    if (c.declare("table", q.id, item.where)) c.rules.quality.push_back(std::move(q));
}

void read_marking(context& c, syntax::item const& item) {
    declaration const d(c, item, "marking",
                        {keyword::clause, keyword::where, keyword::up_to, keyword::effective, keyword::confidence,
                         keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto m = begin_provision<marking_window>(c, d, item, *doc);
    m.where = where_of(c, d, subject_scope());
    auto const* i = d.property(keyword::up_to);
    auto const* n = i && !i->segments.front().arguments.empty()
                        ? std::get_if<syntax::number>(&i->segments.front().arguments.front().node)
                        : nullptr;
    m.workdays = n && (n->unit == "workdays" || n->unit == "个工作日");
    bool const days = m.workdays || (n && (n->unit == "d" || n->unit == "天" || n->unit == "日"));
    auto const* at = i ? i->find(keyword::at) : nullptr;
    auto const* clock =
        at && !at->arguments.empty() ? std::get_if<syntax::clock_literal>(&at->arguments.front().node) : nullptr;
    bool const whole = days && n->value.scale == 0 && n->value.coefficient >= 0 && n->value.coefficient <= 366;
    if (!whole || !clock) return c.error("M002", d.head().where, {"up_to 1 d at 12:00", "marking"});
    m.days = static_cast<std::uint32_t>(n->value.coefficient);
    m.minutes = clock->minutes;
    if (c.declare("table", m.id, item.where)) c.rules.markings.push_back(std::move(m));
}

} // namespace huanchi::model
