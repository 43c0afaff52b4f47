#include "findings/lighter_law.hpp"

#include "base/decimal.hpp"
#include "base/rational.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace huanchi::findings {

namespace {

using model::consequence;
using model::fine_range;

model::surroundings only_medium(model::rulebook const& rules, std::string const& medium) {
    model::surroundings s;
    s.field = [&rules, medium](model::field_ref f) -> model::value {
        if (f.record == model::outlet_record && rules.at(f).json == "medium" && !medium.empty()) return medium;
        return {};
    };
    return s;
}

// Of several parts of one law: lighter only if none is heavier.
weight together(weight a, weight b) {
    if (a == weight::unclear || b == weight::unclear) return weight::unclear;
    if (a == weight::equal) return b;
    if (b == weight::equal || a == b) return a;
    return weight::unclear;
}

weight by_number(base::rational const& then, base::rational const& now) {
    return now < then ? weight::lighter : then < now ? weight::heavier : weight::equal;
}

std::optional<base::rational> number(std::string const& written) {
    if (written.empty()) return base::rational(0);
    auto const d = base::decimal::parse(written);
    return d ? std::optional(base::rational(*d)) : std::nullopt;
}

weight by_text(std::string const& then, std::string const& now) {
    auto const a = number(then), b = number(now);
    return a && b ? by_number(*a, *b) : weight::unclear;
}

// A range of money and a multiple of something have no common measure, nor have multiples of two things.
bool comparable(fine_range const* then, fine_range const* now) {
    return !then || !now || (then->of == now->of && then->unit == now->unit && then->at_least_unit == now->at_least_unit);
}

// Range against range: lighter where no bound is higher. Unclear too where one bound is lower and another higher.
weight compare(fine_range const* then, fine_range const* now) {
    if (!then || !now) return then ? weight::lighter : now ? weight::heavier : weight::equal;
    if (!comparable(then, now)) return weight::unclear;
    auto all = together(by_text(then->min, now->min), by_text(then->max, now->max));
    all = together(all, by_text(then->at_least, now->at_least));
    return together(all, then->may == now->may ? weight::equal : now->may ? weight::lighter : weight::heavier);
}

// The fine that a law has for a case: its own, else that of the ordinary case, which then covers it too.
fine_range const* fine_for(consequence const& c, fine_range const& of) {
    fine_range const* ordinary = nullptr;
    for (auto const& f : c.fines) {
        if (f.scope != of.scope) continue;
        if (f.in_case == of.in_case) return &f;
        if (f.in_case.empty()) ordinary = &f;
    }
    return ordinary;
}

std::string about(fine_range const& f) {
    return f.scope + (f.scope.empty() || f.in_case.empty() ? "" : "，") + f.in_case;
}

struct comparer {
    consequence const& then;
    consequence const& now;
    std::vector<compared_part> parts = {};
    bool common_measure = true;

    void fine(fine_range const& like) {
        auto const *a = fine_for(then, like), *b = fine_for(now, like);
        common_measure = common_measure && comparable(a, b);
        parts.push_back({compared_part::kind::fine, about(like), a ? text(*a) : "", b ? text(*b) : "", compare(a, b)});
    }
    void fines() {
        for (auto const& f : then.fines) fine(f);
        for (auto const& f : now.fines)
            if (std::none_of(then.fines.begin(), then.fines.end(),
                             [&](fine_range const& x) { return x.scope == f.scope && x.in_case == f.in_case; }))
                fine(f);
    }

    static model::measure const* find(consequence const& c, std::string const& words) {
        auto const at = std::find_if(c.measures.begin(), c.measures.end(), [&](auto const& m) { return m.text == words; });
        return at == c.measures.end() ? nullptr : &*at;
    }
    void measure(model::measure const* a, model::measure const* b) {
        auto const result = !a                 ? weight::heavier
                            : !b               ? weight::lighter
                            : a->may == b->may ? weight::equal
                            : b->may           ? weight::lighter
                                               : weight::heavier;
        parts.push_back({compared_part::kind::measure, (a ? a : b)->text, a ? text(*a) : "", b ? text(*b) : "", result});
    }
    void measures() {
        for (auto const& m : then.measures) measure(&m, find(now, m.text));
        for (auto const& m : now.measures)
            if (!find(then, m.text)) measure(nullptr, &m);
    }

