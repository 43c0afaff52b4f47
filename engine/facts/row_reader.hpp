// From the texts of one row to a row of a batch, the same for every format: names to indices, time to a stretch, marks to
// usability, value and unit as written. A row that cannot be read goes to the reject sink with its first problem. On the usual
// path nothing is allocated: what repeats is looked up in small caches. One reader serves one input on one thread.
#pragma once

#include "facts/columns.hpp"
#include "facts/facilities.hpp"
#include "facts/field_reader.hpp"
#include "facts/lookup_cache.hpp"
#include "facts/marking.hpp"
#include "facts/measurements.hpp"
#include "facts/outlet_media.hpp"
#include "facts/time_labels.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace huanchi::facts {

struct field_text {
    std::uint16_t field;
    std::string_view text;   // trimmed
    std::string_view column; // as the input names it
};

// A name that neither the engine nor the rules know, kept for those who pass rows on.
struct other_text {
    std::string_view name, text;
};

struct row_text {
    std::array<std::string_view, role_count> cells{};   // trimmed, blank where the row says nothing
    std::array<std::string_view, role_count> columns{}; // as the input names them, blank where it has none
    std::vector<field_text> fields;
    std::vector<other_text> others; // filled where somebody sees the rows
    std::uint32_t line = 0;
    std::string_view raw;

    std::string_view operator[](role r) const { return cells[index(r)]; }
};

// The row as it was understood.
struct normal_row {
    std::uint32_t outlet = no_outlet;
    std::uint16_t factor = 0;
    model::interval interval = model::interval::hour;
    std::int64_t start = 0, end = 0; // ms
    std::int64_t received = not_received;
    base::unit_id unit = base::no_unit;
    data_source source = data_source::unknown;
};

class row_reader {
public:
    row_reader(std::uint32_t file, model::rulebook const& rules, facilities const& known, reading_options const& options,
               batch_sink const& rows, reject_sink const& rejects);

    void read(row_text const& row);
    bool keeps_others() const { return static_cast<bool>(on_row_); }
    // A row that the format itself cannot read.
    void reject(std::uint32_t line, std::string_view column, std::string code, std::string reason, std::string_view raw);
    // Hands on the last batch.
    read_count finish();

private:
    struct named_factor {
        std::optional<std::uint16_t> id;
        std::string reason;
    };
    struct named_unit {
        std::optional<base::unit_id> id;
        std::string reason;
    };
    struct judged_value {
        base::decimal value;
        base::unit_id unit = base::no_unit;
        bool below_detection = false;
        bool blank = false; // no value, or none that bounds it: possible where the row is taken out
    };
    struct times {
        model::interval interval = model::interval::hour;
        stretch of;
        std::int64_t received = not_received;
    };

    bool fail(row_text const& row, role r, std::string code, std::string reason);
    bool required(row_text const& row);
    std::uint32_t outlet(row_text const& row);
    bool factor(row_text const& row, std::uint32_t outlet, std::uint16_t& out);
    named_factor find_factor(std::string_view spelling, std::string_view medium) const;
    bool when(row_text const& row, times& out);
    bool moment(row_text const& row, role r, std::int64_t& out);
    bool usability(row_text const& row, facts::usability& out);
    bool value(row_text const& row, std::uint16_t factor, facts::usability usable, judged_value& out);
    bool unit(row_text const& row, std::uint16_t factor, bool has_value, base::unit_id& out);
    bool convertible(std::uint16_t factor, base::unit_id unit);
    bool source(row_text const& row, data_source& out);
    bool fields(row_text const& row, data_source source, std::int64_t duration);
    void flush();

    std::uint32_t file_;
    model::rulebook const& rules_;
    facilities const& known_;
    std::size_t batch_rows_;
    batch_sink const& rows_;
    reject_sink const& rejects_;
    std::function<void(row_text const&, normal_row const&)> const& on_row_;

    batch batch_;
    read_count count_;
    time_labels labels_;
    field_reader fields_;
    lookup_cache<std::uint32_t> outlets_;
    std::string enterprise_, outlet_id_, outlet_key_; // of the last row
    std::uint32_t last_outlet_ = no_outlet;
    outlet_media media_;
    std::vector<lookup_cache<named_factor>> factors_; // by medium
    lookup_cache<named_unit> units_;
    enum class fit : std::uint8_t { unasked, yes, no };
    std::vector<fit> fits_; // factor × unit
    lookup_cache<std::optional<model::interval>> intervals_;
    lookup_cache<std::optional<data_source>> sources_;
    marking marking_;
    std::optional<std::uint16_t> flow_field_, source_field_;
    bool source_words_ = false; // the rules spell the sources as the contract does
};

} // namespace huanchi::facts
