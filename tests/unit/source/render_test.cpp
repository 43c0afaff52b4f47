#include "source/diagnostic.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace huanchi::source;

namespace {

std::string rendered(std::string text, span where, std::vector<label> labels = {}) {
    source_set files;
    files.add("a.rules", std::move(text));
    return render({"S010", severity::error, where, {"x"}, std::move(labels), {}}, files, language::en, false);
}

} // namespace

TEST_CASE("the caret stands under the characters that are meant") {
    CHECK(rendered("judge\n  jugde mean\n", {0, 8, 13}) ==
          "error[S010]: expected a keyword at the start of the line, found `x`\n"
          " --> a.rules:2:3\n"
          "  |\n"
          "2 |   jugde mean\n"
          "  |   ^^^^^\n");
}

TEST_CASE("under Chinese text a caret is two columns wide") {
    // 氨氮 is six bytes; 总磷 begins at byte 7 and display column 6.
    CHECK(rendered("氨氮 总磷\n", {0, 7, 13}) == "error[S010]: expected a keyword at the start of the line, found `x`\n"
                                                 " --> a.rules:1:6\n"
                                                 "  |\n"
                                                 "1 | 氨氮 总磷\n"
                                                 "  |      ^^^^\n");
}

TEST_CASE("a tab is shown as one blank, so that the caret fits") {
    CHECK(rendered("\tx y\n", {0, 3, 4}) == "error[S010]: expected a keyword at the start of the line, found `x`\n"
                                            " --> a.rules:1:4\n"
                                            "  |\n"
                                            "1 |  x y\n"
                                            "  |    ^\n");
}

TEST_CASE("an empty span at the end of a line gets one caret") {
    CHECK(rendered("x =\ny\n", {0, 3, 3}) == "error[S010]: expected a keyword at the start of the line, found `x`\n"
                                             " --> a.rules:1:4\n"
                                             "  |\n"
                                             "1 | x =\n"
                                             "  |    ^\n");
}

TEST_CASE("a span over several lines is marked to the end of the first") {
    CHECK(rendered("ab {\n}\n", {0, 1, 6}) == "error[S010]: expected a keyword at the start of the line, found `x`\n"
                                              " --> a.rules:1:2\n"
                                              "  |\n"
                                              "1 | ab {\n"
                                              "  |  ^^^\n");
}

TEST_CASE("another place that matters has a label, in order of lines") {
    CHECK(rendered("a {\n\n\nb\n", {0, 6, 7}, {{{0, 2, 3}, "L001", {}}}) ==
          "error[S010]: expected a keyword at the start of the line, found `x`\n"
          " --> a.rules:4:1\n"
          "  |\n"
          "1 | a {\n"
          "  |   - opened here\n"
          "...\n"
          "4 | b\n"
          "  | ^\n");
}

TEST_CASE("line numbers of different length share one margin") {
    std::string text = "a {\n";
    for (int i = 0; i < 9; ++i) text += "\n";
    CHECK(rendered(text + "b\n", {0, 13, 14}, {{{0, 2, 3}, "L001", {}}}) ==
          "error[S010]: expected a keyword at the start of the line, found `x`\n"
          "  --> a.rules:11:1\n"
          "   |\n"
          " 1 | a {\n"
          "   |   - opened here\n"
          "...\n"
          "11 | b\n"
          "   | ^\n");
}

TEST_CASE("control characters, bidirectional marks and broken bytes do not reach the terminal") {
    std::string const out = rendered("a\x1b[31m \xe2\x80\xae \xff x\n", {0, 0, 1});
    CHECK(out.find('\x1b') == std::string::npos);
    CHECK(out.find("\xe2\x80\xae") == std::string::npos);
    CHECK(out.find('\xff') == std::string::npos);
    CHECK(out.find("a\xef\xbf\xbd[31m") != std::string::npos);
}

TEST_CASE("a very long line is shown from a little before the caret on") {
    std::string const out = rendered(std::string(100000, '('), {0, 50000, 50001});
    CHECK(out.size() < 1000);
    CHECK(out.find("a.rules:1:50001") != std::string::npos);
    // The caret stands under the 61st bracket that is shown, behind the mark for what is left out.
    CHECK(out.find("  | " + std::string(61, ' ') + "^\n") != std::string::npos);
}

TEST_CASE("the byte order mark takes no column") {
    CHECK(rendered("\xef\xbb\xbfx\n", {0, 3, 4}) == "error[S010]: expected a keyword at the start of the line, found `x`\n"
                                                    " --> a.rules:1:1\n"
                                                    "  |\n"
                                                    "1 | x\n"
                                                    "  | ^\n");
}

TEST_CASE("with colours the text is the same between the escapes") {
    source_set files;
    files.add("a.rules", "jugde x\n");
    diagnostic const d{"S010", severity::error, {0, 0, 5}, {"jugde"}, {}, "judge"};
    std::string coloured = render(d, files, language::zh, true);
    CHECK(coloured.find("\x1b[1;31m") != std::string::npos);
    std::string bare;
    for (std::size_t i = 0; i < coloured.size(); ++i) {
        if (coloured[i] == '\x1b') {
            i = coloured.find('m', i);
        } else {
            bare += coloured[i];
        }
    }
    CHECK(bare == render(d, files, language::zh, false));
}
