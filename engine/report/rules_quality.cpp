// Checks of the quality of data, and the times of marking, as `rules show` prints them.
#include "report/phrases.hpp"
#include "report/rules_records.hpp"

namespace huanchi::report {

namespace {

json condition_or_null(model::rulebook const& rules, model::expression_ptr const& e) {
    return e ? json(model::text(*e, rules)) : json(nullptr);
}

std::string watched(model::rulebook const& rules, model::quality_check const& q) {
    std::vector<std::string> names;
    for (auto const f : q.factors) names.push_back(rules.factors[f].name);
    return std::string(model::text(q.interval)) + (q.marked ? " marked: " : ": ") + joined(names, ", ");
}

std::string hours(base::rational const& seconds) {
    return base::printed(seconds / base::rational(3600)).value + " h";
}

std::string pattern(model::rulebook const& rules, model::quality_check const& q) {
    auto out = std::string(model::text(q.pattern));
    if (q.pattern == model::series_pattern::window) {
        out += " over " + std::string(model::text(q.window));
        for (auto const& r : q.required) out += ": " + model::text(*r, rules);
        return out;
    }
    if (!q.lasting.is_zero()) out += ", lasting " + hours(q.lasting);
    if (q.pattern == model::series_pattern::spread)
        out += ", spread " + base::printed(q.spread * base::rational(100)).value + " %";
    if (q.pattern == model::series_pattern::stepping) out += ", " + std::to_string(q.steps) + " steps";
    if (q.report) out += ", unless reported (" + rules.records[q.report->record].name + ") within " + hours(q.report->seconds);
    return out;
}

std::string until(model::marking_window const& m) {
    auto const two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return "+" + std::to_string(m.days) + (m.workdays ? " workdays " : " d ") + two(m.minutes / 60) + ":" + two(m.minutes % 60);
}

} // namespace

json quality_json(model::rulebook const& rules, model::quality_check const& q) {
    return {{"id", q.id},
            {"title", q.title},
            {"standard", rules.documents[q.document].number},
            {"clause", q.clause},
            {"confidence", model::text(q.confidence)},
            {"watch", watched(rules, q)},
            {"where", condition_or_null(rules, q.where)},
            {"when", condition_or_null(rules, q.when)},
            {"except", condition_or_null(rules, q.except)},
            {"pattern", pattern(rules, q)},
            {"violation_types", q.violation_types},
            {"in_force", to_json(q.effective)},
            {"note", or_null(q.note)}};
}

json marking_json(model::rulebook const& rules, model::marking_window const& m) {
    return {{"id", m.id},
            {"title", m.title},
            {"standard", rules.documents[m.document].number},
            {"clause", m.clause},
            {"confidence", model::text(m.confidence)},
            {"where", condition_or_null(rules, m.where)},
            {"until", until(m)},
            {"in_force", to_json(m.effective)}};
}

std::string quality_text(model::rulebook const& rules, record_provisions const& all, text_options const& o) {
    sheet s{o};
    auto const said = [&](model::expression_ptr const& e) { return e ? model::text(*e, rules) : std::string(); };
    auto const of = [&](std::uint16_t document, std::string const& clause, model::confidence trust) {
        s.line(s.say("文件", "standard"), with_unit(rules.documents[document].number, clause));
        s.line(s.say("可信度", "confidence"), std::string(model::text(trust)));
    };
    for (auto const* q : all.quality) {
        s.title(q->id, q->title);
        of(q->document, q->clause, q->confidence);
        s.line(s.say("监视", "watch"), watched(rules, *q));
        s.line(s.say("适用", "where"), said(q->where));
        s.line(s.say("条件", "when"), said(q->when));
        s.line(s.say("除外", "except"), said(q->except));
        s.line(s.say("样式", "pattern"), pattern(rules, *q));
        s.line(s.say("违法类型", "violation"), joined(q->violation_types, ", "));
        s.line(s.say("注", "note"), q->note);
    }
    for (auto const* m : all.markings) {
        s.title(m->id, m->title);
        of(m->document, m->clause, m->confidence);
        s.line(s.say("适用", "where"), said(m->where));
        s.line(s.say("截止", "until"), until(*m));
    }
    return std::move(s.out);
}

} // namespace huanchi::report
