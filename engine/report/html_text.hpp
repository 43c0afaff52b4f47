// The parts of an HTML page: text that comes from data is escaped here and nowhere else, so that a name can neither close a tag
// nor turn the direction of writing. Pure functions; every string that enters `cell`, `text` or `attribute` may be hostile.
#pragma once

#include "report/text_options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

std::string html_text(std::string_view text); // printable, with & < > " ' as references
std::string css_text(std::string_view text);  // inside a quoted string of a style sheet: letters, digits, blank . : - + _ only

struct page_parts {
    std::string title, style, body; // body is finished HTML
    language of{};
};
// A whole page, one file: style within, no script, nothing fetched, and a policy that forbids both.
std::string html_page(page_parts const& p);

// A table that becomes a list of cards on a narrow screen.
struct html_table {
    struct column {
        std::string title;
        bool number = false;
    };
    struct cell {
        std::string html;      // finished
        std::string kind = {}; // class
    };
    std::string caption; // "" none; plain text
    std::vector<column> columns;
    std::vector<std::vector<cell>> rows;
};
std::string html_of(html_table const& t);

} // namespace huanchi::report
