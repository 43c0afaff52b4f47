// What one data segment says (HJ 212-2017 6.3.2 and 6.3.3, with the 2005 and 2025 editions): the head `QN=…;ST=…;…` and the
// items between `CP=&&` and `&&`. All texts point into the segment, which the caller keeps; a packet that is filled again and
// again allocates nothing. What a code or a value means is for later stages; what is unusual but readable is noted. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace huanchi::hj212 {

// What stands behind the code of an item: `w01018-Rtd`.
enum class suffix : std::uint8_t {
    none, // the item is a parameter: RtdInterval=30
    rtd,
    min,
    avg,
    max,
    cou,
    zs_rtd,
    zs_min,
    zs_avg,
    zs_max,
    flag,
    eflag,
    sample_time,
    data,
    day_data,
    night_data,
    rs,
    rt,
    info,
    sn,
    other, // not in table 4: ZsCou, ValidNum …
};

struct field {
    std::string_view name;   // w01018-Rtd
    std::string_view code;   // w01018; the whole name of a parameter
    std::string_view value;  // blanks around it removed, `//…//` of a log text kept
    std::uint16_t group = 0; // items between two semicolons share it
    hj212::suffix suffix = hj212::suffix::none;
    bool has_value = true; // false: the item has no `=`

    std::string_view suffix_text() const {
        return code.size() < name.size() ? name.substr(code.size() + 1) : std::string_view{};
    }
};

// What is odd about a packet that can be read all the same.
enum class note : std::uint8_t {
    lower_case_checksum,
    odd_tail, // not CR LF
    no_qn,
    odd_qn, // not 17 digits
    odd_st, // not two characters
    odd_mn, // not 24 hexadecimal digits in capitals
    odd_pw, // not 6 characters
    no_flag,
    odd_data_time, // not 14 digits
    long_segment,  // over 1024 bytes
    long_data,     // data area over 950 bytes
    blank_in_item, // around an item, or around its name or value
    item_without_value,
    unknown_suffix,
    split_disagrees, // the flag says split and there is no PNUM and PNO, or the other way round
    parts_without_flag,
    unknown_head_field,
    not_utf8,       // read as GB18030
    decrypted,      // the data area came encrypted
    other_checksum, // the device's own, not the standard's
};

inline constexpr std::size_t note_count = static_cast<std::size_t>(note::other_checksum) + 1;
std::string_view text(note n); // lower_case_checksum …

class notes {
public:
    void add(note n) { bits_ |= 1u << static_cast<unsigned>(n); }
    bool has(note n) const { return (bits_ & (1u << static_cast<unsigned>(n))) != 0; }
    void clear() { bits_ = 0; }

private:
    std::uint32_t bits_ = 0;
};

struct packet {
    std::string_view qn, st, cn, pw, mn, flag, pnum, pno, rf; // blank where the head has none
    std::string_view data;                                    // between `CP=&&` and `&&`
    std::string_view data_time;
    std::vector<field> fields; // all but DataTime, in their order
    hj212::notes notes;
    std::uint16_t command = 0;             // CN as a number, 0 if it is none
    std::uint16_t part = 0, parts = 0;     // PNO of PNUM where the packet is split, else 0
    std::optional<std::uint8_t> flag_bits; // Flag as a number
    bool wants_answer() const { return flag_bits && (*flag_bits & 1) != 0; }
    bool resent() const { return rf == "1"; } // 2025: a make-up report
    // 0: HJ/T 212-2005, 1: 2017, 2: 2025, where the device says so; devices are not to be trusted in it.
    std::optional<int> edition() const { return flag_bits ? std::optional(*flag_bits >> 2) : std::nullopt; }

    void clear();
};

// Why a packet is refused. `at` is the byte of the segment where it shows.
enum class fault : std::uint8_t {
    none,
    not_a_packet, // bytes between packets
    bad_length,   // no four digits, or no checksum where the length says
    truncated,    // the stream ends within the packet
    bad_checksum,
    bad_head,     // the head cannot be read, or has no MN or CN
    no_data_area, // no `CP=&&`
    data_not_closed,
    bad_resend_mark, // RF other than 1
    bad_part,        // PNO outside 1..PNUM
    encrypted,       // and there is no key
    bad_encoding,    // neither UTF-8 nor GB18030
};
std::string_view code(fault f); // bad_length …

struct problem {
    hj212::fault fault = fault::none;
    std::size_t at = 0;
    explicit operator bool() const { return fault != fault::none; }
};

// Reads the head; `data` holds the bytes of the data area, `fields` nothing.
problem read_head(std::string_view segment, packet& out);
// Reads the items of `out.data`. Never fails: what is no item is noted.
void read_fields(packet& out);
// Both.
problem read_segment(std::string_view segment, packet& out);

suffix suffix_named(std::string_view word);
// The data flag that belongs to a field: that of its code in its group, else of its code anywhere in the packet; blank if none.
std::string_view flag_of(packet const& p, field const& f);

} // namespace huanchi::hj212
