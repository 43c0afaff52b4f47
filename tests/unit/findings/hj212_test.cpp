// HJ 212 packets as measurements, with the factors, units and marks of the shipped library.
#include "checking.hpp"

#include "facts/row_formats.hpp"
#include "hj212/cipher.hpp"
#include "hj212/packet.hpp"
#include "hj212/writing.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <unistd.h>

using namespace checking;

namespace {

// One taken row as text: factor, interval, start, value with unit, and the further cells that matter here.
struct outcome {
    std::vector<std::string> rows;
    std::vector<facts::rejected_row> rejected;
    facts::read_count count;
    std::string failure;

    std::string code(std::size_t i = 0) const { return i < rejected.size() ? rejected[i].code : ""; }
};

constexpr char const* two_outlets = R"([{"id": "E1", "mn": ["A1", "B2"],
  "outlets": [{"id": "DW001", "medium": "water"}, {"id": "DA001", "medium": "air"}]%}])";

outcome read(std::string_view stream, std::string const& devices = "", std::string const& format = "") {
    auto const& rules = library().rules;
    std::string sites = two_outlets;
    sites.replace(sites.find('%'), 1, devices.empty() ? "" : ", \"devices\": [" + devices + "]");
    auto const known = facts::read_facilities(sites, "f.json", rules);
    if (!known) FAIL(known.error().what);
    outcome out;
    facts::reading_options options;
    options.format = format;
    options.on_row = [&](facts::row_text const& row, facts::normal_row const& n) {
        using facts::role;
        std::string text =
            fmt::format("{} {} {} {} {} {}", row[role::outlet_id], rules.factors[n.factor].code, row[role::interval],
                        base::moment{n.start}.text().substr(0, 16), row[role::value], rules.units[n.unit].symbol);
        for (auto const r : {role::flag, role::mark})
            if (!row[r].empty()) text += fmt::format(" {}={}", facts::text(r), row[r]);
        auto const measurement = model::measurement_record;
        for (auto const& f : row.fields) {
            auto const& name = rules.records[measurement].fields[f.field].json;
            if (name == "corrected" || name == "flow") text += fmt::format(" {}={}", name, f.text);
        }
        if (!row[role::flow_unit].empty()) text += fmt::format(" {}", row[role::flow_unit]);
        out.rows.push_back(text);
    };
    auto const count = facts::read_measurements_text(stream, 0, "d.hj212", rules, *known, options, {},
                                                     [&](facts::rejected_row r) { out.rejected.push_back(std::move(r)); });
    if (count)
        out.count = *count;
    else
        out.failure = count.error().what;
    CHECK(out.count.rows == out.rows.size() + out.rejected.size());
    return out;
}

std::string packet(std::string_view st, std::string_view cn, std::string_view data, std::string_view mn = "A1") {
    std::string out;
    hj212::append_packet(out, {"20240115100000001", st, cn, "123456", mn, 4}, data);
    return out;
}

// The packet of the vectors with this id.
std::string vector(std::string const& id) {
    static auto const all = [] {
        std::map<std::string, std::string> m;
        std::ifstream in(HUANCHI_SOURCE_DIR "/tests/vectors/hj212.ndjson");
        for (std::string line; std::getline(in, line);) {
            auto const at = line.find("\"bytes\": \"");
            if (at == std::string::npos) continue;
            auto text = line.substr(at + 10, line.find("\", \"valid\"") - at - 10);
            for (auto end = text.find("\\r\\n"); end != std::string::npos; end = text.find("\\r\\n"))
                text.replace(end, 4, "\r\n");
            m[line.substr(8, 4)] = text;
        }
        return m;
    }();
    return all.at(id);
}

std::string with_mn(std::string segment_of, std::string const& mn) {
    auto const begin = segment_of.find("MN=") + 3;
    auto segment = segment_of.substr(6, segment_of.find("&&", segment_of.find("CP=&&") + 5) + 2 - 6);
    segment.replace(begin - 6, segment_of.find(';', begin) - begin, mn);
    std::string out;
    hj212::append_frame(out, segment);
    return out;
}

} // namespace

