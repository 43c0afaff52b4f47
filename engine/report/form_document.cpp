#include "report/form_document.hpp"

#include "report/phrases.hpp"
#include "report/words.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

std::string title_of(std::string_view zh, std::string_view en, language in) {
    return std::string(choose(in, zh, en));
}

filled_cell cell_of(std::string text, blank otherwise, unsigned lines) {
    if (!text.empty()) return {std::move(text), {}, 1};
    return {"", otherwise, lines};
}

// Of a row that is on record, a cell that nobody has to fill in stays empty.
std::vector<filled_cell> known_row(form_section const& s, std::vector<std::string> row) {
    std::vector<filled_cell> cells;
    for (std::size_t i = 0; i < s.columns.size(); ++i) {
        auto cell = cell_of(i < row.size() ? std::move(row[i]) : std::string(), s.columns[i].otherwise, 1);
        if (cell.who == blank::look_up) cell.who = {};
        cells.push_back(std::move(cell));
    }
    return cells;
}

std::vector<filled_cell> empty_row(form_section const& s) {
    std::vector<filled_cell> cells;
    for (auto const& c : s.columns) cells.push_back({"", c.otherwise, 1});
    return cells;
}

filled_section filled(form_section const& s, form_source const& from) {
    filled_section out;
    out.title = title_of(s.zh, s.en, from.language);
    for (auto const& f : s.fields)
        out.fields.emplace_back(title_of(f.zh, f.en, from.language),
                                cell_of(f.fill ? f.fill(from) : std::string(), f.otherwise, f.lines));
    for (auto const& c : s.columns) out.columns.emplace_back(title_of(c.zh, c.en, from.language), c.number);
    if (s.rows)
        for (auto& row : s.rows(from)) out.rows.push_back(known_row(s, std::move(row)));
    while (out.rows.size() < s.empty_rows) out.rows.push_back(empty_row(s));
    return out;
}

std::string subject_of(form_source const& from) {
    auto text = from.site.name.empty() ? from.site_id : from.site.name;
    if (!from.case_id.empty()) return text + " · " + from.case_id;
    for (auto const& t : from.tickets) text += " · " + t.id;
    return text;
}

} // namespace

filled_form fill(form const& f, form_source const& from) {
    filled_form out;
    out.id = f.id;
    out.title = title_of(f.zh, f.en, from.language);
    out.subject = subject_of(from);
    // Without a ticket nothing has been confirmed either.
    bool const suspected = from.tickets.empty() || std::any_of(from.tickets.begin(), from.tickets.end(),
                                                               [](tickets::ticket const& t) { return t.nature == "lead"; });
    if (suspected) out.nature = lead_notice(from.language);
    out.unreviewed = f.confirmed_by.empty();
    for (auto const& s : f.sections) out.sections.push_back(filled(s, from));
    return out;
}

} // namespace huanchi::report
