#include "hj212/stream.hpp"
#include "receive/requests.hpp"

#include <doctest/doctest.h>

using namespace huanchi;

namespace {

base::moment const now = *base::moment::parse("2026-05-01 10:00:00.500");

struct sent {
    std::string segment;
    hj212::packet packet;
    explicit sent(std::string const& qn, std::string const& cn, std::string const& data, std::string const& mn = "A1")
        : segment("QN=" + qn + ";ST=32;CN=" + cn + ";PW=123456;MN=" + mn + ";Flag=5;CP=&&" + data + "&&") {
        REQUIRE_FALSE(hj212::read_segment(segment, packet));
    }
};
std::string asked(receive::requests& r, sent const& s) {
    return r.called_for(s.packet, now, hj212::dialect::standard);
}
sent hour(std::string const& time, std::string const& mn = "A1") {
    return sent("1", "2061", "DataTime=" + time + ";w01018-Avg=1", mn);
}

} // namespace

TEST_CASE("a device that asks for the clock gets it, and its answers are matched to the request") {
    receive::requests r(false);
    auto const request = asked(r, sent("1", "1013", "PolId=w01018"));
    CHECK(request.find(
              "QN=20260501100000500;ST=32;CN=1012;PW=123456;MN=A1;Flag=5;CP=&&PolId=w01018;SystemTime=20260501100000&&") == 6);
    auto const other = asked(r, sent("1", "1013", ""));
    CHECK(other.find("QN=20260501100000501;") == 6); // no two alike
    CHECK(r.open() == 2);

    auto const taken = r.answered(sent("20260501100000500", "9011", "QnRtn=1").packet);
    CHECK(taken.cn == "1012");
    CHECK(taken.success);
    CHECK_FALSE(taken.done);
    auto const done = r.answered(sent("20260501100000500", "9012", "ExeRtn=1").packet);
    CHECK(done.cn == "1012");
    CHECK(done.done);
    CHECK(r.open() == 1);
    auto const refused = r.answered(sent("20260501100000501", "9011", "QnRtn=2").packet);
    CHECK_FALSE(refused.success);
    CHECK(r.open() == 0);
    CHECK(r.answered(sent("20260501100000501", "9012", "ExeRtn=1").packet).cn.empty());
    asked(r, sent("1", "1013", ""));
    CHECK(r.answered(sent("20260501100000502", "9011", "QnRtn=1", "B2").packet).cn.empty()); // another device's
}

TEST_CASE("missing hours are asked for once, where that is wanted") {
    receive::requests silent(false), r(true);
    CHECK(asked(silent, hour("20260501010000")).empty());
    CHECK(asked(silent, hour("20260501050000")).empty());
    CHECK(asked(r, hour("20260501010000")).empty());
    CHECK(asked(r, hour("20260501020000")).empty());
    CHECK(asked(r, hour("20260501050000"))
              .find("CN=2061;PW=123456;MN=A1;Flag=5;CP=&&BeginTime=20260501030000;EndTime=20260501040000&&") !=
          std::string::npos);
    CHECK(asked(r, hour("20260501030000")).empty()); // what was asked for
    CHECK(asked(r, hour("20260501040000")).empty());
    CHECK(asked(r, hour("20260501060000")).empty());
    CHECK(asked(r, hour("20260501090000", "B2")).empty()); // the first of another device
    CHECK(asked(r, hour("20990101000000")).empty());       // a clock that runs ahead
    CHECK(asked(r, hour("20260501070000")).empty());
}