TEST_CASE("HJ 212: an hour of waste water is rows with the flow of the hour beside them") {
    auto const o =
        read(packet("32", "2061",
                    "DataTime=20240115090000;w00000-Cou=63.0,w00000-Min=16.4,w00000-Avg=17.5,w00000-Max=18.0,w00000-Flag=N;"
                    "w01018-Cou=2.5263,w01018-Min=30.0,w01018-Avg=40.1,w01018-Max=60.1,w01018-Flag=N"));
    REQUIRE(o.rejected.empty());
    REQUIRE(o.rows.size() == 2);
    CHECK(o.rows[0] == "DW001 w00000 hour 2024-01-15T09:00 17.5 L/s flag=N");
    CHECK(o.rows[1] == "DW001 w01018 hour 2024-01-15T09:00 40.1 mg/L flag=N flow=63.0 m³");
    REQUIRE(o.count.packets);
    CHECK(o.count.packets->packets == 1);
    CHECK(o.count.packets->with_rows == 1);
}

TEST_CASE("HJ 212: flue gas goes to the outlet of its medium, converted values stand beside the measured") {
    auto const o =
        read(packet("31", "2061",
                    "DataTime=20240115090000;a21026-Min=10.1,a21026-Avg=12.3,a21026-Max=15.0,a21026-ZsAvg=14.6,a21026-Flag=N;"
                    "a19001-Avg=8.4,a19001-Flag=N;a01012-Avg=55.0,a01012-ZsAvg=55.0,a01012-Flag=N"));
    REQUIRE(o.rejected.empty());
    CHECK(o.rows == std::vector<std::string>{"DA001 a21026 hour 2024-01-15T09:00 12.3 mg/m³ flag=N corrected=14.6",
                                             "DA001 a19001 hour 2024-01-15T09:00 8.4 % flag=N",
                                             "DA001 a01012 hour 2024-01-15T09:00 55.0 ℃ flag=N"});
}

TEST_CASE("HJ 212: old codes are those of the system that sends") {
    auto const water = read(packet("32", "2011", "DataTime=20240115090001;011-Rtd=40.1,011-Flag=N;B01-Rtd=3.4"));
    REQUIRE(water.rows.size() == 2);
    CHECK(water.rows[0] == "DW001 w01018 instant 2024-01-15T09:00 40.1 mg/L flag=N");
    CHECK(water.rows[1] == "DW001 w00000 instant 2024-01-15T09:00 3.4 L/s");
    CHECK(water.count.flag_assumed);
    // 023 is chromium in water; a vendor's VOC monitor means something else by it.
    auto const gas = read(packet("31", "2011", "DataTime=20240115090000;023-Rtd=0.000,023-Flag=N;02-Rtd=1.0,02-Flag=N"));
    REQUIRE(gas.rejected.size() == 1);
    CHECK(gas.code() == "unknown_factor");
    CHECK(gas.rows == std::vector<std::string>{"DA001 a21026 instant 2024-01-15T09:00 1.0 mg/m³ flag=N"});
    CHECK(read(packet("31", "2011", "DataTime=20240115090000;O3-Rtd=0.1,O3-Flag=N")).code() == "unknown_factor");
}

TEST_CASE("HJ 212: the unit of PM2.5 must come from the register, not from the printed ng/m³ (V65)") {
    auto const data = packet("22", "2061", "DataTime=20240115090000;a34004-Avg=35.2,a34004-Flag=N");
    auto const o = read(data);
    REQUIRE(o.rejected.size() == 1);
    CHECK(o.code() == "unknown_unit");
    auto const registered = read(data, R"({"mn": "A1", "units": {"a34004": "μg/m³"}})");
    CHECK(registered.rows == std::vector<std::string>{"DA001 a34004 hour 2024-01-15T09:00 35.2 μg/m³ flag=N"});
}

TEST_CASE("HJ 212: a result sent again with its sample time is one datum (V67)") {
    auto const stream = with_mn(vector("H094"), "A1") + with_mn(vector("H095"), "A1");
    auto o = read(stream);
    REQUIRE(o.rejected.empty());
    std::erase_if(o.rows, [](std::string const& r) { return r.find("w01018") == std::string::npos; });
    REQUIRE(o.rows.size() == 2);
    CHECK(o.rows[0] == o.rows[1]);
    CHECK(o.rows[0] == "DW001 w01018 instant 2024-01-23T11:03 4653.8 mg/L flag=N");
}

