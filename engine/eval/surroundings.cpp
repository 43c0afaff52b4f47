#include "eval/surroundings.hpp"

#include "eval/catalogues.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

model::value const* find(datum_fields const& fields, std::uint16_t field) {
    for (auto const& [id, v] : fields)
        if (id == field) return &v;
    return nullptr;
}

namespace {

value stored(surroundings const& s, field_ref f) {
    if (f.record == measurement_record) {
        if (s.factor && s.rules->at(f).json == factor_field) return s.rules->factors[*s.factor].name;
        auto const* v = s.datum ? find(*s.datum, f.field) : nullptr;
        return v ? *v : value();
    }
    if (s.record && f.record == s.record_type) return f.field < s.record->size() ? (*s.record)[f.field] : value();
    if (s.outlet == facts::no_outlet) return {};
    auto const& outlet = s.known->outlets[s.outlet];
    if (f.record == outlet_record) return f.field < outlet.fields.size() ? outlet.fields[f.field] : value();
    auto const& site = s.known->sites[outlet.facility];
    if (f.record == facility_record) return f.field < site.fields.size() ? site.fields[f.field] : value();
    return {};
}

} // namespace

value surroundings::field(field_ref f) const {
    for (auto const& [overridden, v] : assumed)
        if (overridden == f) return v;
    if (auto v = membership(listings(*this, f)); model::known(v)) return v; // whatever the data say of it
    auto v = stored(*this, f);
    if (model::known(v)) return v;
    for (auto const& step : plan->derived_fields)
        if (step.field == f)
            for (auto const& [derived, when] : step.derivations) {
                auto const holds = run(when, *this);
                if (!model::known(holds)) return {};
                if (std::get<bool>(holds)) return derived;
            }
    return v;
}

bool surroundings::is_told(field_ref f) const {
    if (assumed.empty()) return model::known(field(f));
    if (model::known(stored(*this, f))) return true;
    auto const derived = [&](auto const& step) { return step.field == f; };
    if (!record && std::none_of(plan->derived_fields.begin(), plan->derived_fields.end(), derived)) return false;
    auto told = *this;
    told.assumed.clear();
    return model::known(told.field(f));
}

related_records::related_records(plan::plan const& p, rulebook const& rules, std::vector<facts::record> const& records)
    : plan_(p), rules_(rules) {
    for (auto const& r : records) by_site_.emplace(std::pair(r.type, r.enterprise_id), &r);
}

bool related_records::any(std::uint16_t record, std::string_view enterprise, std::string_view outlet,
                          base::period const& in) const {
    auto const [first, last] = by_site_.equal_range({record, std::string(enterprise)});
    return std::any_of(first, last, [&](auto const& at) {
        auto const& r = *at.second;
        return r.has_time && in.from <= r.time && r.time <= in.to && (r.outlet_id.empty() || r.outlet_id == outlet);
    });
}

std::vector<std::uint16_t> records_of_formulas(plan::plan const& p) {
    std::vector<std::uint16_t> types;
    auto const add = [&](plan::program_id program) {
        if (program == plan::none) return;
        for (auto const type : related_in(*p.sources[program])) types.push_back(type);
    };
    for (auto const& f : p.formulas)
        for (auto const& [value, when] : f.results) add(value), add(when);
    for (auto const& s : p.statistics)
        for (auto const& x : s.substitutes) add(x.before), add(x.when);
    return types;
}

value related_records::figure(plan::related_step const& step, surroundings const& about) const {
    value figure;
    bool any = false;
    std::int64_t count = 0, hits = 0;
    auto const [first, last] = by_site_.equal_range({step.record, std::string(about.enterprise)});
    for (auto it = first; it != last; ++it) {
        auto const& r = *it->second;
        if (!about.outlet_id.empty() && !r.outlet_id.empty() && r.outlet_id != about.outlet_id) continue;
        if (about.day && (!r.has_time || r.time.date() != *about.day)) continue;
        any = true;
        auto s = about_record(plan_, rules_, r, law_date(r, std::nullopt));
        s.as_of = about.as_of;
        auto const holds = run(step.where, s);
        if (!known(holds)) return {};
        if (!std::get<bool>(holds)) continue;
        ++count;
        if (step.what == over_records::count) continue;
        auto const v = run(step.figure, s);
        if (!known(v)) return {};
        if (step.what == over_records::share) {
            hits += std::get<bool>(v);
            continue;
        }
        if (!known(figure))
            figure = v;
        else if (step.what == over_records::sum)
            figure = apply(operation::add, figure, v);
        else if (std::get<bool>(apply(step.what == over_records::max ? operation::gt : operation::lt, v, figure)))
            figure = v;
    }
    if (about.day && !any) return {};
    if (step.what == over_records::count) return base::rational(count);
    if (step.what == over_records::share) return count ? value(base::rational(hits) / base::rational(count)) : value();
    if (!known(figure) && step.what == over_records::sum) return base::rational(0);
    return figure;
}

