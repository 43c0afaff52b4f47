// A platform's list of exceedances held against ours: as JSON (huanchi.reconcile/1), CSV and text.
#pragma once

#include "report/text_options.hpp"
#include "review/reconcile.hpp"

#include <string>

namespace huanchi::report {

std::string reconcile_json(review::reconciliation const& r, language in);
std::string reconcile_csv(review::reconciliation const& r, language in, bool byte_order_mark);
std::string reconcile_text(review::reconciliation const& r, text_options const& options);

} // namespace huanchi::report
