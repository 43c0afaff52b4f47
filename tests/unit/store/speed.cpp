// How fast the store is. Left out of the ordinary run; `test_store --no-skip -tc='*speed*'` prints the numbers.
#include "unit/store/made_store.hpp"

#include <chrono>
#include <cstdio>

using namespace huanchi;
using namespace huanchi::made;

namespace {

class stopwatch {
public:
    void print(char const* what) {
        auto const now = std::chrono::steady_clock::now();
        std::printf("%-58s %9.1f ms\n", what, std::chrono::duration<double, std::milli>(now - begin_).count());
        begin_ = std::chrono::steady_clock::now();
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
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
                    t.values.push_back({{base::moment::at(f.period.from.date(), h), base::moment::at(f.period.from.date(), h + 1)}, "80.5 mg/L", "80.5", {},
                                        "12.5 m³", "", {{0, static_cast<std::uint32_t>(h)}, {0, static_cast<std::uint32_t>(h + 1)}}});
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

void measure(int sites, int days, bool traced) {
    folder const here;
    auto const path = here.file("t.db");
    auto const run = many(sites, days, traced);
    std::printf("%zu findings, %s\n", run.findings.size(), traced ? "24 hours and 48 rows each" : "without rows");
    stopwatch watch;
    auto opened = store::ticket_store::open(path);
    REQUIRE(opened);
    auto& s = *opened;
    watch.print("open a new store");
    auto const actions = apply(s, run);
    watch.print("apply to a new store");
    apply(s, run);
    watch.print("apply again, unchanged");
    CHECK(s.list({})->size() == actions.size());
    watch.print("list all");
    store::list_filter f;
    f.limit = 100;
    s.list(f);
    watch.print("list 100");
    f.state = tickets::state::open;
    s.list(f);
    watch.print("list 100 of a state");
    f.state = {};
    f.factor = "w01018";
    s.list(f);
    watch.print("list 100 of a factor");
    f.factor = "w99999";
    s.list(f);
    watch.print("list a factor without tickets");
    f.factor = {};
    f.state = tickets::state::confirmed;
    s.list(f);
    watch.print("list a state without tickets");
    f = {};
    f.rebound = true;
    s.list(f);
    watch.print("list rebounds (none)");
    f = {};
    f.enterprise_id = run.findings[run.findings.size() / 2].enterprise_id;
    s.list(f);
    watch.print("list a site");
    f = {};
    f.from = day("2027-06-01");
    s.list(f);
    watch.print("list from a day on (few)");
    f = {};
    f.from = day("2025-01-04");
    f.to = day("2025-01-04");
    f.limit = 100;
    s.list(f);
    watch.print("list 100 of a day");
    for (int i = 0; i < 100; ++i) s.show(actions[actions.size() / 100 * static_cast<std::size_t>(i)].id);
    watch.print("show 100 tickets");
    s.watched();
    watch.print("watched days");
    CHECK_FALSE(s.verify()->broken);
    watch.print("verify");
    std::printf("%-58s %9.1f MB\n", "file", static_cast<double>(std::filesystem::file_size(path)) / 1e6);
}

} // namespace

TEST_CASE("speed with 100,000 tickets" * doctest::skip()) {
    measure(1000, 100, false);
    measure(1000, 100, true);
}

TEST_CASE("speed with 1,000,000 tickets" * doctest::skip()) {
    measure(10000, 100, false);
}
