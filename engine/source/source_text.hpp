// The text of one rule file and its place in a set of files. Positions are byte offsets; lines and display columns are worked
// out at the edge, when a diagnostic is printed. Owned by `source_set`; immutable after loading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::source {

using file_id = std::uint32_t;

struct span {
    file_id file = 0;
    std::uint32_t begin = 0; // byte offsets, half-open
    std::uint32_t end = 0;
    friend auto operator<=>(span const&, span const&) = default;
};

struct place {
    std::size_t line;   // from 1
    std::size_t column; // display columns, from 1; a Chinese character before counts 2
};

struct source_text {
    std::string name; // as shown: the path the user gave, or the path within the library
    std::string text; // UTF-8
};

class source_set {
public:
    file_id add(std::string name, std::string text);
    source_text const& operator[](file_id id) const { return files_[id]; }
    std::size_t size() const { return files_.size(); }
    std::string_view text(span where) const;
    place place_of(file_id file, std::uint32_t offset) const;
    std::string_view line_text(file_id file, std::size_t line) const; // without line end

private:
    std::vector<source_text> files_;
    std::vector<std::vector<std::uint32_t>> line_starts_;
};

} // namespace huanchi::source
