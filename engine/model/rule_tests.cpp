// `test` declarations: facts given and the verdict expected.
#include "model/context.hpp"
#include "model/discretion_tests.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr named<int> lighter_words[] = {
    {"act", "行为时", 0}, {"decision", "决定时", 1}, {"equal", "相同", 2}, {"unclear", "不能比较", 3}};
constexpr named<int> verdict_words[] = {
    {"compliant", "达标", 0}, {"violation", "超标", 1},        {"not_met", "未达承诺", 2}, {"undetermined", "无法判定", 3},
    {"exempt", "豁免", 4},    {"not_applicable", "不适用", 5}, {"lead", "线索", 6}};
constexpr named<int> finality_words[] = {{"provisional", "待定", 0}, {"final", "已定", 1}, {"amended", "已更改", 2}};

// A field's value as the data files would carry it, checked against the field's type.
std::pair<std::string, std::string> given_field(context& c, std::uint16_t record, std::string const& name,
                                                source::span name_where, std::string const& value, source::span value_where) {
    auto const f = c.rules.find_field(record, name);
    if (!f) {
        std::vector<std::string> names;
        for (auto const& x : c.rules.records[record].fields) names.insert(names.end(), {x.name, x.json});
        c.error("M004", name_where, {name}, nearest(name, names));
        return {};
    }
    auto const& field = c.rules.records[record].fields[*f];
    if (!read_field(field, value, c.rules.units)) {
        std::string all;
        for (auto const& x : field.choices) all += (all.empty() ? "" : ", ") + x;
        c.error("M025", value_where, {value, field.name}, nearest(value, field.choices));
    }
    return {field.json, value};
}

void read_given_record(context& c, rule_test& t, syntax::item const& item, std::uint16_t record) {
    given_fields g;
    g.record = c.rules.records[record].name;
    if (auto const& args = item.segments.front().arguments; args.size() > 1 && record == outlet_record)
        g.name = word_of(c, args[1]);
    if (item.body)
        for (auto const& e : item.body->entries)
            if (auto const* row = std::get_if<syntax::table_row>(&e); row && !row->cells.empty()) {
                auto value = word_of(c, row->cells.front());
                if (!row->unit.empty()) value += " " + row->unit;
                auto field = given_field(c, record, row->label, row->label_where, value, row->cells.front().where);
                if (!field.first.empty()) g.fields.push_back(std::move(field));
            }
    t.records.push_back(std::move(g));
}

void read_with(context& c, given_value& g, syntax::segment const* with) {
    if (!with) return;
    for (auto const& a : with->arguments) {
        auto const* b = std::get_if<syntax::binary>(&a.node);
        if (!b || b->op != syntax::binary_op::eq) {
            c.error("M007", a.where, {std::string(c.files.text(a.where)), "水温 = 13 ℃"});
            continue;
        }
        auto field =
            given_field(c, measurement_record, word_of(c, *b->left), b->left->where, word_of(c, *b->right), b->right->where);
        if (!field.first.empty()) g.with.push_back(std::move(field));
    }
}

// The name of an outlet that the test has given before.
std::string known_outlet(context& c, rule_test const& t, source::span where, std::string const& name) {
    std::vector<std::string> names;
    for (auto const& r : t.records)
        if (!r.name.empty()) names.push_back(r.name);
    if (std::find(names.begin(), names.end(), name) == names.end()) c.error("M004", where, {name}, nearest(name, names));
    return name;
}

// The number of `-0.1 mg/m³`.
syntax::number const* negative(syntax::expression const& e) {
    auto const* u = std::get_if<syntax::unary>(&e.node);
    return u && u->op == syntax::unary_op::minus ? std::get_if<syntax::number>(&u->operand->node) : nullptr;
}

// `= 35, 35.2, -, 36 mg/m³`: of intervals in a row; the unit stands behind the last, `-` is an interval for which none came.
void read_further_values(context& c, given_value& g, syntax::segment const& of) {
    g.values.push_back(g.value);
    for (std::size_t i = 1; i < of.arguments.size(); ++i) {
        auto const& a = of.arguments[i];
        auto const* n = std::get_if<syntax::number>(&a.node);
        auto const* k = std::get_if<syntax::constant>(&a.node);
        if (n) {
            g.values.push_back(n->written);
            if (!n->unit.empty() && find_unit(c, n->unit, n->unit_where)) g.unit = n->unit;
        } else if (k && k->value == keyword::not_detected) {
            g.values.push_back("ND");
        } else if (std::holds_alternative<syntax::dash>(a.node) || maybe_word(a) == "缺") {
            g.values.emplace_back();
        } else {
            c.error("M007", a.where, {std::string(c.files.text(a.where)), "51 mg/L"});
        }
    }
}

