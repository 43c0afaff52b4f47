#include "facts/row_formats.hpp"

#include "base/utf8.hpp"
#include "facts/csv.hpp"
#include "facts/excerpt.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#define SIMDJSON_EXCEPTIONS 0 // as json_rows.cpp has it
#include <simdjson.h>

namespace huanchi::facts {

namespace {

struct field_column {
    std::uint16_t field;
    std::size_t column;
};
struct header {
    std::vector<std::string> names;
    std::vector<std::pair<role, std::size_t>> roles; // column of each that is there
    std::vector<field_column> fields;
    std::vector<std::size_t> others; // columns that nobody knows
};

std::string list(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& n : names) out += (out.empty() ? "" : ", ") + n;
    return out;
}

std::string required_names() {
    std::string out;
    for (std::size_t i = 0; i < required_roles; ++i) out += (i ? ", " : "") + std::string(text(static_cast<role>(i)));
    return out;
}

base::failure bad_header(std::string const& name, std::string const& what, std::vector<std::string> const& names) {
    return {"'" + name + "': " + what + "; the columns are " + list(names),
            "expected a header with " + required_names() +
                " (or 企业编号, 排放口编号, 监测时间, 污染物, 监测值, 单位), separated by commas"};
}

base::result<header> read_header(std::vector<std::string_view> const& cells, std::string const& name,
                                 column_names const& known) {
    header h;
    std::array<std::string, role_count> taken;
    std::set<std::string> seen;
    for (auto const cell : cells) {
        std::string const column(trimmed(cell));
        if (base::first_invalid_utf8(column))
            return base::failure{"'" + name + "' is not UTF-8: its header is not",
                                 "convert it, for example: iconv -f GB18030 -t UTF-8"};
        h.names.push_back(column);
    }
    for (std::size_t i = 0; i < h.names.size(); ++i) {
        auto const& column = h.names[i];
        if (column.empty()) continue;
        if (!seen.insert(column).second) return bad_header(name, "the column " + excerpt(column) + " is there twice", h.names);
        auto const meaning = known.find(column);
        if (meaning.field) {
            auto const same =
                std::find_if(h.fields.begin(), h.fields.end(), [&](auto const& f) { return f.field == *meaning.field; });
            if (same != h.fields.end())
                return bad_header(name, excerpt(h.names[same->column]) + " and " + excerpt(column) + " mean the same", h.names);
            h.fields.push_back({*meaning.field, i});
        }
        if (meaning.ignored()) h.others.push_back(i);
        if (meaning.role == role::none) continue;
        auto& holder = taken[index(meaning.role)];
        if (!holder.empty()) return bad_header(name, excerpt(holder) + " and " + excerpt(column) + " mean the same", h.names);
        holder = column;
        h.roles.emplace_back(meaning.role, i);
    }
    std::string missing;
    for (std::size_t i = 0; i < required_roles; ++i)
        if (taken[i].empty()) missing += (missing.empty() ? "" : ", ") + std::string(text(static_cast<role>(i)));
    if (!missing.empty()) return bad_header(name, "no column for " + missing, h.names);
    return h;
}

class csv_rows {
public:
    csv_rows(input& in, std::string const& name, model::rulebook const& rules, row_reader& rows)
        : in_(in), name_(name), known_(rules), rows_(rows) {}

    std::optional<base::failure> read() {
        for (;;) {
            if (in_.window().empty() && in_.ended()) break;
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
        if (!header_) return base::failure{"'" + name_ + "' is empty: no header", "expected a header with " + required_names()};
        return std::nullopt;
    }

private:
    std::optional<base::failure> take(csv_scanner::outcome outcome) {
        if (outcome == csv_scanner::outcome::blank) return std::nullopt;
        bool const whole = outcome == csv_scanner::outcome::record;
        if (header_) {
            if (whole)
                row();
            else
                rows_.reject(line_, "", "bad_row", scanner_.problem(), scanner_.raw());
            return std::nullopt;
        }
        if (!whole)
            return base::failure{"'" + name_ + "': the header cannot be read: " + scanner_.problem(), "correct the first line"};
        auto read = read_header(scanner_.fields(), name_, known_);
        if (!read) return read.error();
        header_ = std::move(*read);
        for (auto const& [r, column] : header_->roles) row_.columns[index(r)] = header_->names[column];
        if (rows_.keeps_others())
            for (auto const column : header_->others) row_.others.push_back({header_->names[column], {}});
        for (auto const& f : header_->fields) row_.fields.push_back({f.field, {}, header_->names[f.column]});
        return std::nullopt;
    }

    void row() {
        auto const& cells = scanner_.fields();
        if (!simdjson::validate_utf8(scanner_.raw().data(), scanner_.raw().size())) return reject_encoding();
        if (cells.size() != header_->names.size()) {
            rows_.reject(line_, "", "bad_row",
                         std::to_string(cells.size()) + " fields where the header has " + std::to_string(header_->names.size()),
                         scanner_.raw());
            return;
        }
        for (auto const& [r, column] : header_->roles) row_.cells[index(r)] = trimmed(cells[column]);
        for (std::size_t i = 0; i < row_.fields.size(); ++i) row_.fields[i].text = trimmed(cells[header_->fields[i].column]);
        for (std::size_t i = 0; i < row_.others.size(); ++i) row_.others[i].text = trimmed(cells[header_->others[i]]);
        row_.line = line_;
        row_.raw = scanner_.raw();
        rows_.read(row_);
    }

    void reject_encoding() {
        auto const& cells = scanner_.fields();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto const at = base::first_invalid_utf8(cells[i]);
            if (!at) continue;
            std::array<char, 8> byte{};
            std::snprintf(byte.data(), byte.size(), "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(cells[i][*at])));
            rows_.reject(line_, i < header_->names.size() ? header_->names[i] : "", "bad_utf8",
                         "byte " + std::to_string(*at + 1) + " of the field, " + byte.data() + ", is not UTF-8",
                         scanner_.raw());
            return;
        }
        rows_.reject(line_, "", "bad_utf8", "the row is not UTF-8", scanner_.raw());
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
    column_names known_;
    row_reader& rows_;
    csv_scanner scanner_;
    std::optional<header> header_;
    row_text row_;
    std::uint32_t line_ = 1;
};

} // namespace

std::optional<base::failure> read_csv_rows(input& in, std::string const& name, model::rulebook const& rules, row_reader& rows) {
    return csv_rows(in, name, rules, rows).read();
}

} // namespace huanchi::facts
