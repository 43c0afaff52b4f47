// What a permit reviewer asks of limits: over a span, with attributes missing, as a permit's table, and against a platform's.
#include "loaded_book.hpp"

#include "review/permit_table.hpp"
#include "review/platform_limits.hpp"
#include "review/questions.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

// COD of grade A, B and of all; phosphorus that gets tighter in 2026; ammonia by the temperature of the water; an older table
// that stands back, one that has lapsed, one to come.
loaded::book const& book() {
    static loaded::book const b(R"(limits 一般 of 甲 "一般" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量   <=    100   mg/L
}
limits 表1 of 甲 "按级别" {
  medium  water
  judge   daily_mean
  where   类别 = 污水厂
  displaces 一般
  by 级别:            一级A  一级B
  化学需氧量   <=      50     60   mg/L
}
limits 表2 of 甲 "磷" {
  medium  water
  judge   daily_mean
  effective from 2000-01-01 before 2026-03-01
  value:
  总磷   <=    1   mg/L
}
limits 表3 of 甲 "磷" {
  medium  water
  judge   daily_mean
  effective from 2026-03-01
  value:
  总磷   <=    0.5   mg/L
}
limits 表4 of 甲 "氨氮" {
  medium  water
  judge   daily_mean
  value:
  氨氮   <=    5   mg/L  when 水温 > 12 ℃
  氨氮   <=    8   mg/L  when 水温 <= 12 ℃
}
)");
    return b;
}

facts::facilities sites() {
    auto read = facts::read_facilities(R"([{"id": "E1", "permits": [
        {"number": "P", "version": "1", "valid_from": "2020-01-01", "valid_to": "2025-12-31",
         "limits": [{"outlet": "O1", "factor": "w01018", "statistic": "daily_mean", "max": "45", "unit": "mg/L"}]}],
      "outlets": [{"id": "O1", "medium": "water", "kind": "污水厂", "attributes": {"grade": "一级A"}},
                  {"id": "O2", "medium": "water", "kind": "污水厂"}]}])",
                                       "sites", book().rules);
    REQUIRE(read);
    return std::move(*read);
}

base::date day(char const* text) {
    return *base::date::parse(text);
}

struct desk {
    facts::facilities known = sites();
    eval::bound bound = eval::bind(book().plan, book().rules, known, {});
    std::uint16_t factor(char const* name) const { return *book().rules.find_factor(name, "water"); }
};

// "2020-01-01..2026-03-01 1 甲.表2.总磷" a span that decides.
std::vector<std::string> spans(review::outlet_timeline const& t) {
    std::vector<std::string> out;
    for (auto const& f : t.factors)
        for (auto const& s : f.spans)
            for (auto const& r : s.limits)
                if (r.decides)
                    out.push_back(s.from.text() + ".." + (s.before ? s.before->text() : "") + " " + *r.limit.max + " " +
                                  r.provision.id);
    return out;
}

review::audited_limit audited(std::string const& factor, std::string const& statistic, std::string const& max,
                              std::string const& unit = "mg/L", std::string const& outlet = "O1",
                              char const* at = "2026-06-01") {
    desk const d;
    auto const a = review::audit_limits(d.bound, {{2, "E1", outlet, factor, statistic, "", max, unit, "", ""}}, day(at));
    return a.rows.front();
}
std::string result(review::audited_limit const& a) {
    return std::string(review::text(a.result)) +
           (a.origin ? " " + std::string(review::text(a.from)) + " " + a.origin->provision.id : "");
}

} // namespace

TEST_CASE("over a span, each change of the limit that decides has its day") {
    desk const d;
    CHECK(spans(review::limits_over(d.bound, 0, day("2025-06-01"), day("2026-12-31"), d.factor("总磷"))) ==
          std::vector<std::string>{"2025-06-01..2026-03-01 1 甲.表2.总磷", "2026-03-01.. 0.5 甲.表3.总磷"});
    // A span before the change does not know it; the first day of the new one is the day itself.
    CHECK(spans(review::limits_over(d.bound, 0, day("2025-06-01"), day("2026-02-28"), d.factor("总磷"))) ==
          std::vector<std::string>{"2025-06-01.. 1 甲.表2.总磷"});
    CHECK(spans(review::limits_over(d.bound, 0, day("2026-03-01"), day("2026-03-01"), d.factor("总磷"))) ==
          std::vector<std::string>{"2026-03-01.. 0.5 甲.表3.总磷"});
    // The permit's own limit ends with the permit, whose last day is 2025-12-31.
    CHECK(spans(review::limits_over(d.bound, 0, day("2025-12-01"), day("2026-01-31"), d.factor("化学需氧量"))) ==
          std::vector<std::string>{"2025-12-01..2026-01-01 45 permit:P/1/O1/w01018/daily_mean",
                                   "2026-01-01.. 50 甲.表1.化学需氧量.一级A"});
}

TEST_CASE("what a missing attribute would change, value by value") {
    desk const d;
    auto const on = review::limits_on(d.bound, 1, day("2026-06-01"), {d.factor("化学需氧量"), false, true});
    REQUIRE(on.unknown.size() == 1);
    CHECK(on.unknown.front().attribute == "grade");
    std::vector<std::string> cases;
    for (auto const& c : *on.cases) {
        REQUIRE(c.when.size() == 1);
        cases.push_back(c.when.front().band + ": " + (c.decides ? *c.decides->limit.max : "none"));
    }
    CHECK(cases == std::vector<std::string>{"grade = 一级A: 50", "grade = 一级B: 60", "grade = 二级: none"});
    // Where only the datum is asked there is nothing to say about the outlet.
    CHECK(review::limits_on(d.bound, 1, day("2026-06-01"), {d.factor("氨氮"), false, true}).cases->empty());
}