void read_given_value(context& c, rule_test& t, syntax::item const& item) {
    given_value g;
    auto const* of = item.find(keyword::of);
    auto const* eq = of && !of->arguments.empty() ? std::get_if<syntax::binary>(&of->arguments.front().node) : nullptr;
    if (!eq || eq->op != syntax::binary_op::eq)
        return c.error("M002", item.where, {"given STATISTIC of FACTOR = VALUE UNIT on DATE", "test"});
    auto const statistic = find_statistic(c, item.segments.front().arguments.front());
    std::string medium;
    for (auto const& r : t.records)
        for (auto const& [field, value] : r.fields)
            if (field == "medium") medium = value;
    auto const factor = find_factor(c, word_of(c, *eq->left), eq->left->where, medium);
    if (statistic) g.statistic = c.rules.statistics[*statistic].json;
    if (factor) g.factor = *factor;
    if (auto const* n = std::get_if<syntax::number>(&eq->right->node)) {
        g.value = n->written;
        g.unit = n->unit;
        auto const unit = find_unit(c, n->unit, n->unit_where);
        (void)unit;
    } else if (auto const* m = negative(*eq->right)) {
        g.value = "-" + m->written;
        g.unit = m->unit;
        (void)find_unit(c, m->unit, m->unit_where);
    } else if (auto const* k = std::get_if<syntax::constant>(&eq->right->node); k && k->value == keyword::not_detected) {
        g.value = "ND";
    } else {
        c.error("M007", eq->right->where, {std::string(c.files.text(eq->right->where)), "51 mg/L"});
    }
    if (of->arguments.size() > 1) read_further_values(c, g, *of);
    auto const* on = item.find(keyword::on);
    auto const* day = on && !on->arguments.empty() ? std::get_if<syntax::date_literal>(&on->arguments.front().node) : nullptr;
    if (day)
        g.from = base::moment::at(day->value);
    else
        c.error("M002", item.where, {"on", "given"});
    if (auto const* at = item.find(keyword::at); at && !at->arguments.empty()) {
        if (auto const* k = std::get_if<syntax::clock_literal>(&at->arguments.front().node))
            g.from.ms += k->minutes * 60000LL;
        else
            c.error("M007", at->where, {std::string(c.files.text(at->arguments.front().where)), "08:00"});
    }
    if (auto const* times = item.find(keyword::times)) {
        auto const* n = times->arguments.empty() ? nullptr : std::get_if<syntax::number>(&times->arguments.front().node);
        if (n && n->value.scale == 0 && n->value.coefficient > 0 && n->value.coefficient <= 100000)
            g.times = static_cast<std::uint32_t>(n->value.coefficient);
        else
            c.error("M007", times->where, {std::string(c.files.text(times->where)), "6"});
    }
    if (auto const* received = item.find(keyword::received)) {
        auto const* d =
            received->arguments.empty() ? nullptr : std::get_if<syntax::date_literal>(&received->arguments.front().node);
        if (d)
            g.received = base::moment::at(d->value);
        else
            c.error("M007", received->where, {std::string(c.files.text(received->where)), "2026-05-02"});
    }
    read_with(c, g, item.find(keyword::with));
    if (auto const* from = item.find(keyword::from)) g.outlet = known_outlet(c, t, from->where, first_word(c, from));
    t.values.push_back(std::move(g));
}

// `act exceed_discharge_standard on 2026-08-14 at 23:00`
void read_act(context& c, rule_test& t, syntax::item const& item) {
    given_act a;
    a.violation_type = first_word(c, &item.segments.front());
    auto const known = [&](consequence const& q) { return q.violation_type == a.violation_type; };
    if (std::none_of(c.rules.consequences.begin(), c.rules.consequences.end(), known)) {
        std::vector<std::string> names;
        for (auto const& q : c.rules.consequences) names.push_back(q.violation_type);
        c.error("M033", item.segments.front().arguments.front().where, {a.violation_type}, nearest(a.violation_type, names));
    }
    a.at = base::moment::at(day_of(c, item));
    if (auto const* at = item.find(keyword::at); at && !at->arguments.empty())
        if (auto const* k = std::get_if<syntax::clock_literal>(&at->arguments.front().node)) a.at.ms += k->minutes * 60000LL;
    t.acts.push_back(std::move(a));
}

