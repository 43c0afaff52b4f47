// The server without its streams: texts of messages in, texts of messages out.
#include "editor/formatting.hpp"
#include "editor/server.hpp"
#include "editor/symbols.hpp"
#include "library_at_hand.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace huanchi;
using nlohmann::json;

namespace {

struct talk {
    std::vector<model::rule_file> disk;
    std::vector<std::string> asked_for; // paths
    editor::server server;
    int id = 0;

    explicit talk(editor::server_options options = {})
        : server(std::move(options), at_hand::library(),
                 {[this](std::vector<std::string> const& paths) {
                      asked_for = paths;
                      return disk;
                  },
                  [](model::rule_file const& f) { return std::optional("/library/" + f.name); }}) {}

    json ask(std::string const& method, json params = nullptr) {
        auto const replies =
            server.handle(json{{"jsonrpc", "2.0"}, {"id", ++id}, {"method", method}, {"params", params}}.dump());
        REQUIRE(replies.size() == 1);
        auto const reply = json::parse(replies.front());
        CHECK(reply["id"] == id);
        return reply.contains("error") ? reply["error"]["code"] : reply["result"];
    }
    void tell(std::string const& method, json params = nullptr) {
        CHECK(server.handle(json{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}}.dump()).empty());
    }
    void open(std::string const& uri, std::string const& text) {
        tell("textDocument/didOpen",
             {{"textDocument", {{"uri", uri}, {"languageId", "huanchi"}, {"version", 1}, {"text", text}}}});
    }
    // Codes by document: "file:///a.rules: M004 M005; …"
    std::string diagnostics() {
        std::string all;
        for (auto const& m : server.settle()) {
            auto const params = json::parse(m)["params"];
            all += (all.empty() ? "" : "; ") + params["uri"].get<std::string>() + ":";
            for (auto const& d : params["diagnostics"]) all += " " + d["code"].get<std::string>();
        }
        return all;
    }
};

constexpr auto sound = "standard T1 \"试\" {\n  number \"T 1\"\n  level national\n  effective from 2020-01-01\n}\n";

} // namespace

TEST_CASE("the order of the protocol is kept") {
    talk t;
    CHECK(t.ask("textDocument/hover") == -32002);
    CHECK(t.ask("shutdown") == -32002);
    CHECK(t.ask("initialize", {{"rootUri", "file:///规则"}})["capabilities"]["positionEncoding"] == "utf-16");
    CHECK(t.asked_for == std::vector<std::string>{"/规则"});
    CHECK(t.ask("initialize", json::object()) == -32600);
    CHECK(t.ask("no/such") == -32601);
    CHECK(t.ask("shutdown").is_null());
    CHECK(t.ask("textDocument/hover") == -32600);
    CHECK_FALSE(t.server.exit_code());
    t.tell("exit");
    CHECK(t.server.exit_code() == 0);
}

TEST_CASE("an exit without shutdown is an error, at any time") {
    talk t;
    t.tell("exit");
    CHECK(t.server.exit_code() == 1);
}

TEST_CASE("changes that come together are answered by one set of diagnostics") {
    talk t;
    t.ask("initialize", json::object());
    t.open("file:///a.rules", "limits 表1 of T9 {}\n");
    t.tell("textDocument/didChange",
           {{"textDocument", {{"uri", "file:///a.rules"}, {"version", 2}}}, {"contentChanges", {{{"text", sound}}}}});
    CHECK(t.diagnostics() == "file:///a.rules:");
    CHECK(t.diagnostics() == "");
}

TEST_CASE("a document that is open hides its file, and the file is back when it is closed") {
    talk t;
    t.disk = {{"/ws/a.rules", "limits 表1 of T9 {}\n"}};
    t.ask("initialize", {{"rootUri", "file:///ws"}});
    CHECK(t.diagnostics() == "file:///ws/a.rules: M010");
    t.open("file:///ws/a.rules", sound);
    CHECK(t.diagnostics() == "file:///ws/a.rules:");
    t.tell("textDocument/didClose", {{"textDocument", {{"uri", "file:///ws/a.rules"}}}});
    CHECK(t.diagnostics() == "file:///ws/a.rules: M010");
    t.disk.clear();
    t.tell("workspace/didChangeWatchedFiles", {{"changes", json::array()}});
    CHECK(t.diagnostics() == "file:///ws/a.rules:");
}

