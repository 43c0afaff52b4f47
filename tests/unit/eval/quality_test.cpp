// Checks of the quality of data: patterns against a slow and obvious search, what is not known, what the short series of an
// outlet say, and marks that come late.
#include "eval/quality_patterns.hpp"
#include "situation.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace situation;
using eval::holds;

namespace {

std::string const records = R"(record measurement {
  field 工况 condition text_type
  field 数据标记 flag text_type
  field 流速 velocity measured_in "mg/m³" from_factor a34013
}
record outlet {
  field 自动监测项目 monitored_items text_type
}
record series_window {
  field 应收 due number_type
  field 实收 received number_type
  field 有效 valid number_type
  field 停运 excepted number_type
  field 最长缺失 longest_gap number_type
}
marks condition of 甲 "工况" {
  columns  mark  meaning  treat
           停运  停运     out
}
)";

std::string quality(std::string const& lines) {
    return "quality 查 of 甲 \"查\" {\n  medium air\n" + lines + "}\n";
}

eval::bind_options watching() {
    return {std::nullopt, true, true};
}

// "not_met 2026-05-01T01:00 2026-05-01T05:00 4", in the order of the checks; undetermined ones with what is missing.
texts leads(site& s, eval::run_options const& options = everything()) {
    texts all;
    for (auto const& l : s.judge(options, watching()).results.leads) {
        auto line = std::string(text(l.verdict)) + " " + l.period.from.text().substr(0, 16) + " " +
                    l.period.to.text().substr(0, 16) + " " + std::to_string(l.count);
        for (auto const& m : l.missing) line += " " + m.name;
        all.push_back(line);
    }
    return all;
}

std::string at(int hour) {
    return "2026-05-01" + std::string(hour < 10 ? " 0" : " ") + std::to_string(hour) + ":00";
}

eval::run_options as_of(std::string const& moment) {
    auto o = everything();
    o.data_end = o.known_at = base::moment::parse(moment);
    return o;
}

model::quality_check pattern(model::series_pattern p, int hours) {
    model::quality_check q;
    q.pattern = p;
    q.lasting = base::rational(hours * 3600);
    return q;
}

std::vector<eval::watched> hourly(std::vector<int> const& values, std::vector<holds> const& hold = {}) {
    std::vector<eval::watched> all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const from = static_cast<std::int64_t>(i) * 3600000;
        if (values[i] < 0) continue; // none came
        all.push_back({{{from}, {from + 3600000}}, hold.empty() ? holds::yes : hold[i], base::rational(values[i])});
    }
    return all;
}

std::string said(std::vector<eval::stretch> const& found) {
    std::string text;
    for (auto const& s : found) text += "[" + std::to_string(s.begin) + "," + std::to_string(s.end) + (s.sure ? ")" : ")?");
    return text;
}

} // namespace

TEST_CASE("equal values are found as long as they last, a missing hour ends them") {
    auto const q = pattern(model::series_pattern::equal, 3);
    CHECK(said(find_stretches(q, hourly({1, 2, 2, 2, 3, 3, 4, 4, 4, 4}))) == "[1,4)[6,10)");
    CHECK(said(find_stretches(q, hourly({2, 2, -1, 2, 2}))) == "");
    CHECK(said(eval::find_stretches(q, {})) == "");
}

TEST_CASE("steps count where one begins as the other ends") {
    auto q = pattern(model::series_pattern::stepping, 2);
    q.steps = 3;
    CHECK(said(find_stretches(q, hourly({5, 1, 1, 2, 2, 3, 3, 3, 9}))) == "[1,8)");
    CHECK(said(find_stretches(q, hourly({1, 1, 2, 2, -1, 3, 3}))) == "");
}

