// Exempt periods: in order of time up to the allowance, only while the guard holds, and decided in every branch where nobody
// knows.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

std::string const limits = R"(marks condition of 甲 "工况" {
  columns  mark  meaning  treat
           正常  正常     valid
           启炉  启炉     out
           停炉  停炉     out
}
record measurement {
  field 工况 condition text_type
  field 数据标记 flag text_type
  field 颗粒物浓度 particulates measured_in "mg/m³" from_factor a34013
}
limits 时 of 甲 "小时" {
  medium  air
  judge   hourly_mean
  value:
  二氧化硫  <=  100  mg/m³
}
limits 日 of 甲 "日" {
  medium  air
  judge   daily_mean
  value:
  汞  <=  100  mg/m³
}
)";

std::string exemption(std::string const& lines) {
    return "exemption 启停 of 甲 \"启停\" {\n  clause \"7.2\"\n  exempts 时, 日\n" + lines + "}\n";
}

rules const& with_quota() {
    static rules const r(limits + exemption("  where known 工况 and 工况 in (启炉, 停炉)\n  allow 3 h over year\n"));
    return r;
}
rules const& with_guard() {
    static rules const r(limits + exemption("  where known 工况 and 工况 in (启炉, 停炉)\n  while 颗粒物浓度 <= 150 mg/m³\n"
                                            "  allow 3 h over year\n"));
    return r;
}

std::string at(int hour) {
    return std::string(hour < 10 ? " 0" : " ") + std::to_string(hour) + ":00";
}

} // namespace

TEST_CASE("the hours of start-up are exempt until three of them are used, the fourth is judged though its mark takes it out") {
    site s(with_quota(), outlet("air"));
    for (int h = 8; h < 12; ++h) s.row("二氧化硫", "500", "mg/m³", "2026-05-01" + at(h), "hour", {{"condition", "启炉"}});
    s.row("二氧化硫", "50", "mg/m³", "2026-05-01 12:00", "hour", {{"condition", "正常"}});
    auto const o = s.judge();
    CHECK(o.said() == texts{"exempt hourly_mean 2026-05-01 08:00 500 of 甲.时.二氧化硫",
                            "exempt hourly_mean 2026-05-01 09:00 500 of 甲.时.二氧化硫",
                            "exempt hourly_mean 2026-05-01 10:00 500 of 甲.时.二氧化硫",
                            "violation hourly_mean 2026-05-01 11:00 500 of 甲.时.二氧化硫",
                            "compliant hourly_mean 2026-05-01 12:00 50 of 甲.时.二氧化硫"});
    CHECK(o.accounting() == "judged 5, flagged_out 0, unmatched 0, duplicates 0");
}

TEST_CASE("what another mark takes out stays out when the allowance is used up") {
    site s(with_quota(), outlet("air"));
    for (int h = 8; h < 11; ++h) s.row("二氧化硫", "50", "mg/m³", "2026-05-01" + at(h), "hour", {{"condition", "启炉"}});
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 11:00", "hour", {{"condition", "启炉"}, {"flag", "D"}});
    auto const o = s.judge();
    CHECK(o.results.verdicts[static_cast<std::size_t>(eval::verdict::exempt)] == 3);
    CHECK(o.results.judgements.size() == 3);
    CHECK(o.accounting() == "judged 3, flagged_out 1, unmatched 0, duplicates 0");
}

TEST_CASE("an exempt row without a value has no value to show, beyond the allowance nothing can be judged by it") {
    site s(with_quota(), outlet("air"));
    for (int h = 8; h < 12; ++h) s.row("二氧化硫", "", "mg/m³", "2026-05-01" + at(h), "hour", {{"condition", "启炉"}});
    auto const o = s.judge();
    CHECK(o.said() == texts{"exempt hourly_mean 2026-05-01 08:00 of 甲.时.二氧化硫",
                            "exempt hourly_mean 2026-05-01 09:00 of 甲.时.二氧化硫",
                            "exempt hourly_mean 2026-05-01 10:00 of 甲.时.二氧化硫"});
    CHECK(o.accounting() == "judged 3, flagged_out 1, unmatched 0, duplicates 0");
}

