// Conditions with known and unknown fields, and the values that stand for all others.
#include "loading.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace huanchi;
using model::value;

namespace {

// A row's condition, with the rulebook that it belongs to.
struct condition {
    loading::outcome loaded;
    model::expression_ptr expression;

    explicit condition(std::string const& text)
        : loaded(loading::load("standard 甲 { \n number \"甲\"\n level national\n effective from 2020-01-01\n}\n"
                               "limits 表 of 甲 {\n judge daily_mean\n medium water\n value:\n 氨氮 <= 5 mg/L when " +
                               text + "\n}\n")) {
        REQUIRE(loaded.rules().limits.size() == 1);
        for (auto const& x : loaded.rules().limits[0].conditions)
            expression = expression ? std::make_shared<model::expression>(model::expression{
                                          model::operation_use{model::operation::and_, {expression, x}}, {}, {}})
                                    : x;
    }
    model::rulebook const& rules() const { return loaded.rules(); }

    // "true", "false" or "unknown" where the fields have these values, as data would say them.
    std::string where(std::map<std::string, std::string> const& fields, std::optional<int> minutes = std::nullopt) const {
        model::surroundings s;
        s.field = [&](model::field_ref f) -> value {
            auto const& field = rules().at(f);
            auto const it = fields.find(field.json);
            return it == fields.end() ? value() : model::read_field(field, it->second, rules().units).value();
        };
        if (minutes) s.clock = model::clock_time{*minutes};
        auto const v = evaluate(*expression, s);
        return !known(v) ? "unknown" : std::get<bool>(v) ? "true" : "false";
    }
    std::vector<std::string> bands() const {
        std::vector<std::string> all;
        for (auto const& c : representatives({expression}, rules())) all.insert(all.end(), c.bands.begin(), c.bands.end());
        return all;
    }
};
using texts = std::vector<std::string>;

} // namespace

TEST_CASE("unknown is not false: Kleene's three values") {
    condition const both("水温 > 12 ℃ and 级别 = 一级A");
    CHECK(both.where({{"temperature", "13"}, {"grade", "一级A"}}) == "true");
    CHECK(both.where({{"temperature", "13"}}) == "unknown");
    CHECK(both.where({{"temperature", "12"}}) == "false"); // whatever the grade is
    CHECK(both.where({}) == "unknown");
    condition const either("水温 > 12 ℃ or 级别 = 一级A");
    CHECK(either.where({{"temperature", "13"}}) == "true");
    CHECK(either.where({{"temperature", "12"}}) == "unknown");
    condition const negated("not (水温 > 12 ℃)");
    CHECK(negated.where({}) == "unknown");
    CHECK(negated.where({{"temperature", "12.0"}}) == "true");
    condition const list("级别 in (一级A, 二级)");
    CHECK(list.where({}) == "unknown");
    CHECK(list.where({{"grade", "一级B"}}) == "false");
    condition const asked("known 水温");
    CHECK(asked.where({}) == "false");
    CHECK(asked.where({{"temperature", "-3"}}) == "true");
    CHECK(asked.where({{"temperature", "--"}}) == "false");
}

TEST_CASE("missing never equals missing") {
    condition const same("环评批复日期 = 投产日期");
    CHECK(same.where({}) == "unknown");
    CHECK(same.where({{"eia_approved", "2006-01-01"}, {"commissioned", "2006-01-01"}}) == "true");
}

TEST_CASE("quantities are compared in any unit of their dimension, exactly") {
    condition const big("单台出力 > 20 t/h");
    CHECK(big.where({{"capacity", "20 t/h"}}) == "false");
    CHECK(big.where({{"capacity", "20000 kg/h"}}) == "false");
    CHECK(big.where({{"capacity", "20000.000001 kg/h"}}) == "true");
    condition const range("单台出力 in 10..20 t/h");
    CHECK(range.where({{"capacity", "10"}}) == "true");
    CHECK(range.where({{"capacity", "20.01"}}) == "false");
}

TEST_CASE("a code lies within its prefix") {
    condition const jilin("地区 within (22, 2301)");
    CHECK(jilin.where({{"region", "220102"}}) == "true");
    CHECK(jilin.where({{"region", "230103"}}) == "true");
    CHECK(jilin.where({{"region", "230202"}}) == "false");
}

