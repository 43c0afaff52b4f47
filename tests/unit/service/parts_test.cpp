// The parts of the interface that know no route: targets, bodies, problems, tokens.
#include "service/body.hpp"
#include "service/identity.hpp"
#include "service/message.hpp"
#include "service/problem.hpp"
#include "service/routes.hpp"

#include "base/digest.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace huanchi;
using namespace huanchi::service;

TEST_CASE("a target is a path and a query, both decoded") {
    auto const t = read_target("/v1/tickets?state=open&enterprise=%E7%94%B2+1&rebound");
    REQUIRE(t);
    CHECK(t->path == "/v1/tickets");
    REQUIRE(t->query.size() == 3);
    CHECK(t->query[1].second == "甲 1");
    CHECK(t->query[2].first == "rebound");
    CHECK(t->query[2].second == "");
    CHECK_FALSE(read_target("*"));
    CHECK_FALSE(read_target(""));
    CHECK_FALSE(read_target("/a%2"));
    CHECK_FALSE(read_target("/a%zz"));
    CHECK_FALSE(read_target("/a%00b"));
}

TEST_CASE("names in braces stand for one segment each") {
    auto const m = match("/v1/tickets/{id}/{move}", "/v1/tickets/t-1/confirm");
    REQUIRE(m);
    CHECK(m->at("id") == "t-1");
    CHECK(m->at("move") == "confirm");
    CHECK_FALSE(match("/v1/tickets/{id}", "/v1/tickets/t-1/confirm"));
    CHECK_FALSE(match("/v1/tickets/{id}", "/v1/tickets/"));
    CHECK_FALSE(match("/v1/tickets/{id}", "/v1/tickets"));
    CHECK(match("/healthz", "/healthz"));
}

TEST_CASE("members of a body keep the digits that were written") {
    auto read = members::read(R"({"data": [{"value": 50.10}, {"value": 1e-7,
        "x": [1, 2]}], "all": true, "at": "2026-05-01"})",
                              {"data", "all", "at"});
    REQUIRE(std::holds_alternative<members>(read));
    auto& m = std::get<members>(read);
    auto const rows = m.elements("data");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == R"({"value": 50.10})");
    CHECK(rows[1].find('\n') == std::string::npos);
    CHECK(rows[1].find("1e-7") != std::string::npos);
    CHECK(m.truth("all", false));
    CHECK(m.text("at") == "2026-05-01");
    CHECK_FALSE(m.wrong());
    CHECK(m.elements("at").empty()); // a text is no array
    REQUIRE(m.wrong());
    CHECK(m.wrong()->errors.front().pointer == "/at");
}

TEST_CASE("a body that is not what a route takes says where") {
    auto const where = [](std::string const& body) {
        auto const read = members::read(body, {"data"});
        auto const* bad = std::get_if<problem>(&read);
        return bad && bad->status == 400 ? bad->errors.at(0).pointer : std::string("taken");
    };
    CHECK(where("") == "");
    CHECK(where("[]") == "");
    CHECK(where("{\"data\": [}") == "");
    CHECK(where(R"({"dta": []})") == "/dta");
    CHECK(where(R"({"data": [], "data": []})") == "/data");
    CHECK(where(R"({"data": []})") == "taken");
    std::string deep = "{\"data\": ";
    for (int i = 0; i < 100000; ++i) deep += '[';
    CHECK(where(deep) == "");
    CHECK(where(std::string(64, '[') + std::string(64, ']')) == "");
    // Brackets within texts are no depth.
    CHECK(where(R"({"data": [")" + std::string(1000, '[') + R"(\"["]})") == "taken");
}

TEST_CASE("failures of reading become problems with pointers below the member") {
    auto const p =
        invalid_body(base::failure{"facilities: /0/outlets/1/kind: unknown\nfacilities: line 3: no JSON", "correct it"},
                     "facilities", "/facilities");
    REQUIRE(p.errors.size() == 2);
    CHECK(p.errors[0].pointer == "/facilities/0/outlets/1/kind");
    CHECK(p.errors[0].detail == "unknown");
    CHECK(p.errors[1].pointer == "/facilities");
    auto const a = problem_answer(p);
    CHECK(a.status == 400);
    CHECK(a.type == "application/problem+json");
}

