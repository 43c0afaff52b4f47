#include "hj212/encoding.hpp"
#include "hj212/parts.hpp"
#include "hj212/writing.hpp"
#include "reading.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace huanchi::hj212;
using reading::read_all;

namespace {

// HJ 212-2017 appendix A.
constexpr std::string_view official =
    "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

std::string sent(std::string_view mn, std::string_view data) {
    std::string out;
    append_packet(out, {"20240115100000001", "31", "2061", "123456", mn, 4}, data);
    return out;
}

} // namespace

TEST_CASE("the checksum of the standard and of MODBUS have their known values") {
    CHECK(checksum("", dialect::standard) == 0xFFFF);
    CHECK(checksum("A", dialect::standard) == 0x7080);
    CHECK(checksum("AB", dialect::standard) == 0xD581);
    CHECK(checksum("&&", dialect::standard) == 0xB101);
    CHECK(checksum("123456789", dialect::standard) == 0x2F80);
    CHECK(checksum("123456789", dialect::modbus) == 0x4B37);
    CHECK(checksum("123456789", dialect::modbus_swapped) == 0x374B);
    CHECK(checksum("ST=32;CN=2011;", dialect::standard) == 0xAE41);
    CHECK(checksum(official.substr(6, 101), dialect::standard) == 0x1C80);
    CHECK(checksum(std::string_view("\0", 1), dialect::standard) == 0x4040);
}

TEST_CASE("a checksum is four hexadecimal digits of either case") {
    CHECK(read_checksum("1C80") == 0x1C80);
    CHECK(read_checksum("1c80") == 0x1C80);
    CHECK_FALSE(read_checksum("1C8"));
    CHECK_FALSE(read_checksum("1C8G"));
    CHECK_FALSE(read_checksum("0x1C"));
}

TEST_CASE("SM4 of HJ 212-2025: whole blocks are encrypted, the rest stays") {
    cipher c;
    std::string secret, plain;
    auto const key = read_key("30303030303030303030303030303030");
    REQUIRE(key);
    REQUIRE(c.encrypt(*key, "DataTime=20240520210700;a21026-Avg=1", secret));
    CHECK(secret.size() == 36);
    CHECK(secret.substr(32) == "vg=1");
    CHECK(secret.substr(0, 32) != "DataTime=20240520210700;a21026-A");
    REQUIRE(c.decrypt(*key, secret, plain));
    CHECK(plain == "DataTime=20240520210700;a21026-Avg=1");
    CHECK_FALSE(read_key("3030"));
    CHECK_FALSE(read_key("3030303030303030303030303030303g"));
}

TEST_CASE("texts are UTF-8, else GB18030, else nothing") {
    CHECK(as_utf8("abc") == "abc");
    CHECK(as_utf8("清洗") == "清洗");
    CHECK(as_utf8("\xC7\xE5\xCF\xB4") == "清洗");
    CHECK_FALSE(as_utf8("\xFF\xFF\xFF"));
}

TEST_CASE("a wrong length does not take the next packet along") {
    auto const good = sent("A1", "DataTime=20240115090000;a21026-Avg=1.0");
    auto const other = sent("B2", "DataTime=20240115090000;a21026-Avg=2.0");
    for (int const more : {-3, -1, 1, 2, 3, 20, 60}) {
        CAPTURE(more);
        auto broken = good;
        auto const length = std::to_string(std::stoi(good.substr(2, 4)) + more);
        broken.replace(2, 4, std::string(4 - length.size(), '0') + length);
        for (std::size_t const chunk : {std::size_t{0}, std::size_t{1}}) {
            auto const pieces = reading::without_line_ends(read_all(broken + other + good, chunk));
            REQUIRE(pieces.size() == 3);
            CHECK(pieces[0].step == step::rejected);
            CHECK(pieces[1].mn == "B2");
            CHECK(pieces[2].mn == "A1");
        }
    }
}

TEST_CASE("a device that starts anew within a packet loses only that one") {
    auto const good = sent("A1", "DataTime=20240115090000;a21026-Avg=1.0");
    auto const pieces = reading::without_line_ends(read_all(good.substr(0, 50) + good + good, 0));
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].fault == "bad_length");
    CHECK(pieces[0].length == 50);
    CHECK(pieces[2].mn == "A1");
}

TEST_CASE("line ends between packets are no loss, garbage is told as one span") {
    auto const good = sent("A1", "DataTime=20240115090000;a21026-Avg=1.0");
    auto const body = good.substr(0, good.size() - 2);
    auto const pieces = read_all(body + "\r\r\n" + std::string(5, '\0') + good + "OK\r\nOK\r\n" + good, 0);
    REQUIRE(pieces.size() == 5);
    CHECK(pieces[1].fault == "line_ends");
    CHECK(pieces[3].fault == "garbage");
    CHECK(pieces[3].length == 8);
}

TEST_CASE("the time line of a receiver's log stands with the packet behind it") {
    auto const good = sent("A1", "DataTime=20240115090000;a21026-Avg=1.0");
    std::string const log = "[2024-01-15 10:00:05]\n" + good + good;
    packet_reader reader;
    std::string_view window = log;
    auto const next = [&] {
        auto const s = reader.next(window, true);
        window.remove_prefix(reader.consumed());
        return s;
    };
    REQUIRE(next() == step::skipped);
    CHECK(reader.skipped_as() == between::time_line);
    REQUIRE(next() == step::packet);
    REQUIRE(reader.logged());
    CHECK(reader.logged()->text() == "2024-01-15T10:00:05+08:00");
    CHECK(reader.line() == 2);
    REQUIRE(next() == step::packet);
    CHECK_FALSE(reader.logged());
    CHECK(reader.line() == 3);
    CHECK(next() == step::ended);
}