TEST_CASE("exempt hours stand beside a limit on the day, whose mean is made of the others") {
    site s(with_quota(), outlet("air"));
    for (int h = 0; h < 24; ++h)
        s.row("汞", h < 3 ? "900" : "90", "mg/m³", "2026-05-01" + at(h), "hour", {{"condition", h < 3 ? "启炉" : "正常"}});
    CHECK(s.judge().said() ==
          texts{"exempt hourly_mean 2026-05-01 00:00 900 of 甲.日.汞", "exempt hourly_mean 2026-05-01 01:00 900 of 甲.日.汞",
                "exempt hourly_mean 2026-05-01 02:00 900 of 甲.日.汞", "compliant daily_mean 2026-05-01 90 of 甲.日.汞"});
}

TEST_CASE("a guard asks the value of the same hour though its mark takes it out too, and where it fails the hour is judged") {
    site s(with_guard(), outlet("air"));
    s.row("颗粒物", "150", "mg/m³", "2026-05-01 08:00", "hour", {{"condition", "启炉"}});
    s.row("颗粒物", "151", "mg/m³", "2026-05-01 09:00", "hour", {{"condition", "启炉"}});
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 08:00", "hour", {{"condition", "启炉"}});
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 09:00", "hour", {{"condition", "启炉"}});
    CHECK(s.judge().said() == texts{"exempt hourly_mean 2026-05-01 08:00 500 of 甲.时.二氧化硫",
                                    "violation hourly_mean 2026-05-01 09:00 500 of 甲.时.二氧化硫"});
}

TEST_CASE("an hour that is not exempt by its guard uses nothing of the allowance") {
    site s(with_guard(), outlet("air"));
    for (int h = 8; h < 12; ++h) {
        s.row("颗粒物", h == 8 ? "200" : "20", "mg/m³", "2026-05-01" + at(h), "hour", {{"condition", "启炉"}});
        s.row("二氧化硫", "500", "mg/m³", "2026-05-01" + at(h), "hour", {{"condition", "启炉"}});
    }
    CHECK(s.judge().said() == texts{"violation hourly_mean 2026-05-01 08:00 500 of 甲.时.二氧化硫",
                                    "exempt hourly_mean 2026-05-01 09:00 500 of 甲.时.二氧化硫",
                                    "exempt hourly_mean 2026-05-01 10:00 500 of 甲.时.二氧化硫",
                                    "exempt hourly_mean 2026-05-01 11:00 500 of 甲.时.二氧化硫"});
}

TEST_CASE("an unknown guard leaves a breach open and names what is missing, a pass stands") {
    rules const r(limits + exemption("  where 二次 = yes\n") + "record measurement {\n  field 二次 second yes_no_type\n}\n");
    site breach(r, outlet("air"));
    breach.row("二氧化硫", "500", "mg/m³", "2026-05-01 08:00", "hour");
    auto const open = breach.judge();
    CHECK(open.only() == "undetermined hourly_mean 2026-05-01 08:00 500 missing_datum");
    CHECK(open.missing() == "second");
    site pass(r, outlet("air"));
    pass.row("二氧化硫", "50", "mg/m³", "2026-05-01 08:00", "hour");
    CHECK(pass.judge().only() == "compliant hourly_mean 2026-05-01 08:00 50 of 甲.时.二氧化硫");
}

TEST_CASE("an hour that may have used the allowance leaves a later one open, an earlier one is exempt") {
    rules const r(limits + exemption("  where 二次 = yes\n  allow 2 h over year\n") +
                  "record measurement {\n  field 二次 second yes_no_type\n}\n");
    site s(r, outlet("air"));
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 07:00", "hour", {{"second", "yes"}});
    s.row("二氧化硫", "50", "mg/m³", "2026-05-01 08:00", "hour");
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 09:00", "hour", {{"second", "yes"}});
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 10:00", "hour", {{"second", "yes"}});
    CHECK(s.judge().said() == texts{"exempt hourly_mean 2026-05-01 07:00 500 of 甲.时.二氧化硫",
                                    "compliant hourly_mean 2026-05-01 08:00 50 of 甲.时.二氧化硫",
                                    "undetermined hourly_mean 2026-05-01 09:00 500 missing_datum",
                                    "violation hourly_mean 2026-05-01 10:00 500 of 甲.时.二氧化硫"});
}

