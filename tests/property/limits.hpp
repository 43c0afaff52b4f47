// Which limits stand against a value, and what they make of it: precedence first, then all that applies must hold and the
// tightest decides; what is unknown is tried, value by value.
#pragma once

#include "values.hpp"

namespace huanchi::property {

struct demand { // of a document or a permit
    std::string id;
    std::uint16_t factor = 0;
    model::quantity quantity{};
    std::uint16_t statistic = 0;
    model::level level{};
    property::state state;
    std::optional<rational> min, max; // coherent
    bool min_strict = false, max_strict = false, not_detected = false, prohibited = false;
    std::optional<model::allowance> allowance;
    base::span_of_dates effective;
    std::vector<model::expression_ptr> conditions;
    std::optional<std::uint32_t> table; // none of a permit
};

struct case_options {
    std::optional<base::date> at;
    bool unreviewed = false;
    std::optional<base::moment> data_end;
};

// All demands that may concern an outlet, whatever the date; of one with several statistics, one for each.
std::vector<demand> demands_on(std::uint32_t outlet, model::rulebook const& rules, facts::facilities const& sites,
                               case_options const& options);

struct sentence {
    std::string verdict; // as the contract spells it
    std::string limit;   // id, "" if none
    std::string reason;
    std::set<std::string> missing = {}; // names of fields
    std::vector<std::string> also = {}; // broken too, tightest first
};

class bench {
public:
    bench(model::rulebook const& rules, case_options const& options) : rules_(rules), options_(options) {}

    // Demands in force on a date that outlet and facility do not rule out and nothing certainly displaces.
    std::vector<demand const*> standing(std::vector<demand const*> const& all, world const& subject, base::date on) const;
    truth applies(demand const& d, world const& w, base::date on) const;
    sentence judge(std::vector<demand const*> const& all, world const& w, base::date on, span_of_values const& v) const;
    // A value that cannot be judged.
    sentence unusable(std::vector<demand const*> const& all, world const& w, base::date on, std::string const& reason) const;

    enum class fit { met, open, broken };
    static fit compare(demand const& d, span_of_values const& v);

private:
    struct displacer {
        base::span_of_dates effective;
        model::expression_ptr where;
    };
    std::vector<displacer> displacers_of(demand const& d) const;
    sentence decide(std::vector<demand const*> applied, span_of_values const& v) const;
    std::set<std::string> unknown_in(std::vector<demand const*> const& open, world const& w, base::date on) const;
    sentence try_all(std::vector<demand const*> const& all, std::vector<demand const*> const& open, world w, base::date on,
                     span_of_values const& v) const;

    model::rulebook const& rules_;
    case_options const& options_;
};

bool tighter(demand const& a, demand const& b);

} // namespace huanchi::property
