#include "editor/framing.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace huanchi::editor;

namespace {

// Messages as they are, bad frames as "!".
std::string read(message_reader& reader) {
    std::string all;
    while (auto const next = reader.next()) {
        auto const* message = std::get_if<std::string>(&*next);
        all += "[" + (message ? *message : "!") + "]";
    }
    return all;
}

std::string read_all(std::string const& bytes) {
    message_reader reader;
    reader.feed(bytes);
    return read(reader);
}

} // namespace

TEST_CASE("a message is the bytes that its header announces") {
    CHECK(read_all("Content-Length: 6\r\n\r\n氨氮") == "[氨氮]");
    CHECK(read_all("content-length:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}") == "[{}]");
    CHECK(read_all(framed_message("{}") + framed_message("") + framed_message("[]")) == "[{}][][[]]");
}

TEST_CASE("a message that arrives byte by byte is whole at its last byte") {
    message_reader reader;
    std::string const bytes = framed_message("{\"a\": 1}") + framed_message("{}");
    std::string seen;
    for (char const c : bytes) {
        reader.feed({&c, 1});
        seen += read(reader);
    }
    CHECK(seen == "[{\"a\": 1}][{}]");
}

TEST_CASE("what is no header is reported once and the next message is read") {
    CHECK(read_all("rubbish\r\n\r\nmore\r\n\r\n" + framed_message("{}")) == "[!][{}]");
    CHECK(read_all("Content-Length: -1\r\n\r\n" + framed_message("{}")) == "[!][{}]");
    CHECK(read_all("Content-Length: 99999999999999999999999\r\n\r\n" + framed_message("{}")) == "[!][{}]");
    CHECK(read_all(std::string(100000, 'x') + "\r\n\r\n" + framed_message("{}")) == "[!][{}]");
}

TEST_CASE("a message that is too long is left out, however it arrives") {
    message_reader reader;
    reader.feed("Content-Length: " + std::to_string(largest_message + 1) + "\r\n\r\n");
    CHECK(read(reader) == "[!]");
    std::string const part(largest_message / 4, 'x');
    for (int i = 0; i < 4; ++i) {
        reader.feed(part);
        CHECK(read(reader) == "");
    }
    reader.feed("x" + framed_message("{}"));
    CHECK(read(reader) == "[{}]");
}
