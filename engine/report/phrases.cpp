#include "report/phrases.hpp"

#include "report/words.hpp"

namespace huanchi::report {

namespace {

constexpr std::int64_t day_ms = 86400000;

std::string clock_text(base::moment m) {
    auto const text = m.text();
    return text.substr(11, m.ms_of_day() % 60000 == 0 ? 5 : 8);
}

bool is_midnight(base::moment m) {
    return m.ms_of_day() == 0;
}

std::string whole_days(base::date first, base::date before, language in) {
    auto const text = first.text();
    if (before == first + 1) return text;
    if (first.day() == 1 && before == first + base::days_in_month(first.year(), first.month())) return text.substr(0, 7);
    if (first.day() == 1 && first.month() == 1 && before.day() == 1 && before.month() == 1 && before.year() == first.year() + 1)
        return text.substr(0, 4);
    return text + std::string(choose(in, " 至 ", " to ")) + (before + -1).text();
}

} // namespace

std::string_view choose(language in, std::string_view zh, std::string_view en) {
    return in == language::zh ? zh : en;
}

std::string joined(std::vector<std::string> const& parts, std::string_view between) {
    std::string out;
    for (auto const& p : parts) {
        if (!out.empty()) out += between;
        out += p;
    }
    return out;
}

std::string with_unit(std::string_view number, std::string_view unit) {
    return std::string(number) + (unit.empty() ? "" : " ") + std::string(unit);
}

bool has_time(base::period const& p) {
    return p.from.ms != 0 || p.to.ms != 0;
}

std::string period_phrase(base::period const& p, language in) {
    auto const day = p.from.date();
    if (p.from == p.to) return is_midnight(p.from) ? day.text() : day.text() + " " + clock_text(p.from);
    if (is_midnight(p.from) && is_midnight(p.to)) return whole_days(day, p.to.date(), in);
    bool const ends_the_day = p.to == base::moment::at(day + 1);
    if (ends_the_day || p.to.date() == day)
        return day.text() + " " + clock_text(p.from) + "–" + (ends_the_day ? "24:00" : clock_text(p.to));
    return day.text() + " " + clock_text(p.from) + std::string(choose(in, " 至 ", " to ")) + p.to.date().text() + " " +
           clock_text(p.to);
}

std::string measured_phrase(findings::measured_value const& m, language in) {
    if (m.low && !m.high) return std::string(choose(in, "不低于 ", "at least ")) + with_unit(*m.low, m.unit);
    if (m.low && m.high && !m.value.starts_with('<')) return with_unit(*m.low + "–" + *m.high, m.unit);
    return with_unit(m.value, m.unit);
}

std::string limit_phrase(findings::limit_value const& l, language in) {
    if (l.prohibited) return std::string(choose(in, "禁止排放", "prohibited"));
    std::string out;
    if (l.not_detected)
        out = choose(in, "不得检出", "not detectable");
    else if (l.min && l.max)
        out = with_unit(*l.min + "–" + *l.max, l.unit);
    else if (l.min)
        out = std::string(choose(in, "不低于 ", "at least ")) + with_unit(*l.min, l.unit);
    else if (l.max)
        out = with_unit(*l.max, l.unit);
    std::string reference;
    for (auto const& [name, value] : l.reference) reference += (reference.empty() ? "" : ", ") + name + " " + value;
    if (reference.empty()) return out;
    return out + std::string(choose(in, "（基准 ", " (reference ")) + reference + std::string(choose(in, "）", ")"));
}

std::string provision_phrase(findings::provision const& p) {
    if (p.standard.empty()) return p.id;
    return p.standard + (p.clause.empty() ? "" : " " + p.clause);
}

std::string citation_phrase(model::citation const& c) {
    return c.document + (c.document.empty() || c.clause.empty() ? "" : " ") + c.clause;
}

std::string statistic_phrase(findings::finding const& f, language in) {
    return in == language::zh && !f.statistic_name.empty() ? f.statistic_name : f.statistic;
}

std::string span_phrase(base::span_of_dates const& s, language in) {
    bool const zh = in == language::zh;
    if (s.from && s.before)
        return zh ? s.from->text() + " 起，" + s.before->text() + " 前"
                  : "from " + s.from->text() + " before " + s.before->text();
    if (s.from) return zh ? s.from->text() + " 起" : "from " + s.from->text();
    if (s.before) return zh ? s.before->text() + " 前" : "before " + s.before->text();
    return std::string(choose(in, "未载明", "not stated"));
}

std::string field_name(findings::missing_value const& m, language in) {
    return in == language::zh && !m.name_zh.empty() && m.name_zh != m.name ? m.name_zh + "（" + m.name + "）" : m.name;
}

} // namespace huanchi::report
