// How the aspects of a declaration are put together. Internal to the folder.
#pragma once

#include "changes/meaning.hpp"

#include <initializer_list>

namespace huanchi::changes {

// For members of a declaration that are no part of what it says: names, indices and places.
template <class... T>
void not_meaning(T const&...) {}

class aspects {
public:
    explicit aspects(model::rulebook const& rules) : rules_(rules) {}

    void text(std::string name, std::string const& value) { add(std::move(name), value, value); }
    void text(std::string name, std::string_view value) { text(std::move(name), std::string(value)); }
    void yes(std::string name, bool value) { text(std::move(name), std::string(value ? "yes" : "no")); }
    void span(std::string name, base::span_of_dates const& s) { text(std::move(name), shown_span(s)); }
    void document(std::string name, std::uint16_t index) { text(std::move(name), rules_.documents[index].id); }
    void condition(std::string name, model::expression_ptr const& e) {
        add(std::move(name), e ? meaning_of({e}, rules_) : "", e ? model::text(*e, rules_) : "");
    }
    void applies(model::expression_ptr const& where, base::span_of_dates const& effective) {
        condition("where", where);
        span("effective", effective);
    }
    void conditions(std::string name, std::vector<model::expression_ptr> const& all);
    void formula(std::string name, model::expression_ptr const& e) {
        add(std::move(name), e ? meaning_of(*e, rules_) : "", e ? model::text(*e, rules_) : "");
    }
    void unit(std::string name, base::unit_id u);
    void list(std::string name, std::vector<std::string> const& values); // in this order
    void set(std::string name, std::vector<std::string> values);         // in any order
    void field(std::string name, model::field_ref f);
    void citation(std::string const& name, model::citation const& c);
    // A number with its unit, as written and in coherent units.
    void number(std::string const& name, base::decimal const& written, base::unit_id unit);
    void add(std::string name, std::string meaning, std::string shown) {
        all_.push_back({std::move(name), std::move(meaning), std::move(shown)});
    }
    std::vector<aspect> finish() && { return std::move(all_); }

private:
    model::rulebook const& rules_;
    std::vector<aspect> all_;
};

aspects aspects_of(model::quality_check const& q, model::rulebook const& rules);
aspects aspects_of(model::marking_window const& m, model::rulebook const& rules);

// As written, with what it is in coherent units.
std::string meaning_of(std::optional<model::bound> const& b, base::unit_id unit, model::rulebook const& rules);

} // namespace huanchi::changes
