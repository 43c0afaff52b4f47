// A chart of values against a limit, readable in black and white: values met are rings, violations filled diamonds, what could
// not be judged a question mark; hatched bands are data that do not count.
#include "report/html_text.hpp"
#include "report/phrases.hpp"
#include "report/report_pages.hpp"
#include "report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace huanchi::report {

namespace {

constexpr double width = 560, height = 250, left = 58, right = 26, top = 30, bottom = 38, room_of_label = 92;
constexpr std::int64_t hour_ms = 3600000, day_ms = 24 * hour_ms;

double number_or(std::optional<std::string> const& text, double otherwise) {
    double value = otherwise;
    if (text) std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
}

std::string time_text(base::moment m) {
    return m.text().substr(0, 16);
}

// 1, 2 or 5 times a power of ten, so that about four steps fill the range.
double step_of(double range) {
    double const raw = range / 4, power = std::pow(10, std::floor(std::log10(raw)));
    double const lead = raw / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

struct canvas {
    chart const& c;
    std::string const& id;
    language in;
    double low = 0, high = 1;
    std::string out = {}, grid = {};

    double x(base::moment m) const {
        auto const span = static_cast<double>(c.axis.to.ms - c.axis.from.ms);
        auto const at = std::clamp(static_cast<double>(m.ms - c.axis.from.ms), 0.0, span);
        return left + at / span * (width - left - right);
    }
    double y(double v) const { return top + (high - v) / (high - low) * (height - top - bottom); }

    void range() {
        double least = 1e300, most = -1e300;
        auto const see = [&](double v) {
            least = std::min(least, v);
            most = std::max(most, v);
        };
        for (auto const& v : c.values) {
            if (v.low) see(*v.low);
            if (v.high) see(*v.high);
        }
        for (auto const& l : c.limits) {
            if (l.max) see(number_or(l.max, 0));
            if (l.min) see(number_or(l.min, 0));
        }
        if (least > most) least = 0, most = 1;
        // A range of permitted values is looked at closely; everything else is seen against zero.
        low = c.limit.min && least > 0 ? least - (most - least) * 0.25 : std::min(0.0, least);
        high = most + (most - low) * 0.12;
        if (high - low < 1e-12) high = low + 1;
    }

    void bands() {
        for (auto const& s : c.spans) {
            auto const from = x(s.period.from), to = std::max(x(s.period.to), from + 1.5);
            out += fmt::format("<rect class=\"band\" x=\"{:.1f}\" y=\"{:.0f}\" width=\"{:.1f}\" height=\"{:.0f}\" "
                               "fill=\"url(#{})\" data-from=\"{}\" data-to=\"{}\" data-why=\"{}\"><title>{}</title></rect>",
                               from, top, to - from, height - top - bottom, s.exempt ? "h-exempt" : "h-out",
                               time_text(s.period.from), time_text(s.period.to), html_text(s.why),
                               html_text(period_phrase(s.period, in) + " " + std::string(reason_word(s.why, in))));
        }
    }

    void values_axis() {
        double const step = step_of(high - low);
        int const places = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
        for (double v = std::ceil(low / step) * step; v <= high + step * 1e-9; v += step) {
            auto const at = y(v);
            grid += fmt::format("M{:.0f} {:.1f}H{:.0f}", left, at, width - right);
            out += fmt::format("<text class=\"ty\" x=\"{:.0f}\" y=\"{:.1f}\">{:.{}f}</text>", left - 6, at + 4,
                               std::abs(v) < step * 1e-9 ? 0.0 : v, places);
        }
    }

    void time_axis() {
        static constexpr std::int64_t steps[] = {hour_ms,     2 * hour_ms,  3 * hour_ms,  6 * hour_ms, 12 * hour_ms,
                                                 day_ms,      2 * day_ms,   5 * day_ms,   10 * day_ms, 30 * day_ms,
                                                 60 * day_ms, 120 * day_ms, 240 * day_ms, 480 * day_ms};
        auto const span = c.axis.to.ms - c.axis.from.ms;
        auto step = steps[0];
        for (auto const s : steps)
            if (span / (step = s) <= 6) break;
        auto at = (c.axis.from.ms + step - 1) / step * step;
        for (int n = 0; at <= c.axis.to.ms; at += step, ++n) {
            base::moment const m{at};
            auto const text = m.text();
            auto const label = m.ms_of_day() != 0    ? text.substr(11, 5)
                               : span > 300 * day_ms ? text.substr(0, 7)
                                                     : text.substr(5, 5);
            grid += fmt::format("M{:.1f} {:.0f}v5", x(m), height - bottom);
            out += fmt::format("<text class=\"tx{}\" x=\"{:.1f}\" y=\"{:.0f}\">{}</text>", n % 2 == 0 ? "" : " odd", x(m),
                               height - bottom + 19, label);
        }
        out += "<path class=\"grid\" d=\"" + grid + "\"/>";
        out +=
            fmt::format("<path class=\"axis\" d=\"M{:.0f} {:.0f}V{:.0f}H{:.0f}\"/>", left, top, height - bottom, width - right);
    }

    void limit_line(base::period const& when, std::optional<std::string> const& bound, std::string const& word, bool above) {
        if (!bound) return;
        auto const at = y(number_or(bound, 0));
        auto const from = x(when.from) + 6;
        bool const no_room = from + room_of_label > width; // a limit that came late stands at the end of its line
        out += fmt::format("<path class=\"limit\" data-limit=\"{}\" d=\"M{:.1f} {:.1f}H{:.1f}\"/><text class=\"tl\" "
                           "x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text>",
                           html_text(*bound), x(when.from), at, x(when.to), no_room ? width - 2 : from,
                           above ? at - 5 : at + 15, no_room ? " text-anchor=\"end\"" : "", html_text(word + " " + *bound));
    }

    void steps() {
        std::string d;
        base::moment until{};
        for (auto const& v : c.values) {
            if (!v.high || v.period.from == v.period.to) continue;
            if (v.period.from == until && !d.empty())
                d += fmt::format("V{:.1f}H{:.1f}", y(*v.high), x(v.period.to));
            else
                d += fmt::format("M{:.1f} {:.1f}H{:.1f}", x(v.period.from), y(*v.high), x(v.period.to));
            until = v.period.to;
        }
        if (!d.empty()) out += "<path class=\"step\" d=\"" + d + "\"/>";
    }

    void point(chart_value const& v) {
        auto const at = x({(v.period.from.ms + v.period.to.ms) / 2});
        auto const data = fmt::format(" data-time=\"{}\" data-value=\"{}\"", time_text(v.period.from), html_text(v.text));
        if (v.low && v.high && *v.low < *v.high)
            out += fmt::format("<path class=\"reach\" d=\"M{:.1f} {:.1f}V{:.1f}\"/>", at, y(*v.low), y(*v.high));
        if (v.mark == mark::undetermined) {
            out += fmt::format("<text class=\"q\" x=\"{:.1f}\" y=\"{:.1f}\"{}>?</text>", at,
                               v.high ? y(*v.high) + 5 : height - bottom - 6, data);
            return;
        }
        auto const up = y(v.high.value_or(0));
        if (v.mark == mark::met) {
            out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\"{}/>", at, up, data);
            return;
        }
        out += fmt::format("<path class=\"x\" d=\"M{:.1f} {:.1f}l5 6-5 6-5-6z\"{}/>", at, up - 6, data);
    }

    std::string name() const {
        auto const statistic = in == language::zh && !c.statistic_name.empty() ? c.statistic_name : c.statistic;
        return statistic + (c.unit.empty() ? "" : std::string(choose(in, "，单位 ", ", in ")) + c.unit) +
               std::string(choose(in, "，北京时间 ", ", Beijing time ")) + time_text(c.axis.from).substr(0, 10) + " – " +
               time_text(c.axis.to).substr(0, 10);
    }

    std::string write() {
        range();
        auto const text = html_text(name() + (c.provision.standard.empty() ? "" : "；" + provision_phrase(c.provision)));
        out = fmt::format("<svg class=\"chart\" viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" aria-labelledby=\"{2}\" "
                          "data-statistic=\"{3}\"><title id=\"{2}\">{4}</title>",
                          width, height, id, html_text(c.statistic), text);
        out += fmt::format("<text class=\"tu\" x=\"4\" y=\"16\">{}</text><text class=\"tt\" x=\"{:.0f}\" y=\"16\">{}</text>",
                           html_text(c.unit), width - right, choose(in, "北京时间", "Beijing time"));
        bands();
        values_axis();
        time_axis();
        steps();
        for (auto const& l : c.limits) {
            limit_line(l.period, l.max, std::string(choose(in, l.min ? "上限" : "限值", l.min ? "max" : "limit")), true);
            limit_line(l.period, l.min, std::string(choose(in, "下限", "min")), false);
        }
        for (auto const& v : c.values) point(v);
        return std::move(out) + "</svg>";
    }
};

} // namespace

