// Plain data are judged as they are read. What comes out must be what the long way gives, row for row: random data with all
// that makes a row less than plain, checked both ways.
#include "checking.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <mutex>
#include <random>
#include <unistd.h>

using namespace checking;

namespace {

// Hourly and daily limits side by side, in two reference states, with an edition that changes within the data, a policy, a
// permit, bounds on both sides; and limits that are not plain: of a month's mean, and by water temperature.
constexpr char const* rules_text = R"(
statistic 月均值 monthly_mean {
  derive mean of daily_mean over month need 2
}
statistic 日中均值 plain_daily_mean {
  derive mean of hourly_mean over day need 3
}
standard 乙 "政策" {
  number "乙-2000"
  level policy
  effective from 2000-01-01
}
limits 表1 of 甲 "锅炉" {
  medium air
  judge hourly_mean
  where 类别 = 锅炉
  correct 氧折算
  effective before 2026-05-03
  by 燃料:                  燃煤  燃气
  reference 基准氧含量  =      9   3.5  %
  二氧化硫             <=    300    50  mg/m³
  颗粒物                <     50    20  mg/m³
}
limits 表1 of 乙 "超低" {
  medium air
  judge hourly_mean
  where 类别 = 锅炉
  correct 氧折算
  value:
  reference 基准氧含量  =   9  %
  二氧化硫             <=  35  mg/m³
}
limits 表2 of 甲 "锅炉，日均值" {
  medium air
  judge plain_daily_mean
  where 类别 = 锅炉
  correct 氧折算
  by 燃料:                  燃煤  燃气
  reference 基准氧含量  =      9   3.5  %
  二氧化硫             <=    100    45  mg/m³
  颗粒物               <=   18.5    10  mg/m³
}
limits 表3 of 甲 "炉窑" {
  medium air
  judge hourly_mean, plain_daily_mean
  where 类别 = 炉窑
  value:
  二氧化硫  <=   50  mg/m³
  颗粒物    <=  0.3333333  mg/m³
}
limits 表4 of 甲 "污水" {
  medium water
  judge daily_mean
  where 类别 in (污水, 按月, 按温)
  value:
  化学需氧量  <=  50  mg/L
  氨氮        <=  5   mg/L
}
limits 表5 of 甲 "污水，小时" {
  medium water
  judge hourly_mean, plain_daily_mean
  where 类别 in (污水, 按月, 按温)
  value:
  pH          in  6..9
}
limits 表6 of 甲 "按月" {
  medium water
  judge monthly_mean
  where 类别 = 按月
  value:
  化学需氧量  <=  40  mg/L
}
limits 表7 of 甲 "按温" {
  medium water
  judge hourly_mean
  where 类别 = 按温
  value:
  氨氮  <=  8  mg/L  when 水温 <= 12 ℃
  氨氮  <=  5  mg/L  when 水温 > 12 ℃
}
)";

constexpr char const* sites = R"([{"id": "E1", "name": "一", "outlets": [
  {"id": "DA001", "medium": "air", "kind": "锅炉", "attributes": {"fuel": "燃煤"}},
  {"id": "DA002", "medium": "air", "kind": "锅炉", "attributes": {"fuel": "燃气"}},
  {"id": "DA003", "medium": "air", "kind": "炉窑"},
  {"id": "DA004", "medium": "air", "kind": "锅炉"},
  {"id": "DW001", "medium": "water", "kind": "污水"},
  {"id": "DW002", "medium": "water", "kind": "按月"},
  {"id": "DW003", "medium": "water", "kind": "按温"}],
  "permits": [{"number": "P1", "version": "1", "valid_from": "2020-01-01", "valid_to": "2030-12-31", "limits": [
    {"outlet": "DA001", "factor": "a21026", "statistic": "hourly_mean", "max": "200", "unit": "mg/m3", "reference_oxygen": "9"},
    {"outlet": "DW001", "factor": "w01018", "statistic": "daily_mean", "max": "40", "unit": "mg/L"}]}]}])";

ruleset const& book() {
    static ruleset const r(rules_text);
    return r;
}

