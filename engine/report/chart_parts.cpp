#include "report/chart_parts.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace huanchi::report {

namespace {

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

int weight(chart_value const& v) {
    return v.mark == mark::violation ? 2 : v.mark == mark::undetermined ? 1 : 0;
}
// Of every so many values in a row the worst.
std::vector<chart_value> worst_of_each(std::vector<chart_value> const& all, std::size_t most) {
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
void thin(chart& c, std::size_t most) {
    auto const before = c.values.size();
    if (before <= most) return;
    std::vector<chart_value> bad, met;
    for (auto const& v : c.values) (weight(v) > 0 ? bad : met).push_back(v);
    if (bad.size() * 4 > most * 3) bad = worst_of_each(bad, most * 3 / 4);
    c.values = worst_of_each(met, most - bad.size());
    c.values.insert(c.values.end(), bad.begin(), bad.end());
    std::sort(c.values.begin(), c.values.end(), [](chart_value const& a, chart_value const& b) { return a.period < b.period; });
    c.left_out = before - c.values.size();
}

} // namespace

std::optional<double> number_of(std::string_view text) {
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
    auto const at = number_of(m->value);
    v.low = m->low ? number_of(*m->low) : at;
    v.high = m->high ? number_of(*m->high) : m->low ? v.low : at;
    if (v.text.empty() && m->low) v.text = *m->low + (m->high ? "–" + *m->high : "+");
    return v;
}

mark mark_of(eval::verdict v) {
    return v == eval::verdict::violation ? mark::violation : v == eval::verdict::undetermined ? mark::undetermined : mark::met;
}

void finish(chart& c, std::size_t most_values) {
    std::sort(c.values.begin(), c.values.end(), [](chart_value const& a, chart_value const& b) { return a.period < b.period; });
    join(c.spans);
    find_limits(c);
    thin(c, most_values);
}

} // namespace huanchi::report
