#include "facts/text_rows.hpp"

#include "base/utf8.hpp"
#include "facts/csv_records.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace huanchi::facts {

namespace {

constexpr std::size_t looked_at = 60; // lines

std::string not_readable(std::size_t at, std::string_view field, char const* encoding) {
    std::array<char, 8> byte{};
    std::snprintf(byte.data(), byte.size(), "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(field[at])));
    return "byte " + std::to_string(at + 1) + " of the field, " + byte.data() + ", is not " + encoding;
}

} // namespace

char separator_of(std::string_view start) {
    char best = ',';
    std::size_t best_score = 0;
    for (char const separator : {',', '\t', ';'}) {
        std::map<std::size_t, std::size_t> lines; // by how many separators they have
        auto text = start;
        for (std::size_t n = 0; n < looked_at && !text.empty(); ++n) {
            auto const line_end = std::min(text.find('\n'), text.size());
            bool quoted = false;
            std::size_t count = 0;
            for (char const c : text.substr(0, line_end)) {
                quoted = quoted != (c == '"');
                count += !quoted && c == separator;
            }
            if (count > 0) ++lines[count];
            text.remove_prefix(std::min(line_end + 1, text.size()));
        }
        for (auto const& [count, times] : lines) {
            auto const score = times * std::min<std::size_t>(count, 1000);
            if (score > best_score) {
                best_score = score;
                best = separator;
            }
        }
    }
    return best;
}

// Puts the trimmed fields of the record into cells_; false where a byte of it is no text.
bool text_rows::decode(std::uint32_t line, broken_sink const& broken_rows, bool& go_on) {
    auto const& fields = scanner_.fields();
    cells_.clear();
    decoded_.clear();
    decoded_.reserve(2 * csv_scanner::longest_record + 64); // cells point into it: it must not move
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const field = fields[i];
        if (tables::is_ascii(field)) {
            cells_.push_back(trimmed(field));
            continue;
        }
        bool const utf8 = encoding_ == tables::encoding::utf8;
        auto const begin = decoded_.size();
        auto const bad = utf8 ? base::first_invalid_utf8(field) : decoder_.append(field, decoded_);
        if (bad) {
            go_on = broken_rows({line, i, "bad_utf8",
                                 not_readable(std::min(*bad, field.size() - 1), field, utf8 ? "UTF-8" : "GB18030"),
                                 scanner_.raw()});
            return false;
        }
        cells_.push_back(trimmed(utf8 ? field : std::string_view(decoded_).substr(begin)));
    }
    return true;
}

std::optional<base::failure> text_rows::read(input& in, tables::row_sink const& rows, broken_sink const& broken_rows) {
    std::uint32_t line = 1;
    bool go_on = true;
    constexpr char const* ended = "ended";
    auto problem =
        each_record(in, scanner_, line, [&](csv_scanner::outcome outcome, std::uint32_t at) -> std::optional<base::failure> {
            if (outcome == csv_scanner::outcome::blank) return std::nullopt;
            if (outcome != csv_scanner::outcome::record)
                go_on = broken_rows({at, 0, "bad_row", scanner_.problem(), scanner_.raw()});
            else if (decode(at, broken_rows, go_on))
                go_on = rows({at, cells_, cells_, scanner_.raw()});
            return go_on ? std::nullopt : std::optional(base::failure{ended, {}});
        });
    return go_on ? problem : std::nullopt;
}

} // namespace huanchi::facts
