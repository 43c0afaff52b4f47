// The tests that stand in rule files.
#include "checking.hpp"

#include "findings/rule_tests.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace checking;

TEST_CASE("every test of the shipped library passes, and what none covers is the provisions without those that some reached") {
    auto const& lib = library();
    auto const report = findings::run_tests(lib.rules, lib.plan);
    for (auto const& o : report.outcomes)
        for (auto const& d : o.differences) MESSAGE(o.title << ": " << d);
    CHECK(report.passed == report.outcomes.size());
    CHECK(report.outcomes.size() == lib.rules.tests.size());

    std::set<std::string> covered;
    for (auto const& o : report.outcomes) covered.insert(o.covered.begin(), o.covered.end());
    for (auto const& l : lib.rules.limits)
        if (!model::is_judged(l.status)) CHECK(!covered.contains(l.id));
    std::vector<std::string> expected;
    std::size_t can_be_judged = 0;
    for (auto const& id : model::tested_ids(lib.rules)) {
        bool const not_judged = std::any_of(lib.rules.limits.begin(), lib.rules.limits.end(),
                                            [&](auto const& l) { return l.id == id && !model::is_judged(l.status); });
        can_be_judged += !not_judged;
        if (!not_judged && !covered.contains(id)) expected.push_back(id);
    }
    CHECK(report.uncovered == expected);
    CHECK(report.provisions == can_be_judged);
    CHECK(report.uncovered.size() < report.provisions);
}

namespace {

std::string const table = R"(limits 表1 of 甲 {
  medium  water
  judge   daily_mean
  value:
  化学需氧量  <=  50  mg/L
  氨氮        <=   5  mg/L  when 水温 > 12 ℃
  总磷        <=   1  mg/L
}
)";

findings::test_report run(std::string const& tests) {
    ruleset const r(table + tests);
    return findings::run_tests(r.rules, r.plan);
}
std::vector<std::string> differences(std::string const& expectation) {
    return run("test \"一项\" {\n given outlet { \n 介质 = water\n }\n given daily_mean of 化学需氧量 = 51 mg/L on "
               "2026-05-01\n expect " +
               expectation + "\n}\n")
        .outcomes.at(0)
        .differences;
}
using texts = std::vector<std::string>;

} // namespace

TEST_CASE("a test that expects what is found passes") {
    CHECK(differences("violation") == texts{});
    CHECK(differences("violation of 甲.表1 limit 50 mg/L exceedance 0.02") == texts{});
    CHECK(differences("violation limit 50000 ug/L") == texts{});
    CHECK(differences("not_applicable of 甲.表1.总磷") == texts{});
}

TEST_CASE("a test that expects something else says what differs") {
    CHECK(differences("compliant") == texts{"verdict: expected compliant, found violation"});
    CHECK(differences("violation limit 60 mg/L") == texts{"limit: expected 60 mg/L, found 50 mg/L"});
    CHECK(differences("violation exceedance 0.03") == texts{"exceedance: expected 0.03, found 0.02"});
    CHECK(differences("violation of 甲.表1.总磷") == texts{"verdict: expected violation of 甲.表1.总磷, found not_applicable"});
    CHECK(differences("undetermined because missing_datum") ==
          texts{"verdict: expected undetermined, found violation", "reason: expected missing_datum, found none"});
}

TEST_CASE("a test that expects more than a verdict fails where nothing was judged") {
    CHECK(differences("not_applicable of 甲.表1.总磷 limit 50 mg/L exceedance 0.02 because missing_datum result 51") ==
          texts{"limit: expected 50 mg/L, found none", "exceedance: expected 0.02, found none",
                "reason: expected missing_datum, found none", "result: expected 51, found none"});
}

TEST_CASE("what a test covers is what took part in its judgements") {
    auto const report = run(R"(test "氨氮" {
  given outlet {
    介质 = water
  }
  given daily_mean of 氨氮 = 6 mg/L on 2026-05-01
  expect undetermined of 甲.表1.氨氮 because missing_datum
}
)");
    CHECK(report.passed == 1);
    CHECK(report.outcomes[0].covered.front() == "甲.表1.氨氮[temperature > 12 ℃]");
    CHECK(report.uncovered == texts{"甲.表1.化学需氧量", "甲.表1.总磷"});
    CHECK(report.provisions == 3);
}

TEST_CASE("a test may give a value below detection, and fields beside the value") {
    auto const report = run(R"(test "未检出" {
  given outlet {
    介质 = water
  }
  given daily_mean of 总磷 = not_detected on 2026-05-01
  expect compliant of 甲.表1.总磷
}
test "水温" {
  given outlet {
    介质 = water
  }
  given daily_mean of 氨氮 = 6 mg/L on 2026-05-01 with 水温 = 12.5 ℃
  expect violation of 甲.表1.氨氮 limit 5 mg/L exceedance 0.20
}
)");
    CHECK(report.passed == 2);
}
