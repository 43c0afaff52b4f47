// Limit tables, grade tables and displacements.
#include "model/context.hpp"

#include <algorithm>
#include <map>

namespace huanchi::model {

using syntax::comparison;
using syntax::keyword;

// False after a mistake in a condition: the row is left out.
bool row_condition(context& c, name_scope const& scope, syntax::table_row const& row, expression_ptr& all) {
    bool sound = true;
    for (auto const& s : row.tail) {
        if (s.key != keyword::when || s.arguments.empty()) continue;
        s.asked_for = true;
        auto const x = check_condition(c, scope, s.arguments.front());
        sound = sound && x;
        all = conjunction(all, x);
    }
    return sound;
}

std::optional<std::pair<field_ref, base::unit_id>> field_of_row(context& c, name_scope const& scope,
                                                                syntax::table_row const& row) {
    auto const field = find_field(c, scope, row.label, row.label_where);
    auto const unit = find_unit(c, row.unit, row.unit_where);
    if (!field || !unit) return std::nullopt;
    auto const& own = c.rules.units[c.rules.at(*field).unit];
    if (c.rules.units[*unit].dimension != own.dimension)
        c.error("M006", row.where, {row.unit, c.rules.units[*unit].symbol, own.symbol});
    return std::pair(*field, *unit);
}

std::string table_id_of(context& c, syntax::item const& item, std::uint16_t document) {
    return c.rules.documents[document].id + "." + first_word(c, &item.segments.front());
}

expression_ptr where_of(context& c, declaration const& d, name_scope const& scope) {
    expression_ptr all;
    for (auto const* i : d.properties(keyword::where))
        if (!i->segments.front().arguments.empty())
            all = conjunction(all, check_condition(c, scope, i->segments.front().arguments.front()));
    return all;
}

std::uint16_t scope_of(context& c, declaration const& d) {
    auto const* i = d.property(keyword::scope);
    if (!i) return measurement_record;
    auto const name = first_word(c, &i->segments.front());
    if (auto const r = c.rules.find_record(name)) return *r;
    std::vector<std::string> names;
    for (auto const& r : c.rules.records) names.push_back(r.name);
    c.error("M019", i->where, {name}, nearest(name, names));
    return measurement_record;
}

base::span_of_dates span_within(context& c, declaration const& d, std::uint16_t document) {
    auto const& whole = c.rules.documents[document].effective;
    auto const* i = d.property(keyword::effective);
    return i ? base::intersection(whole, read_span(c, i->segments, i->where)) : whole;
}

confidence confidence_of(context& c, declaration const& d, std::uint16_t document) {
    auto const* i = d.property(keyword::confidence);
    return read_confidence(c, i ? &i->segments.front() : nullptr, c.rules.documents[document].confidence);
}

namespace {

constexpr named<quantity> quantity_words[] = {{"concentration", "浓度", quantity::concentration},
                                              {"rate", "速率", quantity::rate},
                                              {"mass", "总量", quantity::mass},
                                              {"sound_level", "声级", quantity::sound_level},
                                              {"removal", "去除率", quantity::removal},
                                              {"volume", "水量", quantity::volume},
                                              {"level", "级别", quantity::level},
                                              {"count", "次数", quantity::count},
                                              {"duration", "时长", quantity::duration}};
constexpr named<status> status_words[] = {{"in_force", "有效", status::in_force},
                                          {"suspended", "暂缓", status::suspended},
                                          {"advisory", "指导", status::advisory},
                                          {"optional", "选择", status::optional}};

// A column of a table: the cells above it, as one condition and as the last part of the ids of its limits.
struct column {
    expression_ptr when;
    std::string label;
    std::optional<base::rational> at; // of a curve: where its points lie
    bool broken = false; // a mistake in a cell has been reported; limits without that condition would only bring more
};

bool along_subject(context& c, name_scope const& scope, curve const& along, syntax::table_header const& h) {
    auto const word = maybe_word(*h.subject);
    auto const f = word ? find_field(c, scope, *word, h.subject->where) : std::nullopt;
    return f && *f == along.field;
}

std::vector<column> read_columns(context& c, declaration const& d, name_scope const& scope,
                                 std::optional<curve> const& along = {}) {
    std::vector<column> columns;
    bool first = true;
    for (auto const* h : d.headers()) {
        if (h->key == keyword::value) columns.assign(1, {});
        if (h->key != keyword::by || !h->subject) continue;
        if (first) columns.assign(h->cells.size(), {});
        first = false;
        if (h->cells.size() != columns.size()) {
            c.error("M014", h->where, {std::to_string(h->cells.size()), std::to_string(columns.size())});
            continue;
        }
        for (std::size_t i = 0; i < h->cells.size(); ++i) {
            if (along && along_subject(c, scope, *along, *h)) {
                auto const* n = std::get_if<syntax::number>(&h->cells[i].node);
                auto const unit = n ? c.rules.units.find(n->unit) : std::nullopt;
                columns[i].broken =
                    !unit || c.rules.units[*unit].dimension != c.rules.units[c.rules.at(along->field).unit].dimension;
                if (columns[i].broken)
                    c.error("M006", h->cells[i].where,
                            {std::string(c.files.text(h->cells[i].where)), n ? n->unit : "",
                             c.rules.units[c.rules.at(along->field).unit].symbol});
                else
                    columns[i].at = base::rational(n->value) * c.rules.units[*unit].factor;
                continue;
            }
            auto const when = condition_from_cell(c, scope, *h->subject, h->cells[i]);
            columns[i].broken = columns[i].broken || !when;
            columns[i].when = conjunction(columns[i].when, when);
            // As written, but for yes and no, which have a spelling in each language of keywords.
            auto const* constant = std::get_if<syntax::constant>(&h->cells[i].node);
            auto const label = constant ? std::string(syntax::text(constant->value, syntax::spelling::en))
                                        : std::string(c.files.text(h->cells[i].where));
            columns[i].label += (columns[i].label.empty() ? "" : "·") + label;
        }
    }
    return columns;
}

struct row_bounds {
    std::optional<bound> min, max;
    bool not_detected = false, prohibited = false;
    bool empty() const { return !min && !max && !not_detected && !prohibited; }
};

row_bounds read_cell(context& c, comparison op, syntax::expression const& cell) {
    row_bounds b;
    auto const* k = std::get_if<syntax::constant>(&cell.node);
    if (k && (k->value == keyword::not_detected || k->value == keyword::prohibited)) {
        b.not_detected = k->value == keyword::not_detected;
        b.prohibited = k->value == keyword::prohibited;
        return b;
    }
    if (std::holds_alternative<syntax::dash>(cell.node)) return b;
    auto const* n = std::get_if<syntax::number>(&cell.node);
    auto const* r = std::get_if<syntax::range>(&cell.node);
    auto const* low = r ? std::get_if<syntax::number>(&r->low->node) : nullptr;
    auto const* high = r ? std::get_if<syntax::number>(&r->high->node) : nullptr;
    if (low && high && (op == comparison::in || op == comparison::none)) {
        if (high->value < low->value) c.error("M027", cell.where, {std::string(c.files.text(cell.where))});
        b.min = bound{low->value, false};
        b.max = bound{high->value, false};
    } else if (n && (op == comparison::le || op == comparison::lt)) {
        b.max = bound{n->value, op == comparison::lt};
    } else if (n && (op == comparison::ge || op == comparison::gt)) {
        b.min = bound{n->value, op == comparison::gt};
    } else {
        c.error("M023", cell.where, {std::string(c.files.text(cell.where))});
    }
    return b;
}

struct reader_of_limits {
    context& c;
    declaration const& d;
    limit common; // what all cells of the table share
    std::string table_id, medium;
    name_scope scope;
    std::vector<column> columns;
    syntax::table_header const* rows_by = nullptr;
    std::optional<std::uint16_t> factor_of_table;
    syntax::table_row const* reference = nullptr;
    std::optional<std::uint16_t> correction;
    std::optional<curve> curve_of_table = {};
    std::vector<scaling> scalings = {};
    std::map<std::string, limit> curves = {}; // growing, by id

