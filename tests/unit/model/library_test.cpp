// The shipped rule files as a rulebook.
#include "loading.hpp"

#include "syntax/keywords.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace huanchi;

namespace {

std::string written(std::optional<model::bound> const& b) {
    return b ? (b->strict ? "(" : "[") + b->written.text() : std::string("-");
}

// Everything about a limit that a verdict can hang on, in words.
std::string said(model::limit const& l, model::rulebook const& rules) {
    std::string s = l.id + " | " + rules.factors[l.factor].code + " " + written(l.min) + " " + written(l.max) + " " +
                    rules.units[l.unit].symbol;
    for (auto const statistic : l.statistics) s += " " + rules.statistics[statistic].json;
    for (auto const& x : l.conditions) s += " | " + text(*x, rules);
    s += " | " + (l.effective.from ? l.effective.from->text() : "") + ".." +
         (l.effective.before ? l.effective.before->text() : "");
    s += " " + std::string(text(l.level)) + " " + std::string(text(l.status)) + " " + std::string(text(l.confidence)) + " " +
         l.reference.text();
    for (auto const& v : l.violation_types) s += " " + v;
    return s + " " + l.clause + " " + l.printed_name;
}

std::vector<std::string> all_limits(model::rulebook const& rules) {
    std::vector<std::string> all;
    for (auto const& l : rules.limits) all.push_back(said(l, rules));
    return all;
}

loading::outcome const& library() {
    static auto const all = loading::library();
    return all;
}

} // namespace

TEST_CASE("the shipped library loads without a single diagnostic") {
    auto o = loading::library();
    for (auto const& d : o.loaded.report.sorted()) MESSAGE(source::render(d, o.files, source::language::en, false));
    CHECK(o.loaded.report.empty());
    CHECK(o.rules().limits.size() > 100);
    CHECK(o.rules().tests.size() > 80);
}

TEST_CASE("the library in Chinese keywords and the library in English keywords are one rulebook") {
    auto const zh = loading::library(static_cast<int>(syntax::spelling::zh));
    auto const en = loading::library(static_cast<int>(syntax::spelling::en));
    CHECK(zh.loaded.report.empty());
    CHECK(en.loaded.report.empty());
    CHECK(all_limits(zh.rules()) == all_limits(library().rules()));
    CHECK(all_limits(en.rules()) == all_limits(library().rules()));
    REQUIRE(zh.rules().grades.size() == library().rules().grades.size());
    CHECK(zh.rules().grades[0].classes == library().rules().grades[0].classes);
    CHECK(zh.rules().consequences.size() == library().rules().consequences.size());
    REQUIRE(zh.rules().tests.size() == library().rules().tests.size());
    for (std::size_t i = 0; i < zh.rules().tests.size(); ++i) {
        CHECK(zh.rules().tests[i].verdict == library().rules().tests[i].verdict);
        CHECK(zh.rules().tests[i].limit == library().rules().tests[i].limit);
    }
    CHECK(zh.rules().digest != en.rules().digest);
    CHECK(library().rules().digest == loading::library().rules().digest);
}

TEST_CASE("the ids of provisions are unique") {
    std::set<std::string> seen;
    for (auto const& l : library().rules().limits) CHECK_MESSAGE(seen.insert(l.id).second, l.id);
    for (auto const& g : library().rules().grades) CHECK_MESSAGE(seen.insert(g.id).second, g.id);
}

TEST_CASE("all 184 factors of HJ 212-2017 tables B.1 and B.2 are declared, and found by code, old code, name and alias") {
    auto const& rules = library().rules();
    std::size_t national = 0;
    for (auto const& f : rules.factors) {
        bool const beyond_2017 = f.code == "w01003" || f.code == "w01016"; // turbidity and chlorophyll, of HJ 525
        national += (f.code[0] == 'w' || f.code[0] == 'a') && f.code.size() == 6 && !beyond_2017;
    }
    CHECK(national == 184);
    auto const cod = rules.find_factor("w01018");
    REQUIRE(cod);
    for (auto const* spelling : {"011", "化学需氧量", "COD", "CODcr"}) CHECK(rules.find_factor(spelling, "water") == cod);
    auto const so2 = rules.find_factor("a21026");
    REQUIRE(so2);
    CHECK(rules.find_factor("二氧化硫", "air") == so2);
    CHECK_FALSE(rules.find_factor("没有这个因子"));
}

TEST_CASE("GB 18918-2002 table 1: chemical oxygen demand is 50, 60, 100 and 120 mg/L as a daily mean") {
    auto const& rules = library().rules();
    for (auto const& [grade, max] : {std::pair{"一级A", "50"}, {"一级B", "60"}, {"二级", "100"}}) {
        bool found = false;
        for (auto const& l : rules.limits) {
            if (!l.id.starts_with("GB18918.表1.化学需氧量") || l.id.find(std::string(".") + grade) == std::string::npos)
                continue;
            found = true;
            CHECK(l.max->written.text() == max);
            CHECK_FALSE(l.max->strict);
            CHECK(rules.units[l.unit].symbol == "mg/L");
            CHECK(rules.statistics[l.statistics.at(0)].json == "daily_mean");
            CHECK(l.effective.from->text() == "2003-07-01");
            CHECK(l.clause == "表1");
        }
        CHECK(found);
    }
}

TEST_CASE(
    "GB 13271-2014 table 2: a new coal boiler has 50, 300 and 300 mg/m³ at 9 % oxygen from the day the standard is in force") {
    auto const& rules = library().rules();
    for (auto const& [factor, max] : {std::pair{"颗粒物", "50"}, {"二氧化硫", "300"}, {"氮氧化物", "300"}}) {
        auto const& l = loading::limit(rules, std::string("GB13271.表2.") + factor + ".燃煤");
        CHECK(l.max->written.text() == max);
        CHECK(l.reference.text() == "9");
        REQUIRE(l.formula);
        CHECK(rules.formulas[*l.formula].json == "oxygen_correction");
        CHECK(rules.units[rules.formulas[*l.formula].reference_unit].symbol == "%");
        CHECK(l.effective.from->text() == "2014-07-01");
    }
    CHECK(loading::limit(rules, "GB13271.表2.烟气黑度（林格曼黑度，级）.燃煤").formula == std::nullopt);
}