TEST_CASE("the table for a permit: the law's limits, not those of the permit in force, and what is open") {
    desk const d;
    std::vector<review::outlet_limits> const all = {review::limits_on(d.bound, 0, day("2025-06-01"), {}),
                                                    review::limits_on(d.bound, 1, day("2025-06-01"), {})};
    auto const t = review::permit_table(all);
    REQUIRE(t.lines.size() == 6);
    CHECK(t.lines[0].factor_name == "化学需氧量");
    REQUIRE(t.lines[0].concentration.size() == 1);
    CHECK(*t.lines[0].concentration[0].limit.limit.max == "50");
    CHECK(t.lines[0].concentration[0].unknown.empty());
    CHECK(t.lines[1].factor_name == "氨氮");
    CHECK(t.lines[1].concentration.size() == 2);   // one for each temperature
    REQUIRE(t.lines[3].concentration.size() == 2); // the grade of O2 is unknown: both columns
    CHECK(t.lines[3].concentration[0].unknown == std::vector<std::string>{"grade"});
}

TEST_CASE("a platform's limit is equal, looser or tighter, in whatever unit") {
    CHECK(result(audited("COD", "daily_mean", "50")) == "equal");
    CHECK(result(audited("化学需氧量", "日均值", "50000", "μg/L")) == "equal");
    CHECK(result(audited("COD", "daily_mean", "51")) == "looser");
    CHECK(result(audited("COD", "daily_mean", "49")) == "tighter");
}

TEST_CASE("whose number a platform has that is not right") {
    CHECK(result(audited("COD", "daily_mean", "100")) == "looser displaced 甲.一般.化学需氧量");
    CHECK(result(audited("COD", "daily_mean", "60")) == "looser other_case 甲.表1.化学需氧量.一级B");
    CHECK(result(audited("总磷", "daily_mean", "1")) == "looser lapsed 甲.表2.总磷");
    CHECK(result(audited("总磷", "daily_mean", "0.5", "mg/L", "O1", "2026-02-28")) == "tighter not_yet 甲.表3.总磷");
    CHECK(result(audited("COD", "daily_mean", "45")) == "tighter lapsed permit:P/1");
    CHECK(result(audited("COD", "daily_mean", "50", "mg/L", "O1", "2025-12-31")) ==
          "looser not_tightest 甲.表1.化学需氧量.一级A");
}

TEST_CASE("a platform's limit on another statistic, of several cases, of what is unknown or nothing at all") {
    CHECK(result(audited("COD", "小时", "50")).starts_with("wrong_statistic"));
    CHECK(result(audited("氨氮", "daily_mean", "8")) == "depends");
    CHECK(result(audited("COD", "daily_mean", "50", "mg/L", "O2")) == "undetermined");
    CHECK(result(audited("汞", "daily_mean", "50")) == "no_limit");
    CHECK(audited("没有的", "daily_mean", "50").result == review::audit_result::unreadable);
    CHECK(audited("COD", "daily_mean", "五十").text == "`五十` is no number");
    CHECK(audited("COD", "daily_mean", "50", "mg/L", "O9").text == "no outlet E1/O9");
}

TEST_CASE("a statistic that the platform lacks is missing") {
    desk const d;
    auto const a = review::audit_limits(d.bound, {{2, "E1", "O1", "COD", "小时", "", "50", "mg/L", "", ""}}, day("2026-06-01"));
    REQUIRE(a.rows.size() == 2);
    CHECK(a.rows[1].result == review::audit_result::missing);
    CHECK(a.rows[1].configured.statistic == "daily_mean");
    CHECK(*a.rows[1].ours.front().limit.max == "50");
}

TEST_CASE("questions are answered one by one, wrong ones say where") {
    desk const d;
    review::limits_desk const answers(book().plan, book().rules, &d.known, false);
    auto const ask = [&](char const* q) -> std::string {
        auto const read = review::read_question(q);
        if (!read) return read.error().what;
        auto const answer = answers.answer(*read, day("2026-06-01"));
        if (!answer) return answer.error().what;
        std::string out;
        for (auto const& r : answer->limits) out += (out.empty() ? "" : " ") + r.limit.max.value_or("-");
        return out;
    };
    CHECK(ask(R"({"outlet": "E1/O1", "factor": "COD"})") == "50");
    CHECK(ask(R"({"outlet": "E1/O1", "factor": "总磷", "at": "2026-02-28"})") == "1");
    CHECK(ask(R"({"describe": {"medium": "water", "kind": "污水厂", "grade": "一级B"}, "factor": "COD"})") == "60");
    CHECK(ask(R"({"outlet": "E1/O7"})") == "no outlet E1/O7");
    CHECK(ask(R"({"outlet": 3})") == "/outlet: not a text");
    CHECK(ask(R"({"outlet": "E1/O1", "at": "2026-02-30"})") == "/at: no date");
    CHECK(ask(R"({"outlets": "E1/O1"})") == "/outlets: nothing of that name is known");
    CHECK(ask(R"({"factor": "COD"})") == ": either `describe` or `outlet`");
    CHECK(ask("{") == ": no JSON");
}
