#include "report/normal_rows.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

using facts::role;

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

void append_text(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    while (!text.empty()) {
        auto const odd = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
        out += text.substr(0, odd);
        text.remove_prefix(odd);
        if (text.empty()) break;
        auto const c = static_cast<unsigned char>(text.front());
        text.remove_prefix(1);
        out += '\\';
        if (c >= 0x20) {
            out += static_cast<char>(c);
        } else {
            out += "u00";
            out += hex[c >> 4];
            out += hex[c & 15];
        }
    }
    out += '"';
}

// The name is one of ours.
void append_member(std::string& out, std::string_view name, std::string_view text) {
    out += ",\"";
    out += name;
    out += "\":";
    append_text(out, text);
}

std::string_view word_of(model::interval i) {
    using model::interval;
    switch (i) {
    case interval::instant: return "instant";
    case interval::minute: return "minute";
    case interval::five_minutes: return "5min";
    case interval::hour: return "hour";
    case interval::day: return "day";
    case interval::month: return "month";
    case interval::year: return "year";
    default: return "sample";
    }
}

bool is_role(std::string_view name) {
    for (std::size_t i = 0; i < facts::role_count; ++i)
        if (facts::text(static_cast<role>(i)) == name) return true;
    return false;
}

} // namespace

row_lines::row_lines(model::rulebook const& rules) : rules_(rules) {
    if (rules.records.size() <= model::measurement_record) return;
    for (auto const& f : rules.records[model::measurement_record].fields) has_role_.push_back(is_role(f.json));
}

void row_lines::append(std::string& out, facts::row_text const& row, facts::normal_row const& n) const {
    out += "{\"enterprise_id\":";
    append_text(out, row[role::enterprise_id]);
    append_member(out, "outlet_id", row[role::outlet_id]);
    append_member(out, "time", base::moment{n.start}.text());
    append_member(out, "interval", word_of(n.interval));
    append_member(out, "factor", rules_.factors[n.factor].code);
    append_member(out, "value", row[role::value]);
    append_member(out, "unit", rules_.units[n.unit].symbol);
    if (!row[role::source].empty()) append_member(out, "source", facts::text(n.source));
    if (n.received != facts::not_received) append_member(out, "received", base::moment{n.received}.text());
    if (!row[role::period_end].empty()) append_member(out, "period_end", base::moment{n.end}.text());
    for (auto const r : {role::flag, role::mark, role::condition, role::review, role::dl, role::flow_unit})
        if (!row[r].empty()) append_member(out, facts::text(r), row[r]);
    for (auto const& f : row.fields) {
        if (f.text.empty() || has_role_[f.field]) continue;
        append_member(out, rules_.records[model::measurement_record].fields[f.field].json, f.text);
    }
    for (auto const& o : row.others) {
        if (o.text.empty()) continue;
        out += ',';
        append_text(out, o.name);
        out += ':';
        append_text(out, o.text);
    }
    out += "}\n";
}

} // namespace huanchi::report
