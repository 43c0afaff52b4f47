// What becomes tighter or looser: by hand-made rows, and over the days on which one table follows another.
#include "loaded_book.hpp"

#include "facts/facilities.hpp"
#include "review/limit_changes.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using review::shift;

namespace {

loaded::book const& book() {
    static loaded::book const b(R"(limits 旧 of 甲 "磷" {
  medium  water
  judge   daily_mean
  effective from 2000-01-01 before 2026-03-01
  value:
  总磷   <=    1   mg/L
}
limits 新 of 甲 "磷" {
  medium  water
  judge   daily_mean
  effective from 2026-03-01
  value:
  总磷   <=    0.5   mg/L
}
limits 后 of 甲 "氨氮" {
  medium  water
  judge   daily_mean
  effective from 2026-06-01
  value:
  氨氮   <=    5   mg/L
}
standard 丙2011 "乙类" {
  number "丙-2011"
  level national
  effective from 2012-07-01 before 2026-01-01
}
standard 丙2025 "乙类" {
  number "丙-2025"
  level national
  effective from 2026-01-01
  not_encoded "烷基汞——没有读到"
}
formula 照原样 as_it_is of 丙2011 {
  clause "5"
  given 实测值
  result 实测值
}
limits 表 of 丙2011 "烷基汞" {
  medium  water
  judge   daily_mean
  correct 照原样
  value:
  烷基汞   <=    3   mg/L
  化学需氧量   <=    60   mg/L
}
limits 表 of 丙2025 "化学需氧量" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量   <=    60   mg/L
}
limits 先 of 甲 "汞" {
  medium  water
  judge   daily_mean
  effective from 2010-01-01 before 2011-01-01
  value:
  汞   <=    30   mg/L
}
limits 再 of 甲 "汞" {
  medium  water
  judge   daily_mean
  effective from 2012-01-01 before 2013-01-01
  value:
  汞   <=    20   mg/L
}
)");
    return b;
}

review::outlet_limits one(std::optional<std::string> min, std::optional<std::string> max, std::string unit = "mg/L",
                          bool not_detected = false) {
    review::outlet_limits all;
    review::limit_row r;
    r.factor = "w01018";
    r.quantity = "concentration";
    r.statistic = "daily_mean";
    r.limit = {std::move(min), std::move(max), not_detected, false, std::move(unit), {}};
    r.decides = true;
    all.limits.push_back(r);
    return all;
}

std::string changed(review::outlet_limits const& before, review::outlet_limits const& after) {
    auto const all = review::changes_between(before, book().rules, after, book().rules);
    REQUIRE(all.size() < 2);
    return all.empty() ? "" : std::string(text(all[0].what));
}

} // namespace

TEST_CASE("one limit against another: which end moves which way") {
    std::optional<std::string> const none;
    CHECK(changed(one(none, "50"), one(none, "40")) == "tighter");
    CHECK(changed(one(none, "40"), one(none, "50")) == "looser");
    CHECK(changed(one(none, "50"), one(none, "50.0")) == "");
    CHECK(changed(one("5", none), one("6", none)) == "tighter"); // dissolved oxygen
    CHECK(changed(one("6", none), one("5", none)) == "looser");
    CHECK(changed(one("6", "9"), one("6.5", "8.5")) == "tighter");
    CHECK(changed(one("6", "9"), one("6.5", "9.5")) == "differs");
    CHECK(changed(one(none, "50"), one("5", "50")) == "tighter");
    CHECK(changed(one(none, "0.5"), one(none, none, "", true)) == "tighter"); // not detectable
    CHECK(changed(one(none, none, "", true), one(none, "0.5")) == "looser");
    CHECK(changed(one(none, none, "", true), one(none, none, "", true)) == "");
    CHECK(changed({}, one(none, "50")) == "added");
    CHECK(changed(one(none, "50"), {}) == "lifted");
    CHECK(changed(one(none, "0.5"), one(none, "500", "μg/L")) == ""); // the same in another unit
    auto undecided = one(none, "10");
    undecided.limits.front().decides = false;
    CHECK(changed(undecided, one(none, "50")) == "added"); // only what decides is compared
}

TEST_CASE("over a span of days: from which day which limit is another") {
    auto const known = facts::read_facilities(R"([{"id": "E1", "outlets": [{"id": "O1", "medium": "water"}]}])", "f.json", book().rules);
    REQUIRE(known);
    auto const bound = eval::bind(book().plan, book().rules, *known, {});
    auto const over = [&](char const* from, char const* to) {
        return review::changes_over(
            review::limits_over(bound, 0, *base::date::parse(from), *base::date::parse(to), std::nullopt), book().rules);
    };
    auto const all = over("2025-12-31", "2026-12-31");
    REQUIRE(all.size() == 3);
    for (auto const& c : all) {
        CHECK(c.enterprise_id == "E1");
        CHECK(c.outlet_id == "O1");
        if (c.either().factor_name == "烷基汞") {
            // The new edition is not encoded in this: it may go on. Its other limit stays as it was, and nothing is told of it.
            CHECK(c.what == shift::lifted);
            CHECK(c.from.text() == "2026-01-01");
            CHECK(c.edition == "丙-2025");
            CHECK(c.not_encoded == std::vector<std::string>{"烷基汞——没有读到"});
            continue;
        }
        CHECK(c.not_encoded.empty());
        if (c.either().factor_name == "总磷") {
            CHECK(c.what == shift::tighter);
            CHECK(c.from.text() == "2026-03-01");
            CHECK(c.before->limit.max == "1");
            CHECK(c.after->limit.max == "0.5");
        } else {
            CHECK(c.what == shift::added);
            CHECK(c.from.text() == "2026-06-01");
            CHECK_FALSE(c.before);
        }
    }
    CHECK(over("2026-03-01", "2026-05-31").empty()); // in force already, and not yet
    CHECK(over("2026-02-28", "2026-03-01").size() == 1);

    // A year without any limit lies between two of them: nothing is compared over it.
    auto gap = over("2010-06-01", "2013-06-01");
    std::erase_if(gap, [](auto const& c) { return c.either().factor_name != "汞"; });
    REQUIRE(gap.size() == 3);
    CHECK(gap[0].what == shift::lifted);
    CHECK(gap[0].from.text() == "2011-01-01");
    CHECK(gap[0].before->limit.max == "30");
    CHECK(gap[1].what == shift::added);
    CHECK(gap[1].from.text() == "2012-01-01");
    CHECK(gap[1].after->limit.max == "20");
    CHECK(gap[2].what == shift::lifted);
    CHECK(gap[2].from.text() == "2013-01-01");
}
