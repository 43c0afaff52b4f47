// The parts of facilities and of records that belong to one site, as their files have them. Internal to this folder.
#pragma once

#include "base/result.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace huanchi::evidence {

// The objects of these sites, each as an array of one, by id.
base::result<std::map<std::string, std::string>> facilities_of(std::string const& text, std::string const& name,
                                                               std::set<std::string> const& sites);

// Records by enterprise ("" names none), as NDJSON: what had no id but its place has it written in.
base::result<std::map<std::string, std::string>> records_of(std::vector<std::string> const& paths,
                                                            std::set<std::string> const& sites);

} // namespace huanchi::evidence
