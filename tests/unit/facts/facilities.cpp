#include "small_rules.hpp"

using namespace huanchi;

namespace {

std::string const good =
    R"([{"id": "E1", "uscc": "91220101MA0000001X", "name": "某厂", "region": "220102", "industry": 4620, "management": "重点管理",
  "mn": ["010000A8900016F000169DC0"],
  "permits": [{"number": "P1", "version": "2", "valid_from": "2023-06-01", "valid_to": "2028-05-31",
    "limits": [{"outlet": "DW001", "factor": "w01018", "statistic": "daily_mean", "max": 50.10, "unit": "mg/L", "reference_oxygen": "3.5 %", "condition": "雨季"},
               {"outlet": "DW001", "factor": "COD", "statistic": "年总量", "max": "120.5", "unit": "t"},
               {"outlet": "DW001", "factor": "pH", "statistic": "日均值", "min": "6", "max": "9"}]}],
  "outlets": [{"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "commissioned": "2008-05-01",
               "attributes": {"grade": "一级A", "单台出力": "20 t/h", "key_region": true, "anything": [1]}},
              {"id": "DA001", "介质": "air", "attributes": {"capacity": 35.50, "grade": "--"}}]}])";

std::string problems_of(std::string const& text) {
    auto const read = facts::read_facilities(text, "f.json", small::rules());
    return read ? "" : read.error().what;
}
std::string value_text(model::value const& v) {
    if (auto const* s = std::get_if<std::string>(&v)) return *s;
    if (auto const* n = std::get_if<base::rational>(&v)) return n->exact_text();
    if (auto const* d = std::get_if<base::date>(&v)) return d->text();
    if (auto const* b = std::get_if<bool>(&v)) return *b ? "yes" : "no";
    return "?";
}

} // namespace

TEST_CASE("facilities are read with their typed attributes, from beside and from attributes") {
    auto const read = facts::read_facilities(good, "f.json", small::rules());
    REQUIRE(read);
    REQUIRE(read->sites.size() == 1);
    auto const& site = read->sites[0];
    CHECK(site.industry == "4620");
    CHECK(site.mn == std::vector<std::string>{"010000A8900016F000169DC0"});
    CHECK(value_text(site.fields[1]) == "重点管理");
    CHECK(site.outlets == std::vector<std::uint32_t>{0, 1});
    std::vector<std::string> fields;
    for (auto const& o : read->outlets)
        for (auto const& f : o.fields) fields.push_back(value_text(f));
    CHECK(fields == std::vector<std::string>{"water", "城镇污水处理厂", "一级A", "2008-05-01", "20", "yes", "?", "air", "?",
                                             "?", "?", "71/2", "?", "?"});
    CHECK(read->outlets[1].medium == "air");
    CHECK(read->find_outlet("E1", "DA001") == 1);
    CHECK(read->find_outlet("E1", "DA002") == facts::no_outlet);
    CHECK(read->digest.substr(0, 7) == "sha256:");
    CHECK(read->digest.size() == 7 + 64);
}

TEST_CASE("a permit's printed last day is inside, and its limits keep their digits") {
    auto const read = facts::read_facilities(good, "f.json", small::rules());
    REQUIRE(read);
    auto const& permit = read->sites[0].permits.at(0);
    CHECK(permit.valid.from->text() == "2023-06-01");
    CHECK(permit.valid.before->text() == "2028-06-01");
    REQUIRE(permit.limits.size() == 3);
    CHECK(permit.limits[0].max->text() == "50.10");
    CHECK(permit.limits[0].reference_oxygen->text() == "3.5");
    CHECK(permit.limits[0].condition == "雨季");
    CHECK(permit.limits[1].statistic == 2);
    CHECK(permit.limits[1].factor == 0);
    CHECK(permit.limits[2].min->text() == "6");
    CHECK(permit.limits[2].unit == base::no_unit);
}