TEST_CASE("a stretch that hangs on what is not known is open, unless a part of it is long enough without") {
    auto const q = pattern(model::series_pattern::each, 3);
    using enum holds;
    CHECK(said(find_stretches(q, hourly({1, 1, 1, 1}, {yes, maybe, yes, no}))) == "[0,3)?");
    CHECK(said(find_stretches(q, hourly({1, 1, 1, 1}, {yes, yes, yes, maybe}))) == "[0,3)");
    CHECK(said(find_stretches(q, hourly({1, 1, 1, 1}, {yes, maybe, no, yes}))) == "");
}

TEST_CASE("near values: the moving ends find what trying every stretch finds") {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::vector<int> values(40);
        for (auto& v : values) v = static_cast<int>(random() % 12) == 0 ? -1 : 95 + static_cast<int>(random() % 8);
        auto q = pattern(model::series_pattern::spread, 4);
        q.spread = base::rational(5, 100);
        auto const all = hourly(values);
        std::vector<char> covered(all.size()), found(all.size());
        for (std::size_t b = 0; b < all.size(); ++b)
            for (std::size_t e = b + 4; e <= all.size(); ++e) {
                auto least = *all[b].value, most = least;
                for (auto i = b; i < e; ++i) least = std::min(least, *all[i].value), most = std::max(most, *all[i].value);
                if ((most - least) * base::rational(20) < most)
                    for (auto i = b; i < e; ++i) covered[i] = 1;
            }
        for (auto const& s : find_stretches(q, all))
            for (auto i = s.begin; i < s.end; ++i) found[i] = 1;
        CHECK(covered == found);
    }
}

TEST_CASE("a lead shows the first and the last of many data, and counts them all") {
    rules const r(records + quality("  watch hour of 二氧化硫\n  lasting 4 h equal\n"));
    site s(r, outlet("air"));
    for (int d = 1; d <= 9; ++d)
        for (int h = 0; h < 24; ++h)
            s.row("二氧化硫", "35", "mg/m³", "2026-05-0" + std::to_string(d) + at(h).substr(10), "hour");
    auto const all = s.judge(everything(), watching()).results.leads;
    REQUIRE(all.size() == 1);
    CHECK(all[0].count == 216);
    CHECK(all[0].shown.size() == 48);
    CHECK(all[0].shown[23].period.from.text() == "2026-05-01T23:00:00+08:00");
    CHECK(all[0].shown[24].period.from.text() == "2026-05-09T00:00:00+08:00");
    CHECK(all[0].shown[0].written == "35 mg/m³");
    CHECK(all[0].shown[0].beside == texts{"flag = N"});
}

TEST_CASE("below detection is compared with nothing, a conflict leaves open what it is") {
    rules const r(records + quality("  watch hour of 二氧化硫\n  when 实测值 > 10 mg/m³\n"));
    site s(r, outlet("air"));
    s.row("二氧化硫", "<3", "mg/m³", at(0), "hour");
    s.row("二氧化硫", "9", "mg/m³", at(1), "hour");
    s.row("二氧化硫", "11", "mg/m³", at(1), "hour");
    CHECK(leads(s) == texts{"undetermined 2026-05-01T01:00 2026-05-01T02:00 1 value"});
}

TEST_CASE("the value of another factor at the same hour is asked whatever its mark, and named where it is missing") {
    rules const r(records + quality("  watch hour marked of 二氧化硫\n  when 工况 = 停运 and 流速 > 3 mg/m³\n"));
    site s(r, outlet("air"));
    for (int h = 0; h < 3; ++h) s.row("二氧化硫", "20", "mg/m³", at(h), "hour", {{"condition", "停运"}});
    s.row("颗粒物", "4", "mg/m³", at(0), "hour", {{"condition", "停运"}});
    s.row("颗粒物", "3", "mg/m³", at(1), "hour", {{"condition", "停运"}});
    CHECK(leads(s) ==
          texts{"not_met 2026-05-01T00:00 2026-05-01T01:00 1", "undetermined 2026-05-01T02:00 2026-05-01T03:00 1 velocity"});
}