TEST_CASE("without its key an encrypted packet is rejected as encrypted, with a wrong key for its checksum") {
    cipher c;
    std::string plain = "DataTime=20240520210700;a21026-Avg=12.3,a21026-Flag=N", secret;
    REQUIRE(c.encrypt(*read_key("30303030303030303030303030303030"), plain, secret));
    std::string const head = "QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&";
    auto const sum = checksum_text(checksum(head + plain + "&&", dialect::standard));
    std::string const wire = "##0" + std::to_string(head.size() + plain.size() + 2) + head + secret + "&&" + sum + "\r\n";
    CHECK(read_all(wire, 0).at(0).fault == "encrypted");
    manner wrong, right;
    wrong.key = read_key("31313131313131313131313131313131");
    right.key = read_key("30303030303030303030303030303030");
    CHECK(read_all(wire, 0, [&](std::string_view) { return &wrong; }).at(0).fault == "bad_crc");
    auto const pieces = read_all(wire, 0, [&](std::string_view) { return &right; });
    CHECK(pieces.at(0).step == step::packet);
}

TEST_CASE("parts are joined by MN, ST, CN and DataTime, in any order, once each") {
    std::string const head = "QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=A1;Flag=6;PNUM=2;PNO=";
    std::string const second = head + "2;CP=&&DataTime=20160801080000;w01018-Avg=40.1,w01018-Flag=N&&";
    std::string const first = head + "1;CP=&&DataTime=20160801080000;w00000-Cou=63.0,w00000-Flag=N&&";
    part_joiner joiner;
    packet p;
    REQUIRE_FALSE(read_segment(second, p));
    CHECK_FALSE(joiner.add(p, {7, 100}));
    CHECK_FALSE(joiner.add(p, {8, 200}));
    CHECK(joiner.repeated() == 1);
    REQUIRE_FALSE(read_segment(first, p));
    auto const whole = joiner.add(p, {9, 300});
    REQUIRE(whole);
    CHECK(whole->complete());
    CHECK(whole->line == 7);
    packet joined;
    REQUIRE_FALSE(read_segment(whole->segment, joined));
    CHECK(joined.data_time == "20160801080000");
    CHECK(joined.parts == 0);
    REQUIRE(joined.fields.size() == 5); // the repeated DataTime stands as a parameter
    CHECK(joined.fields.front().name == "w00000-Cou");
    CHECK(joined.fields.back().name == "w01018-Flag");
    CHECK_FALSE(joiner.give_up());
}

TEST_CASE("what waits for its other parts is given up at the end, and when too much waits") {
    part_joiner joiner;
    packet p;
    std::size_t given_up = 0;
    for (std::size_t i = 0; i < part_joiner::most_groups + 10; ++i) {
        std::string const segment = "QN=1;ST=32;CN=2061;PW=123456;MN=" + std::to_string(i) +
                                    ";Flag=6;PNUM=3;PNO=1;CP=&&DataTime=20160801080000;w01018-Avg=40.1&&";
        REQUIRE_FALSE(read_segment(segment, p));
        if (auto const g = joiner.add(p, {})) {
            CHECK(g->came == 1);
            CHECK(g->parts == 3);
            ++given_up;
        }
    }
    CHECK(given_up == 10);
    while (joiner.give_up()) ++given_up;
    CHECK(given_up == part_joiner::most_groups + 10);
}

TEST_CASE("what is written reads back") {
    std::string out;
    append_packet(out, {"20160801085857223", "32", "1062", "100000", "010000A8900016F000169DC0", 5}, "RtdInterval=30");
    CHECK(out == official);
    append_packet(out, {"20240101000000001", "32", "2061", "123456", "A1", 4, 2, 1}, "DataTime=20240101000000");
    CHECK(out.find("Flag=6;PNUM=2;PNO=1;CP=&&") != std::string::npos);
    CHECK(read_all(out, 0).size() == 2);
}

TEST_CASE("a receiver's log of 2020: packets and the noise of another protocol, every byte accounted for") {
    auto const* given = std::getenv("HUANCHI_SHARED_DATA");
    auto const folder = given ? std::filesystem::path(given) : std::filesystem::path(HUANCHI_SOURCE_DIR) / "../shared/data";
    auto const path = folder / "hj212_field.log";
    if (!std::filesystem::exists(path)) {
        MESSAGE("skipped: " << path.string() << " is not there (set HUANCHI_SHARED_DATA)");
        return;
    }
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    manner swapped;
    swapped.dialect = dialect::modbus_swapped;
    auto const counted = [&](manner_of manners, std::size_t chunk) {
        std::array<std::size_t, 3> n{};
        for (auto const& p : read_all(text.str(), chunk, manners))
            if (p.step == step::packet)
                ++n[0];
            else if (p.step == step::rejected)
                ++n[1];
            else if (p.fault == "garbage")
                ++n[2];
        return n;
    };
    // Two packets by the standard; the third has the checksum of MODBUS with its bytes swapped.
    CHECK(counted({}, 0) == std::array<std::size_t, 3>{2, 1, 1});
    CHECK(counted({}, 13) == std::array<std::size_t, 3>{2, 1, 1});
    CHECK(counted([&](std::string_view mn) { return mn == "88888880000001" ? &swapped : nullptr; }, 0) ==
          std::array<std::size_t, 3>{3, 0, 2});
}
