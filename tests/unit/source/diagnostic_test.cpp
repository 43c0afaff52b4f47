#include "source/diagnostic.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace huanchi::source;

TEST_CASE("every row of the catalogue has its texts in both languages and a code of its own") {
    std::set<std::string_view> codes;
    for (catalogue_entry const& e : catalogue()) {
        CAPTURE(e.code);
        CHECK(codes.insert(e.code).second);
        CHECK_FALSE(e.message_zh.empty());
        CHECK_FALSE(e.message_en.empty());
        CHECK(e.help_zh.empty() == e.help_en.empty());
        CHECK(find_in_catalogue(e.code) == &e);
    }
    CHECK(find_in_catalogue("S000") == nullptr);
}

TEST_CASE("a message names what the user wrote, in quotation marks of the language") {
    diagnostic const d{"S010", severity::error, {}, {"jugde"}, {}, "judge"};
    CHECK(message(d, language::en) == "expected a keyword at the start of the line, found `jugde`");
    CHECK(message(d, language::zh) == "行首应为关键字，却见“jugde”");
    CHECK(help(d, language::en) == "perhaps you meant `judge`");
    CHECK(help(d, language::zh) == "是不是想写“judge”");
}

TEST_CASE("a missing thing at the end of a line is said to be the end of the line") {
    diagnostic const d{"S012", severity::error, {}, {""}, {}, {}};
    CHECK(message(d, language::en) == "expected a name, number, text or bracket, found the end of the line");
    CHECK(message(d, language::zh) == "应为名称、数值、文字或括号，却见行尾");
}

TEST_CASE("the user's text is not read as a template") {
    diagnostic const d{"S010", severity::error, {}, {"{0}"}, {}, {}};
    CHECK(message(d, language::en) == "expected a keyword at the start of the line, found `{0}`");
}

TEST_CASE("the same mistake at the same place is kept once") {
    diagnostics all;
    all.report("S010", {0, 4, 5}, {"x"});
    all.report("S010", {0, 4, 5}, {"x"});
    all.report("S010", {0, 4, 5}, {"y"});
    CHECK(all.count(severity::error) == 2);
}

TEST_CASE("diagnostics come in order of file and place") {
    diagnostics all;
    all.report("S010", {1, 0, 1});
    all.report("S012", {0, 9, 10});
    all.report("S011", {0, 2, 3});
    auto const& sorted = all.sorted();
    REQUIRE(sorted.size() == 3);
    CHECK(sorted[0].code == "S011");
    CHECK(sorted[1].code == "S012");
    CHECK(sorted[2].where.file == 1);
}

TEST_CASE("after the most errors that are collected the last one says so") {
    diagnostics all;
    for (std::uint32_t i = 0; i < 1000; ++i) all.report("S010", {0, 1000 - i, 1001 - i});
    CHECK(all.count(severity::error) == diagnostics::most_errors);
    CHECK(all.sorted().back().code == "S090");
    all.report("S010", {0, 5000, 5001});
    CHECK(all.sorted().size() == diagnostics::most_errors);
}

TEST_CASE("one collection is appended to another with its labels") {
    diagnostics a, b;
    a.report("S010", {0, 5, 6});
    b.report("S006", {0, 1, 2}).labels.push_back({{0, 0, 1}, "L001", {}});
    a.append(std::move(b));
    auto const& sorted = a.sorted();
    REQUIRE(sorted.size() == 2);
    REQUIRE(sorted[0].labels.size() == 1);
    CHECK(sorted[0].labels[0].code == "L001");
}

TEST_CASE("labels and notes are no errors") {
    diagnostics all;
    all.report("L001", {0, 0, 1});
    CHECK_FALSE(all.has_errors());
    CHECK_FALSE(all.empty());
}
