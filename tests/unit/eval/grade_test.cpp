// Classes of a water section by the worst factor.
#include "situation.hpp"

#include <doctest/doctest.h>

using namespace situation;

namespace {

rules const& table() {
    static rules const r(R"(grades 类别 of 甲 "断面" {
  clause  "表1"
  scope   section
  target  目标
  worst
  by 类:         Ⅰ       Ⅱ       Ⅲ
  otherwise 劣Ⅲ
  pH      in    6..9    6..9    6..9
  氨氮    <=    0.15    0.5     1.0   mg/L
  总磷    <=    0.02    0.1     0.2   mg/L  when 水体类型 = 河流
  总磷    <=    0.01    0.025   0.05  mg/L  when 水体类型 = 湖库
}
grades 流速 of 甲 "两个条件" {
  scope   section
  by 类:         Ⅰ       Ⅱ
  otherwise 劣Ⅱ
  effective  from 2026-01-01
  氨氮    <=    1       2    mg/L  when 水体类型 = 河流
  氨氮    <=    2       3    mg/L  when 水体类型 = 湖库
  总磷    <=    1       2    mg/L  when 流速 = 急
  总磷    <=    2       3    mg/L  when 流速 = 缓
}
)");
    return r;
}

std::string graded(fields const& given, std::size_t which = 0) {
    auto const& book = table().rules;
    facts::record record;
    record.type = *book.find_record("section");
    record.id = "S";
    record.fields.resize(book.records[record.type].fields.size());
    record.written.resize(record.fields.size());
    for (auto const& [name, text] : given) {
        auto const f = book.find_field(record.type, name);
        REQUIRE(f);
        record.fields[*f] = model::read_field(book.records[record.type].fields[*f], text, book.units).value();
        record.written[*f] = text;
    }
    auto const all = eval::grade(table().plan, book, {record}, std::nullopt);
    REQUIRE(all.size() > which);
    auto const& g = all[which];
    std::string said = std::string(eval::text(g.verdict)) + " " + g.grade + g.reason;
    for (auto const& w : g.worst) said += " " + w;
    for (auto const& m : g.missing) said += " missing " + m.name;
    return said;
}

} // namespace

TEST_CASE("the worst factor decides the class, and each takes the best class that it meets") {
    CHECK(graded({{"pH", "7"}, {"氨氮", "0.15"}, {"总磷", "0.02"}, {"水体类型", "河流"}}) == "not_applicable Ⅰ pH 氨氮 总磷");
    CHECK(graded({{"氨氮", "0.151"}, {"总磷", "0.02"}, {"水体类型", "河流"}}) == "not_applicable Ⅱ 氨氮");
    CHECK(graded({{"氨氮", "1.01"}, {"总磷", "0.02"}, {"水体类型", "河流"}}) == "not_applicable 劣Ⅲ 氨氮");
    CHECK(graded({{"pH", "9.1"}}) == "not_applicable 劣Ⅲ pH");
}

TEST_CASE("against a target: the same class or a better one meets it") {
    CHECK(graded({{"氨氮", "0.5"}, {"目标", "Ⅱ"}}) == "compliant Ⅱ 氨氮");
    CHECK(graded({{"氨氮", "0.51"}, {"目标", "Ⅱ"}}) == "violation Ⅲ 氨氮");
    CHECK(graded({{"氨氮", "5"}, {"目标", "Ⅲ"}}) == "violation 劣Ⅲ 氨氮");
}

TEST_CASE("river and lake have their own phosphorus, not knowing which is undetermined unless both agree or another factor is "
          "worse") {
    CHECK(graded({{"总磷", "0.08"}, {"水体类型", "河流"}}) == "not_applicable Ⅱ 总磷");
    CHECK(graded({{"总磷", "0.08"}, {"水体类型", "湖库"}}) == "not_applicable 劣Ⅲ 总磷");
    CHECK(graded({{"总磷", "0.08"}}) == "undetermined missing_attribute missing water_body");
    CHECK(graded({{"总磷", "0.01"}}) == "not_applicable Ⅰ 总磷");
    CHECK(graded({{"总磷", "0.08"}, {"氨氮", "3"}}) == "not_applicable 劣Ⅲ 氨氮");
    CHECK(graded({{"总磷", "0.3"}}) == "not_applicable 劣Ⅲ 总磷");
}

TEST_CASE("with two things unknown all combinations are tried: what each alone would hide is seen") {
    // One of the two is Ⅱ unless both conditions take the milder row; then both are Ⅰ.
    CHECK(graded({{"氨氮", "1.5"}, {"总磷", "1.5"}}, 1) ==
          "undetermined missing_attribute missing water_body missing flow_class");
    CHECK(graded({{"氨氮", "1.5"}, {"总磷", "1.5"}, {"水体类型", "湖库"}, {"流速", "缓"}}, 1) == "not_applicable Ⅰ 氨氮 总磷");
    CHECK(graded({{"氨氮", "0.5"}, {"总磷", "0.5"}}, 1) == "not_applicable Ⅰ 氨氮 总磷");
}

TEST_CASE("gaps are skipped, a section of gaps alone is undetermined where a target is asked of it") {
    CHECK(graded({{"氨氮", "--"}, {"pH", "7"}}) == "not_applicable Ⅰ pH");
    CHECK(graded({{"氨氮", "--"}}) == "undetermined missing_datum");
}
