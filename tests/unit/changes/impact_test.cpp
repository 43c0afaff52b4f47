// Two checks of the same data compared.
#include "comparing.hpp"

#include <doctest/doctest.h>

using namespace comparing;

namespace {

findings::finding judged(std::string const& id, eval::verdict v, std::string const& max, std::string const& unit = "mg/L",
                         std::string const& measured = "6") {
    findings::finding f;
    f.id = id;
    f.verdict = v;
    f.enterprise_id = "E1";
    f.outlet_id = "DW001";
    f.factor = "w21003";
    f.statistic = "daily_mean";
    f.period = {base::moment::at(*base::date::parse("2026-06-01")), base::moment::at(*base::date::parse("2026-06-02"))};
    f.measured = findings::measured_value{measured, {}, unit, {}, {}};
    f.limit = findings::limit_value{{}, max, false, false, unit, {}};
    f.provision = findings::provision{"甲.表1.氨氮", "甲-2000", "表1", "national", "high"};
    return f;
}

struct pair_of_books {
    book before{table("氨氮 <= 8 mg/L")}, after{table("氨氮 <= 5 mg/L")};
    changes::impact compare(std::vector<findings::finding> was, std::vector<findings::finding> is) const {
        findings::check_result x, y;
        x.findings = std::move(was);
        y.findings = std::move(is);
        return changes::compare(changes::checked{std::move(x), before.rules}, {std::move(y), after.rules});
    }
};

} // namespace

TEST_CASE("a verdict that changes is listed with both sides and counted by kind") {
    pair_of_books const books;
    auto const i = books.compare(
        {judged("f-1", eval::verdict::compliant, "8"), judged("f-2", eval::verdict::compliant, "8", "mg/L", "3")},
        {judged("f-1", eval::verdict::violation, "5"), judged("f-2", eval::verdict::compliant, "8", "mg/L", "3")});
    REQUIRE(i.changes.size() == 1);
    CHECK(i.changes[0].before->limit->max == "8");
    CHECK(i.changes[0].after->limit->max == "5");
    CHECK(i.by_kind.at({"compliant", "violation"}) == 1);
    CHECK(i.unchanged == 1);
    CHECK_FALSE(i.none());
}

TEST_CASE("the same verdict by another limit is counted, not listed") {
    pair_of_books const books;
    auto const i = books.compare({judged("f-1", eval::verdict::compliant, "8", "mg/L", "3")},
                                 {judged("f-1", eval::verdict::compliant, "5", "mg/L", "3")});
    CHECK(i.changes.empty());
    CHECK(i.limit_changed == 1);
    CHECK_FALSE(i.none());
}

TEST_CASE("a limit in another unit is the same limit, a value in another unit the same value") {
    pair_of_books const books;
    auto const i = books.compare({judged("f-1", eval::verdict::violation, "5")},
                                 {judged("f-1", eval::verdict::violation, "5000", "μg/L", "6000")});
    CHECK(i.none());
    CHECK(i.unchanged == 1);
}

TEST_CASE("a judgement that only one rulebook makes is a change from or to none") {
    pair_of_books const books;
    auto const i = books.compare({judged("f-1", eval::verdict::violation, "5")}, {});
    CHECK(i.by_kind.at({"violation", "none"}) == 1);
    auto const k = books.compare({}, {judged("f-1", eval::verdict::compliant, "8")});
    CHECK(k.by_kind.at({"none", "compliant"}) == 1);
    CHECK_FALSE(k.changes[0].before);
}

TEST_CASE("judgements in another reference state, whose keys differ, are still one judgement") {
    pair_of_books const books;
    auto const i = books.compare({judged("f-1", eval::verdict::compliant, "8", "mg/L", "5")},
                                 {judged("f-9", eval::verdict::violation, "8", "mg/L", "9")});
    REQUIRE(i.changes.size() == 1);
    CHECK(i.by_kind.at({"compliant", "violation"}) == 1);
}

TEST_CASE("several tables judge one record: each is compared with the one of its name in the new edition") {
    pair_of_books const books;
    auto const graded = [](char const* id, char const* provision, eval::verdict v, char const* record = "1") {
        findings::finding f;
        f.id = id;
        f.verdict = v;
        f.record = record;
        f.factor_name = "级";
        f.statistic = "instantaneous";
        f.provision = findings::provision{provision, "", "", "national", "high"};
        return f;
    };
    using eval::verdict;
    // In no order that would help: the other table first, another record between.
    auto const i = books.compare(
        {graded("f-1", "甲2012.表2日平均", verdict::undetermined), graded("f-2", "甲2012.表1日平均", verdict::compliant),
         graded("f-3", "甲2012.表1日平均", verdict::compliant, "2")},
        {graded("f-4", "甲2026.表1日平均", verdict::compliant, "2"), graded("f-5", "甲2026.表1日平均", verdict::violation),
         graded("f-6", "甲2026.表2日平均", verdict::undetermined)});
    REQUIRE(i.changes.size() == 1);
    CHECK(i.changes[0].before->id == "f-2");
    CHECK(i.changes[0].after->id == "f-5");
    // Or nearly of its name: the stage that follows.
    auto const later = books.compare(
        {graded("f-1", "甲2026.表2日平均", verdict::undetermined), graded("f-2", "甲2026.表1日平均", verdict::compliant)},
        {graded("f-3", "甲2026.表1日平均2031", verdict::violation),
         graded("f-4", "甲2026.表2日平均2031", verdict::undetermined)});
    REQUIRE(later.changes.size() == 1);
    CHECK(later.changes[0].before->id == "f-2");
    CHECK(later.changes[0].after->id == "f-3");
}
