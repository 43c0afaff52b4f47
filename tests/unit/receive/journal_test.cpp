#include "hj212/writing.hpp"
#include "receive/journal.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace huanchi;
using receive::digest_of;
using receive::journal;

namespace {

struct folder {
    std::string path = (std::filesystem::temp_directory_path() / ("huanchi-journal-" + std::to_string(::getpid()))).string();
    folder() { std::filesystem::remove_all(path); }
    ~folder() { std::filesystem::remove_all(path); }
};

std::string packet(int n) {
    std::string out;
    hj212::append_packet(out, {"2026050108000000" + std::to_string(n), "32", "2061", "123456", "A1", 5},
                         "DataTime=20260501070000");
    return out.substr(0, out.size() - 2);
}
std::string_view segment(std::string const& wire) {
    return std::string_view(wire).substr(6, wire.size() - 10);
}

base::moment const now = *base::moment::parse("2026-05-01 08:00:01.250");

void add(journal& j, int n, base::moment at = now) {
    auto const wire = packet(n);
    j.add(wire, digest_of(segment(wire)), at);
}
bool holds(journal const& j, int n) {
    auto const wire = packet(n);
    return j.holds(digest_of(segment(wire)));
}
std::string text_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("the journal holds packets as they came behind a line with their time, one file a day") {
    folder const f;
    auto j = journal::open(f.path, {});
    REQUIRE(j);
    add(*j, 1);
    CHECK(j->waiting());
    CHECK(holds(*j, 1)); // so that the same packet of one batch is not kept twice
    REQUIRE_FALSE(j->commit());
    add(*j, 2, *base::moment::parse("2026-05-02 00:00:00"));
    REQUIRE_FALSE(j->commit());
    REQUIRE(j->files().size() == 2);
    CHECK(j->files()[0] == f.path + "/2026-05-01.log");
    CHECK(text_of(j->files()[0]) == "[2026-05-01 08:00:01.250]\r\n" + packet(1) + "\r\n");
}

TEST_CASE("a journal that is opened again knows what it holds, and cuts off what a crash left half written") {
    folder const f;
    {
        auto j = journal::open(f.path, {});
        REQUIRE(j);
        add(*j, 1);
        add(*j, 2);
        REQUIRE_FALSE(j->commit());
    }
    auto const path = f.path + "/2026-05-01.log";
    auto const whole = text_of(path);
    auto const next = "[2026-05-01 08:00:02.000]\r\n" + packet(3) + "\r\n";
    for (std::size_t torn = 1; torn + 2 < next.size(); ++torn) {
        CAPTURE(torn);
        std::ofstream(path, std::ios::binary) << whole << next.substr(0, torn);
        auto j = journal::open(f.path, {});
        REQUIRE(j);
        CHECK(j->packets_found() == 2);
        CHECK(holds(*j, 1));
        CHECK(holds(*j, 2));
        CHECK_FALSE(holds(*j, 3));
        CHECK(j->bytes_cut_off() == torn);
        CHECK(text_of(path) == whole);
    }
    // Whole but for its line end: it is kept, and what follows does not run into it.
    std::ofstream(path, std::ios::binary) << whole << next.substr(0, next.size() - 2);
    {
        auto j = journal::open(f.path, {});
        REQUIRE(j);
        CHECK(j->packets_found() == 3);
        add(*j, 4);
        REQUIRE_FALSE(j->commit());
    }
    auto j = journal::open(f.path, {});
    REQUIRE(j);
    CHECK(j->packets_found() == 4);
}

TEST_CASE("one journal belongs to one receiver, and what cannot be written is not held") {
    folder const f;
    auto j = journal::open(f.path, {});
    REQUIRE(j);
    auto const second = journal::open(f.path, {});
    REQUIRE_FALSE(second);
    CHECK(second.error().what.find("in use") != std::string::npos);
    std::filesystem::create_directory(f.path + "/2026-05-01.log"); // no file can be written there
    add(*j, 1);
    CHECK(j->commit());
    CHECK_FALSE(holds(*j, 1));
    CHECK_FALSE(j->waiting());
}
