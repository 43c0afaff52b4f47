// A platform's exceedances against ours: every cause with its numbers by hand. Reference oxygen 3.5 %: a value as read is
// multiplied by (21 − 3.5) / (21 − O₂), so at 11 % oxygen by 1.75 and at 7 % by 1.25.
#include "loaded_book.hpp"

#include "review/reconcile.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace huanchi;
using review::difference_cause;
using review::difference_side;

namespace {

loaded::book const& book() {
    static loaded::book const b(R"(limits 表1 of 甲 "废气" {
  medium  air
  judge   hourly_mean
  correct 氧折算
  value:
  reference 基准氧含量 = 3.5 %
  颗粒物   <=    50   mg/m³
}
limits 表2 of 甲 "废水" {
  medium  water
  judge   daily_mean
  value:
  化学需氧量   <=    50   mg/L
}
limits 表3 of 甲 "旧" {
  medium  air
  judge   hourly_mean
  correct 氧折算
  effective from 2000-01-01 before 2020-01-01
  value:
  reference 基准氧含量 = 3.5 %
  颗粒物   <=    80   mg/m³
}
)");
    return b;
}

constexpr char const* sites = R"([{"id": "E1", "outlets": [{"id": "W", "medium": "water"}, {"id": "A", "medium": "air"}]}])";

struct files {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("huanchi-reconcile-" + std::to_string(::getpid()));
    files() { std::filesystem::create_directories(folder); }
    ~files() { std::filesystem::remove_all(folder); }
    std::string put(char const* name, std::string const& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return (folder / name).string();
    }
};

// Hours of dust: time, value as read, oxygen, flag, received.
std::string dust(char const* time, char const* value, char const* oxygen, char const* flag = "N", char const* received = "") {
    return std::string("E1,A,2026-05-01 ") + time + ",颗粒物," + value + ",mg/m3,hour," + oxygen + "," + flag + "," + received +
           "\n";
}
std::string cod(char const* day, char const* value) {
    return std::string("E1,W,") + day + ",化学需氧量," + value + ",mg/L,day,,N,\n";
}

review::reconciliation of(std::string const& data, std::string const& platform, review::reconcile_options const& options = {}) {
    files const f;
    findings::check_request q;
    q.facilities = f.put("sites.json", sites);
    q.data = {f.put("data.csv", "enterprise_id,outlet_id,time,factor,value,unit,interval,o2,flag,received\n" + data)};
    q.all = true;
    auto const ours = findings::check(book().rules, book().plan, q);
    REQUIRE(ours);
    REQUIRE(ours->rejected == 0);
    auto const known = facts::read_facilities(sites, "sites", book().rules);
    REQUIRE(known);
    auto const claims = review::read_claims(f.put(
        "platform.csv", "企业编号,排放口编号,污染物,监测时间,数据类型,监测值,标准限值,单位,基准含氧量,生成时间\n" + platform));
    REQUIRE(claims);
    auto const bound = eval::bind(book().plan, book().rules, *known, {});
    facts::reading_options const reading;
    auto const rows = review::rows_of(review::series_of(bound, *ours, *claims), {q.data, reading, {}}, book().rules, *known);
    REQUIRE(rows);
    return review::reconcile(bound, *ours, *rows, *claims, options);
}

using causes = std::vector<difference_cause>;

review::reconciled_row only(review::reconciliation const& r) {
    REQUIRE(r.rows.size() == 1);
    return r.rows.front();
}

std::string claim(char const* time, char const* value, char const* limit = "50", char const* more = ",") {
    return std::string("E1,A,颗粒物,2026-05-01 ") + time + ",小时," + value + "," + limit + ",mg/m3," + more + "\n";
}
auto claim_line(std::string const& outlet_factor_time, std::string const& rest) {
    return outlet_factor_time + "," + rest + "\n";
}

} // namespace

