// The lines of a table in a text as rows of cells in UTF-8, whatever its encoding and separator.
#pragma once

#include "facts/csv.hpp"
#include "facts/input.hpp"
#include "tables/encoding.hpp"
#include "tables/workbook.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::facts {

// The separator that most lines have equally often.
char separator_of(std::string_view start);

class text_rows {
public:
    struct broken {
        std::uint32_t line;
        std::size_t field; // from 0; of a byte that is no text
        char const* code;
        std::string reason;
        std::string_view raw;
    };
    using broken_sink = std::function<bool(broken const&)>;

    text_rows(tables::encoding encoding, char separator) : scanner_(separator), encoding_(encoding) {}
    // Gives every line until a sink gives false; blank lines are none.
    std::optional<base::failure> read(input& in, tables::row_sink const& rows, broken_sink const& broken_rows);

private:
    bool decode(std::uint32_t line, broken_sink const& broken_rows, bool& go_on);

    csv_scanner scanner_;
    tables::encoding encoding_;
    tables::gb18030_decoder decoder_;
    std::string decoded_;
    std::vector<std::string_view> cells_;
};

} // namespace huanchi::facts
