// Names, units and types of conditions and formulas.
#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using base::operator*;

using syntax::binary_op;

name_scope measurement_scope() {
    return {{measurement_record, outlet_record, facility_record}, true, nullptr};
}
name_scope subject_scope() {
    return {{outlet_record, facility_record}, false, nullptr};
}
name_scope record_scope(std::uint16_t record) {
    if (record == measurement_record) return measurement_scope();
    auto scope = name_scope{{record}, false, nullptr, true};
    if (record == outlet_record) scope.records.push_back(facility_record);
    return scope;
}

expression_ptr conjunction(expression_ptr a, expression_ptr b) {
    if (!a) return b;
    if (!b) return a;
    auto const where = a->where;
    return std::make_shared<expression>(
        expression{operation_use{operation::and_, {std::move(a), std::move(b)}}, {kind::boolean, {}}, where});
}

namespace {

std::string name_of(type const& t) {
    switch (t.kind) {
    case kind::boolean: return "是非/yes or no";
    case kind::text: return "文本/text";
    case kind::date: return "日期/date";
    case kind::clock: return "时刻/clock";
    case kind::number: break;
    }
    if (t.dimension.empty()) return "数/number";
    std::string s;
    for (auto const& [base, exponent] : t.dimension)
        s += (s.empty() ? "" : "·") + base + (exponent == 1 ? "" : "^" + std::to_string(exponent));
    return s;
}

type type_of(field const& f, base::unit_table const& units) {
    switch (f.type) {
    case field_type::date: return {kind::date, {}};
    case field_type::yes_no: return {kind::boolean, {}};
    case field_type::number:
    case field_type::quantity: return {kind::number, units[f.unit].dimension};
    default: return {kind::text, {}};
    }
}

expression_ptr make(decltype(expression::node) node, type t, source::span where) {
    return std::make_shared<expression>(expression{std::move(node), std::move(t), where});
}

constexpr named<operation> calendar_functions[] = {{"month_start", "月初", operation::month_start},
                                                   {"quarter_start", "季初", operation::quarter_start},
                                                   {"year_start", "年初", operation::year_start}};
constexpr named<over_records> record_functions[] = {{"count", "计数", over_records::count},
                                                    {"share", "比例", over_records::share},
                                                    {"sum", "合计", over_records::sum},
                                                    {"max", "最大", over_records::max},
                                                    {"min", "最小", over_records::min}};

struct checker {
    context& c;
    name_scope const& scope;

    // The field that a name means, without complaint.
    std::optional<field_ref> lookup(std::string const& name) const {
        auto const dot = name.find('.');
        if (dot != std::string::npos)
            if (auto const r = c.rules.find_record(name.substr(0, dot)))
                if (std::find(scope.records.begin(), scope.records.end(), *r) != scope.records.end())
                    if (auto const f = c.rules.find_field(*r, name.substr(dot + 1))) return field_ref{*r, *f};
        for (auto const r : scope.records)
            if (auto const f = c.rules.find_field(r, name)) return field_ref{r, *f};
        return std::nullopt;
    }

    expression_ptr unknown_name(std::string const& name, source::span where) const {
        std::vector<std::string> names;
        for (auto const r : scope.records)
            for (auto const& f : c.rules.records[r].fields) {
                names.push_back(f.name);
                names.push_back(f.json);
            }
        c.error("M004", where, {name}, nearest(name, names));
        return nullptr;
    }

    expression_ptr use(std::string const& name, source::span where) const {
        if (scope.clock && (name == "时刻" || name == "clock")) return make(clock_use{}, {kind::clock, {}}, where);
        if (scope.of_records && (name == "截至日" || name == "as_of")) return make(as_of_use{}, {kind::date, {}}, where);
        if (scope.inside) {
            if (name == "实测值" || name == "value")
                return make(measured_value{}, {kind::number, c.rules.units[scope.inside->measured_unit].dimension}, where);
            if (!scope.inside->reference_name.empty() &&
                (name == scope.inside->reference_name || name == scope.inside->reference_json))
                return make(reference_use{}, {kind::number, c.rules.units[scope.inside->reference_unit].dimension}, where);
            for (auto const& part : scope.inside->parts)
                if (part.name == name) return part.value;
        }
        if (auto const f = lookup(name)) return make(field_use{*f}, type_of(c.rules.at(*f), c.rules.units), where);
        return unknown_name(name, where);
    }

