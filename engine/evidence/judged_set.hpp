// What findings of a ticket were judged from, as one self-contained value: rows as NDJSON, the facility, the records of the
// site, the options of the run, and which rules. A ticket that several runs have extended has one for each. It can be judged
// again by itself; that writes to unlinked temporary files only.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"
#include "findings/check.hpp"
#include "store/kept_evidence.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::evidence {

// The options of a run that a judgement depends on.
struct run_options {
    std::optional<base::date> at;
    std::optional<base::moment> as_of, data_end, today;
    bool unreviewed = false, duties = false, provisional = false;
    std::string time_label, record_type;
};
std::string options_json(run_options const& o);
// nullopt: it is no such object.
std::optional<run_options> options_of(std::string const& json);

struct judged_set {
    std::vector<std::string> findings; // ids
    run_options options;
    std::string facility, rows, records;
    std::uint64_t row_count = 0;
    std::string time, engine, rules_digest;
    std::shared_ptr<std::vector<store::rule_text> const> rules; // files; null: not kept
    std::string missing;                                        // a word for why it is not kept
};

// The sets that the findings of a ticket stand on, the last one that judged a finding counting for it; sets on which none
// stands any more are left out.
base::result<std::vector<judged_set>> sets_of(std::vector<store::kept_evidence> const& kept);

// All judgements, compliant ones too.
base::result<findings::check_result> judge(judged_set const& s, model::rulebook const& rules, plan::plan const& p);

} // namespace huanchi::evidence
