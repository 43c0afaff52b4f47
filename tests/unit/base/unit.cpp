#include "base/unit.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using huanchi::base::decimal;
using huanchi::base::dimension;
using huanchi::base::no_unit;
using huanchi::base::rational;
using huanchi::base::unit;
using huanchi::base::unit_table;

namespace {

dimension const mass_concentration{{"mass", 1}, {"length", -3}};
dimension const mass{{"mass", 1}};
dimension const sound_level{{"sound_level", 1}};

// Coherent units: kg/m³, kg, dB(A).
unit_table declared() {
    unit_table units;
    REQUIRE(units.add({"mg/m³", mass_concentration, rational(1, 1000000)}, {"mg/m3", "毫克/立方米", "mg/Nm3"}));
    REQUIRE(units.add({"mg/L", mass_concentration, rational(1, 1000)}, {"毫克/升"}));
    REQUIRE(units.add({"μg/L", mass_concentration, rational(1, 1000000)}, {"ug/L", "微克/升"}));
    REQUIRE(units.add({"t", mass, 1000}, {"吨"}));
    REQUIRE(units.add({"mg", mass, rational(1, 1000000)}, {}));
    REQUIRE(units.add({"Mg", mass, 1000}, {}));
    REQUIRE(units.add({"dB(A)", sound_level, 1}, {"dBA"}));
    REQUIRE(units.add({"℃", {{"temperature", 1}}, 1}, {}));
    return units;
}

std::string symbol(unit_table const& units, std::string_view spelling) {
    auto const id = units.find(spelling);
    return id ? units[*id].symbol : "unknown";
}

} // namespace

TEST_CASE("dimensions multiply by adding exponents, and zeros vanish") {
    dimension const length{{"length", 1}};
    dimension const area = length * length;
    CHECK(area == dimension{{"length", 2}});
    CHECK(mass * inverse(length * area) == mass_concentration);
    CHECK(length * inverse(length) == dimension{});
    CHECK(inverse(mass_concentration) == dimension{{"mass", -1}, {"length", 3}});
}

TEST_CASE("a dimension lists its powers by name, without zeros") {
    std::string text;
    for (auto const& [name, exponent] : dimension{{"mass", 1}, {"length", -3}, {"time", 0}})
        text += name + std::to_string(exponent) + " ";
    CHECK(text == "length-3 mass1 ");
    CHECK(dimension{}.empty());
    CHECK(dimension{{"time", 0}}.empty());
}

TEST_CASE("a new table knows only the unit of numbers without dimension") {
    unit_table const units;
    CHECK(units.size() == 1);
    CHECK(units.find("") == no_unit);
    CHECK(units.find(" \xE3\x80\x80") == no_unit);
    CHECK(units[no_unit].symbol.empty());
    CHECK(units[no_unit].factor == 1);
    CHECK_FALSE(units.find("mg/L"));
}

TEST_CASE("a unit is found in every common spelling") {
    unit_table const units = declared();
    for (std::string_view const spelling :
         {"mg/m³", "mg/m3", "mg/m^3", "㎎/m³", "㎎/㎥", "ｍｇ／ｍ３", "mg / m3", " mg/m3 ", "毫克/立方米", "mg/Nm³", "MG/M3",
          "mg∕m³", "mg/m\xC2\xB3", "mg\xC2\xA0/\xE3\x80\x80m3", "mg/m3\xE2\x80\x8B"}) {
        CAPTURE(spelling);
        CHECK(symbol(units, spelling) == "mg/m³");
    }
    for (std::string_view const spelling : {"mg/L", "mg/l", "㎎/L", "ｍｇ／Ｌ", "MG/L", "毫克/升", "毫克／升"}) {
        CAPTURE(spelling);
        CHECK(symbol(units, spelling) == "mg/L");
    }
    // U+00B5 and U+03BC look alike
    for (std::string_view const spelling : {"\xC2\xB5g/L", "\xCE\xBCg/L", "ug/L", "UG/L", "㎍/L"}) {
        CAPTURE(spelling);
        CHECK(symbol(units, spelling) == "μg/L");
    }
    CHECK(symbol(units, "dB（A）") == "dB(A)");
    CHECK(symbol(units, "db(a)") == "dB(A)");
    CHECK(symbol(units, "°C") == "℃");
    CHECK(symbol(units, "T") == "t");
}

TEST_CASE("case tells units apart where it must") {
    unit_table const units = declared();
    CHECK(symbol(units, "mg") == "mg");
    CHECK(symbol(units, "Mg") == "Mg");
    CHECK(symbol(units, "MG") == "unknown"); // milligram or megagram
}

TEST_CASE("what is no unit is not found") {
    unit_table const units = declared();
    for (std::string_view const spelling : {"mg/", "g", "50", "mg/L;", "毫克", "\xFF"}) {
        CAPTURE(spelling);
        CHECK_FALSE(units.find(spelling));
    }
}

TEST_CASE("a spelling belongs to one unit") {
    unit_table units = declared();
    auto const size = units.size();
    CHECK_FALSE(units.add({"mg/L", mass, 1}, {}));
    CHECK_FALSE(units.add({"ppm", {}, rational(1, 1000000)}, {"毫克／升"}));
    CHECK_FALSE(units.add({"ppb", {}, rational(1, 1000000000)}, {""}));
    CHECK(units.size() == size);
    CHECK_FALSE(units.find("ppm"));
    CHECK(units.add({"mg/L", mass_concentration, rational(1, 1000)}, {"mgL-1"}));
    CHECK(units.size() == size);
    CHECK(symbol(units, "mgL⁻¹") == "mg/L");
}

TEST_CASE("words for no unit can be declared") {
    unit_table units = declared();
    CHECK(units.add({"", {}, 1}, {"无量纲"}));
    CHECK(units.find("无量纲") == no_unit);
}

TEST_CASE("conversion factors are exact, and only within a dimension") {
    unit_table const units = declared();
    auto const factor = [&](std::string_view from, std::string_view to) {
        return units.factor(units.find(from).value(), units.find(to).value());
    };
    CHECK(factor("mg/L", "ug/L") == rational(1000));
    CHECK(factor("mg/m3", "mg/L") == rational(1, 1000));
    CHECK(factor("mg/L", "mg/L") == rational(1));
    CHECK(factor("t", "mg") == rational(1000000000));
    CHECK_FALSE(factor("mg/L", "mg"));
    CHECK_FALSE(factor("", "mg"));
}

TEST_CASE("a mistyped unit has a nearest one") {
    unit_table const units = declared();
    CHECK(units.nearest("mgL") == "mg/L");
    CHECK(units.nearest("mg/1") == "mg/L");
    CHECK(units.nearest("dB(B)") == "dB(A)");
    CHECK(units.nearest("毫克/生") == "毫克/升");
    CHECK_FALSE(units.nearest("kilowatt"));
    CHECK_FALSE(units.nearest("x"));
    CHECK_FALSE(units.nearest(""));
    CHECK_FALSE(units.nearest(std::string(100000, 'm')));
}
