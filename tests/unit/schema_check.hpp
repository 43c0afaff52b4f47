// Documents against the schemas of schemas/, for the tests of any stage.
#pragma once

#include <string>
#include <vector>

namespace huanchi::test {

// The names of all schemas: check is check.schema.json.
std::vector<std::string> schema_names();
// "" if the document is valid, else what is wrong with it.
std::string against_schema(std::string const& name, std::string const& document);

} // namespace huanchi::test
