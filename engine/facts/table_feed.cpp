#include "facts/table_feed.hpp"

#include "facts/amount.hpp"
#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/marking.hpp"
#include "facts/table_headings.hpp"
#include "facts/written_times.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

std::string_view cell(std::span<std::string_view const> cells, std::size_t column) {
    return column < cells.size() ? cells[column] : std::string_view();
}

bool begins_with_digit(std::string_view text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

// 1,234.5: separators every three digits before the point.
bool has_thousands(std::string_view text) {
    auto whole = text.substr(0, text.find('.'));
    if (whole.starts_with('-') || whole.starts_with('+')) whole.remove_prefix(1);
    auto const first = whole.find(',');
    if (first == std::string_view::npos || first == 0 || first > 3) return false;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        bool const comma = i >= first && (i - first) % 4 == 0;
        if (comma != (whole[i] == ',') || (!comma && (whole[i] < '0' || whole[i] > '9'))) return false;
    }
    return (whole.size() - first) % 4 == 0;
}

} // namespace

std::string_view without_thousands(std::string_view text, std::string& scratch) {
    if (!has_thousands(text)) return text;
    scratch.assign(text);
    std::erase(scratch, ',');
    return scratch;
}

table_feed::table_feed(table_plan const& plan, model::rulebook const& rules, facilities const& known, row_reader& rows,
                       bool full_lines)
    : plan_(plan), rules_(rules), rows_(rows), full_lines_(full_lines) {
    for (auto const& site : known.sites) {
        if (site.name.empty()) continue;
        auto const [at, added] = enterprises_.try_emplace(site.name, site.id);
        if (!added) at->second.clear();
    }
    std::size_t widest = plan.width;
    for (auto const& v : plan.values)
        if (v.column) widest = std::max(widest, *v.column + 1);
    holds_value_.assign(widest, false);
    for (auto const& v : plan.values) {
        if (v.column) holds_value_[*v.column] = true;
        auto& its = companions_.emplace_back();
        for (auto const& c : v.companions) its.push_back({&c, {}, {}});
    }
    for (auto const& c : plan.columns) kept_.push_back({&c, {}, {}});
    auto const keep = [](std::optional<bound_column> const& from, std::optional<kept_text>& to) {
        if (from) to = kept_text{&*from, {}, {}};
    };
    keep(plan.time, time_);
    keep(plan.date, date_);
    keep(plan.clock, clock_);
    keep(plan.enterprise_name, enterprise_);
}

void table_feed::reject(std::uint32_t line, std::string_view column, std::string code, std::string reason,
                        std::string_view raw) {
    rows_.reject(line, column, std::move(code), std::move(reason), raw);
}

std::string_view table_feed::raw_of(tables::sheet_row const& row) {
    if (!row.raw.empty()) return row.raw;
    raw_.clear();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (i) raw_ += ',';
        bool const quoted = row.cells[i].find_first_of(",\"\n") != std::string_view::npos;
        if (quoted) raw_ += '"';
        for (char const c : row.cells[i]) {
            if (quoted && c == '"') raw_ += '"';
            raw_ += c;
        }
        if (quoted) raw_ += '"';
    }
    return raw_;
}

// The cell as the rules read it: a word of the table translated, a number without separators and with the unit of its column.
std::string_view table_feed::text_of(kept_text& k, tables::sheet_row const& row) {
    auto const& c = *k.column;
    auto said = cell(row.filled, c.column);
    if (c.fill_down) {
        if (said.empty())
            said = k.above;
        else if (said != k.above)
            k.above.assign(said);
    }
    if (said.empty()) return said;
    if (c.words) {
        if (auto const found = c.words->find(std::string(said)); found != c.words->end()) return found->second;
    }
    if (!c.meaning.field || c.meaning.role != role::none) return said;
    said = without_thousands(said, k.scratch);
    if (c.unit.empty() || !base::decimal::parse(said)) return said;
    std::string with_unit(said);
    with_unit.append(" ").append(c.unit);
    k.scratch = std::move(with_unit);
    return k.scratch;
}

