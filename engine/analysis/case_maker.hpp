// Makes the cases of one limit, by hand of what it says: boundary_cases.cpp those of single values, boundary_windows.cpp those
// of many. Internal to the folder.
#pragma once

#include "analysis/boundary_cases.hpp"
#include "analysis/combinations.hpp"

namespace huanchi::analysis {

struct tried_value {
    base::rational value; // in the unit of the limit
    std::string what;
};

struct case_maker {
    model::limit const& l;
    model::rulebook const& rules;
    base::date preferred;
    made_cases out = {};
    cases::assignment base_facts = {};
    base::date on = {};
    std::vector<day_record> day_records = {}; // of every case, for a formula that takes figures over them
    std::vector<day_record> growing = {};     // under these the value is `growth` times what was measured
    base::rational growth = {};

    void make();

    // A case to which the limit applies, with everything said that any limit of the factor asks.
    bool find_base();
    bool can_be_said(model::field_ref f, model::value const& v) const;
    void say_factor(cases::assignment& a) const;
    void say_curve(cases::assignment& a) const;
    void say_reference(cases::assignment& a, base::rational const& beside) const;
    void say_flow(cases::assignment& a, base::rational const& flow) const;
    std::vector<base::date> days() const;

    // The bounds of a case, and one unit in the last written place to each side; one that breaks the limit, one that meets it.
    std::vector<tried_value> values(cases::assignment const& a) const;
    std::optional<base::rational> first_that(stated is, cases::assignment const& a) const;

    model::rule_test described(cases::assignment const& a) const;
    model::given_value row(cases::assignment const& a, std::uint16_t statistic, std::string const& value,
                           base::moment from) const;
    void keep(boundary_kind kind, model::rule_test test, std::uint16_t statistic, base::date day, stated expected,
              std::string const& what, bool too_few = false);

    // One value of a statistic, delivered by a row, or accumulated where rows of another deliver what it is made of.
    void try_value(boundary_kind kind, cases::assignment a, std::uint16_t statistic, base::date day,
                   base::rational const& value, std::string const& what, base::rational const& beside_reference = {});
    void at_bounds(std::uint16_t statistic);
    void at_conditions(std::uint16_t statistic, base::rational const& broken);
    void at_dates(std::uint16_t statistic, base::rational const& broken);
    void at_correction(std::uint16_t statistic);

    // Of formulas over records of the day (boundary_records.cpp). False: no records are found under which the value stays.
    bool find_records();
    void say_records(model::rule_test& t, base::date day) const;
    void at_records(std::uint16_t statistic);

    // Of many values (boundary_windows.cpp).
    bool is_delivered(std::uint16_t statistic) const;
    model::derivation_of_statistic const* accumulation_of(std::uint16_t statistic) const;
    void accumulate(boundary_kind kind, cases::assignment a, std::uint16_t statistic, base::date day,
                    base::rational const& value, std::string const& what, bool all_values = true);
    void at_validity(std::uint16_t statistic);
    // A way to a mean that rows of another statistic deliver the values of, and that is taken where those are given.
    struct way {
        model::derivation_of_statistic const* d = nullptr;
        std::uint32_t possible = 0, need = 0; // values in a window
        base::date first;                     // of the window
    };
    std::vector<way> ways_to_mean(std::uint16_t statistic, base::date day) const;
    void add_window(boundary_kind kind, cases::assignment a, std::uint16_t statistic, way const& w, std::uint32_t count,
                    base::rational const& value, std::string const& what);
    void at_allowance(std::uint16_t statistic);
};

} // namespace huanchi::analysis
