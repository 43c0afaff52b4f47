// The parts that the JSON documents share, and how a document is written out: keys in the contract's order, two blanks an
// indent, lists item by item so that a long list never stands in memory as a tree. Only the .cpp files of this folder see it.
#pragma once

#include "findings/finding.hpp"
#include "findings/lighter_law.hpp"
#include "report/text_options.hpp"
#include "source/diagnostic.hpp"
#include "tickets/ticket.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

using json = nlohmann::ordered_json;

json to_json(source::diagnostic const& d, source::source_set const& files, language in);
json to_json(findings::provision const& p); // id, standard, clause, level, confidence
json to_json(base::period const& p);
json to_json(base::span_of_dates const& s);            // from, before
json to_json(findings::finding const& f, language in); // the language of the reason's text; no identifier hangs on it
json to_json(std::vector<tickets::basis> const& bases);
json to_json(findings::law_transition const& t);
json reference_json(std::map<std::string, std::string> const& reference); // null if empty
std::string max_cell(findings::limit_value const& l); // in a CSV: the number, or `not_detected`, `prohibited`, ""
json or_null(std::optional<std::string> const& text);
json or_null(std::string const& text); // null if ""
json or_null(std::optional<base::date> const& day);

std::string written(json const& value, int indent); // -1: on one line. Bytes that are no UTF-8 come out as U+FFFD

class json_document {
public:
    void member(std::string_view key, json const& value);
    void open_list(std::string_view key);
    void item(json const& value);
    void close_list();
    std::string finish() &&; // without a line end

private:
    void begin(std::string_view key);
    std::string out_ = "{";
    bool first_ = true, first_item_ = true;
};

} // namespace huanchi::report
