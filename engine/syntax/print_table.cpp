// Tables in columns: labels to the left, cells right-aligned under their headers, units and what follows behind them.
#include "base/utf8.hpp"
#include "syntax/lines.hpp"
#include "syntax/print.hpp"

#include <algorithm>

namespace huanchi::syntax {

namespace {

constexpr std::size_t apart = 2; // blanks between columns

std::size_t width_of(std::string_view text) {
    return base::display_width(text);
}

std::string blanks(std::size_t n) {
    return std::string(n, ' ');
}

std::string left(std::string const& text, std::size_t width) {
    std::size_t const own = width_of(text);
    return text + blanks(own < width ? width - own : 0);
}

std::string right(std::string const& text, std::size_t width) {
    std::size_t const own = width_of(text);
    return blanks(own < width ? width - own : 0) + text;
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string_view sign_of(comparison c) {
    static constexpr std::string_view all[] = {"<=", "<", ">=", ">", "=", "", ""};
    return all[static_cast<std::size_t>(c)];
}

bool is_number(expression const& e) {
    if (auto const* r = std::get_if<range>(&e.node)) return is_number(*r->high);
    if (auto const* b = std::get_if<bounded>(&e.node)) return is_number(*b->bound);
    if (auto const* u = std::get_if<unary>(&e.node)) return is_number(*u->operand);
    auto const* n = std::get_if<number>(&e.node);
    return n != nullptr && n->unit.empty();
}

// The cells as text; a comma goes behind one where a blank alone would join it to the next or make a keyword of that.
std::vector<std::string> print_cells(printing const& p, std::vector<expression> const& cells, bool take_units) {
    std::vector<std::string> out;
    for (expression const& e : cells) {
        std::string printed = print(p, e);
        iterator const end = printed.data() + printed.size();
        bool const keyword = !take_units && starts_with_keyword(printed);
        bool const unit =
            take_units && !out.empty() && is_number(cells[out.size() - 1]) && scan_unit(printed.data(), end) != printed.data();
        if (!out.empty() && (keyword || unit)) out.back() += ',';
        out.push_back(std::move(printed));
    }
    return out;
}

struct line_parts {
    std::size_t index; // of the entry in the block
    bool is_header;
    std::string lead; // label, or `by grade:`
    std::string sign;
    std::vector<std::string> cells;
    std::string unit;
    std::string tail;
};

std::string sign_of(printing const& p, table_row const& r) {
    if (r.op != comparison::in) return std::string(sign_of(r.op));
    std::string_view const rest = p.text.substr(r.label_where.end);
    iterator const begin = rest.data();
    return p.word(keyword::in, r.label_where.end + static_cast<std::uint32_t>(skip_blanks(begin, begin + rest.size()) - begin));
}

// A label needs quotation marks if the line would not be read as the same row without them.
std::string print_label(table_row const& r, std::string const& sign) {
    std::string const lead = r.is_reference ? "reference " : "";
    std::string const line = lead + r.label + " " + (r.op == comparison::none ? "prohibited" : sign + " 1");
    iterator const end = line.data() + line.size();
    iterator const label = line.data() + lead.size();
    line_kind const wanted = r.is_reference ? line_kind::reference_row : line_kind::row;
    bool same = classify(line.data(), end, true, false) == wanted && !looks_misspelt(label, label + r.label.size());
    auto const head = same ? scan_row_head(label, end) : std::nullopt;
    same = head && head->label == r.label && head->label_end == label + r.label.size() && skip_blanks(label, end) == label;
    return same ? r.label : quoted(r.label);
}

line_parts parts_of(printing const& p, table_row const& r, std::size_t index) {
    line_parts out{index, false, {}, sign_of(p, r), print_cells(p, r.cells, false), r.unit, {}};
    out.lead = print_label(r, out.sign);
    if (r.is_reference) {
        // `reference` has no place in the tree, so its column is looked up.
        out.lead = p.word(keyword::reference, r.where.begin) + " " + out.lead;
    }
    for (segment const& s : r.tail) out.tail.append(out.tail.empty() ? "" : " ").append(print(p, s));
    return out;
}

line_parts parts_of(printing const& p, table_header const& h, std::size_t index) {
    line_parts out{index, true, p.word(h.key, h.written), {}, print_cells(p, h.cells, true), {}, {}};
    if (h.subject) out.lead.append(1, ' ').append(print(p, *h.subject));
    if (h.key != keyword::rows) out.lead += ':';
    return out;
}

std::string plain(line_parts const& line) {
    std::string out = line.lead;
    if (!line.sign.empty()) out += " " + line.sign;
    for (std::string const& cell : line.cells) out += " " + cell;
    if (!line.unit.empty()) out += " " + line.unit;
    if (!line.tail.empty()) out += " " + line.tail;
    return out;
}

void align(std::vector<line_parts> const& lines, std::vector<std::string>& out) {
    std::size_t label = 0, sign = 0, unit = 0, lead = 0;
    std::vector<std::size_t> columns;
    for (line_parts const& line : lines) {
        if (!line.is_header) label = std::max(label, width_of(line.lead));
        sign = std::max(sign, width_of(line.sign));
        unit = std::max(unit, width_of(line.unit));
        if (line.is_header && !line.cells.empty()) lead = std::max(lead, width_of(line.lead));
        if (columns.size() < line.cells.size()) columns.resize(line.cells.size());
        for (std::size_t i = 0; i < line.cells.size(); ++i) columns[i] = std::max(columns[i], width_of(line.cells[i]));
    }
    lead = std::max(lead, label + (sign > 0 ? apart + sign : 0));
    for (line_parts const& line : lines) {
        std::string text = line.is_header ? line.lead : left(line.lead, label) + blanks(sign > 0 ? apart : 0) + line.sign;
        text = left(text, lead);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            text += blanks(apart) + right(i < line.cells.size() ? line.cells[i] : "", columns[i]);
        }
        if (unit > 0) text += blanks(apart) + left(line.unit, unit);
        if (!line.tail.empty()) text += blanks(apart) + line.tail;
        out[line.index] = trimmed(std::move(text));
    }
}

// Below `columns`: words as they were written.
std::string raw(printing const& p, expression const& word) {
    if (auto const* n = std::get_if<name>(&word.node)) return n->text();
    auto const* t = std::get_if<text_literal>(&word.node);
    if (t == nullptr) return "-";
    std::string_view const source = p.between(word.where.begin, word.where.end);
    bool const was_quoted = scan_string(source.data(), source.data() + source.size()).has_value();
    return was_quoted ? quoted(t->value) : t->value;
}

bool looks_numeric(std::string const& word) {
    return word == "-" || base::decimal::parse(word).has_value();
}

struct raw_line {
    std::size_t index;
    std::vector<std::string> words;
};

// The first line holds the names of the columns. Words beyond them belong to the last column and stand between commas.
void align_columns(std::string const& keyword, std::vector<raw_line>& lines, std::vector<std::string>& out) {
    std::size_t const count = lines.front().words.size();
    for (raw_line& line : lines) {
        for (; line.words.size() > count; line.words.erase(line.words.begin() + static_cast<std::ptrdiff_t>(count))) {
            line.words[count - 1] += ", " + line.words[count];
        }
    }
    std::vector<std::size_t> widths(count);
    std::vector<bool> numeric(count, lines.size() > 1);
    for (raw_line const& line : lines) {
        for (std::size_t i = 0; i < line.words.size(); ++i) {
            widths[i] = std::max(widths[i], width_of(line.words[i]));
            if (&line != &lines.front() && !looks_numeric(line.words[i])) numeric[i] = false;
        }
    }
    for (raw_line const& line : lines) {
        std::string text = &line == &lines.front() ? keyword : blanks(width_of(keyword));
        for (std::size_t i = 0; i < line.words.size(); ++i) {
            text += blanks(apart) + (numeric[i] ? right(line.words[i], widths[i]) : left(line.words[i], widths[i]));
        }
        out[line.index] = trimmed(std::move(text));
    }
}

// Gathers the lines of one table until the next begins.
class tables {
public:
    tables(printing const& p, std::vector<std::string>& out) : p_(p), out_(out) {}
    ~tables() { finish(); }
    tables(tables const&) = delete;
    tables& operator=(tables const&) = delete;