TEST_CASE("HJ 212: flags and marks share a field and are kept apart") {
    auto const rows = [](std::string const& flag, std::string const& devices = "") {
        return read(packet("31", "2061", "DataTime=20240115090000;a21026-Avg=12.3,a21026-Flag=" + flag), devices);
    };
    CHECK(rows("B").rows.at(0).ends_with(" flag=B"));
    CHECK(rows("B", R"({"mn": "A1", "marks": "hj75"})").rows.at(0).ends_with(" mark=B"));
    CHECK(rows("St").rows.at(0).ends_with(" mark=St"));
    CHECK(rows("n").code() == "unknown_flag");
    CHECK(rows("3").code() == "unknown_flag");
}

TEST_CASE("HJ 212: what is wrong with a value rejects the row and not the packet") {
    auto const code = [](std::string const& item) {
        auto const o =
            read(packet("31", "2061", "DataTime=20240115090000;" + item + ",a21026-Flag=N;a21002-Avg=1.5,a21002-Flag=N"));
        CHECK(o.rows.size() == 1);
        return o.code();
    };
    CHECK(code("a21026-Avg=") == "blank_value");
    CHECK(code("a21026-Avg=NaN") == "bad_value");
    CHECK(code("a21026-Avg=12,3") == "bad_value");
    CHECK(code("a21026-Rtd=12") == "no_value");
    CHECK(code("a99999-Avg=12,a99999-Flag=N;a21026-Info=1") == "unknown_factor");
    auto const negative = read(packet("31", "2061", "DataTime=20240115090000;a21026-Avg=-0.5,a21026-Flag=N;a21002-Avg=1.23e1"));
    CHECK(negative.rows.size() == 2);
}

TEST_CASE("HJ 212: what is wrong with a packet rejects it whole, with its place") {
    auto const data = std::string("DataTime=20240115090000;a21026-Avg=12.3,a21026-Flag=N");
    CHECK(read(packet("31", "2061", data, "ZZ")).code() == "unknown_device");
    CHECK(read(packet("31", "2061", "DataTime=20240230090000;a21026-Avg=12.3")).code() == "bad_time");
    CHECK(read(packet("31", "2061", "DataTime=20240115090500;a21026-Avg=12.3")).code() == "off_boundary");
    auto const damaged = [&] {
        auto p = packet("31", "2061", data);
        p[p.find("12.3")] = '9';
        return p;
    }();
    auto const o = read(packet("31", "2061", data) + damaged);
    CHECK(o.rows.size() == 1);
    REQUIRE(o.rejected.size() == 1);
    CHECK(o.code() == "bad_crc");
    CHECK(o.rejected[0].line == 2);
    CHECK(o.rejected[0].reason.find("bytes from byte") != std::string::npos);
    CHECK(o.count.packets->rejected == 1);
    auto const noise =
        read("hello\r\n" + packet("31", "2061", data) + "\r\n\r\n[2024-01-15 10:00:00]\r\n" + packet("31", "2061", data));
    CHECK(noise.rows.size() == 2);
    CHECK(noise.code() == "not_a_packet");
    CHECK(noise.count.packets->garbage_bytes == 7);
}

TEST_CASE("HJ 212: parts are one, so that the flow in one stands beside the others") {
    std::string stream;
    hj212::append_packet(stream, {"20240115100000001", "32", "2061", "123456", "A1", 6, 2, 1},
                         "DataTime=20240115090000;w00000-Cou=63.0,w00000-Avg=17.5,w00000-Flag=N");
    auto const first = stream;
    hj212::append_packet(stream, {"20240115100000002", "32", "2061", "123456", "A1", 6, 2, 2},
                         "DataTime=20240115090000;w01018-Avg=40.1,w01018-Flag=N");
    auto const o = read(stream);
    REQUIRE(o.rows.size() == 2);
    CHECK(o.rows[1].ends_with("flow=63.0 m³"));
    CHECK(o.count.packets->joined == 1);
    CHECK(o.count.packets->parts_missing == 0);
    auto const half = read(first);
    CHECK(half.rows.size() == 1);
    CHECK(half.count.packets->parts_missing == 1);
}