TEST_CASE("a document of the library that is declared anew replaces the built-in one") {
    talk t;
    t.ask("initialize", json::object());
    t.open("file:///own.rules",
           "standard GB12348 \"噪声\" {\n  number \"GB 12348-2008\"\n  level national\n  effective from 2008-10-01\n}\n");
    // What cites it is sound; no table is declared twice.
    CHECK(t.diagnostics() == "file:///own.rules:");
}

TEST_CASE("mistakes in the library that a folder brings about are shown where the library can be opened") {
    talk t;
    t.disk = {{"/ws/core/statistics.rules", "statistic 日均值 daily_mean {}\n"}};
    t.ask("initialize", {{"rootUri", "file:///ws"}});
    auto const all = t.diagnostics();
    CHECK(all.find("file:///library/local/guangdong/DB44_26-2001.rules: M002 M011") != std::string::npos);
}

TEST_CASE("folders and paths of rules") {
    talk several;
    several.ask("initialize",
                {{"rootUri", "file:///no"},
                 {"workspaceFolders", {{{"uri", "file:///a"}, {"name", "a"}}, {{"uri", "file:///b"}, {"name", "b"}}}}});
    CHECK(several.asked_for == std::vector<std::string>{"/a", "/b"});
    several.tell("workspace/didChangeWorkspaceFolders", {{"event",
                                                          {{"added", {{{"uri", "file:///c"}, {"name", "c"}}}},
                                                           {"removed", {{{"uri", "file:///a"}, {"name", "a"}}}}}}});
    CHECK(several.asked_for == std::vector<std::string>{"/b", "/c"});
    talk chosen;
    chosen.ask("initialize", {{"rootUri", "file:///ws"}, {"initializationOptions", {{"rules", {"rules", "/x"}}}}});
    CHECK(chosen.asked_for == std::vector<std::string>{"/ws/rules", "/x"});
}

TEST_CASE("texts are in the language that the options or the editor ask for") {
    auto const message = [](editor::server_options o, json params) {
        talk t(std::move(o));
        t.ask("initialize", std::move(params));
        t.open("file:///a.rules", "limits 表1 of T9 {}\n");
        return json::parse(t.server.settle().front())["params"]["diagnostics"][0]["message"].get<std::string>();
    };
    CHECK(message({}, {{"locale", "zh-CN"}}) == "未声明的标准 “T9”");
    CHECK(message({}, {{"locale", "de"}}) == "standard `T9` is not declared");
    CHECK(message({"", source::language::en, source::language::zh, {}}, {{"locale", "zh-CN"}}) ==
          "standard `T9` is not declared");
    CHECK(message({"", std::nullopt, source::language::en, {}}, json::object()) == "standard `T9` is not declared");
}

TEST_CASE("an edit in parts counts UTF-16 units, each part in the text that the one before has left") {
    talk t;
    t.ask("initialize", json::object());
    t.open("file:///a.rules", "// 𠮷x\nlimits 表1 of T9 {}\n");
    auto const at = [](int line, int from, int to) {
        return json{{"start", {{"line", line}, {"character", from}}}, {"end", {{"line", line}, {"character", to}}}};
    };
    t.tell("textDocument/didChange",
           {{"textDocument", {{"uri", "file:///a.rules"}, {"version", 2}}},
            {"contentChanges", {{{"range", at(0, 5, 6)}, {"text", "\n"}}, {{"range", at(2, 0, 19)}, {"text", sound}}}}});
    CHECK(t.diagnostics() == "file:///a.rules:");
    CHECK(t.ask("textDocument/documentSymbol", {{"textDocument", {{"uri", "file:///a.rules"}}}})[0]["name"] == "T1");
}

TEST_CASE("formatting changes the lines between the first and the last that differ") {
    auto const b = editor::load_book(
        {}, {{"/a.rules", "// 注\nstandard T1 \"试\" {\n  number   \"T 1\"\n  level national\n}\n\n// 尾\n"}});
    auto const edit = editor::formatting_of(b, 0);
    REQUIRE(edit);
    CHECK(edit->where == editor::text_range{{2, 0}, {3, 0}});
    CHECK(edit->text == "  number \"T 1\"\n");
    auto const broken = editor::load_book({}, {{"/a.rules", "standard {\n"}});
    CHECK_FALSE(editor::formatting_of(broken, 0));
}

TEST_CASE("the outline of every file of the library has names within what they name") {
    auto const b = editor::load_book(at_hand::library(), {});
    for (source::file_id id = 0; id < b.files.size(); ++id)
        for (auto const& o : editor::outline_of(b, id)) {
            CHECK_FALSE(o.name.empty());
            CHECK(o.whole.begin <= o.name_where.begin);
            CHECK(o.name_where.end <= o.whole.end);
        }
}
