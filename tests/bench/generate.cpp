// A comparison set for the speed of judging: hourly rows of outlets, the outlets, synthetic limits.
//   bench_generate FOLDER ROWS -> records_ROWS.csv, outlets.json, rules.json
// The limits are invented. The same arguments give the same bytes.
#include <cstdint>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

struct kind {
    char const* name;
    bool air;
    int oxygen;              // reference, % × 10; 0: none
    std::vector<int> limits; // of each pollutant
};
constexpr char const* air_codes[] = {"a21026", "a21002", "a34013"};
constexpr char const* water_codes[] = {"w01018", "w21003", "w21001"};

struct outlet {
    std::string site, id;
    int of = 0;
    bool old = false;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        fmt::print(stderr, "bench_generate FOLDER ROWS\n");
        return 2;
    }
    std::string const folder = argv[1];
    long const rows = std::atol(argv[2]);
    std::vector<kind> kinds;
    for (int i = 0; i < 12; ++i) kinds.push_back({"", true, 35 + 10 * i, {50 + 20 * i, 100 + 25 * i, 10 + 5 * i}});
    for (int i = 0; i < 8; ++i) kinds.push_back({"", false, 0, {40 + 10 * i, 4 + i, 12 + 3 * i}});
    std::mt19937_64 random(20260501);
    auto const below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };

    std::ofstream rules(folder + "/rules.json");
    std::string comma = "[\n";
    for (std::size_t k = 0; k < kinds.size(); ++k)
        for (int p = 0; p < 3; ++p)
            for (int variant = 0; variant < 4; ++variant) { // before and since a date, in key regions, of a day
                auto const& x = kinds[k];
                auto const limit = x.limits[static_cast<std::size_t>(p)] * (variant == 0 ? 3 : 2) / (variant == 2 ? 3 : 2);
                rules << comma
                      << fmt::format(R"({{"standard":"S{}{}","medium":"{}","category":"K{}","pollutant":"{}","averaging":"{}",)"
                                     R"("region":{},"built_from":{},"built_to":{},"eff_from":"2014-07-01","eff_to":null,)"
                                     R"("limit_max":{},"limit_min":null,"ref_o2":{}}})",
                                     k, variant == 2 ? "T" : "", x.air ? "air" : "water", k,
                                     x.air ? air_codes[p] : water_codes[p], variant == 3 ? "daily" : "hourly",
                                     variant == 2 ? "\"Y\"" : "null", variant == 1 ? "\"2014-07-01\"" : "null",
                                     variant == 0 ? "\"2014-07-01\"" : "null", limit,
                                     x.air ? fmt::format("{}.{}", x.oxygen / 10, x.oxygen % 10) : "null");
                comma = ",\n";
            }
    rules << "\n]\n";

    std::vector<outlet> outlets;
    std::ofstream described(folder + "/outlets.json");
    comma = "[\n";
    for (int i = 0; i < 1000; ++i) {
        outlet o{fmt::format("9113010000000{:05}", i / 3), "", below(static_cast<int>(kinds.size())), below(3) == 0};
        o.id = fmt::format("{}{:03}", kinds[static_cast<std::size_t>(o.of)].air ? "DA" : "DW", 1 + i % 3);
        described << comma
                  << fmt::format(R"({{"enterprise_id":"{}","outlet_id":"{}","industry":"4430","medium":"{}","category":"K{}",)"
                                 R"("commissioned":"{}","key_region":"{}","permits":{{}}}})",
                                 o.site, o.id, kinds[static_cast<std::size_t>(o.of)].air ? "air" : "water", o.of,
                                 o.old ? "2009-03-01" : "2019-11-06", below(3) == 0 ? "Y" : "N");
        comma = ",\n";
        outlets.push_back(std::move(o));
    }
    described << "\n]\n";

    std::ofstream out(folder + "/records_" + argv[2] + ".csv");
    out << "enterprise_id,outlet_id,time,pollutant,value,unit,o2,flag\n";
    fmt::memory_buffer text;
    long made = 0;
    for (int hour = 0; made < rows; ++hour) {
        int const day = hour / 24, month = day / 28, year = month / 12;
        auto const time =
            fmt::format("{:04}-{:02}-{:02}T{:02}:00:00+08:00", 2025 + year, 1 + month % 12, 1 + day % 28, hour % 24);
        for (auto const& o : outlets) {
            auto const& k = kinds[static_cast<std::size_t>(o.of)];
            for (std::size_t p = 0; p < 3 && made < rows; ++p, ++made) {
                auto const share = 20 + below(70) + (below(30) == 0 ? 60 : 0); // % of the limit
                auto const value = k.limits[p] * share;                        // × 100
                auto const mark = below(40) == 0 ? "FMDC"[below(4)] : 'N';
                fmt::format_to(std::back_inserter(text), "{},{},{},{},{}.{:02},{},{},{}\n", o.site, o.id, time,
                               k.air ? air_codes[p] : water_codes[p], value / 100, value % 100, k.air ? "mg/m3" : "mg/L",
                               k.air ? fmt::format("{}.{}", k.oxygen / 10 + below(3), below(10)) : "", mark);
            }
            if (text.size() > 1 << 20) {
                out.write(text.data(), static_cast<std::streamsize>(text.size()));
                text.clear();
            }
        }
    }
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    return out.good() ? 0 : 1;
}
