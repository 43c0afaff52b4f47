#include "report/csv.hpp"
#include "report/layout.hpp"
#include "report/limits_document.hpp"
#include "report/limits_parts.hpp"
#include "report/phrases.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

json timeline(review::outlet_timeline const& d) {
    json factors = json::array(), unknown = json::array();
    for (auto const& t : d.factors) {
        json spans = json::array();
        for (auto const& s : t.spans) {
            json limits = json::array();
            for (auto const& r : s.limits) limits.push_back(row_json(r));
            spans.push_back({{"from", s.from.text()}, {"before", or_null(s.before)}, {"limits", limits}});
        }
        factors.push_back({{"factor", t.factor},
                           {"factor_name", t.factor_name},
                           {"quantity", t.quantity},
                           {"statistic", t.statistic},
                           {"spans", spans}});
    }
    for (auto const& u : d.unknown) unknown.push_back(unknown_json(u));
    return {{"schema", "huanchi.limits_timeline/1"},
            {"from", d.from.text()},
            {"to", d.to.text()},
            {"enterprise_id", or_null(d.enterprise_id)},
            {"outlet_id", or_null(d.outlet_id)},
            {"factors", factors},
            {"unknown", unknown}};
}

} // namespace

std::string timeline_json(review::outlet_timeline const& d) {
    return written(timeline(d), 2);
}

std::string timeline_line(review::outlet_timeline const& d) {
    return written(timeline(d), -1);
}

std::string timeline_csv(review::outlet_timeline const& d, bool with_heads) {
    csv_lines csv(false);
    if (with_heads) csv.line(behind({"enterprise_id", "outlet_id", "from", "before"}, limit_heads()));
    for (auto const& t : d.factors)
        for (auto const& s : t.spans)
            for (auto const& r : s.limits)
                csv.line(
                    behind({d.enterprise_id, d.outlet_id, s.from.text(), s.before ? s.before->text() : ""}, limit_cells(r)));
    return std::move(csv).finish();
}

std::string timeline_text(review::outlet_timeline const& d, text_options const& o) {
    auto const in = o.language;
    auto const name = d.enterprise_name.empty() ? d.enterprise_id : d.enterprise_name;
    std::string out =
        laid_out({0,
                  (d.outlet_id == d.enterprise_id ? name : name + " " + d.outlet_id) + say(in, "，", ", ") + d.from.text() +
                      say(in, " 至 ", " to ") + d.to.text() + say(in, " 起决定作用的限值", ": limits that decide"),
                  ink::bold, ""},
                 o.width, o.colour);
    if (d.factors.empty())
        return out + laid_out({0, "", ink::plain, say(in, "没有适用的限值", "no limit applies")}, o.width, o.colour);
    text_table t;
    t.columns = {{say(in, "因子", "factor")},    {say(in, "统计值", "statistic")}, {say(in, "起", "from")},
                 {say(in, "止", "to")},          {say(in, "限值", "limit"), true}, {say(in, "单位", "unit")},
                 {say(in, "规定", "provision")}, {say(in, "取决于", "depends on")}};
    for (auto const& f : d.factors) {
        bool first = true;
        for (auto const& s : f.spans)
            for (auto const& r : s.limits) {
                if (!r.decides) continue;
                t.rows.push_back({first ? f.factor_name : "", first ? statistic_text(r, in) : "", s.from.text(),
                                  s.before ? (*s.before + -1).text() : "", bound_text(r.limit, r.min_strict, r.max_strict, in),
                                  r.limit.unit, provision_phrase(r.provision), depends_text(r, in)});
                first = false;
            }
    }
    out += laid_out(t, o.width, o.colour);
    for (auto const& u : d.unknown) out += unknown_text(u, o);
    return out;
}

} // namespace huanchi::report
