#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/limits_document.hpp"
#include "report/limits_parts.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::report {

namespace {

json rejected_json(review::rejected_limit const& r) {
    json j{{"factor", r.factor}, {"factor_name", r.factor_name}, {"statistics", r.statistics}};
    add_bounds(j, r.limit);
    j["provision"] = to_json(r.provision);
    j["failed"] = or_null(r.failed);
    j["displaced"] = or_null(r.displaced);
    return j;
}

json case_json(review::limit_case const& c) {
    json when = json::array();
    for (auto const& a : c.when) when.push_back({{"attribute", a.attribute}, {"band", a.band}});
    return {{"factor", c.factor},
            {"factor_name", c.factor_name},
            {"quantity", c.quantity},
            {"statistic", c.statistic},
            {"when", when},
            {"open", c.open},
            {"decides", c.decides ? row_json(*c.decides) : json()}};
}

// The document of one of many outlets.
json outlet_json(review::outlet_limits const& d) {
    json limits = json::array(), unknown = json::array();
    for (auto const& r : d.limits) limits.push_back(row_json(r));
    for (auto const& u : d.unknown) unknown.push_back(unknown_json(u));
    json j{{"enterprise_id", or_null(d.enterprise_id)}, {"outlet_id", or_null(d.outlet_id)}, {"at", d.at.text()}};
    j["limits"] = std::move(limits);
    j["unknown"] = std::move(unknown);
    if (d.rejected) {
        j["rejected"] = json::array();
        for (auto const& r : *d.rejected) j["rejected"].push_back(rejected_json(r));
    }
    if (d.cases) {
        j["cases"] = json::array();
        for (auto const& c : *d.cases) j["cases"].push_back(case_json(c));
    }
    return j;
}

std::string heading(review::outlet_limits const& d, language in) {
    auto const name = d.enterprise_name.empty() ? d.enterprise_id : d.enterprise_name;
    auto const who = d.outlet_id == d.enterprise_id ? name : name + " " + d.outlet_id; // one described has one name
    return who + std::string(choose(in, "，", ", ")) + d.at.text() +
           std::string(choose(in, " 适用的限值", ": limits that apply"));
}

// What the unknown attributes would change, a line for each case.
std::string cases_text(review::outlet_limits const& d, text_options const& o) {
    auto const in = o.language;
    text_table t;
    t.columns = {{say(in, "因子", "factor")}, {say(in, "统计值", "statistic")}, {say(in, "限值", "limit"), true},
                 {say(in, "单位", "unit")},   {say(in, "规定", "provision")},   {say(in, "如果", "if")}};
    for (auto const& c : *d.cases) {
        std::vector<std::string> when;
        for (auto const& a : c.when) when.push_back(a.band);
        auto const statistic = in == language::zh && !c.statistic_name.empty() ? c.statistic_name : c.statistic;
        auto const assumed = when.empty() ? say(in, "其他情形", "otherwise") : joined(when, say(in, "，并且 ", ", and "));
        if (c.decides)
            t.rows.push_back({c.factor_name, statistic,
                              bound_text(c.decides->limit, c.decides->min_strict, c.decides->max_strict, in),
                              c.decides->limit.unit, provision_phrase(c.decides->provision), assumed});
        else
            t.rows.push_back({c.factor_name, statistic, say(in, "没有", "none"), "", "", assumed});
    }
    return "\n" +
           laid_out({0, say(in, "缺少的属性会怎样改变", "what the missing attributes would change"), ink::bold, ""}, o.width,
                    o.colour) +
           laid_out(t, o.width, o.colour);
}

text_table table_of(review::outlet_limits const& d, language in) {
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
        t.rows.push_back({r.decides ? "*" : "", r.factor_name, statistic_text(r, in),
                          bound_text(r.limit, r.min_strict, r.max_strict, in), r.limit.unit, provision_phrase(r.provision),
                          std::string(word(topic::level, r.provision.level, in)), depends_text(r, in)});
    }
    return t;
}

// What each table rests on, once where its rows agree.
std::string because_text(review::outlet_limits const& d, text_options const& o) {
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

std::string rejected_text(review::outlet_limits const& d, text_options const& o) {
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

std::string limits_json(review::outlet_limits const& d) {
    json_document doc;
    doc.member("schema", "huanchi.limits/1");
    doc.member("at", d.at.text());
    doc.open_list("limits");
    for (auto const& r : d.limits) doc.item(row_json(r));
    doc.close_list();
    doc.open_list("unknown");
    for (auto const& u : d.unknown) doc.item(unknown_json(u));
    doc.close_list();
    if (d.rejected) {
        doc.open_list("rejected");
        for (auto const& r : *d.rejected) doc.item(rejected_json(r));
        doc.close_list();
    }
    if (d.cases) {
        doc.open_list("cases");
        for (auto const& c : *d.cases) doc.item(case_json(c));
        doc.close_list();
    }
    return std::move(doc).finish();
}

std::string limits_line(review::outlet_limits const& d) {
    auto j = outlet_json(d);
    j["schema"] = "huanchi.limits/1";
    return written(j, -1);
}

std::string unanswered_line(std::size_t line, base::failure const& why) {
    return written({{"line", line}, {"error", {{"message", why.what}, {"help", why.remedy}}}}, -1);
}

std::string limits_json(std::vector<review::outlet_limits> const& all) {
    json_document doc;
    doc.member("schema", "huanchi.limits_of_outlets/1");
    doc.open_list("outlets");
    for (auto const& d : all) doc.item(outlet_json(d));
    doc.close_list();
    return std::move(doc).finish();
}

std::string limits_csv(review::outlet_limits const& d, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line(limit_heads());
    for (auto const& r : d.limits) csv.line(limit_cells(r));
    return std::move(csv).finish();
}

std::string limits_csv(std::vector<review::outlet_limits> const& all, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line(behind({"enterprise_id", "enterprise_name", "outlet_id", "at"}, limit_heads()));
    for (auto const& d : all)
        for (auto const& r : d.limits)
            csv.line(behind({d.enterprise_id, d.enterprise_name, d.outlet_id, d.at.text()}, limit_cells(r)));
    return std::move(csv).finish();
}

std::string limits_text(review::outlet_limits const& d, text_options const& o) {
    auto const in = o.language;
    std::string out = laid_out({0, heading(d, in), ink::bold, ""}, o.width, o.colour);
    if (d.limits.empty())
        out += laid_out({0, "", ink::plain, say(in, "没有适用的限值", "no limit applies")}, o.width, o.colour);
    else
        out += laid_out(table_of(d, in), o.width, o.colour) +
               say(in, "* 同一因子、统计值、基准状态和条件中最严的，由它判定\n",
                   "* the tightest for its factor, statistic, reference state and condition decides\n") +
               because_text(d, o);
    for (auto const& u : d.unknown) out += unknown_text(u, o);
    if (d.cases && !d.cases->empty()) out += cases_text(d, o);
    if (d.rejected && !d.rejected->empty()) out += rejected_text(d, o);
    return out;
}

} // namespace huanchi::report
