// The keys and cells of a line of NDJSON as nearly all have it: one object of texts without escapes and of plain numbers. Only
// cut, not copied; anything else is for the JSON parser. Belongs to one thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace huanchi::facts {

class flat_json {
public:
    // False if the line, valid UTF-8 without its line end, is no such object. What was cut stands in the line.
    bool cut(std::string_view line);
    std::span<std::string_view const> keys() const { return keys_; }
    // Texts without their quotes, numbers as written, null as nothing.
    std::span<std::string_view const> cells() const { return cells_; }

private:
    std::vector<std::string_view> keys_, cells_;
};

} // namespace huanchi::facts