struct file {
    std::string path;
    file(std::string const& name, std::string const& text)
        : path((std::filesystem::temp_directory_path() / ("huanchi-short-" + name + std::to_string(::getpid()))).string()) {
        std::ofstream(path, std::ios::binary) << text;
    }
    ~file() { std::filesystem::remove(path); }
    file(file const&) = delete;
    file& operator=(file const&) = delete;
};

struct dice {
    std::mt19937 g;
    bool one_in(int n) { return g() % static_cast<unsigned>(n) == 0; }
    template <class T>
    T const& of(std::vector<T> const& all) {
        return all[g() % all.size()];
    }
};

// What may befall a row; each data set has some of it, so that most outlets stay plain in many.
struct troubles {
    bool twice, conflicting, flow, device, odd_values, over, sources, strangers, samples, blank_flags, quotes, other_rows;
};

std::string value_of(dice& d, std::string const& factor, troubles const& t) {
    if (t.odd_values && d.one_in(20)) return d.of<std::string>({"<0.5", "1e1", " 7", "0000000012.500000001", "-1", "ND", ".5"});
    if (factor == "w01001") return fmt::format("{}.{}", 5 + d.g() % 5, d.g() % 10);
    if (d.one_in(3)) return d.of<std::string>({"50", "35", "100", "18.5", "5", "40.0", "0.333333", "300", "200"});
    return fmt::format("{}.{:02}", d.g() % (factor == "w21003" ? 9 : 70), d.g() % 100);
}

std::vector<std::string> rows_of(dice& d, troubles const& t) {
    static std::vector<std::pair<std::string, std::vector<std::string>>> const outlets{
        {"DA001", {"a21026", "a34013", "a20058"}},
        {"DA002", {"二氧化硫", "a34013"}},
        {"DA003", {"a21026", "颗粒物"}},
        {"DA004", {"a21026"}},
        {"DW001", {"w01018", "w21003", "w01001"}},
        {"DW002", {"w01018"}},
        {"DW003", {"w21003"}}};
    std::vector<std::string> rows;
    for (auto const& [outlet, factors] : outlets)
        for (auto const& factor : factors)
            for (int day = 1; day <= 4; ++day)
                for (int hour = 0; hour < (day == 4 ? 11 : 24); ++hour) {
                    if (d.one_in(outlet[1] == 'W' && day == 2 ? 3 : 12)) continue;
                    bool const water = outlet[1] == 'W';
                    auto const time = fmt::format("2026-05-0{}{}{:02}:00{}", day, d.one_in(2) ? "T" : " ", hour,
                                                  d.of<std::string>({"", ":00", ":00+08:00"}));
                    std::string unit = factor == "w01001" ? "" : water ? "mg/L" : "mg/m3";
                    auto value = value_of(d, factor, t);
                    if (water && factor == "w01018" && d.one_in(9))
                        unit = "ug/L", value = fmt::format("{}", 30000 + d.g() % 30000);
                    auto flag = d.of<std::string>({"N", "N", "N", "N", "N", "N", "N", "D"});
                    if (t.over && d.one_in(30)) flag = "T";
                    if (t.blank_flags && d.one_in(9)) flag = "";
                    if (d.one_in(200)) flag = "Q"; // unknown: rejected
                    if (flag == "D" && d.one_in(2)) value = "";
                    std::string o2 = water ? "" : d.of<std::string>({"6", "9", "3.5", "10.25", "12", "20.1", "5", "4.0"});
                    if (!water && d.one_in(15)) o2 = d.of<std::string>({"21", "", "19.5", "22"});
                    std::string const flow = t.flow && water && d.one_in(4) ? fmt::format("{}", d.g() % 90) : "";
                    std::string const device = t.device && !water && d.one_in(6) ? "44" : "";
                    std::string const source =
                        t.sources && d.one_in(25) ? d.of<std::string>({"auto", "enforcement", "platform"}) : "";
                    auto const line = [&](std::string const& v) {
                        return fmt::format("E1,{},{},{},{},{},{},{},{},{},{},", outlet, time, factor, v, unit, o2, flag, flow,
                                           device, source);
                    };
                    rows.push_back(line(value));
                    if (t.twice && d.one_in(40)) rows.push_back(line(value));
                    if (t.conflicting && d.one_in(60)) rows.push_back(line(value + "1"));
                    if (t.quotes && d.one_in(50)) rows.back() += "\"a, b\"";
                }
    if (t.strangers) {
        rows.push_back("E9,DA001,2026-05-02 08:00,a21026,10,mg/m3,9,N,,,,");
        rows.push_back("E1,DA001,2026-05-02 08:00,w99999,10,mg/m3,9,N,,,,");
        rows.push_back("E1,DA001,2026-05-02 08:30,a21026,10,mg/m3,9,N,,,,");
        rows.push_back("E1,DA001,2026-05-02");
        rows.push_back("E1,DA003,2026-05-02 08:00,a21026,10,kg/h,9,N,,,,");
        rows.push_back("E1,DW001,2026-05-02 08:00,水温,20,℃,,N,,,,");
    }
    if (t.other_rows) rows.push_back("E1,DA001,2026-05-03 08:00,氧含量,9,%,,N,,,,");
    std::shuffle(rows.begin(), rows.end(), d.g);
    return rows;
}

