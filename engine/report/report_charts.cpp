// Which values a chart of a ticket shows: those of the data around the episode, or those that the store holds.
#include "report/report_document.hpp"

#include "report/explain_document.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

namespace huanchi::report {

namespace {

constexpr std::int64_t around_ms = 24 * 3600000;

std::optional<double> number(std::string_view text) {
    while (!text.empty() && (text.front() == '<' || text.front() == '>' || text.front() == ' ')) text.remove_prefix(1);
    double value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

chart_value drawn(findings::finding const& f, mark how) {
    auto const& m = f.measured;
    chart_value v{f.period, m ? m->value : "", {}, {}, how};
    if (f.limit && how != mark::undetermined) v.max = f.limit->max, v.min = f.limit->min;
    if (!m) return v;
    auto const at = number(m->value);
    v.low = m->low ? number(*m->low) : at;
    v.high = m->high ? number(*m->high) : m->low ? v.low : at;
    if (v.text.empty() && m->low) v.text = *m->low + (m->high ? "–" + *m->high : "+");
    return v;
}

mark mark_of(eval::verdict v) {
    return v == eval::verdict::violation ? mark::violation : v == eval::verdict::undetermined ? mark::undetermined : mark::met;
}

// Spans of one kind that touch or overlap become one.
void join(std::vector<chart_span>& spans) {
    std::sort(spans.begin(), spans.end(), [](chart_span const& a, chart_span const& b) {
        return std::tie(a.exempt, a.why, a.period) < std::tie(b.exempt, b.why, b.period);
    });
    std::vector<chart_span> out;
    for (auto const& s : spans)
        if (!out.empty() && out.back().exempt == s.exempt && out.back().why == s.why && s.period.from <= out.back().period.to)
            out.back().period.to = std::max(out.back().period.to, s.period.to);
        else
            out.push_back(s);
    std::sort(out.begin(), out.end(), [](chart_span const& a, chart_span const& b) { return a.period < b.period; });
    spans = std::move(out);
}

// Runs of values judged by the same limit; each run reaches to the next, the first and the last to the ends of the axis.
void find_limits(chart& c) {
    for (auto const& v : c.values) {
        if (!v.max && !v.min) continue;
        if (!c.limits.empty() && c.limits.back().max == v.max && c.limits.back().min == v.min) continue;
        if (!c.limits.empty()) c.limits.back().period.to = v.period.from;
        c.limits.push_back({{c.limits.empty() ? c.axis.from : v.period.from, c.axis.to}, v.max, v.min});
    }
    if (c.limits.empty()) c.limits.push_back({c.axis, c.limit.max, c.limit.min});
}

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

    static int weight(chart_value const& v) { return v.mark == mark::violation ? 2 : v.mark == mark::undetermined ? 1 : 0; }
    // Of every so many values in a row the worst.
    static std::vector<chart_value> worst_of_each(std::vector<chart_value> const& all, std::size_t most) {
        std::vector<chart_value> kept;
        auto const each = std::max<std::size_t>(1, (all.size() + most - 1) / std::max<std::size_t>(1, most));
        for (std::size_t i = 0; i < all.size(); i += each)
            kept.push_back(*std::max_element(
                all.begin() + i, all.begin() + std::min(i + each, all.size()), [](chart_value const& a, chart_value const& b) {
                    return std::pair(weight(a), a.high.value_or(0)) < std::pair(weight(b), b.high.value_or(0));
                }));
        return kept;
    }
    // A long episode is shown by the worst value of each stretch; as far as they fit, violations stay whole.
    void thin(chart& c) const {
        auto const before = c.values.size();
        if (before <= most) return;
        std::vector<chart_value> bad, met;
        for (auto const& v : c.values) (weight(v) > 0 ? bad : met).push_back(v);
        if (bad.size() * 4 > most * 3) bad = worst_of_each(bad, most * 3 / 4);
        c.values = worst_of_each(met, most - bad.size());
        c.values.insert(c.values.end(), bad.begin(), bad.end());
        std::sort(c.values.begin(), c.values.end(),
                  [](chart_value const& a, chart_value const& b) { return a.period < b.period; });
        c.left_out = before - c.values.size();
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
        std::sort(c.values.begin(), c.values.end(),
                  [](chart_value const& a, chart_value const& b) { return a.period < b.period; });
        join(c.spans);
        find_limits(c);
        thin(c);
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
    return exceedance.starts_with('<') ? 0.001 : number(exceedance).value_or(0);
}

} // namespace huanchi::report