void read_expect(context& c, rule_test& t, syntax::item const& item) {
    auto const& args = item.segments.front().arguments;
    if (args.empty()) return c.error("M002", item.where, {"expect VERDICT", "test"});
    if (t.discretion) return read_expected_discretion(c, t, item);
    if (auto const v = read_word(c, args.front(), verdict_words)) t.verdict = *v == 6 ? "not_met" : verdict_words[*v].en;
    if (auto const* of = item.find(keyword::of)) t.provision = first_word(c, of);
    auto take = [&](keyword k, std::optional<std::string>& out) {
        if (auto const* s = item.find(k)) out = first_word(c, s);
    };
    if (auto const* s = item.find(keyword::limit); s && !s->arguments.empty()) {
        if (auto const* n = std::get_if<syntax::number>(&s->arguments.front().node))
            t.limit = n->unit.empty() ? n->written : n->written + " " + n->unit;
        else
            t.limit = word_of(c, s->arguments.front());
    }
    take(keyword::exceedance, t.exceedance);
    take(keyword::because, t.reason);
    take(keyword::result, t.result);
    take(keyword::law, t.law.law);
    take(keyword::penalty, t.law.penalty);
    if (auto const* s = item.find(keyword::status); s && !s->arguments.empty())
        if (auto const w = read_word(c, s->arguments.front(), finality_words)) t.finality = finality_words[*w].en;
    if (auto const* s = item.find(keyword::lighter); s && !s->arguments.empty())
        if (auto const w = read_word(c, s->arguments.front(), lighter_words)) t.law.lighter = lighter_words[*w].en;
    if (auto const* s = item.find(keyword::on); s && !s->arguments.empty()) {
        if (auto const* d = std::get_if<syntax::date_literal>(&s->arguments.front().node))
            t.as_of = d->value;
        else
            c.error("M007", s->where, {std::string(c.files.text(s->arguments.front().where)), "2026-06-30"});
    }
}

// `confirm daily_mean on 2026-05-01 { by 级别: 一级A 一级B … 化学需氧量 <= 50 60 mg/L }`: the limits as a second reader sees
// them in print. Each cell is two tests, or four for a range: the bound itself is met, a hundredth of its last place beyond is
// not, and the limit that decides is the one in the cell.
struct confirmer {
    context& c;
    rule_test const& common;
    std::uint16_t statistic;
    base::moment on;
    std::string medium;
    std::vector<std::vector<std::pair<std::uint16_t, std::pair<std::string, std::string>>>> columns = {}; // facts of each

    void read_header(syntax::table_header const& h) {
        if (h.key == keyword::value) columns.resize(std::max<std::size_t>(columns.size(), 1));
        if (h.key != keyword::by || !h.subject) return;
        if (columns.empty()) columns.resize(h.cells.size());
        if (columns.size() != h.cells.size())
            return c.error("M014", h.where, {std::to_string(h.cells.size()), std::to_string(columns.size())});
        auto const field = find_field(c, measurement_scope(), word_of(c, *h.subject), h.subject->where);
        if (!field) return;
        for (std::size_t i = 0; i < h.cells.size(); ++i) {
            auto const value = word_of(c, h.cells[i]);
            auto const fact = given_field(c, field->record, c.rules.at(*field).name, h.subject->where, value, h.cells[i].where);
            if (!fact.first.empty()) columns[i].emplace_back(field->record, fact);
        }
    }

    void read_row(syntax::table_row const& row) {
        auto const factor = find_factor(c, row.label, row.label_where, medium);
        auto const unit = find_unit(c, row.unit, row.unit_where);
        if (!factor || !unit) return;
        if (row.cells.size() != columns.size())
            return c.error("M014", row.where, {std::to_string(row.cells.size()), std::to_string(columns.size())});
        for (std::size_t i = 0; i < columns.size(); ++i) read_cell(row, i, *factor);
    }

    void read_cell(syntax::table_row const& row, std::size_t i, std::uint16_t factor) {
        auto const& cell = row.cells[i];
        if (std::holds_alternative<syntax::dash>(cell.node)) return;
        auto const* n = std::get_if<syntax::number>(&cell.node);
        auto const* r = std::get_if<syntax::range>(&cell.node);
        auto const* low = r ? std::get_if<syntax::number>(&r->low->node) : nullptr;
        auto const* high = r ? std::get_if<syntax::number>(&r->high->node) : nullptr;
        bool const upper = row.op == syntax::comparison::le || row.op == syntax::comparison::lt;
        bool const strict = row.op == syntax::comparison::lt || row.op == syntax::comparison::gt;
        if (low && high) {
            add(row, i, factor, low->value, 0, "compliant");
            add(row, i, factor, low->value, -1, "violation");
            add(row, i, factor, high->value, 0, "compliant");
            add(row, i, factor, high->value, 1, "violation");
        } else if (n) {
            add(row, i, factor, n->value, strict ? (upper ? -1 : 1) : 0, "compliant");
            add(row, i, factor, n->value, strict ? 0 : (upper ? 1 : -1), "violation");
        } else {
            c.error("M023", cell.where, {std::string(c.files.text(cell.where))});
        }
    }

