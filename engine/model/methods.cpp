// Declarations of how values come about and what they are worth: statistics, formulas, marks, standing.
#include "model/context.hpp"

#include <algorithm>
#include <utility>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr named<interval> interval_words[] = {
    {"instant", "瞬时", interval::instant}, {"minute", "分钟", interval::minute}, {"5min", "5分钟", interval::five_minutes},
    {"hour", "小时", interval::hour},       {"day", "日", interval::day},         {"month", "月", interval::month},
    {"quarter", "季", interval::quarter},   {"year", "年", interval::year},       {"sample", "样品", interval::sample}};
constexpr named<aggregate> aggregate_words[] = {
    {"mean", "算术平均", aggregate::mean},     {"flow_weighted_mean", "流量加权平均", aggregate::flow_weighted_mean},
    {"sum", "合计", aggregate::sum},           {"total", "总量", aggregate::total},
    {"rate", "速率", aggregate::rate},         {"count", "次数", aggregate::count},
    {"duration", "时长", aggregate::duration}, {"max", "最大值", aggregate::max},
    {"min", "最小值", aggregate::min}};

expression_ptr condition_of(context& c, name_scope const& scope, syntax::item const& item, keyword k) {
    auto const* s = item.find(k);
    return s && !s->arguments.empty() ? check_condition(c, scope, s->arguments.front()) : nullptr;
}

// Which way a mean is formed is a matter of the outlet and the factor, never of one datum.
void check_asks_of_series_only(context& c, expression_ptr const& e) {
    if (!e) return;
    for (auto const f : fields_of(*e))
        if (f.record == measurement_record && c.rules.at(f).json != factor_field)
            c.error("M029", e->where, {c.rules.at(f).name});
    if (uses_clock(*e)) c.error("M029", e->where, {"时刻"});
}

syntax::number const* whole_number(syntax::segment const* s) {
    auto const* n = s && !s->arguments.empty() ? std::get_if<syntax::number>(&s->arguments.front().node) : nullptr;
    return n && n->value.scale == 0 && n->value.coefficient > 0 ? n : nullptr;
}

// `need 25 february 23`, `need 75 %`; what accumulates asks for all values that are due where nothing is said.
void read_need(context& c, derivation_of_statistic& out, syntax::item const& item) {
    auto const* need = item.find(keyword::need);
    if (!need && accumulates(out.method)) return;
    auto const* n = whole_number(need);
    if (!n || (!n->unit.empty() && n->unit != "%")) return c.error("M002", item.where, {"need", "derive"});
    out.need = static_cast<std::uint32_t>(n->value.coefficient);
    out.need_is_percent = n->unit == "%";
    if (auto const* february = item.find(keyword::february)) {
        auto const* f = whole_number(february);
        if (!f || !f->unit.empty()) return c.error("M002", item.where, {"february", "derive"});
        out.need_in_february = static_cast<std::uint32_t>(f->value.coefficient);
    }
    if (auto const* each = item.find(keyword::each_month)) {
        auto const* m = whole_number(each);
        bool const of_months =
            out.rolling ? out.window == interval::month : out.window == interval::quarter || out.window == interval::year;
        if (!m || !m->unit.empty() || !of_months)
            return c.error("M002", item.where, {"over year need N each_month N", "derive"});
        out.need_each_month = static_cast<std::uint32_t>(m->value.coefficient);
        out.need_each_february = std::exchange(out.need_in_february, 0);
        if (out.need_each_february == 0) out.need_each_february = out.need_each_month;
    }
}

// `substitute max of 180 before DATE when …`
void read_substitution(context& c, statistic& s, syntax::item const& item) {
    auto scope = subject_scope();
    scope.same_day = true;
    auto const* of = item.find(keyword::of);
    auto const* count = whole_number(of);
    auto const method = read_word(c, item.segments.front().arguments.front(), aggregate_words);
    if (!method) return;
    bool const of_values = *method == aggregate::max || *method == aggregate::min || *method == aggregate::mean;
    if (!count || !count->unit.empty() || !of_values) return c.error("M002", item.where, {"substitute max of N", "statistic"});
    substitution x;
    x.method = *method;
    x.count = static_cast<std::uint32_t>(count->value.coefficient);
    if (auto const* before = item.find(keyword::before)) {
        x.before = check_date(c, scope, before->arguments.front());
        if (!x.before) return;
    }
    x.when = condition_of(c, scope, item, keyword::when);
    x.says = read_citation(c, item);
    s.substitutions.push_back(std::move(x));
}

