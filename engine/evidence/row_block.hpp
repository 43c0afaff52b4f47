// The rows of a day of an outlet as one text: lines of normal NDJSON in two parts (held/condensed.hpp), each with the file and
// line that it was read from. A block is written once, in the order of the rows, so that equal rows give equal texts. Reading
// one that is no block throws std::runtime_error.
#pragma once

#include "base/date.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace huanchi::evidence {

class row_block {
public:
    explicit row_block(base::date day) : day_(day.text()), body_(day_ + '\n') {}
    void add(std::string_view line, std::string const& file, std::uint32_t number);
    std::string const& text() const { return body_; }
    std::uint64_t rows() const { return rows_; }

private:
    std::size_t number_of(std::map<std::string, std::size_t>& known, char kind, std::string const& text);
    std::string day_, body_;
    std::map<std::string, std::size_t> shapes_, files_;
    std::uint64_t rows_ = 0;
};

// Appends the rows as lines of NDJSON, where each came from as its last members: source_file, source_line.
void append_rows(std::string& out, std::string_view block);

} // namespace huanchi::evidence
