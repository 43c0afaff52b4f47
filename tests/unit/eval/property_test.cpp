// Random rows and random limits against a slow and obvious computation with plain fractions of its own.
#include "situation.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <random>

using namespace situation;
using huanchi::base::int128;

namespace {

int128 gcd(int128 a, int128 b) {
    return b == 0 ? (a < 0 ? -a : a) : gcd(b, a % b);
}

struct fraction {
    int128 n = 0, d = 1;
    fraction(int128 numerator = 0, int128 denominator = 1) : n(numerator), d(denominator) { // NOLINT
        auto const g = gcd(n, d);
        if (g > 1) n /= g, d /= g;
    }
    friend fraction operator+(fraction a, fraction b) { return {a.n * b.d + b.n * a.d, a.d * b.d}; }
    friend bool operator>(fraction a, fraction b) { return a.n * b.d > b.n * a.d; }
    bool zero() const { return n == 0; }
};
fraction times(fraction a, fraction b) {
    return {a.n * b.n, a.d * b.d};
}
fraction over(fraction a, fraction b) {
    return b.n < 0 ? fraction(-a.n * b.d, -a.d * b.n) : fraction(a.n * b.d, a.d * b.n);
}

std::string written(int hundredths) {
    auto const rest = hundredths % 100;
    return std::to_string(hundredths / 100) + "." + (rest < 10 ? "0" : "") + std::to_string(rest);
}

struct hour_row {
    bool there = false, out = false, below = false;
    int value = 0;             // hundredths
    std::optional<int> flow;   // tenths
    std::optional<int> oxygen; // tenths of a percent
};
using hours = std::vector<hour_row>;

// What the hour is worth, in hundredths: nothing, or its bounds.
struct bounds {
    std::string reason; // "" if it can be judged
    fraction low, high;
};

bounds water_hour(hour_row const& h) {
    return {"", h.below ? fraction(0) : fraction(h.value), fraction(h.value)};
}

bounds air_hour(hour_row const& h) { // × (21 − 9) / (21 − O₂), tenths of a percent
    if (!h.oxygen) return {"missing_datum", {}, {}};
    if (*h.oxygen >= 210) return {"invalid_auxiliary", {}, {}};
    if (*h.oxygen >= 190) return {"doubtful_condition", {}, {}};
    auto const f = fraction(120, 210 - *h.oxygen);
    return {"", h.below ? fraction(0) : times(fraction(h.value), f), times(fraction(h.value), f)};
}

std::string verdict(bounds const& b, int limit) {
    if (!b.reason.empty()) return "undetermined " + b.reason;
    if (b.low > fraction(limit)) return "violation";
    return b.high > fraction(limit) ? "undetermined detection_limit_above_limit" : "compliant";
}

bounds day(hours const& all, bool water) {
    fraction low, high, weight;
    unsigned valid = 0, with_flow = 0;
    for (auto const& h : all) {
        if (!h.there || h.out) continue;
        auto const b = water ? water_hour(h) : air_hour(h);
        if (!b.reason.empty()) continue;
        ++valid;
        with_flow += h.flow.has_value();
    }
    if (valid < (water ? 18u : 20u)) return {"too_few_valid_values", {}, {}};
    bool const weighted = water && with_flow > 0;
    if (weighted && with_flow != valid) return {"missing_datum", {}, {}};
    for (auto const& h : all) {
        if (!h.there || h.out) continue;
        auto const b = water ? water_hour(h) : air_hour(h);
        if (!b.reason.empty()) continue;
        fraction const w = weighted ? fraction(*h.flow) : fraction(1);
        low = low + times(b.low, w);
        high = high + times(b.high, w);
        weight = weight + w;
    }
    if (weight.zero()) return {"no_flow", {}, {}};
    return {"", over(low, weight), over(high, weight)};
}

} // namespace

