// Which limits apply, as rows of a bound plan made by hand, and as JSON, CSV and a table.
#include "report/limits_document.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using report::language;

namespace {

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// One outlet with COD 50 and 60 in force, ammonia 5 above 12 ℃ and 8 below, and sulphur dioxide at 3.5 % oxygen.
struct small_plan {
    model::rulebook rules;
    plan::plan plan;
    facts::facilities known;
    eval::bound bound;

    base::unit_id unit(std::string const& symbol) {
        return rules.units.add({symbol, {{symbol, 1}}, 1}, {symbol}), *rules.units.find(symbol);
    }

    eval::candidate add(std::string id, std::uint16_t factor, std::string_view max, base::unit_id in, std::string condition,
                        std::vector<std::string> because) {
        eval::requirement r;
        r.id = std::move(id);
        r.standard = "GB 18918-2002";
        r.clause = "表1";
        r.factor = factor;
        r.max = *base::decimal::parse(max);
        r.coherent_max = *r.max;
        r.unit = in;
        r.condition = std::move(condition);
        r.because = std::move(because);
        bound.requirements.push_back(std::move(r));
        eval::candidate c;
        c.requirement = static_cast<std::uint32_t>(bound.requirements.size() - 1);
        return c;
    }

    eval::group group(std::uint16_t factor, std::vector<eval::candidate> candidates) {
        eval::group g;
        g.factor = factor;
        g.timeline = {{INT32_MIN, std::move(candidates)}};
        return g;
    }

    small_plan() {
        auto const mg = unit("mg/L"), percent = unit("%");
        model::factor cod, ammonia, sulphur;
        cod.code = "w01018", cod.name = "化学需氧量";
        ammonia.code = "w21003", ammonia.name = "氨氮";
        sulphur.code = "a21026", sulphur.name = "二氧化硫";
        rules.factors = {cod, ammonia, sulphur};
        model::statistic daily;
        daily.name = "日均值", daily.json = "daily_mean";
        rules.statistics = {daily};
        model::formula oxygen;
        oxygen.reference_json = "oxygen", oxygen.reference_unit = percent;
        rules.formulas = {oxygen};
        facts::facility site;
        site.id = "S-1", site.name = "某污水处理有限公司";
        known.sites = {site};
        facts::outlet outlet;
        outlet.id = "DW001";
        known.outlets = {outlet};
        bound.plan = &plan;
        bound.rules = &rules;
        bound.known = &known;
        eval::bound_outlet o;
        o.groups.push_back(group(0, {add("COD-50", 0, "50", mg, "", {"grade = 一级A"}), add("COD-60", 0, "60", mg, "", {})}));
        o.groups.push_back(group(
            1, {add("NH-5", 1, "5", mg, "temperature > 12 ℃", {}), add("NH-8", 1, "8.0", mg, "temperature <= 12 ℃", {})}));
        auto corrected = group(2, {add("SO2", 2, "50", mg, "", {})});
        corrected.formula = std::uint16_t{0};
        corrected.reference = *base::decimal::parse("3.5");
        o.groups.push_back(corrected);
        bound.outlets = {o};
    }

    review::outlet_limits document() const {
        return review::limits_on(bound, 0, *base::date::parse("2026-06-01"), {});
    }
};

} // namespace

TEST_CASE("the tightest decides among limits of one condition, another condition has its own") {
    auto const d = small_plan().document();
    REQUIRE(d.limits.size() == 5);
    std::vector<std::pair<std::string, bool>> decides;
    for (auto const& r : d.limits) decides.emplace_back(r.provision.id, r.decides);
    CHECK(decides == std::vector<std::pair<std::string, bool>>{
                         {"COD-50", true}, {"COD-60", false}, {"NH-5", true}, {"NH-8", true}, {"SO2", true}});
}

TEST_CASE("limits of one factor alone") {
    small_plan const p;
    auto const d = review::limits_on(p.bound, 0, *base::date::parse("2026-06-01"), {std::uint16_t{1}, true});
    CHECK(d.limits.size() == 2);
    CHECK(d.rejected->empty());
}

