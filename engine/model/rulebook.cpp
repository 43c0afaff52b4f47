#include "model/rulebook.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace huanchi::model {

std::optional<std::uint16_t> rulebook::find_factor(std::string_view spelling, std::string_view medium) const {
    std::optional<std::uint16_t> found;
    bool several = false;
    auto const [begin, end] = factor_index.equal_range(std::string(spelling));
    for (auto it = begin; it != end; ++it) {
        if (!medium.empty() && factors[it->second].medium == medium) return it->second;
        several = several || (found && *found != it->second);
        found = it->second;
    }
    return several ? std::nullopt : found;
}

std::optional<std::uint16_t> rulebook::find_statistic(std::string_view spelling) const {
    auto const it = statistic_index.find(std::string(spelling));
    if (it == statistic_index.end()) return std::nullopt;
    return it->second;
}

std::optional<std::uint16_t> rulebook::find_record(std::string_view name) const {
    for (std::size_t i = 0; i < records.size(); ++i)
        if (records[i].name == name) return static_cast<std::uint16_t>(i);
    return std::nullopt;
}

std::optional<std::uint16_t> rulebook::find_field(std::uint16_t record, std::string_view spelling) const {
    auto const it = field_index[record].find(std::string(spelling));
    if (it == field_index[record].end()) return std::nullopt;
    return it->second;
}

namespace {

bool is_missing_mark(std::string_view t) {
    return t.empty() || t == "-" || t == "--" || t == "—" || t == "-;" || t == "——";
}

std::string_view trimmed(std::string_view t) {
    auto const first = t.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return t.substr(first, t.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<value> read_quantity(field const& f, std::string_view t, base::unit_table const& units) {
    std::size_t digits = 0;
    while (digits < t.size() && std::string_view("+-.0123456789eE").find(t[digits]) != std::string_view::npos) ++digits;
    std::optional<base::decimal> number;
    for (; digits > 0 && !number; --digits) number = base::decimal::parse(t.substr(0, digits));
    if (!number) return std::nullopt;
    auto const unit_text = trimmed(t.substr(digits + 1));
    auto unit = f.unit;
    if (!unit_text.empty()) {
        auto const named = units.find(unit_text);
        if (!named || units[*named].dimension != units[f.unit].dimension) return std::nullopt;
        unit = *named;
    }
    return value(base::rational(*number) * units[unit].factor);
}

} // namespace

std::vector<std::string> provision_ids(rulebook const& rules, std::vector<source::file_id> const& files) {
    std::vector<std::string> ids;
    auto const take = [&](std::string id, source::span const& where) {
        if (files.empty() || std::find(files.begin(), files.end(), where.file) != files.end()) ids.push_back(std::move(id));
    };
    for (auto const& l : rules.limits) take(l.id, l.where);
    for (auto const& g : rules.grades) take(g.id, g.where_declared);
    for (auto const& x : rules.indices) take(x.id, x.where_declared);
    for (auto const& c : rules.catalogues)
        for (auto const& e : c.entries) take(c.id + "." + e.title, c.where_declared);
    for (auto const& r : rules.requirements)
        for (auto const& line : r.lines) take(r.id + "." + line.title, r.where_declared);
    for (auto const& q : rules.quality) take(q.id, q.where_declared);
    return ids;
}

std::vector<std::string> tested_ids(rulebook const& rules, std::vector<source::file_id> const& files) {
    auto ids = provision_ids(rules, files);
    for (auto const& t : rules.discretions)
        if (files.empty() || std::find(files.begin(), files.end(), t.where_declared.file) != files.end()) ids.push_back(t.id);
    return ids;
}

std::vector<std::string> provisions_of(document const& d, std::vector<std::string> const& ids) {
    std::vector<std::string> of;
    auto const begin = d.id + ".";
    for (auto const& id : ids)
        if (id.starts_with(begin)) of.push_back(id);
    return of;
}

std::optional<value> read_field(field const& f, std::string_view text, base::unit_table const& units) {
    auto const t = trimmed(text);
    if (is_missing_mark(t)) return value();
    switch (f.type) {
    case field_type::text:
    case field_type::code: return value(std::string(t));
    case field_type::choice:
        if (std::find(f.choices.begin(), f.choices.end(), t) == f.choices.end()) return std::nullopt;
        return value(std::string(t));
    case field_type::date: {
        auto const d = base::date::parse(t);
        if (d) return value(*d);
        if (auto const m = base::moment::parse(t)) return value(m->date());
        return std::nullopt;
    }
    case field_type::yes_no:
        if (t == "yes" || t == "true" || t == "是" || t == "1" || t == "Y") return value(true);
        if (t == "no" || t == "false" || t == "否" || t == "0" || t == "N") return value(false);
        return std::nullopt;
    case field_type::number:
    case field_type::quantity: return read_quantity(f, t, units);
    }
    return std::nullopt;
}

} // namespace huanchi::model
