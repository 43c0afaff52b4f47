#include "tables/workbook.hpp"

#include "tables/archive.hpp"
#include "tables/cell_place.hpp"
#include "tables/merged_cells.hpp"
#include "tables/workbook_parts.hpp"
#include "tables/xml_events.hpp"

#include <algorithm>
#include <charconv>

namespace huanchi::tables {

namespace {

constexpr std::size_t most_active = 4096;   // merged stretches over one row
constexpr std::uint32_t most_filled = 1024; // columns that a merged stretch covers

std::string_view trim(std::string_view t) {
    auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    for (bool more = true; more;) {
        more = false;
        while (!t.empty() && blank(t.front())) t.remove_prefix(1);
        while (!t.empty() && blank(t.back())) t.remove_suffix(1);
        for (std::string_view const wide : {"\xE3\x80\x80", "\xC2\xA0"}) { // ideographic, not to be broken
            if (t.starts_with(wide)) t.remove_prefix(wide.size()), more = true;
            if (t.ends_with(wide)) t.remove_suffix(wide.size()), more = true;
        }
    }
    return t;
}

template <class T>
std::optional<T> whole_number(std::string_view text) {
    T n{};
    auto const read = std::from_chars(text.data(), text.data() + text.size(), n);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return n;
}

// The texts of merged stretches over the row at hand.
class merged_texts {
public:
    explicit merged_texts(std::vector<merged> all) : all_(std::move(all)) {
        std::stable_sort(all_.begin(), all_.end(), [](auto const& a, auto const& b) { return a.from.row < b.from.row; });
    }
    bool any() const { return !all_.empty(); }

    // False: more stretches than a sheet of a spreadsheet can have over one row.
    bool fill(std::uint32_t row, std::vector<std::string_view> const& cells, std::vector<std::string_view>& out) {
        std::erase_if(active_, [&](auto const& a) { return a.to.row < row; });
        for (; next_ < all_.size() && all_[next_].from.row <= row; ++next_) {
            auto const& m = all_[next_];
            if (m.to.row < row) continue;
            bool const seen = m.from.row == row && m.from.column < cells.size();
            active_.push_back({m.from, m.to, seen ? std::string(cells[m.from.column]) : std::string()});
        }
        if (active_.size() > most_active) return false;
        out = cells;
        for (auto const& a : active_) {
            if (a.text.empty()) continue;
            auto const end = std::min(a.to.column, a.from.column + most_filled) + 1;
            if (out.size() < end) out.resize(end);
            std::fill(out.begin() + a.from.column, out.begin() + end, std::string_view(a.text));
        }
        return true;
    }

private:
    struct over {
        cell_place from, to;
        std::string text;
    };
    std::vector<merged> all_;
    std::size_t next_ = 0;
    std::vector<over> active_;
};

// The rows of one sheet as its XML passes.
class sheet_rows {
public:
    sheet_rows(workbook_outline const& book, workbook_limits const& limits, std::vector<merged> stretches, row_sink const& rows)
        : book_(book), limits_(limits), merged_(std::move(stretches)), rows_(rows), xml_(events()) {}

    bool feed(std::string_view piece, bool last = false) { return xml_.feed(piece, last); }
    std::optional<std::string> problem() const { return problem_.empty() ? xml_.problem() : std::optional(problem_); }
    bool stopped() const { return stopped_; }

private:
    struct piece_of {
        std::uint32_t column;
        std::size_t begin, end; // in texts_
    };

    xml_events events() {
        return {[this](std::string_view name, xml_attributes a) { start(name, a); },
                [this](std::string_view name) { end(name); },
                [this](std::string_view text) {
                    if (in_text_ && written_.size() < limits_.cell) written_.append(text);
                }};
    }

    void refuse(std::string what) {
        if (problem_.empty()) problem_ = std::move(what);
        xml_.stop();
    }

    void start(std::string_view name, xml_attributes a) {
        if (name == "row") {
            auto const named = whole_number<std::uint32_t>(a["r"]);
            auto const number = named.value_or(row_ + 1);
            if (number <= row_ || number > most_rows) return refuse("its rows are not in order");
            row_ = number;
            column_ = 0;
            pieces_.clear();
            texts_.clear();
        } else if (name == "c") {
            auto const place = read_place(a["r"]);
            at_ = place ? place->column : column_;
            if (at_ >= most_columns || at_ < column_)
                return refuse("the cells of row " + std::to_string(row_) + " are not in order");
            column_ = at_ + 1;
            type_.assign(a["t"]);
            style_ = whole_number<std::size_t>(a["s"]).value_or(0);
            written_.clear();
            in_cell_ = true;
        } else if (name == "rPh") {
            ++phonetic_;
        }
        in_text_ = in_cell_ && phonetic_ == 0 && (name == "v" || (name == "t" && type_ == "inlineStr"));
    }

