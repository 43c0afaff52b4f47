// Generic records (`--records`, NDJSON): any record type that the rules declare, with typed fields.
#pragma once

#include "base/result.hpp"
#include "facts/input.hpp"
#include "facts/measurements.hpp"
#include "model/rulebook.hpp"

namespace huanchi::facts {

struct record {
    std::uint16_t type = 0; // index into rulebook.records
    std::string id;         // field `id`, or "line N" where there is none
    std::uint32_t file = 0, line = 0;
    base::moment time{}; // field `time` or `date` if the record has one
    bool has_time = false;
    bool undated = false; // its time is that of the question
    std::string enterprise_id;        // field enterprise_id, or ""
    std::string outlet_id;            // field outlet_id, or ""
    std::vector<model::value> fields; // by field of the type
    std::vector<std::string> written; // as read, by field
};

// `assumed_type`: the type of records that do not name theirs; "" if each must. A record of unknown type or with a field that
// is not of its type is rejected with the reason.
base::result<std::vector<record>> read_records(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                               std::string const& assumed_type, reject_sink const& rejects);
// The same from an opened input, or from text in memory.
base::result<std::vector<record>> read_records_from(input& in, std::uint32_t file, std::string const& name,
                                                    model::rulebook const& rules, std::string const& assumed_type,
                                                    reject_sink const& rejects);

} // namespace huanchi::facts
