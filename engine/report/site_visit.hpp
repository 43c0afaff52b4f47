// What to look at on site: computed from open tickets, from what could not be judged, from what is not on file and what limits
// rest on, from data that marks took out and from series that are silent. No fixed list: a site of which nothing is open has
// nothing to look at. A pure function; the referred-to values outlive the call.
#pragma once

#include "facts/row_reader.hpp"
#include "report/rule_names.hpp"
#include "review/limit_table.hpp"
#include "tickets/overview.hpp"
#include "tickets/ticket.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

// Data of a series that a mark took out, and how many.
struct marked_data {
    std::string outlet_id, factor_name, mark, meaning;
    std::size_t count = 0;
    base::period first{}, last{};
};

// Counts the rows of a site that a mark of the rules takes out, as they are read.
class mark_counter {
public:
    mark_counter(model::rulebook const& rules, facts::facilities const& known, std::string_view site_id, base::period within)
        : rules_(rules), known_(known), site_id_(site_id), within_(within) {}
    void add(facts::row_text const& row, facts::normal_row const& n);
    std::vector<marked_data> marked() const; // by outlet, factor and mark

private:
    model::rulebook const& rules_;
    facts::facilities const& known_;
    std::string site_id_;
    base::period within_;
    std::map<std::string, marked_data> by_; // outlet, factor, column and mark
};

struct site_visit {
    std::vector<tickets::ticket> const& tickets; // of the site; those that have ended are passed over
    std::vector<tickets::open_question> questions;
    std::vector<review::outlet_limits> limits; // of its outlets on the day of the visit
    std::vector<marked_data> marks;
    model::rulebook const* rules = nullptr;
    report::language language{};
};

enum class visit_point : std::uint8_t { ticket, lacking, ground, question, attribute, mark };
struct visit_line {
    visit_point what{};
    std::string text;
};
std::vector<visit_line> visit_lines(site_visit const& v);
std::vector<std::string> to_look_at(site_visit const& v); // the texts alone

} // namespace huanchi::report
