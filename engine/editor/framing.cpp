#include "editor/framing.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace huanchi::editor {

namespace {

bool same_word(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::optional<std::size_t> length_in(std::string_view header) {
    std::optional<std::size_t> length;
    while (!header.empty()) {
        auto const end = std::min(header.find('\n'), header.size());
        auto const line = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || !same_word(trimmed(line.substr(0, colon)), "Content-Length")) continue;
        auto const digits = trimmed(line.substr(colon + 1));
        std::size_t n = 0;
        auto const [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (error == std::errc() && stop == digits.data() + digits.size()) length = n;
    }
    return length;
}

// The end of the header and of the blank line behind it; lines that end with \n alone will do.
struct header_end {
    std::size_t at = std::string_view::npos, behind = std::string_view::npos;
};
header_end find_end(std::string_view text) {
    auto const strict = text.find("\r\n\r\n"), lax = text.find("\n\n");
    if (strict <= lax) return {strict, strict == std::string_view::npos ? strict : strict + 4};
    return {lax, lax + 2};
}

} // namespace

std::optional<framed> message_reader::next() {
    while (true) {
        if (skip_ > 0) {
            auto const n = std::min(skip_, buffer_.size() - read_);
            skip_ -= n;
            read_ += n;
        }
        if (read_ > 0 && (read_ == buffer_.size() || read_ > longest_header)) {
            buffer_.erase(0, read_);
            read_ = 0;
        }
        if (skip_ > 0) return std::nullopt;
        if (body_) {
            if (buffer_.size() - read_ < *body_) return std::nullopt;
            std::string message = buffer_.substr(read_, *body_);
            read_ += *body_;
            body_.reset();
            return message;
        }
        auto result = read_header();
        if (result) return result;
        if (!body_) return std::nullopt;
    }
}

// Sets body_, or gives what is wrong; neither: more bytes are needed.
std::optional<framed> message_reader::read_header() {
    while (true) {
        auto const rest = std::string_view(buffer_).substr(read_);
        auto const end = find_end(rest.substr(0, longest_header + 4));
        if (end.at == std::string_view::npos || end.at > longest_header) {
            if (rest.size() <= longest_header) return std::nullopt;
            // No header is so long: what may yet be the beginning of one is kept.
            read_ = buffer_.size() - longest_header / 2;
            if (std::exchange(lost_, true)) continue;
            return bad_frame{"no header within " + std::to_string(longest_header) + " bytes"};
        }
        auto const length = length_in(rest.substr(0, end.at));
        read_ += end.behind;
        if (!length) {
            if (std::exchange(lost_, true)) continue;
            return bad_frame{"a header without a valid Content-Length"};
        }
        lost_ = false;
        if (*length <= largest_message) {
            body_ = *length;
            return std::nullopt;
        }
        skip_ = *length;
        return bad_frame{"a message of " + std::to_string(*length) + " bytes; the most is " + std::to_string(largest_message)};
    }
}

std::string framed_message(std::string_view body) {
    return fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

} // namespace huanchi::editor
