// What `check --summary` finds in a comparison set, through the library, with the sums by which any other program's findings
// can be held against it:  bench_sums FOLDER ROWS [THREADS] Sums over the hours: of the values as read, of the limits, of the
// multiples by which they are exceeded in thousandths (pH left out); over the days: of the means.
#include "findings/check.hpp"
#include "model/from_syntax.hpp"

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

using namespace huanchi;

namespace {

struct sums {
    std::uint64_t hours = 0, days = 0;
    base::rational values, limits, multiples, means;

    void add(eval::brief_judgement const& j, eval::bound const& b) {
        if (j.verdict != eval::verdict::violation) return;
        auto const& r = b.requirements[*j.decides];
        auto const unit = b.rules->units[r.unit].factor;
        auto const thousandth = base::rational(1, 1000);
        if (!j.as_read) {
            ++days;
            means += j.measured->low / unit;
            return;
        }
        ++hours;
        values += *j.as_read / unit / thousandth;
        bool const above = r.max && j.measured->low > r.coherent_max;
        auto const& bound = above ? r.coherent_max : r.coherent_min;
        limits += bound / unit / thousandth;
        // Halves up, as the other programs of the comparison round.
        if (!r.min) multiples += ((j.measured->low - bound) / bound / thousandth + base::rational(1, 2)).floor();
    }
};

std::string text_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        fmt::print(stderr, "bench_sums FOLDER ROWS [THREADS]\n");
        return 2;
    }
    std::string const folder = argv[1], rows = argv[2];
    source::source_set files;
    for (auto const* core : {"units", "factors", "records"}) {
        auto const path = fmt::format("{}/rules/core/{}.rules", HUANCHI_SOURCE_DIR, core);
        files.add(path, text_of(path));
    }
    files.add("bench.rules", text_of(folder + "/bench.rules"));
    auto loaded = model::load(files);
    for (auto const& d : loaded.report.sorted()) {
        fmt::print(stderr, "{}\n", source::render(d, files, source::language::en, false));
        return 2;
    }
    auto const plan = plan::compile(loaded.rules);
    sums total;
    findings::check_request q;
    q.facilities = folder + "/facilities.json";
    q.data = {folder + "/records_" + rows + ".csv"};
    q.threads = argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 1;
    q.keep = false;
    q.as_of = base::moment::parse("2099-01-01"); // the last day counts with the hours that it has
    q.on_brief = [&](std::vector<eval::brief_judgement> const& found, eval::bound const& b) {
        for (auto const& j : found) total.add(j, b);
    };
    auto const begin = std::chrono::steady_clock::now();
    auto const r = findings::check(loaded.rules, plan, q);
    if (!r) {
        fmt::print(stderr, "{}: {}\n", r.error().what, r.error().remedy);
        return 2;
    }
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    auto const of = [&](char const* reason) {
        auto const it = r->undetermined_by_reason.find(reason);
        return it == r->undetermined_by_reason.end() ? 0 : it->second;
    };
    fmt::print("rows={} judged={} hours_violated={} bad_oxygen={} values={} limits={} multiples={}\n", r->read,
               r->verdicts[0] + r->verdicts[1] + r->verdicts[2], total.hours, of("invalid_auxiliary") + of("missing_datum"),
               total.values.fixed_text(0), total.limits.fixed_text(0), total.multiples.fixed_text(0));
    fmt::print("days_violated={} days_too_few={} means={}\nseconds={:.3f}\n", total.days, of("too_few_valid_values"),
               total.means.fixed_text(4), seconds);
}