TEST_CASE("every problem has a stable code, and each status that waits says how long") {
    for (auto const& c : problem_codes()) {
        auto const a = problem_answer({c.status, c.code, "detail"});
        CHECK(a.body.find("urn:huanchi:problem:" + std::string(c.code)) != std::string::npos);
        bool const waits =
            std::any_of(a.headers.begin(), a.headers.end(), [](auto const& h) { return h.first == "Retry-After"; });
        CHECK(waits == (c.status == 503 || c.status == 429));
    }
}

TEST_CASE("a token opens what its digest stands for until it is revoked or has expired") {
    auto made = make_token(role::inspector, "张三");
    REQUIRE(made);
    made->kept.regions = {"2201"};
    made->kept.expires = *base::date::parse("2027-01-01");
    token_list list;
    list.add(made->kept);
    auto const written = list.written();
    CHECK(written.find(made->secret) == std::string::npos); // only its digest is kept
    auto read = token_list::read(written, "tokens.json");
    REQUIRE(read);
    auto const who = read->find(made->secret, *base::date::parse("2026-12-31"));
    REQUIRE(who);
    CHECK(who->role == role::inspector);
    CHECK(who->name == "张三");
    CHECK(who->may_see("E1", "220102"));
    CHECK_FALSE(who->may_see("E1", "220201"));
    CHECK_FALSE(who->may_see("E1", "")); // where a site lies is not known
    CHECK_FALSE(read->find(made->secret, *base::date::parse("2027-01-01")));
    CHECK_FALSE(read->find(made->secret + "0", *base::date::parse("2026-12-31")));
    CHECK_FALSE(read->find("", *base::date::parse("2026-12-31")));
    CHECK(read->revoke(made->kept.id));
    CHECK_FALSE(read->find(made->secret, *base::date::parse("2026-12-31")));
    CHECK_FALSE(read->revoke("k-none"));
}

TEST_CASE("the digest of a token is the SHA-256 of its secret") {
    // sha256("abc"), FIPS 180-4.
    auto const list = token_list::read(R"({"tokens": [{"id": "k-1", "role": "auditor", "name": "a",
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}]})",
                                       "t");
    REQUIRE(list);
    CHECK(list->find("abc", *base::date::parse("2026-01-01")));
}

TEST_CASE("a file of tokens that is wrong says where") {
    auto const what = [](std::string const& text) {
        auto const r = token_list::read(text, "t.json");
        return r ? std::string() : r.error().what;
    };
    std::string const digest(64, '0');
    CHECK(what("[]").find("tokens") != std::string::npos);
    CHECK(
        what(R"({"tokens": [{"id": "k", "name": "n", "role": "boss", "sha256": ")" + digest + "\"}]}").find("/tokens/0/role") !=
        std::string::npos);
    CHECK(what(R"({"tokens": [{"id": "k", "name": "n", "role": "admin", "sha256": "12"}]})").find("/tokens/0/sha256") !=
          std::string::npos);
    CHECK(what(R"({"tokens": [{"id": "k", "name": "n", "role": "enterprise", "sha256": ")" + digest + "\"}]}")
              .find("/tokens/0/enterprises") != std::string::npos);
    CHECK(what(R"({"tokens": [{"id": "k", "name": "n", "role": "admin", "expires": "soon", "sha256": ")" + digest + "\"}]}")
              .find("/tokens/0/expires") != std::string::npos);
    CHECK(what(R"({"tokens": [{"id": "k", "name": "n", "role": "admin", "secret": "x", "sha256": ")" + digest + "\"}]}")
              .find("/tokens/0/secret") != std::string::npos);
}

TEST_CASE("a spool gives back what was put into it, as often as it is read") {
    auto const s = spool::make(std::filesystem::temp_directory_path());
    REQUIRE(s);
    CHECK(s->append("first\n"));
    CHECK(s->append("second\n"));
    CHECK(s->size() == 13);
    for (int i = 0; i < 2; ++i) {
        std::ifstream in(s->path());
        std::stringstream all;
        all << in.rdbuf();
        CHECK(all.str() == "first\nsecond\n");
    }
    CHECK_FALSE(spool::make("/nowhere/at/all"));
}
