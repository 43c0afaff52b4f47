// What the parts of an examination share: the application, the law bound to it, and the items found so far. Only the .cpp files
// of this folder see it.
#pragma once

#include "review/bounds.hpp"
#include "review/examine.hpp"

namespace huanchi::review {

struct examination {
    application const& a;
    plan::plan const& p;
    model::rulebook const& rules;
    review_options const& options;
    eval::bound bound; // of the application's site, by the law alone
    reviewed out = {};

    reviewed_item& add(opinion says, std::string about, std::string zh, std::string en);
    reviewed_item& add(opinion says, std::string const& outlet, limit_row const& r, std::string zh, std::string en);

    eval::requirement const& law(limit_row const& r) const { return bound.requirements[r.requirement]; }
    std::optional<base::rational> coherent(std::optional<base::decimal> const& x, base::unit_id unit) const;
    std::string requested_text(facts::permit_limit const& l) const; // 50 mg/L
};

std::string bound_text(limit_row const& r); // 50 mg/L, 6–9, 不得检出
std::string cited(findings::provision const& p);

void hold_limits(examination& e);     // those of the law against those that are asked for
void hold_totals(examination& e);     // against concentration, volume and capacity
void hold_monitoring(examination& e); // the plan against the limits
void hold_records(examination& e);    // records and projects by the requirements on them

} // namespace huanchi::review