// `roll_up N need 75 % otherwise D`
void read_roll_up(context& c, statistic& s, syntax::item const& item) {
    auto const* share = whole_number(item.find(keyword::need));
    auto const* otherwise = item.find(keyword::otherwise);
    if (!share || share->unit != "%" || !otherwise || otherwise->arguments.empty())
        return c.error("M002", item.where, {"roll_up N need 75 % otherwise D", "statistic"});
    s.roll_up = mark_roll_up{first_word(c, &item.segments.front()), first_word(c, otherwise),
                             static_cast<std::uint32_t>(share->value.coefficient), read_citation(c, item)};
}

// `over day`: by the calendar; `over 24 h`, `over 12 month`: rolling, ending with each value.
bool read_window(context& c, derivation_of_statistic& out, syntax::segment const& over) {
    auto const& e = over.arguments.front();
    auto const* n = std::get_if<syntax::number>(&e.node);
    if (!n) {
        auto const window = read_word(c, e, interval_words);
        if (window) out.window = *window;
        return window.has_value();
    }
    auto const unit = c.rules.units.find(n->unit);
    auto const symbol = unit ? c.rules.units[*unit].symbol : n->unit;
    auto const whole = whole_number(&over);
    out.window = symbol == "h" || symbol == "hour" || symbol == "小时"     ? interval::hour
                 : symbol == "month" || symbol == "月" || symbol == "个月" ? interval::month
                                                                           : interval::sample;
    if (!whole || n->value.coefficient > 8784 || out.window == interval::sample) {
        c.error("M007", e.where, {std::string(c.files.text(e.where)), "day, month, year, 24 h, 12 month"});
        return false;
    }
    out.rolling = static_cast<std::uint16_t>(n->value.coefficient);
    return true;
}

} // namespace

void declare_statistic(context& c, syntax::item const& item) {
    auto const& args = item.segments.front().arguments;
    if (args.empty()) return c.error("M015", item.where, {"statistic"});
    statistic s;
    s.name = word_of(c, args[0]);
    s.json = args.size() > 1 ? word_of(c, args[1]) : s.name;
    s.where = item.where;
    auto const id = static_cast<std::uint16_t>(c.rules.statistics.size());
    bool fresh = c.declare("statistic", s.name, item.where);
    if (s.json != s.name) fresh = c.declare("statistic", s.json, item.where) && fresh;
    if (!fresh) return;
    for (auto const& spelling : {s.name, s.json}) c.rules.statistic_index.emplace(spelling, id);
    c.rules.statistics.push_back(std::move(s));
}

void read_statistic(context& c, syntax::item const& item) {
    if (item.segments.front().arguments.empty()) return;
    auto const id = c.rules.find_statistic(maybe_word(item.segments.front().arguments[0]).value_or(""));
    if (!id) return;
    declaration const d(
        c, item, "statistic",
        {keyword::accept, keyword::derive, keyword::substitute, keyword::roll_up, keyword::note, keyword::origin});
    for (auto const* i : d.properties(keyword::accept)) {
        if (i->segments.front().arguments.empty()) continue;
        auto const from = read_word(c, i->segments.front().arguments.front(), interval_words);
        if (from)
            c.rules.statistics[*id].accepts.push_back({*from, i->find(keyword::marked) != nullptr,
                                                       condition_of(c, measurement_scope(), *i, keyword::where),
                                                       read_citation(c, *i)});
    }
    for (auto const* i : d.properties(keyword::derive)) {
        derivation_of_statistic derived{};
        auto const* of = i->find(keyword::of);
        auto const* over = i->find(keyword::over);
        if (i->segments.front().arguments.empty() || !of || of->arguments.empty() || !over || over->arguments.empty()) {
            c.error("M002", i->where, {"derive METHOD of STATISTIC over WINDOW need N", "statistic"});
            continue;
        }
        auto const method = read_word(c, i->segments.front().arguments.front(), aggregate_words);
        auto const from = find_statistic(c, of->arguments.front());
        if (method) derived.method = *method;
        bool const window = read_window(c, derived, *over);
        read_need(c, derived, *i);
        derived.counting = condition_of(c, measurement_scope(), *i, keyword::counting);
        bool const counts = method && (*method == aggregate::count || *method == aggregate::duration);
        if (method && counts != (i->find(keyword::counting) != nullptr))
            c.error("M002", i->where, {"counting", "derive count"});
        derived.where = condition_of(c, measurement_scope(), *i, keyword::where);
        check_asks_of_series_only(c, derived.where);
        derived.says = read_citation(c, *i);
        if (!method || !from || !window) continue;
        if (*from >= *id) c.error("M028", of->where, {c.rules.statistics[*from].json}); // a chain upwards always ends
        derived.from = *from;
        c.rules.statistics[*id].derivations.push_back(std::move(derived));
    }
    for (auto const* i : d.properties(keyword::substitute))
        if (!i->segments.front().arguments.empty()) read_substitution(c, c.rules.statistics[*id], *i);
    if (auto const* i = d.property(keyword::roll_up)) read_roll_up(c, c.rules.statistics[*id], *i);
}

