// The walk over a tree that tells what each name in it stands for. It goes by the keyword before a name, as the model does, and
// where it does not know the keyword it tries every kind of thing, so that a new declaration is not blank.
#include "editor/entity.hpp"

#include <algorithm>

namespace huanchi::editor {

using syntax::keyword;

namespace {

std::vector<thing> const anything = {thing::field, thing::statistic, thing::formula,  thing::factor,
                                     thing::table, thing::grades,    thing::document, thing::record};

// What the names after a keyword of a line are: {} for words that name nothing; nullopt for conditions and all else.
std::optional<std::vector<thing>> kinds_after(keyword k) {
    switch (k) {
    case keyword::judge: return std::vector{thing::statistic};
    case keyword::correct: return std::vector{thing::formula};
    case keyword::displaces:
    case keyword::exempts: return std::vector{thing::table, thing::grades, thing::document};
    case keyword::violation:
    case keyword::act: return std::vector{thing::violation};
    case keyword::scope:
    case keyword::report: return std::vector{thing::record};
    case keyword::factor:
    case keyword::value_of:
    case keyword::from_factor: return std::vector{thing::factor};
    case keyword::target: return std::vector{thing::field};
    case keyword::measured_in: return std::vector{thing::unit};
    case keyword::level:
    case keyword::confidence:
    case keyword::status:
    case keyword::quantity:
    case keyword::accept:
    case keyword::watch:
    case keyword::over:
    case keyword::rank:
    case keyword::expect:
    case keyword::medium:
    case keyword::from:
    case keyword::before:
    case keyword::clause:
    case keyword::origin:
    case keyword::note:
    case keyword::number:
    case keyword::law:
    case keyword::duty:
    case keyword::penalty:
    case keyword::measures:
    case keyword::because:
    case keyword::code_type: return std::vector<thing>{}; // words and texts
    default: return std::nullopt;
    }
}

std::string word_of(syntax::expression const& e) {
    if (auto const* n = std::get_if<syntax::name>(&e.node)) return n->text();
    if (auto const* t = std::get_if<syntax::text_literal>(&e.node)) return t->value;
    if (auto const* n = std::get_if<syntax::number>(&e.node)) return n->written + n->unit;
    return {};
}

struct walker {
    book const& b;
    std::vector<use>& out;
    surroundings at = {};
    keyword declaration{};
    std::optional<entity> parameter = {}; // of the formula at hand
    std::string parameter_name = {}, parameter_json = {};

    void add(source::span where, entity e, bool declares = false) { out.push_back({where, std::move(e), declares}); }

    bool name(source::span where, std::string const& word, std::vector<thing> const& kinds, bool declares = false) {
        auto e = resolve(b.rules, at, kinds, word);
        if (e) add(where, std::move(*e), declares);
        return e.has_value();
    }
    void word(syntax::expression const& e, std::vector<thing> const& kinds, bool declares = false) {
        name(e.where, word_of(e), kinds, declares);
    }
    void unit(source::span where, std::string const& text) {
        if (where.end > where.begin) name(where, text, {thing::unit});
    }

    void each(std::vector<syntax::expression> const& all, std::vector<thing> const& kinds, bool declares = false) {
        for (auto const& e : all) word(e, kinds, declares);
    }

    // Expressions ---------------------------------------------------------------------------------------------------