std::string csv(std::vector<std::string> const& rows, char const* line_end) {
    std::string text =
        std::string("enterprise_id,outlet_id,time,factor,value,unit,o2,flag,flow,corrected,source,note") + line_end;
    for (auto const& r : rows) text += r + line_end;
    return text;
}

// The same rows as NDJSON, but for those with too few cells.
std::string ndjson(std::vector<std::string> const& rows) {
    constexpr char const* names[] = {"enterprise_id", "outlet_id", "time",      "factor", "value", "unit", "o2",
                                     "flag",          "flow",      "corrected", "source", "note"};
    std::string text;
    for (auto const& row : rows) {
        std::string line = "{";
        std::size_t at = 0, cells = 0;
        for (std::size_t comma = 0; cells < std::size(names) && comma != std::string::npos; at = comma + 1, ++cells) {
            comma = row.find(',', at);
            if (auto const cell = row.substr(at, comma - at); !cell.empty() && cell[0] != '"')
                line += fmt::format("{}\"{}\":\"{}\"", line.size() > 1 ? "," : "", names[cells], cell);
        }
        if (cells == std::size(names)) text += line + "}\n";
    }
    return text;
}

std::string told(findings::finding const& f) {
    auto const ids = [](std::vector<findings::provision> const& all) {
        std::string out;
        for (auto const& p : all) out += p.id + " ";
        return out;
    };
    return fmt::format("{} {} {} {} {} {} {} {} [{}] [{}] {} {}", eval::text(f.verdict), f.outlet_id.value_or("-"),
                       f.factor.value_or("-"), f.statistic, f.period.from.text(), f.source,
                       f.measured ? f.measured->value : "none", f.provision ? f.provision->id : "-", ids(f.also_breached),
                       ids(f.candidates), f.reason ? f.reason->code : "", f.marginal);
}

std::string account(findings::check_result const& r) {
    std::string out =
        fmt::format("read {} judged {} out {} unmatched {} rejected {} twice {} open {} warnings {};", r.read, r.judged,
                    r.flagged_out, r.unmatched, r.rejected, r.duplicates, r.open_windows, r.warning_count);
    for (auto const v : r.verdicts) out += fmt::format(" {}", v);
    for (auto const& [reason, n] : r.undetermined_by_reason) out += fmt::format(" {} {}", reason, n);
    for (auto const& x : r.rejects) out += fmt::format("\n  rejected {} {} {}", x.line, x.code, x.column);
    for (auto const& a : r.assumed) out += " " + a;
    return out;
}

std::string everything(findings::check_result const& r) {
    auto out = account(r) + "\n";
    for (auto const& f : r.findings) out += told(f) + "\n";
    for (auto const& d : r.days)
        out += fmt::format("{} {} {} {} {}\n", d.outlet_id, d.factor, d.quantity, d.date.text(), static_cast<int>(d.state));
    for (auto const& w : r.warnings)
        out += fmt::format("warning {} {} {} {} {}\n", w.outlet_id, w.factor, w.period.from.text(), w.measured.value,
                           w.provision.id);
    return out;
}