namespace {

// `let 排水总量 = sum(日排水量, 水量)`
void read_part(context& c, name_scope const& scope, syntax::item const& item, formula& f) {
    auto const& args = item.segments.front().arguments;
    auto const* is = args.size() == 1 ? std::get_if<syntax::binary>(&args.front().node) : nullptr;
    auto const name = is && is->op == syntax::binary_op::eq ? maybe_word(*is->left) : std::nullopt;
    if (!name) return c.error("M002", item.where, {"let NAME = FIGURE", "let"});
    auto value = check_number(c, scope, *is->right);
    if (value && c.declare("part of " + f.name, *name, item.where)) f.parts.push_back({*name, std::move(value)});
}

void read_result(context& c, name_scope const& scope, syntax::item const& item, formula& f) {
    auto const& args = item.segments.front().arguments;
    if (args.empty()) return c.error("M002", item.where, {"result FIGURE", "result"});
    formula::outcome o{check_number(c, scope, args.front()), nullptr};
    if (auto const* s = item.find(keyword::when); s && !s->arguments.empty()) {
        o.when = check_condition(c, scope, s->arguments.front());
        if (!o.when) return;
    }
    if (o.value) f.results.push_back(std::move(o));
}

// With named parts as the file has them, or else in the words of results.
std::string text_of(context& c, declaration const& d, formula const& f) {
    std::string all;
    auto const add = [&](std::string const& line) { all += (all.empty() ? "" : "; ") + line; };
    if (f.parts.empty()) {
        for (auto const& r : f.results) add(text(*r.value, c.rules) + (r.when ? " when " + text(*r.when, c.rules) : ""));
        return all;
    }
    for (auto const k : {keyword::let, keyword::result})
        for (auto const* i : d.properties(k)) {
            auto const& head = i->segments.front();
            auto const* when = i->find(keyword::when);
            if (head.arguments.empty()) continue;
            add(std::string(c.files.text(head.arguments.front().where)) +
                (when && !when->arguments.empty() ? " when " + std::string(c.files.text(when->arguments.front().where)) : ""));
        }
    return all;
}

} // namespace

