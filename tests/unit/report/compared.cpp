#include "compared.hpp"

#include "made.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace compared {

namespace {

void load(books::book& b, std::string const& rows) {
    std::ifstream in(HUANCHI_SOURCE_DIR "/tests/golden/model/vocabulary.rules", std::ios::binary);
    b.files.add("vocabulary.rules", std::string(std::istreambuf_iterator<char>(in), {}));
    b.files.add("case.rules", "standard 甲 \"试例\" {\n  number \"甲-2000\"\n  level national\n  effective from 2000-01-01\n}\n"
                              "limits 表1 of 甲 \"表\" {\n  medium water\n  judge daily_mean\n  value:\n" +
                                  rows + "\n}\n");
    auto loaded = model::load(b.files);
    for (auto const& d : loaded.report.sorted()) FAIL(source::render(d, b.files, source::language::en, false));
    b.rules = std::move(loaded.rules);
    b.plan = plan::compile(b.rules);
}

} // namespace

books::books(std::string const& rows_before, std::string const& rows_after) {
    load(before, rows_before);
    load(after, rows_after);
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