TEST_CASE("of a window the hours due, come and valid are counted, a stop takes its hours out until data come again") {
    rules const r(records + quality("  watch hour of 二氧化硫\n  except known 工况 and 工况 = 停运\n  over day\n"
                                    "  require 应收 = 18 and 实收 = 10 and 有效 = 9 and 停运 = 6 and 最长缺失 = 8\n"));
    site s(r, outlet("air"));
    for (int h = 0; h < 9; ++h) s.row("二氧化硫", "20", "mg/m³", at(h), "hour");
    s.row("二氧化硫", "20", "mg/m³", at(9), "hour", {{"flag", "D"}});
    s.row("二氧化硫", "0", "mg/m³", at(18), "hour", {{"condition", "停运"}});
    auto const counts = s.judge(as_of("2026-05-02 00:00"), watching()).results.leads;
    REQUIRE(counts.size() == 1); // met: compliant
    CHECK(counts[0].verdict == eval::verdict::compliant);
}

TEST_CASE("data are due though none has ever come where the outlet says so") {
    rules const r(records + quality("  watch hour of 二氧化硫\n  lasting 5 h missing\n"));
    site told(
        r,
        R"([{"id": "O1", "medium": "air"}, {"id": "O2", "medium": "air", "attributes": {"monitored_items": "颗粒物、二氧化硫"}}])");
    told.row("汞", "1", "mg/m³", at(0), "hour");
    CHECK(leads(told, as_of("2026-05-01 06:00")) == texts{"not_met 2026-05-01T00:00 2026-05-01T06:00 0"});
}

TEST_CASE("a mark that comes after marking has closed does not make a breach vanish unseen") {
    rules const r(records +
                  "limits 时 of 甲 \"小时\" {\n  medium air\n  judge hourly_mean\n  value:\n  二氧化硫  <=  100  mg/m³\n}\n" +
                  "marking 期 of 甲 \"次日 12 时\" {\n  up_to 1 d at 12:00\n}\n");
    auto const said_of = [&](std::string const& received) {
        site s(r, outlet("air"));
        s.row("二氧化硫", "120", "mg/m³", at(8), "hour", {{"received", "2026-05-01 09:00"}});
        s.row("二氧化硫", "120", "mg/m³", at(8), "hour", {{"received", received}, {"condition", "停运"}});
        std::string all;
        for (auto const& j : s.judge(as_of("2026-05-09 00:00"), watching()).results.judgements) {
            all += std::string(text(j.verdict)) + " " + j.reason + " " + std::string(text(j.finality->state));
            if (j.finality->before) all += ", was " + std::string(text(*j.finality->before));
        }
        return all;
    };
    CHECK(said_of("2026-05-02 12:00") == "");
    CHECK(said_of("2026-05-02 12:01") == "undetermined marked_late amended, was violation");
}

TEST_CASE("the leads are the same for any order of rows and number of threads") {
    rules const r(records + quality("  watch hour of 二氧化硫, 颗粒物\n  lasting 2 h equal\n"));
    std::string const outlets =
        R"([{"id": "O1", "medium": "air"}, {"id": "O2", "medium": "air"}, {"id": "O3", "medium": "air"}])";
    std::mt19937 random(3);
    site s(r, outlets);
    for (int o = 1; o <= 3; ++o)
        for (int h = 0; h < 24; ++h)
            for (auto const* factor : {"二氧化硫", "颗粒物"})
                s.row(factor, std::to_string(random() % 2), "mg/m³", at(h), "hour", {{"outlet_id", "O" + std::to_string(o)}});
    auto const sorted = [](texts all) {
        std::sort(all.begin(), all.end());
        return all;
    };
    auto const first = sorted(leads(s));
    CHECK(first.size() > 10);
    for (unsigned threads = 1; threads <= 3; ++threads) {
        std::shuffle(s.lines.begin(), s.lines.end(), random);
        CHECK(sorted(leads(s, everything(threads))) == first);
    }
}
