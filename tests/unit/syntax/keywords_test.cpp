#include "syntax/keywords.hpp"

#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string_view>

using namespace huanchi::syntax;

TEST_CASE("the keyword table has one row for each id, in the order of the ids") {
    auto const& table = keyword_table();
    REQUIRE(table.size() == static_cast<std::size_t>(keyword::known) + 1);
    for (std::size_t i = 0; i < table.size(); ++i) CHECK(static_cast<std::size_t>(table[i].id) == i);
}

TEST_CASE("no word stands twice in the two columns") {
    std::set<std::string_view> words;
    for (keyword_entry const& e : keyword_table()) {
        CAPTURE(e.en);
        CHECK(words.insert(e.en).second);
        CHECK(words.insert(e.zh).second);
    }
}

TEST_CASE("every spelling is one whole name and is found again") {
    for (keyword_entry const& e : keyword_table()) {
        for (spelling const s : {spelling::zh, spelling::en}) {
            std::string_view const word = text(e.id, s);
            CAPTURE(word);
            for (std::size_t at = 0; at < word.size();) {
                auto const c = huanchi::base::decode(word, at);
                CHECK(huanchi::base::is_name_part(c.value));
                at += c.length;
            }
            auto const found = find_keyword(word);
            REQUIRE(found);
            CHECK(found->id == e.id);
            CHECK(found->written == s);
        }
    }
}

TEST_CASE("other words are no keywords") {
    CHECK_FALSE(find_keyword("化学需氧量"));
    CHECK_FALSE(find_keyword(""));
    CHECK_FALSE(find_keyword("Judge"));
    CHECK_FALSE(find_keyword("judges"));
}
