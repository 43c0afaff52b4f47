#include "source/source_text.hpp"

#include <doctest/doctest.h>

using huanchi::source::source_set;

TEST_CASE("a place is a line and a display column, both from 1") {
    source_set files;
    auto const id = files.add("a.rules", "ab\n氨氮 x\n");
    CHECK(files.place_of(id, 0).line == 1);
    CHECK(files.place_of(id, 0).column == 1);
    CHECK(files.place_of(id, 1).column == 2);
    // The second line: two ideographs of three bytes and two columns each, a blank, x.
    CHECK(files.place_of(id, 3).line == 2);
    CHECK(files.place_of(id, 6).column == 3);
    CHECK(files.place_of(id, 10).column == 6);
}

TEST_CASE("a tab counts as one column") {
    source_set files;
    auto const id = files.add("a.rules", "\t\tx");
    CHECK(files.place_of(id, 2).column == 3);
}

TEST_CASE("a line is shown without its end, whatever the end is") {
    source_set files;
    auto const id = files.add("a.rules", "one\r\ntwo\nthree");
    CHECK(files.line_text(id, 1) == "one");
    CHECK(files.line_text(id, 2) == "two");
    CHECK(files.line_text(id, 3) == "three");
    CHECK(files.line_text(id, 4).empty());
    CHECK(files.line_text(id, 0).empty());
}

TEST_CASE("the place behind the last line end is a line of its own") {
    source_set files;
    auto const id = files.add("a.rules", "x\n");
    CHECK(files.place_of(id, 2).line == 2);
    CHECK(files.place_of(id, 2).column == 1);
    CHECK(files.line_text(id, 2).empty());
}

TEST_CASE("a span beyond the end of the text is cut off") {
    source_set files;
    auto const id = files.add("a.rules", "abc");
    CHECK(files.text({id, 1, 99}) == "bc");
    CHECK(files.text({id, 9, 12}).empty());
}

TEST_CASE("files keep their numbers") {
    source_set files;
    auto const a = files.add("a.rules", "a");
    auto const b = files.add("b.rules", "b");
    CHECK(files[a].name == "a.rules");
    CHECK(files.text({b, 0, 1}) == "b");
    CHECK(files.size() == 2);
}
