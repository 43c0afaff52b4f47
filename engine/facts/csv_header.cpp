#include "facts/csv_header.hpp"

#include "base/utf8.hpp"
#include "facts/excerpt.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#define SIMDJSON_EXCEPTIONS 0 // as json_rows.cpp has it
#include <simdjson.h>

namespace huanchi::facts {

namespace {

std::string list(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& n : names) out += (out.empty() ? "" : ", ") + n;
    return out;
}

base::failure bad_header(std::string const& name, std::string const& what, std::vector<std::string> const& names) {
    return {"'" + name + "': " + what + "; the columns are " + list(names),
            "expected a header with " + required_columns() +
                " (or 企业编号, 排放口编号, 监测时间, 污染物, 监测值, 单位), separated by commas"};
}

} // namespace

std::string required_columns() {
    std::string out;
    for (std::size_t i = 0; i < required_roles; ++i) out += (i ? ", " : "") + std::string(text(static_cast<role>(i)));
    return out;
}

base::result<csv_header> read_csv_header(std::vector<std::string_view> const& cells, std::string const& name,
                                         column_names const& known) {
    csv_header h;
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

csv_feed::csv_feed(csv_header const& header, row_reader& rows) : header_(header), rows_(rows) {
    for (auto const& [r, column] : header.roles) row_.columns[index(r)] = header.names[column];
    for (auto const& f : header.fields) row_.fields.push_back({f.field, {}, header.names[f.column]});
    if (rows.keeps_others())
        for (auto const column : header.others) row_.others.push_back({header.names[column], {}});
}

void csv_feed::take(csv_scanner::outcome outcome, csv_scanner const& record, std::uint32_t line) {
    if (outcome == csv_scanner::outcome::blank) return;
    if (outcome == csv_scanner::outcome::record) return row(record, line);
    rows_.reject(line, "", "bad_row", record.problem(), record.raw());
}

void csv_feed::row(csv_scanner const& record, std::uint32_t line) {
    auto const& cells = record.fields();
    if (!simdjson::validate_utf8(record.raw().data(), record.raw().size())) return reject_encoding(record, line);
    if (cells.size() != header_.names.size()) {
        rows_.reject(line, "", "bad_row",
                     std::to_string(cells.size()) + " fields where the header has " + std::to_string(header_.names.size()),
                     record.raw());
        return;
    }
    for (auto const& [r, column] : header_.roles) row_.cells[index(r)] = trimmed(cells[column]);
    for (std::size_t i = 0; i < row_.fields.size(); ++i) row_.fields[i].text = trimmed(cells[header_.fields[i].column]);
    for (std::size_t i = 0; i < row_.others.size(); ++i) row_.others[i].text = trimmed(cells[header_.others[i]]);
    row_.line = line;
    row_.raw = record.raw();
    rows_.read(row_);
}

void csv_feed::reject_encoding(csv_scanner const& record, std::uint32_t line) {
    auto const& cells = record.fields();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto const at = base::first_invalid_utf8(cells[i]);
        if (!at) continue;
        std::array<char, 8> byte{};
        std::snprintf(byte.data(), byte.size(), "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(cells[i][*at])));
        rows_.reject(line, i < header_.names.size() ? header_.names[i] : "", "bad_utf8",
                     "byte " + std::to_string(*at + 1) + " of the field, " + byte.data() + ", is not UTF-8", record.raw());
        return;
    }
    rows_.reject(line, "", "bad_utf8", "the row is not UTF-8", record.raw());
}

} // namespace huanchi::facts
