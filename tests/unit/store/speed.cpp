// How fast the store is. Left out of the ordinary run; `test_store --no-skip -tc='*speed*'` prints the numbers.
#include "unit/store/made_store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace huanchi;
using namespace huanchi::made;

namespace {

// Elapsed time, and that of the processor: they differ where the machine is busy or the disk slow.
class stopwatch {
public:
    void print(char const* what) {
        std::chrono::duration<double, std::milli> const elapsed = std::chrono::steady_clock::now() - begin_;
        auto const worked = static_cast<double>(std::clock() - clock_) * 1000 / CLOCKS_PER_SEC;
        std::printf("%-40s %9.1f ms, processor %9.1f ms\n", what, elapsed.count(), worked);
        *this = {};
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::clock_t clock_ = std::clock();
};

findings::check_result many(int sites, int days, bool traced) {
    std::vector<findings::finding> all;
    for (int s = 0; s < sites; ++s)
        for (int d = 0; d < days; ++d) {
            auto const on = (day("2025-01-01") + 3 * d).text();
            auto f = at_site(daily(on.c_str()), "91220101MA000" + std::to_string(100000 + s));
            if (traced) {
                findings::trace t;
                t.method = "flow_weighted_mean";
                for (int h = 0; h < 24; ++h)
                    t.values.push_back(
                        {{base::moment::at(f.period.from.date(), h), base::moment::at(f.period.from.date(), h + 1)},
                         "80.5 mg/L",
                         "80.5",
                         {},
                         "12.5 m³",
                         "",
                         {{0, static_cast<std::uint32_t>(h)}, {0, static_cast<std::uint32_t>(h + 1)}}});
                f.trace = std::make_shared<findings::trace const>(t);
            }
            all.push_back(f);
        }
    findings::check_result r;
    r.files = {"d.csv"};
    for (auto const& f : all) {
        auto d = day_of("2025-01-01", eval::day_state::violation, f.enterprise_id.c_str());
        d.date = f.period.from.date();
        r.days.push_back(d);
    }
    r.findings = std::move(all);
    return r;
}

// A run about one ticket of each of up to 10,000 others: with another value, then with the first again.
void touch(store::ticket_store& s, findings::check_result const& whole) {
    std::size_t const step = std::max<std::size_t>(1, whole.findings.size() / 10000);
    for (auto const* value : {"90", "80"}) {
        findings::check_result some;
        some.files = whole.files;
        for (std::size_t i = 0; i < whole.findings.size(); i += step) {
            auto f = daily(whole.findings[i].period.from.date().text().c_str(), value);
            f.id = whole.findings[i].id;
            f.enterprise_id = whole.findings[i].enterprise_id;
            some.findings.push_back(std::move(f));
            some.days.push_back(whole.days[i]);
        }
        stopwatch watch;
        auto const changed = apply(s, some, "2026-01-02T08:00:00+08:00");
        watch.print("apply what changes 10,000 tickets");
        CHECK(changed.size() == some.findings.size());
        apply(s, some, "2026-01-02T08:00:00+08:00");
        watch.print("apply it again, unchanged");
    }
    stopwatch watch;
    CHECK(s.watched());
    watch.print("watched days");
}

// HUANCHI_SPEED_STORE names a file that stays; one that is there is measured as it stands.
void measure(int sites, int days, bool traced) {
    folder const here;
    auto const* const kept = std::getenv("HUANCHI_SPEED_STORE");
    auto const path = kept ? std::string(kept) : here.file("t.db");
    bool const is_new = !std::filesystem::exists(path);
    auto const run = many(sites, days, traced);
    std::printf("%zu findings, %s\n", run.findings.size(), traced ? "24 hours and 48 rows each" : "without rows");
    stopwatch watch;
    auto opened = store::ticket_store::open(path);
    REQUIRE(opened);
    auto& s = *opened;
    watch.print("open a new store");
    if (is_new) {
        CHECK(apply(s, run).size() == run.findings.size());
        watch.print("apply to a new store");
        apply(s, run);
        watch.print("apply again, unchanged");
    }
    auto const list = [&](char const* what, store::list_filter const& filter, std::size_t expected) {
        watch = {};
        auto const listed = s.list(filter);
        watch.print(what);
        CHECK(listed->size() == expected);
    };
    using state = tickets::state;
    list("list 100", {.limit = 100}, 100);
    list("list 100 of a state", {.state = state::open, .limit = 100}, 100);
    list("list 100 of a factor", {.factor = "w01018", .limit = 100}, 100);
    list("list a factor without tickets", {.factor = "w99999"}, 0);
    list("list a state without tickets", {.state = state::confirmed}, 0);
    list("list rebounds (none)", {.rebound = true}, 0);
    list("list an outlet without tickets", {.outlet_id = "DW9"}, 0);
    list("list a factor in a state without tickets", {.factor = "w01018", .state = state::confirmed}, 0);
    list("list a day between", {.from = day("2025-05-03"), .to = day("2025-05-03")}, 0);
    list("list to a day before the first", {.to = day("2024-12-31")}, 0);
    list("list a site", {.enterprise_id = run.findings[run.findings.size() / 2].enterprise_id}, static_cast<std::size_t>(days));
    list("list from a day after the last", {.from = day("2027-06-01")}, 0);
    list("list 100 of a day", {.from = day("2025-01-04"), .to = day("2025-01-04"), .limit = 100}, 100);
    list("list 100 of the last day", {.from = day("2025-10-25"), .to = day("2025-10-25"), .limit = 100}, 100);
    std::vector<std::string> ids;
    auto const listed = s.list({});
    for (auto const& t : *listed) ids.push_back(t.id);
    watch.print("list all");
    CHECK(ids.size() == run.findings.size());
    list("the last page", {.after = ids[ids.size() - 11], .limit = 100}, 10);
    watch = {};
    for (std::size_t i = 0; i < 100; ++i) CHECK(s.show(ids[ids.size() / 100 * i]));
    watch.print("show 100 tickets");
    std::fflush(stdout);
    touch(s, run);
    CHECK_FALSE(s.watched()->empty());
    watch.print("watched days");
    CHECK_FALSE(s.verify()->broken);
    watch.print("verify");
    std::printf("%-40s %9.1f MB\n", "file", static_cast<double>(std::filesystem::file_size(path)) / 1e6);
}

} // namespace

TEST_CASE("speed with a hundred thousand tickets" * doctest::skip()) {
    measure(1000, 100, false);
    measure(1000, 100, true);
}

TEST_CASE("speed with a million tickets" * doctest::skip()) {
    measure(10000, 100, false);
}