    expression_ptr operator()(syntax::expression const& e) const {
        return std::visit([&](auto const& n) { return check(n, e.where); }, e.node);
    }

    expression_ptr check(syntax::name const& n, source::span w) const { return use(n.text(), w); }
    expression_ptr check(syntax::number const& n, source::span w) const {
        auto const u = find_unit(c, n.unit, n.unit_where);
        if (!u) return nullptr;
        auto const& unit = c.rules.units[*u];
        auto const text = n.unit.empty() ? n.written : n.written + " " + unit.symbol;
        return make(literal{base::rational(n.value) * unit.factor, text}, {kind::number, unit.dimension}, w);
    }
    expression_ptr check(syntax::text_literal const& t, source::span w) const {
        return make(literal{t.value, t.value}, {kind::text, {}}, w);
    }
    expression_ptr check(syntax::date_literal const& d, source::span w) const {
        return make(literal{d.value, d.value.text()}, {kind::date, {}}, w);
    }
    expression_ptr check(syntax::clock_literal const& k, source::span w) const {
        return make(literal{clock_time{k.minutes}, std::string(c.files.text(w))}, {kind::clock, {}}, w);
    }
    expression_ptr check(syntax::constant const& k, source::span w) const {
        if (k.value == syntax::keyword::yes || k.value == syntax::keyword::no) {
            bool const yes = k.value == syntax::keyword::yes;
            return make(literal{yes, yes ? "yes" : "no"}, {kind::boolean, {}}, w);
        }
        return mismatch(w, "条件/condition");
    }
    expression_ptr check(syntax::dash const&, source::span w) const { return mismatch(w, "值/value"); }
    expression_ptr check(syntax::unary const& u, source::span w) const {
        auto const x = (*this)(*u.operand);
        if (!x) return nullptr;
        auto const want = u.op == syntax::unary_op::not_ ? kind::boolean : kind::number;
        if (x->type.kind != want) return wrong_type(*x, want == kind::boolean ? "条件/condition" : "数/number");
        return make(operation_use{want == kind::boolean ? operation::not_ : operation::negate, {x}}, x->type, w);
    }
    expression_ptr check(syntax::range const&, source::span w) const { return mismatch(w, "in"); }
    expression_ptr check(syntax::list const&, source::span w) const { return mismatch(w, "in"); }
    expression_ptr check(syntax::bounded const&, source::span w) const { return mismatch(w, "条件/condition"); }
    expression_ptr check(syntax::call const& call, source::span w) const {
        if (call.function.text() == "known" && call.arguments.size() == 1)
            if (auto const n = maybe_word(call.arguments[0])) {
                if (auto const f = lookup(*n)) return make(is_known{*f}, {kind::boolean, {}}, w);
                return unknown_name(*n, call.arguments[0].where);
            }
        for (auto const& f : calendar_functions)
            if ((call.function.text() == f.en || call.function.text() == f.zh) && call.arguments.size() == 1) {
                auto const x = (*this)(call.arguments[0]);
                if (x && x->type.kind != kind::date) return wrong_type(*x, "日期/date");
                return x ? make(operation_use{f.value, {x}}, x->type, w) : nullptr;
            }
        if (scope.of_records || scope.same_day)
            for (auto const& f : record_functions)
                if (call.function.text() == f.en || call.function.text() == f.zh) return related(f.value, call, w);
        c.error("M016", call.function_where,
                {call.function.text(), std::string("known, month_start, quarter_start, year_start") +
                                           (scope.of_records || scope.same_day ? ", count, share, sum, max, min" : "")});
        return nullptr;
    }