void read_formula(context& c, syntax::item const& item) {
    declaration const d(c, item, "formula",
                        {keyword::clause, keyword::given, keyword::reference, keyword::let, keyword::need, keyword::doubt,
                         keyword::result, keyword::at_least, keyword::note, keyword::origin});
    formula f;
    auto const& args = d.head().arguments;
    if (args.empty()) return c.error("M015", item.where, {"formula"});
    f.name = word_of(c, args[0]);
    f.json = args.size() > 1 ? word_of(c, args[1]) : f.name;
    f.title = title_of(c, item);
    f.clause = text_property(c, d, keyword::clause);
    f.where = item.where;
    if (auto const doc = document_of(c, item)) f.document = *doc;
    if (auto const* r = d.property(keyword::reference)) {
        auto const& names = r->segments.front().arguments;
        if (!names.empty()) f.reference_name = word_of(c, names[0]);
        f.reference_json = names.size() > 1 ? word_of(c, names[1]) : f.reference_name;
        if (auto const* m = r->find(keyword::measured_in))
            if (auto const u = find_unit(c, first_word(c, m), m->where)) f.reference_unit = *u;
    }
    auto scope = measurement_scope();
    scope.inside = &f;
    scope.same_day = true;
    for (auto const* i : d.properties(keyword::given))
        if (auto const* m = i->find(keyword::measured_in))
            if (auto const u = find_unit(c, first_word(c, m), m->where)) f.measured_unit = *u;
    for (auto const* i : d.properties(keyword::let)) read_part(c, scope, *i, f);
    for (auto const* i : d.properties(keyword::given))
        for (auto const& a : i->segments.front().arguments) {
            auto const name = word_of(c, a);
            if (name == "实测值" || name == "value") continue;
            if (auto const field = find_field(c, scope, name, a.where)) f.inputs.push_back(*field);
        }
    for (auto const* i : d.properties(keyword::need))
        if (!i->segments.front().arguments.empty())
            if (auto x = check_condition(c, scope, i->segments.front().arguments.front())) f.needs.push_back(std::move(x));
    for (auto const* i : d.properties(keyword::doubt))
        if (!i->segments.front().arguments.empty())
            if (auto x = check_condition(c, scope, i->segments.front().arguments.front()))
                f.doubts.push_back({std::move(x), first_word(c, i->find(keyword::note))});
    for (auto const* i : d.properties(keyword::result)) read_result(c, scope, *i, f);
    if (d.properties(keyword::result).empty()) c.error("M002", d.head().where, {"result", "formula"});
    if (auto const* i = d.property(keyword::at_least); i && !i->segments.front().arguments.empty())
        f.at_least = check_number(c, scope, i->segments.front().arguments.front());
    f.text = text_of(c, d, f);
    if (!c.declare("formula", f.name, d.head().where)) return;
    auto const id = static_cast<std::uint16_t>(c.rules.formulas.size());
    c.formulas.emplace(f.name, id);
    c.formulas.emplace(f.json, id);
    c.rules.formulas.push_back(std::move(f));
}

void read_marks(context& c, syntax::item const& item) {
    static constexpr named<treatment> treatments[] = {
        {"valid", "有效", treatment::valid}, {"out", "剔除", treatment::out}, {"over_range", "超量程", treatment::over_range}};
    declaration const d(c, item, "marks", {keyword::clause, keyword::origin, keyword::note, keyword::confidence});
    mark_table t;
    t.column = first_word(c, &d.head());
    t.title = title_of(c, item);
    if (auto const doc = document_of(c, item)) t.says.document = c.rules.documents[*doc].number;
    t.says.clause = text_property(c, d, keyword::clause);
    for (auto const* row : d.rows()) {
        if (row->cells.size() != 3) {
            c.error("M014", row->where, {std::to_string(row->cells.size()), "3"});
            continue;
        }
        mark m;
        m.text = word_of(c, row->cells[0]);
        m.meaning = word_of(c, row->cells[1]);
        if (auto const treat = read_word(c, row->cells[2], treatments)) m.treat = *treat;
        if (c.declare("mark of " + t.column, m.text, row->where)) t.marks.push_back(std::move(m));
    }
    c.rules.marks.push_back(std::move(t));
}

void read_standing(context& c, syntax::item const& item) {
    static constexpr named<standing_rank> ranks[] = {{"lead", "线索", standing_rank::lead},
                                                     {"supporting", "辅证", standing_rank::supporting},
                                                     {"proof", "证据", standing_rank::proof}};
    declaration const d(c, item, "standing", {keyword::rank, keyword::lacks, keyword::note, keyword::origin});
    for (auto const* i : d.properties(keyword::rank)) {
        if (i->segments.front().arguments.empty()) continue;
        auto const rank = read_word(c, i->segments.front().arguments.front(), ranks);
        if (rank)
            c.rules.standings.push_back(
                {*rank, condition_of(c, measurement_scope(), *i, keyword::where), read_citation(c, *i)});
    }
    for (auto const* i : d.properties(keyword::lacks))
        c.rules.lacks.push_back({first_word(c, &i->segments.front()), condition_of(c, measurement_scope(), *i, keyword::when)});
}

} // namespace huanchi::model
