#include "compared.hpp"

#include "made.hpp"

namespace compared {

books::books(std::string const& rows_before, std::string const& rows_after)
    : before(loaded::table(rows_before)), after(loaded::table(rows_after)) {
    diff = changes::compare(before.rules, after.rules);
    changes::witness_search search({before.rules, before.plan}, {after.rules, after.plan}, *base::date::parse("2026-06-01"),
                                   false);
    for (auto const& c : diff.limits) witnesses.push_back(search.find(c));
    auto was = made::sulphur_dioxide();
    was.verdict = eval::verdict::compliant;
    was.limit->max = "80";
    was.exceedance.reset();
    findings::check_result x, y;
    x.findings = {was};
    y.findings = {made::sulphur_dioxide()};
    x.verdicts[0] = y.verdicts[1] = 1;
    x.read = y.read = x.judged = y.judged = 1;
    impact = changes::compare(changes::checked{std::move(x), before.rules}, {std::move(y), after.rules});
}

report::diff_document books::diff_document() const {
    return {{"builtin", before.rules, diff.meaning_before}, {"own.rules", after.rules, diff.meaning_after}, diff, witnesses};
}

report::impact_document books::impact_document(bool summary_only) const {
    return {
        {"builtin", before.rules, diff.meaning_before}, {"own.rules", after.rules, diff.meaning_after}, impact, summary_only};
}

} // namespace compared