    // count(RECORD, COND), share(RECORD, COND, COND), sum(RECORD, FIGURE, COND): the last condition may be left out.
    expression_ptr related(over_records what, syntax::call const& call, source::span w) const {
        auto const name = call.arguments.empty() ? std::nullopt : maybe_word(call.arguments[0]);
        auto const record = name ? c.rules.find_record(*name) : std::nullopt;
        if (!record || *record <= measurement_record) {
            std::vector<std::string> names;
            for (auto const& r : c.rules.records) names.push_back(r.name);
            c.error("M019", call.arguments.empty() ? w : call.arguments[0].where, {name.value_or("")},
                    nearest(name.value_or(""), names));
            return nullptr;
        }
        std::size_t const figures = what == over_records::count ? 0 : 1;
        if (call.arguments.size() < 1 + figures || call.arguments.size() > 2 + figures)
            return mismatch(w, "RECORD, FIGURE, CONDITION");
        auto const of = record_scope(*record);
        checker const inner{c, of};
        related_use r{what, *record, nullptr, nullptr};
        if (figures) {
            r.figure = inner(call.arguments[1]);
            if (!r.figure) return nullptr;
            bool const share = what == over_records::share;
            bool const latest = what != over_records::sum && r.figure->type.kind == kind::date;
            if (share ? r.figure->type.kind != kind::boolean : r.figure->type.kind != kind::number && !latest)
                return wrong_type(*r.figure, share ? "条件/condition" : "数/number");
        }
        if (call.arguments.size() > 1 + figures) {
            r.where = inner(call.arguments[1 + figures]);
            if (!r.where) return nullptr;
            if (r.where->type.kind != kind::boolean) return wrong_type(*r.where, "条件/condition");
        }
        type t{kind::number, {}};
        if (what == over_records::sum || what == over_records::max || what == over_records::min) t = r.figure->type;
        return make(std::move(r), t, w);
    }

    expression_ptr check(syntax::binary const& b, source::span w) const {
        switch (b.op) {
        case binary_op::or_:
        case binary_op::and_: return logical(b, w);
        case binary_op::add:
        case binary_op::subtract:
        case binary_op::multiply:
        case binary_op::divide: return arithmetic(b, w);
        case binary_op::in: return membership(b, w);
        case binary_op::within: return within(b, w);
        default: return comparison(b, w);
        }
    }

    expression_ptr logical(syntax::binary const& b, source::span w) const {
        auto const l = (*this)(*b.left), r = (*this)(*b.right);
        if (!l || !r) return nullptr;
        for (auto const& x : {l, r})
            if (x->type.kind != kind::boolean) return wrong_type(*x, "条件/condition");
        return make(operation_use{b.op == binary_op::or_ ? operation::or_ : operation::and_, {l, r}}, {kind::boolean, {}}, w);
    }

    expression_ptr arithmetic(syntax::binary const& b, source::span w) const {
        auto const l = (*this)(*b.left), r = (*this)(*b.right);
        if (!l || !r) return nullptr;
        if (l->type.kind == kind::date && (b.op == binary_op::add || b.op == binary_op::subtract)) return of_dates(b, l, r, w);
        for (auto const& x : {l, r})
            if (x->type.kind != kind::number) return wrong_type(*x, "数/number");
        auto t = l->type;
        operation op = operation::add;
        if (b.op == binary_op::multiply || b.op == binary_op::divide) {
            op = b.op == binary_op::multiply ? operation::multiply : operation::divide;
            t.dimension =
                l->type.dimension * (op == operation::multiply ? r->type.dimension : base::inverse(r->type.dimension));
        } else {
            op = b.op == binary_op::add ? operation::add : operation::subtract;
            if (l->type != r->type) return wrong_dimension(*r, l->type);
        }
        return make(operation_use{op, {l, r}}, t, w);
    }