TEST_CASE("a mean with hours that may be exempt lies between the means with and without them") {
    rules const r(limits + exemption("  where 二次 = yes\n") + "record measurement {\n  field 二次 second yes_no_type\n}\n");
    auto const day = [&](std::string const& first_two) {
        site s(r, outlet("air"));
        for (int h = 0; h < 24; ++h)
            s.row("汞", h < 2 ? first_two : "90", "mg/m³", "2026-05-01" + at(h), "hour",
                  h < 2 ? fields{} : fields{{"second", "no"}});
        return s.judge().said();
    };
    CHECK(day("150") == texts{"compliant daily_mean 2026-05-01 90..95 of 甲.日.汞"});
    CHECK(day("330") == texts{"undetermined daily_mean 2026-05-01 90..110 missing_datum"});
}

TEST_CASE("a permit goes on judging what a document exempts, if no mark takes it out") {
    rules const r(limits + exemption("  where 二次 = yes\n") + "record measurement {\n  field 二次 second yes_no_type\n}\n");
    site s(r, outlet("air"),
           R"([{"number": "P1", "version": "1", "valid_from": "2020-01-01", "valid_to": "2030-01-01", "limits": [
        {"outlet": "O1", "factor": "二氧化硫", "statistic": "hourly_mean", "max": "200", "unit": "mg/m³"}]}])");
    s.row("二氧化硫", "150", "mg/m³", "2026-05-01 08:00", "hour", {{"second", "yes"}});
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 09:00", "hour", {{"second", "yes"}});
    CHECK(s.judge().said() == texts{"compliant hourly_mean 2026-05-01 08:00 150 of permit:P1/1/O1/a21026/hourly_mean",
                                    "violation hourly_mean 2026-05-01 09:00 500 of permit:P1/1/O1/a21026/hourly_mean"});
}

TEST_CASE("an exemption of low confidence covers nothing unless the unreviewed take part") {
    rules const r(limits + exemption("  where 二次 = yes\n  confidence low\n") +
                  "record measurement {\n  field 二次 second yes_no_type\n}\n");
    site s(r, outlet("air"));
    s.row("二氧化硫", "500", "mg/m³", "2026-05-01 08:00", "hour", {{"second", "yes"}});
    CHECK(s.judge().only() == "violation hourly_mean 2026-05-01 08:00 500 of 甲.时.二氧化硫");
    CHECK(s.judge(everything(), {std::nullopt, true}).only() == "exempt hourly_mean 2026-05-01 08:00 500 of 甲.时.二氧化硫");
}

TEST_CASE("an hour made of data that may be exempt is not surely counted") {
    rules const r("record measurement {\n  field 二次 second yes_no_type\n}\n"
                  "statistic 五分均值 five_minute_mean {\n  accept 5min\n}\n"
                  "statistic 时均值 hour_of_five {\n  derive mean of five_minute_mean over hour need 1\n}\n"
                  "statistic 次数 warm_count {\n  derive count of hour_of_five over day need 1 counting 水温 > 12 ℃\n}\n"
                  "limits 次 of 甲 \"次\" {\n  medium air\n  judge warm_count\n  quantity count\n  value:\n  二氧化硫 < 1\n}\n"
                  "exemption 豁免 of 甲 {\n  exempts 次\n  where 二次 = yes\n}\n");
    site s(r, outlet("air"));
    s.row("二氧化硫", "5", "mg/m³", "2026-05-01 08:00", "5min", {{"temperature", "14"}});
    s.row("氧含量", "10", "%", "2026-05-02 00:00", "hour");
    auto const o = s.judge();
    CHECK(o.only() == "undetermined warm_count 2026-05-01 0..1 missing_datum");
    CHECK(o.missing() == "second");
}
