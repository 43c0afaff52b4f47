// The main job: read facilities and data, judge, and give back findings with an account of every row. Called by cli/ and by
// services alike; knows no clock and writes nothing.
#pragma once

#include "base/result.hpp"
#include "eval/run.hpp"
#include "facts/measurements.hpp"
#include "findings/finding.hpp"
#include "plan/plan.hpp"

#include <map>
#include <string>
#include <vector>

namespace huanchi::findings {

struct check_request {
    std::string facilities;        // path; may be empty where only records are judged
    std::vector<std::string> data; // paths, "-" is standard input
    std::vector<std::string> records;
    std::string record_type;                   // of records that do not name theirs
    std::map<std::string, std::string> called; // inputs whose path is not what results and evidence are to call them
    facts::reading_options reading;
    std::optional<base::date> at;
    std::optional<base::moment> as_of;    // what came later is not known, windows that end later are open
    std::optional<base::moment> data_end; // where more data are known than given: of them all
    std::optional<base::moment> today;    // stands for the time of records that carry none, where neither as_of nor at does
    unsigned threads = 1;
    bool all = false;
    bool keep = true;      // the findings; without, they are made and counted only
    bool trace = false;    // keep with each finding how its value came about
    bool warnings = false; // list them; they are counted in any case
    bool days = false;     // list how each day stands, as tickets need it
    bool unreviewed = false;
    bool short_ways = true;           // judge plain data as they are read; the results are the same without
    bool duties = false;              // also what is not there, and the quality of the data; needs `as_of`
    std::size_t kept_rejects = 10000; // beyond, rejects are counted but not listed
    std::function<bool(std::string const& enterprise, std::string const& outlet, std::string const& factor, base::date)>
        watched;
    std::function<void(facts::rejected_row const&)> on_reject; // sees every one
    std::string const& name_of(std::string const& path) const {
        auto const named = called.find(path);
        return named == called.end() ? path : named->second;
    }
    // Sees the findings that are only made and counted, where their data are plain; one call at a time.
    std::function<void(std::vector<eval::brief_judgement> const&, eval::bound const&)> on_brief;
    // What is begun: sites, records, bind, read, settle, read again, judge, judge records, sort. From the calling thread.
    std::function<void(std::string_view stage)> on_stage;
    // How far the work is: rows read so far, then parts judged of all. From several threads, one call at a time.
    std::function<void(std::uint64_t rows, std::size_t judged_parts, std::size_t all_parts)> on_progress;
};

struct warning {
    std::string enterprise_id, outlet_id, factor, factor_name, statistic;
    base::period period;
    std::string source;
    measured_value measured;
    std::string max, unit; // of the limit
    findings::provision provision;
};

struct day {
    std::string enterprise_id, outlet_id, factor, quantity;
    base::date date;
    eval::day_state state{};
    bool provisional = false; // its data may still be marked
};

struct check_result {
    std::string digest; // of the rules
    std::size_t documents = 0, provisions = 0;
    std::uint64_t read = 0, judged = 0, flagged_out = 0, unmatched = 0, rejected = 0, duplicates = 0, open_windows = 0,
                  warning_count = 0;
    std::vector<std::string> assumed; // "flag=N"
    std::array<std::uint64_t, 6> verdicts{};
    std::uint64_t leads = 0;                                     // on the quality of data, among those not met
    std::map<std::string, std::uint64_t> undetermined_by_reason; // by reason code
    std::vector<finding> findings;                               // sorted
    std::vector<warning> warnings;                               // sorted
    std::vector<day> days;                                       // sorted
    std::vector<facts::rejected_row> rejects;                    // the first kept_rejects, by file and line
    std::vector<std::string> files;                              // names by index
    std::uint64_t spilled_bytes = 0;
    std::optional<base::moment> data_end; // windows that end later were left open; none: no measurements
};

// Leaves out the findings of which nothing follows: compliant, exempt, not applicable.
void leave_out_quiet(check_result& result);

base::result<check_result> check(model::rulebook const& rules, plan::plan const& p, check_request const& request);

} // namespace huanchi::findings