    bool cells_fit(syntax::table_row const& row) const {
        if (row.cells.size() == columns.size()) return true;
        if (row.cells.size() == 1 && std::holds_alternative<syntax::constant>(row.cells[0].node))
            return true; // not_detected for all
        c.error("M014", row.where, {std::to_string(row.cells.size()), std::to_string(columns.size())});
        return false;
    }

    void read(syntax::table_row const& row) {
        if (!cells_fit(row)) return;
        limit shared = common;
        shared.printed_name = row.label;
        shared.where = row.where;
        std::optional<std::uint16_t> factor = factor_of_table;
        std::vector<expression_ptr> conditions;
        std::optional<base::rational> at;
        if (rows_by && curve_of_table) {
            factor = factor_of_table;
            at = point_of(row.label, row.label_where);
            if (!at) return;
        } else if (rows_by) {
            syntax::expression const label{syntax::text_literal{row.label}, row.label_where};
            auto const x = condition_from_cell(c, scope, *rows_by->subject, label);
            if (!x) return;
            conditions.push_back(x);
        } else {
            factor = find_factor(c, row.label, row.label_where, medium);
        }
        auto const unit = find_unit(c, row.unit, row.unit_where);
        if (!factor || !unit) return;
        shared.factor = *factor;
        shared.unit = *unit;
        if (rows_by) shared.printed_name = c.rules.factors[*factor].name;
        check_dimension(row, *factor, *unit);
        expression_ptr when;
        bool const sound = row_condition(c, scope, row, when);
        auto const own_span = read_span(c, row.tail, row.where);
        shared.effective = base::intersection(common.effective, own_span);
        if (shared.effective.empty())
            c.error("M012", row.where, {shared.effective.from->text(), shared.effective.before->text()});
        if (auto const* s = row.find(keyword::clause)) shared.clause = first_word(c, s);
        if (auto const* s = row.find(keyword::note)) shared.note = first_word(c, s);
        shared.confidence = read_confidence(c, row.find(keyword::confidence), common.confidence);
        if (auto const* s = row.find(keyword::status); s && !s->arguments.empty())
            shared.status = read_word(c, s->arguments.front(), status_words).value_or(common.status);
        if (correction && !row.find(keyword::as_measured)) shared.formula = correction;
        if (auto const* s = row.find(keyword::allow)) read_allowance(row, *s, shared);
        shared.scalings = scalings;
        if (auto const* s = row.find(keyword::rounded); s && !s->arguments.empty())
            if (auto const* n = std::get_if<syntax::number>(&s->arguments.front().node)) shared.rounded = n->value;
        for (std::size_t i = 0; sound && i < columns.size(); ++i)
            add(row, shared, i, conditions, when, own_span, at ? at : columns[i].at);
    }