TEST_CASE("what both say is counted, rounded as the platform prints it") {
    auto const r = of(dust("08:00", "33.333", "11"), claim("08:00", "58.3")); // 58.33275
    CHECK(r.rows.empty());
    CHECK(r.agreed == 1);
    CHECK(r.claims == 1);
    CHECK(r.violations == 1);
}

TEST_CASE("a tighter number of the platform makes an exceedance, and it is said whose number it is") {
    auto const row = only(of(dust("08:00", "24", "11"), claim("08:00", "42", "40"))); // 42
    CHECK(row.side == difference_side::platform_only);
    CHECK(row.causes == causes{difference_cause::limit});
    REQUIRE(row.audited);
    CHECK(row.audited->result == review::audit_result::tighter);
}

TEST_CASE("a number that has lapsed keeps the platform silent, as its other lines show") {
    // 40 × 1.75 = 70 between 50 and 80; 60 × 1.75 = 105 above both.
    auto const r = of(dust("08:00", "40", "11") + dust("12:00", "60", "11"), claim("12:00", "105", "80"));
    REQUIRE(r.rows.size() == 2);
    CHECK(r.rows[0].side == difference_side::both);
    CHECK(r.rows[0].causes == causes{difference_cause::limit});
    REQUIRE(r.rows[0].audited);
    CHECK(r.rows[0].audited->from == review::number_from::lapsed);
    CHECK(r.rows[1].side == difference_side::ours_only);
    CHECK(r.rows[1].causes == causes{difference_cause::limit});
    CHECK(r.rows[1].series_line == 2);
}

TEST_CASE("a value as read instead of the corrected one") {
    // 55 × 17.5 / 21 = 45.83 passes, 55 would not.
    auto const row = only(of(dust("08:00", "55", "0"), claim("08:00", "55")));
    CHECK(row.side == difference_side::platform_only);
    CHECK(row.causes == causes{difference_cause::oxygen});
    CHECK(row.as_read == "55");
}

TEST_CASE("another reference oxygen where both exceed") {
    auto const row = only(of(dust("08:00", "40", "11"), claim("08:00", "70", "50", "6,")));
    CHECK(row.side == difference_side::both);
    CHECK(row.causes == causes{difference_cause::oxygen});
}

TEST_CASE("an hour that is flagged out") {
    auto const row = only(of(dust("08:00", "90", "11", "D"), claim("08:00", "157.5")));
    CHECK(row.side == difference_side::platform_only);
    CHECK(row.causes == causes{difference_cause::mark});
    CHECK(row.flag == "D");
}

TEST_CASE("the label of the end taken for that of the start, and the option that says so") {
    review::reconcile_options end_labels;
    end_labels.label_is_end = true;
    auto const data = dust("08:00", "40", "11") + dust("09:00", "20", "11");
    auto const row = only(of(data, claim("09:00", "70")));
    CHECK(row.side == difference_side::both);
    CHECK(row.causes == causes{difference_cause::hour_label});
    CHECK(row.ours->period.from.text() == "2026-05-01T08:00:00+08:00");
    CHECK(of(data, claim("09:00", "70"), end_labels).agreed == 1);
}

TEST_CASE("an hourly value held against the limit of the day") {
    auto const row = only(of(cod("2026-05-01", "45") + "E1,W,2026-05-01 08:00,化学需氧量,60,mg/L,hour,,N,\n",
                             "E1,W,COD,2026-05-01 08:00,小时,60,50,mg/L,,\n"));
    CHECK(row.side == difference_side::platform_only);
    CHECK(row.causes == causes{difference_cause::statistic});
    REQUIRE(row.instead);
    CHECK(row.instead->statistic == "daily_mean");
    CHECK(row.instead->verdict == eval::verdict::compliant);
}