findings::check_result check(std::string const& data, bool short_ways, unsigned threads,
                             std::function<void(findings::check_request&)> const& how) {
    static file const facilities("sites", sites);
    findings::check_request q;
    q.facilities = facilities.path;
    q.data = {data};
    q.short_ways = short_ways;
    q.threads = threads;
    how(q);
    auto r = findings::check(book().rules, book().plan, q);
    if (!r) FAIL(r.error().what);
    return std::move(*r);
}

// The findings that are only counted, as the long way tells them.
std::vector<std::string> counted(std::string const& data, std::size_t& brief) {
    std::vector<std::string> all;
    auto const r = check(data, true, 2, [&](findings::check_request& q) {
        q.keep = false;
        q.on_brief = [&](std::vector<eval::brief_judgement> const& found, eval::bound const& b) {
            for (auto const& j : found) {
                auto const& x = *b.rules;
                auto const unit = j.decides ? x.units[b.requirements[*j.decides].unit].factor : base::rational(1);
                all.push_back(fmt::format("{} {} {} {} {} {} {}", eval::text(j.verdict), b.known->outlets[j.outlet].id,
                                          x.factors[j.factor].code, x.statistics[j.statistic].json, j.period.from.text(),
                                          j.measured && j.measured->exact() ? base::printed(j.measured->low / unit).value : "-",
                                          j.reason));
            }
        };
    });
    brief = all.size();
    return all;
}

} // namespace

TEST_CASE("plain data judged as they are read give what the long way gives") {
    std::size_t findings = 0, brief = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        dice d{std::mt19937(seed)};
        auto const sometimes = [&] { return seed % 3 != 0 && d.one_in(4); };
        troubles const t{sometimes(), sometimes(), sometimes(), sometimes(), sometimes(), sometimes(),
                         sometimes(), sometimes(), false,       sometimes(), sometimes(), sometimes()};
        auto const rows = rows_of(d, t);
        file const data("data", csv(rows, seed % 2 ? "\n" : "\r\n")), lines("lines", ndjson(rows));
        auto const shown = [](findings::check_request& q) { q.days = true; };
        auto const whole = check(data.path, false, 1, shown);
        findings += whole.findings.size();
        CHECK(everything(check(data.path, true, 1, shown)) == everything(whole));
        CHECK(everything(check(data.path, true, 3, shown)) == everything(whole));
        CHECK(everything(check(lines.path, true, 2, shown)) == everything(check(lines.path, false, 1, shown)));
        auto const warned = [](findings::check_request& q) { q.warnings = true; };
        CHECK(everything(check(data.path, true, 2, warned)) == everything(check(data.path, false, 2, warned)));
        auto const summed = [](findings::check_request& q) { q.keep = false; };
        CHECK(account(check(data.path, true, 1, summed)) == account(whole));
        CHECK(account(check(data.path, true, 2, summed)) == account(whole));
        auto const until = [](findings::check_request& q) {
            q.keep = false;
            q.as_of = base::moment::parse("2026-05-03 07:00");
        };
        CHECK(account(check(data.path, true, 2, until)) == account(check(data.path, false, 1, until)));

        std::size_t count = 0;
        auto const found = counted(data.path, count);
        brief += count;
        std::vector<std::string> long_way;
        for (auto const& f : whole.findings)
            long_way.push_back(fmt::format("{} {} {} {} {} {} {}", eval::text(f.verdict), *f.outlet_id, *f.factor, f.statistic,
                                           f.period.from.text(), f.measured ? f.measured->value : "-",
                                           f.reason ? f.reason->code : ""));
        for (auto const& told : found) {
            CAPTURE(told);
            // A mean may be known within 10⁻¹² only, and a value that is not judged is not corrected: then all but the number.
            auto const same = [&](std::string const& x) {
                if (x == told) return true;
                auto const fields = [](std::string s) {
                    auto const last = s.rfind(' '), before = s.rfind(' ', last - 1);
                    return s.erase(before, last - before);
                };
                return told.find(" - ") != std::string::npos && fields(x) == fields(told);
            };
            CHECK(std::any_of(long_way.begin(), long_way.end(), same));
        }
    }
    CHECK(findings > 2000);
    CHECK(brief > 2000); // the short way was gone often enough to be compared
}

