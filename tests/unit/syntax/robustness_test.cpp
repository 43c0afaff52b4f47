// No input crashes the parser, takes more than linear time or is left without a word about what is wrong.
#include "parsing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

using namespace huanchi;
using parsing::mistakes;
using parsing::tree;

namespace {

std::string repeated(std::string const& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

double processor_time() {
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

// How many times longer the text of eight times the size takes: about 8 where time is linear in it, 64 where it is quadratic,
// and nothing this test would live to see where it is exponential. Processor time of this thread, the least of several runs, so
// that a busy machine does not count.
template <class Text>
double growth(Text const& text_of_size, int size) {
    auto const quickest = [&](int n) {
        double best = 1e9;
        for (int run = 0; run < 5; ++run) {
            auto const text = text_of_size(n);
            auto const start = processor_time();
            for (int i = 0; i < (n < 1000 ? 20 : 1); ++i) mistakes(text);
            best = std::min(best, processor_time() - start);
        }
        return best;
    };
    return quickest(8 * size) / quickest(size);
}

} // namespace

TEST_CASE("nesting up to the limit is fine, one level more is a mistake") {
    int const most = syntax::most_nesting;
    CHECK(mistakes("where " + repeated("(", most) + "a" + repeated(")", most)).empty());
    CHECK(mistakes("where " + repeated("(", most + 1) + "a" + repeated(")", most + 1)) == "S007 1:108");
    CHECK(mistakes("where " + repeated("not ", most) + "a").empty());
    CHECK(mistakes("where " + repeated("not ", most + 1) + "a").substr(0, 4) == "S007");
    CHECK(mistakes("where " + repeated("- ", most + 1) + "a").substr(0, 4) == "S007");
    CHECK(mistakes("where " + repeated("f(", most + 1) + "a").substr(0, 4) == "S007");
    CHECK(mistakes("where " + repeated("known ", most + 1) + "a").substr(0, 4) == "S007");
    CHECK(mistakes(repeated("limits x {", most) + repeated("}", most)).empty());
    CHECK(mistakes(repeated("limits x {\n", most + 1) + repeated("}\n", most + 1)) == "S007 101:10");
}

TEST_CASE("blocks and brackets count together") {
    CHECK(mistakes(repeated("limits x {", 60) + "where " + repeated("(", 41) + "a" + repeated(")", 41) + repeated("}", 60))
              .substr(0, 4) == "S007");
}

TEST_CASE("ten thousand brackets are one mistake, found at once") {
    CHECK(mistakes("where " + repeated("(", 10000)) == "S007 1:108");
    CHECK(mistakes("where " + repeated("(", 10000) + "a\nwhere a = ") == "S007 1:108, S012 2:10");
    CHECK(mistakes(repeated("limits x {", 10000)).substr(0, 4) == "S004");
}

TEST_CASE("a chain of operators is a tree as deep as it is long, and so has a limit too") {
    int const most = syntax::most_operators;
    CHECK(mistakes("where a" + repeated(" and a", most)).empty());
    CHECK(mistakes("where a" + repeated(" and a", most + 1)).substr(0, 4) == "S008");
    CHECK(mistakes("where a" + repeated(" - a", most + 1)).substr(0, 4) == "S008");
    CHECK(mistakes("where a" + repeated(" or a", most) + "\nwhere a or b").empty());
}

TEST_CASE("time grows with the length of the text, not with the depth of calls") {
    for (std::string const name : {"max(", "f(a, ", "(", "known ", "not ", "- "}) {
        CAPTURE(name);
        CHECK(growth([&](int n) { return "where " + repeated(name, n) + "a" + repeated(")", n); }, 11) < 200);
        CHECK(growth([&](int n) { return "where " + repeated(name, n); }, 11) < 200);
    }
    CHECK(growth([](int n) { return "where a" + repeated(" and a", n); }, 2500) < 30);
    CHECK(growth([](int n) { return "judge a" + repeated(", a", n); }, 2500) < 30);
    CHECK(growth([](int n) { return "limits x {\n" + repeated("甲 乙 ", n) + "<= 5\n}"; }, 2500) < 30);
    CHECK(growth([](int n) { return "limits x {\nvalue:\n甲 <= " + repeated("5 ", n) + "\n}"; }, 2500) < 30);
    CHECK(growth([](int n) { return "limits x {\nvalue:\n" + repeated("(", n) + "\n}"; }, 2500) < 30);
    CHECK(growth([](int n) { return repeated("\"", n); }, 5001) < 30);
    CHECK(growth([](int n) { return "where 5 m" + repeated("(", n) + "\n"; }, 1000) < 30);
}

TEST_CASE("a file beyond the limit is refused, one at the limit is read") {
    std::string text = "judge a\n";
    text.append(syntax::largest_file - text.size(), ' ');
    CHECK(tree(text) == "(judge a)");
    text += ' ';
    CHECK(mistakes(text) == "S002 1:1");
}

TEST_CASE("broken bytes are reported with their place, and what stands around them is read") {
    source::source_set files;
    source::diagnostics report;
    auto const id = files.add("x", "note \"a\xff\xfe z\"\njudge \xc3\njudge b\nlimits x {\n where a =\n}");
    auto const file = syntax::parse(files, id, report);
    auto const& all = report.sorted();
    REQUIRE(all.size() == 3);
    CHECK(all[0].code == "S001");
    CHECK(all[0].where == source::span{id, 7, 9});
    CHECK(all[1].code == "S001");
    CHECK(files.place_of(id, all[1].where.begin).line == 2);
    CHECK(all[2].code == "S012");
    CHECK(file.items.size() >= 3);
}

TEST_CASE("a file full of broken bytes or of mistakes gives no more than the most errors") {
    source::source_set files;
    for (char const* line : {"\xff\n", "?\n", "judge\n", "} \n", "\"\n", "limits x { ?\n"}) {
        source::diagnostics report;
        auto const id = files.add("x", repeated(line, 5000));
        syntax::parse(files, id, report);
        CHECK(report.count(source::severity::error) == source::diagnostics::most_errors);
    }
}

TEST_CASE("an unclosed block and a stray brace are reported, with the other place") {
    source::source_set files;
    source::diagnostics report;
    auto const id = files.add("x", "limits a {\n  judge b\n}\n}\nlimits c {\n  judge d\n");
    syntax::parse(files, id, report);
    auto const& all = report.sorted();
    REQUIRE(all.size() == 2);
    CHECK(all[0].code == "S005");
    CHECK(files.place_of(id, all[0].where.begin).line == 4);
    REQUIRE(all[0].labels.size() == 1);
    CHECK(files.place_of(id, all[0].labels[0].where.begin).line == 3);
    CHECK(all[1].code == "S004");
    CHECK(files.place_of(id, all[1].where.begin).line == 5);
    REQUIRE(all[1].labels.size() == 1);
    CHECK(files.place_of(id, all[1].labels[0].where.begin).line == 6);
}

TEST_CASE("of two open blocks the indentation tells which one lacks its brace") {
    source::source_set files;
    source::diagnostics report;
    auto const id = files.add("x", "test \"t\" {\n  given outlet {\n    kind = a\n  expect violation\n}\n");
    syntax::parse(files, id, report);
    auto const& all = report.sorted();
    REQUIRE(all.size() == 1);
    CHECK(all[0].code == "S004");
    CHECK(files.place_of(id, all[0].where.begin).line == 2);
}

TEST_CASE("after a mistake the rest of the line is left out, but not the block behind it") {
    CHECK(mistakes("limits a @ b ) 2026-99-99 {\n  judge\n}") == "S013 1:10, S011 2:8");
    CHECK(mistakes("lmits a {\n  judge\n}\njudge") == "S010 1:1, S011 2:8, S011 4:6");
    CHECK(mistakes("where a = (b c, // {\n \"}\", d)\njudge b") == "S006 1:14");
}

TEST_CASE("a broken line is left out of the tree, its neighbours stay") {
    source::source_set files;
    source::diagnostics report;
    auto const id = files.add("x", "limits x {\n judge a\n where = \n value:\n a <= 5(3)\n b <= 6\n}\njudge\nnote \"n\"");
    auto const file = syntax::parse(files, id, report);
    REQUIRE(file.items.size() == 2);
    CHECK(file.items[0].body->entries.size() == 3);
    CHECK(file.items[1].find(syntax::keyword::note) != nullptr);
}

TEST_CASE("random changes of good files never crash, and what still parses keeps its meaning when formatted") {
    std::vector<std::filesystem::path> paths;
    for (auto const& f :
         std::filesystem::directory_iterator(std::filesystem::path(HUANCHI_SOURCE_DIR) / "tests/golden/syntax/good")) {
        if (f.path().extension() == ".rules") paths.push_back(f.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> seeds;
    for (auto const& path : paths) {
        std::ifstream in(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    REQUIRE_FALSE(seeds.empty());
    std::vector<std::string> const pieces = {"{",
                                             "}",
                                             "(",
                                             ")",
                                             ",",
                                             "，",
                                             "、",
                                             "“",
                                             "”",
                                             "\"",
                                             "//",
                                             "\n",
                                             ";",
                                             "-",
                                             "..",
                                             "～",
                                             " ",
                                             "<=",
                                             "=",
                                             "and",
                                             "非",
                                             "known ",
                                             "level",
                                             "5",
                                             "5 mg/L",
                                             "24h",
                                             "columns a b\n",
                                             "by x: 1 2\n",
                                             "value:\n",
                                             "rows a ",
                                             "not_detected",
                                             "\xff",
                                             "　",
                                             ":",
                                             "reference ",
                                             "2026-01-01",
                                             "8:00"};
    std::mt19937 random(20260501);
    auto const below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    int clean = 0;
    for (int round = 0; round < 1000; ++round) {
        std::string text = seeds[below(seeds.size())];
        for (std::size_t change = 0, changes = 1 + below(4); change < changes; ++change) {
            std::size_t const at = below(text.size());
            switch (below(4)) {
            case 0: text[at] = static_cast<char>(random()); break;
            case 1: text.erase(at, 1 + below(8)); break;
            case 2: text.insert(at, pieces[below(pieces.size())]); break;
            default: {
                std::size_t const from = below(text.size());
                text.insert(at, text.substr(from, below(60)));
                break;
            }
            }
        }
        CAPTURE(text);
        if (!mistakes(text).empty()) continue;
        ++clean;
        parsing::formatted(text);
        parsing::formatted(text, syntax::spelling::zh);
    }
    CHECK(clean > 50);
}
