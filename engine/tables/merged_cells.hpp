// The stretches of merged cells of a sheet. The sheet names them behind its rows, so they are found in a first pass over its
// bytes, which does not parse them.
#pragma once

#include "tables/cell_place.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tables {

struct merged {
    cell_place from, to; // both within
};

class merged_finder {
public:
    explicit merged_finder(std::size_t most) : most_(most) {}
    // Pieces of the sheet in order; false: there are more than `most`.
    bool feed(std::string_view piece);
    std::vector<merged> take() { return std::move(found_); }

private:
    std::size_t most_;
    std::string rest_;
    std::vector<merged> found_;
};

} // namespace huanchi::tables
