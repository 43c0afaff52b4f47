// Cases that two rulebooks judge differently. What is expected follows from the two texts alone.
#include "comparing.hpp"

#include "eval/run.hpp"
#include "facts/measurements.hpp"

#include <doctest/doctest.h>

using namespace comparing;

namespace {

std::string witness(std::string const& before, std::string const& after) {
    return said(compared(table(before), table(after)).witness());
}
bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("between the old bound and the new one the verdict differs") {
    CHECK(witness("氨氮 <= 8 mg/L", "氨氮 <= 5 mg/L") == "compliant → violation 6.5 mg/L 2026-06-01");
    CHECK(witness("氨氮 <= 5 mg/L", "氨氮 <= 8 mg/L") == "violation → compliant 6.5 mg/L 2026-06-01");
    CHECK(witness("氨氮 <= 5 mg/L", "氨氮 < 5 mg/L") == "compliant → violation 5 mg/L 2026-06-01");
    CHECK(witness("化学需氧量 <= 50 mg/L", "化学需氧量 <= 40000 μg/L") == "compliant → violation 45000 μg/L 2026-06-01");
    CHECK(witness("pH in 6..9", "pH in 6.5..9.5") == "violation → compliant 9.25  2026-06-01");
}

TEST_CASE("a new limit is shown by a value above it, a dropped one too") {
    CHECK(said(compared("", table("氨氮 <= 5.0 mg/L")).witness()) == "not_applicable → violation 5.1 mg/L 2026-06-01");
    CHECK(said(compared(table("氨氮 <= 5 mg/L"), "").witness()) == "violation → not_applicable 6 mg/L 2026-06-01");
}

TEST_CASE("a change of dates is shown on a day on which one side is in force and the other is not") {
    CHECK(witness("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L effective from 2027-01-01") ==
          "violation → not_applicable 6 mg/L 2026-06-01");
    CHECK(witness("氨氮 <= 5 mg/L effective from 2027-01-01", "氨氮 <= 5 mg/L effective from 2028-01-01") ==
          "violation → not_applicable 6 mg/L 2027-12-31");
    CHECK(witness("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L effective before 2024-01-01") ==
          "violation → not_applicable 6 mg/L 2026-06-01");
}

TEST_CASE("what the conditions ask of outlet and datum is described") {
    auto const s = compared(table("氨氮 <= 8 mg/L when 水温 <= 12 ℃", "  where 级别 = 一级A\n"),
                            table("氨氮 <= 5 mg/L when 水温 <= 12 ℃", "  where 级别 = 一级A\n"))
                       .witness();
    REQUIRE(std::holds_alternative<changes::witness>(s));
    auto const& w = std::get<changes::witness>(s);
    CHECK(has(w.outlet, R"("grade": "一级A")"));
    CHECK(has(w.row, R"("temperature": "11")"));
    CHECK(has(w.row, R"("value": "6.5")"));
}

TEST_CASE("what other limits of the factor need is described too") {
    auto const twins = [](std::string const& first) {
        return "limits 表1 of 甲 \"表\" {\n  medium water\n  judge daily_mean\n  by 级别: 一级A 一级B\n  氨氮 <= " + first +
               " 8 mg/L\n}\nlimits 表2 of 甲 \"特别\" {\n  medium water\n  judge daily_mean\n  where 重点地区 = yes\n  "
               "displaces "
               "表1\n  value:\n  氨氮 <= 3 mg/L\n}\n";
    };
    auto const s = compared(twins("5"), twins("4")).witness();
    CHECK(said(s) == "compliant → violation 4.5 mg/L 2026-06-01");
    CHECK(has(std::get<changes::witness>(s).outlet, R"("key_region": "no")"));
}

TEST_CASE("a changed reference state is shown by a value that is corrected to another one") {
    auto const corrected = [](std::string const& oxygen) {
        return "limits 表1 of 甲 \"表\" {\n  medium air\n  judge hourly_mean\n  correct 氧折算\n  value:\n  reference "
               "基准氧含量 = " +
               oxygen + " %\n  二氧化硫 <= 50 mg/m³\n}\n";
    };
    // At 6 % oxygen 51 is 51 under the new state; 51 × (21 − 9) / (21 − 6) = 40.8 under the old one.
    CHECK(said(compared(corrected("9"), corrected("6")).witness()) == "compliant → violation 51 mg/m³ 2026-06-01");
}

TEST_CASE("where no verdict can differ none is shown, and why is said") {
    CHECK(witness("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L clause \"表1 续\"") == "wording");
    CHECK(witness("氨氮 <= 5 mg/L status suspended", "氨氮 <= 4 mg/L status suspended") == "not_judged");
    CHECK(witness("氨氮 <= 5 mg/L confidence low", "氨氮 <= 4 mg/L confidence low") == "not_judged");
    auto const annual = [](std::string const& most) {
        return "limits 表1 of 甲 \"表\" {\n  medium water\n  judge annual_total\n  quantity mass\n  value:\n  化学需氧量 <= " +
               most + " t\n}\n";
    };
    CHECK(said(compared(annual("50"), annual("40")).witness()) == "no_value");
    // Another limit, of the other table, is always the tighter one.
    auto const hidden = [](std::string const& number) {
        return table("氨氮 <= 3 mg/L") +
               "limits 表2 of 甲 \"表\" {\n  medium water\n  judge daily_mean\n  value:\n  氨氮 <= " + number + " mg/L\n}\n";
    };
    CHECK(said(compared(hidden("8"), hidden("5")).witness()) == "not_found");
}

TEST_CASE("a limit that comes into force or stops being judged changes verdicts") {
    CHECK(witness("氨氮 <= 5 mg/L status suspended", "氨氮 <= 5 mg/L") == "not_applicable → violation 6 mg/L 2026-06-01");
    CHECK(witness("氨氮 <= 5 mg/L", "氨氮 <= 5 mg/L confidence low") == "violation → not_applicable 6 mg/L 2026-06-01");
}

TEST_CASE("what is shown holds when its texts are judged once more") {
    compared const c(table("氨氮 <= 8 mg/L", "  where 级别 = 一级A\n"), table("氨氮 <= 5 mg/L", "  where 级别 = 一级A\n"));
    auto const s = c.witness();
    auto const& w = std::get<changes::witness>(s);
    for (auto const* side : {&c.before, &c.after}) {
        auto const known = facts::read_description(w.outlet, side->rules);
        REQUIRE(known);
        auto const bound = eval::bind(side->plan, side->rules, *known, {});
        eval::row_store rows;
        auto const read = facts::read_measurements_text(
            w.row, 0, "row", side->rules, *known, {}, [&](facts::batch const& b) { rows.add(b); },
            [](facts::rejected_row const& r) { FAIL(r.reason); });
        REQUIRE(read);
        eval::run_options all;
        all.keep_all = true;
        auto const judged = eval::run(bound, rows, all).judgements;
        REQUIRE(judged.size() == 1);
        CHECK(judged[0].verdict == (side == &c.before ? eval::verdict::compliant : eval::verdict::violation));
    }
}
