// Files read in parts, their rows packed where they are plain, hold what the row reader finds in them one after the other.
#include "small_rules.hpp"

#include "facts/parts.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <unistd.h>

using namespace huanchi;

namespace {

std::string said(std::uint32_t outlet, std::uint16_t factor, std::int64_t time, base::decimal value, bool no_value,
                 base::unit_id unit, facts::usability use, facts::data_source source, std::string const& numbers) {
    return fmt::format("{} {} {} {} {} {} {}{}", outlet, factor, time, no_value ? "-" : value.text(),
                       small::rules().units[unit].symbol, static_cast<int>(use), static_cast<int>(source), numbers);
}

struct found {
    std::vector<std::string> rows, rejected;
    std::uint64_t count = 0, packed = 0;

    void add(facts::batch const& b) {
        std::size_t e = 0;
        for (std::size_t i = 0; i < b.size(); ++i) {
            std::vector<std::string> numbers;
            for (; e < b.extras.size() && b.extras[e].row == i; ++e)
                if (b.extras[e].is_number)
                    numbers.push_back(fmt::format(" {}={}", b.extras[e].field, b.extras[e].number.text()));
            std::sort(numbers.begin(), numbers.end());
            rows.push_back(said(b.outlet[i], b.factor[i], b.time[i], b.value[i], b.below_detection[i] == facts::no_value,
                                b.unit[i], b.usability[i], b.source[i], fmt::format("{}", fmt::join(numbers, ""))));
        }
    }
    void add(facts::plain_rows const& p) {
        packed += p.rows.size();
        for (std::size_t i = 0; i < p.rows.size(); ++i) {
            auto const& r = p.rows[i];
            std::vector<std::string> numbers;
            for (std::size_t k = 0; k < p.fields.size(); ++k)
                if (auto const& n = p.of(i)[k]; n.given)
                    numbers.push_back(fmt::format(" {}={}", p.fields[k], base::decimal{n.coefficient, n.scale}.text()));
            std::sort(numbers.begin(), numbers.end());
            auto const use = r.out ? facts::usability::out : r.over ? facts::usability::over_range : facts::usability::valid;
            rows.push_back(said(r.outlet, r.factor, r.hour * std::int64_t{3'600'000}, {r.coefficient, r.scale},
                                r.out && r.coefficient == 0 && r.scale == 0, r.unit, use, r.source,
                                fmt::format("{}", fmt::join(numbers, ""))));
        }
    }
    void add(facts::rejected_row const& r) { rejected.push_back(fmt::format("{} {} {}", r.line, r.code, r.column)); }
    void sort() {
        std::sort(rows.begin(), rows.end());
        std::sort(rejected.begin(), rejected.end());
    }
};

found in_parts(std::string const& text, std::size_t threads) {
    auto const path = std::filesystem::temp_directory_path() / fmt::format("huanchi-parts-{}", ::getpid());
    std::ofstream(path, std::ios::binary) << text;
    std::vector<found> each(threads);
    std::vector<facts::part_sinks> sinks;
    for (auto& f : each)
        sinks.push_back({[&f](facts::batch const& b) { f.add(b); },
                         [&f](facts::plain_rows const& p) { f.add(p); },
                         [&f](facts::rejected_row r) { f.add(r); },
                         {}});
    std::vector<facts::route> const routes(small::known().outlets.size(), facts::route::plain);
    auto const count = facts::read_in_parts(path.string(), 0, small::rules(), small::known(), {}, routes, sinks);
    std::filesystem::remove(path);
    REQUIRE(count);
    found all;
    all.count = count->rows;
    for (auto const& f : each) {
        small::append(all.rows, f.rows);
        small::append(all.rejected, f.rejected);
        all.packed += f.packed;
    }
    all.sort();
    return all;
}

found one_by_one(std::string const& text) {
    auto const read = small::read(text);
    found all;
    all.count = read.count.rows;
    all.add(read.rows);
    for (auto const& r : read.rejected) all.add(r);
    all.sort();
    return all;
}

void same_both_ways(std::string const& text, std::size_t threads = 1) {
    auto const parts = in_parts(text, threads), whole = one_by_one(text);
    CHECK(parts.count == whole.count);
    CHECK(parts.rows == whole.rows);
    CHECK(parts.rejected == whole.rejected);
}

std::string const header = "enterprise_id,outlet_id,time,factor,value,unit,o2,flag\n";

// Two hours of both outlets at a time, in the same order hour for hour.
std::string hours(int count, std::string const& line_end = "\n") {
    std::string text;
    for (int h = 0; h < count; ++h) {
        auto const time = fmt::format("2026-05-{:02}T{:02}:00:00+08:00", 1 + h / 24, h % 24);
        text += fmt::format("E1,DW001,{},w01018,{}.5,mg/L,,N{}", time, 20 + h, line_end);
        text += fmt::format("E1,DA001,{},a21026,{},mg/m3,{}.2,N{}", time, 100 + h, h % 9, line_end);
        text += fmt::format("E1,DW001,{},w01001,7.{},,,N{}", time, h, line_end);
    }
    return text;
}

} // namespace

