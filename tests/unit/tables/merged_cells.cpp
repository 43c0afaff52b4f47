#include "tables/merged_cells.hpp"

#include <doctest/doctest.h>

using namespace huanchi::tables;

TEST_CASE("merged cells are found however the bytes are cut, with and without a prefix") {
    std::string const xml =
        "<sheetData><c><v>mergeCell ref=\"Z1:Z2\"</v></c></sheetData><mergeCells count=\"2\"><mergeCell ref=\"A3:A4\"/>"
        "<x:mergeCell  ref='D3:F3' /><mergeCell ref=\"F3:D3\"/><mergeCell ref=\"nonsense\"/></mergeCells>";
    for (std::size_t piece = 1; piece <= xml.size(); ++piece) {
        CAPTURE(piece);
        merged_finder finder(10);
        for (std::size_t at = 0; at < xml.size(); at += piece) REQUIRE(finder.feed(std::string_view(xml).substr(at, piece)));
        auto const found = finder.take();
        REQUIRE(found.size() == 2);
        CHECK(found[0].from == cell_place{2, 0});
        CHECK(found[0].to == cell_place{3, 0});
        CHECK(found[1].from == cell_place{2, 3});
        CHECK(found[1].to == cell_place{2, 5});
    }
}

TEST_CASE("more stretches than the bound are refused") {
    merged_finder finder(1);
    CHECK(finder.feed("<mergeCell ref=\"A1:A2\"/>"));
    CHECK_FALSE(finder.feed("<mergeCell ref=\"B1:B2\"/>"));
}
