#include "editor/uri.hpp"

#include <doctest/doctest.h>

using namespace huanchi::editor;

TEST_CASE("a path as a URI and back") {
    CHECK(uri_of("/规则/a b.rules") == "file:///%E8%A7%84%E5%88%99/a%20b.rules");
    CHECK(path_of("file:///%E8%A7%84%E5%88%99/a%20b.rules") == "/规则/a b.rules");
    CHECK(path_of("file:///%e8%a7%84%e5%88%99/./x/../a%20b.rules") == "/规则/a b.rules");
    CHECK(path_of("file://localhost/a%2Brules") == "/a+rules");
    CHECK(path_of("file:///100%") == "/100%");
}

TEST_CASE("other documents have no path") {
    CHECK_FALSE(path_of("untitled:Untitled-1"));
    CHECK_FALSE(path_of("file://server/share"));
    CHECK_FALSE(path_of("file:///a%00b"));
    CHECK_FALSE(path_of(""));
}
