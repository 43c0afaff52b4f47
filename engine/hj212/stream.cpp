#include "hj212/stream.hpp"

#include "hj212/encoding.hpp"

#include <algorithm>
#include <cstring>

namespace huanchi::hj212 {

namespace {

constexpr std::size_t header = 6, sum_length = 4; // `##0101`, `1C80`
constexpr std::size_t kept_beginning = 200, kept_tail = 48;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_between(char c) {
    return c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == '\0';
}

// Where a header may begin: `##` and a digit, or a part of that at the end of the window while more may come.
std::size_t find_header(std::string_view window, std::size_t from, bool last) {
    for (;;) {
        auto const at = window.find('#', from);
        if (at == std::string_view::npos) return window.size();
        std::size_t good = 1;
        while (good < 3 && at + good < window.size() && (good == 1 ? window[at + 1] == '#' : is_digit(window[at + 2]))) ++good;
        if (good == 3 || (!last && at + good == window.size())) return at;
        from = at + 1;
    }
}

std::optional<std::size_t> declared_length(std::string_view window) {
    std::size_t length = 0;
    for (std::size_t i = 2; i < header; ++i) {
        if (!is_digit(window[i])) return std::nullopt;
        length = length * 10 + static_cast<std::size_t>(window[i] - '0');
    }
    return length;
}

bool readable(std::string_view data) {
    return std::all_of(data.begin(), data.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string_view trimmed(std::string_view t) {
    while (!t.empty() && is_between(t.front())) t.remove_prefix(1);
    while (!t.empty() && is_between(t.back())) t.remove_suffix(1);
    return t;
}

// `[2020-09-22 18:20:30]` as the last line of a text.
std::optional<base::moment> time_in_last_line(std::string_view t) {
    t = trimmed(t);
    if (auto const line = t.find_last_of("\r\n"); line != std::string_view::npos) t.remove_prefix(line + 1);
    if (t.size() < 12 || t.front() != '[' || t.back() != ']') return std::nullopt;
    return base::moment::parse(t.substr(1, t.size() - 2));
}

// Of one device both the standard's checksum and its own are met. Which of them fits; nullopt if neither does.
std::optional<dialect> fitting(std::string_view segment, std::uint16_t sum, manner const& how) {
    for (auto const d : {dialect::standard, how.dialect})
        if (checksum(segment, d) == sum) return d;
    return std::nullopt;
}

} // namespace

bool packet_reader::open_encrypted(std::string_view segment, std::uint16_t sum, manner const& how) {
    auto const begin = static_cast<std::size_t>(packet_.data.data() - segment.data());
    std::string data;
    if (!cipher_.decrypt(*how.key, packet_.data, data)) return false;
    plain_.assign(segment.substr(0, begin)).append(data).append("&&");
    auto const fits = fitting(plain_, sum, how);
    if (!fits || read_head(plain_, packet_)) return false;
    segment_ = plain_;
    if (*fits != dialect::standard) packet_.notes.add(note::other_checksum);
    packet_.notes.add(note::decrypted);
    return true;
}

problem packet_reader::check_encoding() {
    if (is_utf8(packet_.data)) return {};
    packet_.notes.add(note::not_utf8);
    if (from_gb18030(packet_.data)) return {};
    return {fault::bad_encoding, static_cast<std::size_t>(packet_.data.data() - segment_.data())};
}

problem packet_reader::open(std::string_view segment, std::uint16_t sum) {
    static manner const by_the_standard;
    segment_ = segment;
    auto wrong = read_head(segment, packet_);
    auto const* how = manners_ && !packet_.mn.empty() ? manners_(packet_.mn) : nullptr;
    if (how == nullptr) how = &by_the_standard;
    bool const legible = wrong || readable(packet_.data);
    // A device that has a key may send plain text all the same: what is readable is.
    if (!legible && how->key) {
        if (open_encrypted(segment, sum, *how)) return check_encoding();
        wrong = read_head(segment, packet_);
    }
    auto const fits = fitting(segment, sum, *how);
    if (!fits) {
        bool const secret = !legible && !how->key && packet_.edition() == 2 && !is_utf8(packet_.data);
        // A data area that is not closed where the length ends shows that the length is wrong.
        return {secret                                  ? fault::encrypted
                : wrong.fault == fault::data_not_closed ? fault::bad_length
                                                        : fault::bad_checksum,
                segment.size()};
    }
    if (*fits != dialect::standard) packet_.notes.add(note::other_checksum);
    if (wrong) return wrong;
    auto const head = segment.substr(0, static_cast<std::size_t>(packet_.data.data() - segment.data()));
    if (!is_ascii(head)) return {fault::bad_head, 0};
    if (legible) return {};
    return check_encoding();
}

packet_reader::cut packet_reader::no_packet(std::string_view window, bool last) {
    return {find_header(window, 0, last), {fault::not_a_packet, 0}, false};
}

// The window begins with a header, or with the beginning of one at its end.
packet_reader::cut packet_reader::try_packet(std::string_view window, bool last) {
    // The next header may begin in the last bytes of what a wrong length takes in.
    auto const to_next = [&](std::size_t whole) {
        auto const part = window.substr(0, whole + header - 1);
        return std::min(whole, find_header(part, 2, last || window.size() >= whole + header - 1));
    };
    auto const wait = [&](std::size_t size) {
        waits_for_ = size;
        return cut{0, {}, true};
    };
    if (window.size() < header && !last) return wait(header);
    auto const length = window.size() < header ? std::nullopt : declared_length(window);
    if (!length) return {std::max<std::size_t>(1, find_header(window, 2, last)), {fault::bad_length, 2}, false};
    std::size_t const whole = header + *length + sum_length;
    if (window.size() < whole) {
        if (!last) return wait(whole);
        return {to_next(window.size()), {fault::truncated, window.size()}, false};
    }
    auto const digits = window.substr(header + *length, sum_length);
    auto const sum = read_checksum(digits);
    if (!sum) return {to_next(whole), {fault::bad_length, header + *length}, false};
    auto wrong = open(window.substr(header, *length), *sum);
    if (wrong) {
        wrong.at += header;
        // A wrong length reaches into the packets behind; a right one with a damaged text has none within.
        return {wrong.fault == fault::bad_checksum || wrong.fault == fault::bad_length ? to_next(whole) : whole, wrong, false};
    }
    if (digits.find_first_of("abcdef") != std::string_view::npos) packet_.notes.add(note::lower_case_checksum);
    return {whole, {}, false};
}

void packet_reader::advance(std::string_view bytes) {
    offset_ += bytes.size();
    // A packet has one line end, at its end: to look for it is quicker than to count.
    for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) ++line_;
    consumed_ += bytes.size();
}

void packet_reader::begin_trouble(std::string_view bytes, problem what) {
    in_trouble_ = true;
    trouble_ = {what.fault, offset_, 0, offset_ + what.at, line_, std::string(bytes.substr(0, kept_beginning))};
    tail_.clear();
}

// Adds bytes to the span that is being skipped, or begins a new one; true if an earlier one must be told before.
bool packet_reader::note_trouble(std::string_view bytes, problem what) {
    bool const grows = in_trouble_ && what.fault == fault::not_a_packet;
    if (in_trouble_ && !grows) return true;
    if (!in_trouble_) begin_trouble(bytes, what);
    if (grows && trouble_.beginning.size() < kept_beginning)
        trouble_.beginning.append(bytes.substr(0, kept_beginning - trouble_.beginning.size()));
    trouble_.length += bytes.size();
    tail_.append(bytes.size() > kept_tail ? bytes.substr(bytes.size() - kept_tail) : bytes);
    if (tail_.size() > kept_tail) tail_.erase(0, tail_.size() - kept_tail);
    advance(bytes);
    return false;
}

step packet_reader::tell() {
    in_trouble_ = false;
    told_ = std::move(trouble_);
    trouble_ = {};
    time_line_ = time_in_last_line(tail_);
    if (told_.fault != fault::not_a_packet) return step::rejected;
    bool const short_span = told_.length <= kept_tail;
    auto const content = trimmed(told_.length <= kept_beginning ? std::string_view(told_.beginning) : std::string_view("x"));
    if (content.empty())
        told_as_ = between::line_ends;
    else if (short_span && time_line_ && content.front() == '[' && content.find_first_of("\r\n") == std::string_view::npos)
        told_as_ = between::time_line;
    else
        told_as_ = between::garbage;
    return step::skipped;
}

step packet_reader::take_packet(std::string_view window, std::size_t length) {
    wire_ = window.substr(0, length);
    offset_of_packet_ = offset_;
    line_of_packet_ = line_;
    logged_ = std::exchange(time_line_, std::nullopt);
    read_fields(packet_);
    std::size_t end = length;
    auto const tail = window.substr(length);
    if (tail.starts_with("\r\n"))
        end += 2;
    else
        packet_.notes.add(note::odd_tail);
    advance(window.substr(0, end));
    return step::packet;
}

step packet_reader::next(std::string_view window, bool last) {
    consumed_ = 0;
    for (;;) {
        auto const rest = window.substr(consumed_);
        if (rest.empty()) {
            if (!last) return step::more;
            return in_trouble_ ? tell() : step::ended;
        }
        if (!last && rest.size() < waits_for_) return step::more;
        waits_for_ = 0;
        auto const found = find_header(rest, 0, last) == 0 ? try_packet(rest, last) : no_packet(rest, last);
        if (found.incomplete) return step::more;
        if (!found.problem) {
            if (in_trouble_) return tell();
            auto const tail = rest.substr(found.length);
            if (waits_for_tail_ && !last && std::string_view("\r\n").starts_with(tail) && tail.size() < 2) return step::more;
            return take_packet(rest, found.length);
        }
        auto const length = std::max<std::size_t>(found.length, 1);
        if (note_trouble(rest.substr(0, length), found.problem)) return tell();
    }
}

} // namespace huanchi::hj212