    // `15 m`, of the dimension of the field that the curve follows.
    std::optional<base::rational> point_of(std::string const& text, source::span where) const {
        auto const space = text.find_first_not_of("0123456789.");
        auto const n = base::decimal::parse(text.substr(0, space));
        auto const symbol = space == std::string::npos ? "" : text.substr(text.find_first_not_of(' ', space));
        auto const unit = c.rules.units.find(symbol);
        auto const& field = c.rules.at(curve_of_table->field);
        if (n && unit && c.rules.units[*unit].dimension == c.rules.units[field.unit].dimension)
            return base::rational(*n) * c.rules.units[*unit].factor;
        c.error("M006", where, {text, symbol, c.rules.units[field.unit].symbol});
        return std::nullopt;
    }

    // One limit for all points of a curve.
    void add_point(limit l, base::rational const& at, source::span where) {
        auto& grown = curves.try_emplace(l.id, l).first->second;
        if (!grown.curve) grown.curve = curve_of_table;
        auto& points = grown.curve->points;
        if (!l.max || l.min || (!points.empty() && !(points.back().first < at)))
            return c.error("M023", where, {std::string(c.files.text(where))});
        points.emplace_back(at, l.max->written);
    }

    void finish_curves() {
        for (auto& [id, l] : curves)
            if (c.declare("provision", id, l.where)) c.rules.limits.push_back(std::move(l));
    }

    // `allow 5 over day`
    void read_allowance(syntax::table_row const& row, syntax::segment const& allow, limit& l) const {
        auto const* n = std::get_if<syntax::number>(&allow.arguments.front().node);
        auto const* over = row.find(keyword::over);
        if (!n || n->value.scale != 0 || n->value.coefficient < 0 || !n->unit.empty() || !over)
            return c.error("M002", allow.where, {"allow N over day", "allow"});
        auto const window = read_window(c, over->arguments.front());
        if (!window) return;
        l.allowance = allowance{static_cast<std::uint32_t>(n->value.coefficient), *window};
        l.quantity = quantity::count;
    }

