// Random rules on random data, judged by the plan's executor and by the slow evaluator: they must say the same.
//   property [--seed N] [--judgements N] [--times N] [--show]
// Runs cases from a seed on until so many judgements have been compared, prints what was met, and the cases that differ made
// small. Exit 1 if any differs or if something was met too seldom; --times 10 is the long run.
#include "agreement.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <string>

using namespace huanchi::property;

namespace {

struct settings {
    std::uint64_t seed = 1;
    std::size_t judgements = 100000;
    std::size_t times = 1;
    std::size_t most_shown = 5;
    bool show = false; // the case of the seed, and what is said of it
};

settings read(int count, char** words) {
    settings s;
    for (int i = 1; i < count; ++i) {
        std::string const word = words[i];
        auto number = [&] { return i + 1 < count ? std::strtoull(words[++i], nullptr, 10) : 0ULL; };
        if (word == "--seed")
            s.seed = number();
        else if (word == "--judgements")
            s.judgements = number();
        else if (word == "--times")
            s.times = number();
        else if (word == "--show")
            s.show = true;
        else if (word == "--most")
            s.most_shown = number();
        else {
            fmt::print(stderr, "property: unknown option {}\n", word);
            std::exit(2);
        }
    }
    return s;
}

void print(random_case const& c) {
    fmt::print("--- rules\n{}--- facilities\n{}\n--- rows\n{}--- sections\n{}", c.rule_text(), c.facilities_text(),
               c.rows_text(), c.sections_text());
    if (c.options.at) fmt::print("--- at {}\n", c.options.at->text());
    if (c.options.unreviewed) fmt::print("--- unreviewed\n");
    if (c.options.data_end) fmt::print("--- data end {}\n", c.options.data_end->text());
}

void show_difference(random_case const& c) {
    auto const small = made_small(c);
    fmt::print("seed {} differs; made small:\n", c.seed);
    print(small);
    for (auto const& s : compare(small).different) fmt::print("  {}\n", s);
    fmt::print("\n");
}

// What has to be met, and how often at least in 100,000 judgements.
struct tally {
    std::map<std::string, std::size_t> met;

    static bool holds(std::string const& text, std::string const& word) { return text.find(word) != std::string::npos; }

