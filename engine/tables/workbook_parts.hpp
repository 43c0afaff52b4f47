// What a workbook says of its sheets beside their cells: their names and places, the texts they share, which styles show dates.
#pragma once

#include "tables/archive.hpp"
#include "tables/excel_values.hpp"
#include "tables/workbook.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tables {

// Texts by number, end to end.
class shared_texts {
public:
    void add(std::string_view text) {
        all_.append(text);
        ends_.push_back(all_.size());
    }
    std::size_t size() const { return ends_.size(); }
    std::string_view operator[](std::size_t i) const {
        auto const begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view(all_).substr(begin, ends_[i] - begin);
    }

private:
    std::string all_;
    std::vector<std::size_t> ends_;
};

struct workbook_outline {
    std::vector<workbook::sheet> sheets;
    std::vector<std::string> entries; // of the archive, one a sheet
    date_system dates = date_system::from_1900;
    shared_texts texts;
    std::vector<shown_as> styles; // by number
};

archive::bounds bounds_of(workbook_limits const& limits, std::size_t bytes);

// A text: why the archive is no workbook.
std::optional<std::string> read_outline(archive const& from, workbook_limits const& limits, workbook_outline& out);

} // namespace huanchi::tables