    void expression(syntax::expression const& e, std::vector<thing> const& kinds) {
        std::visit([&](auto const& n) { walk(n, e.where, kinds); }, e.node);
    }
    void walk(syntax::name const& n, source::span where, std::vector<thing> const& kinds) {
        auto const text = n.text();
        if (parameter && (text == parameter_name || text == parameter_json)) return add(where, *parameter);
        name(where, text, kinds);
    }
    void walk(syntax::number const& n, source::span, std::vector<thing> const&) { unit(n.unit_where, n.unit); }
    void walk(syntax::text_literal const& t, source::span where, std::vector<thing> const& kinds) {
        name(where, t.value, kinds);
    }
    void walk(syntax::unary const& u, source::span, std::vector<thing> const& kinds) { expression(*u.operand, kinds); }
    void walk(syntax::binary const& x, source::span, std::vector<thing> const& kinds) {
        expression(*x.left, kinds);
        auto const subject = resolve(b.rules, at, {thing::field}, word_of(*x.left));
        bool const compares = x.op >= syntax::binary_op::eq && x.op <= syntax::binary_op::within;
        if (compares && subject)
            value(*x.right, *subject);
        else
            expression(*x.right, kinds);
    }
    void walk(syntax::range const& r, source::span, std::vector<thing> const& kinds) {
        expression(*r.low, kinds);
        expression(*r.high, kinds);
    }
    void walk(syntax::list const& l, source::span, std::vector<thing> const& kinds) {
        for (auto const& e : l.elements) expression(e, kinds);
    }
    void walk(syntax::call const& c, source::span, std::vector<thing> const& kinds) {
        for (auto const& e : c.arguments) expression(e, kinds);
    }
    void walk(syntax::bounded const& x, source::span, std::vector<thing> const& kinds) { expression(*x.bound, kinds); }
    template <class T>
    void walk(T const&, source::span, std::vector<thing> const&) {} // date, clock, constant, dash

    // What stands on the other side of a field: a word that it may be, or an expression.
    void value(syntax::expression const& e, entity const& field) {
        if (auto const* l = std::get_if<syntax::list>(&e.node)) {
            for (auto const& x : l->elements) value(x, field);
            return;
        }
        auto const& f = b.rules.records[field.record].fields[field.index];
        auto const w = word_of(e);
        bool const named = std::holds_alternative<syntax::name>(e.node) || std::holds_alternative<syntax::text_literal>(e.node);
        if (f.json == model::factor_field && named) {
            word(e, {thing::factor});
        } else if (std::find(f.choices.begin(), f.choices.end(), w) != f.choices.end()) {
            add(e.where, field);
        } else if (f.type != model::field_type::text && f.type != model::field_type::code) {
            expression(e, {thing::field});
        }
    }

    // Lines ---------------------------------------------------------------------------------------------------------

    void segments(std::vector<syntax::segment> const& all, bool head_done) {
        bool cited = false; // after a clause, `of` names a document
        for (std::size_t i = head_done ? 1 : 0; i < all.size(); ++i) {
            auto const& s = all[i];
            if (s.key == keyword::of)
                of(s, all.front().key, cited);
            else
                segment(s);
            cited = cited || s.key == keyword::clause;
        }
    }

    void of(syntax::segment const& s, keyword head, bool cited) {
        if (s.arguments.empty()) return;
        auto const& first = s.arguments.front();
        if (head == keyword::given) {
            auto const* eq = std::get_if<syntax::binary>(&first.node);
            if (!eq) return word(first, {thing::factor});
            word(*eq->left, {thing::factor});
            expression(*eq->right, {});
        } else if (head == keyword::derive && !cited) {
            word(first, {thing::statistic});
        } else if (head == keyword::expect) {
            word(first, {thing::table, thing::grades, thing::document});
        } else {
            word(first, {thing::document});
        }
    }

    void segment(syntax::segment const& s) {
        if (auto const kinds = kinds_after(s.key)) return each(s.arguments, *kinds);
        for (auto const& e : s.arguments) expression(e, is_condition(s.key) ? std::vector{thing::field} : anything);
    }
    static bool is_condition(keyword k) {
        return k == keyword::where || k == keyword::when || k == keyword::need || k == keyword::doubt || k == keyword::with ||
               k == keyword::lacks || k == keyword::counting || k == keyword::derive || k == keyword::result;
    }

    // Declarations --------------------------------------------------------------------------------------------------

    void file_item(syntax::item const& i) {
        declaration = i.segments.front().key;
        enter(i);
        head(i);
        if (i.body) body(*i.body);
    }