    void add(syntax::table_row const& row, limit const& shared, std::size_t i,
             std::vector<expression_ptr> const& label_conditions, expression_ptr const& when,
             base::span_of_dates const& own_span, std::optional<base::rational> const& at) {
        auto const& cell = row.cells.size() == columns.size() ? row.cells[i] : row.cells[0];
        auto const b = read_cell(c, row.op, cell);
        if (columns[i].broken) return;
        std::vector<expression_ptr> own_conditions;
        for (auto const& x : {columns[i].when, label_conditions.empty() ? nullptr : label_conditions[0], when})
            for (auto const& term : conjuncts(x)) own_conditions.push_back(term);
        if (b.empty()) {
            if (std::holds_alternative<syntax::dash>(cell.node))
                c.rules.tables[shared.table].blanks.push_back(
                    {shared.factor, std::move(own_conditions), shared.effective, row.where});
            return;
        }
        limit l = shared;
        l.min = b.min;
        l.max = b.max;
        l.not_detected = b.not_detected;
        l.prohibited = b.prohibited;
        l.conditions.insert(l.conditions.end(), own_conditions.begin(), own_conditions.end());
        if (l.formula && !bind_reference(l, i)) return;
        auto const& named = curve_of_table && rows_by ? l.printed_name : row.label;
        l.id = table_id + "." + named + (columns[i].label.empty() ? "" : "." + columns[i].label);
        std::string own = when ? text(*when, c.rules) : std::string();
        if (own_span.from) own += (own.empty() ? "" : "; ") + std::string("from ") + own_span.from->text();
        if (own_span.before) own += (own.empty() ? "" : "; ") + std::string("before ") + own_span.before->text();
        if (!own.empty()) l.id += "[" + own + "]";
        if (at) return add_point(std::move(l), *at, cell.where);
        if (c.declare("provision", l.id, row.where)) c.rules.limits.push_back(std::move(l));
    }

    bool bind_reference(limit& l, std::size_t i) {
        auto const& f = c.rules.formulas[*l.formula];
        auto const& measured = c.rules.units[f.measured_unit];
        auto const& own = c.rules.units[c.rules.factors[l.factor].unit];
        if (f.measured_unit != base::no_unit && measured.dimension != own.dimension) {
            c.error("M006", l.where, {f.name, measured.symbol, own.symbol});
            return false;
        }
        if (!f.has_reference()) return true;
        if (!reference || reference->cells.size() != columns.size()) {
            c.error("M022", d.head().where, {f.reference_name});
            return false;
        }
        if (std::holds_alternative<syntax::dash>(reference->cells[i].node)) { // this column is judged as measured
            l.formula.reset();
            return true;
        }
        auto const* n = std::get_if<syntax::number>(&reference->cells[i].node);
        auto const unit = c.rules.units.find(reference->unit);
        if (!n || !unit || c.rules.units[*unit].dimension != c.rules.units[f.reference_unit].dimension) {
            c.error("M022", reference->where, {f.reference_name});
            return false;
        }
        l.reference = n->value;
        l.reference_clause = first_word(c, reference->find(keyword::clause));
        return true;
    }

