// What tickets can be judged again from, in the store.
#include "unit/store/made_store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

using namespace huanchi;
using namespace huanchi::made;

namespace {

std::shared_ptr<std::string const> text(char const* t) {
    return std::make_shared<std::string const>(t);
}

// Keeps the same blocks for every ticket, and counts how often it is asked and for what.
struct evidence_given {
    std::size_t asked = 0;
    std::string wanted;
    std::string missing;
    std::vector<std::shared_ptr<std::string const>> rows = {text("block of the day"), text("block of the site")};
    std::string facility = "[{}]";

    std::vector<store::kept_evidence> operator()(std::vector<store::evidence_wanted> const& all) {
        ++asked;
        std::vector<store::kept_evidence> kept;
        for (auto const& w : all) {
            wanted += w.series.enterprise_id + ":" + std::to_string(w.findings.size()) + " ";
            auto& e = kept.emplace_back();
            e.ticket = w.ticket;
            for (auto const& item : w.findings) e.findings.push_back(item.finding);
            e.options = R"({"at":null})";
            e.missing = missing;
            if (!missing.empty()) {
                e.remark = "why not";
                continue;
            }
            e.facility = facility;
            e.rows = rows;
            e.rules = std::make_shared<std::vector<store::rule_text> const>(
                std::vector<store::rule_text>{{"core/units.rules", "dimension"}, {"own.rules", "standard"}});
        }
        return kept;
    }
};

std::vector<tickets::ticket_action> apply_with(store::ticket_store& s, findings::check_result const& r, evidence_given& from,
                                               char const* time = "2026-01-01T08:00:00+08:00") {
    static auto const rules = laws();
    auto const done = s.apply(r, rules, at(time), std::ref(from));
    REQUIRE(done);
    return *done;
}

int number(std::string const& path, char const* query) {
    SQLite::Database db(path);
    return db.execAndGet(query).getInt();
}

} // namespace

TEST_CASE("what a ticket stands on is read as it was kept, with the run that judged it and its rules") {
    auto s = in_memory();
    evidence_given from;
    auto const id = apply_with(s, result({daily("2025-04-01"), daily("2025-04-02")}), from).front().id;
    CHECK(from.wanted == "site-a:2 ");
    auto const kept = s.kept(id);
    REQUIRE(kept);
    REQUIRE(kept->size() == 1);
    auto const& e = kept->front();
    CHECK(e.findings == std::vector<std::string>{daily("2025-04-01").id, daily("2025-04-02").id});
    CHECK(e.options == R"({"at":null})");
    CHECK(e.facility == "[{}]");
    CHECK(e.records == "");
    REQUIRE(e.rows.size() == 2);
    CHECK(*e.rows[1] == "block of the site");
    CHECK(e.time == "2026-01-01T08:00:00+08:00");
    CHECK(e.rules_digest == "sha256:0");
    REQUIRE(e.rules);
    REQUIRE(e.rules->size() == 2);
    CHECK(e.rules->back().name == "own.rules");
    CHECK(e.rules->back().text == "standard");
    CHECK(s.kept("t-none")->empty());
}

TEST_CASE("a run that changes nothing asks for nothing, one that extends a ticket asks for what is new") {
    auto s = in_memory();
    evidence_given from;
    auto const id = apply_with(s, result({daily("2025-04-01")}), from).front().id;
    apply_with(s, result({daily("2025-04-01")}), from);
    CHECK(from.asked == 1);
    apply_with(s, result({daily("2025-04-01"), daily("2025-04-02")}), from);
    CHECK(from.asked == 2);
    CHECK(from.wanted == "site-a:1 site-a:1 ");
    auto const kept = s.kept(id);
    REQUIRE(kept->size() == 2);
    CHECK(kept->back().findings == std::vector<std::string>{daily("2025-04-02").id});
}

TEST_CASE("no text is kept twice, and none is changed or deleted afterwards") {
    folder const here;
    auto const path = here.file("t.db");
    {
        auto s = store::ticket_store::open(path);
        REQUIRE(s);
        evidence_given from;
        apply_with(*s, result({daily("2025-04-01"), at_site(daily("2025-04-01"), "site-b")}), from);
        CHECK(from.wanted == "site-a:1 site-b:1 ");
        from.rows = {text("block of the day"), text("another day")}; // other objects, one of them the same text
        apply_with(*s, result({at_site(daily("2025-04-01"), "site-c")}), from);
    }
    CHECK(number(path, "SELECT count(*) FROM kept_evidence") == 3);
    CHECK(number(path, "SELECT count(*) FROM kept_text") == 6); // three blocks, the facility, two rule files
    SQLite::Database db(path, SQLite::OPEN_READWRITE);
    for (auto const* change : {"UPDATE kept_text SET body = x'00'", "DELETE FROM kept_text",
                               "UPDATE kept_evidence SET missing = 'x'", "DELETE FROM kept_evidence"})
        CHECK_THROWS_WITH_AS(db.exec(change), "kept evidence is append-only", SQLite::Exception);
}

TEST_CASE("what cannot be kept is told in the history, which stays whole") {
    auto s = in_memory();
    evidence_given from;
    from.missing = "standard_input";
    auto const id = apply_with(s, result({daily("2025-04-01")}), from).front().id;
    auto const history = s.log(id);
    REQUIRE(history->size() == 2);
    CHECK(history->back().move == "comment");
    CHECK(history->back().note == "why not");
    CHECK(history->back().facts.at("evidence_not_kept") == "standard_input");
    CHECK(s.kept(id)->front().missing == "standard_input");
    CHECK_FALSE(s.verify()->broken);
    apply_with(s, result({daily("2025-04-01"), daily("2025-04-02")}), from);
    CHECK_FALSE(s.verify()->broken);
}

TEST_CASE("a kept text that somebody has changed is found when it is read") {
    folder const here;
    auto const path = here.file("t.db");
    std::string id;
    {
        auto s = store::ticket_store::open(path);
        REQUIRE(s);
        evidence_given from;
        id = apply_with(*s, result({daily("2025-04-01")}), from).front().id;
    }
    SQLite::Database(path, SQLite::OPEN_READWRITE)
        .exec("DROP TRIGGER kept_text_is_not_changed; UPDATE kept_text SET body = x'00' WHERE key = 1");
    auto const s = store::ticket_store::open(path);
    REQUIRE(s);
    auto const kept = s->kept(id);
    REQUIRE_FALSE(kept);
    CHECK(kept.error().what == "`" + path + "` holds what huanchi did not write: a kept text is not what its digest says");
}

TEST_CASE("a store of version 3 is taken over: its tickets have no evidence until a run says something new of them") {
    folder const here;
    auto const path = here.file("t.db");
    std::string before, id;
    {
        auto s = store::ticket_store::open(path);
        REQUIRE(s);
        id = apply(*s, result({daily("2025-04-01")})).front().id;
        before = all_of(*s);
    }
    make_older(path, 3);
    auto s = store::ticket_store::open(path);
    REQUIRE(s);
    CHECK(number(path, "PRAGMA user_version") == 6);
    CHECK(all_of(*s) == before);
    CHECK(s->kept(id)->empty());
    evidence_given from;
    apply_with(*s, result({daily("2025-04-01"), daily("2025-04-02")}), from);
    CHECK(s->kept(id)->size() == 1);
    CHECK_FALSE(s->verify()->broken);
}