std::string chart_svg(chart const& c, std::string const& id, language in) {
    return canvas{c, id, in}.write();
}

std::string chart_patterns() {
    return "<svg width=\"0\" height=\"0\" class=\"defs\" aria-hidden=\"true\"><defs>"
           "<pattern id=\"h-out\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
           "<path d=\"M0 0V6\" stroke=\"#777\" stroke-width=\"2.4\"/></pattern>"
           "<pattern id=\"h-exempt\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
           "<circle cx=\"2\" cy=\"2\" r=\"1.2\" fill=\"#777\"/></pattern></defs></svg>\n";
}

std::string chart_table(chart const& c, language in) {
    constexpr std::size_t most = 48;
    std::size_t shown = 0;
    std::string rows;
    auto const row = [&](base::period const& when, std::string const& value, std::string_view how, std::string_view kind) {
        if (shown++ >= most) return;
        rows += "<tr><td>" + html_text(period_phrase(when, in)) + "<td class=n>" + (value.empty() ? "—" : html_text(value)) +
                (kind.empty() ? "<td>" : "<td class=" + std::string(kind) + ">") + html_text(how) + "\n";
    };
    bool const only_bad = c.values.size() + c.left_out > most;
    for (auto const& v : c.values) {
        if (v.mark == mark::violation)
            row(v.period, v.text, word(eval::verdict::violation, in), "bad");
        else if (!only_bad)
            row(v.period, v.text, word(v.mark == mark::met ? eval::verdict::compliant : eval::verdict::undetermined, in), "");
    }
    for (auto const& s : c.spans) row(s.period, "", reason_word(s.why, in), "");
    auto const title = only_bad ? choose(in, "数据表（只列超标的）", "values (violations)") : choose(in, "数据表", "values");
    return "<details class=\"values\"><summary>" + std::string(title) + "</summary><table><thead><tr><th>" +
           std::string(choose(in, "时段", "period")) + "<th class=n>" +
           html_text(std::string(choose(in, "监测值", "value")) + (c.unit.empty() ? "" : " " + c.unit)) + "<th>" +
           std::string(choose(in, "判定", "judged")) + "</thead><tbody>" + rows + "</table></details>";
}

} // namespace huanchi::report
