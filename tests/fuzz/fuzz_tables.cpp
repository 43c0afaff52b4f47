// Bytes as a table: a workbook, a CSV of a platform, or a mapping with a table behind it. Whatever they are, they are read or
// refused, and every row is counted once.
#define DOCTEST_CONFIG_DISABLE // only the rules and facilities of the tests are wanted
#include "small_rules.hpp"

#include "facts/table_input.hpp"
#include "tables/mapping.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace huanchi;

namespace {

void read(std::string_view text, facts::reading_options const& options) {
    std::uint64_t rows = 0, rejected = 0;
    auto const count = facts::read_measurements_text(
        text, 0, "d", small::rules(), small::known(), options, [&](facts::batch const& b) { rows += b.size(); },
        [&](facts::rejected_row const&) { ++rejected; });
    if (count && (count->rows != rows + rejected || count->rejected != rejected)) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    facts::reading_options options;
    read(text, options);
    options.format = "csv";
    read(text, options);
    // A mapping, a blank line, a table.
    auto const gap = text.find("\n\n");
    if (gap == std::string_view::npos) return 0;
    auto m = tables::read_mapping(text.substr(0, gap), "m.json");
    if (!m) return 0;
    options.mappings.push_back(std::make_shared<tables::mapping const>(std::move(*m)));
    read(text.substr(gap + 2), options);
    return 0;
}