void table_feed::set(column_meaning const& meaning, std::string_view text, std::string_view column) {
    if (meaning.role != role::none) {
        row_.cells[index(meaning.role)] = text;
        row_.columns[index(meaning.role)] = column;
    }
    if (meaning.field) row_.fields.push_back({*meaning.field, text, column});
}

// Lines behind the header that are no data: told as such, or set aside where the mapping says so.
bool table_feed::is_data(tables::sheet_row const& row) {
    auto const first = std::find_if(row.filled.begin(), row.filled.end(), [](auto const& c) { return !c.empty(); });
    if (first == row.filled.end()) return false;
    for (auto const& start : plan_.not_data)
        if (first->starts_with(start)) {
            ++set_aside_;
            return false;
        }
    auto const* when = plan_.date ? &*plan_.date : plan_.time ? &*plan_.time : nullptr;
    if (when && begins_with_digit(cell(row.filled, when->column))) return true;
    if (when && !when->header.empty() && folded(cell(row.filled, when->column)) == folded(when->header)) {
        reject(row.number, "", "bad_row", "the header comes again", raw_of(row));
        return false;
    }
    for (std::size_t c = 0; c < std::min(row.filled.size(), holds_value_.size()); ++c) {
        if (row.filled[c].empty() || holds_value_[c] || !is_summary_word(row.filled[c])) continue;
        reject(row.number, "", "summary_row",
               excerpt(row.filled[c]) +
                   " begins a line that sums up others: it is no measurement (a mapping may set such lines aside: not_data)",
               raw_of(row));
        return false;
    }
    return true;
}

bool table_feed::whole(tables::sheet_row const& row) {
    auto const width = plan_.width;
    bool const surplus = std::any_of(row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(width, row.cells.size())),
                                     row.cells.end(), [](auto const& c) { return !c.empty(); });
    if (!surplus && (!full_lines_ || row.cells.size() >= width)) return true;
    reject(row.number, "", "bad_row",
           std::to_string(row.cells.size()) + " fields where the header has " + std::to_string(width), raw_of(row));
    return false;
}

bool table_feed::set_time(tables::sheet_row const& row) {
    auto& from = date_ ? date_ : time_;
    if (!from) return true;
    std::string_view said = text_of(*from, row);
    auto const clock = clock_ ? text_of(*clock_, row) : std::string_view();
    auto const& header = from->column->header;
    auto const fail = [&](std::string_view text, std::string_view expected) {
        reject(row.number, header, "bad_time", excerpt(text) + " is no " + std::string(expected), raw_of(row));
        return false;
    };
    bool const by_format = !plan_.time_format.empty() && !said.empty();
    bool const other_epoch = plan_.dates == tables::date_system::from_1904 && tables::looks_like_serial(said, plan_.dates);
    if (by_format) {
        auto read = time_by_format(said, plan_.time_format);
        if (!read) return fail(said, "time of the format " + plan_.time_format);
        time_text_ = std::move(*read);
    } else if (other_epoch) {
        time_text_ = *tables::date_of_serial(said, plan_.dates, !clock_);
    } else {
        time_text_.assign(said);
    }
    if (clock_ && !said.empty() && !clock.empty()) {
        auto const day = usual_time(time_text_);
        if (!day || day->size() < 10) return fail(said, "date such as 2026-05-01");
        // The time of day of a cell that holds a date too.
        auto const in_cell = clock.size() > 8 ? usual_time(clock) : std::nullopt;
        auto const hour = in_cell && in_cell->size() > 11 ? std::optional(in_cell->substr(11)) : usual_clock(clock);
        if (!hour) return fail(clock, "time of day such as 8:00 or 8时");
        time_text_ = day->substr(0, 10) + " " + *hour;
    }
    set({role::time, std::nullopt}, time_text_, header);
    return true;
}

