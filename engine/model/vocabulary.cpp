// Declarations of the words that rules use: dimensions and units, factors, record types, documents.
#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using base::operator*;

using syntax::keyword;

namespace {

std::vector<std::string> column_names(context& c, declaration const& d) {
    std::vector<std::string> names;
    for (auto const* h : d.headers())
        if (h->key == keyword::columns)
            for (auto const& cell : h->cells) names.push_back(word_of(c, cell));
    if (names.empty()) c.error("M020", d.item().where, {d.kind()});
    return names;
}

// A row of a `columns` table by column; what follows the last column belongs to it.
struct cells {
    std::vector<std::vector<std::string>> by_column;
    std::string first(std::size_t column) const {
        return column < by_column.size() && !by_column[column].empty() ? by_column[column].front() : std::string();
    }
};
cells split(context& c, syntax::table_row const& row, std::size_t columns) {
    cells out;
    out.by_column.resize(columns);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto w = word_of(c, row.cells[i]);
        if (!w.empty()) out.by_column[std::min(i, columns - 1)].push_back(std::move(w));
    }
    return out;
}
std::size_t column_of(std::vector<std::string> const& names, std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::optional<base::rational> read_fraction(std::string const& text) {
    auto const slash = text.find('/');
    auto const n = base::decimal::parse(text.substr(0, slash));
    if (!n) return std::nullopt;
    if (slash == std::string::npos) return base::rational(*n);
    auto const d = base::decimal::parse(text.substr(slash + 1));
    if (!d || d->coefficient == 0) return std::nullopt;
    return base::rational(*n) / base::rational(*d);
}

std::optional<base::dimension> dimension_of(context& c, syntax::expression const& e) {
    if (auto const* n = std::get_if<syntax::name>(&e.node)) {
        if (auto const it = c.dimensions.find(n->text()); it != c.dimensions.end()) return it->second;
        std::vector<std::string> names;
        for (auto const& [name, d] : c.dimensions) names.push_back(name);
        std::sort(names.begin(), names.end());
        std::string all;
        for (auto const& name : names) all += (all.empty() ? "" : ", ") + name;
        c.error("M016", e.where, {n->text(), all}, nearest(n->text(), names));
        return std::nullopt;
    }
    if (auto const* n = std::get_if<syntax::number>(&e.node); n && n->unit.empty() && n->value == base::decimal{1, 0})
        return base::dimension{};
    if (auto const* b = std::get_if<syntax::binary>(&e.node);
        b && (b->op == syntax::binary_op::multiply || b->op == syntax::binary_op::divide)) {
        auto const l = dimension_of(c, *b->left), r = dimension_of(c, *b->right);
        if (!l || !r) return std::nullopt;
        return *l * (b->op == syntax::binary_op::multiply ? *r : base::inverse(*r));
    }
    c.error("M007", e.where, {std::string(c.files.text(e.where)), "mass / volume"});
    return std::nullopt;
}

void read_dimension(context& c, syntax::item const& item) {
    auto const& head = item.segments.front();
    if (head.arguments.empty()) return c.error("M015", head.where, {"dimension"});
    auto const& first = head.arguments.front();
    std::string name;
    std::optional<base::dimension> dim;
    if (auto const* b = std::get_if<syntax::binary>(&first.node); b && b->op == syntax::binary_op::eq) {
        name = word_of(c, *b->left);
        dim = dimension_of(c, *b->right);
        if (!dim) return;
    } else {
        name = word_of(c, first);
        dim = base::dimension{{name, 1}};
        if (!item.find(keyword::base)) c.error("M002", head.where, {"base", "dimension"});
    }
    if (!c.declare("dimension", name, first.where)) return;
    c.dimensions[name] = *dim;
    if (!item.body) return;
    declaration const d(c, item, "dimension", {});
    auto const names = column_names(c, d);
    if (names.empty()) return;
    for (auto const* row : d.rows()) {
        auto const words = split(c, *row, names.size());
        auto const symbol = words.first(column_of(names, "unit"));
        auto const factor = read_fraction(words.first(column_of(names, "factor")));
        if (!factor || factor->is_zero()) {
            c.error("M007", row->where, {words.first(column_of(names, "factor")), "0.001, 1/3600"});
            continue;
        }
        auto const also = column_of(names, "also");
        auto const spellings = also < names.size() ? words.by_column[also] : std::vector<std::string>{};
        if (!c.rules.units.add({symbol, *dim, *factor}, spellings)) c.error("M003", row->where, {"unit", symbol});
    }
}

} // namespace

