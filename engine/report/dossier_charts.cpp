// A year of values, one chart an outlet, factor and statistic: those of the data, or those that the store holds.
#include "report/chart_parts.hpp"
#include "report/dossier_document.hpp"
#include "report/explain_document.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace huanchi::report {

namespace {

using key = std::tuple<std::string, std::string, std::string, std::string>; // outlet, factor, quantity, statistic

struct year {
    dossier_input const& in;
    base::period axis;
    std::map<key, year_chart> all = {};

    bool within(base::period const& p) const { return axis.from <= p.from && p.from < axis.to; }

    year_chart& chart_of(findings::finding const& f) {
        auto& y = all[{f.outlet_id.value_or(""), f.factor.value_or(""), f.quantity, f.statistic}];
        if (y.chart.statistic.empty()) {
            y.outlet = f.outlet_id.value_or("");
            y.factor = f.factor_name.empty() ? f.factor.value_or("") : f.factor_name;
            y.chart.statistic = f.statistic;
            y.chart.statistic_name = f.statistic_name;
            y.chart.axis = axis;
            y.chart.whole = in.data != nullptr;
        }
        auto& c = y.chart;
        if (c.unit.empty()) c.unit = f.measured ? f.measured->unit : f.limit ? f.limit->unit : "";
        if (f.limit && !c.limit.max && !c.limit.min) c.limit = *f.limit;
        return y;
    }
    void take(findings::finding const& f) {
        if (f.enterprise_id != in.site->id || !f.factor || !within(f.period)) return;
        if (f.verdict == eval::verdict::not_applicable || !f.provision || is_lead_on_quality(f)) return;
        auto& c = chart_of(f).chart;
        if (f.trace)
            for (auto const& v : f.trace->values)
                if (!v.left_out.empty() && v.left_out != "duplicate" && within(v.period))
                    c.spans.push_back({v.period, v.left_out == "exempt", v.left_out});
        if (f.verdict == eval::verdict::exempt)
            c.spans.push_back({f.period, true, "exempt"});
        else
            c.values.push_back(drawn(f, mark_of(f.verdict)));
    }
    void take(tickets::open_question const& q) {
        if (q.key.enterprise_id != in.site->id || !within(q.period)) return;
        auto const at = all.find({q.key.outlet_id, q.key.factor, q.key.quantity, q.statistic});
        if (at != all.end()) at->second.chart.values.push_back({q.period, "", {}, {}, mark::undetermined});
    }
};

std::size_t violations_in(chart const& c) {
    return static_cast<std::size_t>(
        std::count_if(c.values.begin(), c.values.end(), [](chart_value const& v) { return v.mark == mark::violation; }));
}

} // namespace

std::vector<year_chart> year_charts(dossier_input const& in, base::period const& axis) {
    year y{in, axis};
    if (in.data)
        for (auto const& f : in.data->findings) y.take(f);
    else {
        for (auto const& t : in.tickets)
            for (auto const& e : t.findings) y.take(remembered(t, e));
        for (auto const& q : in.known.questions) y.take(q);
    }
    std::vector<std::pair<std::size_t, year_chart>> ranked;
    for (auto& [k, one] : y.all) {
        auto const& values = one.chart.values;
        if (std::none_of(values.begin(), values.end(), [](chart_value const& v) { return v.high.has_value(); })) continue;
        auto const bad = violations_in(one.chart);
        finish(one.chart, most_values_drawn);
        ranked.emplace_back(bad, std::move(one));
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
    std::vector<year_chart> out;
    for (auto& [bad, one] : ranked) out.push_back(std::move(one));
    return out;
}

} // namespace huanchi::report
