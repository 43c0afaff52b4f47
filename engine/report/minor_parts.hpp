// The examination for minor violations as JSON and as lines of text, for the documents of cases and tickets. Internal to this
// folder.
#pragma once

#include "report/text_options.hpp"
#include "tickets/minor_violations.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace huanchi::report {

using json = nlohmann::ordered_json;

// With the rules that it was made by.
struct examined_minor {
    model::rulebook const* rules = nullptr;
    tickets::minor_sheet sheet;
};

json to_json(examined_minor const& m, language in);

// A lead word, which is the outcome of an entry or "", and its text.
struct minor_line {
    std::string lead, text;
    enum class tone : std::uint8_t { plain, good, open, dim } how = tone::plain;
};
// Entries that all is met of first, then the undetermined.
std::vector<minor_line> minor_lines(examined_minor const& m, language in);
// One line an offence: how many entries come out how, which those are that all is met of, and what the others lack.
std::vector<std::string> minor_summary(examined_minor const& m, language in);

} // namespace huanchi::report
