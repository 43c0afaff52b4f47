// Print forms as pages: one A4 sheet or more each, blanks underlined and marked with who fills them in.
#include "report/forms_html.hpp"

#include "base/utf8.hpp"
#include "report/html_text.hpp"
#include "report/phrases.hpp"
#include "report/report_pages.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

constexpr std::size_t most_of_half = 34, most_of_label = 22; // columns of text

struct blank_word {
    std::string_view mark_zh, mark_en, zh, en;
};
blank_word word_of(blank b) {
    switch (b) {
    case blank::look_up: return {"补", "A", "系统里没有，查明补填", "not on record: to be added"};
    case blank::see: return {"见", "S", "现场所见，当场填写", "seen on site"};
    case blank::decide: return {"定", "D", "由执法人员或者机关决定", "for the officer or the authority to decide"};
    case blank::sign: return {"签", "N", "签名、盖章、注明日期", "signature, seal, date"};
    }
    return {};
}

std::string line_of(std::string const& mark, blank_word const& w, language in, bool marked) {
    if (!marked) return "<span class=\"blank\"></span>";
    return "<span class=\"blank\"><b title=\"" + html_text(choose(in, w.zh, w.en)) + "\">" + mark + "</b></span>";
}

std::string cell_html(filled_cell const& c, language in) {
    if (!c.who) return c.text.empty() ? "—" : html_text(c.text);
    auto const w = word_of(*c.who);
    auto const mark = html_text(choose(in, w.mark_zh, w.mark_en));
    std::string out;
    for (unsigned i = 0; i < std::max(1U, c.lines); ++i) out += line_of(mark, w, in, i == 0);
    return out;
}

// Two fields stand side by side where both are short.
bool wide(std::string const& label, filled_cell const& c) {
    return c.lines > 1 || base::display_width(c.text) > most_of_half || base::display_width(label) > most_of_label;
}

std::string fields_html(filled_section const& s, language in) {
    std::string out = "<dl class=\"fields\">\n";
    for (auto const& [label, cell] : s.fields)
        out += std::string("<div") + (wide(label, cell) ? " class=\"wide\"" : "") + "><dt>" + html_text(label) + "</dt><dd>" +
               cell_html(cell, in) + "</dd></div>\n";
    return out + "</dl>\n";
}

std::string list_html(filled_section const& s, language in) {
    if (s.rows.empty()) return "<p class=\"note\">" + std::string(choose(in, "没有记录", "none on record")) + "</p>\n";
    html_table t;
    for (auto const& [title, number] : s.columns) t.columns.push_back({title, number});
    for (auto const& row : s.rows) {
        std::vector<html_table::cell> cells;
        for (std::size_t i = 0; i < row.size(); ++i) {
            bool const digest = row[i].text.size() >= 64 && row[i].text.find(' ') == std::string::npos;
            auto const html = cell_html(row[i], in);
            cells.push_back({digest ? "<span class=\"mono\">" + html + "</span>" : html});
        }
        t.rows.push_back(std::move(cells));
    }
    return "<div class=\"list c" + std::to_string(s.columns.size()) + "\">" + html_of(t) + "</div>";
}

// The marks that the form uses.
std::string legend(filled_form const& f, language in) {
    std::string out;
    for (auto const b : {blank::look_up, blank::see, blank::decide, blank::sign}) {
        auto const is = [&](filled_cell const& c) { return c.who == b; };
        bool const used = std::any_of(f.sections.begin(), f.sections.end(), [&](filled_section const& s) {
            return std::any_of(s.fields.begin(), s.fields.end(), [&](auto const& x) { return is(x.second); }) ||
                   std::any_of(s.rows.begin(), s.rows.end(),
                               [&](auto const& row) { return std::any_of(row.begin(), row.end(), is); });
        });
        if (!used) continue;
        auto const w = word_of(b);
        out += "<span class=\"mark\"><b>" + html_text(choose(in, w.mark_zh, w.mark_en)) + "</b> " +
               html_text(choose(in, w.zh, w.en)) + "</span> ";
    }
    return out.empty() ? out : "<p class=\"legend small\">" + out + "</p>\n";
}

