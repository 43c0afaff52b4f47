// The one place that includes valijson, which is slow to compile.
#include "schema_check.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>

namespace huanchi::test {

namespace {

using adapter = valijson::adapters::NlohmannJsonAdapter;

std::filesystem::path const folder = std::filesystem::path(HUANCHI_SOURCE_DIR) / "schemas";
constexpr std::string_view ending = ".schema.json";

nlohmann::json read(std::filesystem::path const& path) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error("no schema " + path.string());
    return nlohmann::json::parse(in);
}

valijson::Schema const& schema(std::string const& name) {
    static std::map<std::string, std::unique_ptr<valijson::Schema>> read_once;
    auto& s = read_once[name];
    if (!s) {
        s = std::make_unique<valijson::Schema>();
        auto const text = read(folder / (name + std::string(ending)));
        valijson::SchemaParser parser;
        // References to other files are to their names.
        parser.populateSchema(
            adapter(text), *s,
            [](std::string const& uri) { return new nlohmann::json(read(folder / uri.substr(uri.rfind('/') + 1))); },
            [](nlohmann::json const* document) { delete document; });
    }
    return *s;
}

} // namespace

std::vector<std::string> schema_names() {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (auto const file = entry.path().filename().string(); file.ends_with(ending))
            names.push_back(file.substr(0, file.size() - ending.size()));
    std::sort(names.begin(), names.end());
    return names;
}

std::string against_schema(std::string const& name, std::string const& document) {
    auto const parsed = nlohmann::json::parse(document);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema(name), adapter(parsed), &results)) return {};
    std::string all = "invalid";
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        all += "\n";
        for (auto const& step : error.context) all += step;
        all += ": " + error.description;
    }
    return all;
}

} // namespace huanchi::test
