#include "held/condensed.hpp"

#include <algorithm>
#include <array>

namespace huanchi::held {

namespace {

constexpr std::array<std::string_view, 11> lasting = {"enterprise_id", "outlet_id", "interval",  "factor", "unit",     "source",
                                                      "flag",          "mark",      "condition", "review", "flow_unit"};
constexpr std::array<std::string_view, 3> times = {"time", "received", "period_end"};
constexpr std::string_view full_hour = ":00:00+08:00";

template <class List>
bool is_one_of(List const& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// The content of the string that begins at `at`, and the place behind it.
std::string_view string_at(std::string_view line, std::size_t& at) {
    auto const begin = ++at;
    while (at < line.size() && line[at] != '"') at += line[at] == '\\' ? 2 : 1;
    auto const content = line.substr(begin, at - begin);
    ++at;
    return content;
}

void shorten(std::string& out, std::string_view time, std::string_view day) {
    if (time.size() > day.size() && time.starts_with(day) && time[day.size()] == 'T') {
        out += '@';
        time.remove_prefix(day.size() + 1);
    }
    if (time.ends_with(full_hour)) {
        time.remove_suffix(full_hour.size());
        out += time;
        out += '~';
    } else {
        out += time;
    }
}

void lengthen(std::string& out, std::string_view time, std::string_view day) {
    if (time.starts_with('@')) {
        out += day;
        out += 'T';
        time.remove_prefix(1);
    }
    bool const whole = time.ends_with('~');
    if (whole) time.remove_suffix(1);
    out += time;
    if (whole) out += full_hour;
}

} // namespace

condensed_line condense(std::string_view line, std::string_view day) {
    condensed_line out;
    if (line.ends_with('\n')) line.remove_suffix(1);
    bool first = true;
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] != '"') {
            out.shape += line[at++];
            continue;
        }
        auto const name = string_at(line, at);
        out.shape += '"';
        out.shape += name;
        out.shape += "\":\"";
        ++at; // the colon
        auto const value = string_at(line, at);
        if (is_one_of(lasting, name)) {
            out.shape += value;
        } else {
            if (!first) out.values += '\t';
            first = false;
            bool const time = is_one_of(times, name);
            out.shape += time ? '\v' : '\t';
            if (time)
                shorten(out.values, value, day);
            else
                out.values += value;
        }
        out.shape += '"';
    }
    return out;
}

void expand(std::string& out, std::string_view shape, std::string_view values, std::string_view day) {
    while (!shape.empty()) {
        auto const hole = shape.find_first_of("\t\v");
        out += shape.substr(0, hole);
        if (hole == std::string_view::npos) break;
        auto const end = std::min(values.find('\t'), values.size());
        if (shape[hole] == '\v')
            lengthen(out, values.substr(0, end), day);
        else
            out += values.substr(0, end);
        values.remove_prefix(std::min(end + 1, values.size()));
        shape.remove_prefix(hole + 1);
    }
    out += '\n';
}

} // namespace huanchi::held
