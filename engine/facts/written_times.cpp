#include "facts/written_times.hpp"

#include "base/date.hpp"
#include "base/utf8.hpp"
#include "facts/csv.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace huanchi::facts {

namespace {

struct time_parts {
    int year = 0, month = 0, day = 0; // 0: not said
    int hour = -1, minute = 0, second = 0;
};

std::optional<std::string> print(time_parts const& t) {
    if (t.year < 1900 || t.year > 2200 || t.month > 12 ||
        (t.month > 0 && t.day > 0 && !base::date::from_ymd(t.year, t.month, t.day)))
        return std::nullopt;
    bool const end_of_day = t.hour == 24 && t.minute == 0 && t.second == 0;
    if ((t.hour > 23 && !end_of_day) || t.minute > 59 || t.second > 59) return std::nullopt;
    if (t.hour >= 0 && t.day == 0) return std::nullopt;
    std::array<char, 64> out{};
    auto const n = [&] {
        if (t.month == 0) return std::snprintf(out.data(), out.size(), "%04d", t.year);
        if (t.day == 0) return std::snprintf(out.data(), out.size(), "%04d-%02d", t.year, t.month);
        if (t.hour < 0) return std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", t.year, t.month, t.day);
        return std::snprintf(out.data(), out.size(), "%04d-%02d-%02d %02d:%02d:%02d", t.year, t.month, t.day, t.hour, t.minute,
                             t.second);
    }();
    return std::string(out.data(), static_cast<std::size_t>(n));
}

class time_text {
public:
    explicit time_text(std::string_view text) : left_(text) {}
    bool done() const { return left_.empty(); }
    void blanks() {
        while (take(" ")) {}
    }
    bool take(std::string_view what) {
        if (!left_.starts_with(what)) return false;
        left_.remove_prefix(what.size());
        return true;
    }
    bool take_any(std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [&](auto const w) { return take(w); });
    }
    std::optional<int> number(std::size_t least, std::size_t most) {
        auto const digits = std::min(left_.find_first_not_of("0123456789"), left_.size());
        auto const length = std::min(digits, most);
        if (length < least) return std::nullopt;
        int n = 0;
        for (char const c : left_.substr(0, length)) n = n * 10 + (c - '0');
        left_.remove_prefix(length);
        return n;
    }

private:
    std::string_view left_;
};

// 8, 8:00, 08:00:00, 8时, 8时30分, 8点30分20秒
bool read_clock_parts(time_text& in, time_parts& t) {
    auto const hour = in.number(1, 2);
    if (!hour) return false;
    t.hour = *hour;
    if (in.take(":")) {
        auto const minute = in.number(2, 2);
        if (!minute) return false;
        t.minute = *minute;
        if (!in.take(":")) return true;
        auto const second = in.number(2, 2);
        if (!second) return false;
        t.second = *second;
        if (in.take(".")) return in.number(1, 9) == 0; // of a second that is whole
        return true;
    }
    if (!in.take_any({"时", "点"})) return true;
    in.take("整");
    auto const minute = in.number(1, 2);
    if (!minute) return true;
    t.minute = *minute;
    if (!in.take("分")) return false;
    auto const second = in.number(1, 2);
    if (!second) return true;
    t.second = *second;
    return in.take("秒");
}

} // namespace

std::optional<std::string> usual_time(std::string_view text, tables::date_system dates) {
    if (tables::looks_like_serial(text, dates)) return tables::date_of_serial(text, dates);
    std::string const folded = base::nfkc(trimmed(text)); // the colon and the digits of full width
    time_text in(folded);
    time_parts t;
    auto const year = in.number(4, 4);
    if (!year) return std::nullopt;
    t.year = *year;
    bool const chinese = in.take("年");
    std::string_view const separator = chinese ? "月" : in.take("-") ? "-" : in.take("/") ? "/" : in.take(".") ? "." : "";
    if (separator.empty()) return std::nullopt;
    if (chinese && in.done()) return print(t);
    auto const month = in.number(1, 2);
    if (!month || *month == 0) return std::nullopt;
    t.month = *month;
    bool const more = in.take(separator);
    if (!more && (chinese || !in.done())) return std::nullopt;
    if (in.done()) return print(t);
    auto const day = in.number(1, 2);
    if (!day || *day == 0) return std::nullopt;
    t.day = *day;
    if (chinese) in.take_any({"日", "号"});
    if (in.done()) return print(t);
    bool const apart = in.take(" ") || in.take("T");
    if (!chinese && !apart) return std::nullopt;
    in.blanks();
    if (!read_clock_parts(in, t)) return std::nullopt;
    return in.done() ? print(t) : std::nullopt;
}

std::optional<std::string> usual_clock(std::string_view text) {
    std::string const folded = base::nfkc(trimmed(text));
    time_text in(folded);
    time_parts t;
    if (!read_clock_parts(in, t) || !in.done() || t.hour > 24 || t.minute > 59 || t.second > 59) return std::nullopt;
    std::array<char, 16> out{};
    auto const n = std::snprintf(out.data(), out.size(), "%02d:%02d:%02d", t.hour, t.minute, t.second);
    return std::string(out.data(), static_cast<std::size_t>(n));
}

std::optional<std::string> time_by_format(std::string_view text, std::string_view format) {
    time_text in(text);
    time_parts t;
    for (std::size_t at = 0; at < format.size();) {
        char const c = format[at];
        auto const run = std::min(format.find_first_not_of(c, at), format.size()) - at;
        int* part = nullptr;
        switch (c) {
        case 'y': part = &t.year; break;
        case 'M': part = &t.month; break;
        case 'd': part = &t.day; break;
        case 'H': part = &t.hour; break;
        case 'm': part = &t.minute; break;
        case 's': part = &t.second; break;
        default: break;
        }
        if (!part) {
            if (!in.take(format.substr(at, 1))) return std::nullopt;
            ++at;
            continue;
        }
        bool const one = run == 1 && c != 'y';
        auto const n = in.number(one ? 1 : run, one ? 2 : run);
        if (!n) return std::nullopt;
        *part = c == 'y' && run == 2 ? 2000 + *n : *n;
        at += run;
    }
    return in.done() && t.month > 0 ? print(t) : std::nullopt;
}

} // namespace huanchi::facts