TEST_CASE("thousands of random days: hourly and daily verdicts are those of plain fractions") {
    constexpr int cases = 3000;
    rules const r(R"(limits 气 of 甲 {
  medium   air
  judge    hourly_mean, daily_mean
  correct  氧折算
  value:
  reference 基准氧含量 = 9 %
  二氧化硫     <=   99999   mg/m³
}
)");
    std::mt19937 any(20260501);
    auto const below = [&](unsigned n) { return static_cast<int>(any() % n); };
    std::string outlets, permits, rows;
    std::map<std::pair<std::string, std::string>, std::string> expected; // outlet and "hourly 08:00" or "daily" → verdict
    for (int n = 0; n < cases; ++n) {
        bool const water = n % 2 == 0;
        auto const id = "O" + std::to_string(n);
        int const centre = 1000 + below(9000);
        int const hourly = centre + below(200) - 100, daily = centre + below(100) - 50;
        std::string const factor = water ? "w01018" : "a21026", unit = water ? "mg/L" : "mg/m³";
        outlets += (n ? ", " : "") + std::string("{\"id\": \"") + id + "\", \"medium\": \"" + (water ? "water" : "air") + "\"}";
        for (auto const& [statistic, limit] : {std::pair{"hourly_mean", hourly}, {"daily_mean", daily}})
            permits += (permits.empty() ? "" : ", ") + std::string("{\"outlet\": \"") + id + "\", \"factor\": \"" + factor +
                       "\", \"statistic\": \"" + statistic + "\", \"max\": \"" + written(limit) + "\", \"unit\": \"" + unit +
                       "\"}";
        int const gaps = below(3) ? 30 : 4, flows = below(4); // 0 all, 1 none, 2 mostly, 3 none or zero
        hours all(24);
        for (int h = 0; h < 24; ++h) {
            auto& x = all[static_cast<std::size_t>(h)];
            x.there = below(static_cast<unsigned>(gaps)) != 0;
            if (!x.there) continue;
            x.out = below(15) == 0;
            x.below = below(25) == 0;
            x.value = centre + below(400) - 200;
            if (water && (flows == 0 || (flows == 2 && below(40)))) x.flow = below(2000);
            if (water && flows == 3 && n % 20 == 0) x.flow = 0;
            if (!water) {
                x.oxygen = 60 + below(60);
                if (below(60) == 0) x.oxygen = 185 + below(30);
                if (below(60) == 0) x.oxygen.reset();
                x.value = static_cast<int>(x.oxygen && *x.oxygen < 210 ? x.value * (210 - *x.oxygen) / 120 : x.value);
            }
            auto const time = std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00";
            rows += "{\"enterprise_id\": \"E1\", \"outlet_id\": \"" + id + "\", \"factor\": \"" + factor +
                    "\", \"time\": \"2026-05-01 " + time + "\", \"interval\": \"hour\", \"source\": \"auto\", \"flag\": \"" +
                    (x.out ? "D" : "N") + "\", \"unit\": \"" + unit + "\", \"value\": \"" + (x.below ? "<" : "") +
                    written(x.value) + "\"";
            if (x.flow) rows += ", \"flow\": \"" + std::to_string(*x.flow / 10) + "." + std::to_string(*x.flow % 10) + "\"";
            if (x.oxygen) rows += ", \"o2\": \"" + std::to_string(*x.oxygen / 10) + "." + std::to_string(*x.oxygen % 10) + "\"";
            rows += "}\n";
            if (!x.out) expected[{id, time}] = verdict(water ? water_hour(x) : air_hour(x), hourly);
        }
        bool some = false;
        for (auto const& x : all) some = some || (x.there && !x.out);
        if (some) expected[{id, "daily"}] = verdict(day(all, water), daily);
    }
    auto const known = facts::read_facilities(
        "[{\"id\": \"E1\", \"permits\": [{\"number\": \"P\", \"version\": \"1\", \"valid_from\": \"2020-01-01\", \"valid_to\": "
        "\"2030-01-01\", \"limits\": [" +
            permits + "]}], \"outlets\": [" + outlets + "]}]",
        "f", r.rules);
    if (!known) FAIL(known.error().what);
    auto const bound = eval::bind(r.plan, r.rules, *known, {});
    eval::row_store store;
    auto const count = facts::read_measurements_text(
        rows, 0, "rows", r.rules, *known, {}, [&](facts::batch const& b) { store.add(b); },
        [](facts::rejected_row const& x) { FAIL(x.reason); });
    if (!count) FAIL(count.error().what);
    auto options = everything(2);
    options.data_end = base::moment::parse("2026-05-02 00:00");
    auto const results = eval::run(bound, store, options);

    std::map<std::pair<std::string, std::string>, std::string> found;
    std::map<std::string, int> how_many;
    for (auto const& j : results.judgements) {
        if (j.decides && bound.requirements[*j.decides].level != model::level::permit) continue;
        auto const& statistic = r.rules.statistics[j.statistic].json;
        auto said = std::string(eval::text(j.verdict)) + (j.reason.empty() ? "" : " " + j.reason);
        ++how_many[statistic + " " + said];
        found[{known->outlets[j.outlet].id, statistic == "daily_mean" ? "daily" : j.period.from.text().substr(11, 5)}] =
            std::move(said);
    }
    CHECK(found.size() == expected.size());
    int different = 0;
    for (auto const& [key, said] : expected) {
        auto const it = found.find(key);
        if (it != found.end() && it->second == said) continue;
        if (++different <= 10)
            MESSAGE(key.first << " " << key.second << ": expected " << said << ", found "
                              << (it == found.end() ? "nothing" : it->second));
    }
    CHECK(different == 0);
    for (auto const* kind :
         {"daily_mean compliant", "daily_mean violation", "daily_mean undetermined too_few_valid_values",
          "daily_mean undetermined missing_datum", "daily_mean undetermined no_flow",
          "daily_mean undetermined detection_limit_above_limit", "hourly_mean compliant", "hourly_mean violation",
          "hourly_mean undetermined invalid_auxiliary", "hourly_mean undetermined doubtful_condition"})
        CHECK_MESSAGE(how_many[kind] > 0, kind); // the cases reach everything
}
