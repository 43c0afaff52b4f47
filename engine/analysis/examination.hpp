// One run of the analysis: the rulebook, what the evaluator says of a case, and what has been found so far. The parts of the
// analysis (gaps, overlaps, spans) each go through the rulebook once. Internal to the folder; used by one thread.
#pragma once

#include "analysis/combinations.hpp"
#include "analysis/lint.hpp"
#include "cases/trial.hpp"

#include <map>
#include <memory>

namespace huanchi::analysis {

using conditions = std::vector<model::expression_ptr>;

struct examination {
    examination(model::rulebook const& of_rules, plan::plan const& of_plan, lint_options const& chosen)
        : rules(of_rules), plan(of_plan), options(chosen) {}

    model::rulebook const& rules;
    huanchi::plan::plan const& plan;
    lint_options options;
    lint_report out = {};

    // Whether anything is judged by the limit.
    bool takes_part(model::limit const& l) const;
    // Whether a finding about the place is wanted.
    bool is_asked(source::span const& where) const;
    // Of column and row, without those of the table.
    conditions own_conditions(model::limit const& l) const;

    // A case of the limit: a value that breaks it, on that day. Nullopt if no row delivers any of its statistics.
    std::optional<cases::trial> breaking(model::limit const& l, cases::assignment const& a, base::date on) const;
    // By the whole rulebook; or as if nothing displaced the table of the limit.
    std::optional<cases::judged_side> judge(cases::trial const& t, model::limit const& l);
    std::optional<cases::judged_side> judge_undisplaced(cases::trial const& t, model::limit const& l);

    // What displaces the limit's table: rules of which all `when` hold within the span.
    struct displacing {
        std::string by;
        base::span_of_dates effective;
        conditions when;
    };
    std::vector<displacing> displacers_of(std::uint32_t table) const;
    lint_finding& report(std::string_view code, source::span where, std::vector<std::string> parameters,
                         std::vector<std::string> provisions, std::optional<lint_witness> witness);

private:
    plan::plan const& plan_for(model::limit const& l);
    std::map<std::string, plan::plan> plans_ = {};
};

// Those that displace on that day, each as it is asked for.
std::vector<model::asked_for> displacing_on(base::date day, std::vector<examination::displacing> const& by,
                                            model::asked_for::answer wanted);

lint_witness witness_of(cases::trial const& t, cases::judged_side const& judged);

// `preferred` if it lies in the span, else the day of the span nearest to it.
base::date day_in(base::span_of_dates const& span, base::date preferred);
// Days of `whole`, one at least of every stretch into which the spans cut it; `preferred` first if it is one.
std::vector<base::date> days_between(base::span_of_dates const& whole, std::vector<base::span_of_dates> const& cuts,
                                     base::date preferred);

bool same_state(model::limit const& a, model::limit const& b); // quantity, formula, reference
bool same_bounds(model::limit const& a, model::limit const& b);
bool shares_statistic(model::limit const& a, model::limit const& b);
bool has_id(std::vector<std::string> const& ids, std::string const& id);
std::string listed(std::vector<std::string> names); // each once, `、` between

void find_gaps(examination& x);
void find_gaps_between_tables(examination& x);
void find_overlaps(examination& x);
void find_dead_rows(examination& x);
void find_spans(examination& x);
void find_law_spans(examination& x);
void find_lapsed_requirements(examination& x);

} // namespace huanchi::analysis
