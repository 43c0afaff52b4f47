// libFuzzer entry: any bytes may be a rule file behind the vocabulary of the tests. Loading ends with diagnostics that can be
// shown, or with a rulebook that compiles, prints, binds and judges without a step astray.
#include "eval/run.hpp"
#include "facts/measurements.hpp"
#include "model/from_syntax.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

using namespace huanchi;

namespace {

std::string const& vocabulary() {
    static std::string const text = [] {
        std::ifstream in(HUANCHI_SOURCE_DIR "/tests/golden/model/vocabulary.rules", std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    }();
    return text;
}

constexpr char const* sites = R"([{"id": "E1", "region": "220102", "outlets": [{"id": "W", "medium": "water"},
  {"id": "A", "medium": "air", "fuel": "燃煤", "capacity": "20 t/h"}]}])";
constexpr char const* rows =
    R"({"enterprise_id":"E1","outlet_id":"W","factor":"w01018","value":"51","unit":"mg/L","time":"2026-05-01","interval":"day"}
{"enterprise_id":"E1","outlet_id":"W","factor":"w21003","value":"<5","unit":"mg/L","time":"2026-05-01 08:00","interval":"hour","flow":"10"}
{"enterprise_id":"E1","outlet_id":"A","factor":"a21026","value":"60","unit":"mg/m3","time":"2026-05-01 08:00","interval":"hour","o2":"9"}
{"enterprise_id":"E1","outlet_id":"A","factor":"a34013","value":"20","unit":"mg/m3","time":"2026-05-01 09:00","interval":"sample"}
)";

void judge(model::rulebook const& rules) {
    auto const plan = plan::compile(rules);
    plan::print(plan, rules);
    auto const known = facts::read_facilities(sites, "facilities.json", rules);
    if (!known) return; // rules may forbid a value of this site
    auto const bound = eval::bind(plan, rules, *known, {});
    eval::row_store store;
    auto const read = facts::read_measurements_text(
        rows, 0, "rows.ndjson", rules, *known, {}, [&](facts::batch const& b) { store.add(b); },
        [](facts::rejected_row const&) {});
    if (!read) return;
    eval::run_options options;
    options.keep_all = true;
    eval::run(bound, store, options);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    source::source_set files;
    files.add("vocabulary.rules", vocabulary());
    files.add("fuzz.rules", std::string(reinterpret_cast<char const*>(data), size));
    auto loaded = model::load(files);
    for (auto const& d : loaded.report.sorted()) {
        source::render(d, files, source::language::zh, true);
        source::render(d, files, source::language::en, false);
    }
    if (!loaded.report.has_errors()) judge(loaded.rules);
    return 0;
}