TEST_CASE("all problems of a file are told together, each with its pointer") {
    CHECK(problems_of(R"([{"id": "E1", "outlets": [{"id": "DW001", "medium": "water", "attributes": {"grade": "一级C"}}],
        "permits": [{"valid_from": "2023-13-01", "limits": [{"outlet": "DW002", "factor": "w01019", "statistic": "daly_mean", "max": "x", "unit": "mg/L"}]}]},
        {"id": "E1"}, {"name": "无编号"}])") ==
          "f.json: /0/outlets/0/attributes/grade: \"一级C\" is none of 一级A, 一级B\n"
          "f.json: /0/permits/0/valid_from: \"2023-13-01\" is no date: expected 2026-05-01\n"
          "f.json: /0/permits/0/limits/0/outlet: the facility has no outlet \"DW002\"; perhaps you meant DW001\n"
          "f.json: /0/permits/0/limits/0/statistic: unknown statistic \"daly_mean\"; perhaps you meant daily_mean\n"
          "f.json: /0/permits/0/limits/0/max: \"x\" is no number of at most 18 digits\n"
          "f.json: /0/permits/0/limits/0/factor: unknown factor \"w01019\"; perhaps you meant w01018\n"
          "f.json: /1/id: the facility \"E1\" is there twice\n"
          "f.json: /2: no id");
}

TEST_CASE("NDJSON of facilities names the line") {
    CHECK(problems_of("{\"id\": \"E1\", \"outlets\": [{\"id\": \"A\"}, {\"id\": \"A\"}]}\n\n{\"id\": \"E2\", \"outlets\": "
                      "5}\n{\"id\" 3}\n") == "f.json:1: /outlets/1/id: the outlet \"A\" is there twice in the facility\n"
                                             "f.json:3: /outlets: expected a list\n"
                                             "f.json:4: parse error at line 1, column 7: syntax error while parsing object "
                                             "separator - unexpected number literal; expected ':'");
    auto const two = facts::read_facilities("{\"id\": \"E1\"}\r\n{\"id\": \"E2\"}\n", "f.ndjson", small::rules());
    REQUIRE(two);
    CHECK(two->sites.size() == 2);
    auto const one = facts::read_facilities("{\n  \"id\": \"E1\",\n  \"outlets\": []\n}\n", "f.json", small::rules());
    REQUIRE(one);
    CHECK(one->sites.size() == 1);
}

TEST_CASE("limits without a number, of the wrong unit, or upside down are problems") {
    auto const of = [](std::string const& limit) {
        return problems_of(
            R"({"id":"E1","outlets":[{"id":"DW001","medium":"water"}],"permits":[{"limits":[{"outlet":"DW001","factor":"COD","statistic":"daily_mean",)" +
            limit + "}]}]}");
    };
    CHECK(of(R"("unit":"mg/L")") == "f.json:1: /permits/0/limits/0: a limit needs max or min");
    CHECK(of(R"("max":5,"unit":"℃")") ==
          "f.json:1: /permits/0/limits/0/unit: \"℃\" is no unit for 化学需氧量, which is measured in mg/L");
    CHECK(of(R"("max":5)") == "f.json:1: /permits/0/limits/0/unit: no unit for 化学需氧量, which is measured in mg/L");
    CHECK(of(R"("max":5,"min":6,"unit":"mg/L")") == "f.json:1: /permits/0/limits/0: min 6 is above max 5");
    CHECK(of(R"("max":5,"unit":"kg/h")") == "");
    CHECK(of(R"("max":5,"unit":"kg")") == "");
}

TEST_CASE("a field that is said twice in two ways is a problem, and so is a key written twice") {
    CHECK(problems_of(R"([{"id":"E1","outlets":[{"id":"A","grade":"一级A","attributes":{"级别":"一级B"}}]}])") ==
          "f.json: /0/outlets/0/attributes/级别: \"grade\" is given twice, with different values");
    CHECK(problems_of(R"([{"id":"E1","id":"E2"}])") == "f.json: the key \"id\" is there twice in one object");
    CHECK(problems_of("hello") == "'f.json' holds no facilities: neither an array of JSON nor objects, one a line");
    CHECK(problems_of("[" + std::string(100, '[') + std::string(100, ']') + "]") ==
          "f.json: lists and objects are nested more than 64 deep");
}

TEST_CASE("an outlet may be described in words of the schema, with facility attributes beside") {
    auto const read = facts::read_description(
        R"({"medium":"water","kind":"城镇污水处理厂","region":"220102","attributes":{"grade":"一级A"}})", small::rules());
    REQUIRE(read);
    REQUIRE(read->outlets.size() == 1);
    CHECK(read->outlets[0].medium == "water");
    CHECK(value_text(read->outlets[0].fields[2]) == "一级A");
    CHECK(value_text(read->sites[0].fields[0]) == "220102");
    auto const wrong = facts::read_description(R"({"attributes":{"grade":"一级C"}})", small::rules());
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().what == "description: /attributes/grade: \"一级C\" is none of 一级A, 一级B");
}