std::vector<field_ref> surroundings::unknown_behind(field_ref f) const {
    if (model::known(field(f))) return {};
    std::vector<field_ref> behind;
    auto const add = [&](plan::program_id id) {
        if (id == plan::none) return;
        for (auto const g : fields_of(*plan->sources[id]))
            for (auto const h : unknown_behind(g))
                if (std::find(behind.begin(), behind.end(), h) == behind.end()) behind.push_back(h);
    };
    for (auto const& step : plan->derived_fields)
        if (step.field == f)
            for (auto const& [derived, when] : step.derivations) add(when);
    for (auto const& l : listings(*this, f)) {
        auto const& step = plan->catalogues[l.catalogue];
        if (!model::known(l.applies)) add(step.where);
        bool const concerns = !model::known(l.applies) || std::get<bool>(l.applies);
        for (std::size_t i = 0; concerns && !model::known(l.listed) && i < step.entries.size(); ++i)
            if (!model::known(run(step.entries[i], *this))) add(step.entries[i]);
    }
    return behind.empty() ? std::vector{f} : behind;
}

std::optional<base::date> law_date(facts::record const& r, std::optional<base::date> at, std::optional<base::date> otherwise) {
    return at ? at : r.has_time ? std::optional(r.time.date()) : otherwise;
}

surroundings about_record(plan::plan const& p, rulebook const& rules, facts::record const& r, std::optional<base::date> law) {
    surroundings s;
    s.plan = &p;
    s.rules = &rules;
    s.record = &r.fields;
    s.record_type = r.type;
    s.enterprise = r.enterprise_id;
    s.outlet_id = r.outlet_id;
    if (law) s.law_date = *law;
    return s;
}

bool concerns(plan::program_id where, std::uint16_t scope, base::span_of_dates const& effective, surroundings const& s) {
    if (scope != s.record_type) return false;
    auto const* on = std::get_if<base::date>(&s.law_date);
    if (on && !effective.contains(*on)) return false;
    auto const applies = run(where, s);
    return !known(applies) || std::get<bool>(applies);
}

value run(plan::program_id id, surroundings const& s) {
    if (id == plan::none) return true;
    std::vector<value> stack;
    stack.reserve(8);
    auto pop = [&] {
        auto v = std::move(stack.back());
        stack.pop_back();
        return v;
    };
    using plan::opcode;
    for (auto const& i : s.plan->programs[id]) {
        switch (i.op) {
        case opcode::constant: stack.push_back(s.plan->constants[i.operand]); break;
        case opcode::field: stack.push_back(s.field(s.plan->fields[i.operand])); break;
        case opcode::measured: stack.push_back(s.measured); break;
        case opcode::reference: stack.push_back(s.reference); break;
        case opcode::clock: stack.push_back(s.clock); break;
        case opcode::as_of: stack.push_back(s.as_of); break;
        case opcode::related: stack.push_back(s.related ? s.related->figure(s.plan->related[i.operand], s) : value()); break;
        case opcode::operate: {
            auto const op = static_cast<operation>(i.operand);
            if (is_unary(op)) {
                stack.back() = apply(op, stack.back(), {});
            } else {
                auto const b = pop();
                stack.back() =
                    by_workdays(op) ? move_by_workdays(op, stack.back(), b, &s.plan->calendar) : apply(op, stack.back(), b);
            }
            break;
        }
        case opcode::in_range: {
            auto const high = pop(), low = pop();
            stack.back() = compare_in_range(stack.back(), low, high);
            break;
        }
        case opcode::any_equal: {
            value any = false;
            std::vector<value> choices;
            for (std::uint32_t n = 0; n < i.operand; ++n) choices.push_back(pop());
            for (auto const& c : choices) any = apply(operation::or_, any, apply(operation::eq, stack.back(), c));
            stack.back() = any;
            break;
        }
        case opcode::within:
            if (known(stack.back()))
                stack.back() =
                    code_within(std::get<std::string>(stack.back()), std::get<std::string>(s.plan->constants[i.operand]));
            break;
        case opcode::known: stack.push_back(s.is_told(s.plan->fields[i.operand])); break;
        }
    }
    return pop();
}

std::vector<field_ref> unknown_fields(plan::program_id program, surroundings const& s) {
    std::vector<field_ref> all;
    if (program == plan::none) return all;
    for (auto const f : fields_of(*s.plan->sources[program]))
        for (auto const g : s.unknown_behind(f))
            if (std::find(all.begin(), all.end(), g) == all.end()) all.push_back(g);
    return all;
}

value all_of(std::vector<plan::program_id> const& programs, surroundings const& s) {
    value all = true;
    for (auto const p : programs) all = apply(operation::and_, all, run(p, s));
    return all;
}

} // namespace huanchi::eval
