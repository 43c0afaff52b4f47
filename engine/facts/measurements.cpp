#include "facts/measurements.hpp"

#include "facts/csv.hpp"
#include "facts/row_formats.hpp"
#include "facts/table_input.hpp"

namespace huanchi::facts {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// What the first bytes show that is no text at all.
std::optional<base::failure> foreign(std::string_view start, std::string const& name) {
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
        return base::failure{"'" + name + "' is UTF-16", "save it as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8"};
    if (start.starts_with("PK\x03\x04"))
        return base::failure{"'" + name + "' is an XLSX workbook", "leave --input-format out, or say xlsx"};
    if (start.starts_with("\xD0\xCF\x11\xE0"))
        return base::failure{"'" + name + "' is a workbook of the old format (.xls), or one with a password",
                             "open it and save it as .xlsx without a password, or as CSV (UTF-8)"};
    return std::nullopt;
}

} // namespace

std::optional<base::failure> find_start(input& in, std::string const& name, bool any_bytes) {
    while (!in.ended() && in.window().size() < 4) {
        if (auto problem = in.more()) return problem;
    }
    if (any_bytes) return std::nullopt; // a raw stream may begin with anything
    if (auto problem = foreign(in.window(), name)) return problem;
    if (in.window().starts_with(byte_order_mark)) in.consume(byte_order_mark.size());
    while (!in.ended() && in.window().size() < input::usual_chunk && trimmed(in.window()).empty()) {
        if (auto problem = in.more()) return problem;
    }
    return std::nullopt;
}

bool looks_like_json(input const& in) {
    auto const start = trimmed(in.window());
    return start.starts_with('{') || start.starts_with('[');
}

base::result<read_count> read_measurements_from(input& in, std::uint32_t file, std::string const& name,
                                                model::rulebook const& rules, facilities const& known,
                                                reading_options const& options, batch_sink const& rows,
                                                reject_sink const& rejects) {
    if (!options.format.empty() && options.format != "csv" && options.format != "xlsx" && options.format != "ndjson" &&
        options.format != "hj212")
        return base::failure{"unknown input format '" + options.format + "'", "expected csv, xlsx, ndjson or hj212"};
    if (options.format == "xlsx" || (options.format.empty() && begins_workbook(in)))
        return read_workbook(in, file, name, rules, known, options, rows, rejects);
    if (auto problem = find_start(in, name, options.format == "hj212")) return *problem;
    bool const packets = options.format.empty() ? looks_like_hj212(in.window()) : options.format == "hj212";
    if (packets) {
        auto own = options;
        own.time_label_end = false; // every device has its own way, which is settled before the row
        row_reader reader(file, rules, known, own, rows, rejects);
        packet_count seen;
        if (auto problem = read_hj212_rows(in, name, rules, known, options, reader, seen)) return *problem;
        auto count = reader.finish();
        count.packets = seen;
        return count;
    }
    bool const json = options.format.empty() ? looks_like_json(in) : options.format == "ndjson";

    if (!json) {
        auto table = find_table(in, name, rules, known, options);
        if (!table) return table.error();
        if (*table) return read_text_table(**table, in, file, name, rules, known, options, rows, rejects);
    }
    row_reader reader(file, rules, known, options, rows, rejects);
    auto problem = json ? read_json_rows(in, name, rules, reader) : read_csv_rows(in, name, rules, reader);
    if (problem) return *problem;
    return reader.finish();
}

base::result<read_count> read_measurements(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                           facilities const& known, reading_options const& options, batch_sink const& rows,
                                           reject_sink const& rejects) {
    auto in = input::open(path, input::usual_chunk, 0, options.first_bytes);
    if (!in) return in.error();
    std::string const name = path == "-" ? "standard input" : path;
    return read_measurements_from(*in, file, name, rules, known, options, rows, rejects);
}

base::result<read_count> read_measurements_text(std::string_view text, std::uint32_t file, std::string const& name,
                                                model::rulebook const& rules, facilities const& known,
                                                reading_options const& options, batch_sink const& rows,
                                                reject_sink const& rejects) {
    auto in = input::over(text);
    return read_measurements_from(in, file, name, rules, known, options, rows, rejects);
}

} // namespace huanchi::facts
