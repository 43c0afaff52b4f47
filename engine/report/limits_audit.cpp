#include "report/limits_audit.hpp"

#include "report/csv.hpp"
#include "report/layout.hpp"
#include "report/limits_parts.hpp"

namespace huanchi::report {

namespace {

using review::audit_result;
using review::number_from;

std::string result_words(audit_result r, language in) {
    switch (r) {
    case audit_result::equal: return say(in, "一致", "equal");
    case audit_result::looser: return say(in, "偏宽", "looser");
    case audit_result::tighter: return say(in, "偏严", "tighter");
    case audit_result::differs: return say(in, "不同", "differs");
    case audit_result::wrong_statistic: return say(in, "统计值不对", "wrong statistic");
    case audit_result::wrong_reference: return say(in, "基准状态不对", "wrong reference state");
    case audit_result::no_limit: return say(in, "没有限值", "no limit applies");
    case audit_result::missing: return say(in, "平台没有", "missing");
    case audit_result::depends: return say(in, "分情形", "depends");
    case audit_result::undetermined: return say(in, "无法判定", "undetermined");
    case audit_result::unreadable: return say(in, "读不懂", "unreadable");
    }
    return "";
}

ink colour_of(audit_result r) {
    bool const lets_pass = r == audit_result::looser || r == audit_result::missing;
    return r == audit_result::equal ? ink::plain : lets_pass ? ink::red : ink::yellow;
}

std::string limit_text(review::limit_row const& r, language in) {
    auto const bound = bound_text(r.limit, r.min_strict, r.max_strict, in);
    return r.limit.unit.empty() ? bound : bound + " " + r.limit.unit;
}

std::string configured_text(review::configured_limit const& c) {
    if (c.min.empty() && c.max.empty()) return "";
    auto out = c.min.empty() ? c.max : c.max.empty() ? "≥ " + c.min : c.min + "–" + c.max;
    if (!c.unit.empty()) out += " " + c.unit;
    if (!c.oxygen.empty()) out += " (O₂ " + c.oxygen + " %)";
    return out;
}

std::string ours_text(review::audited_limit const& a, language in) {
    std::string out;
    for (auto const& r : a.ours) {
        if (!out.empty()) out += say(in, "；", "; ");
        if (a.result == audit_result::wrong_statistic) out += statistic_text(r, in) + " ";
        out += limit_text(r, in) + say(in, "（", " (") + provision_phrase(r.provision) + say(in, "）", ")");
        if (auto const depends = depends_text(r, in); !depends.empty()) out += say(in, "，", ", ") + depends;
    }
    return out;
}

// What is missing, whose number the platform has, or what is wrong with the line.
std::string why_text(review::audited_limit const& a, language in) {
    if (!a.text.empty()) return a.text;
    std::string out;
    if (!a.unknown.empty())
        out = say(in, "取决于缺少的 ", "depends on what is missing: ") + joined(a.unknown, say(in, "、", ", "));
    if (a.origin) out += (out.empty() ? "" : say(in, "；", "; ")) + origin_text(a, in);
    return out;
}

json configured_json(review::audited_limit const& a) {
    if (a.result == audit_result::missing) return {};
    auto const& c = a.configured;
    return {{"min", or_null(c.min)},
            {"max", or_null(c.max)},
            {"unit", or_null(c.unit)},
            {"reference_oxygen", or_null(c.oxygen)},
            {"standard", or_null(c.standard)}};
}

json origin_json(review::audited_limit const& a) {
    if (!a.origin) return {};
    return {{"kind", review::text(a.from)},
            {"provision", to_json(a.origin->provision)},
            {"displaced", or_null(a.origin->displaced)},
            {"failed", or_null(a.origin->failed)}};
}

} // namespace

std::string origin_text(review::audited_limit const& a, language in) {
    if (!a.origin) return "";
    auto const whose =
        say(in, "这是 ", "this is the number of ") + provision_phrase(a.origin->provision) + say(in, " 的数值", "");
    switch (a.from) {
    case number_from::displaced: return whose + say(in, "，它让位于 ", ", displaced by ") + a.origin->displaced.value_or("");
    case number_from::lapsed: return whose + say(in, "，已经失效", ", no longer in force");
    case number_from::not_yet: return whose + say(in, "，还没有施行", ", not yet in force");
    case number_from::other_case: return whose + say(in, "，不满足 ", ", which asks for ") + a.origin->failed.value_or("");
    case number_from::not_tightest: return whose + say(in, "，适用而不是最严的", ", which applies but is not the tightest");
    case number_from::nowhere: break;
    }
    return "";
}

std::string limits_audit_json(review::limits_audit const& a, language in) {
    json_document doc;
    doc.member("schema", "huanchi.limits_audit/1");
    doc.member("at", a.at.text());
    json counts;
    for (std::size_t i = 0; i < review::audit_results; ++i)
        counts[std::string(review::text(static_cast<audit_result>(i)))] = a.counts[i];
    doc.member("summary", counts);
    doc.open_list("rows");
    for (auto const& r : a.rows) {
        auto const& c = r.configured;
        json limits = json::array();
        for (auto const& l : r.ours) limits.push_back(row_json(l));
        doc.item({{"line", c.line == 0 ? json() : json(c.line)},
                  {"enterprise_id", c.enterprise_id},
                  {"outlet_id", c.outlet_id},
                  {"factor", c.factor},
                  {"factor_name", or_null(r.factor_name)},
                  {"statistic", c.statistic},
                  {"configured", configured_json(r)},
                  {"result", review::text(r.result)},
                  {"limits", limits},
                  {"unknown", r.unknown},
                  {"number_from", origin_json(r)},
                  {"text", or_null(why_text(r, in))}});
    }
    doc.close_list();
    return std::move(doc).finish();
}

std::string limits_audit_csv(review::limits_audit const& a, language in, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line(
        {"line", "enterprise_id", "outlet_id", "factor", "factor_name", "statistic", "configured", "result", "limits", "text"});
    for (auto const& r : a.rows)
        csv.line({r.configured.line == 0 ? "" : std::to_string(r.configured.line), r.configured.enterprise_id,
                  r.configured.outlet_id, r.configured.factor, r.factor_name, r.configured.statistic,
                  configured_text(r.configured), std::string(review::text(r.result)), ours_text(r, in), why_text(r, in)});
    return std::move(csv).finish();
}

std::string limits_audit_text(review::limits_audit const& a, bool all, text_options const& o) {
    auto const in = o.language;
    std::string out =
        laid_out({0, say(in, "平台限值核对，", "limits of the platform, ") + a.at.text(), ink::bold, ""}, o.width, o.colour);
    std::string shown;
    for (auto const& r : a.rows) {
        if (r.result == audit_result::equal && !all) continue;
        auto const& c = r.configured;
        if (auto const outlet = c.enterprise_id + "/" + c.outlet_id; outlet != shown) {
            out += laid_out({0, outlet, ink::bold, ""}, o.width, o.colour);
            shown = outlet;
        }
        auto what = (r.factor_name.empty() ? c.factor : r.factor_name) + " " +
                    (in == language::zh && !r.statistic_name.empty() ? r.statistic_name : c.statistic);
        if (auto const has = configured_text(c); !has.empty()) what += say(in, "，平台 ", ", platform ") + has;
        if (auto const ours = ours_text(r, in); !ours.empty()) what += say(in, "，应为 ", ", right is ") + ours;
        if (auto const why = why_text(r, in); !why.empty()) what += say(in, "。", ". ") + why;
        if (c.line != 0) what += say(in, "（第", " (line ") + std::to_string(c.line) + say(in, "行）", ")");
        out += laid_out({2, result_words(r.result, in), colour_of(r.result), what}, o.width, o.colour);
    }
    std::string counts;
    for (std::size_t i = 0; i < review::audit_results; ++i)
        if (a.counts[i] > 0)
            counts += (counts.empty() ? "" : say(in, "，", ", ")) + result_words(static_cast<audit_result>(i), in) + " " +
                      std::to_string(a.counts[i]);
    return out + laid_out({0, say(in, "合计", "in all"), ink::bold, counts}, o.width, o.colour);
}

} // namespace huanchi::report
