#include "report/normal_rows.hpp"

namespace huanchi::report {

namespace {

using facts::role;

void append_text(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (char const c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    out += ',';
    append_text(out, name);
    out += ':';
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

void append_ndjson(std::string& out, facts::row_text const& row, facts::normal_row const& n, model::rulebook const& rules) {
    out += "{\"enterprise_id\":";
    append_text(out, row[role::enterprise_id]);
    append_member(out, "outlet_id", row[role::outlet_id]);
    append_member(out, "time", base::moment{n.start}.text());
    append_member(out, "interval", word_of(n.interval));
    append_member(out, "factor", rules.factors[n.factor].code);
    append_member(out, "value", row[role::value]);
    append_member(out, "unit", rules.units[n.unit].symbol);
    if (!row[role::source].empty()) append_member(out, "source", facts::text(n.source));
    if (n.received != facts::not_received) append_member(out, "received", base::moment{n.received}.text());
    if (!row[role::period_end].empty()) append_member(out, "period_end", base::moment{n.end}.text());
    for (auto const r : {role::flag, role::mark, role::condition, role::review, role::dl, role::flow_unit})
        if (!row[r].empty()) append_member(out, facts::text(r), row[r]);
    for (auto const& f : row.fields) {
        auto const& name = rules.records[model::measurement_record].fields[f.field].json;
        if (!f.text.empty() && !is_role(name)) append_member(out, name, f.text);
    }
    for (auto const& o : row.others)
        if (!o.text.empty()) append_member(out, o.name, o.text);
    out += "}\n";
}

} // namespace huanchi::report