void read_units(context& c, std::vector<syntax::item const*> const& items) {
    for (auto const* i : items) read_dimension(c, *i);
}

void read_factors(context& c, syntax::item const& item) {
    declaration const d(c, item, "factors", {keyword::medium, keyword::origin, keyword::note});
    auto const medium = text_property(c, d, keyword::medium);
    auto const names = column_names(c, d);
    if (names.empty()) return;
    for (auto const* row : d.rows()) {
        auto const words = split(c, *row, names.size());
        factor f;
        f.code = words.first(column_of(names, "code"));
        f.name = words.first(column_of(names, "name"));
        f.old_code = words.first(column_of(names, "old"));
        f.medium = medium;
        f.where = row->where;
        if (auto const u = find_unit(c, words.first(column_of(names, "unit")), row->where)) f.unit = *u;
        if (auto const u = find_unit(c, words.first(column_of(names, "mass")), row->where)) f.mass_unit = *u;
        if (auto const a = column_of(names, "also"); a < names.size()) f.aliases = words.by_column[a];
        if (f.code.empty() || f.name.empty()) {
            c.error("M014", row->where, {std::to_string(row->cells.size()), std::to_string(names.size())});
            continue;
        }
        if (!c.declare("factor", f.code, row->where)) continue;
        auto const id = static_cast<std::uint16_t>(c.rules.factors.size());
        std::vector<std::string> spellings = {f.code, f.name};
        if (!f.old_code.empty()) spellings.push_back(f.old_code);
        spellings.insert(spellings.end(), f.aliases.begin(), f.aliases.end());
        std::sort(spellings.begin(), spellings.end());
        spellings.erase(std::unique(spellings.begin(), spellings.end()), spellings.end());
        for (auto const& s : spellings) c.rules.factor_index.emplace(s, id);
        for (auto const& s : spellings)
            if (s != f.code) c.declare("factor name in " + medium, s, row->where);
        c.rules.factors.push_back(std::move(f));
    }
}

namespace {

void read_type(context& c, field& f, syntax::item const& item) {
    if (auto const* s = item.find(keyword::one_of)) {
        f.type = field_type::choice;
        f.choices = words_of(c, *s);
    } else if (auto const* m = item.find(keyword::measured_in)) {
        f.type = field_type::quantity;
        if (auto const u = find_unit(c, first_word(c, m), m->where)) f.unit = *u;
    } else if (auto const* v = item.find(keyword::value_of)) {
        f.type = field_type::quantity;
        if (auto const id = find_factor(c, first_word(c, v), v->where, "water")) {
            f.factor = id;
            f.unit = c.rules.factors[*id].unit;
        }
    } else if (item.find(keyword::date_type)) {
        f.type = field_type::date;
    } else if (item.find(keyword::yes_no_type)) {
        f.type = field_type::yes_no;
    } else if (item.find(keyword::number_type)) {
        f.type = field_type::number;
    } else if (item.find(keyword::code_type)) {
        f.type = field_type::code;
    } else if (item.find(keyword::text_type)) {
        f.type = field_type::text;
    } else {
        c.error("M002", item.where,
                {"one_of, measured_in, value_of, date_type, yes_no_type, number_type, code_type, text_type", "field"});
    }
}

} // namespace

