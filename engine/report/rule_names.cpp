#include "report/rule_names.hpp"

#include "findings/lighter_law.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

std::string in_words(std::string identifier) {
    std::replace(identifier.begin(), identifier.end(), '_', ' ');
    return identifier;
}
bool of_identifier(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
void add_once(std::vector<std::string>& to, std::string text) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
}

} // namespace

std::string rule_names::offence(std::string const& type, std::string const& medium, base::date day, language in) const {
    if (in == language::en) return in_words(type);
    if (!rules_) return type;
    std::string on_other_day;
    for (auto const& c : findings::consequences_of(*rules_, type, medium)) {
        if (c.what->effective.contains(day)) return c.what->name;
        on_other_day = c.what->name; // the last declared is the latest law
    }
    if (!on_other_day.empty()) return on_other_day;
    for (auto const& c : rules_->consequences)
        if (c.violation_type == type) return c.name;
    return type;
}

std::vector<std::string> rule_names::offences(tickets::ticket const& t, language in) const {
    std::vector<std::string> all;
    for (auto const& type : t.violation_types) add_once(all, offence(type, t.medium, t.first_day, in));
    return all;
}

std::vector<std::string> rule_names::offences(std::vector<tickets::ticket> const& of, language in) const {
    std::vector<std::string> all;
    for (auto const& t : of)
        for (auto& name : offences(t, in)) add_once(all, std::move(name));
    return all;
}

std::optional<requirement_name> rule_names::requirement(std::string_view id) const {
    if (!rules_) return std::nullopt;
    for (auto const& table : rules_->requirements) {
        if (!id.starts_with(table.id) || id.size() <= table.id.size() || id[table.id.size()] != '.') continue;
        auto const title = id.substr(table.id.size() + 1);
        for (auto const& line : table.lines)
            if (line.title == title) return requirement_name{line.title, rules_->documents[table.document].number, line.clause};
    }
    return std::nullopt;
}

std::string rule_names::condition(std::string_view text, language in, std::optional<std::uint16_t> record) const {
    if (!rules_ || in == language::en) return std::string(text);
    std::string out;
    while (!text.empty()) {
        auto const word =
            text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), of_identifier) - text.begin()));
        if (word.empty()) {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        text.remove_prefix(word.size());
        std::string_view name = word;
        std::vector<std::uint16_t> asked{model::outlet_record, model::facility_record, model::measurement_record};
        if (record) asked = {*record};
        for (auto const r : asked)
            for (auto const& f : rules_->records[r].fields)
                if (f.json == word && name == word) name = f.name;
        out += name;
    }
    return out;
}

std::string matter(requirement_name const& r) {
    return r.title + "（" + r.standard + (r.clause.empty() ? "" : " " + r.clause) + "）";
}

std::string matter(tickets::ticket const& t) {
    auto const name = t.factor_name.empty() ? t.series.factor : t.factor_name;
    if (t.series.quantity != model::text(model::quantity::requirement) || t.findings.empty()) return name;
    auto const& says = t.findings.front().provision;
    return matter(requirement_name{name, says.standard, says.clause});
}

void name_requirements(std::vector<tickets::summary>& list, rule_names const& names) {
    for (auto& s : list)
        if (s.series.quantity == model::text(model::quantity::requirement))
            if (auto const r = names.requirement(s.series.factor)) s.factor_name = matter(*r);
}

void name_requirements(tickets::overview& known, rule_names const& names) {
    for (auto& s : known.series)
        if (s.key.quantity == model::text(model::quantity::requirement))
            if (auto const r = names.requirement(s.key.factor)) s.factor_name = matter(*r);
}

} // namespace huanchi::report
