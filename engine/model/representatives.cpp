// Values between which a set of conditions can tell: for a choice all its words, for an ordered field the constants it is
// compared with and a point of every open interval between them.
#include "model/rulebook.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace huanchi::model {

namespace {

struct cut {
    value at;
    std::string text;
};

struct collected {
    std::vector<cut> cuts;             // numbers, dates, clocks
    std::vector<std::string> words;    // texts compared with
    std::vector<std::string> prefixes; // tree codes
    bool comparable = true;            // false: compared with something that is no constant
};

struct collector {
    bool known_is_settled = false;
    std::map<field_ref, collected> by_field = {};
    std::vector<field_ref> order = {};

    collected& at(field_ref f) {
        if (!by_field.contains(f)) order.push_back(f);
        return by_field[f];
    }
    static field_ref const* field_in(expression const& e) {
        auto const* f = std::get_if<field_use>(&e.node);
        return f ? &f->field : nullptr;
    }
    static literal const* literal_in(expression const& e) { return std::get_if<literal>(&e.node); }

    void against(expression const& subject, expression const& other) {
        auto const* f = field_in(subject);
        if (!f) return walk(subject);
        auto const* l = literal_in(other);
        if (!l) {
            at(*f).comparable = false;
            for (auto const g : fields_of(other)) at(g).comparable = false;
            return;
        }
        if (auto const* word = std::get_if<std::string>(&l->value))
            at(*f).words.push_back(*word);
        else
            at(*f).cuts.push_back({l->value, l->text});
    }

    void walk(expression const& e) {
        std::visit([&](auto const& n) { node(n, e); }, e.node);
    }
    void node(literal const&, expression const&) {}
    void node(field_use const& f, expression const&) { at(f.field); }
    void node(measured_value const&, expression const&) {}
    void node(reference_use const&, expression const&) {}
    void node(clock_use const&, expression const&) {}
    void node(as_of_use const&, expression const&) {}
    void node(related_use const&, expression const&) {}
    void node(is_known const& k, expression const&) {
        if (!known_is_settled) at(k.field).comparable = false;
    }
    void node(operation_use const& o, expression const&) {
        switch (o.op) {
        case operation::eq:
        case operation::ne:
        case operation::lt:
        case operation::le:
        case operation::gt:
        case operation::ge:
            if (field_in(*o.operands[0]))
                against(*o.operands[0], *o.operands[1]);
            else
                against(*o.operands[1], *o.operands[0]);
            return;
        case operation::add:
        case operation::subtract:
        case operation::multiply:
        case operation::divide:
        case operation::negate:
        case operation::month_start:
        case operation::quarter_start:
        case operation::year_start:
        case operation::add_workdays:
        case operation::subtract_workdays:
            for (auto const& x : o.operands)
                for (auto const f : fields_of(*x)) at(f).comparable = false;
            return;
        default:
            for (auto const& x : o.operands) walk(*x);
        }
    }
    void node(in_range const& r, expression const&) {
        against(*r.subject, *r.low);
        against(*r.subject, *r.high);
    }
    void node(one_of_list const& l, expression const&) {
        for (auto const& c : l.choices) against(*l.subject, *c);
    }
    void node(within_code const& w, expression const&) {
        if (auto const* f = field_in(*w.subject)) at(*f).prefixes.push_back(w.prefix);
    }
};

value between(value const& a, value const& b) {
    if (auto const* x = std::get_if<base::rational>(&a)) return (*x + std::get<base::rational>(b)) / base::rational(2);
    if (auto const* x = std::get_if<base::date>(&a)) {
        auto const& y = std::get<base::date>(b);
        return y - *x < 2 ? value() : value(*x + 1); // no day lies between neighbours
    }
    if (auto const* x = std::get_if<clock_time>(&a)) {
        auto const& y = std::get<clock_time>(b);
        return y.minutes - x->minutes < 2 ? value() : value(clock_time{x->minutes + 1});
    }
    return {};
}
value beside(value const& a, int side) {
    if (auto const* x = std::get_if<base::rational>(&a)) return *x + base::rational(side);
    if (auto const* x = std::get_if<base::date>(&a)) return *x + side;
    if (auto const* x = std::get_if<clock_time>(&a)) return clock_time{x->minutes + side};
    return {};
}

void add_ordered(choice_of_values& out, collected c, std::string const& name) {
    std::sort(c.cuts.begin(), c.cuts.end(), [](cut const& a, cut const& b) { return a.at < b.at; });
    c.cuts.erase(std::unique(c.cuts.begin(), c.cuts.end(), [](cut const& a, cut const& b) { return a.at == b.at; }),
                 c.cuts.end());
    auto add = [&](value v, std::string band) {
        if (!known(v)) return;
        out.values.push_back(std::move(v));
        out.bands.push_back(std::move(band));
    };
    add(beside(c.cuts.front().at, -1), name + " < " + c.cuts.front().text);
    for (std::size_t i = 0; i < c.cuts.size(); ++i) {
        add(c.cuts[i].at, name + " = " + c.cuts[i].text);
        if (i + 1 < c.cuts.size())
            add(between(c.cuts[i].at, c.cuts[i + 1].at), c.cuts[i].text + " < " + name + " < " + c.cuts[i + 1].text);
    }
    add(beside(c.cuts.back().at, 1), name + " > " + c.cuts.back().text);
}

std::string const unnamed_word = "\x01";

void add_words(choice_of_values& out, collected const& c, field const& f) {
    auto add = [&](std::vector<std::string> words, std::string const& unnamed, std::string_view relation) {
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        for (auto const& w : words) {
            out.values.emplace_back(w + unnamed);
            out.bands.push_back(f.json + std::string(relation) + w);
        }
    };
    if (!f.choices.empty()) {
        for (auto const& w : f.choices) {
            out.values.emplace_back(w);
            out.bands.push_back(f.json + " = " + w);
        }
        return;
    }
    // An open field may hold a word that no condition names, and a code below a prefix may be none of those named.
    add(c.words, "", " = ");
    add(c.prefixes, unnamed_word, " within ");
    out.values.emplace_back(unnamed_word);
    out.bands.push_back(f.json + " other");
}

} // namespace

