#include "report/limits_parts.hpp"

#include "report/layout.hpp"
#include "report/phrases.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

void add_bounds(json& j, findings::limit_value const& l) {
    j["min"] = or_null(l.min);
    j["max"] = or_null(l.max);
    j["unit"] = l.unit;
    if (!l.reference.empty()) j["reference"] = reference_json(l.reference);
    if (l.not_detected) j["not_detected"] = true;
    if (l.prohibited) j["prohibited"] = true;
}

json row_json(review::limit_row const& r) {
    json j{{"factor", r.factor}, {"factor_name", r.factor_name}, {"quantity", r.quantity}, {"statistic", r.statistic}};
    add_bounds(j, r.limit);
    j["condition"] = or_null(r.condition);
    j["decides"] = r.decides;
    j["provision"] = to_json(r.provision);
    j["because"] = r.because;
    return j;
}

json unknown_json(review::unknown_attribute const& u) {
    return {{"attribute", u.attribute}, {"would_decide", u.would_decide}};
}

std::string reference_text(findings::limit_value const& l) {
    std::string out;
    for (auto const& [name, value] : l.reference) out += (out.empty() ? "" : ";") + name + "=" + value;
    return out;
}

std::string statistic_text(review::limit_row const& r, language in) {
    return in == language::zh && !r.statistic_name.empty() ? r.statistic_name : r.statistic;
}

std::string depends_text(review::limit_row const& r, language in) {
    auto depends = r.condition.value_or("");
    if (auto const reference = reference_text(r.limit); !reference.empty())
        depends = say(in, "基准 ", "reference ") + reference + (depends.empty() ? "" : say(in, "；", "; ")) + depends;
    return depends;
}

std::string unknown_text(review::unknown_attribute const& u, text_options const& o) {
    return laid_out({0, say(o.language, "缺少 ", "missing ") + u.attribute, ink::magenta,
                     say(o.language, "它决定是否适用：", "it decides whether these apply: ") +
                         joined(u.would_decide, say(o.language, "、", ", "))},
                    o.width, o.colour);
}

std::vector<std::string> limit_cells(review::limit_row const& r) {
    return {r.factor,
            r.factor_name,
            r.quantity,
            r.statistic,
            r.limit.min.value_or(""),
            max_cell(r.limit),
            r.limit.unit,
            reference_text(r.limit),
            r.condition.value_or(""),
            r.decides ? "true" : "false",
            r.provision.id,
            r.provision.standard,
            r.provision.clause,
            r.provision.level,
            r.provision.confidence,
            joined(r.because, ";")};
}

std::vector<std::string> const& limit_heads() {
    static std::vector<std::string> const heads = {
        "factor",    "factor_name", "quantity",     "statistic", "min",    "max",   "unit",       "reference",
        "condition", "decides",     "provision_id", "standard",  "clause", "level", "confidence", "because"};
    return heads;
}

std::vector<std::string> behind(std::vector<std::string> first, std::vector<std::string> const& rest) {
    first.insert(first.end(), rest.begin(), rest.end());
    return first;
}

std::string bound_text(findings::limit_value const& l, bool min_strict, bool max_strict, language in) {
    if (l.prohibited) return say(in, "禁止排放", "prohibited");
    if (l.not_detected) return say(in, "不得检出", "not detectable");
    if (l.min && l.max) return *l.min + "–" + *l.max;
    if (l.max) return (max_strict ? "< " : "≤ ") + *l.max;
    if (l.min) return (min_strict ? "> " : "≥ ") + *l.min;
    return "";
}

} // namespace huanchi::report
