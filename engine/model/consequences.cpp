// What a violation brings: consequences by type and date, and which law is applied to an act that is decided on later.
#include "model/context.hpp"
#include "model/fines.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

// `100000..1000000 元`, `1..3 倍 of "所需处置费用" at_least 100000 元`, `0..50000 元 may`.
std::optional<fine_range> read_fine(context& c, syntax::item const& i) {
    if (i.segments.front().arguments.empty()) return std::nullopt;
    auto const& a = i.segments.front().arguments.front();
    auto const* r = std::get_if<syntax::range>(&a.node);
    auto const* low = r ? std::get_if<syntax::number>(&r->low->node) : nullptr;
    auto const* high = r ? std::get_if<syntax::number>(&r->high->node) : nullptr;
    if (!low || !high) {
        c.error("M007", a.where, {std::string(c.files.text(a.where)), "100000..1000000 元"});
        return std::nullopt;
    }
    fine_range f;
    f.min = low->written;
    f.max = high->written;
    f.unit = high->unit;
    f.of = first_word(c, i.find(keyword::of));
    f.in_case = first_word(c, i.find(keyword::case_));
    f.scope = first_word(c, i.find(keyword::scope));
    f.may = i.find(keyword::may) != nullptr;
    if (auto const* s = i.find(keyword::at_least); s && !s->arguments.empty()) {
        auto const* n = std::get_if<syntax::number>(&s->arguments.front().node);
        if (!n || f.of.empty()) {
            c.error("M007", s->where, {std::string(c.files.text(i.where)), "1..3 倍 of \"所需处置费用\" at_least 100000 元"});
            return std::nullopt;
        }
        f.at_least = n->written;
        f.at_least_unit = n->unit;
    }
    return f;
}

void read_measures(context& c, declaration const& d, consequence& q) {
    if (!d.item().body) return;
    for (auto const& e : d.item().body->entries) {
        auto const* i = std::get_if<syntax::item>(&e);
        if (!i) continue;
        auto const& head = i->segments.front();
        if (head.key != keyword::measures && head.key != keyword::may) continue;
        auto const clause = first_word(c, i->find(keyword::clause));
        for (auto const& text : words_of(c, head))
            if (!text.empty()) q.measures.push_back({text, clause, head.key == keyword::may});
    }
}

} // namespace

std::vector<fine_range> read_fines(context& c, declaration const& d) {
    std::vector<fine_range> fines;
    for (auto const* i : d.properties(keyword::fine)) {
        auto f = read_fine(c, *i);
        if (!f) continue;
        auto const same = [&](fine_range const& x) { return x.in_case == f->in_case && x.scope == f->scope; };
        if (std::any_of(fines.begin(), fines.end(), same))
            c.error("M032", i->where, {std::string(c.files.text(i->where))});
        else
            fines.push_back(std::move(*f));
    }
    return fines;
}

void read_consequence(context& c, syntax::item const& item) {
    declaration const d(c, item, "consequence",
                        {keyword::effective, keyword::where, keyword::law, keyword::duty, keyword::penalty, keyword::fine,
                         keyword::measures, keyword::may, keyword::confidence, keyword::origin, keyword::note});
    consequence q;
    q.violation_type = first_word(c, &d.head());
    q.name = title_of(c, item);
    q.where_declared = item.where;
    if (auto const* i = d.property(keyword::effective)) q.effective = read_span(c, i->segments, i->where);
    q.where = where_of(c, d, subject_scope());
    q.law = text_property(c, d, keyword::law);
    auto duty_or_penalty = [&](keyword k) {
        auto text = text_property(c, d, k);
        if (auto const* law = d.property(keyword::law); text.empty() && law) text = first_word(c, law->find(k));
        return text;
    };
    q.duty = duty_or_penalty(keyword::duty);
    q.penalty = duty_or_penalty(keyword::penalty);
    q.fines = read_fines(c, d);
    read_measures(c, d, q);
    if (auto const* i = d.property(keyword::confidence))
        q.confidence = read_confidence(c, &i->segments.front(), confidence::high);
    if (q.law.empty()) c.error("M002", d.head().where, {"law", "consequence"});
    c.rules.consequences.push_back(std::move(q));
}

void read_transition(context& c, syntax::item const& item) {
    declaration const d(
        c, item, "transition",
        {keyword::effective, keyword::law, keyword::clause, keyword::confidence, keyword::origin, keyword::note});
    transition t;
    t.id = first_word(c, &d.head());
    t.where_declared = item.where;
    if (!c.declare("transition", t.id, d.head().where)) return;
    if (auto const* i = d.property(keyword::effective)) t.effective = read_span(c, i->segments, i->where);
    t.law = text_property(c, d, keyword::law);
    t.clause = text_property(c, d, keyword::clause);
    t.note = text_property(c, d, keyword::note);
    if (auto const* i = d.property(keyword::confidence))
        t.confidence = read_confidence(c, &i->segments.front(), confidence::high);
    if (t.law.empty()) c.error("M002", d.head().where, {"law", "transition"});
    if (t.clause.empty()) c.error("M002", d.head().where, {"clause", "transition"});
    c.rules.transitions.push_back(std::move(t));
}

fine_range const* consequence::fine() const {
    auto const at = std::find_if(fines.begin(), fines.end(),
                                 [](fine_range const& f) { return f.of.empty() && f.in_case.empty() && f.scope.empty(); });
    return at == fines.end() ? nullptr : &*at;
}

std::string text(fine_range const& f) {
    std::string all = f.scope.empty() ? "" : f.scope + "：";
    if (!f.in_case.empty()) all += f.in_case + "：";
    all += f.may ? "可以处罚款 " : "罚款 ";
    if (!f.of.empty()) all += f.of + "的 ";
    all += f.min + "–" + f.max + " " + f.unit;
    if (!f.at_least.empty())
        all +=
            "（" + f.of + "不足 " + f.at_least + " " + f.at_least_unit + "的按 " + f.at_least + " " + f.at_least_unit + "计）";
    return all;
}

std::string text(measure const& m) {
    return (m.may ? "可以" : "") + m.text + (m.clause.empty() ? "" : "（" + m.clause + "）");
}

} // namespace huanchi::model
