#include "model/case_search.hpp"

#include "model/rulebook.hpp"

#include <algorithm>

namespace huanchi::model {

namespace {

void known_asked(expression const& e, std::vector<field_ref>& out) {
    if (auto const* k = std::get_if<is_known>(&e.node)) return out.push_back(k->field);
    if (auto const* o = std::get_if<operation_use>(&e.node))
        for (auto const& x : o->operands) known_asked(*x, out);
}

} // namespace

case_search::case_search(std::vector<asked_for> const& all, rulebook const& rules) {
    std::vector<expression_ptr> conditions;
    for (auto const& a : all) {
        conjunction one{a.wanted, {}};
        for (auto const& e : a.of) {
            if (!e) continue;
            auto const at = std::find(conditions.begin(), conditions.end(), e);
            one.conditions.push_back(static_cast<std::size_t>(at - conditions.begin()));
            if (at == conditions.end()) conditions.push_back(e);
        }
        wanted_.push_back(std::move(one));
    }
    auto choices = told_apart(conditions, rules);
    auto const place = [&](std::vector<choice_of_values> const& in, field_ref f) {
        return static_cast<std::size_t>(std::find_if(in.begin(), in.end(), [&](auto const& c) { return c.field == f; }) -
                                        in.begin());
    };
    for (auto const& e : conditions) {
        condition c{e.get(), {}, 0};
        for (auto const f : fields_of(*e)) {
            auto at = place(fields_, f);
            if (at == fields_.size()) {
                auto const here = place(choices, f);
                if (here == choices.size() || choices[here].values.empty()) continue;
                fields_.push_back(std::move(choices[here]));
            }
            c.fields.push_back(at);
        }
        std::vector<field_ref> known;
        known_asked(*e, known);
        for (auto const f : known)
            if (auto const at = place(fields_, f); at < fields_.size()) c.from = std::max(c.from, at + 1);
        conditions_.push_back(std::move(c));
    }
    asking_.resize(fields_.size() + 1);
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
        auto const& c = conditions_[i];
        if (c.from == 0) asking_[0].push_back(i);
        for (auto const f : c.fields)
            if (f + 1 >= c.from) asking_[f + 1].push_back(i);
    }
    said_.assign(conditions_.size(), said::open);
    chosen_.assign(fields_.size(), nullptr);
    about_.field = [this](field_ref f) {
        for (std::size_t i = 0; i < fields_.size(); ++i)
            if (fields_[i].field == f) return chosen_[i] ? *chosen_[i] : value();
        return value();
    };
}

void case_search::ask(std::size_t i) {
    auto const v = evaluate(*conditions_[i].what, about_);
    said_[i] = !known(v) ? said::open : std::get<bool>(v) ? said::yes : said::no;
}

bool case_search::possible() const {
    return std::all_of(wanted_.begin(), wanted_.end(), [&](conjunction const& w) {
        bool const to_hold = w.wanted == asked_for::answer::yes || w.wanted == asked_for::answer::not_no;
        auto const ends = to_hold ? said::no : said::yes;
        auto const is = [&](std::size_t c) { return said_[c] == ends; };
        return to_hold ? std::none_of(w.conditions.begin(), w.conditions.end(), is)
                       : !std::all_of(w.conditions.begin(), w.conditions.end(), is);
    });
}

bool case_search::fulfilled() const {
    return std::all_of(wanted_.begin(), wanted_.end(), [&](conjunction const& w) {
        auto all = said::yes;
        for (auto const c : w.conditions) {
            if (said_[c] == said::no) all = said::no;
            if (said_[c] == said::open && all == said::yes) all = said::open;
        }
        switch (w.wanted) {
        case asked_for::answer::yes: return all == said::yes;
        case asked_for::answer::not_no: return all != said::no;
        case asked_for::answer::not_yes: return all != said::yes;
        default: return all == said::no;
        }
    });
}

bool case_search::go_on(std::size_t field) {
    if (field == fields_.size()) {
        if (!fulfilled()) return true;
        case_of_values found;
        for (std::size_t i = 0; i < fields_.size(); ++i)
            if (known(*chosen_[i])) found.emplace(fields_[i].field, *chosen_[i]);
        if ((*visit_)(found)) return true;
        outcome_ = outcome::stopped;
        return false;
    }
    auto const before = said_;
    for (auto const& v : fields_[field].values) {
        if (++steps_ > most_steps) {
            outcome_ = outcome::given_up;
            return false;
        }
        chosen_[field] = &v;
        for (auto const c : asking_[field + 1]) ask(c);
        if (possible() && !go_on(field + 1)) return false;
        said_ = before;
    }
    chosen_[field] = nullptr;
    return true;
}

case_search::outcome case_search::each(std::function<bool(case_of_values const&)> const& visit) {
    visit_ = &visit;
    steps_ = 0;
    outcome_ = outcome::all_seen;
    std::fill(said_.begin(), said_.end(), said::open);
    std::fill(chosen_.begin(), chosen_.end(), nullptr);
    for (auto const c : asking_[0]) ask(c);
    if (possible()) go_on(0);
    return outcome_;
}

std::optional<bool> case_search::any() {
    switch (each([](auto const&) { return false; })) {
    case outcome::stopped: return true;
    case outcome::all_seen: return false;
    default: return std::nullopt;
    }
}

} // namespace huanchi::model
