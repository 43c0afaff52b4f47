// What checks of the quality of data and the times of marking mean.
#include "changes/aspects.hpp"

#include <string>
#include <vector>

namespace huanchi::changes {

using namespace model;

aspects aspects_of(quality_check const& q, rulebook const& rules) {
    auto const& [id, title, document, clause, confidence, effective, condition, interval, marked, factors, when, except,
                 pattern, lasting, spread, steps, window, counts, required, report, types, note, where] = q;
    not_meaning(id, where);
    aspects a(rules);
    a.text("title", title);
    a.document("standard", document);
    a.text("clause", clause);
    a.text("confidence", text(confidence));
    a.applies(condition, effective);
    std::vector<std::string> codes;
    for (auto const f : factors) codes.push_back(rules.factors[f].code);
    a.set("watch", codes);
    a.text("watch interval", std::string(text(interval)) + (marked ? " marked" : ""));
    a.condition("when", when);
    a.condition("except", except);
    a.text("pattern", text(pattern));
    a.text("lasting", lasting.exact_text() + " s");
    if (pattern == series_pattern::spread) a.text("spread", spread.exact_text());
    if (pattern == series_pattern::stepping) a.text("stepping", std::to_string(steps));
    if (pattern == series_pattern::window) a.text("over", std::string(text(window)) + " " + rules.records[counts].name);
    a.conditions("require", required);
    if (report) {
        auto const& [record, seconds] = *report;
        a.text("report", rules.records[record].name + " up_to " + seconds.exact_text() + " s");
    }
    a.set("violation", types);
    a.text("note", note);
    return a;
}

aspects aspects_of(marking_window const& m, rulebook const& rules) {
    auto const& [id, title, document, clause, confidence, effective, condition, days, workdays, minutes, where] = m;
    not_meaning(id, where);
    aspects a(rules);
    a.text("title", title);
    a.document("standard", document);
    a.text("clause", clause);
    a.text("confidence", text(confidence));
    a.applies(condition, effective);
    a.text("up_to", std::to_string(days) + (workdays ? " workdays" : " d") + " at minute " + std::to_string(minutes));
    return a;
}

} // namespace huanchi::changes
