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

} // namespace huanchi::report
