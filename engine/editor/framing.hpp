// The frame around a message: `Content-Length: 42`, a blank line, that many bytes. Bytes go in as they arrive, messages come
// out whole. What is no frame is skipped up to the next good header, and reported once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace huanchi::editor {

inline constexpr std::size_t largest_message = 64u << 20; // bytes
inline constexpr std::size_t longest_header = 8u << 10;

struct bad_frame {
    std::string why;
};
using framed = std::variant<std::string, bad_frame>;

class message_reader {
public:
    void feed(std::string_view bytes) { buffer_.append(bytes); }
    std::optional<framed> next(); // nullopt: more bytes are needed

private:
    std::optional<framed> read_header();

    std::string buffer_;
    std::size_t read_ = 0;            // bytes of the buffer that are done with
    std::optional<std::size_t> body_; // length of the message that the last header announced
    std::size_t skip_ = 0;            // bytes of a message that is too long, still to come
    bool lost_ = false;               // within what is no header
};

std::string framed_message(std::string_view body);

} // namespace huanchi::editor