TEST_CASE("a row that a later one replaced, and one that came after the platform's") {
    auto const corrected =
        dust("08:00", "40", "11", "N", "2026-05-01 09:05") + dust("08:00", "20", "11", "N", "2026-05-03 10:00");
    auto row = only(of(corrected, claim("08:00", "40", "30"))); // ours 35: above 30 already
    CHECK(row.causes == causes{difference_cause::limit});
    // With our limit: its 40 as read is no exceedance of 50; 70 of no row: later data.
    row = only(of(corrected, claim("08:00", "70", "50", ",2026-05-01 09:10")));
    CHECK(row.side == difference_side::platform_only);
    CHECK(row.causes == causes{difference_cause::late});
    CHECK(row.received == base::moment::parse("2026-05-03 10:00"));
    row = only(of(dust("08:00", "60", "3.5", "N", "2026-05-01 09:05") + dust("08:00", "20", "3.5", "N", "2026-05-03 10:00"),
                  claim("08:00", "60")));
    CHECK(row.causes == causes{difference_cause::corrected});
}

TEST_CASE("what came after the platform's list is not on it") {
    review::reconcile_options o;
    o.as_of = base::moment::parse("2026-05-02 00:00");
    auto row = only(of(dust("08:00", "40", "11", "N", "2026-05-03 10:00"), "", o));
    CHECK(row.side == difference_side::ours_only);
    CHECK(row.causes == causes{difference_cause::late});
    row = only(of(dust("08:00", "40", "11", "N", "2026-05-01 10:00"), "", o));
    CHECK(row.causes == causes{difference_cause::unexplained});
}

TEST_CASE("a value that our data do not have, another one, and one that cannot be judged") {
    CHECK(only(of(dust("08:00", "20", "11"), claim("15:00", "60"))).causes == causes{difference_cause::no_data});
    CHECK(only(of(dust("08:00", "20", "11"), claim("08:00", "61"))).causes == causes{difference_cause::value});
    CHECK(only(of(dust("08:00", "40", ""), claim("08:00", "70"))).causes == causes{difference_cause::undetermined});
}

TEST_CASE("no cause is guessed") {
    // The same value and the same limit, which it does not exceed.
    auto const r = of(dust("08:00", "20", "11"), claim("08:00", "35"));
    CHECK(only(r).causes == causes{difference_cause::unexplained});
    // The raw value is no exceedance either.
    CHECK(only(of(dust("08:00", "20", "11"), claim("08:00", "20"))).causes == causes{difference_cause::unexplained});
}

TEST_CASE("as read and against another limit, where neither is enough alone") {
    // As read 45, corrected 45 × 17.5 / 21 = 37.5; its limit 40: 45 > 40, but 37.5 <= 40 and 45 <= 50.
    auto const row = only(of(dust("08:00", "45", "0"), claim("08:00", "45", "40")));
    CHECK(row.causes == causes{difference_cause::oxygen, difference_cause::limit});
}

TEST_CASE("no limit applies to the factor at all") {
    auto const row =
        only(of("E1,A,2026-05-01 08:00,二氧化硫,60,mg/m3,hour,11,N,\n", "E1,A,SO2,2026-05-01 08:00,小时,60,50,mg/m3,,\n"));
    CHECK(row.causes == causes{difference_cause::no_limit});
}

TEST_CASE("a line that cannot be understood says why") {
    auto const r =
        of(dust("08:00", "20", "11"), claim("08:00", "abc") + claim_line("E1,B,颗粒物,2026-05-01 08:00", "小时,60,50,mg/m3,,"));
    REQUIRE(r.rows.size() == 2);
    CHECK(r.rows[0].side == difference_side::unreadable);
    CHECK(r.rows[0].text == "`abc` is no number");
    CHECK(r.rows[1].text == "no outlet E1/B");
}

TEST_CASE("the limit of the platform's configuration explains its silence") {
    review::reconcile_options o;
    o.limits = {{2, "E1", "A", "颗粒物", "小时", "", "80", "mg/m3", "3.5", ""}};
    auto const row = only(of(dust("08:00", "40", "11"), "", o)); // 70
    CHECK(row.causes == causes{difference_cause::limit});
    CHECK(row.audited->from == review::number_from::lapsed);
}