void read_record(context& c, syntax::item const& item) {
    declaration const d(c, item, "record", {keyword::field, keyword::origin, keyword::note});
    auto const name = first_word(c, &d.head());
    auto index = c.rules.find_record(name);
    if (!index) {
        index = static_cast<std::uint16_t>(c.rules.records.size());
        c.rules.records.push_back({name, {}, item.where});
        c.rules.field_index.emplace_back();
    }
    auto& record = c.rules.records[*index];
    for (auto const* i : d.properties(keyword::field)) {
        field f;
        f.where = i->where;
        auto const& args = i->segments.front().arguments;
        if (args.empty()) {
            c.error("M015", i->where, {"field"});
            continue;
        }
        f.name = word_of(c, args[0]);
        f.json = args.size() > 1 ? word_of(c, args[1]) : f.name;
        read_type(c, f, *i);
        if (auto const* from = i->find(keyword::from_factor))
            if (auto const id = find_factor(c, first_word(c, from), from->where, "")) f.factor = id;
        f.spellings = {f.name};
        if (f.json != f.name) f.spellings.push_back(f.json);
        if (auto const* also = i->find(keyword::also))
            for (auto& w : words_of(c, *also)) f.spellings.push_back(std::move(w));
        auto const id = static_cast<std::uint16_t>(record.fields.size());
        for (auto const& s : f.spellings)
            if (c.declare("field of " + name, s, i->where)) c.rules.field_index[*index].emplace(s, id);
        record.fields.push_back(std::move(f));
    }
}

// `derive VALUE when COND` lines, once every field of every record is known.
void read_derived_fields(context& c, syntax::item const& item) {
    auto const record = c.rules.find_record(first_word(c, &item.segments.front()));
    if (!record || !item.body) return;
    auto const scope = record_scope(*record);
    for (auto const& e : item.body->entries) {
        auto const* i = std::get_if<syntax::item>(&e);
        if (!i || i->segments.front().key != keyword::field || !i->body || i->segments.front().arguments.empty()) continue;
        auto const name = maybe_word(i->segments.front().arguments[0]).value_or("");
        auto const id = c.rules.find_field(*record, name);
        if (!id) continue;
        declaration const d(c, *i, "field", {keyword::derive});
        for (auto const* line : d.properties(keyword::derive)) {
            auto const word = first_word(c, &line->segments.front());
            auto const* when = line->find(keyword::when);
            auto const v = read_field(c.rules.records[*record].fields[*id], word, c.rules.units);
            if (!v) c.error("M025", line->where, {word, name});
            if (!when || when->arguments.empty()) {
                c.error("M002", line->where, {"when", "derive"});
                continue;
            }
            if (auto const x = check_condition(c, scope, when->arguments.front()); x && v)
                c.rules.records[*record].fields[*id].derivations.push_back({*v, x});
        }
    }
}

void read_standard(context& c, syntax::item const& item) {
    static constexpr named<level> levels[] = {
        {"national", "国家", level::national},  {"provincial", "省级", level::provincial}, {"eia", "环评", level::eia},
        {"permit", "许可", level::permit},      {"order", "指令", level::order},           {"policy", "政策", level::policy},
        {"agreement", "协议", level::agreement}};
    declaration const d(c, item, "standard",
                        {keyword::number, keyword::level, keyword::effective, keyword::origin, keyword::confidence,
                         keyword::note, keyword::not_encoded, keyword::medium});
    document doc;
    doc.id = first_word(c, &d.head());
    doc.title = title_of(c, item);
    doc.number = text_property(c, d, keyword::number);
    doc.origin = text_property(c, d, keyword::origin);
    doc.note = text_property(c, d, keyword::note);
    doc.not_encoded = words_of(c, d, keyword::not_encoded);
    doc.where = item.where;
    if (doc.number.empty()) c.error("M002", d.head().where, {"number", "standard"});
    if (auto const* i = d.property(keyword::level)) {
        if (!i->segments.front().arguments.empty())
            doc.level = read_word(c, i->segments.front().arguments.front(), levels).value_or(level::national);
    } else {
        c.error("M002", d.head().where, {"level", "standard"});
    }
    if (auto const* i = d.property(keyword::effective))
        doc.effective = read_span(c, i->segments, i->where);
    else
        c.error("M002", d.head().where, {"effective", "standard"});
    if (auto const* i = d.property(keyword::confidence))
        doc.confidence = read_confidence(c, &i->segments.front(), confidence::high);
    if (!c.declare("standard", doc.id, d.head().where)) return;
    c.documents[doc.id] = static_cast<std::uint16_t>(c.rules.documents.size());
    c.rules.documents.push_back(std::move(doc));
}

} // namespace huanchi::model
