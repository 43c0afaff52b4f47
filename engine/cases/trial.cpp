#include "cases/trial.hpp"

#include "eval/run.hpp"
#include "facts/measurements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace huanchi::cases {

namespace {

constexpr char const* described_id = "described"; // what a description is called that does not name itself

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += std::string("\\") + c;
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + "\"";
}

std::string object(std::vector<std::pair<std::string, std::string>> const& members) {
    std::string out;
    for (auto const& [name, value] : members) out += (out.empty() ? "{" : ", ") + in_quotes(name) + ": " + in_quotes(value);
    return out.empty() ? "{}" : out + "}";
}

// The day, or the first of the month or year that holds it; hours and shorter ones at ten o'clock.
std::string time_of(trial const& t) {
    if (t.interval == "day") return t.on.text();
    if (t.interval == "month") return base::date::from_ymd(t.on.year(), t.on.month(), 1)->text();
    if (t.interval == "year") return base::date::from_ymd(t.on.year(), 1, 1)->text();
    return base::moment::at(t.on, 10).text();
}

int gravity(eval::verdict v) {
    constexpr std::array<int, 6> by_verdict = {1, 5, 4, 3, 2, 0}; // in the order of the enumeration
    return by_verdict[static_cast<std::size_t>(v)];
}

} // namespace

std::string trial::outlet_json() const {
    std::vector<std::pair<std::string, std::string>> members;
    for (auto const* first : {"medium", "kind"})
        if (auto const found = outlet.find(first); found != outlet.end()) members.push_back(*found);
    for (auto const& m : outlet)
        if (m.first != "medium" && m.first != "kind") members.push_back(m);
    return object(members);
}

std::string trial::row_json() const {
    std::vector<std::pair<std::string, std::string>> members = {{"enterprise_id", described_id},
                                                                {"outlet_id", described_id},
                                                                {"time", time_of(*this)},
                                                                {"interval", interval},
                                                                {"factor", factor},
                                                                {"value", value},
                                                                {"unit", unit},
                                                                {"flag", "N"}};
    for (auto const& m : datum) members.push_back(m);
    if (!datum.contains("source")) members.emplace_back("source", interval == "sample" ? "enforcement" : "auto");
    return object(members);
}

void trial::describe(assignment const& a, model::rulebook const& rules) {
    for (auto const& [ref, v] : a) {
        auto const& field = rules.at(ref);
        bool const of_row = ref.record == model::measurement_record;
        if (of_row && field.json == model::factor_field) continue;
        (of_row ? datum : outlet)[field.json] = text_of(v, field, rules, !of_row);
    }
}

model::acceptance const* delivery_of(std::uint16_t statistic, model::rulebook const& rules) {
    auto const& accepts = rules.statistics[statistic].accepts;
    auto const plain = std::find_if(accepts.begin(), accepts.end(), [](auto const& a) { return !a.where; });
    return plain != accepts.end() ? &*plain : accepts.empty() ? nullptr : &accepts.front();
}

std::optional<trial> trial_of(model::limit const& l, std::uint16_t statistic, model::rulebook const& rules) {
    auto const* how = delivery_of(statistic, rules);
    if (!how) return std::nullopt;
    auto const& factor = rules.factors[l.factor];
    trial t;
    t.factor = factor.code;
    t.statistic = rules.statistics[statistic].json;
    t.interval = text(how->interval);
    t.quantity = l.quantity;
    t.unit = rules.units[l.unit].symbol;
    if (!factor.medium.empty()) t.outlet["medium"] = factor.medium;
    if (l.status == model::status::optional) t.outlet[std::string(model::selected_items_field)] = factor.name;
    if (!l.formula) return t;
    auto const& f = rules.formulas[*l.formula];
    for (auto const input : f.inputs) {
        auto const& field = rules.at(input);
        if (rules.units[field.unit].dimension != rules.units[f.reference_unit].dimension) continue;
        auto const value = base::rational(l.reference) * rules.units[f.reference_unit].factor;
        t.datum[field.json] = text_of(value, field, rules, false);
    }
    return t;
}

plan::plan plan_of_factor(plan::plan const& whole, model::rulebook const& rules, std::string const& medium,
                          std::string const& code) {
    plan::plan reduced = whole;
    std::erase_if(reduced.limits, [&](plan::limit_step const& step) {
        auto const& f = rules.factors[rules.limits[step.limit].factor];
        return f.code != code || f.medium != medium;
    });
    return reduced;
}

std::optional<judged_side> judge(model::rulebook const& rules, plan::plan const& plan, trial const& t, bool unreviewed) {
    auto const known = facts::read_description(t.outlet_json(), rules);
    if (!known) return std::nullopt;
    auto const bound = eval::bind(plan, rules, *known, {std::nullopt, unreviewed});
    eval::row_store rows;
    auto const read = facts::read_measurements_text(
        t.row_json() + "\n", 0, "row", rules, *known, {"ndjson", false, 16}, [&](facts::batch const& b) { rows.add(b); },
        [](facts::rejected_row const&) {});
    if (!read) return std::nullopt;
    judged_side out;
    eval::run_options options;
    options.keep_all = true;
    options.contributions = options.warnings = options.days = false;
    for (auto const& j : eval::run(bound, rows, options).judgements) {
        if (rules.factors[j.factor].code != t.factor || rules.statistics[j.statistic].json != t.statistic ||
            j.quantity != t.quantity)
            continue;
        for (auto const r : j.candidates) out.applied.push_back(bound.requirements[r].id);
        if (j.decides) out.applied.push_back(bound.requirements[*j.decides].id);
        if (out.finding && gravity(j.verdict) <= gravity(out.verdict)) continue;
        out.verdict = j.verdict;
        out.finding = findings::from_judgement(j, bound, false);
    }
    return out;
}

} // namespace huanchi::cases