TEST_CASE("HJ 212: the register says whether times are ends, and how long minute data are") {
    auto const hour = packet("31", "2061", "DataTime=20240115090000;a21026-Avg=12.3");
    CHECK(read(hour, R"({"mn": "A1", "time_label": "end"})").rows.at(0).find("2024-01-15T08:00") != std::string::npos);
    auto const minutes = packet("31", "2051", "DataTime=20240115090500;a21026-Avg=12.3");
    CHECK(read(minutes).rows.at(0).starts_with("DA001 a21026 minute 2024-01-15T09:05"));
    CHECK(read(minutes, R"({"mn": "A1", "minute_interval": 5})").rows.at(0).starts_with("DA001 a21026 5min 2024-01-15T09:05"));
}

TEST_CASE("HJ 212: a packet that is sent before its period has ended shows that its time is the end") {
    auto const odd = [](std::string const& data_time, std::string const& devices = "") {
        auto const o =
            read(packet("31", "2061", "DataTime=" + data_time + ";a21026-Avg=12.3"), devices); // QN is of 10:00:00.001
        return std::any_of(o.count.packets->odd.begin(), o.count.packets->odd.end(),
                           [](auto const& n) { return n.first == facts::sent_before_its_end; });
    };
    CHECK_FALSE(odd("20240115090000"));
    CHECK(odd("20240115100000"));
    CHECK_FALSE(odd("20240115100000", R"({"mn": "A1", "time_label": "end"})"));
}

TEST_CASE("HJ 212: reasons are UTF-8, also where the packet is GB18030 or no text at all") {
    auto const o = read(packet("31", "2061", "DataTime=20240115090000;a21026-Avg=\xB3\xAC\xCF\xDE,a21026-Flag=N")); // 超限
    REQUIRE(o.rejected.size() == 1);
    CHECK(o.rejected[0].reason.find("\"超限\"") != std::string::npos);
    auto const noise = read("\xFF\xFE\xFF noise " + packet("31", "2061", "DataTime=20240115090000;a21026-Avg=1"), "", "hj212");
    REQUIRE(noise.rejected.size() == 1);
    CHECK(noise.rejected[0].reason.find("... noise") != std::string::npos);
    CHECK(read(packet("31", "2061", "DataTime=20240115090000;a21026-Avg=1", "\xB3\xAC")).code() == "bad_head");
}

TEST_CASE("HJ 212: encrypted minutes of the 2025 edition are read with the key of the register, and rejected without") {
    // The published example of appendix A (plain text of vector H045), encrypted with sixteen times 0x30.
    auto const plain = vector("H045");
    auto const begin = plain.find("CP=&&") + 5, end = plain.rfind("&&");
    hj212::cipher cipher;
    std::string secret;
    REQUIRE(cipher.encrypt(*hj212::read_key("30303030303030303030303030303030"),
                           std::string_view(plain).substr(begin, end - begin), secret));
    auto const wire = plain.substr(0, begin) + secret + plain.substr(end);
    std::string const device = R"({"mn": "010000A8900016F000169DC0")";
    CHECK(read(wire, device + "}", "hj212").code() == "encrypted");
    auto const o = read(wire, device + R"(, "sm4_key": "30303030303030303030303030303030"})", "hj212");
    CHECK(o.rows == std::vector<std::string>{"DA001 a01011 minute 2024-05-20T21:06 1.35 m/s flag=N",
                                             "DA001 a01012 minute 2024-05-20T21:06 9.3 ℃ flag=N",
                                             "DA001 a01014 minute 2024-05-20T21:06 3.211 % flag=N"});
}

TEST_CASE("HJ 212: commands, answers and states are no measurements, and are counted") {
    auto const o = read(packet("32", "9014", "") + packet("32", "2021", "DataTime=20240115090000;SB1-RS=1") +
                        packet("32", "2051", "BeginTime=20240115090000,EndTime=20240115100000"));
    CHECK(o.count.rows == 0);
    CHECK(o.count.packets->packets == 3);
    CHECK(o.count.packets->without_rows == 3);
}

