// The formats of rows: each finds the rows in the window of an input and gives their texts to a row reader. A failure is one
// of the input as a whole; a row that cannot be read is rejected and the next one is tried.
#pragma once

#include "base/result.hpp"
#include "facts/csv_header.hpp"
#include "facts/input.hpp"
#include "facts/row_reader.hpp"

#include <memory>
#include <optional>
#include <string>

namespace huanchi::facts {

// Both begin behind a byte order mark.
std::optional<base::failure> read_csv_rows(input& in, std::string const& name, model::rulebook const& rules, row_reader& rows);
// The rows behind a header that is read already; `line` is the first of the window.
std::optional<base::failure> read_csv_rows_after(csv_header const& header, std::uint32_t line, input& in,
                                                 std::string const& name, row_reader& rows);
// One object a line, or an array of objects, told apart by the first byte.
std::optional<base::failure> read_json_rows(input& in, std::string const& name, model::rulebook const& rules, row_reader& rows);
// The lines behind one that was read already; `line` is the first of the window.
std::optional<base::failure> read_json_lines_after(std::uint32_t line, input& in, std::string const& name,
                                                   model::rulebook const& rules, row_reader& rows);
// Gives lines of NDJSON to a row reader; what cannot be read is rejected there. The reader must outlive it.
class json_feed {
public:
    json_feed(model::rulebook const& rules, row_reader& rows);
    ~json_feed();
    void take(std::string_view line, std::uint32_t number); // valid UTF-8 or not

private:
    std::unique_ptr<class json_rows> rows_;
};
// Among packet_count::odd: the period had not ended by the packet's QN, so DataTime may be its end and the register does not
// say.
inline constexpr std::string_view sent_before_its_end = "sent_before_its_end";
// Packets of HJ 212, one a line or a raw stream; the register of the facilities says whose they are.
std::optional<base::failure> read_hj212_rows(input& in, std::string const& name, model::rulebook const& rules,
                                             facilities const& known, reading_options const& options, row_reader& rows,
                                             packet_count& packets);
// Whether the beginning of an input shows a packet: `##` and four digits at the start or behind a line end.
bool looks_like_hj212(std::string_view start);

// Fills the window until something other than blanks stands in it, behind a byte order mark. A failure is an input that is no
// text: UTF-16, an archive; not asked where any bytes may come.
std::optional<base::failure> find_start(input& in, std::string const& name, bool any_bytes = false);
// Whether the window begins a JSON document.
bool looks_like_json(input const& in);

// Measurements from an input in whatever pieces it comes.
base::result<read_count> read_measurements_from(input& in, std::uint32_t file, std::string const& name,
                                                model::rulebook const& rules, facilities const& known,
                                                reading_options const& options, batch_sink const& rows,
                                                reject_sink const& rejects);

} // namespace huanchi::facts
