#include "hj212/packet.hpp"

#include "base/int128.hpp"

#include <algorithm>
#include <utility>

namespace huanchi::hj212 {

namespace {

constexpr std::size_t longest_segment = 1024, longest_data = 950;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool digits(std::string_view t, std::size_t count) {
    return t.size() == count && std::all_of(t.begin(), t.end(), is_digit);
}

// At most five digits; leading zeros do not count.
std::optional<std::uint16_t> small_number(std::string_view t) {
    if (t.empty() || !std::all_of(t.begin(), t.end(), is_digit)) return std::nullopt;
    unsigned value = 0;
    for (char const c : t) {
        value = value * 10 + static_cast<unsigned>(c - '0');
        if (value > 65535) return std::nullopt;
    }
    return static_cast<std::uint16_t>(value);
}

std::string_view without_blanks(std::string_view t, notes& to) {
    if (t.empty() || (t.front() > ' ' && t.back() > ' ')) return t;
    std::size_t const before = t.size();
    while (!t.empty() && is_blank(t.front())) t.remove_prefix(1);
    while (!t.empty() && is_blank(t.back())) t.remove_suffix(1);
    if (t.size() != before) to.add(note::blank_in_item);
    return t;
}

std::string_view* head_field(packet& p, std::string_view name) {
    if (name == "QN") return &p.qn;
    if (name == "ST") return &p.st;
    if (name == "CN") return &p.cn;
    if (name == "PW") return &p.pw;
    if (name == "MN") return &p.mn;
    if (name == "Flag") return &p.flag;
    if (name == "PNUM") return &p.pnum;
    if (name == "PNO") return &p.pno;
    if (name == "RF") return &p.rf;
    return nullptr;
}

bool is_network_code(std::string_view mn) {
    return mn.size() == 24 && std::all_of(mn.begin(), mn.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'F'); });
}

void note_odd_head(packet& p) {
    if (p.qn.empty())
        p.notes.add(note::no_qn);
    else if (!digits(p.qn, 17))
        p.notes.add(note::odd_qn);
    if (p.st.size() != 2) p.notes.add(note::odd_st);
    if (p.pw.size() != 6) p.notes.add(note::odd_pw);
    if (!is_network_code(p.mn)) p.notes.add(note::odd_mn);
    if (p.data.size() > longest_data) p.notes.add(note::long_data);
    if (p.flag.empty()) p.notes.add(note::no_flag);
}

// Split packets say so by bit 1 of Flag, and by PNUM and PNO; devices of 2005 have the numbers without the flag.
problem read_parts(packet& p, std::size_t at) {
    bool const numbered = !p.pnum.empty() && !p.pno.empty();
    bool const flagged = p.flag_bits && (*p.flag_bits & 2) != 0;
    if (numbered && !p.flag_bits)
        p.notes.add(note::parts_without_flag);
    else if (numbered != flagged)
        p.notes.add(note::split_disagrees);
    if (!numbered) return {};
    auto const count = small_number(p.pnum), number = small_number(p.pno);
    if (!count || !number || *number == 0 || *number > *count) return {fault::bad_part, at};
    if (*count > 1) {
        p.parts = *count;
        p.part = *number;
    }
    return {};
}

problem finish_head(packet& p, std::size_t at) {
    if (p.mn.empty() || p.cn.empty()) return {fault::bad_head, at};
    p.command = small_number(p.cn).value_or(0);
    if (auto const bits = small_number(p.flag); bits && *bits < 256) p.flag_bits = static_cast<std::uint8_t>(*bits);
    note_odd_head(p);
    if (!p.rf.empty() && p.rf != "1") return {fault::bad_resend_mark, at};
    return read_parts(p, at);
}

// Where a value ends: at `,` or `;`, but not within the `//…//` of a log text.
char const* end_of_value(char const* at, char const* end) {
    char const* scan = at;
    while (scan != end && is_blank(*scan)) ++scan;
    if (end - scan >= 4 && scan[0] == '/' && scan[1] == '/') {
        std::string_view const rest(scan + 2, static_cast<std::size_t>(end - scan - 2));
        if (auto const close = rest.find("//"); close != std::string_view::npos) scan += 2 + close + 2;
    }
    while (scan != end && *scan != ',' && *scan != ';') ++scan;
    return scan;
}

// A suffix of up to ten letters as one number, so that each is one comparison.
constexpr std::size_t longest_suffix = 10;
constexpr base::uint128 packed(std::string_view word) {
    base::uint128 n = 0;
    for (char const c : word) n = n << 8 | static_cast<unsigned char>(c);
    return n;
}

void add_field(packet& out, std::string_view name, char const* dash, std::string_view value, std::uint16_t group) {
    auto& f = out.fields.emplace_back();
    f.name = f.code = without_blanks(name, out.notes);
    f.value = without_blanks(value, out.notes);
    f.group = group;
    if (dash == nullptr) return;
    char const* const name_end = f.name.data() + f.name.size();
    f.code = {f.name.data(), static_cast<std::size_t>(dash - f.name.data())};
    f.suffix = suffix_named({dash + 1, static_cast<std::size_t>(name_end - dash - 1)});
    if (f.suffix == suffix::other) out.notes.add(note::unknown_suffix);
}

} // namespace

void packet::clear() {
    auto kept = std::move(fields);
    kept.clear();
    *this = {};
    fields = std::move(kept);
}