TEST_CASE("selected items are a list or a text of factors of the outlet's medium, and a name of none is an error") {
    auto const selected = [](std::string const& items) {
        auto const read = facts::read_description(R"({"medium":"water","selected_items":)" + items + "}", small::rules());
        REQUIRE(read);
        return read->outlets[0].selected;
    };
    auto const cod = *small::rules().find_factor("w01018", "water"), ph = *small::rules().find_factor("pH", "water");
    using factors = std::vector<std::uint16_t>;
    CHECK(selected(R"(["COD", " pH "])") == factors{cod, ph});
    CHECK(selected(R"("pH；w01018")") == factors{ph, cod});
    CHECK(selected(R"("pH、")") == factors{ph});
    CHECK(selected("null").empty());
    auto const wrong = facts::read_description(R"({"medium":"water","selected_items":["pH","总鈷"]})", small::rules());
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().what ==
          "description: /selected_items: \"总鈷\" is no factor that the rules know; several are separated by ；");
}

TEST_CASE("the register of devices: numbers of sites and outlets, and how devices speak") {
    auto const read = facts::read_facilities(R"([{"id": "E1", "mn": ["M1", "M2"],
        "outlets": [{"id": "DW001", "medium": "water", "mn": "M3"}, {"id": "DA001", "medium": "air"}],
        "devices": [{"mn": "M2", "outlet": "DA001", "checksum": "modbus_swapped", "time_label": "end", "marks": "hj75",
                     "minute_interval": 10, "units": {"a21026": "mg/m³"}, "password": "654321",
                     "sm4_key": "30303030303030303030303030303030"},
                    {"mn": "M3", "minute_interval": 5}]}])",
                                             "f.json", small::rules());
    REQUIRE(read);
    auto const& d = read->devices;
    REQUIRE(d.all().size() == 3);
    REQUIRE(d.find("M1"));
    CHECK(d.find("M1")->outlet.empty());
    CHECK(d.find("M2")->outlet == "DA001");
    CHECK(d.find("M2")->checksum == "modbus_swapped");
    CHECK(d.find("M2")->label_is_end);
    CHECK(d.find("M2")->marks_of_hj75);
    CHECK(d.find("M2")->minute_interval == 10);
    CHECK(d.find("M2")->unit_of("a21026") == "mg/m³");
    CHECK(d.find("M2")->unit_of("a21027").empty());
    CHECK(d.find("M3")->outlet == "DW001"); // what the outlet says stays
    CHECK(d.find("M3")->minute_interval == 5);
    CHECK_FALSE(d.find("M4"));
}

TEST_CASE("mistakes in the register of devices are told with their place") {
    auto const read = facts::read_facilities(R"([{"id": "E1", "mn": "M1", "outlets": [{"id": "DW001"}],
        "devices": [{"mn": "M1", "outlet": "DW002"}, {"mn": "M2", "checksum": "crc32"}, {"mn": "M3", "sm4_key": "30"},
                    {"mn": "M4", "minute_interval": 7}, {"mn": "M5", "time_label": "middle"}, {"outlet": "DW001"},
                    {"mn": "M6", "units": {"w01018": "mg/X"}}]},
        {"id": "E2", "mn": "M1", "outlets": []}])",
                                             "f.json", small::rules());
    REQUIRE_FALSE(read);
    auto const& what = read.error().what;
    for (auto const* part :
         {"/0/devices/0/outlet: the facility has no outlet \"DW002\"; perhaps you meant DW001",
          "/0/devices/1/checksum: expected", "/0/devices/2/sm4_key: expected a key of 32",
          "/0/devices/3/minute_interval: expected", "/0/devices/4/time_label: expected start or end", "/0/devices/5: no mn",
          "/0/devices/6/units/w01018: ", "/1/mn: the device \"M1\" belongs to another facility already"}) {
        CAPTURE(std::string(part));
        CHECK(what.find(part) != std::string::npos);
    }
}
