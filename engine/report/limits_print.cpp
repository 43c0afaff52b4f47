#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/limits_document.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::report {

namespace {

void add_bounds(json& j, findings::limit_value const& l) {
    j["min"] = or_null(l.min);
    j["max"] = or_null(l.max);
    j["unit"] = l.unit;
    if (!l.reference.empty()) j["reference"] = reference_json(l.reference);
    if (l.not_detected) j["not_detected"] = true;
    if (l.prohibited) j["prohibited"] = true;
}

json row_json(limit_row const& r) {
    json j{{"factor", r.factor}, {"factor_name", r.factor_name}, {"quantity", r.quantity}, {"statistic", r.statistic}};
    add_bounds(j, r.limit);
    j["condition"] = or_null(r.condition);
    j["decides"] = r.decides;
    j["provision"] = to_json(r.provision);
    j["because"] = r.because;
    return j;
}

json rejected_json(rejected_limit const& r) {
    json j{{"factor", r.factor}, {"factor_name", r.factor_name}, {"statistics", r.statistics}};
    add_bounds(j, r.limit);
    j["provision"] = to_json(r.provision);
    j["failed"] = or_null(r.failed);
    j["displaced"] = or_null(r.displaced);
    return j;
}

std::string reference_text(findings::limit_value const& l) {
    std::string out;
    for (auto const& [name, value] : l.reference) out += (out.empty() ? "" : ";") + name + "=" + value;
    return out;
}

std::string heading(limits_document const& d, language in) {
    auto const name = d.enterprise_name.empty() ? d.enterprise_id : d.enterprise_name;
    auto const who = d.outlet_id == d.enterprise_id ? name : name + " " + d.outlet_id; // one described has one name
    return who + std::string(choose(in, "，", ", ")) + d.at.text() +
           std::string(choose(in, " 适用的限值", ": limits that apply"));
}

std::string say(language in, std::string_view zh, std::string_view en) {
    return std::string(choose(in, zh, en));
}

text_table table_of(limits_document const& d, language in) {
    text_table t;
    t.columns = {{""},
                 {say(in, "因子", "factor")},
                 {say(in, "统计值", "statistic")},
                 {say(in, "限值", "limit"), true},
                 {say(in, "单位", "unit")},
                 {say(in, "规定", "provision")},
                 {say(in, "层级", "level")},
                 {say(in, "取决于", "depends on")}};
    for (auto const& r : d.limits) {
        auto depends = r.condition.value_or("");
        if (auto const reference = reference_text(r.limit); !reference.empty())
            depends = say(in, "基准 ", "reference ") + reference + (depends.empty() ? "" : say(in, "；", "; ")) + depends;
        t.rows.push_back({r.decides ? "*" : "", r.factor_name,
                          in == language::zh && !r.statistic_name.empty() ? r.statistic_name : r.statistic,
                          bound_text(r.limit, r.min_strict, r.max_strict, in), r.limit.unit, provision_phrase(r.provision),
                          std::string(word(topic::level, r.provision.level, in)), depends});
    }
    return t;
}

// What each table rests on, once where its rows agree.
std::string because_text(limits_document const& d, text_options const& o) {
    std::vector<std::pair<std::string, std::string>> shown;
    std::string out;
    for (auto const& r : d.limits) {
        if (r.because.empty()) continue;
        std::pair<std::string, std::string> line{provision_phrase(r.provision), joined(r.because, say(o.language, "；", "; "))};
        if (std::find(shown.begin(), shown.end(), line) != shown.end()) continue;
        out += laid_out({2, line.first, ink::plain, line.second}, o.width, o.colour);
        shown.push_back(std::move(line));
    }
    if (out.empty()) return out;
    return laid_out({0, say(o.language, "为何适用", "why they apply"), ink::bold, ""}, o.width, o.colour) + out;
}

std::string rejected_text(limits_document const& d, text_options const& o) {
    auto const in = o.language;
    text_table t;
    t.columns = {{say(in, "因子", "factor")},
                 {say(in, "限值", "limit"), true},
                 {say(in, "单位", "unit")},
                 {say(in, "规定", "provision")},
                 {say(in, "为何不适用", "why not")}};
    for (auto const& r : *d.rejected)
        t.rows.push_back({r.factor_name, bound_text(r.limit, false, false, in), r.limit.unit, provision_phrase(r.provision),
                          r.displaced ? say(in, "让位于 ", "displaced by ") + *r.displaced
                                      : say(in, "不满足 ", "fails ") + r.failed.value_or("")});
    return "\n" + laid_out({0, say(in, "不适用的限值", "limits that do not apply"), ink::bold, ""}, o.width, o.colour) +
           laid_out(t, o.width, o.colour);
}

} // namespace

std::string bound_text(findings::limit_value const& l, bool min_strict, bool max_strict, language in) {
    if (l.prohibited) return say(in, "禁止排放", "prohibited");
    if (l.not_detected) return say(in, "不得检出", "not detectable");
    if (l.min && l.max) return *l.min + "–" + *l.max;
    if (l.max) return (max_strict ? "< " : "≤ ") + *l.max;
    if (l.min) return (min_strict ? "> " : "≥ ") + *l.min;
    return "";
}

std::string limits_json(limits_document const& d) {
    json_document doc;
    doc.member("schema", "huanchi.limits/1");
    doc.member("at", d.at.text());
    doc.open_list("limits");
    for (auto const& r : d.limits) doc.item(row_json(r));
    doc.close_list();
    doc.open_list("unknown");
    for (auto const& u : d.unknown) doc.item({{"attribute", u.attribute}, {"would_decide", u.would_decide}});
    doc.close_list();
    if (d.rejected) {
        doc.open_list("rejected");
        for (auto const& r : *d.rejected) doc.item(rejected_json(r));
        doc.close_list();
    }
    return std::move(doc).finish();
}

std::string limits_csv(limits_document const& d, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line({"factor", "factor_name", "quantity", "statistic", "min", "max", "unit", "reference", "condition", "decides",
              "provision_id", "standard", "clause", "level", "confidence", "because"});
    for (auto const& r : d.limits)
        csv.line({r.factor, r.factor_name, r.quantity, r.statistic, r.limit.min.value_or(""), max_cell(r.limit), r.limit.unit,
                  reference_text(r.limit), r.condition.value_or(""), r.decides ? "true" : "false", r.provision.id,
                  r.provision.standard, r.provision.clause, r.provision.level, r.provision.confidence, joined(r.because, ";")});
    return std::move(csv).finish();
}

std::string limits_text(limits_document const& d, text_options const& o) {
    auto const in = o.language;
    std::string out = laid_out({0, heading(d, in), ink::bold, ""}, o.width, o.colour);
    if (d.limits.empty())
        out += laid_out({0, "", ink::plain, say(in, "没有适用的限值", "no limit applies")}, o.width, o.colour);
    else
        out += laid_out(table_of(d, in), o.width, o.colour) +
               say(in, "* 同一因子、统计值、基准状态和条件中最严的，由它判定\n",
                   "* the tightest for its factor, statistic, reference state and condition decides\n") +
               because_text(d, o);
    for (auto const& u : d.unknown)
        out += laid_out(
            {0, say(in, "缺少 ", "missing ") + u.attribute, ink::magenta,
             say(in, "它决定是否适用：", "it decides whether these apply: ") + joined(u.would_decide, say(in, "、", ", "))},
            o.width, o.colour);
    if (d.rejected && !d.rejected->empty()) out += rejected_text(d, o);
    return out;
}

} // namespace huanchi::report