bool table_feed::set_enterprise(tables::sheet_row const& row) {
    if (!enterprise_) return true;
    auto const said = text_of(*enterprise_, row);
    if (said.empty() || !row_.cells[index(role::enterprise_id)].empty()) return true; // a column of ids beside it counts
    enterprise_text_.assign(said);
    auto const found = enterprises_.find(enterprise_text_);
    if (found != enterprises_.end() && !found->second.empty()) {
        set({role::enterprise_id, std::nullopt}, found->second, enterprise_->column->header);
        return true;
    }
    reject(row.number, enterprise_->column->header, "unknown_enterprise",
           found == enterprises_.end() ? "no facility is named " + excerpt(said)
                                       : "several facilities are named " + excerpt(said),
           raw_of(row));
    return false;
}

bool table_feed::marked_out(value_column const& v) const {
    for (auto const& c : v.companions) {
        auto const r = c.meaning.role;
        bool const mark = r == role::flag || r == role::mark || r == role::condition || r == role::review;
        if (mark && !is_missing(row_[r])) return true;
    }
    for (auto const r : marking::columns) {
        if (row_[r].empty()) continue;
        if (auto const say = treatment_of(rules_, text(r), row_[r]); say && *say != model::treatment::valid) return true;
    }
    return false;
}

// One row for one value; false where the cell is blank and nothing marks it.
bool table_feed::give(value_column const& v, std::size_t which, tables::sheet_row const& row) {
    for (auto const& [meaning, said] : v.constants) set(meaning, said, v.header);
    bool told = false;
    for (auto& k : companions_[which]) {
        auto const said = text_of(k, row);
        if (said.empty()) continue;
        told = told || !is_missing(said);
        set(k.column->meaning, said, k.column->header);
    }
    auto said = v.column ? cell(row.cells, *v.column) : std::string_view();
    if (v.words && !said.empty()) {
        if (auto const found = v.words->find(std::string(said)); found != v.words->end()) said = found->second;
    }
    // A further number without its value is a row too, which then says that it has none.
    if (is_missing(said) && !marked_out(v) && !(told && !v.column)) {
        ++blank_cells_;
        return false;
    }
    row_.cells[index(role::value)] = without_thousands(said, value_text_);
    row_.columns[index(role::value)] = v.header;
    rows_.read(row_);
    return true;
}

void table_feed::take(tables::sheet_row const& row) {
    if (row.number < plan_.first_row || !is_data(row) || !whole(row)) return;
    row_.cells.fill({});
    row_.columns.fill({});
    row_.fields.clear();
    row_.others.clear();
    row_.line = row.number;
    row_.raw = raw_of(row);
    for (auto const& [meaning, said] : plan_.constants) {
        bool const by_column = std::any_of(plan_.columns.begin(), plan_.columns.end(), [&](auto const& c) {
            return c.meaning.role == meaning.role && c.meaning.field == meaning.field && !cell(row.filled, c.column).empty();
        });
        if (!by_column) set(meaning, said, "");
    }
    for (auto& k : kept_)
        if (auto const said = text_of(k, row); !said.empty()) set(k.column->meaning, said, k.column->header);
    if (!set_time(row) || !set_enterprise(row)) return;
    if (rows_.keeps_others())
        for (auto const& [column, name] : plan_.others)
            if (auto const said = cell(row.filled, column); !said.empty()) row_.others.push_back({name, said});
    line_.cells = row_.cells;
    line_.columns = row_.columns;
    auto const fields = row_.fields.size();
    std::uint64_t const blank_before = blank_cells_;
    bool any = false;
    for (std::size_t i = 0; i < plan_.values.size(); ++i) {
        if (i > 0) {
            row_.cells = line_.cells;
            row_.columns = line_.columns;
            row_.fields.resize(fields);
        }
        any = give(plan_.values[i], i, row) || any;
    }
    if (any) return;
    blank_cells_ = blank_before;
    reject(row.number, "", "blank_value", "no value in any column of values, and no mark that takes the line out", row_.raw);
}

} // namespace huanchi::facts