    // The bound moved by so many hundredths of its last place.
    static base::decimal moved(base::decimal bound, int hundredths) {
        if (hundredths == 0) return bound;
        return base::decimal{bound.coefficient * 100 + hundredths, static_cast<std::int8_t>(bound.scale + 2)};
    }

    void add(syntax::table_row const& row, std::size_t i, std::uint16_t factor, base::decimal const& bound, int hundredths,
             char const* verdict) {
        rule_test t = common;
        auto const value = moved(bound, hundredths).text();
        auto const unit = row.unit.empty() ? "" : " " + row.unit;
        given_value g;
        for (auto const& [record, fact] : columns[i]) {
            t.title += " " + fact.second;
            if (record == measurement_record) {
                g.with.push_back(fact);
                continue;
            }
            auto const& name = c.rules.records[record].name;
            auto it = std::find_if(t.records.begin(), t.records.end(), [&](auto const& r) { return r.record == name; });
            if (it == t.records.end()) it = t.records.insert(t.records.end(), {name, {}});
            it->fields.push_back(fact);
        }
        g.statistic = c.rules.statistics[statistic].json;
        g.factor = factor;
        g.value = value;
        g.unit = row.unit;
        g.from = on;
        if (auto const* at = row.find(keyword::at); at && !at->arguments.empty())
            if (auto const* k = std::get_if<syntax::clock_literal>(&at->arguments.front().node))
                g.from.ms += k->minutes * 60000LL;
        read_with(c, g, row.find(keyword::with));
        t.values.push_back(std::move(g));
        t.title += " " + row.label + " " + value + unit;
        t.verdict = verdict;
        t.limit = bound.text() + unit;
        t.where = row.where;
        c.rules.tests.push_back(std::move(t));
    }
};

void read_confirm(context& c, rule_test const& common, syntax::item const& item) {
    auto const* on = item.find(keyword::on);
    auto const* day = on && !on->arguments.empty() ? std::get_if<syntax::date_literal>(&on->arguments.front().node) : nullptr;
    if (!day || !item.body) return c.error("M002", item.where, {"confirm STATISTIC on DATE { … }", "test"});
    auto const statistic = find_statistic(c, item.segments.front().arguments.front());
    if (!statistic) return;
    confirmer confirm{c, common, *statistic, base::moment::at(day->value), ""};
    for (auto const& r : common.records)
        for (auto const& [field, value] : r.fields)
            if (field == "medium") confirm.medium = value;
    for (auto const& e : item.body->entries)
        if (auto const* h = std::get_if<syntax::table_header>(&e)) confirm.read_header(*h);
    if (confirm.columns.empty()) confirm.columns.resize(1);
    for (auto const& e : item.body->entries)
        if (auto const* row = std::get_if<syntax::table_row>(&e)) confirm.read_row(*row);
}

} // namespace

void read_test(context& c, syntax::item const& item) {
    declaration const d(c, item, "test",
                        {keyword::given, keyword::equivalence, keyword::act, keyword::discretion, keyword::expect,
                         keyword::confirm, keyword::note});
    rule_test t;
    t.title = first_word(c, &d.head());
    t.where = item.where;
    for (auto const* i : d.properties(keyword::given)) {
        if (i->segments.front().arguments.empty()) continue;
        auto const name = maybe_word(i->segments.front().arguments.front()).value_or("");
        auto const record = c.rules.find_record(name);
        if (record && !i->find(keyword::of))
            read_given_record(c, t, *i, *record);
        else
            read_given_value(c, t, *i);
    }
    for (auto const* i : d.properties(keyword::equivalence))
        for (auto const& name : words_of(c, i->segments.front()))
            t.stacks.push_back(known_outlet(c, t, i->segments.front().where, name));
    for (auto const* i : d.properties(keyword::act))
        if (!i->segments.front().arguments.empty()) read_act(c, t, *i);
    if (auto const* i = d.property(keyword::discretion)) {
        read_given_discretion(c, t, *i);
        if (!t.discretion) return;
    }
    for (auto const* i : d.properties(keyword::confirm))
        if (!i->segments.front().arguments.empty()) read_confirm(c, t, *i);
    if (auto const* i = d.property(keyword::expect))
        read_expect(c, t, *i);
    else if (!d.properties(keyword::confirm).empty())
        return;
    else
        c.error("M002", d.head().where, {"expect", "test"});
    auto const first = std::lower_bound(c.provisions.begin(), c.provisions.end(), t.provision);
    if (!t.provision.empty() && (first == c.provisions.end() || !first->starts_with(t.provision)))
        c.error("M026", item.where, {t.provision});
    c.rules.tests.push_back(std::move(t));
}

} // namespace huanchi::model
