// XLSX workbooks as rows of cells: a ZIP archive through libzip, its XML through expat, one row at a time, so that memory
// follows the shared texts and not the rows. A cell is given as the text that a reader of the sheet would see: shared and
// inline texts, numbers with the digits that were entered, dates by their number format. Formulas give what they last gave.
// Archives that unpack beyond bounds are refused. Belongs to one thread; keeps the bytes it was given.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tables {

// A row of a table, of whatever file; texts are valid during the call that gives them.
struct sheet_row {
    std::uint32_t number = 0;                 // of the line or row, from 1
    std::span<std::string_view const> cells;  // trimmed
    std::span<std::string_view const> filled; // where merged cells cover others: what they say, in every one
    std::string_view raw;                     // the line as read; blank where the row comes from no line
};
// False: no more rows are wanted.
using row_sink = std::function<bool(sheet_row const&)>;

struct workbook_limits {
    std::size_t archive = std::size_t{512} << 20;         // bytes of the file
    std::size_t entry = std::size_t{2} << 30;             // unpacked bytes of a sheet
    std::size_t texts = std::size_t{512} << 20;           // unpacked bytes of the shared texts
    std::size_t ratio = 400, free = std::size_t{8} << 20; // unpacked to packed, above so many bytes
    std::size_t merged = 200'000;                         // stretches of merged cells in a sheet
    std::size_t cell = std::size_t{1} << 18;              // bytes of the text of a cell
};

bool looks_like_workbook(std::string_view start);

class workbook {
public:
    // A failure is a file that is no workbook, is protected by a password, or exceeds the limits.
    static base::result<workbook> open(std::string bytes, std::string const& name, workbook_limits limits = {});
    workbook(workbook&&) noexcept;
    workbook& operator=(workbook&&) = delete;
    ~workbook();

    struct sheet {
        std::string name;
        bool hidden = false;
    };
    std::vector<sheet> const& sheets() const;
    // Rows that hold no text are left out. A failure is a sheet that is broken or exceeds the limits.
    std::optional<base::failure> read(std::size_t index, row_sink const& rows);

private:
    struct parts;
    explicit workbook(std::unique_ptr<parts> p);
    std::unique_ptr<parts> parts_;
};

} // namespace huanchi::tables
