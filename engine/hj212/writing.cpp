#include "hj212/writing.hpp"

#include <fmt/format.h>

namespace huanchi::hj212 {

void append_frame(std::string& out, std::string_view segment, dialect d) {
    out += fmt::format("##{:04}", segment.size());
    out += segment;
    out += checksum_text(checksum(segment, d));
    out += "\r\n";
}

void append_packet(std::string& out, head_text const& head, std::string_view data, dialect d) {
    std::string segment = fmt::format("QN={};ST={};CN={};PW={};MN={};Flag={};", head.qn, head.st, head.cn, head.pw, head.mn,
                                      head.parts > 1 ? head.flag | 2u : head.flag);
    if (head.parts > 1) segment += fmt::format("PNUM={};PNO={};", head.parts, head.part);
    segment += "CP=&&";
    segment += data;
    segment += "&&";
    append_frame(out, segment, d);
}

} // namespace huanchi::hj212
