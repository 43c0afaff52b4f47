// All judgements on the outlets of a case, by the slow way; and the plan's executor brought into the same form.
#pragma once

#include "limits.hpp"

#include "eval/run.hpp"

namespace huanchi::property {

struct ruling {
    std::string key; // outlet, factor, quantity, statistic, state, source, period, sample
    std::string verdict, limit, measured, reason;
    bool marginal = false;
    std::string standing;
    std::vector<std::string> also, missing; // limits broken too, tightest first; names of fields
    std::string construct;                  // what it went through, for the tally
    friend bool operator==(ruling const& a, ruling const& b) {
        return a.key == b.key && a.verdict == b.verdict && a.limit == b.limit && a.measured == b.measured &&
               a.reason == b.reason && a.marginal == b.marginal && a.standing == b.standing && a.also == b.also &&
               a.missing == b.missing;
    }
    std::string text() const;
};
// In order of key, then of all the rest.
void sort(std::vector<ruling>& all);

std::vector<ruling> judge_slowly(model::rulebook const& rules, facts::facilities const& sites, std::vector<row> const& rows,
                                 case_options const& options, std::vector<facts::record> const& records);
std::vector<ruling> judged_by_plan(eval::results const& r, eval::bound const& b);

} // namespace huanchi::property