TEST_CASE("the clock of the datum decides between day and night") {
    condition const night("时刻 < 06:00 or 时刻 >= 22:00");
    CHECK(night.where({}, 5 * 60 + 59) == "true");
    CHECK(night.where({}, 6 * 60) == "false");
    CHECK(night.where({}, 22 * 60) == "true");
    CHECK(night.where({}) == "unknown");
}

TEST_CASE("what stands for the values of a field: the numbers it is compared with, and one between each two") {
    CHECK(condition("水温 > 12 ℃").bands() == texts{"temperature < 12 ℃", "temperature = 12 ℃", "temperature > 12 ℃"});
    CHECK(condition("水温 > 12 ℃ or 水温 < 5 ℃").bands() == texts{"temperature < 5 ℃", "temperature = 5 ℃",
                                                                  "5 ℃ < temperature < 12 ℃", "temperature = 12 ℃",
                                                                  "temperature > 12 ℃"});
    auto const choices = representatives({condition("水温 in 5..12 ℃").expression}, condition("水温 in 5..12 ℃").rules());
    REQUIRE(choices.size() == 1);
    REQUIRE(choices[0].values.size() == 5);
    CHECK(choices[0].values[2] == value(base::rational(17, 2)));
}

TEST_CASE("between neighbouring days there is no day, between days further apart there is one") {
    CHECK(condition("投产日期 < 2006-01-01 or 投产日期 > 2006-01-02").bands() ==
          texts{"commissioned < 2006-01-01", "commissioned = 2006-01-01", "commissioned = 2006-01-02",
                "commissioned > 2006-01-02"});
    CHECK(condition("投产日期 < 2006-01-01 or 投产日期 > 2006-01-03").bands().size() == 5);
}

TEST_CASE("a field of choices may take all of them, an open one also a word that nobody names") {
    CHECK(condition("级别 = 一级A").bands() == texts{"grade = 一级A", "grade = 一级B", "grade = 二级"});
    CHECK(condition("类别 = 锅炉 or 类别 = 窑炉").bands() == texts{"kind = 窑炉", "kind = 锅炉", "kind other"});
    CHECK(condition("地区 within 22 or 地区 = 220102").bands() == texts{"region = 220102", "region within 22", "region other"});
    CHECK(condition("重点地区 = yes").bands() == texts{"key_region = yes", "key_region = no"});
}

TEST_CASE("fields compared with each other, computed with or asked for by `known` are left out") {
    CHECK(condition("投产日期 < 环评批复日期").bands() == texts{});
    CHECK(condition("单台出力 * 2 > 20 t/h").bands() == texts{});
    CHECK(condition("known 水温 or 水温 > 3 ℃").bands() == texts{});
}

TEST_CASE("a field is read by its type, and what marks a gap is unknown") {
    condition const any("水温 > 1 ℃");
    auto const& rules = any.rules();
    auto const read = [&](std::uint16_t record, char const* name, char const* text) {
        return model::read_field(rules.records[record].fields[*rules.find_field(record, name)], text, rules.units);
    };
    for (auto const* gap : {"", " ", "-", "--", "—", "-;"}) {
        auto const v = read(model::outlet_record, "capacity", gap);
        REQUIRE(v);
        CHECK_FALSE(known(*v));
    }
    CHECK(*read(model::outlet_record, "capacity", "20 t/h") == value(base::rational(50, 9))); // 20 000 kg in 3600 s
    CHECK(*read(model::outlet_record, "capacity", "20") == value(base::rational(50, 9)));
    CHECK_FALSE(read(model::outlet_record, "capacity", "20 mg/L"));
    CHECK_FALSE(read(model::outlet_record, "capacity", "twenty"));
    CHECK(*read(model::outlet_record, "commissioned", "2008-05-01") == value(*base::date::from_ymd(2008, 5, 1)));
    CHECK_FALSE(read(model::outlet_record, "commissioned", "2008-02-30"));
    CHECK(*read(model::outlet_record, "key_region", "是") == value(true));
    CHECK(*read(model::outlet_record, "key_region", "false") == value(false));
    CHECK_FALSE(read(model::outlet_record, "key_region", "maybe"));
    CHECK(*read(model::outlet_record, "grade", " 一级A ") == value(std::string("一级A")));
    CHECK_FALSE(read(model::outlet_record, "grade", "一级"));
}
