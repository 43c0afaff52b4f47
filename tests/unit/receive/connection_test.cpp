#include "receive/answers.hpp"
#include "receive/connection.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using hj212::step;
using receive::answer_to;
using receive::connection;

namespace {

constexpr std::string_view official =
    "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

std::string answer(std::string const& cn, std::string const& flag) {
    hj212::packet p;
    auto const segment = "QN=20160801085857223;ST=32;CN=" + cn + ";PW=123456;MN=010000A8900016F000169DC0;" +
                         (flag.empty() ? "" : "Flag=" + flag + ";") + "CP=&&&&";
    REQUIRE_FALSE(hj212::read_segment(segment, p));
    return answer_to(p, hj212::dialect::standard);
}

} // namespace

TEST_CASE("data are answered with 9014 and the QN of the data, as in the examples of the standard") {
    // HJ 212-2017 table C.13.
    CHECK(answer("2011", "5") ==
          "##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n");
    CHECK(answer("2061", "7").find(";CN=9014;") != std::string::npos);
    CHECK(answer("2061", "9").find(";Flag=8;") != std::string::npos);
    CHECK(answer("1013", "5").find(";CN=9013;") != std::string::npos);
    CHECK(answer("1062", "5").find(";CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=2&&") !=
          std::string::npos);
}

TEST_CASE("what asks for no answer, and what is an answer, gets none") {
    CHECK(answer("2011", "4").empty());
    CHECK(answer("2011", "").empty());
    CHECK(answer("9011", "5").empty());
    CHECK(answer("9012", "5").empty());
    CHECK(answer("9014", "5").empty());
}

TEST_CASE("a connection must send a packet, finish it, fetch its answers and not be silent") {
    receive::bounds const limits;
    auto const made = [&] { return connection(3, "peer", {}, 0, limits); };
    auto silent = made();
    CHECK(silent.overdue(limits.first_packet_ms).empty());
    CHECK(silent.overdue(limits.first_packet_ms + 1) == "sent no packet");

    auto half = made();
    half.came(official.substr(0, 50), 1000);
    CHECK(half.next(false) == step::more);
    CHECK(half.overdue(1000 + limits.half_packet_ms).empty());
    half.came("x", 20'000); // a byte now and then does not help
    CHECK(half.next(false) == step::more);
    CHECK(half.overdue(1001 + limits.half_packet_ms) == "left a packet half sent");

    auto good = made();
    good.came(official, 1000);
    CHECK(good.next(false) == step::packet);
    good.taken(1000);
    CHECK(good.next(false) == step::more);
    CHECK(good.overdue(limits.first_packet_ms + 1).empty());
    CHECK(good.overdue(1001 + limits.idle_ms) == "was silent");

    good.answer("answer", 2000);
    CHECK(good.overdue(2001 + limits.stalled_ms) == "does not fetch its answers");
    good.sent(6, 3000);
    CHECK(good.out().empty());
}

TEST_CASE("a connection that floods waits, one that sends only garbage is told apart, and buffers stay small") {
    receive::bounds limits;
    limits.burst = 1000;
    limits.bytes_per_second = 100;
    connection c(3, "peer", {}, 0, limits);
    CHECK(c.may_read(0) == 1000);
    c.came(std::string(1000, 'x'), 0);
    CHECK(c.next(false) == step::more);
    CHECK(c.may_read(0) == 0);
    CHECK(c.may_read(1000) == 100);

    receive::bounds const usual;
    connection g(3, "peer", {}, 0, usual);
    for (int i = 0; i < 20 && !g.too_much_garbage(); ++i) {
        g.came(std::string(4096, 'x'), 0);
        while (g.next(false) != step::more) {}
    }
    CHECK(g.too_much_garbage());

    connection deaf(3, "peer", {}, 0, usual);
    deaf.answer(std::string(usual.most_out, 'a'), 0);
    CHECK(deaf.may_read(0) == 0);
}