TEST_CASE("rows that repeat but for time and numbers are packed, whatever their line ends") {
    for (auto const* end : {"\n", "\r\n"}) {
        auto const text = (header.substr(0, header.size() - 1) + end) + hours(60, end);
        auto const parts = in_parts(text, 1);
        CHECK(parts.count == 180);
        CHECK(parts.packed == 180);
        CHECK(parts.rejected.empty());
        CHECK(std::count(parts.rows.begin(), parts.rows.end(), "0 0 1777593600000 20.5 mg/L 0 0") == 1);
        CHECK(std::count(parts.rows.begin(), parts.rows.end(), "1 2 1777597200000 101 mg/m³ 0 0 1=1.2") == 1);
        same_both_ways(text);
        same_both_ways(text, 3);
    }
}

TEST_CASE("a row that is not like the one before it in its place is read for itself") {
    for (auto const* odd : {
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,,mg/L,,D\n",         // no value, out of use
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,,mg/L,,N\n",         // no value
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,T\n",        // over range
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,X\n",        // unknown flag
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,\n",         // no flag
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,NN\n",       // two letters
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,\xC3\xA9\n", // no letter of ASCII
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,ug/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,<3,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,-3,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3.,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,.3,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,1.2.3,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,12345678,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,1234567.89,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,123456789012.3456,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,12345678901234.5678,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,11.5,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,x,N\n",
             "E1,DW001,2026-05-01T05:00,w01018,3,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:30:00+08:00,w01018,3,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00extra,w01018,3,mg/L,,N\n",
             "E1,DW001,,w01018,3,mg/L,,N\n",
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,N\n", // a cell is missing
             "E1,DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,N,\n",
             "E1,DW009,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,N\n",
             "\n",
             "\"E1\",DW001,2026-05-01T05:00:00+08:00,w01018,3,mg/L,,N\n",
         }) {
        CAPTURE(std::string(odd));
        same_both_ways(header + hours(20) + odd + hours(20));
        same_both_ways(header + odd + hours(20));
        same_both_ways(header + hours(20) + odd);
    }
    auto text = header + hours(20);
    text.pop_back();
    same_both_ways(text); // no line end at the end
}

TEST_CASE("random damage to any byte is told the same way") {
    std::mt19937 random(20261122);
    auto const whole = hours(40);
    constexpr std::string_view put = ",.0159NDTX<-+ \r\nE";
    for (int round = 0; round < 300; ++round) {
        auto text = whole;
        for (int n = 0; n < 6; ++n) text[random() % text.size()] = put[random() % put.size()];
        if (round % 3 == 0) text.erase(random() % text.size(), random() % 40);
        CAPTURE(round);
        same_both_ways(header + text, 1 + static_cast<std::size_t>(round) % 2);
    }
}

TEST_CASE("other columns and another order of them make no difference") {
    std::string rows;
    for (int h = 0; h < 50; ++h)
        rows += fmt::format("{}.25,auto,E1,2026-05-{:02} {:02}:00,{},DW001,mg/L,hour,COD,\n", h, 1 + h / 24, h % 24, h % 7);
    auto const text = "value,source,enterprise_id,time,o2,outlet_id,unit,interval,factor,mark\n" + rows;
    CHECK(in_parts(text, 1).packed == 50);
    same_both_ways(text);
    same_both_ways("value,source,enterprise_id,time,flow,outlet_id,unit,interval,factor,flow_unit\n" + rows);
}

