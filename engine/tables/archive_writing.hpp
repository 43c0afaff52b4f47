// A ZIP archive of files that are stored as they are, in the order given: no compression, no times (all 1980-01-01), no
// attributes, so that equal files give equal archives with whatever library it is read. A pure function.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace huanchi::tables {

using named_file = std::pair<std::string, std::string>; // name in UTF-8, bytes

// ZIP without its 64-bit extension: less than 65,535 files and 4 GiB in all, which the caller sees to.
std::string stored_archive(std::vector<named_file> const& files);

} // namespace huanchi::tables
