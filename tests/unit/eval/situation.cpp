#include "situation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tuple>

namespace situation {

namespace {

std::string in_unit(outcome const& o, eval::judgement const& j, base::rational const& v) {
    auto const& rules = *o.bound->rules;
    auto const unit = j.decides ? o.bound->requirements[*j.decides].unit : rules.factors[j.factor].unit;
    return (v / rules.units[unit].factor).exact_text();
}

std::string said(outcome const& o, eval::judgement const& j) {
    std::string s(eval::text(j.verdict));
    s += " " + o.bound->rules->statistics[j.statistic].json + " " + j.period.from.text().substr(0, 10);
    if (j.period.to.ms - j.period.from.ms < 86400000) s += " " + j.period.from.text().substr(11, 5);
    if (j.measured) {
        s += " " + in_unit(o, j, j.measured->low);
        if (!j.measured->exact()) s += ".." + (j.measured->unbounded ? "" : in_unit(o, j, j.measured->high));
    }
    if (j.verdict == eval::verdict::undetermined)
        s += " " + j.reason;
    else if (j.decides)
        s += " of " + o.bound->requirements[*j.decides].id;
    if (j.marginal) s += " marginal";
    return s;
}

} // namespace

texts outcome::said() const {
    std::vector<eval::judgement const*> all;
    for (auto const& j : results.judgements) all.push_back(&j);
    std::stable_sort(all.begin(), all.end(), [](auto const* x, auto const* y) {
        return std::tie(x->outlet, x->factor, x->statistic, x->period, x->source, x->sample_id) <
               std::tie(y->outlet, y->factor, y->statistic, y->period, y->source, y->sample_id);
    });
    texts out;
    for (auto const* j : all) out.push_back(situation::said(*this, *j));
    return out;
}

eval::judgement const& outcome::judgement() const {
    REQUIRE_MESSAGE(results.judgements.size() == 1, results.judgements.size() << " judgements");
    return results.judgements.front();
}

std::string outcome::only() const {
    return situation::said(*this, judgement());
}

std::string outcome::accounting() const {
    return "judged " + std::to_string(results.judged_rows) + ", flagged_out " + std::to_string(results.flagged_out) +
           ", unmatched " + std::to_string(results.unmatched) + ", duplicates " + std::to_string(results.duplicates);
}

std::string outcome::missing() const {
    std::string s;
    for (auto const& m : judgement().missing) s += (s.empty() ? "" : "; ") + m.name + (m.band.empty() ? "" : ": " + m.band);
    return s;
}

std::string outlet(std::string const& medium, std::string const& attributes) {
    return R"([{"id": "O1", "medium": ")" + medium + "\"" + (attributes.empty() ? "" : ", " + attributes) + "}]";
}

site::site(rules const& r, std::string const& outlets, std::string const& permits, std::string const& facility) : rules_(r) {
    auto const text = R"([{"id": "E1", )" + (facility.empty() ? "" : facility + ", ") + "\"permits\": " + permits +
                      ", \"outlets\": " + outlets + "}]";
    auto read = facts::read_facilities(text, "facilities.json", r.rules);
    if (!read) FAIL(read.error().what);
    known = std::move(*read);
}

site& site::row(std::string const& factor, std::string const& value, std::string const& unit, std::string const& time,
                std::string const& interval, fields const& more) {
    fields all = {{"enterprise_id", "E1"}, {"outlet_id", "O1"}, {"source", "auto"}, {"flag", "N"}};
    for (auto const& f : more) all[f.first] = f.second;
    all.insert({{"factor", factor}, {"value", value}, {"unit", unit}, {"time", time}, {"interval", interval}});
    std::string line;
    for (auto const& [name, text] : all) line += (line.empty() ? "{\"" : ", \"") + name + "\": \"" + text + "\"";
    lines.push_back(line + "}");
    return *this;
}

site& site::day(std::string const& factor, std::string const& value, std::string const& unit, std::string const& on,
                fields const& more) {
    for (int hour = 0; hour < 24; ++hour)
        row(factor, value, unit, on + (hour < 10 ? " 0" : " ") + std::to_string(hour) + ":00", "hour", more);
    return *this;
}

eval::run_options everything(unsigned threads) {
    eval::run_options options;
    options.threads = threads;
    options.keep_all = true;
    return options;
}

outcome site::judge(eval::run_options const& options, eval::bind_options const& bind) {
    bound_ = eval::bind(rules_.plan, rules_.rules, known, bind);
    std::string text;
    for (auto const& l : lines) text += l + "\n";
    eval::row_store store;
    auto const count = facts::read_measurements_text(
        text, 0, "rows.ndjson", rules_.rules, known, {}, [&](facts::batch const& b) { store.add(b); },
        [](facts::rejected_row const& r) { FAIL("row " << r.line << " rejected: " << r.reason); });
    if (!count) FAIL(count.error().what);
    return {eval::run(bound_, store, options), &bound_};
}

} // namespace situation
