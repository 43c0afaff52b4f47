#include "source/catalogue.hpp"
#include "source/page.hpp"

#include <doctest/doctest.h>

using namespace huanchi::source;

TEST_CASE("a page is found by its code") {
    auto const* page = find_page("M014");
    REQUIRE(page);
    CHECK(page->code == "M014");
    CHECK(page->meaning_zh.starts_with("行里的格数和表头的列数不一样"));
    CHECK(page->meaning_en.starts_with("The row has not as many cells"));
    CHECK(page->bad.starts_with("limits"));
    CHECK(page->bad.ends_with("}"));
    CHECK(find_page("M000") == nullptr);
    CHECK(find_page("") == nullptr);
}

TEST_CASE("pages come in order of their codes, each once") {
    auto const& all = pages();
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].code < all[i].code);
}

TEST_CASE("a mistyped code is near the one that was meant") {
    CHECK(nearest_code("m014") == "M014");
    CHECK(nearest_code("S-090") == "S090");
    CHECK(nearest_code("E003").starts_with("E00"));
    CHECK(nearest_code("nonsense") == "");
}

TEST_CASE("repetitions and bytes of an example are written out") {
    CHECK(written_out("a⟨3 × (⟩b") == "a(((b\n");
    CHECK(written_out("⟨2 × x\n⟩") == "x\nx\n\n");
    CHECK(written_out("⟨byte D6⟩") == "\xD6\n");
    CHECK(written_out("plain ⟨ text") == "plain ⟨ text\n");
}

TEST_CASE("the outline of a message has … for what the user wrote") {
    CHECK(message_outline("M014", language::zh) == "这一行有 … 格，表头有 … 列");
    CHECK(message_outline("E001", language::en) == "");
}

TEST_CASE("kinds of declarations are said in the language of the message") {
    CHECK(kind_name("limits", language::zh) == "限值表");
    CHECK(kind_name("limits", language::en) == "limits");
    CHECK(kind_name("field of outlet", language::zh) == "outlet 的字段");
    CHECK(kind_name("factor name in water", language::zh) == "water 的因子名称");
    CHECK(kind_name("no such kind", language::zh) == "no such kind");
    diagnostic const m003{"M003", severity::error, {}, {"statistic", "日均值"}, {}, {}};
    CHECK(message(m003, language::zh) == "统计量“日均值”重复声明");
    CHECK(message(m003, language::en) == "statistic `日均值` is declared twice");
    diagnostic const m001{"M001", severity::error, {}, {"fine", "limits", "judge"}, {}, {}};
    CHECK(message(m001, language::zh) == "限值表中没有“fine”这一项");
}