namespace {

bool is_ordered(value const& v) {
    return std::holds_alternative<base::rational>(v) || std::holds_alternative<base::date>(v) ||
           std::holds_alternative<clock_time>(v);
}

// A band of an ordered field as add_ordered() prints it, taken apart: `v < name < w`, `name < w`, `name = v`, `name > v`.
struct ends {
    std::string name, low, high; // ">= v", "> v" and "<= w", "< w"; "" where it is open
};
ends ends_of(std::string const& band) {
    auto const first = band.find(" < "), second = first == std::string::npos ? first : band.find(" < ", first + 3);
    if (second != std::string::npos)
        return {band.substr(first + 3, second - first - 3), "> " + band.substr(0, first), "< " + band.substr(second + 3)};
    if (first != std::string::npos) return {band.substr(0, first), "", "< " + band.substr(first + 3)};
    if (auto const at = band.find(" > "); at != std::string::npos) return {band.substr(0, at), "> " + band.substr(at + 3), ""};
    auto const at = band.find(" = ");
    return {band.substr(0, at), ">= " + band.substr(at + 3), "<= " + band.substr(at + 3)};
}

} // namespace

std::string bands_text(choice_of_values const& c, std::vector<char> const& chosen) {
    std::string out;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!chosen[i]) continue;
        std::size_t last = i;
        while (is_ordered(c.values[i]) && last + 1 < chosen.size() && chosen[last + 1]) ++last;
        auto band = c.bands[i];
        if (last > i) {
            auto const from = ends_of(c.bands[i]), to = ends_of(c.bands[last]);
            band = from.low.empty() ? "" : from.name + " " + from.low;
            if (!to.high.empty()) band += (band.empty() ? "" : " and ") + from.name + " " + to.high;
            if (band.empty()) band = from.name + " known"; // any value whatever
        }
        out += (out.empty() ? "" : " or ") + band;
        i = last;
    }
    return out;
}

std::vector<choice_of_values> representatives(std::vector<expression_ptr> const& conditions, rulebook const& rules,
                                              bool known_is_settled) {
    collector all{known_is_settled};
    for (auto const& c : conditions)
        if (c) all.walk(*c);
    std::vector<choice_of_values> result;
    for (auto const f : all.order) {
        auto const& c = all.by_field[f];
        if (!c.comparable) continue;
        choice_of_values choice{f, {}, {}};
        auto const& declared = rules.at(f);
        if (declared.type == field_type::yes_no) {
            choice.values = {true, false};
            choice.bands = {declared.json + " = yes", declared.json + " = no"};
        } else if (!c.cuts.empty()) {
            add_ordered(choice, c, declared.json);
        } else {
            add_words(choice, c, declared);
        }
        result.push_back(std::move(choice));
    }
    return result;
}

namespace {

// The comparisons of a condition without what joins them; fields of which it matters whether they are known.
struct leaves {
    std::vector<expression_ptr> compared = {};
    std::set<field_ref> may_be_unknown = {};

    void take(expression_ptr const& e) {
        if (!e) return;
        if (auto const* k = std::get_if<is_known>(&e->node)) {
            may_be_unknown.insert(k->field);
            return;
        }
        auto const* o = std::get_if<operation_use>(&e->node);
        bool const joins = o && (o->op == operation::and_ || o->op == operation::or_ || o->op == operation::not_);
        if (!joins) return compared.push_back(e);
        for (auto const& x : o->operands) take(x);
    }
};

leaves leaves_of(std::vector<expression_ptr> const& conditions) {
    leaves all;
    for (auto const& c : conditions) all.take(c);
    return all;
}

// Some value of a field of which it is asked only whether it is known.
value some_value(field const& f) {
    switch (f.type) {
    case field_type::date: return *base::date::from_ymd(2020, 1, 1);
    case field_type::yes_no: return true;
    case field_type::number:
    case field_type::quantity: return base::rational(1);
    case field_type::choice: return f.choices.front();
    default: return std::string("\x01");
    }
}

} // namespace

std::vector<choice_of_values> told_apart(std::vector<expression_ptr> const& conditions, rulebook const& rules) {
    auto const all = leaves_of(conditions);
    auto choices = representatives(all.compared, rules);
    for (auto const f : all.may_be_unknown)
        if (std::none_of(choices.begin(), choices.end(), [&](auto const& c) { return c.field == f; }))
            choices.push_back({f, {some_value(rules.at(f))}, {rules.at(f).json + " known"}});
    std::stable_sort(choices.begin(), choices.end(), [&](auto const& x, auto const& y) {
        return all.may_be_unknown.contains(x.field) < all.may_be_unknown.contains(y.field);
    });
    for (auto& c : choices) {
        if (!all.may_be_unknown.contains(c.field)) continue;
        c.values.insert(c.values.begin(), value());
        c.bands.insert(c.bands.begin(), rules.at(c.field).json + " unknown");
    }
    return choices;
}

} // namespace huanchi::model