    void add(table_header const& h, std::size_t index) {
        if (h.key == keyword::columns || !columns_.empty() || has_rows_) finish();
        in_table_ = true;
        if (h.key == keyword::columns) {
            columns_.push_back({index, words(h.cells)});
            keyword_ = p_.word(h.key, h.written);
        } else {
            lines_.push_back(parts_of(p_, h, index));
        }
    }
    void add(table_row const& r, std::size_t index) {
        has_rows_ = true;
        if (!columns_.empty()) {
            columns_.push_back({index, words(r.cells)});
        } else if (in_table_) {
            lines_.push_back(parts_of(p_, r, index));
        } else {
            out_[index] = plain(parts_of(p_, r, index));
        }
    }
    void add(item const&, std::size_t) {}

private:
    void finish() {
        if (!columns_.empty()) align_columns(keyword_, columns_, out_);
        align(lines_, out_);
        columns_.clear();
        lines_.clear();
        has_rows_ = false;
    }
    std::vector<std::string> words(std::vector<expression> const& cells) const {
        std::vector<std::string> all;
        for (expression const& e : cells) all.push_back(raw(p_, e));
        return all;
    }

    printing const& p_;
    std::vector<std::string>& out_;
    std::vector<line_parts> lines_;
    std::vector<raw_line> columns_;
    std::string keyword_;
    bool has_rows_ = false;
    bool in_table_ = false;
};

} // namespace

std::vector<std::string> print_tables(printing const& p, block const& b) {
    std::vector<std::string> out(b.entries.size());
    tables all(p, out);
    for (std::size_t i = 0; i < b.entries.size(); ++i) {
        std::visit([&](auto const& node) { all.add(node, i); }, b.entries[i]);
    }
    return out;
}

} // namespace huanchi::syntax
