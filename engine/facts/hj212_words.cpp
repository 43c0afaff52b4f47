#include "facts/hj212_words.hpp"

#include "facts/row_formats.hpp"
#include "hj212/encoding.hpp"

#include <algorithm>

namespace huanchi::facts {

std::optional<model::interval> interval_of_command(std::uint16_t command) {
    switch (command) {
    case 2011: return model::interval::instant;
    case 2051: return model::interval::minute;
    case 2061: return model::interval::hour;
    case 2031: return model::interval::day;
    case 2111: return model::interval::five_minutes;
    default: return std::nullopt;
    }
}
std::string_view interval_word(model::interval i) {
    switch (i) {
    case model::interval::instant: return "instant";
    case model::interval::minute: return "minute";
    case model::interval::five_minutes: return "5min";
    case model::interval::day: return "day";
    default: return "hour";
    }
}

std::string_view medium_of_system(std::string_view st) {
    struct system {
        std::string_view st, medium;
    };
    constexpr system systems[] = {{"21", "water"}, {"22", "air"}, {"23", "noise"}, {"24", "water"}, {"26", "water"},
                                  {"27", "air"},   {"31", "air"}, {"32", "water"}, {"33", "water"}, {"34", "water"},
                                  {"36", "noise"}, {"39", "air"}, {"51", "air"},   {"52", "water"}};
    for (auto const& s : systems)
        if (s.st == st) return s.medium;
    return {};
}

std::string printable(std::string_view bytes) {
    auto text = hj212::as_utf8(bytes);
    if (text) return *text;
    std::string out;
    for (char const c : bytes) out += c >= ' ' && c <= '~' ? c : '.';
    return out;
}

std::string_view why(hj212::fault f) {
    using hj212::fault;
    switch (f) {
    case fault::bad_length: return "the length does not fit: no checksum stands where it says";
    case fault::truncated: return "the stream ends within the packet";
    case fault::bad_checksum: return "the checksum does not fit";
    case fault::bad_head: return "the head cannot be read, or has no MN or CN";
    case fault::no_data_area: return "no CP=&&";
    case fault::data_not_closed: return "the data area is not closed by &&";
    case fault::bad_resend_mark: return "RF is neither absent nor 1";
    case fault::bad_part: return "PNO is not within 1 and PNUM";
    case fault::encrypted: return "the data area is encrypted, and the register of devices has no key";
    case fault::bad_encoding: return "the text is neither UTF-8 nor GB18030";
    default: return "these bytes are no packet";
    }
}

bool looks_like_hj212(std::string_view start) {
    if (start.starts_with('{')) return false;
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    // An array of JSON begins with a bracket too, and so does the time line of a receiver's log.
    if (start.starts_with('[') && (start.size() < 2 || !digit(start[1]))) return false;
    for (std::size_t at = start.find("##"); at != std::string_view::npos && at + 6 <= start.size();
         at = start.find("##", at + 1)) {
        bool const at_start = at == 0 || std::string_view("\r\n\0#", 4).find(start[at - 1]) != std::string_view::npos;
        if (at_start && std::all_of(start.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                                    start.begin() + static_cast<std::ptrdiff_t>(at) + 6, digit))
            return true;
    }
    return false;
}

} // namespace huanchi::facts
