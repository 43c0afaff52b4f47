#include "report/reconcile_document.hpp"

#include "report/csv.hpp"
#include "report/layout.hpp"
#include "report/limits_audit.hpp"
#include "report/limits_parts.hpp"

namespace huanchi::report {

namespace {

using review::difference_cause;
using review::difference_side;

std::string cause_words(difference_cause c, language in) {
    switch (c) {
    case difference_cause::limit: return say(in, "限值不同", "another limit");
    case difference_cause::no_limit: return say(in, "没有限值", "no limit applies");
    case difference_cause::statistic: return say(in, "统计值不同", "another statistic");
    case difference_cause::oxygen: return say(in, "含氧量折算", "correction to reference oxygen");
    case difference_cause::mark: return say(in, "标记没有用上", "a mark ignored");
    case difference_cause::hour_label: return say(in, "时间标签差一个时段", "label one interval off");
    case difference_cause::corrected: return say(in, "数据已更正", "data corrected");
    case difference_cause::late: return say(in, "数据晚到", "data came late");
    case difference_cause::value: return say(in, "数值不同", "another value");
    case difference_cause::no_data: return say(in, "我方没有数据", "no data of ours");
    case difference_cause::undetermined: return say(in, "我方无法判定", "undetermined by us");
    case difference_cause::unexplained: return say(in, "没有找到原因", "unexplained");
    }
    return "";
}

std::string side_words(difference_side s, language in) {
    switch (s) {
    case difference_side::both: return say(in, "都判超标而内容不同", "both exceed, but differ");
    case difference_side::platform_only: return say(in, "只有平台判超标", "platform only");
    case difference_side::ours_only: return say(in, "只有我方判超标", "ours only");
    case difference_side::unreadable: return say(in, "读不懂", "unreadable");
    }
    return "";
}

std::string period_of(review::reconciled_row const& r, language in) {
    return r.side == difference_side::unreadable ? r.claim->time : period_phrase(r.period, in);
}

std::string claim_text(review::claimed_exceedance const& c, language in) {
    auto out = c.value.empty() ? std::string("?") : c.value;
    if (!c.limit.empty()) out += say(in, "，限值 ", ", limit ") + c.limit;
    if (!c.unit.empty()) out += " " + c.unit;
    if (!c.oxygen.empty()) out += " (O₂ " + c.oxygen + " %)";
    return out;
}

// Its period where that is not the row's.
std::string finding_text(findings::finding const& f, language in, std::optional<base::period> const& of = {}) {
    auto out = of == f.period ? "" : statistic_phrase(f, in) + " " + period_phrase(f.period, in) + " ";
    out += verdict_word(f, in);
    if (f.measured) out += say(in, "，", ", ") + measured_phrase(*f.measured, in);
    if (f.limit) out += say(in, "，限值 ", ", limit ") + limit_phrase(*f.limit, in);
    if (f.provision) out += say(in, "（", " (") + provision_phrase(*f.provision) + say(in, "）", ")");
    return out;
}

std::string line_text(std::uint32_t line, language in) {
    return line == 0 ? say(in, "平台的配置", "the platform's configuration")
                     : say(in, "平台第 ", "line ") + std::to_string(line) + say(in, " 行", " of the platform");
}

// What of the data bears the cause out.
std::string evidence(difference_cause c, review::reconciled_row const& r, language in) {
    bool const ours_only = r.side == difference_side::ours_only;
    switch (c) {
    case difference_cause::limit:
        if (ours_only)
            return say(in, "未超过平台的限值（", "does not exceed the platform's limit (") + line_text(r.series_line, in) +
                   say(in, "）", ")") +
                   (r.audited && r.audited->origin ? say(in, "；", "; ") + origin_text(*r.audited, in) : "");
        return r.audited ? origin_text(*r.audited, in) : "";
    case difference_cause::oxygen:
        if (r.as_read.empty()) return say(in, "基准含氧量不同", "another reference oxygen");
        if (ours_only)
            return say(in, "实测 ", "as read ") + r.as_read +
                   say(in, "，不超标；平台用实测值（", ", no exceedance; the platform takes values as read (") +
                   line_text(r.series_line, in) + say(in, "）", ")");
        return say(in, "平台的值是没有折算的实测值 ", "its value is the uncorrected one, ") + r.as_read;
    case difference_cause::statistic:
        if (r.instead) return say(in, "限值是这个统计值的：", "the limit is on: ") + finding_text(*r.instead, in);
        if (ours_only)
            return say(in, "平台用别的统计值判（", "the platform judges another statistic (") + line_text(r.series_line, in) +
                   say(in, "）", ")");
        if (!r.as_read.empty()) return say(in, "平台的值是算术平均 ", "its value is the arithmetic mean, ") + r.as_read;
        return "";
    case difference_cause::mark:
        if (r.flag.empty() && r.ours && r.ours->reason)
            return std::string(choose(in, r.ours->reason->text_zh, r.ours->reason->text_en));
        return (r.flag.empty() || r.flag == "N" ? say(in, "工况标记或审核", "a mark of its state or a review")
                                                : say(in, "数据标记 ", "flag ") + r.flag) +
               say(in, "，不参加判定", ", not to be judged");
    case difference_cause::hour_label:
        if (!r.ours) return "";
        return say(in, "这个值是 ", "the value is that of ") + period_phrase(r.ours->period, in) + say(in, " 的", "");
    case difference_cause::late: return r.received ? say(in, "收到于 ", "received ") + r.received->text() : "";
    case difference_cause::corrected:
        return say(in, "平台的值已被后来的数据取代", "its value has been replaced by a later row");
    case difference_cause::undetermined:
        return r.ours && r.ours->reason ? std::string(choose(in, r.ours->reason->text_zh, r.ours->reason->text_en)) : "";
    default: return "";
    }
}

std::string why_text(review::reconciled_row const& r, language in) {
    auto out = r.text;
    for (auto const c : r.causes) {
        out += (out.empty() ? "" : say(in, "；", "; ")) + cause_words(c, in);
        if (auto const e = evidence(c, r, in); !e.empty()) out += say(in, "：", ": ") + e;
    }
    return out;
}

std::string causes_cell(review::reconciled_row const& r) {
    std::vector<std::string> all;
    for (auto const c : r.causes) all.emplace_back(review::text(c));
    return joined(all, ";");
}

json claim_json(review::reconciled_row const& r) {
    if (!r.claim) return {};
    auto const& c = *r.claim;
    return {{"line", c.line},
            {"time", c.time},
            {"value", or_null(c.value)},
            {"limit", or_null(c.limit)},
            {"unit", or_null(c.unit)},
            {"reference_oxygen", or_null(c.oxygen)},
            {"received", or_null(c.received)}};
}

json ours_json(std::optional<findings::finding> const& f, language in) {
    return f ? to_json(*f, in) : json();
}

json number_from_json(review::reconciled_row const& r) {
    if (!r.audited || !r.audited->origin) return {};
    return {{"kind", review::text(r.audited->from)}, {"provision", to_json(r.audited->origin->provision)}};
}

} // namespace

std::string reconcile_json(review::reconciliation const& a, language in) {
    json_document doc;
    doc.member("schema", "huanchi.reconcile/1");
    json causes, sides;
    for (std::size_t i = 0; i < review::difference_causes; ++i)
        causes[std::string(review::text(static_cast<difference_cause>(i)))] = a.causes[i];
    for (std::size_t i = 0; i < a.sides.size(); ++i)
        sides[std::string(review::text(static_cast<difference_side>(i)))] = a.sides[i];
    doc.member("summary", {{"platform", a.claims},
                           {"ours", a.violations},
                           {"agreed", a.agreed},
                           {"not_compared", a.not_compared},
                           {"differences", sides},
                           {"causes", causes}});
    doc.open_list("rows");
    for (auto const& r : a.rows) {
        json why = json::array();
        for (auto const c : r.causes) why.push_back(review::text(c));
        bool const readable = r.side != difference_side::unreadable;
        doc.item({{"side", review::text(r.side)},
                  {"causes", why},
                  {"enterprise_id", r.enterprise_id},
                  {"outlet_id", r.outlet_id},
                  {"factor", r.factor},
                  {"factor_name", or_null(r.factor_name)},
                  {"statistic", r.statistic},
                  {"period", readable ? to_json(r.period) : json()},
                  {"platform", claim_json(r)},
                  {"ours", ours_json(r.ours, in)},
                  {"judged_instead", ours_json(r.instead, in)},
                  {"number_from", number_from_json(r)},
                  {"as_read", or_null(r.as_read)},
                  {"flag", or_null(r.flag)},
                  {"received", r.received ? json(r.received->text()) : json()},
                  {"text", or_null(why_text(r, in))}});
    }
    doc.close_list();
    return std::move(doc).finish();
}

std::string reconcile_csv(review::reconciliation const& a, language in, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line({"line", "side", "causes", "enterprise_id", "outlet_id", "factor", "factor_name", "statistic", "from", "to",
              "platform_value", "platform_limit", "ours", "id", "text"});
    for (auto const& r : a.rows) {
        bool const readable = r.side != difference_side::unreadable;
        csv.line({r.claim ? std::to_string(r.claim->line) : "", std::string(review::text(r.side)), causes_cell(r),
                  r.enterprise_id, r.outlet_id, r.factor, r.factor_name, r.statistic,
                  readable ? r.period.from.text() : r.claim->time, readable ? r.period.to.text() : "",
                  r.claim ? r.claim->value : "", r.claim ? r.claim->limit : "", r.ours ? finding_text(*r.ours, in) : "",
                  r.ours ? r.ours->id : "", why_text(r, in)});
    }
    return std::move(csv).finish();
}

std::string reconcile_text(review::reconciliation const& a, text_options const& o) {
    auto const in = o.language;
    std::string out =
        laid_out({0, say(in, "平台的超标清单与我方判定核对", "the platform's exceedances against ours"), ink::bold, ""},
                 o.width, o.colour);
    std::string shown;
    for (auto const& r : a.rows) {
        if (auto const outlet = r.enterprise_id + "/" + r.outlet_id; outlet != shown) {
            out += laid_out({0, outlet, ink::bold, ""}, o.width, o.colour);
            shown = outlet;
        }
        auto what = (r.factor_name.empty() ? r.factor : r.factor_name) + " " +
                    (in == language::zh && !r.statistic_name.empty() ? r.statistic_name : r.statistic) + " " + period_of(r, in);
        if (r.claim)
            what += say(in, "，平台 ", ", platform ") + claim_text(*r.claim, in) + say(in, "（第", " (line ") +
                    std::to_string(r.claim->line) + say(in, "行）", ")");
        if (r.ours) what += say(in, "；我方 ", "; ours ") + finding_text(*r.ours, in, r.period) + " " + r.ours->id;
        auto const colour = r.causes == std::vector{difference_cause::unexplained} ? ink::red : ink::yellow;
        out += laid_out({2, side_words(r.side, in), colour, what + say(in, "。", ". ") + why_text(r, in)}, o.width, o.colour);
    }
    std::string counts = say(in, "平台 ", "platform ") + std::to_string(a.claims) + say(in, "，我方 ", ", ours ") +
                         std::to_string(a.violations) + say(in, "，一致 ", ", agreed ") + std::to_string(a.agreed);
    for (std::size_t i = 0; i < a.sides.size(); ++i)
        if (a.sides[i] > 0)
            counts += say(in, "，", ", ") + side_words(static_cast<difference_side>(i), in) + " " + std::to_string(a.sides[i]);
    out += laid_out({0, say(in, "合计", "in all"), ink::bold, counts}, o.width, o.colour);
    counts.clear();
    for (std::size_t i = 0; i < review::difference_causes; ++i)
        if (a.causes[i] > 0)
            counts += (counts.empty() ? "" : say(in, "，", ", ")) + cause_words(static_cast<difference_cause>(i), in) + " " +
                      std::to_string(a.causes[i]);
    if (!counts.empty()) out += laid_out({0, say(in, "原因", "causes"), ink::bold, counts}, o.width, o.colour);
    if (a.not_compared > 0)
        out += laid_out(
            {0, say(in, "没有核对", "not compared"), ink::bold,
             say(in, "样品、总量、速率等的超标 ", "violations of samples, totals, rates: ") + std::to_string(a.not_compared)},
            o.width, o.colour);
    return out;
}

} // namespace huanchi::report