    // What the names within a declaration refer to.
    void enter(syntax::item const& i) {
        constexpr auto facility = model::facility_record, outlet = model::outlet_record,
                       measurement = model::measurement_record;
        at = {};
        at.records = {measurement, outlet, facility};
        if (auto const* of = i.find(keyword::of); of && !of->arguments.empty()) at.document = word_of(of->arguments.front());
        if (declaration == keyword::consequence) at.records = {outlet, facility};
        if (declaration == keyword::record && !i.segments.front().arguments.empty())
            if (auto const r = b.rules.find_record(word_of(i.segments.front().arguments.front()))) at.records = {*r};
        if (!i.body) return;
        for (auto const& e : i.body->entries) {
            auto const* line = std::get_if<syntax::item>(&e);
            if (!line || line->segments.front().arguments.empty()) continue;
            auto const argument = word_of(line->segments.front().arguments.front());
            if (line->segments.front().key == keyword::medium) at.medium = argument;
            if (line->segments.front().key == keyword::scope)
                if (auto const r = b.rules.find_record(argument); r && *r != measurement) at.records = {*r};
            if (line->segments.front().key == keyword::correct) bind_parameter(argument);
        }
    }
    void bind_parameter(std::string const& formula) {
        parameter = resolve(b.rules, at, {thing::formula}, formula);
        if (!parameter) return;
        parameter->what = thing::parameter;
        parameter_name = b.rules.formulas[parameter->index].reference_name;
        parameter_json = b.rules.formulas[parameter->index].reference_json;
    }

    void head(syntax::item const& i) {
        auto const& first = i.segments.front();
        auto const& names = first.arguments;
        switch (first.key) {
        case keyword::standard: declared(names, 1, {thing::document}); break;
        case keyword::record: declared(names, 1, {thing::record}); break;
        case keyword::statistic: declared(names, 2, {thing::statistic}); break;
        case keyword::formula:
            declared(names, 2, {thing::formula});
            if (!names.empty()) bind_parameter(word_of(names.front()));
            break;
        case keyword::limits: declared(names, 1, {thing::table}); break;
        case keyword::grades: declared(names, 1, {thing::grades}); break;
        case keyword::discretion: declared(names, 1, {thing::discretion}); break;
        case keyword::consequence: declared(names, 1, {thing::violation}); break;
        case keyword::marks: each(names, {thing::field}); break;
        case keyword::dimension: dimension(names); break;
        default: break;
        }
        segments(i.segments, true);
    }
    void declared(std::vector<syntax::expression> const& names, std::size_t most, std::vector<thing> const& kinds) {
        for (std::size_t n = 0; n < std::min(most, names.size()); ++n)
            if (std::holds_alternative<syntax::name>(names[n].node) || n == 0) word(names[n], kinds, true);
    }
    void dimension(std::vector<syntax::expression> const& names) {
        if (names.empty()) return;
        auto const* eq = std::get_if<syntax::binary>(&names.front().node);
        word(eq ? *eq->left : names.front(), {thing::dimension}, true);
        if (eq) expression(*eq->right, {thing::dimension});
    }

    void body(syntax::block const& block) {
        columns.clear();
        rows_field.reset();
        for (auto const& e : block.entries) std::visit([&](auto const& x) { entry(x); }, e);
    }

    void entry(syntax::item const& i) {
        auto const& first = i.segments.front();
        if (declaration == keyword::record && first.key == keyword::field) {
            field(i);
        } else if (declaration == keyword::test && first.key == keyword::given) {
            given(i);
        } else if (declaration == keyword::test && first.key == keyword::discretion) {
            discretion(i);
        } else if (declaration == keyword::formula && first.key == keyword::reference) {
            if (parameter)
                for (auto const& a : first.arguments) add(a.where, *parameter, true);
            segments(i.segments, true);
        } else {
            segments(i.segments, false);
            if (i.body) nested(*i.body);
        }
    }
    // The facts in its block are levels of the table, no fields.
    void discretion(syntax::item const& i) {
        auto const document = at.document;
        if (auto const* of = i.find(keyword::of); of && !of->arguments.empty()) at.document = word_of(of->arguments.front());
        if (!i.segments.front().arguments.empty()) word(i.segments.front().arguments.front(), {thing::discretion});
        at.document = document;
        segments(i.segments, true);
    }
    void nested(syntax::block const& block) {
        auto const outer = at;
        for (auto const& e : block.entries) std::visit([&](auto const& x) { entry(x); }, e);
        at = outer;
    }

