#include "receive/answers.hpp"

#include "hj212/writing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace huanchi::receive {

namespace {

constexpr std::uint16_t commands_from_above[] = {1000, 1002, 1012, 1062, 1064, 1072, 2012, 2022,
                                                 3011, 3012, 3013, 3014, 3016, 3021, 3022, 3024};
constexpr int refused = 2; // QnRtn

} // namespace

kind kind_of(hj212::packet const& p) {
    if (p.command >= 9000) return kind::answer;
    auto const* const end = std::end(commands_from_above);
    if (std::find(std::begin(commands_from_above), end, p.command) != end) return kind::command;
    return p.command >= 2000 ? kind::data : kind::notice;
}

std::string answer_to(hj212::packet const& p, hj212::dialect d) {
    if (!p.wants_answer()) return {};
    auto const what = kind_of(p);
    if (what == kind::answer && p.command != 9015) return {}; // a heartbeat is a notice
    std::string segment;
    if (!p.qn.empty()) segment += fmt::format("QN={};", p.qn); // the one that it answers
    segment += fmt::format("ST=91;CN={};PW={};MN={};Flag={};CP=&&",
                           what == kind::data      ? 9014
                           : what == kind::command ? 9011
                                                   : 9013,
                           p.pw, p.mn, *p.flag_bits & ~3);
    if (what == kind::command) segment += fmt::format("QnRtn={}", refused);
    segment += "&&";
    std::string out;
    hj212::append_frame(out, segment, d);
    return out;
}

} // namespace huanchi::receive