TEST_CASE("HJ 212: the format is told from the content, and never taken for JSON or CSV") {
    CHECK(facts::looks_like_hj212("##0101QN=1"));
    CHECK(facts::looks_like_hj212(std::string_view("\0\0##0101QN=1", 12)));
    CHECK(facts::looks_like_hj212("####0101QN=1"));
    CHECK(facts::looks_like_hj212("[2020-09-22 18:20:30]\r\n##0234ST=101"));
    CHECK_FALSE(facts::looks_like_hj212("[{\"note\": \"\n##0101\"}]"));
    CHECK_FALSE(facts::looks_like_hj212("{\"note\": \"##0101\"}"));
    CHECK_FALSE(facts::looks_like_hj212("time,value\n2026,##0101"));
}

TEST_CASE(
    "HJ 212: of all vectors, each measured item becomes a row or is rejected with its reason, and unknown codes are named") {
    auto const& rules = library().rules;
    std::ifstream in(HUANCHI_SOURCE_DIR "/tests/vectors/hj212.ndjson");
    std::size_t packets = 0, unknown = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.find("\"valid\": true") == std::string::npos || line.find("\"bytes\"") == std::string::npos) continue;
        auto const id = line.substr(8, 4);
        if (id == "H107") continue; // two packets
        CAPTURE(id);
        auto const bytes = vector(id);
        hj212::packet p;
        REQUIRE_FALSE(hj212::read_segment(std::string_view(bytes).substr(6, std::stoul(bytes.substr(2, 4))), p));
        auto const o = read(with_mn(bytes, "A1"));
        REQUIRE(o.count.packets);
        CHECK(o.count.packets->packets == 1);
        CHECK(o.count.packets->with_rows + o.count.packets->without_rows + o.count.packets->rejected == 1);
        ++packets;
        bool const data = p.command == 2011 || p.command == 2051 || p.command == 2061 || p.command == 2031;
        if (!data || o.code() == "bad_time") continue;
        for (auto const& f : p.fields) {
            bool const measured = f.suffix == hj212::suffix::rtd || f.suffix == hj212::suffix::avg;
            auto const known = std::any_of(rules.factors.begin(), rules.factors.end(),
                                           [&](auto const& x) { return x.code == f.code || x.old_code == f.code; });
            if (!measured || known) continue;
            CHECK(std::any_of(o.rejected.begin(), o.rejected.end(),
                              [&](auto const& r) { return r.code == "unknown_factor" && r.column == f.code; }));
            ++unknown;
        }
    }
    CHECK(packets == 107);
    CHECK(unknown > 50);
}

TEST_CASE("HJ 212: a file is checked as any other, and adds up") {
    auto const path = (std::filesystem::temp_directory_path() / ("huanchi-hj212-" + std::to_string(::getpid()))).string();
    std::string stream;
    for (int h = 0; h < 24; ++h)
        stream += packet(
            "32", "2061",
            fmt::format("DataTime=20260501{:02}0000;w00000-Cou=36.0,w00000-Avg=10.0,w00000-Flag=N;w01018-Avg=66,w01018-Flag={};"
                        "w99999-Avg=1,w99999-Flag=N",
                        h, h == 3 ? "D" : "N"));
    std::ofstream(path + ".hj212", std::ios::binary) << stream << "##0010broken";
    std::ofstream(path + ".json") << R"([{"id": "E1", "mn": ["A1"], "outlets": [{"id": "DW001", "medium": "water",
        "kind": "城镇污水处理厂", "eia_approved": "2007-03-01", "commissioned": "2008-05-01",
        "attributes": {"grade": "一级A", "discharge": "direct"}}]}])";
    findings::check_request q;
    q.facilities = path + ".json";
    q.data = {path + ".hj212"};
    auto const r = findings::check(library().rules, library().plan, q);
    std::remove((path + ".hj212").c_str());
    std::remove((path + ".json").c_str());
    REQUIRE(r);
    CHECK(r->rejected == 25);
    CHECK(r->flagged_out == 1);
    CHECK(r->read == r->judged + r->flagged_out + r->unmatched + r->rejected);
    // 23 valid hours of 24 with equal flow: 66 mg/L against 50.
    REQUIRE(std::any_of(r->findings.begin(), r->findings.end(), [](auto const& f) {
        return f.factor == "w01018" && f.statistic == "daily_mean" && f.verdict == eval::verdict::violation;
    }));
}