std::string_view code(fault f) {
    constexpr std::string_view codes[] = {"",          "not_a_packet", "bad_length",      "truncated_packet", "bad_crc",
                                          "bad_head",  "no_data_area", "data_not_closed", "bad_resend_mark",  "bad_part",
                                          "encrypted", "bad_encoding"};
    return codes[static_cast<std::size_t>(f)];
}

std::string_view text(note n) {
    constexpr std::string_view names[] = {"lower_case_checksum",
                                          "odd_tail",
                                          "no_qn",
                                          "odd_qn",
                                          "odd_st",
                                          "odd_mn",
                                          "odd_pw",
                                          "no_flag",
                                          "odd_data_time",
                                          "long_segment",
                                          "long_data",
                                          "blank_in_item",
                                          "item_without_value",
                                          "unknown_suffix",
                                          "split_disagrees",
                                          "parts_without_flag",
                                          "unknown_head_field",
                                          "not_utf8",
                                          "decrypted",
                                          "other_checksum"};
    static_assert(std::size(names) == note_count);
    return names[static_cast<std::size_t>(n)];
}

suffix suffix_named(std::string_view word) {
    if (word.size() > longest_suffix) return suffix::other;
    auto const n = packed(word);
    switch (word.size()) {
    case 2:
        return n == packed("RS") ? suffix::rs : n == packed("RT") ? suffix::rt : n == packed("SN") ? suffix::sn : suffix::other;
    case 3:
        return n == packed("Rtd")   ? suffix::rtd
               : n == packed("Avg") ? suffix::avg
               : n == packed("Min") ? suffix::min
               : n == packed("Max") ? suffix::max
               : n == packed("Cou") ? suffix::cou
                                    : suffix::other;
    case 4:
        return n == packed("Flag")   ? suffix::flag
               : n == packed("Data") ? suffix::data
               : n == packed("Info") ? suffix::info
                                     : suffix::other;
    case 5:
        return n == packed("ZsAvg")   ? suffix::zs_avg
               : n == packed("ZsRtd") ? suffix::zs_rtd
               : n == packed("ZsMin") ? suffix::zs_min
               : n == packed("ZsMax") ? suffix::zs_max
               : n == packed("EFlag") ? suffix::eflag
                                      : suffix::other;
    case 7: return n == packed("DayData") ? suffix::day_data : suffix::other;
    case 9: return n == packed("NightData") ? suffix::night_data : suffix::other;
    case 10: return n == packed("SampleTime") ? suffix::sample_time : suffix::other;
    default: return suffix::other;
    }
}

problem read_head(std::string_view segment, packet& out) {
    out.clear();
    std::size_t at = 0;
    while (at < segment.size()) {
        while (at < segment.size() && segment[at] == ' ') ++at;
        auto const equals = segment.find('=', at);
        if (equals == std::string_view::npos) break;
        auto const name = segment.substr(at, equals - at);
        if (name == "CP") {
            auto const rest = segment.substr(equals + 1);
            if (!rest.starts_with("&&")) return {fault::no_data_area, equals};
            if (rest.size() < 4 || !rest.ends_with("&&")) return {fault::data_not_closed, segment.size()};
            out.data = rest.substr(2, rest.size() - 4);
            if (segment.size() > longest_segment) out.notes.add(note::long_segment);
            return finish_head(out, at);
        }
        auto const end = segment.find_first_of(";=,&", equals + 1);
        if (end == std::string_view::npos || name.find(';') != std::string_view::npos) return {fault::no_data_area, at};
        if (segment[end] != ';') return {fault::bad_head, end};
        if (auto* known = head_field(out, name))
            *known = segment.substr(equals + 1, end - equals - 1);
        else
            out.notes.add(note::unknown_head_field);
        at = end + 1;
    }
    return {fault::no_data_area, std::min(at, segment.size())};
}

void read_fields(packet& out) {
    out.fields.clear();
    char const* at = out.data.data();
    char const* const end = at + out.data.size();
    std::uint16_t group = 0;
    notes ignored; // a data area of one blank has no item
    while (at != end) {
        char const* const begin = at;
        char const* dash = nullptr;
        for (; at != end && *at != '=' && *at != ',' && *at != ';'; ++at)
            if (*at == '-' && dash == nullptr) dash = at;
        std::string_view const name(begin, static_cast<std::size_t>(at - begin));
        if (at != end && *at == '=') {
            char const* const value = ++at;
            at = end_of_value(value, end);
            add_field(out, name, dash, {value, static_cast<std::size_t>(at - value)}, group);
            auto const& added = out.fields.back();
            if (added.name == "DataTime" && out.data_time.empty()) {
                out.data_time = added.value;
                if (!digits(out.data_time, 14)) out.notes.add(note::odd_data_time);
                out.fields.pop_back();
            }
        } else if (auto const item = without_blanks(name, ignored); !item.empty()) {
            if (item.size() != name.size()) out.notes.add(note::blank_in_item);
            auto& f = out.fields.emplace_back();
            f.name = f.code = item;
            f.group = group;
            f.has_value = false;
            out.notes.add(note::item_without_value);
        }
        if (at == end) break;
        if (*at == ';') ++group;
        ++at;
    }
}

problem read_segment(std::string_view segment, packet& out) {
    auto const wrong = read_head(segment, out);
    if (!wrong) read_fields(out);
    return wrong;
}

std::string_view flag_of(packet const& p, field const& f) {
    std::string_view elsewhere;
    for (auto const& other : p.fields) {
        if (other.suffix != suffix::flag || other.code != f.code) continue;
        if (other.group == f.group) return other.value;
        if (elsewhere.empty()) elsewhere = other.value;
    }
    return elsewhere;
}

} // namespace huanchi::hj212