namespace {

std::string json_row(std::string const& outlet, int hour, std::string const& rest) {
    return fmt::format(R"({{"enterprise_id": "E1", "outlet_id": "{}", "time": "2026-05-{:02}T{:02}:00:00+08:00", {}}})", outlet,
                       1 + hour / 24, hour % 24, rest) +
           "\n";
}

// Rows with and without oxygen have other keys.
std::string json_hours(int count) {
    std::string text;
    for (int h = 0; h < count; ++h) {
        text += json_row("DW001", h, fmt::format(R"("factor": "w01018", "value": {}.5, "unit": "mg/L", "flag": "N")", 20 + h));
        text += json_row(
            "DA001", h,
            fmt::format(R"("factor": "a21026", "value": "{}", "unit": "mg/m3", "o2": {}.2, "flag": "N")", 100 + h, h % 9));
        text += json_row("DW001", h, fmt::format(R"("factor": "w01001", "value": 7.{}, "unit": null, "flag": "N")", h));
    }
    return text;
}

} // namespace

TEST_CASE("lines of JSON that repeat but for time and numbers are packed, whatever their keys") {
    auto const parts = in_parts(json_hours(60), 1);
    CHECK(parts.count == 180);
    CHECK(parts.packed == 180);
    CHECK(parts.rejected.empty());
    CHECK(std::count(parts.rows.begin(), parts.rows.end(), "0 0 1777593600000 20.5 mg/L 0 0") == 1);
    CHECK(std::count(parts.rows.begin(), parts.rows.end(), "1 2 1777597200000 101 mg/m³ 0 0 1=1.2") == 1);
    same_both_ways(json_hours(60));
    same_both_ways("\xEF\xBB\xBF\n" + json_hours(60), 3);
}

TEST_CASE("a line of JSON that is not like the one before it in its place is read for itself") {
    for (auto const* rest : {
             R"("factor": "w01018", "value": null, "unit": "mg/L", "flag": "D")",
             R"("factor": "w01018", "value": null, "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": "", "unit": "mg/L", "flag": "D")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "T")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "X")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": null)",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": true)",
             R"("factor": "w01018", "value": 03, "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": "03", "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": 3., "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": .3, "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": -3, "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": 3e1, "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": 1234567890.25, "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": "<3", "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": [3], "unit": "mg/L", "flag": "N")",
             R"("factor": "w01018", "value": 3, "unit": "mg\/L", "flag": "N")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "N", "flag": "D")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "标记": "N")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "N", "note": "五")",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "N")"
             "\t",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "N",)",
             R"("factor": "w01018", "value": 3, "unit": "mg/L", "flag": "N"} {"a": 1)",
             R"("factor": "w01018", "value": 3, "unit": "mg/L)",
         }) {
        CAPTURE(std::string(rest));
        auto const odd = json_row("DW001", 21, rest);
        same_both_ways(json_hours(20) + odd + json_hours(20));
        same_both_ways(odd + odd + json_hours(20));
        same_both_ways(json_hours(20) + odd + odd);
    }
    auto text = json_hours(20);
    text.pop_back();
    same_both_ways(text + "\n\n" + text);
}

TEST_CASE("a flag that turns makes no value of a row that had none") {
    auto const blank = R"("factor": "w01018", "value": null, "unit": "mg/L", "flag": "D")";
    auto const none = R"("factor": "w01018", "value": null, "unit": "mg/L", "flag": "N")";
    std::string text;
    for (int h = 0; h < 40; ++h) text += json_row("DW001", h, h < 20 ? blank : none);
    auto const parts = in_parts(text, 1);
    CHECK(parts.rows.size() == 20);
    CHECK(parts.rejected.size() == 20);
    same_both_ways(text);
    std::string csv = header;
    for (int h = 0; h < 40; ++h)
        csv +=
            fmt::format("E1,DW001,2026-05-{:02}T{:02}:00:00+08:00,w01018,,mg/L,,{}\n", 1 + h / 24, h % 24, h < 20 ? "D" : "N");
    CHECK(in_parts(csv, 1).rejected.size() == 20);
    same_both_ways(csv);
}

TEST_CASE("random damage to any byte of JSON is told the same way") {
    std::mt19937 random(20261123);
    auto const whole = json_hours(40);
    constexpr std::string_view put = ",.0159NDT\"\\:{}[]- \r\nE";
    for (int round = 0; round < 300; ++round) {
        auto text = whole;
        for (int n = 0; n < 6; ++n) text[1 + random() % (text.size() - 1)] = put[random() % put.size()];
        if (round % 3 == 0) text.erase(1 + random() % (text.size() - 1), random() % 40);
        CAPTURE(round);
        same_both_ways(text, 1 + static_cast<std::size_t>(round) % 2);
    }
}