    // 期限 + 15 d and 期限 + 20 workdays are dates, 完成日期 - 期限 a time.
    expression_ptr of_dates(syntax::binary const& b, expression_ptr const& l, expression_ptr const& r, source::span w) const {
        auto const unit = c.rules.units.find("d");
        type const time{kind::number, unit ? c.rules.units[*unit].dimension : base::dimension{}};
        auto const op = b.op == binary_op::add ? operation::add : operation::subtract;
        if (op == operation::subtract && r->type.kind == kind::date) return make(operation_use{op, {l, r}}, time, w);
        auto const worked = c.rules.units.find("workdays");
        if (worked && r->type == type{kind::number, c.rules.units[*worked].dimension})
            return make(operation_use{op == operation::add ? operation::add_workdays : operation::subtract_workdays, {l, r}},
                        {kind::date, {}}, w);
        if (r->type != time) return wrong_type(*r, "天数/days");
        return make(operation_use{op, {l, r}}, {kind::date, {}}, w);
    }

    // The other side of a comparison with a field of words may be a bare word: `grade = 一级A`.
    expression_ptr word_for(expression const& subject, syntax::expression const& e) const {
        auto const* f = std::get_if<field_use>(&subject.node);
        auto const w = maybe_word(e);
        if (!f || subject.type.kind != kind::text || !w) return (*this)(e);
        auto const& declared = c.rules.at(f->field);
        if (declared.type == field_type::choice &&
            std::find(declared.choices.begin(), declared.choices.end(), *w) == declared.choices.end()) {
            std::string all;
            for (auto const& x : declared.choices) all += (all.empty() ? "" : ", ") + x;
            c.error("M008", e.where, {*w, declared.name, all}, nearest(*w, declared.choices));
            return nullptr;
        }
        return make(literal{*w, *w}, {kind::text, {}}, e.where);
    }

    expression_ptr compared(expression const& subject, syntax::expression const& e) const {
        auto const other = word_for(subject, e);
        if (!other) return nullptr;
        if (other->type.kind != subject.type.kind) return wrong_type(*other, name_of(subject.type));
        if (other->type != subject.type) return wrong_dimension(*other, subject.type);
        return other;
    }

    expression_ptr comparison(syntax::binary const& b, source::span w) const {
        auto const l = (*this)(*b.left);
        if (!l) return nullptr;
        auto const r = compared(*l, *b.right);
        if (!r) return nullptr;
        static constexpr operation ops[] = {operation::eq, operation::ne, operation::lt,
                                            operation::le, operation::gt, operation::ge};
        auto const op = ops[static_cast<int>(b.op) - static_cast<int>(binary_op::eq)];
        bool const ordered = op != operation::eq && op != operation::ne;
        if (ordered && (l->type.kind == kind::text || l->type.kind == kind::boolean))
            return wrong_type(*l, "数或日期/number or date");
        return make(operation_use{op, {l, r}}, {kind::boolean, {}}, w);
    }

    expression_ptr membership(syntax::binary const& b, source::span w) const {
        auto const l = (*this)(*b.left);
        if (!l) return nullptr;
        if (auto const* r = std::get_if<syntax::range>(&b.right->node)) {
            auto const low = compared(*l, in_unit_of(*r->high, *r->low)), high = compared(*l, *r->high);
            if (!low || !high) return nullptr;
            check_order(*low, *high, b.right->where);
            return make(in_range{l, low, high}, {kind::boolean, {}}, w);
        }
        std::vector<expression_ptr> choices;
        auto add = [&](syntax::expression const& e) {
            auto const x = compared(*l, e);
            if (x) choices.push_back(x);
            return x != nullptr;
        };
        if (auto const* list = std::get_if<syntax::list>(&b.right->node)) {
            bool all = true;
            for (auto const& e : list->elements) all = add(e) && all;
            if (!all) return nullptr;
        } else if (!add(*b.right)) {
            return nullptr;
        }
        return make(one_of_list{l, std::move(choices)}, {kind::boolean, {}}, w);
    }

