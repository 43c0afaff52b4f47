// huanchi as a library: load rules, bind facilities, push rows, take findings.
//
// Owners: `rulebook` and `sites` are cheap handles on immutable values that live as long as any handle does; a `stream` keeps
// the rows that were pushed, and the sites with their rules. Threads: handles on one rulebook or sites may be used and copied
// from any number of threads at once; one `stream` belongs to one thread at a time, different streams are independent. There is
// no global state, no clock is read, nothing is written but the rows of a stream, to memory or to the folder that its options
// name. Failure: what cannot be done throws `error`, and the object stays as it was; rows that cannot be read are not errors
// but listed in the account. Texts are UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#define HUANCHI_PUBLIC __attribute__((visibility("default")))

namespace huanchi {

class HUANCHI_PUBLIC error : public std::runtime_error {
public:
    error(std::string where, std::string why, std::string help);
    ~error() override;
    std::string place;  // file:line, "facilities", "day" …; may be empty
    std::string cause;  // one line, quotes the user's text
    std::string remedy; // what can be done; may be empty
};

HUANCHI_PUBLIC std::string_view version(); // "0.1.0"

struct load_options {
    bool builtin = true;  // the built-in library, without the documents that the files declare
    bool english = false; // texts of errors and findings; else Chinese
};

class HUANCHI_PUBLIC rulebook {
public:
    static rulebook builtin() { return load({}); }
    // Rule files and folders, as `huanchi check --rules` takes them.
    static rulebook load(std::vector<std::string> const& paths, load_options const& options = {});
    std::string digest() const; // of the rules: every result was made with exactly these
    std::size_t documents() const;

    struct state;
    std::shared_ptr<state const> held() const { return state_; }

private:
    explicit rulebook(std::shared_ptr<state const> s) : state_(std::move(s)) {}
    std::shared_ptr<state const> state_;
};

class HUANCHI_PUBLIC sites {
public:
    // `facilities`: JSON as in schemas/facility.schema.json, an array or NDJSON.
    sites(rulebook const& rules, std::string_view facilities, bool unreviewed = false);
    // `question`: as a line of `huanchi limits --questions`, schemas/limits_question.schema.json; `day` (2026-05-01) is asked
    // for where it names none. Gives the line that `huanchi limits --questions` prints.
    std::string limits(std::string_view question, std::string_view day) const;

    struct state;
    std::shared_ptr<state const> held() const { return state_; }

private:
    std::shared_ptr<state const> state_;
};

// A measurement as schemas/measurement.schema.json has it; what is empty is not given. Numbers are decimal texts: no binary
// floating point comes between the instrument and the verdict.
struct row {
    std::string enterprise_id, outlet_id, time, interval, factor, value, unit, o2, flag, mark, source, received;
};

struct stream_options {
    std::string at;                    // date: judge by the rules in force on it
    std::string as_of;                 // time: later data are not known, windows that end later are open
    bool all = false;                  // also compliant, exempt and not applicable judgements
    bool time_label_end = false;       // times name the end of their interval
    unsigned threads = 1;              // of one judgement; the result is the same with any number
    std::string folder;                // where pushed rows lie in a file without a name; "": in memory
    std::size_t most_bytes = SIZE_MAX; // pushed in all; more is refused
};

// What each means stands with `huanchi check --format json`; all are texts of that document, "" where it has none.
struct finding {
    std::string id, verdict; // violation, not_met, undetermined; with `all` compliant, exempt, not_applicable
                             // withdrawn: given before, and what came since no longer bears it out (id alone)
    std::string enterprise_id, outlet_id, factor, factor_name, statistic;
    std::string from, to; // half-open
    std::string measured, min, max, unit, exceedance;
    std::string standard, clause, reason;
    std::string json; // the line of `huanchi check --format ndjson`, whole
};

struct account {
    std::uint64_t read = 0, rejected = 0, unmatched = 0, duplicates = 0, open_windows = 0;
    std::uint64_t compliant = 0, violation = 0, not_met = 0, undetermined = 0, exempt = 0, not_applicable = 0;
    std::string digest; // of the rules
    struct reject {
        std::string place; // "data:12 value", "rows:1"
        std::string reason;
    };
    std::vector<reject> rejects; // the first 1000
};

class HUANCHI_PUBLIC stream {
public:
    explicit stream(sites const& known, stream_options const& options = {});
    stream(stream&&) noexcept;
    stream& operator=(stream&&) noexcept;
    ~stream();

    // The next bytes of one text of rows, cut anywhere: NDJSON, CSV with its header, or HJ 212.
    void push(std::string_view text);
    void push(row const& one);
    // The next bytes of records (NDJSON), as `huanchi check --records` takes them.
    void push_records(std::string_view ndjson);
    // Judges all that was pushed so far and gives the findings that are new, or other than when they were given last, sorted.
    // What windows that are still open will say is given once the data go beyond them. `each` may throw: what it threw passes,
    // and nothing counts as given. Costs a judgement of all rows pushed: push many, take seldom.
    account take(std::function<void(finding const&)> const& each);

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace huanchi
