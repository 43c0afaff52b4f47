// The same rows give the same results in any order, on any number of threads, in memory and from disk.
#include "situation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace situation;

namespace {

// Three outlets, ten days of hours with everything that happens: gaps, flags, corrections, conflicts, equal rows, companions.
site busy(rules const& r) {
    site s(r, R"([{"id": "O1", "medium": "water"}, {"id": "O2", "medium": "air"}, {"id": "O3", "medium": "air"}])");
    std::mt19937 any(20260501);
    auto const below = [&](unsigned n) { return any() % n; };
    for (int day = 1; day <= 10; ++day)
        for (int h = 0; h < 24; ++h)
            for (auto const* id : {"O1", "O2", "O3"}) {
                if (below(20) == 0) continue;
                auto const time = "2026-05-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + " " +
                                  std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00";
                fields more = {{"outlet_id", id}};
                if (below(15) == 0) more["flag"] = below(2) ? "D" : "T";
                bool const water = id[1] == '1';
                if (water && below(30)) more["flow"] = std::to_string(100 + below(50));
                if (!water && below(3)) more["o2"] = std::to_string(5 + below(15));
                if (!water && below(2)) s.row("a19001", std::to_string(5 + below(15)), "%", time, "hour", {{"outlet_id", id}});
                auto const value = std::to_string(below(70)) + "." + std::to_string(below(10));
                std::string const factor = water ? "化学需氧量" : "二氧化硫", unit = water ? "mg/L" : "mg/m³";
                s.row(factor, value, unit, time, "hour", more);
                if (below(10) == 0) s.row(factor, value, unit, time, "hour", more);
                if (below(10) == 0) s.row(factor, std::to_string(below(70)), unit, time, "hour", more);
                if (below(10) == 0) {
                    more["received"] = "2026-06-01 00:00";
                    s.row(factor, std::to_string(below(70)), unit, time, "hour", more);
                }
            }
    return s;
}

rules const& both() {
    static rules const r(R"(limits 水 of 甲 {
  medium  water
  judge   hourly_mean, daily_mean
  value:
  化学需氧量   <=   40   mg/L
}
limits 气 of 甲 {
  medium   air
  judge    hourly_mean, daily_mean
  correct  氧折算
  value:
  reference 基准氧含量 = 9 %
  二氧化硫     <=   40   mg/m³
}
)");
    return r;
}

} // namespace

TEST_CASE("shuffled rows give the same judgements and the same account") {
    auto s = busy(both());
    auto const before = s.judge();
    auto const said = before.said();
    CHECK(said.size() > 600);
    for (auto const* verdict : {"compliant", "violation", "undetermined"})
        CHECK(std::any_of(said.begin(), said.end(), [&](auto const& t) { return t.starts_with(verdict); }));
    std::mt19937 any(7);
    for (int n = 0; n < 5; ++n) {
        std::shuffle(s.lines.begin(), s.lines.end(), any);
        auto const after = s.judge();
        CHECK(after.said() == said);
        CHECK(after.accounting() == before.accounting());
        CHECK(after.results.verdicts == before.results.verdicts);
        CHECK(after.results.warnings.size() == before.results.warnings.size());
    }
}

TEST_CASE("1, 2 and 8 threads give the same judgements") {
    auto s = busy(both());
    auto const one = s.judge(everything(1));
    for (unsigned const threads : {2u, 8u}) {
        auto const more = s.judge(everything(threads));
        CHECK(more.said() == one.said());
        CHECK(more.accounting() == one.accounting());
        CHECK(more.results.days.size() == one.results.days.size());
    }
}

TEST_CASE("rows that spill to disk come back whole, with what they say beside their value") {
    rules const r("limits 表 of 甲 {\n medium water\n judge hourly_mean\n value:\n 氨氮 <= 5 mg/L when 水温 > 12 ℃\n 氨氮 <= 8 "
                  "mg/L when 水温 <= 12 ℃\n}\n");
    site s(r, outlet("water"));
    std::size_t const rows = eval::row_store::chunk_rows * 2 + 300; // of one outlet, so of one partition
    auto const first = base::moment::at(*base::date::parse("2026-01-01"));
    for (std::size_t i = 0; i < rows; ++i) {
        base::moment const at{first.ms + static_cast<std::int64_t>(i) * 3600000};
        s.row("氨氮", "6", "mg/L", at.text(), "hour",
              {{"temperature", i % 3 ? "10" : "20"}, {"sample_kind", "第" + std::to_string(i) + "个"}});
    }
    auto const o = s.judge(everything(2));
    CHECK(o.results.judged_rows == rows);
    CHECK(o.results.verdicts[0] == rows - (rows + 2) / 3);
    CHECK(o.results.verdicts[1] == (rows + 2) / 3);

    eval::row_store store;
    std::string text;
    for (auto const& l : s.lines) text += l + "\n";
    (void)*facts::read_measurements_text(
        text, 0, "rows", r.rules, s.known, {}, [&](facts::batch const& b) { store.add(b); }, [](facts::rejected_row const&) {});
    CHECK(store.spilled_bytes() > 2 * eval::row_store::chunk_rows * sizeof(eval::stored_row));
    auto const all = store.take(0);
    REQUIRE(all.rows.size() == rows);
    auto const kind = r.rules.find_field(model::measurement_record, "sample_kind");
    std::size_t told = 0;
    for (auto const& row : all.rows)
        for (auto e = row.extras; e < row.extras + row.extra_count; ++e)
            if (all.extras[e].field == kind)
                told += store.text(all.extras[e].text) == "第" + std::to_string(row.line - 1) + "个";
    CHECK(told == rows);
}
