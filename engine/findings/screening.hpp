// Screening: projects held against the requirements on them, item by item, with an overall result. Pure; may be called from
// several threads.
#pragma once

#include "findings/finding.hpp"
#include "findings/turning.hpp"

#include "base/result.hpp"
#include "facts/records.hpp"
#include "plan/plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::findings {

inline constexpr std::string_view project_record = "project"; // the record type that is screened
inline constexpr std::string_view two_high_field = "is_two_high";

// fail: a requirement is not met. incomplete: none is, but one hangs on what is not known, or the law of the day is not all
// here. pass: all that apply are met, and some do.
enum class screening_result : std::uint8_t { pass, fail, incomplete };
std::string_view text(screening_result r);

struct screened_item {
    findings::provision provision;
    std::string title;
    eval::verdict verdict{};
    std::vector<std::string> because; // what was asked, with its value: industry = 3110
    std::vector<missing_value> needs;
    std::uint32_t table = 0, line = 0; // of the rulebook's requirements
    std::vector<turn> turns = {};      // where asked for, of an item that is not met or open
};
struct screened_project {
    std::string id, name;
    std::optional<bool> is_two_high; // none: not known
    screening_result overall{};
    std::vector<screened_item> items; // in the order of the rulebook
    std::vector<finding> catalogues;  // what the catalogues of its fields say
    std::vector<std::string> later; // documents that ask of projects only after the day: what was law before is not known here
};

struct screening_request {
    std::vector<std::string> records; // paths; - is standard input
    std::optional<base::date> at;     // judge by the rules in force then
    base::date today;                 // for projects without a date of their own
    bool unreviewed = false;
    bool turns = false;                                        // say what would turn an item
    std::vector<std::pair<std::string, std::string>> set = {}; // fields, by JSON or Chinese name, with another value
};
struct screening {
    std::vector<screened_project> projects; // in the order of the input
    std::vector<screened_project> before;   // the same as they were, where fields were set
    bool turns_asked = false;
    std::vector<facts::rejected_row> rejects;
    std::vector<std::string> files;
};

// The projects among records; `at` and `today` as above.
std::vector<screened_project> screen(model::rulebook const& rules, plan::plan const& p,
                                     std::vector<facts::record> const& records, std::optional<base::date> at, base::date today,
                                     bool unreviewed);
// Fails where a file cannot be read, a field that is set is none or has no such value, or the rules declare no `project`.
base::result<screening> screen(model::rulebook const& rules, plan::plan const& p, screening_request const& request);

} // namespace huanchi::findings
