// Deadlines of a case.
#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr int longest = 9999; // of any unit

std::optional<span_unit> unit_of(std::string const& text) {
    static constexpr std::pair<std::string_view, span_unit> units[] = {
        {"d", span_unit::days},          {"days", span_unit::days},         {"日", span_unit::days},
        {"天", span_unit::days},         {"workdays", span_unit::workdays}, {"个工作日", span_unit::workdays},
        {"工作日", span_unit::workdays}, {"months", span_unit::months},     {"个月", span_unit::months},
        {"years", span_unit::years},     {"年", span_unit::years},
    };
    for (auto const& [word, unit] : units)
        if (text == word) return unit;
    return std::nullopt;
}

// The event that a word names; reports M016 where it names none.
std::string event_of(context& c, std::string const& word, source::span where) {
    std::string all;
    for (auto const& e : case_events()) {
        if (word == e.id || word == e.zh) return std::string(e.id);
        all += (all.empty() ? "" : ", ") + std::string(e.id) + " " + std::string(e.zh);
    }
    c.error("M016", where, {word, all});
    return {};
}

bool read_span_of(context& c, declaration const& d, deadline& l) {
    auto const* i = d.property(keyword::at_latest);
    if (!i) return c.error("M002", d.head().where, {"at_latest", "deadline"}), false;
    auto const& s = i->segments.front();
    auto const* n = s.arguments.empty() ? nullptr : std::get_if<syntax::number>(&s.arguments.front().node);
    auto const unit = n ? unit_of(n->unit) : std::nullopt;
    if (!unit || n->value.scale != 0 || n->value.coefficient <= 0 || n->value.coefficient > longest) {
        c.error("M007", i->where, {std::string(c.files.text(i->where)), "90 天, 7 个工作日, 6 个月, 2 年"});
        return false;
    }
    l.count = static_cast<int>(n->value.coefficient);
    l.in = *unit;
    return true;
}

} // namespace

std::vector<case_event> const& case_events() {
    static std::vector<case_event> const all{
        {"act_ended", "行为终了"},
        {"opened", "发现"},
        {"confirmed", "核实"},
        {"ordered", "责令改正"},
        {"order_served", "责令改正送达"},
        {"reported", "报告整改"},
        {"inspected", "复查"},
        {"corrected", "复查改正"},
        {"not_corrected", "复查未改正"},
        {"halted", "限产停产"},
        {"closed", "销号"},
        {"filed", "立案", true},
        {"not_filed", "不予立案", true},
        {"investigated", "调查终结", true},
        {"legal_review", "法制审核", true},
        {"notified", "告知", true},
        {"heard", "听证", true},
        {"decided", "决定处罚", true},
        {"not_punished", "不予处罚", true},
        {"decision_served", "决定送达", true},
        {"performing", "履行", true},
        {"penalty_ended", "结案", true},
        {"withdrawn", "撤案", true},
        {"transferred", "移送"},
    };
    return all;
}

bool of_penalty(std::string_view event) {
    auto const& all = case_events();
    return std::any_of(all.begin(), all.end(), [&](case_event const& e) { return e.id == event && e.of_penalty; });
}

std::string_view text(span_unit u) {
    constexpr std::string_view names[] = {"days", "workdays", "months", "years"};
    return names[static_cast<std::size_t>(u)];
}

void read_deadline(context& c, syntax::item const& item) {
    declaration const d(c, item, "deadline",
                        {keyword::clause, keyword::from, keyword::at_latest, keyword::result, keyword::effective,
                         keyword::confidence, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto l = begin_provision<deadline>(c, d, item, *doc);
    l.note = text_property(c, d, keyword::note);
    if (!c.declare("deadline", l.id, d.head().where)) return;
    if (l.clause.empty()) c.error("M002", d.head().where, {"clause", "deadline"});
    auto const* from = d.property(keyword::from);
    if (!from) return c.error("M002", d.head().where, {"from", "deadline"});
    l.from = event_of(c, first_word(c, &from->segments.front()), from->where);
    for (auto const* i : d.properties(keyword::result))
        for (auto const& word : words_of(c, i->segments.front()))
            if (auto event = event_of(c, word, i->where); !event.empty()) l.met_by.push_back(std::move(event));
    if (!read_span_of(c, d, l) || l.from.empty()) return;
    if (l.met_by.empty()) return c.error("M002", d.head().where, {"result", "deadline"});
    c.rules.deadlines.push_back(std::move(l));
}

} // namespace huanchi::model
