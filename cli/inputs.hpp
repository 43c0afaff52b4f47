// What the commands that judge data are given: facilities, measurements and records, and how to read them.
#pragma once

#include "session.hpp"

#include "findings/check.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::cli {

struct input_options {
    std::string facilities, time_label = "start", record_type, input_format;
    std::vector<std::string> data, records, mappings;
    bool empty() const { return data.empty() && records.empty(); }
};

void add_inputs(command app, session const& s, input_options& o);

// The request that these inputs and the common options make; no value when the options contradict each other, which has been
// printed.
std::optional<findings::check_request> request_of(session& s, input_options const& o);

// `--mapping`, and the files that it names; false: one cannot be used, which has been printed.
void add_mapping(command app, session const& s, std::vector<std::string>& files);
bool read_mappings(session const& s, std::vector<std::string> const& files, facts::reading_options& into);

// Over the bytes of the files, in the order in which they are named.
std::string digest_of(std::vector<std::string> const& files);

int fail_nothing_to_check(session const& s);

} // namespace huanchi::cli
