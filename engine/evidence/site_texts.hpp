// The parts of facilities and of records that belong to one site, as their files have them.
#pragma once

#include "base/result.hpp"
#include "model/rulebook.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace huanchi::evidence {

// The objects of these sites, each as an array of one, by id.
base::result<std::map<std::string, std::string>> facilities_of(std::string const& text, std::string const& name,
                                                               std::set<std::string> const& sites);

// Records by enterprise, or by their own name where they have none, as NDJSON: what had no name but its place has it written
// in.
base::result<std::map<std::string, std::string>> records_of(std::vector<std::string> const& paths, model::rulebook const& rules,
                                                            std::string const& assumed_type,
                                                            std::set<std::string> const& sites);

} // namespace huanchi::evidence
