// `test` declarations: facts given and the verdict expected.
#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr named<int> verdict_words[] = {{"compliant", "达标", 0},   {"violation", "超标", 1},
                                        {"not_met", "未达承诺", 2}, {"undetermined", "无法判定", 3},
                                        {"exempt", "豁免", 4},      {"not_applicable", "不适用", 5}};

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
    } else if (auto const* k = std::get_if<syntax::constant>(&eq->right->node); k && k->value == keyword::not_detected) {
        g.value = "ND";
    } else {
        c.error("M007", eq->right->where, {std::string(c.files.text(eq->right->where)), "51 mg/L"});
    }
    auto const* on = item.find(keyword::on);
    auto const* day = on && !on->arguments.empty() ? std::get_if<syntax::date_literal>(&on->arguments.front().node) : nullptr;
    if (day)
        g.on = day->value;
    else
        c.error("M002", item.where, {"on", "given"});
    if (auto const* with = item.find(keyword::with))
        for (auto const& a : with->arguments) {
            auto const* b = std::get_if<syntax::binary>(&a.node);
            if (!b || b->op != syntax::binary_op::eq) {
                c.error("M007", a.where, {std::string(c.files.text(a.where)), "水温 = 13 ℃"});
                continue;
            }
            auto field = given_field(c, measurement_record, word_of(c, *b->left), b->left->where, word_of(c, *b->right),
                                     b->right->where);
            if (!field.first.empty()) g.with.push_back(std::move(field));
        }
    t.values.push_back(std::move(g));
}

void read_expect(context& c, rule_test& t, syntax::item const& item) {
    auto const& args = item.segments.front().arguments;
    if (args.empty()) return c.error("M002", item.where, {"expect VERDICT", "test"});
    if (auto const v = read_word(c, args.front(), verdict_words)) t.verdict = verdict_words[*v].en;
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
}

} // namespace

void read_test(context& c, syntax::item const& item) {
    declaration const d(c, item, "test", {keyword::given, keyword::expect, keyword::note});
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
    if (auto const* i = d.property(keyword::expect))
        read_expect(c, t, *i);
    else
        c.error("M002", d.head().where, {"expect", "test"});
    if (!t.provision.empty() &&
        std::none_of(c.rules.limits.begin(), c.rules.limits.end(),
                     [&](limit const& l) { return l.id.starts_with(t.provision); }) &&
        std::none_of(c.rules.grades.begin(), c.rules.grades.end(),
                     [&](grade_table const& g) { return g.id.starts_with(t.provision); }))
        c.error("M026", item.where, {t.provision});
    c.rules.tests.push_back(std::move(t));
}

} // namespace huanchi::model
