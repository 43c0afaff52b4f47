// A mapping proposed from a table itself: what its headers say, what its cells look like. Every column comes with the reason,
// and what could not be told is asked, never settled in silence where a verdict could hang on it. Tables whose headers need no
// mapping are read by the same proposal. Texts for users are in the language that is asked for.
#pragma once

#include "facts/facilities.hpp"
#include "facts/table_head.hpp"
#include "tables/mapping.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace huanchi::facts {

struct proposal {
    tables::mapping mapping;
    std::vector<std::string> ambiguous; // columns that mean the same: nobody but a user can choose
    std::vector<std::string> assumed;   // what was taken from something else than a header, such as interval=day
    bool wide = false;                  // a column a factor, or a sample
    std::size_t header_row = 0;         // among the rows of the head
};

enum class spoken : unsigned char { chinese, english };

// nullopt: no row looks like the header of measurements. `name` is that of the sheet, or blank.
std::optional<proposal> propose_mapping(table_head const& head, std::string const& name, model::rulebook const& rules,
                                        facilities const& known, spoken language);

// Looks at all rows of a table for what its head does not show, and completes a proposal for a user.
class proposal_check {
public:
    proposal_check(proposal& of, table_head const& head, model::rulebook const& rules, spoken language);
    void see(tables::sheet_row const& row);
    void finish();

private:
    std::string say(char const* zh, char const* en) const { return language_ == spoken::chinese ? zh : en; }
    std::optional<std::size_t> column_of(std::string_view as) const;
    void see_time(std::string_view text);
    void ask_about_labels();
    void ask_about_missing();

    proposal& of_;
    model::rulebook const& rules_;
    spoken language_;
    std::vector<std::vector<std::string>> headers_;
    std::optional<std::size_t> time_, clock_;
    std::vector<std::size_t> flags_, to_fill_;
    std::vector<bool> blank_below_, seen_above_;
    std::set<std::string> flag_words_;
    bool at_24_ = false;
    std::string first_time_, last_time_;
};

} // namespace huanchi::facts
