// Which law is applied to an act that is decided on after the law has changed: range against range, measure against measure.
#include "findings/lighter_law.hpp"

#include "loaded_book.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using findings::law_comparison;

namespace {

base::date day(char const* text) {
    return base::date::parse(text).value();
}

constexpr char const* clause = "transition 从旧 {\n  effective from 2026-08-15\n  law \"新法\"\n  clause \"第九条\"\n}\n";

std::string law(char const* name, char const* span, std::string const& says) {
    return std::string("consequence 超标 \"超标\" {\n  effective ") + span + "\n  law \"" + name +
           "\"\n  penalty \"第一条\"\n" + says + "}\n";
}
std::string before(std::string const& says) {
    return law("旧法", "from 2020-01-01 before 2026-08-15", says);
}
std::string after(std::string const& says) {
    return law("新法", "from 2026-08-15", says);
}

// "lighter decision": the reason, and which law applies.
std::string between(std::string const& rules, char const* act = "2026-08-14", char const* decided = "2026-08-15",
                    char const* end = nullptr) {
    loaded::book const book(rules);
    auto const t = findings::compare_laws(book.rules, {"超标"}, "water", day(act), day(end ? end : act), day(decided));
    if (!t) return "no change";
    auto const& c = t->comparisons.at(0);
    auto const applies = c.applies == law_comparison::choice::act        ? " act"
                         : c.applies == law_comparison::choice::decision ? " decision"
                                                                         : " neither";
    return std::string(findings::text(c.reason)) + applies;
}
std::string fines(char const* then, char const* now) {
    return between(before(std::string("  fine ") + then + "\n") + after(std::string("  fine ") + now + "\n") + clause);
}

} // namespace

TEST_CASE("a range of fines is lighter where no bound is higher and one is lower") {
    CHECK(fines("100000..1000000 元", "100000..1000000 元") == "equal act");
    CHECK(fines("100000..1000000 元", "50000..1000000 元") == "lighter decision");
    CHECK(fines("100000..1000000 元", "100000..200000 元") == "lighter decision");
    CHECK(fines("100000..1000000 元", "200000..1000000 元") == "heavier act");
    CHECK(fines("100000..1000000 元", "50000..2000000 元") == "mixed neither");
    CHECK(fines("100000..1000000 元", "200000..500000 元") == "mixed neither");
    CHECK(fines("0..50000 元", "0..50000 元 may") == "lighter decision");
    CHECK(fines("0.1..1 元", "0.10..1.0 元") == "equal act");
}

TEST_CASE("money and a multiple of something have no common measure, two multiples of one thing have") {
    CHECK(fines("1..5 % of \"总投资额\"", "200000..1000000 元") == "not_comparable neither");
    CHECK(fines("1..3 倍 of \"处置费用\"", "1..3 倍 of \"货值\"") == "not_comparable neither");
    CHECK(fines("1..3 倍 of \"处置费用\"", "1..2 倍 of \"处置费用\"") == "lighter decision");
    CHECK(fines("1..3 倍 of \"处置费用\" at_least 100000 元", "1..3 倍 of \"处置费用\" at_least 200000 元") == "heavier act");
}

TEST_CASE("a case that one law does not name is covered by its ordinary fine") {
    CHECK(fines("50000..200000 元", "50000..200000 元\n  fine 200000..1000000 元 case \"情节严重\"") == "heavier act");
    CHECK(fines("50000..200000 元", "50000..200000 元 case \"拒不改正\"") == "lighter decision");
    CHECK(fines("50000..200000 元", "50000..200000 元\n  fine 5000..20000 元 scope \"责任人员\"") == "heavier act");
}

TEST_CASE("a measure that the authority may take is lighter than one that it has to take, and none is lighter still") {
    auto const measures = [](char const* then, char const* now) {
        return between(before(std::string(then) + "\n") + after(std::string(now) + "\n") + clause);
    };
    CHECK(measures("  measures \"停产\"", "  may \"停产\"") == "lighter decision");
    CHECK(measures("  may \"停产\"", "  measures \"停产\"") == "heavier act");
    CHECK(measures("  measures \"改正\", \"停产\"", "  measures \"改正\"") == "lighter decision");
    CHECK(measures("  measures \"停产\"", "  measures \"限产\"") == "mixed neither");
    CHECK(measures("  may \"按日计罚\" clause \"第五十九条\"", "  may \"按日计罚\" clause \"第一千零六十条\"") == "equal act");
}

TEST_CASE("the new law begins at the first moment of its day") {
    auto const rules = before("  fine 100..200 元\n") + after("  fine 50..200 元\n") + clause;
    CHECK(between(rules, "2026-08-13", "2026-08-14") == "no change");
    CHECK(between(rules, "2026-08-14", "2026-08-14") == "no change");
    CHECK(between(rules, "2026-08-14", "2026-08-15") == "lighter decision");
    CHECK(between(rules, "2026-08-15", "2026-08-15") == "no change");
    CHECK(between(rules, "2026-08-16", "2026-08-15") == "no change"); // decided before the act: nothing to compare
}

TEST_CASE("what the rules do not say is not filled in") {
    auto const old = before("  fine 100..200 元\n"), now = after("  fine 50..200 元\n");
    CHECK(between(old + now) == "no_clause neither");
    CHECK(between(old + clause) == "unknown_now neither");
    CHECK(between(now + clause) == "unknown_then neither");
    CHECK(between(before("  fine 100..200 元\n  confidence low\n") + now + clause) == "uncertain neither");
    CHECK(between(old + now + clause, "2026-08-14", "2026-09-01", "2026-08-15") == "continuing neither");
}

TEST_CASE("several bases decide only where they agree") {
    auto const two = [](char const* other) {
        return before("  fine 100..200 元\n") + law("条例", "from 2021-01-01 before 2026-08-15", std::string(other)) +
               after("  fine 100..150 元\n") + clause;
    };
    CHECK(between(two("  fine 150..200 元\n")) == "lighter decision");
    CHECK(between(two("  fine 50..100 元\n")) == "several neither");
}
