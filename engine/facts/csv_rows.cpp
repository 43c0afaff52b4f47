#include "facts/row_formats.hpp"

#include "facts/csv.hpp"
#include "facts/csv_header.hpp"
#include "facts/csv_records.hpp"

namespace huanchi::facts {

namespace {

class csv_rows {
public:
    csv_rows(input& in, std::string const& name, row_reader& rows) : in_(in), name_(name), rows_(rows) {}

    // What follows a header that is read already; `line` is the first.
    std::optional<base::failure> go_on(csv_header const& header, std::uint32_t line) {
        line_ = line;
        feed_.emplace(header, rows_);
        return each_record(in_, scanner_, line_, [&](csv_scanner::outcome outcome, std::uint32_t at) {
            feed_->take(outcome, scanner_, at);
            return std::optional<base::failure>();
        });
    }

    std::optional<base::failure> read(column_names const& known) {
        std::optional<csv_header> header;
        auto const take = [&](csv_scanner::outcome outcome, std::uint32_t at) -> std::optional<base::failure> {
            if (feed_) {
                feed_->take(outcome, scanner_, at);
                return std::nullopt;
            }
            if (outcome == csv_scanner::outcome::blank) return std::nullopt;
            if (outcome != csv_scanner::outcome::record)
                return base::failure{"'" + name_ + "': the header cannot be read: " + scanner_.problem(),
                                     "correct the first line"};
            auto read = read_csv_header(scanner_.fields(), name_, known);
            if (!read) return read.error();
            header = std::move(*read);
            feed_.emplace(*header, rows_);
            return std::nullopt;
        };
        if (auto problem = each_record(in_, scanner_, line_, take)) return problem;
        if (!header)
            return base::failure{"'" + name_ + "' is empty: no header", "expected a header with " + required_columns()};
        return std::nullopt;
    }

private:
    input& in_;
    std::string const& name_;
    row_reader& rows_;
    csv_scanner scanner_;
    std::optional<csv_feed> feed_;
    std::uint32_t line_ = 1;
};

} // namespace

std::optional<base::failure> read_csv_rows(input& in, std::string const& name, model::rulebook const& rules, row_reader& rows) {
    return csv_rows(in, name, rows).read(column_names(rules));
}

std::optional<base::failure> read_csv_rows_after(csv_header const& header, std::uint32_t line, input& in,
                                                 std::string const& name, row_reader& rows) {
    return csv_rows(in, name, rows).go_on(header, line);
}

} // namespace huanchi::facts
