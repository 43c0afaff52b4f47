// Which rule files take part: the built-in library, with the documents left out that the user's own files declare anew.
#pragma once

#include "base/result.hpp"
#include "source/source_text.hpp"

#include <string>
#include <vector>

namespace huanchi::model {

struct rule_file {
    std::string name; // as diagnostics show it
    std::string text;
};

// Files and folders (searched for *.rules, in order of path) as the user named them.
base::result<std::vector<rule_file>> read_rule_files(std::vector<std::string> const& paths);

// A built-in file is left out if a user's file declares one of its standards or ends with its path; so is its file of tests.
// Files of tests
// (*.test.rules) take part only where `with_tests` says so.
source::source_set assemble(std::vector<rule_file> const& built_in, std::vector<rule_file> const& user, bool with_tests);

} // namespace huanchi::model