    void field(syntax::item const& i) {
        for (auto const& s : i.segments) {
            if (s.key == keyword::field)
                declared(s.arguments, 2, {thing::field});
            else if (s.key == keyword::also)
                each(s.arguments, {thing::field}, true);
            else if (s.key != keyword::one_of)
                segment(s);
        }
        if (!i.body || i.segments.front().arguments.empty()) return;
        auto const self = resolve(b.rules, at, {thing::field}, word_of(i.segments.front().arguments.front()));
        auto const own = at.records;
        if (own.size() == 1 && own.front() == model::measurement_record)
            at.records = {model::measurement_record, model::outlet_record, model::facility_record};
        for (auto const& e : i.body->entries)
            if (auto const* line = std::get_if<syntax::item>(&e)) {
                auto const& first = line->segments.front();
                if (self && !first.arguments.empty()) value(first.arguments.front(), *self);
                segments(line->segments, true);
            }
        at.records = own;
    }

    void given(syntax::item const& i) {
        auto const& names = i.segments.front().arguments;
        if (!names.empty())
            word(names.front(), i.body ? std::vector{thing::record} : std::vector{thing::statistic, thing::record});
        segments(i.segments, true);
        if (!i.body) return;
        auto const outer = at.records;
        if (auto const r = names.empty() ? std::nullopt : b.rules.find_record(word_of(names.front()))) at.records = {*r};
        for (auto const& e : i.body->entries)
            if (auto const* row = std::get_if<syntax::table_row>(&e)) fact(*row);
        at.records = outer;
    }
    void fact(syntax::table_row const& row) {
        auto const f = resolve(b.rules, at, {thing::field}, row.label);
        if (!f) return;
        add(row.label_where, *f);
        for (auto const& c : row.cells) value(c, *f);
        if (b.rules.records[f->record].fields[f->index].json == "medium" && !row.cells.empty())
            at.medium = word_of(row.cells.front()); // which factor a name means in the lines below
        unit(row.unit_where, row.unit);
    }

    // Tables --------------------------------------------------------------------------------------------------------

    std::vector<std::string> columns = {}; // of raw rows
    std::optional<entity> rows_field = {}; // whose values the labels are

    void entry(syntax::table_header const& h) {
        if (h.key == keyword::columns) {
            columns.clear();
            for (auto const& c : h.cells) columns.push_back(word_of(c));
        }
        if (!h.subject || declaration == keyword::grades) return;
        expression(*h.subject, {thing::field});
        auto const f = resolve(b.rules, at, {thing::field}, word_of(*h.subject));
        if (h.key == keyword::rows) rows_field = f;
        for (auto const& c : h.cells)
            if (f) value(c, *f);
    }

    void entry(syntax::table_row const& row) {
        if (!columns.empty() && row.label.empty()) return raw(row);
        if (row.is_reference) {
            if (parameter && (row.label == parameter_name || row.label == parameter_json)) add(row.label_where, *parameter);
        } else if (rows_field) {
            add(row.label_where, *rows_field);
        } else {
            bool const graded = declaration == keyword::grades;
            name(row.label_where, row.label, graded ? std::vector{thing::field} : std::vector{thing::factor, thing::field});
        }
        unit(row.unit_where, row.unit);
        segments(row.tail, false);
    }

    void raw(syntax::table_row const& row) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            auto const& column = columns[std::min(i, columns.size() - 1)];
            auto const& cell = row.cells[i];
            if (declaration == keyword::factors && (column == "code" || column == "name" || column == "also"))
                word(cell, {thing::factor}, true);
            else if (column == "unit" || (column == "also" && declaration == keyword::dimension))
                word(cell, {thing::unit}, declaration == keyword::dimension);
            else if (column == "mass")
                word(cell, {thing::unit});
        }
    }
};

} // namespace

std::vector<use> uses_in(book const& b, source::file_id file) {
    std::vector<use> out;
    for (auto const& i : b.trees[file].items) walker{b, out}.file_item(i);
    return out;
}

} // namespace huanchi::editor
