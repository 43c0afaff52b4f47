// 1,475 monitoring stations of 2018-02-20 07:00 with the AQI, grade and primary pollutant that officials published, judged by
// our HJ 633-2012. Public data and no part of the project: HUANCHI_SHARED_DATA names its folder. The feed carries the hourly
// ozone in `o3_24h` and the daily one in `o3`.
#include "checking.hpp"

#include "facts/records.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace checking;

namespace {

std::filesystem::path data_file() {
    auto const* given = std::getenv("HUANCHI_SHARED_DATA");
    auto const folder = given ? std::filesystem::path(given) : std::filesystem::path(HUANCHI_SOURCE_DIR) / "../shared/data";
    return folder / "air_hourly_2018-02-20T07.ndjson";
}

facts::record station(std::vector<std::pair<char const*, std::string>> const& values, char const* time) {
    auto const& book = library().rules;
    facts::record r;
    r.type = *book.find_record("air_station_hour");
    r.time = *base::moment::parse(time);
    r.has_time = true;
    r.fields.resize(book.records[r.type].fields.size());
    r.written.resize(r.fields.size());
    for (auto const& [name, text] : values) {
        auto const f = *book.find_field(r.type, name);
        auto const& field = book.records[r.type].fields[f];
        r.written[f] = text;
        auto const number = base::decimal::parse(text);
        if (number) r.fields[f] = base::rational(*number) * book.units[field.unit].factor;
    }
    return r;
}

eval::indexed index_of(std::vector<facts::record> const& records) {
    auto const all = eval::index(library().plan, library().rules, records, std::nullopt);
    REQUIRE(all.size() == 1);
    return all[0];
}

std::string value_of(std::vector<std::pair<char const*, std::string>> const& values, char const* time) {
    auto const x = index_of({station(values, time)});
    return x.index ? base::printed(*x.index).value : "none";
}

constexpr auto in_2018 = "2018-02-20T07:00:00", in_2026 = "2026-06-01T07:00:00";

} // namespace

TEST_CASE("a sub-index lies on the line between two breakpoints and is rounded up") {
    CHECK(value_of({{"pm2_5", "38"}}, in_2018) == "54"); // 50 + 50·3/40 = 53.75
    CHECK(value_of({{"pm2_5", "35"}}, in_2018) == "50");
    CHECK(value_of({{"pm2_5", "36"}}, in_2018) == "52"); // 51.25
    CHECK(value_of({{"co", "0.7"}}, in_2018) == "7");
    CHECK(value_of({{"o3", "0"}}, in_2018) == "0");
    CHECK(value_of({{"pm2_5", "501"}}, in_2018) == "500");
}

TEST_CASE("the greatest sub-index is the index, and above 50 its factors are primary") {
    auto const x = index_of({station({{"pm2_5", "75"}, {"pm10", "150"}, {"no2", "40"}}, in_2018)});
    CHECK(base::printed(*x.index).value == "100");
    CHECK(x.band == "良");
    CHECK(x.primary == std::vector<std::string>{"可吸入颗粒物1小时平均", "细颗粒物1小时平均"});
    CHECK(index_of({station({{"pm2_5", "35"}}, in_2018)}).primary.empty());
    CHECK(index_of({station({}, in_2018)}).reason == "missing_datum");
}

TEST_CASE("hourly sulphur dioxide above 800: no sub-index until 2026, 200 from then on") {
    CHECK(value_of({{"so2", "801"}}, in_2018) == "none");
    CHECK(value_of({{"so2", "801"}, {"no2", "100"}}, in_2018) == "50");
    CHECK(value_of({{"so2", "801"}}, in_2026) == "200");
    CHECK(value_of({{"so2", "800"}}, in_2018) == "200");
}

TEST_CASE("the edition of 2026 has tighter breakpoints for particles and rounds the concentration first") {
    CHECK(value_of({{"pm2_5", "60"}}, in_2018) == "82"); // 81.25
    CHECK(value_of({{"pm2_5", "60"}}, in_2026) == "100");
    CHECK(value_of({{"pm10", "120"}}, in_2026) == "100");
    CHECK(value_of({{"pm2_5", "35.5"}}, in_2026) == "52"); // 36 by half to even
    CHECK(value_of({{"pm2_5", "34.5"}}, in_2026) == "49"); // 34: 48.57
    CHECK(value_of({{"co", "0.75"}}, in_2026) == "8");     // 0.8
}

TEST_CASE("AQI, grade and primary pollutant of every station are the published ones") {
    auto const path = data_file();
    if (!std::filesystem::exists(path)) {
        MESSAGE("skipped: " << path.string() << " is not there (set HUANCHI_SHARED_DATA)");
        return;
    }
    std::map<std::string, std::string> const printed = {
        {"二氧化硫1小时平均", "二氧化硫"}, {"二氧化氮1小时平均", "二氧化氮"},         {"一氧化碳1小时平均", "一氧化碳"},
        {"臭氧1小时平均", "臭氧1小时"},    {"可吸入颗粒物1小时平均", "颗粒物(PM10)"}, {"细颗粒物1小时平均", "细颗粒物(PM2.5)"}};
    std::ifstream in(path);
    std::size_t stations = 0, silent = 0;
    for (std::string line; std::getline(in, line);) {
        auto const given = nlohmann::json::parse(line);
        auto const text = [&](char const* name) { return given.at(name).get<std::string>(); };
        std::vector<std::pair<char const*, std::string>> values;
        for (auto const* name : {"so2", "no2", "co", "pm10", "pm2_5"}) values.emplace_back(name, text(name));
        values.emplace_back("o3", text("o3_24h"));
        auto const x = index_of({station(values, "2018-02-20T07:00:00")});
        auto const published = base::decimal::parse(text("aqi"));
        if (!published) { // 20 stations sent too little for one
            ++silent;
            continue;
        }
        ++stations;
        REQUIRE_MESSAGE(x.index, line);
        CHECK_MESSAGE(*x.index == base::rational(*published), line);
        CHECK_MESSAGE(x.band == text("quality"), line);
        std::string primary;
        for (auto const& p : x.primary) primary += (primary.empty() ? "" : ",") + printed.at(p);
        auto const said = text("primarypollutant");
        CHECK_MESSAGE((primary == said || (primary.empty() && (said == "—" || said == "-;" || said.empty()))),
                      primary << " / " << line);
    }
    CHECK(stations == 1475);
    CHECK(silent == 20);
}