    // `10..20 t/h`: the unit stands once, behind the range.
    static syntax::expression in_unit_of(syntax::expression const& high, syntax::expression low) {
        auto const* with = std::get_if<syntax::number>(&high.node);
        auto* n = std::get_if<syntax::number>(&low.node);
        if (with && n && n->unit.empty()) {
            n->unit = with->unit;
            n->unit_where = with->unit_where;
        }
        return low;
    }

    // A range whose ends are constants the wrong way round holds nothing.
    void check_order(expression const& low, expression const& high, source::span w) const {
        auto const* l = std::get_if<literal>(&low.node);
        auto const* h = std::get_if<literal>(&high.node);
        if (l && h && l->value.index() == h->value.index() && h->value < l->value)
            c.error("M027", w, {std::string(c.files.text(w))});
    }

    expression_ptr within(syntax::binary const& b, source::span w) const {
        auto const l = (*this)(*b.left);
        if (!l) return nullptr;
        if (l->type.kind != kind::text) return wrong_type(*l, "代码/code");
        auto one = [&](syntax::expression const& e) -> expression_ptr {
            auto const code = maybe_word(e);
            if (!code) return mismatch(e.where, "代码/code");
            return make(within_code{l, *code}, {kind::boolean, {}}, w);
        };
        auto const* list = std::get_if<syntax::list>(&b.right->node);
        if (!list) return one(*b.right);
        expression_ptr any;
        for (auto const& e : list->elements) {
            auto x = one(e);
            if (!x) return nullptr;
            any = any ? make(operation_use{operation::or_, {any, x}}, {kind::boolean, {}}, w) : x;
        }
        return any;
    }

    expression_ptr mismatch(source::span where, std::string expected) const {
        c.error("M007", where, {std::string(c.files.text(where)), std::move(expected)});
        return nullptr;
    }
    expression_ptr wrong_type(expression const& e, std::string expected) const {
        return mismatch(e.where, std::move(expected));
    }
    expression_ptr wrong_dimension(expression const& e, type const& expected) const {
        c.error("M006", e.where, {std::string(c.files.text(e.where)), name_of(e.type), name_of(expected)});
        return nullptr;
    }
};

} // namespace

expression_ptr check_condition(context& c, name_scope const& scope, syntax::expression const& e) {
    checker const check{c, scope};
    auto x = check(e);
    if (x && x->type.kind != kind::boolean) return check.wrong_type(*x, "条件/condition");
    return x;
}

expression_ptr check_number(context& c, name_scope const& scope, syntax::expression const& e) {
    checker const check{c, scope};
    auto x = check(e);
    if (x && x->type.kind != kind::number) return check.wrong_type(*x, "数/number");
    return x;
}

expression_ptr check_date(context& c, name_scope const& scope, syntax::expression const& e) {
    checker const check{c, scope};
    auto x = check(e);
    if (x && x->type.kind != kind::date) return check.wrong_type(*x, "日期/date");
    return x;
}

expression_ptr condition_from_cell(context& c, name_scope const& scope, syntax::expression const& subject,
                                   syntax::expression const& cell) {
    auto const shared = [](syntax::expression const& e) { return std::make_shared<syntax::expression const>(e); };
    syntax::binary whole{binary_op::eq, shared(subject), shared(cell), cell.where};
    if (auto const* b = std::get_if<syntax::bounded>(&cell.node)) {
        whole.op = b->op;
        whole.right = b->bound;
    } else if (std::holds_alternative<syntax::range>(cell.node) || std::holds_alternative<syntax::list>(cell.node)) {
        whole.op = binary_op::in;
    }
    return check_condition(c, scope, {whole, cell.where});
}

std::optional<field_ref> find_field(context& c, name_scope const& scope, std::string const& name, source::span where) {
    checker const check{c, scope};
    auto const f = check.lookup(name);
    if (!f) check.unknown_name(name, where);
    return f;
}

} // namespace huanchi::model