    law_reason outcome() const {
        auto const any = [&](weight w) {
            return std::any_of(parts.begin(), parts.end(), [&](auto const& p) { return p.result == w; });
        };
        if (any(weight::unclear)) return common_measure ? law_reason::mixed : law_reason::not_comparable;
        if (any(weight::lighter)) return any(weight::heavier) ? law_reason::mixed : law_reason::lighter;
        return any(weight::heavier) ? law_reason::heavier : law_reason::equal;
    }
};

weight weight_of(law_reason r) {
    switch (r) {
    case law_reason::equal: return weight::equal;
    case law_reason::lighter: return weight::lighter;
    case law_reason::heavier: return weight::heavier;
    default: return weight::unclear;
    }
}

// Each law of the one side against each of the other; they decide only if all agree.
void compare_sides(law_comparison& c) {
    std::optional<law_reason> common;
    for (auto const& a : c.at_act)
        for (auto const& b : c.at_decision) {
            comparer one{*a.what, *b.what};
            one.fines();
            one.measures();
            auto const r = one.outcome();
            c.reason = !common || *common == r ? r : law_reason::several;
            if (!common) common = r, c.parts = std::move(one.parts);
            if (c.reason == law_reason::several) return c.parts.clear();
        }
    c.result = weight_of(c.reason);
}

bool holds(possible_consequence const& c) {
    return c.certain && c.what->confidence != model::confidence::low;
}

void decide(law_comparison& c, bool continuing, bool has_clause) {
    using choice = law_comparison::choice;
    if (c.at_act.empty()) return void(c.reason = law_reason::unknown_then);
    if (c.at_decision.empty()) return void(c.reason = law_reason::unknown_now);
    if (continuing) return void(c.reason = law_reason::continuing);
    compare_sides(c);
    if (c.result == weight::unclear) return;
    bool const sure =
        std::all_of(c.at_act.begin(), c.at_act.end(), holds) && std::all_of(c.at_decision.begin(), c.at_decision.end(), holds);
    if (!sure) return void(c.reason = law_reason::uncertain);
    if (!has_clause) return void(c.reason = law_reason::no_clause);
    c.applies = c.result == weight::lighter ? choice::decision : choice::act;
}

std::vector<possible_consequence> on(std::vector<possible_consequence> const& all, base::date day) {
    std::vector<possible_consequence> some;
    for (auto const& c : all)
        if (c.what->effective.contains(day)) some.push_back(c);
    return some;
}

} // namespace

std::string_view text(weight w) {
    switch (w) {
    case weight::lighter: return "lighter";
    case weight::equal: return "equal";
    case weight::heavier: return "heavier";
    case weight::unclear: break;
    }
    return "unclear";
}

std::string_view text(law_reason r) {
    static constexpr std::string_view words[] = {"equal",          "lighter",   "heavier",      "mixed",
                                                 "not_comparable", "several",   "unknown_then", "unknown_now",
                                                 "continuing",     "uncertain", "no_clause"};
    return words[static_cast<std::size_t>(r)];
}

std::vector<possible_consequence> consequences_of(model::rulebook const& rules, std::string const& type,
                                                  std::string const& medium) {
    std::vector<possible_consequence> all;
    auto const about = only_medium(rules, medium);
    for (auto const& c : rules.consequences) {
        if (c.violation_type != type) continue;
        auto const applies = c.where ? model::evaluate(*c.where, about) : model::value(true);
        bool const certain = model::known(applies);
        if (!certain || std::get<bool>(applies)) all.push_back({&c, certain});
    }
    return all;
}

std::optional<law_transition> compare_laws(model::rulebook const& rules, std::vector<std::string> const& types,
                                           std::string const& medium, base::date first, base::date last, base::date decided) {
    if (decided < last) return std::nullopt;
    law_transition t{decided, first, last, nullptr, {}};
    for (auto const& clause : rules.transitions)
        if (clause.effective.contains(decided)) t.clause = &clause;
    for (auto const& type : types) {
        auto const all = consequences_of(rules, type, medium);
        law_comparison c;
        c.violation_type = type;
        c.at_act = on(all, first);
        c.at_decision = on(all, decided);
        auto const at_end = on(all, last);
        bool const continuing = at_end != c.at_act;
        if (!continuing && c.at_act == c.at_decision) continue;
        for (auto const& x : at_end)
            if (std::find(c.at_act.begin(), c.at_act.end(), x) == c.at_act.end()) c.at_act.push_back(x);
        decide(c, continuing, t.clause != nullptr);
        t.comparisons.push_back(std::move(c));
    }
    if (t.comparisons.empty()) return std::nullopt;
    return t;
}

} // namespace huanchi::findings