TEST_CASE("rows that are not plain end the data too") {
    std::string const head = "enterprise_id,outlet_id,time,factor,value,unit,flag\n";
    auto const both = [](file const& data) {
        auto const r = account(check(data.path, true, 2, [](auto&) {}));
        CHECK(r == account(check(data.path, false, 1, [](auto&) {})));
        return r;
    };
    // 炉窑: 50 mg/m³ an hour and a day; three hours make a day.
    std::string rows;
    for (int h = 0; h < 5; ++h) rows += fmt::format("E1,DA003,2026-05-01 0{}:00,a21026,60,mg/m3,N\n", h);
    CHECK(both(file("plain", head + rows)).find("open 1") != std::string::npos);
    auto const ended = rows + "E1,DA003,2026-05-01 23:00,a21026,<3,mg/m3,N\n";
    CHECK(both(file("ended", head + ended)).find("open 0") != std::string::npos);
    // So do the rows of an outlet that was given up before them.
    auto const twice = std::string("E1,DA002,2026-05-01 00:00,a21026,1,mg/m3,N\nE1,DA002,2026-05-01 00:00,a21026,2,mg/m3,N\n") +
                       "E1,DA002,2026-05-02 05:00,a21026,1,mg/m3,N\n";
    CHECK(both(file("given up first", head + twice + rows)) == both(file("given up last", head + rows + twice)));
    file const one("one",
                   "{\"enterprise_id\":\"E1\",\"outlet_id\":\"DA003\",\"time\":\"2026-05-01 08:00\",\"factor\":\"a21026\","
                   "\"value\":60,\"unit\":\"mg/m3\",\"flag\":\"N\"}\n");
    CHECK(check(one.path, true, 2, [](auto&) {}).findings.size() == 1);
}

TEST_CASE("a file may grow while it is read and is read as it was, one that is rewritten is told") {
    std::string const head = "enterprise_id,outlet_id,time,factor,value,unit,flag\n";
    std::string rows; // 炉窑, 50 mg/m³: the second hour is above it, so that the outlet is looked at again
    for (int h = 0; h < 4; ++h) rows += fmt::format("E1,DA003,2026-05-01 0{}:00,a21026,{},mg/m3,N\n", h, h == 1 ? 60 : 40);
    auto const while_reading = [&](file const& data, std::function<void()> const& change) {
        findings::check_request q;
        file const facilities("grown-sites", sites);
        q.facilities = facilities.path;
        q.data = {data.path};
        q.on_stage = [&](std::string_view stage) {
            if (stage == "read again") change();
        };
        return findings::check(book().rules, book().plan, q);
    };
    for (auto const& [name, text] :
         {std::pair("grown-csv", head + rows),
          std::pair("grown-quoted", head + rows + "E1,DA003,\"2026-05-01 09:00\",a21026,40,mg/m3,N\n"),
          std::pair("grown-lines", std::string("{\"enterprise_id\":\"E1\",\"outlet_id\":\"DA003\",\"time\":"
                                               "\"2026-05-01 01:00\",\"factor\":\"a21026\",\"value\":60,"
                                               "\"unit\":\"mg/m3\",\"flag\":\"N\"}\n"))}) {
        CAPTURE(name);
        file const data(name, text);
        auto const alone = account(check(data.path, false, 1, [](auto&) {}));
        auto const grown =
            while_reading(data, [&] { std::ofstream(data.path, std::ios::app) << text.substr(head.size()) << rows; });
        REQUIRE(grown);
        CHECK(account(*grown) == alone);
        CHECK(grown->findings.size() == 1);
        file const shorter(name, text);
        CHECK(!while_reading(shorter, [&] { std::filesystem::resize_file(shorter.path, text.size() / 2); }));
    }
}