    void check_dimension(syntax::table_row const& row, std::uint16_t factor, base::unit_id unit) const {
        auto const& f = c.rules.factors[factor];
        bool const as_reported = common.quantity == quantity::concentration || common.quantity == quantity::sound_level;
        bool const as_mass = common.quantity == quantity::mass && f.mass_unit != base::no_unit;
        if (!as_reported && !as_mass) return;
        auto const& want = c.rules.units[as_mass ? f.mass_unit : f.unit];
        auto const& got = c.rules.units[unit];
        if (want.dimension != got.dimension)
            c.error("M006", row.unit_where.end ? row.unit_where : row.where, {row.unit, got.symbol, want.symbol});
    }
};

// `interpolate 排气筒高度 linear above square below square`, `scale 50 % when …`
void read_curve(context& c, declaration const& d, reader_of_limits& reader) {
    static constexpr named<between_points> inside_words[] = {{"linear", "线性", between_points::linear},
                                                             {"nearest", "就近", between_points::nearest}};
    static constexpr named<beyond_points> outside_words[] = {{"none", "无", beyond_points::none},
                                                             {"square", "平方", beyond_points::square}};
    if (auto const* i = d.property(keyword::interpolate)) {
        auto const& args = i->segments.front().arguments;
        curve read;
        if (args.size() != 2) return c.error("M002", i->where, {"interpolate FIELD linear", "interpolate"});
        auto const field = find_field(c, subject_scope(), word_of(c, args[0]), args[0].where);
        if (auto const w = read_word(c, args[1], inside_words)) read.inside = *w;
        auto beyond = [&](keyword k) {
            auto const* s = i->find(k);
            return s && !s->arguments.empty() ? read_word(c, s->arguments.front(), outside_words).value_or(beyond_points::none)
                                              : beyond_points::none;
        };
        read.above = beyond(keyword::above);
        read.below = beyond(keyword::below);
        if (!field) return;
        read.field = *field;
        reader.curve_of_table = read;
    }
    for (auto const* i : d.properties(keyword::scale)) {
        auto const& args = i->segments.front().arguments;
        auto const* n = args.empty() ? nullptr : std::get_if<syntax::number>(&args.front().node);
        auto const unit = n ? c.rules.units.find(n->unit) : std::nullopt;
        auto const* when = i->find(keyword::when);
        if (!unit || !c.rules.units[*unit].dimension.empty()) {
            c.error("M007", i->where, {std::string(c.files.text(i->where)), "50 %"});
            continue;
        }
        scaling s{base::rational(n->value) * c.rules.units[*unit].factor, nullptr, first_word(c, i->find(keyword::clause))};
        if (when && !when->arguments.empty()) {
            s.when = check_condition(c, subject_scope(), when->arguments.front());
            if (!s.when) continue;
        }
        reader.scalings.push_back(std::move(s));
    }
}

} // namespace

void declare_table(context& c, syntax::item const& item) {
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto t = begin_table<table>(c, item, *doc);
    if (!c.declare("table", t.id, item.where)) return;
    c.tables[t.id] = static_cast<std::uint32_t>(c.rules.tables.size());
    c.rules.tables.push_back(std::move(t));
}

void read_limits(context& c, syntax::item const& item) {
    declaration const d(c, item, "limits",
                        {keyword::clause, keyword::judge, keyword::where, keyword::quantity, keyword::correct, keyword::factor,
                         keyword::violation, keyword::displaces, keyword::effective, keyword::confidence, keyword::status,
                         keyword::note, keyword::scope, keyword::medium, keyword::origin, keyword::interpolate,
                         keyword::scale});
    auto const* of = item.find(keyword::of);
    if (!of || of->arguments.empty()) return;
    auto const doc = c.documents.find(maybe_word(of->arguments.front()).value_or(""));
    if (doc == c.documents.end()) return;
    auto const id = table_id_of(c, item, doc->second);
    auto const index = c.tables.find(id);
    if (index == c.tables.end() || c.rules.tables[index->second].where_declared != item.where) return;
    auto& t = c.rules.tables[index->second];
    auto const& document = c.rules.documents[doc->second];

    reader_of_limits reader{c, d, {}, id, text_property(c, d, keyword::medium), {}, {}, nullptr, {}, nullptr, {}};
    auto& common = reader.common;
    common.scope = scope_of(c, d);
    reader.scope = record_scope(common.scope);
    t.where = where_of(c, d, reader.scope);
    t.effective = span_within(c, d, doc->second);
    for (auto const* i : d.properties(keyword::displaces))
        read_named_tables(c, *i, keyword::displaces, doc->second, t.displaced_tables, t.displaced_documents);

    common.table = index->second;
    common.document = doc->second;
    common.clause = text_property(c, d, keyword::clause);
    if (common.clause.empty()) common.clause = first_word(c, &d.head());
    common.level = document.level;
    common.confidence = confidence_of(c, d, doc->second);
    common.effective = t.effective;
    common.conditions = conjuncts(t.where);
    common.note = text_property(c, d, keyword::note);
    if (auto const* i = d.property(keyword::quantity); i && !i->segments.front().arguments.empty())
        common.quantity = read_word(c, i->segments.front().arguments.front(), quantity_words).value_or(quantity::concentration);
    if (auto const* i = d.property(keyword::status); i && !i->segments.front().arguments.empty())
        common.status = read_word(c, i->segments.front().arguments.front(), status_words).value_or(status::in_force);
    for (auto const* i : d.properties(keyword::judge))
        for (auto const& a : i->segments.front().arguments)
            if (auto const s = find_statistic(c, a)) common.statistics.push_back(*s);
    if (common.statistics.empty()) c.error("M002", d.head().where, {"judge", "limits"});
    common.violation_types = words_of(c, d, keyword::violation);
    if (auto const* i = d.property(keyword::factor))
        reader.factor_of_table = find_factor(c, first_word(c, &i->segments.front()), i->where, reader.medium);
    if (auto const* i = d.property(keyword::correct)) {
        auto const name = first_word(c, &i->segments.front());
        if (auto const f = c.formulas.find(name); f != c.formulas.end())
            reader.correction = f->second;
        else
            c.error("M018", i->where, {name});
    }
    read_curve(c, d, reader);
    reader.columns = read_columns(c, d, reader.scope, reader.curve_of_table);
    for (auto const* h : d.headers())
        if (h->key == keyword::rows && h->subject) reader.rows_by = h;
    if (reader.columns.empty()) return c.error("M020", d.head().where, {"limits"});
    for (auto const* row : d.rows())
        if (row->is_reference) reader.reference = row;
    for (auto const* row : d.rows())
        if (!row->is_reference) reader.read(*row);
    reader.finish_curves();
}

void read_grades(context& c, syntax::item const& item) {
    declaration const d(c, item, "grades",
                        {keyword::clause, keyword::scope, keyword::where, keyword::worst, keyword::target, keyword::otherwise,
                         keyword::effective, keyword::confidence, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto g = begin_provision<grade_table>(c, d, item, *doc);
    g.scope = scope_of(c, d);
    g.otherwise = text_property(c, d, keyword::otherwise);
    g.worst = d.property(keyword::worst) != nullptr;
    auto const scope = record_scope(g.scope);
    g.where = where_of(c, d, scope);
    if (auto const* i = d.property(keyword::target))
        g.target = find_field(c, scope, first_word(c, &i->segments.front()), i->where);
    for (auto const* h : d.headers())
        if (h->key == keyword::by && h->subject) {
            g.class_name = word_of(c, *h->subject);
            for (auto const& cell : h->cells) g.classes.push_back(word_of(c, cell));
        }
    if (g.classes.empty()) return c.error("M020", d.head().where, {"grades"});
    for (auto const* row : d.rows()) {
        if (row->cells.size() != g.classes.size()) {
            c.error("M014", row->where, {std::to_string(row->cells.size()), std::to_string(g.classes.size())});
            continue;
        }
        auto const of = field_of_row(c, scope, *row);
        if (!of) continue;
        grade_row r;
        r.printed_name = row->label;
        r.field = of->first;
        r.unit = of->second;
        row_condition(c, scope, *row, r.when);
        r.clause = first_word(c, row->find(keyword::clause));
        r.where = row->where;
        for (auto const& cell : row->cells) {
            auto const b = read_cell(c, row->op, cell);
            if (b.not_detected || b.prohibited)
                c.error("M023", cell.where, {std::string(c.files.text(cell.where))}); // no class in that
            r.min.push_back(b.min);
            r.max.push_back(b.max);
        }
        g.rows.push_back(std::move(r));
    }
    if (c.declare("table", g.id, item.where)) c.rules.grades.push_back(std::move(g));
}

void read_displacement(context& c, syntax::item const& item) {
    declaration const d(
        c, item, "displacement",
        {keyword::clause, keyword::displaces, keyword::where, keyword::effective, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    displacement x;
    x.document = *doc;
    x.id = table_id_of(c, item, *doc);
    x.clause = text_property(c, d, keyword::clause);
    x.where = where_of(c, d, measurement_scope());
    x.effective = span_within(c, d, *doc);
    x.where_declared = item.where;
    for (auto const* i : d.properties(keyword::displaces))
        read_named_tables(c, *i, keyword::displaces, *doc, x.tables, x.documents);
    c.rules.displacements.push_back(std::move(x));
}

} // namespace huanchi::model
