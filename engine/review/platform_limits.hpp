// The limits that a monitoring platform has configured, outlet by outlet, held against those that apply. Pure functions.
#pragma once

#include "base/result.hpp"
#include "review/limit_table.hpp"

#include <array>
#include <string>
#include <vector>

namespace huanchi::review {

// A limit as the platform has it, in its own words.
struct configured_limit {
    std::uint32_t line = 0; // of the file
    std::string enterprise_id, outlet_id, factor, statistic, min, max, unit, oxygen, standard;
};
// From a CSV, XLSX or NDJSON list with the columns of schemas/platform_limit.schema.json, Chinese headings too.
base::result<std::vector<configured_limit>> read_configured_limits(std::string const& path);

enum class audit_result : std::uint8_t {
    equal,
    looser,
    tighter,
    differs,         // neither looser nor tighter as a whole: a range that is shifted
    wrong_statistic, // a limit there is, but on another statistic
    wrong_reference, // or in another reference state
    no_limit,        // nothing applies to the factor
    missing,         // a limit applies and the platform has none
    depends,         // which limit decides depends on the datum, so one number cannot be right
    undetermined,    // or on what is not known of the outlet
    unreadable,      // the line cannot be understood: see `text`
};
inline constexpr std::size_t audit_results = 11;
std::string_view text(audit_result r);

// Where the platform's number comes from, if it is that of another limit.
enum class number_from : std::uint8_t {
    nowhere,
    displaced,    // a document that stands back
    lapsed,       // no longer in force
    not_yet,      // not yet in force
    other_case,   // of the same kind of outlet in another case: another grade, another size
    not_tightest, // applies, but another is tighter
};
std::string_view text(number_from f);

// The statistic of the rules that a platform's word means: 日均值, 小时, hour … Nullopt: no word for one.
std::optional<std::uint16_t> statistic_of_word(std::string const& word, model::rulebook const& rules);

struct audited_limit {
    configured_limit configured; // of a missing one only what it is about
    std::string factor_name, statistic_name;
    audit_result result{};
    std::vector<limit_row> ours; // what decides; several where it depends
    std::vector<std::string> unknown;
    number_from from{};
    std::optional<rejected_limit> origin; // whose number it is
    std::string text;                     // what is wrong with an unreadable line
};
struct limits_audit {
    base::date at;
    std::vector<audited_limit> rows; // in the order of the platform's list, then what is missing by outlet
    std::array<std::size_t, audit_results> counts{};
};
// `known` are the facilities that `b` is bound to. Missing are the statistics of the factors that the platform has, and of
// those that the outlet must monitor automatically.
limits_audit audit_limits(eval::bound const& b, std::vector<configured_limit> const& list, base::date at);

} // namespace huanchi::review
