#include "report/permit_table.hpp"

#include "report/csv.hpp"
#include "report/layout.hpp"
#include "report/limits_parts.hpp"

namespace huanchi::report {

namespace {

json permitted_json(std::vector<review::permitted> const& all) {
    json out = json::array();
    for (auto const& p : all) {
        auto j = row_json(p.limit);
        for (auto const* named_already : {"factor", "factor_name", "decides"}) j.erase(named_already);
        j["unknown"] = p.unknown;
        out.push_back(std::move(j));
    }
    return out;
}

std::string limit_text(review::limit_row const& r, language in) {
    auto const bound = bound_text(r.limit, r.min_strict, r.max_strict, in);
    return r.limit.unit.empty() ? bound : bound + " " + r.limit.unit;
}

// What stands behind the limit in the table: what it depends on, and what is still to be settled.
std::string remarks(review::permitted const& p, language in) {
    auto out = depends_text(p.limit, in);
    if (!p.unknown.empty())
        out += (out.empty() ? "" : say(in, "；", "; ")) + say(in, "待定，缺 ", "open, lacks ") +
               joined(p.unknown, say(in, "、", ", "));
    return out;
}

template <class F>
void each_limit(review::permit_line const& l, F const& f) {
    for (auto const* column : {&l.concentration, &l.rate, &l.total})
        for (auto const& p : *column) f(p);
}

} // namespace

std::string permit_table_json(review::permit_table_lines const& t) {
    json_document doc;
    doc.member("schema", "huanchi.permit_table/1");
    doc.member("at", t.at.text());
    doc.open_list("lines");
    for (auto const& l : t.lines)
        doc.item({{"enterprise_id", or_null(l.enterprise_id)},
                  {"outlet_id", or_null(l.outlet_id)},
                  {"factor", l.factor},
                  {"factor_name", l.factor_name},
                  {"concentration", permitted_json(l.concentration)},
                  {"rate", permitted_json(l.rate)},
                  {"total", permitted_json(l.total)}});
    doc.close_list();
    return std::move(doc).finish();
}

std::string permit_table_csv(review::permit_table_lines const& t, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line({"enterprise_id", "outlet_id", "factor", "factor_name", "quantity", "statistic", "min", "max", "unit", "reference",
              "condition", "standard", "clause", "level", "confidence", "unknown"});
    for (auto const& l : t.lines)
        each_limit(l, [&](review::permitted const& p) {
            auto const& r = p.limit;
            csv.line({l.enterprise_id, l.outlet_id, l.factor, l.factor_name, r.quantity, r.statistic, r.limit.min.value_or(""),
                      max_cell(r.limit), r.limit.unit, reference_text(r.limit), r.condition.value_or(""), r.provision.standard,
                      r.provision.clause, r.provision.level, r.provision.confidence, joined(p.unknown, ";")});
        });
    return std::move(csv).finish();
}

std::string permit_table_text(review::permit_table_lines const& t, text_options const& o) {
    auto const in = o.language;
    std::string out;
    std::string const* shown = nullptr;
    text_table table;
    auto const finish = [&] {
        if (!table.rows.empty()) out += laid_out(table, o.width, o.colour) + "\n";
        table.rows.clear();
    };
    table.columns = {{say(in, "排放口", "outlet")},        {say(in, "污染物", "pollutant")},  {say(in, "统计值", "statistic")},
                     {say(in, "许可限值", "limit"), true}, {say(in, "执行标准", "standard")}, {say(in, "备注", "remarks")}};
    for (auto const& l : t.lines) {
        if (!shown || *shown != l.enterprise_id) {
            finish();
            out += laid_out({0,
                             (l.enterprise_name.empty() ? l.enterprise_id : l.enterprise_name) + say(in, "，", ", ") +
                                 t.at.text() + say(in, " 应执行的许可限值", ": limits for the permit"),
                             ink::bold, ""},
                            o.width, o.colour);
            shown = &l.enterprise_id;
        }
        bool first = true;
        each_limit(l, [&](review::permitted const& p) {
            table.rows.push_back({first ? l.outlet_id : "", first ? l.factor_name : "", statistic_text(p.limit, in),
                                  limit_text(p.limit, in), provision_phrase(p.limit.provision), remarks(p, in)});
            first = false;
        });
    }
    finish();
    if (t.lines.empty()) out = laid_out({0, "", ink::plain, say(in, "没有适用的限值", "no limit applies")}, o.width, o.colour);
    return out;
}

} // namespace huanchi::report
