// Cuts JSON into the texts of its records: the lines of NDJSON, or the elements of one top-level array, told apart by the first
// byte. The texts are not parsed here, only their ends are found, so that a broken record spoils no other and memory follows
// the longest record. Each piece has a place: its line, or in an array its index from 1.
#pragma once

#include "base/result.hpp"
#include "facts/input.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

struct json_piece {
    std::string_view text; // valid until the next call
    std::uint32_t place = 0;
    char const* problem = nullptr; // why it is no record; then `text` may be its beginning only
};

class json_pieces {
public:
    static constexpr std::size_t longest = std::size_t{1} << 20;

    json_pieces(input& in, std::string name) : in_(in), name_(std::move(name)) {}
    // Lines behind one that was read already; `line` is the first of the window.
    json_pieces(input& in, std::string name, std::uint32_t line)
        : in_(in), name_(std::move(name)), form_(form::lines), place_(line - 1) {}

    // The next piece, nullopt at the end, or a failure of the input as a whole.
    base::result<std::optional<json_piece>> next();
    bool is_array() const { return form_ == form::array; }

private:
    enum class form : std::uint8_t { unknown, lines, array, done };
    enum class found : std::uint8_t { piece, nothing, incomplete, too_long };
    std::optional<base::failure> skip_mark();
    found line(json_piece& out);
    found element(json_piece& out);
    found element_text(json_piece& out);
    found odd_text(json_piece& out);
    std::optional<base::failure> drop_line();

    input& in_;
    std::string name_;
    form form_ = form::unknown;
    std::uint32_t place_ = 0;
    std::size_t taken_ = 0; // bytes of the last piece, given back to the input by the next call
    bool drop_ = false;
    bool array_ended_ = false;
    bool continued_ = false; // text went on behind the end of the array
};

} // namespace huanchi::facts