TEST_CASE("JSON has the contract's keys in order, the reference state stands where there is one") {
    auto const json = report::limits_json(small_plan().document());
    CHECK(json.starts_with("{\n"
                           "  \"schema\": \"huanchi.limits/1\",\n"
                           "  \"at\": \"2026-06-01\",\n"
                           "  \"limits\": [\n"
                           "    {\n"
                           "      \"factor\": \"w01018\",\n"
                           "      \"factor_name\": \"化学需氧量\",\n"
                           "      \"quantity\": \"concentration\",\n"
                           "      \"statistic\": \"daily_mean\",\n"
                           "      \"min\": null,\n"
                           "      \"max\": \"50\",\n"
                           "      \"unit\": \"mg/L\",\n"
                           "      \"condition\": null,\n"
                           "      \"decides\": true,\n"
                           "      \"provision\": {\n"
                           "        \"id\": \"COD-50\",\n"
                           "        \"standard\": \"GB 18918-2002\",\n"
                           "        \"clause\": \"表1\",\n"
                           "        \"level\": \"national\",\n"
                           "        \"confidence\": \"high\"\n"
                           "      },\n"
                           "      \"because\": [\n"
                           "        \"grade = 一级A\"\n"
                           "      ]\n"
                           "    },\n"));
    CHECK(has(json, "\"max\": \"8.0\""));
    CHECK(has(json, "\"reference\": {\n        \"oxygen\": \"3.5 %\"\n      }"));
    CHECK(json.ends_with("  \"unknown\": []\n}"));
}

TEST_CASE("the table aligns under Chinese names and says why") {
    auto d = small_plan().document();
    d.limits.resize(3);
    d.unknown = {{"commissioned", {"TP-1", "TP-2"}}};
    CHECK(report::limits_text(d, {language::zh, false, 0}) ==
          "某污水处理有限公司 DW001，2026-06-01 适用的限值\n"
          "   因子        统计值  限值  单位  规定               层级      取决于\n"
          "*  化学需氧量  日均值  ≤ 50  mg/L  GB 18918-2002 表1  国家标准\n"
          "   化学需氧量  日均值  ≤ 60  mg/L  GB 18918-2002 表1  国家标准\n"
          "*  氨氮        日均值   ≤ 5  mg/L  GB 18918-2002 表1  国家标准  temperature > 12 ℃\n"
          "* 同一因子、统计值、基准状态和条件中最严的，由它判定\n"
          "为何适用\n"
          "  GB 18918-2002 表1 grade = 一级A\n"
          "缺少 commissioned 它决定是否适用：TP-1、TP-2\n");
}

TEST_CASE("what does not apply says the condition that failed or what displaced it") {
    auto d = small_plan().document();
    auto const& row = d.limits.front();
    d.rejected = {{row.factor, row.factor_name, {"daily_mean"}, row.limit, row.provision, "grade = 一级B", {}},
                  {row.factor, row.factor_name, {"daily_mean"}, row.limit, row.provision, {}, "GB18918.取代"}};
    auto const text = report::limits_text(d, {language::zh, false, 0});
    CHECK(has(text, "GB 18918-2002 表1  不满足 grade = 一级B\n"));
    CHECK(has(text, "GB 18918-2002 表1  让位于 GB18918.取代\n"));
    CHECK(has(report::limits_json(d), "\"failed\": \"grade = 一级B\",\n      \"displaced\": null"));
}

TEST_CASE("CSV has one line a limit") {
    auto d = small_plan().document();
    d.limits.resize(1);
    CHECK(
        report::limits_csv(d, false) ==
        "factor,factor_name,quantity,statistic,min,max,unit,reference,condition,decides,provision_id,standard,clause,level,"
        "confidence,because\r\n"
        "w01018,化学需氧量,concentration,daily_mean,,50,mg/L,,,true,COD-50,GB 18918-2002,表1,national,high,grade = 一级A\r\n");
}

TEST_CASE("bounds show their sign, strict or not") {
    CHECK(report::bound_text({{}, "50", false, false, "", {}}, false, false, language::zh) == "≤ 50");
    CHECK(report::bound_text({{}, "50", false, false, "", {}}, false, true, language::zh) == "< 50");
    CHECK(report::bound_text({"5", {}, false, false, "", {}}, true, false, language::zh) == "> 5");
    CHECK(report::bound_text({"6", "9", false, false, "", {}}, false, false, language::zh) == "6–9");
}
