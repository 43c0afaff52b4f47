// The limits of a platform held against those that apply: as JSON (huanchi.limits_audit/1), CSV and text.
#pragma once

#include "report/text_options.hpp"
#include "review/platform_limits.hpp"

#include <string>

namespace huanchi::report {

std::string limits_audit_json(review::limits_audit const& a, language in);
std::string limits_audit_csv(review::limits_audit const& a, language in, bool byte_order_mark);
// Equal ones are counted only, unless all are wanted.
std::string limits_audit_text(review::limits_audit const& a, bool all, text_options const& options);

// Whose number the platform has: 这是 GB … 的数值，已经失效; "" where that is not known.
std::string origin_text(review::audited_limit const& a, language in);

} // namespace huanchi::report
