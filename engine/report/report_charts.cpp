// Which values a chart of a ticket shows: those of the data around the episode, or those that the store holds.
#include "report/report_document.hpp"

#include "report/chart_parts.hpp"
#include "report/explain_document.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace huanchi::report {

namespace {

constexpr std::int64_t around_ms = 24 * 3600000;

struct drawer {
    tickets::ticket const& t;
    tickets::overview const& known;
    findings::check_result const* data;
    std::size_t most;

    bool of_series(findings::finding const& f) const {
        return f.enterprise_id == t.series.enterprise_id && f.outlet_id.value_or("") == t.series.outlet_id &&
               f.factor.value_or("") == t.series.factor;
    }
    static bool meets(base::period const& p, base::period const& axis) {
        return p.from < axis.to && (axis.from < p.to || (p.from == p.to && axis.from <= p.from));
    }

    void left_out(chart& c, findings::trace const* trace) const {
        if (!trace) return;
        for (auto const& v : trace->values)
            if (!v.left_out.empty() && v.left_out != "duplicate" && meets(v.period, c.axis))
                c.spans.push_back({v.period, v.left_out == "exempt", v.left_out});
    }

    void from_data(chart& c) const {
        c.whole = true;
        auto const& all = data->findings;
        auto const first = std::partition_point(all.begin(), all.end(), [&](findings::finding const& f) {
            return std::tuple(std::string_view(f.enterprise_id), std::string_view(f.outlet_id ? *f.outlet_id : ""),
                              std::string_view(f.factor ? *f.factor : "")) <
                   std::tuple(std::string_view(t.series.enterprise_id), std::string_view(t.series.outlet_id),
                              std::string_view(t.series.factor));
        });
        for (auto f = first; f != all.end() && of_series(*f); ++f) {
            if (!meets(f->period, c.axis)) continue;
            left_out(c, f->trace.get());
            if (f->quantity != t.series.quantity || f->statistic != c.statistic || f->sample_id != t.sample_id) continue;
            if (f->verdict == eval::verdict::exempt)
                c.spans.push_back({f->period, true, "exempt"});
            else if (f->verdict != eval::verdict::not_applicable)
                c.values.push_back(drawn(*f, mark_of(f->verdict)));
        }
    }

    void from_ticket(chart& c) const {
        for (auto const& e : t.findings) {
            auto const f = remembered(t, e);
            left_out(c, e.trace.get());
            if (e.statistic == c.statistic) c.values.push_back(drawn(f, mark_of(f.verdict)));
        }
        for (auto const& q : known.questions)
            if (q.key == t.series && q.statistic == c.statistic && meets(q.period, c.axis))
                c.values.push_back({q.period, "", {}, {}, mark::undetermined});
    }

    chart draw(tickets::evidence const& e) const {
        auto const f = remembered(t, e);
        chart c;
        c.statistic = e.statistic;
        c.statistic_name = e.statistic_name;
        c.unit = e.unit.empty() ? e.limit_unit : e.unit;
        if (f.limit) c.limit = *f.limit;
        c.provision = e.provision;
        auto const episode = tickets::episode(t);
        c.axis = {{episode.from.ms - around_ms}, {episode.to.ms + around_ms}};
        if (data) from_data(c);
        if (c.values.empty()) {
            c.whole = false;
            c.spans.clear();
            from_ticket(c);
        }
        finish(c, most);
        return c;
    }
};

} // namespace

std::vector<chart> charts_of(tickets::ticket const& t, tickets::overview const& known, findings::check_result const* data,
                             std::size_t most_values) {
    std::vector<chart> all;
    std::set<std::string> done;
    drawer const with{t, known, data, most_values};
    if (auto const* worst = tickets::worst(t)) { // the statistic of the worst comes first
        done.insert(worst->statistic);
        all.push_back(with.draw(*worst));
    }
    for (auto const& e : t.findings)
        if (tickets::proves(e) && (!e.measured.empty() || !e.measured_low.empty()) && done.insert(e.statistic).second)
            all.push_back(with.draw(e));
    std::erase_if(all, [](chart const& c) {
        return std::none_of(c.values.begin(), c.values.end(), [](chart_value const& v) { return v.high.has_value(); });
    });
    return all;
}

std::size_t values_drawn(std::size_t tickets) {
    return std::clamp<std::size_t>(24000 / std::max<std::size_t>(1, tickets), fewest_values_drawn, most_values_drawn);
}

double severity(std::string_view exceedance) {
    if (exceedance.empty()) return 0;
    return exceedance.starts_with('<') ? 0.001 : number_of(exceedance).value_or(0);
}

} // namespace huanchi::report
