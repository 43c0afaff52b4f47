// A permit application as a reviewer gets it, and permits in force, as what is asked for on each outlet. Reading only.
#pragma once

#include "base/result.hpp"
#include "facts/facilities.hpp"
#include "facts/records.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::review {

// A permitted amount over a year and how it was worked out; as written, "" where not given.
struct requested_total {
    std::string outlet, factor, max;             // max: `120.5 t`
    std::string concentration, volume, capacity; // 50 mg/L, 2.5 m³/t, 1000000 t (a year)
    std::string allowance;                       // what the region leaves: 130 t
};
struct monitoring_line {
    std::string outlet, factor, method, detection_limit; // 4 mg/L
    std::string frequency;                               // 1次/月, 自动; "" not given
};
struct application {
    std::string id;
    std::string kind; // 首次, 变更, 延续, 重新 申请; "" for a permit in force
    base::span_of_dates valid;
    facts::facilities site;                  // one site, without permits
    std::vector<facts::permit_limit> limits; // that are asked for, or in force
    std::vector<requested_total> totals;
    std::vector<monitoring_line> monitoring;
    bool has_monitoring = false; // the plan is given, even if it is empty
    std::vector<facts::record> records;
};

// One application, an array of them, or NDJSON (schemas/application.schema.json). Fails with the JSON pointer of what is wrong.
base::result<std::vector<application>> read_applications(std::string_view text, std::string const& name,
                                                         model::rulebook const& rules);

} // namespace huanchi::review