constexpr std::string_view look = R"css(
.form{break-before:page;margin:0 0 44px}
.form:first-of-type,.dossier .form{break-before:auto}
.form h2{border:0;margin:0 0 4px;padding:0;text-align:center;font-size:22px;letter-spacing:.08em}
.form h3{margin:16px 0 2px;font-size:15px}
.form .subject{text-align:center;font-size:13px;color:#444;margin:0 0 6px}
.form .tags{text-align:center;margin:4px 0 8px}
.form .tag{border-color:#a3201b;color:#a3201b}
.form .tag.unreviewed{border-color:#7a4b00;color:#7a4b00;border-style:dashed}
dl.fields{display:grid;grid-template-columns:1fr 1fr;margin:2px 0 8px;border-top:1px solid #555}
dl.fields>div{display:grid;grid-template-columns:9.2em minmax(0,1fr);border-bottom:1px solid #ccc;break-inside:avoid}
dl.fields>.wide{grid-column:1/-1}
dl.fields dt,dl.fields dd{margin:0;padding:4px 7px;font-size:14px}
dl.fields dt{color:#444;border-right:1px solid #ccc}
.list.c2 td:last-child{width:42%}
.blank{display:block;border-bottom:1px solid #222;min-height:1.7em;min-width:3.4em}
.blank+.blank{margin-top:5px}
.blank b,.mark b{display:inline-block;font:600 10px/1.35 sans-serif;color:#7a4b00;border:1px solid #7a4b00;border-radius:2px;padding:0 2px;vertical-align:super}
.form td .mono{font-size:11px}
.legend .mark{margin-right:12px;white-space:nowrap}
.forms nav{font-size:14px;margin:0 0 24px}
@media (max-width:640px){dl.fields{grid-template-columns:1fr}dl.fields>div{grid-template-columns:1fr;padding:4px 0}
dl.fields dt{border-right:0;padding:0;font-size:12.5px;color:#555}dl.fields dd{padding:0}
.form table.cards td .blank{min-width:0}.list.c2 td:last-child{width:100%}.legend .mark{white-space:normal;display:block}}
@media print{.form{margin:0}.form h2{font-size:15pt}.form h3{font-size:10pt;margin:7pt 0 1pt}.form .tags{margin:2pt 0 4pt}
dl.fields dt,dl.fields dd{font-size:9.2pt;padding:2.4pt 5pt}.blank{min-height:1.5em}
.form td .mono{font-size:6.4pt}.form table{font-size:8pt;margin:2pt 0}.forms nav{display:none}}
)css";

} // namespace

std::string form_style() {
    return std::string(look);
}

std::string form_html(filled_form const& f, language in) {
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(in, zh, en)); };
    std::string out = "<section class=\"form\" id=\"" + html_text(f.id) + "\"><h2>" + html_text(f.title) +
                      "</h2>\n<p class=\"subject\">" + html_text(f.subject) + "</p>\n<p class=\"tags\">";
    if (!f.nature.empty()) out += "<span class=\"tag\">" + html_text(f.nature) + "</span>";
    if (f.unreviewed) out += "<span class=\"tag unreviewed\">" + say("格式未经核对", "form unreviewed") + "</span>";
    out += "</p>\n";
    for (auto const& s : f.sections) {
        if (!s.title.empty()) out += "<h3>" + html_text(s.title) + "</h3>\n";
        if (!s.fields.empty()) out += fields_html(s, in);
        if (!s.columns.empty()) out += list_html(s, in);
    }
    return out + legend(f, in) + "</section>\n";
}

std::string forms_html(std::vector<filled_form> const& forms, forms_origin const& of, language in) {
    auto const say = [&](std::string_view zh, std::string_view en) { return std::string(choose(in, zh, en)); };
    std::string out;
    if (forms.size() > 1) {
        out += "<nav class=\"screen\">";
        for (auto const& f : forms)
            out += "<a href=\"#" + html_text(f.id) + "\">" + html_text(f.title) + "</a>" + (&f == &forms.back() ? "" : " · ");
        out += "</nav>\n";
    }
    bool suspected = false;
    for (auto const& f : forms) {
        out += form_html(f, in);
        suspected = suspected || !f.nature.empty();
    }
    auto const title =
        forms.size() == 1 ? forms.front().title : say("执法文书（辅助填写）", "Forms, filled as far as is known");
    auto const notice =
        suspected ? std::string_view() : choose(in, "空白处由执法人员填写、认定", "blanks are for the officers to fill in");
    return html_page(
        {title,
         page_style(of.cut_off, "rules " + of.rules + " store " + of.history + " engine " + of.engine, in, notice) +
             form_style(),
         "<div class=\"forms\">" + out + "</div>\n", in});
}

} // namespace huanchi::report