    void add(random_case const& c, comparison const& r) {
        for (auto const& x : r.rulings) {
            ++met["verdict " + x.verdict];
            if (!x.reason.empty()) ++met["reason " + x.reason];
            ++met["way " + x.construct];
            if (x.marginal) ++met["marginal"];
            if (!x.also.empty()) ++met["also breached"];
            if (!x.missing.empty()) ++met["missing named"];
            ++met["standing " + x.standing];
            if (x.limit.starts_with("permit:")) ++met["limit of a permit"];
            if (holds(x.measured, "..")) ++met["measured between bounds"];
            if (holds(x.measured, "/")) ++met["measured a fraction"];
            for (auto const* statistic :
                 {"instantaneous", "five_minute_mean", "hourly_mean", "daily_mean", "monthly_mean", "rolling_mean",
                  "daily_total", "monthly_total", "annual_total", "rolling_total", "low_count", "low_duration", "hourly_rate"})
                if (holds(x.key, " " + std::string(statistic) + " ")) ++met["statistic " + std::string(statistic)];
        }
        for (auto const& s : r.records)
            for (auto const* word :
                 {" compliant ", " violation ", " not_met ", " undetermined ", " not_applicable ", " index "})
                if (holds(s, word)) ++met["record" + std::string(word).substr(0, std::string(word).size() - 1)];
        auto const rules = c.rule_text();
        for (auto const* word : {"displaces",
                                 "displacement",
                                 "exemption",
                                 "while",
                                 "产量折算",
                                 "status optional",
                                 "status suspended",
                                 "confidence low",
                                 "level policy",
                                 "level agreement",
                                 "not_detected",
                                 "prohibited",
                                 "allow ",
                                 " in  ",
                                 "  <  ",
                                 "  >  ",
                                 "effective before",
                                 "as_measured",
                                 "flow_weighted_mean",
                                 "marked",
                                 "doubt",
                                 "february",
                                 "within",
                                 "known ",
                                 "时刻"})
            if (holds(rules, word)) ++met["rules with " + std::string(word)];
        auto const rows = c.rows_text();
        for (auto const* word : {"\"received\"", "\"T\"", "\"D\"", "\"<", "未检出", "\"corrected\"", "enforcement"})
            if (holds(rows, word)) ++met["rows with " + std::string(word)];
        if (c.options.at) ++met["option at"];
        if (c.options.unreviewed) ++met["option unreviewed"];
        if (c.options.data_end) ++met["option data end"];
    }
};

// What 100,000 judgements must have met at least.
constexpr std::pair<char const*, std::size_t> least[] = {
    {"verdict compliant", 10000},
    {"verdict violation", 5000},
    {"verdict not_met", 2000},
    {"verdict undetermined", 10000},
    {"verdict not_applicable", 3000},
    {"verdict exempt", 1000},
    {"also breached", 150},
    {"missing named", 5000},
    {"standing proof", 500},
    {"standing supporting", 20000},
    {"standing lead", 10000},
    {"reason conflicting_rows", 1000},
    {"reason detection_limit_above_limit", 500},
    {"reason doubtful_condition", 20},
    {"reason invalid_auxiliary", 100},
    {"reason missing_attribute", 2000},
    {"reason missing_datum", 2000},
    {"reason no_flow", 20},
    {"reason over_range", 500},
    {"reason sample_not_accepted", 1000},
    {"reason too_few_valid_values", 1000},
    {"way delivered", 20000},
    {"way delivered corrected", 5000},
    {"way derived", 2000},
    {"way derived corrected", 200},
    {"way rolling", 1000},
    {"way added up", 1000},
    {"way counted", 300},
    {"way allowance", 1000},
    {"way sample", 1000},
    {"marginal", 30},
    {"limit of a permit", 3000},
    {"measured between bounds", 5000},
    {"statistic instantaneous", 1000},
    {"statistic hourly_mean", 10000},
    {"statistic daily_mean", 10000},
    {"statistic monthly_mean", 1000},
    {"statistic rolling_mean", 1000},
    {"statistic daily_total", 1000},
    {"statistic monthly_total", 500},
    {"statistic annual_total", 80},
    {"statistic rolling_total", 200},
    {"statistic low_count", 200},
    {"statistic low_duration", 100},
    {"statistic hourly_rate", 1000},
    {"rules with displaces", 2000},
    {"rules with displacement", 1000},
    {"rules with exemption", 1000},
    {"rules with while", 500},
    {"rules with 产量折算", 1000},
    {"rules with status optional", 1000},
    {"rules with status suspended", 1000},
    {"rules with confidence low", 1000},
    {"rules with level policy", 1000},
    {"rules with level agreement", 1000},
    {"rules with not_detected", 500},
    {"rules with prohibited", 300},
    {"rules with allow ", 1000},
    {"rules with  in  ", 2000},
    {"rules with   <  ", 2000},
    {"rules with   >  ", 1000},
    {"rules with effective before", 1000},
    {"rules with as_measured", 500},
    {"rules with flow_weighted_mean", 2000},
    {"rules with doubt", 1000},
    {"rules with february", 500},
    {"rules with within", 1000},
    {"rules with known ", 1000},
    {"rules with 时刻", 500},
    {"rows with \"received\"", 1000},
    {"rows with \"T\"", 1000},
    {"rows with \"D\"", 1000},
    {"rows with \"<", 1000},
    {"rows with 未检出", 1000},
    {"rows with \"corrected\"", 1000},
    {"rows with enforcement", 500},
    {"option at", 300},
    {"option unreviewed", 300},
    {"option data end", 300},
    {"record compliant", 500},
    {"record violation", 500},
    {"record not_met", 200},
    {"record undetermined", 200},
    {"record not_applicable", 2000},
    {"record index", 5000},
};

std::size_t met_too_seldom(tally const& all) {
    std::size_t seldom = 0;
    for (auto const& [what, n] : least) {
        auto const it = all.met.find(what);
        auto const met = it == all.met.end() ? 0 : it->second;
        if (met >= n) continue;
        fmt::print("met too seldom: {} times {}, at least {}\n", met, what, n);
        ++seldom;
    }
    return seldom;
}

int run(settings const& s) {
    tally all;
    std::size_t compared = 0, records = 0, cases = 0, unloaded = 0, different = 0;
    auto const wanted = s.judgements * s.times;
    auto const start = std::chrono::steady_clock::now();
    for (auto seed = s.seed; compared < wanted && different < s.most_shown; ++seed, ++cases) {
        auto const c = without_mistakes(make_case(seed));
        auto const r = compare(c);
        if (!r.loaded) {
            ++unloaded;
            if (s.show) fmt::print("seed {}: {}\n", seed, r.mistake);
            continue;
        }
        compared += r.rulings.size();
        records += r.records.size();
        all.add(c, r);
        if (r.different.empty()) continue;
        ++different;
        show_difference(c);
    }
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (auto const& [what, n] : all.met) fmt::print("{:8} {}\n", n, what);
    fmt::print(
        "{} cases from seed {}, {} of them with rules that do not load; {} judgements on data and {} on records compared in "
        "{:.0f} s; {} cases differ\n",
        cases, s.seed, unloaded, compared, records, seconds, different);
    auto const seldom = wanted >= 100000 && !different ? met_too_seldom(all) : 0;
    return different || seldom ? 1 : 0;
}

} // namespace

int main(int count, char** words) {
    auto const s = read(count, words);
    if (!s.show) return run(s);
    auto const c = without_mistakes(make_case(s.seed));
    print(c);
    auto const r = compare(c);
    if (!r.loaded) fmt::print("{}\n", r.mistake);
    for (auto const& x : r.rulings) fmt::print("{}\n", x.text());
    for (auto const& x : r.records) fmt::print("{}\n", x);
    for (auto const& x : r.different) fmt::print("! {}\n", x);
    return r.different.empty() ? 0 : 1;
}
