#include "facts/row_formats.hpp"

#include "facts/csv.hpp"
#include "facts/csv_header.hpp"

namespace huanchi::facts {

namespace {

class csv_rows {
public:
    csv_rows(input& in, std::string const& name, row_reader& rows) : in_(in), name_(name), rows_(rows) {}

    // What follows a header that is read already; `line` is the first.
    std::optional<base::failure> go_on(csv_header const& header, std::uint32_t line) {
        line_ = line;
        feed_.emplace(header, rows_);
        return each([&](csv_scanner::outcome outcome) {
            feed_->take(outcome, scanner_, line_);
            return std::optional<base::failure>();
        });
    }

    std::optional<base::failure> read(column_names const& known) {
        std::optional<csv_header> header;
        auto const problem = each([&](csv_scanner::outcome outcome) -> std::optional<base::failure> {
            if (feed_) {
                feed_->take(outcome, scanner_, line_);
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
        });
        if (problem) return problem;
        if (!header)
            return base::failure{"'" + name_ + "' is empty: no header", "expected a header with " + required_columns()};
        return std::nullopt;
    }

private:
    template <class Take>
    std::optional<base::failure> each(Take const& take) {
        while (!in_.window().empty() || !in_.ended()) {
            auto const outcome =
                in_.window().empty() ? csv_scanner::outcome::incomplete : scanner_.next(in_.window(), in_.ended());
            if (outcome == csv_scanner::outcome::incomplete) {
                if (auto problem = in_.more()) return problem;
                continue;
            }
            if (auto problem = take(outcome)) return problem;
            in_.consume(scanner_.consumed());
            line_ += scanner_.lines();
            if (outcome == csv_scanner::outcome::too_long) {
                if (auto problem = drop_line()) return problem;
            }
        }
        return std::nullopt;
    }

    // The rest of a line of which the beginning is rejected already.
    std::optional<base::failure> drop_line() {
        for (;;) {
            auto const line_end = in_.window().find('\n');
            if (line_end != std::string_view::npos) {
                in_.consume(line_end + 1);
                ++line_;
                return std::nullopt;
            }
            in_.consume(in_.window().size());
            if (in_.ended()) return std::nullopt;
            if (auto problem = in_.more()) return problem;
        }
    }

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