    void end(std::string_view name) {
        in_text_ = false;
        if (name == "rPh") --phonetic_;
        if (name == "c" && in_cell_) {
            in_cell_ = false;
            keep();
        }
        if (name == "row") give();
    }

    void keep() {
        if (written_.empty()) return;
        auto const begin = texts_.size();
        if (type_ == "s") {
            auto const index = whole_number<std::size_t>(written_);
            if (!index || *index >= book_.texts.size())
                return refuse("the cell " + column_letters(at_) + std::to_string(row_) + " names a text that is not there");
            texts_.append(trim(book_.texts[*index]));
        } else if (type_.empty() || type_ == "n") {
            append_number();
        } else {
            texts_.append(type_ == "b" ? (written_ == "1" ? "TRUE" : "FALSE") : trim(written_));
        }
        if (texts_.size() > begin) pieces_.push_back({at_, begin, texts_.size()});
    }

    void append_number() {
        auto const shown = style_ < book_.styles.size() ? book_.styles[style_] : shown_as::number;
        if (shown != shown_as::number) {
            if (auto const date = date_of_serial(written_, book_.dates, shown == shown_as::date_and_time)) {
                texts_.append(*date);
                return;
            }
        }
        texts_.append(shortest_number(written_));
    }

    void give() {
        if (pieces_.empty() || !problem_.empty()) return;
        cells_.assign(pieces_.back().column + 1, {});
        for (auto const& p : pieces_) cells_[p.column] = std::string_view(texts_).substr(p.begin, p.end - p.begin);
        if (merged_.any() && !merged_.fill(row_ - 1, cells_, filled_)) return refuse("too many merged cells cover one row");
        if (rows_({row_, cells_, merged_.any() ? filled_ : cells_, {}})) return;
        stopped_ = true;
        xml_.stop();
    }

    workbook_outline const& book_;
    workbook_limits const& limits_;
    merged_texts merged_;
    row_sink const& rows_;
    xml_stream xml_;
    std::string problem_;
    bool stopped_ = false;

    std::uint32_t row_ = 0, column_ = 0, at_ = 0;
    std::string type_, written_, texts_;
    std::size_t style_ = 0;
    bool in_cell_ = false, in_text_ = false;
    int phonetic_ = 0;
    std::vector<piece_of> pieces_;
    std::vector<std::string_view> cells_, filled_;
};

} // namespace

struct workbook::parts {
    std::string bytes, name;
    workbook_limits limits;
    std::optional<archive> zip; // over bytes
    workbook_outline outline;
};

workbook::workbook(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
workbook::workbook(workbook&&) noexcept = default;
workbook::~workbook() = default;

bool looks_like_workbook(std::string_view start) {
    return start.starts_with("PK\x03\x04");
}

base::result<workbook> workbook::open(std::string bytes, std::string const& name, workbook_limits limits) {
    if (bytes.size() > limits.archive)
        return base::failure{"'" + name + "' is larger than " + std::to_string(limits.archive >> 20) + " MiB",
                             "save its sheets as CSV (UTF-8)"};
    auto p = std::make_unique<parts>();
    p->bytes = std::move(bytes);
    p->name = name;
    p->limits = limits;
    if (auto opened = archive::open(p->bytes)) p->zip.emplace(std::move(*opened));
    if (!p->zip)
        return base::failure{"'" + name + "' is a damaged ZIP archive or XLSX workbook",
                             "export it again, or save its sheets as CSV (UTF-8)"};
    if (auto const problem = read_outline(*p->zip, limits, p->outline))
        return base::failure{"'" + name + "' is no XLSX workbook that can be read: " + *problem,
                             "open it in a spreadsheet and save it as .xlsx, or its sheets as CSV (UTF-8)"};
    return workbook(std::move(p));
}

std::vector<workbook::sheet> const& workbook::sheets() const {
    return parts_->outline.sheets;
}

std::optional<base::failure> workbook::read(std::size_t index, row_sink const& rows) {
    auto const& p = *parts_;
    auto const failed = [&](std::string const& why) {
        return base::failure{"'" + p.name + "', sheet '" + p.outline.sheets[index].name + "' cannot be read: " + why,
                             "open it in a spreadsheet and save it again as .xlsx, or its sheets as CSV (UTF-8)"};
    };
    auto const bounds = bounds_of(p.limits, p.limits.entry);
    merged_finder finder(p.limits.merged);
    bool few = true;
    if (auto const why =
            p.zip->read(p.outline.entries[index], bounds, [&](std::string_view piece) { return few = finder.feed(piece); }))
        return failed(*why);
    if (!few) return failed("it has too many merged cells");
    sheet_rows reader(p.outline, p.limits, finder.take(), rows);
    auto const why = p.zip->read(p.outline.entries[index], bounds, [&](std::string_view piece) { return reader.feed(piece); });
    if (why) return failed(*why);
    if (!reader.stopped() && !reader.problem()) reader.feed({}, true);
    if (auto const broken = reader.problem()) return failed(*broken);
    return std::nullopt;
}

} // namespace huanchi::tables
