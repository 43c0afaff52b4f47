// Which rule files take part: the built-in library, without the documents that the user's own files declare anew.
#pragma once

#include "base/result.hpp"
#include "source/diagnostic.hpp"
#include "source/source_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace huanchi::model {

struct rule_file {
    std::string name; // as diagnostics show it
    std::string text;
};

// Files and folders (searched for *.rules, in order of path) as the user named them, each file once.
base::result<std::vector<rule_file>> read_rule_files(std::vector<std::string> const& paths);

// What two ways to name one file have in common.
std::string same_file(std::string const& path);

// Documents that a user's file declares are taken out of the built-in files, with all that is `of` them; a built-in file that
// declares no other, or that a user's file is a copy of by its path, is left out as a whole. The tests of a file that is not
// whole are left out. Files of tests (*.test.rules) take part only where `tests` says so.
enum class test_files : std::uint8_t { none, of_user, all };
source::source_set assemble(std::vector<rule_file> const& built_in, std::vector<rule_file> const& user, test_files tests);

// Where a user's file declares a document that lies in several built-in files and brings nothing of what one of them says for
// it: M041 at the declaration, once a built-in file. `files` is what assemble() gave of the same two.
source::diagnostics parts_left_out(source::source_set const& files, std::vector<rule_file> const& built_in,
                                   std::vector<rule_file> const& user);

} // namespace huanchi::model
