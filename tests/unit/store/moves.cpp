#include "unit/store/made_store.hpp"

using namespace huanchi;
using namespace huanchi::made;
using tickets::refusal;
using tickets::state;

namespace {

tickets::act act(char const* move, char const* time, std::vector<std::pair<std::string, std::string>> facts = {}) {
    tickets::act a;
    a.move = move;
    a.by = "王五";
    a.note = "理由";
    a.time = base::moment::parse(time).value();
    a.now = base::moment::parse("2026-11-01T12:00").value();
    a.officers = {{"张三", "A1"}, {"李四", "A2"}};
    a.facts = std::move(facts);
    return a;
}

store::move_result moved(store::ticket_store& s, std::vector<std::string> const& ids, tickets::act const& a,
                         std::optional<std::string> const& file = {}) {
    static auto const rules = laws();
    auto const done = s.move(ids, a, rules, "0.1.0", file);
    if (!done) FAIL(done.error().what);
    return *done;
}
bool done(store::move_result const& r) {
    return std::holds_alternative<std::vector<tickets::moved>>(r);
}

std::vector<std::string> ids_of(store::ticket_store const& s) {
    std::vector<std::string> ids;
    auto const all = s.list({});
    for (auto const& t : *all) ids.push_back(t.id);
    return ids;
}
bool whole(store::ticket_store const& s) {
    auto const v = s.verify();
    return v && !v->broken;
}

} // namespace

TEST_CASE("moves are kept with who, when, why and the two officers, and the chain holds") {
    auto s = in_memory();
    apply(s, result({daily("2026-05-01")}));
    auto const id = ids_of(s).front();
    auto a = act("confirm", "2026-05-03T09:00");
    REQUIRE(done(moved(s, {id}, a)));
    auto order = act("order", "2026-05-04T09:00", {{"due", "2026-05-20"}, {"responsible", "某公司"}});
    order.doc_no = "责改1";
    order.served = day("2026-05-05");
    REQUIRE(done(moved(s, {id}, order)));
    auto const t = shown(s, id);
    CHECK(t.state == state::ordered);
    CHECK(t.due == day("2026-05-20"));
    REQUIRE(t.history.size() == 3);
    CHECK(t.history[1].facts.at("officers") == "张三:A1, 李四:A2");
    CHECK(t.history[1].by == "王五");
    CHECK(t.history[1].note == "理由");
    CHECK(t.history[1].time.text() == "2026-05-03T09:00:00+08:00");
    CHECK(t.history[1].facts.at("recorded") == "2026-11-01T12:00:00+08:00");
    CHECK(t.course.orders.at(0).number == "责改1");
    CHECK(whole(s));
}

TEST_CASE("one move on many tickets: all of them, or none") {
    auto s = in_memory();
    apply(s, result({daily("2026-05-01"), daily("2026-06-01"), daily("2026-07-01")}));
    auto const ids = ids_of(s);
    REQUIRE(ids.size() == 3);
    REQUIRE(done(moved(s, {ids[1]}, act("confirm", "2026-08-01T09:00"))));
    auto const no = moved(s, ids, act("confirm", "2026-08-02T09:00"));
    REQUIRE_FALSE(done(no));
    CHECK(std::get<refusal>(no).ticket == ids[1]);
    CHECK(shown(s, ids[0]).state == state::open);
    CHECK(shown(s, ids[0]).history.size() == 1);
    CHECK(done(moved(s, {ids[0], ids[2]}, act("confirm", "2026-08-02T09:00"))));
    CHECK(done(moved(s, ids, act("assign", "2026-08-02T10:00", {{"to", "张三"}}))));
    store::list_filter of_zhang;
    of_zhang.assignee = "张三";
    CHECK(s.list(of_zhang)->size() == 3);
    auto const gone = moved(s, {"t-0"}, act("confirm", "2026-08-02T09:00"));
    CHECK(std::get<refusal>(gone).why == refusal::reason::no_such_ticket);
    CHECK(whole(s));
}

TEST_CASE("service of an order ends the episode: what comes after it is a ticket of its own") {
    auto s = in_memory();
    apply(s, result({daily("2026-05-01"), daily("2026-05-02"), daily("2026-05-03"), daily("2026-05-04")}));
    auto const id = ids_of(s).front();
    REQUIRE(done(moved(s, {id}, act("confirm", "2026-05-02T09:00"))));
    auto order = act("order", "2026-05-02T10:00");
    order.served = day("2026-05-02");
    REQUIRE(done(moved(s, {id}, order)));
    auto const listed = s.list({});
    auto const& all = *listed;
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == id);
    CHECK(all[0].last_day == day("2026-05-02"));
    CHECK(all[1].first_day == day("2026-05-03"));
    CHECK(whole(s));
}

TEST_CASE("what begins within 90 days after a verified correction is a rebound") {
    auto s = in_memory();
    apply(s, result({daily("2026-05-01")}));
    auto const id = ids_of(s).front();
    for (auto const& [move, time] :
         {std::pair{"confirm", "2026-05-02T09:00"}, {"order", "2026-05-02T10:00"}, {"report", "2026-05-10T09:00"}})
        REQUIRE(done(moved(s, {id}, act(move, time))));
    REQUIRE(done(moved(s, {id}, act("verify", "2026-05-11T09:00", {{"result", "corrected"}}))));
    CHECK(text(apply(s, result({daily("2026-08-09")}))) == "rebound"); // the 90th day
    CHECK(text(apply(s, result({daily("2026-08-12")}))) == "opened");
    CHECK(whole(s));
}

TEST_CASE("a case has tickets of one site, its penalty is theirs") {
    auto s = in_memory();
    apply(s, result({daily("2026-05-01"), daily("2026-06-01"), at_site(daily("2026-05-01"), "site-b")}));
    auto const ids = ids_of(s);
    auto const other = moved(s, ids, act("case", "2026-07-01T09:00"));
    CHECK(std::get<refusal>(other).why == refusal::reason::other_site);
    REQUIRE(done(moved(s, {ids[0], ids[1]}, act("case", "2026-07-01T09:00", {{"case", "案1"}}))));
    CHECK(shown(s, ids[0]).case_id == "案1");
    REQUIRE(done(moved(s, {ids[0]}, act("penalty", "2026-07-02T09:00", {{"stage", "filed"}}))));
    CHECK(shown(s, ids[1]).penalty == "filed");
    REQUIRE(done(moved(s, {"案1"}, act("penalty", "2026-07-03T09:00", {{"stage", "notified"}}))));
    CHECK(shown(s, ids[0]).penalty == "notified");
    auto const sheet = s.case_of("案1");
    REQUIRE(*sheet);
    CHECK((*sheet)->tickets.size() == 2);
    CHECK_FALSE(*s.case_of("案2"));
    CHECK(whole(s));
}

TEST_CASE("a requirement that is asked of again later is one ticket, from the first day on, and each record has its own") {
    auto s = in_memory();
    auto const duty = [](char const* on, char const* record, char const* requirement) {
        auto f = daily(on);
        f.id = std::string("f-") + record + requirement;
        f.quantity = "requirement";
        f.factor.reset();
        f.record = record;
        f.measured.reset(), f.limit.reset(), f.exceedance.reset();
        f.provision = findings::provision{requirement, "某条例", "第一条", "national", "high"};
        f.period = {base::moment::at(day(on)), base::moment::at(day(on))};
        return f;
    };
    auto const all = [&](char const* on) {
        findings::check_result r;
        r.findings = {duty(on, "PW-1", "按期整治"), duty(on, "PW-1", "有责任人"), duty(on, "PW-2", "按期整治")};
        return r;
    };
    CHECK(text(apply(s, all("2026-11-01"))) == "opened opened opened");
    CHECK(text(apply(s, all("2026-11-01"))) == "unchanged unchanged unchanged");
    CHECK(text(apply(s, all("2026-11-08"))) == "updated updated updated");
    auto const listed = s.list({});
    REQUIRE(listed->size() == 3);
    for (auto const& t : *listed) {
        CHECK(t.first_day == day("2026-11-01"));
        CHECK(t.last_day == day("2026-11-08"));
        CHECK(t.violations == 1);
    }
    CHECK(whole(s));
}

TEST_CASE("an attachment is kept by its digest") {
    auto s = in_memory();
    apply(s, result({daily("2026-05-01")}));
    auto const id = ids_of(s).front();
    std::string const bytes("a\0b", 3);
    REQUIRE(done(moved(
        s, {id},
        act("attach", "2026-05-03T09:00", {{"name", "照片.jpg"}, {"digest", "sha256:1"}, {"size", "3"}, {"stored", "yes"}}),
        bytes)));
    CHECK(*s.attachment("sha256:1") == bytes);
    CHECK_FALSE(*s.attachment("sha256:2"));
    CHECK(shown(s, id).course.attachments.at(0).size == 3);
}

TEST_CASE("moves on a thousand tickets at once hold together") {
    auto s = in_memory();
    std::vector<findings::finding> found;
    for (int site = 0; site < 1000; ++site) found.push_back(at_site(daily("2026-05-01"), "site-" + std::to_string(site)));
    apply(s, result(found));
    auto const ids = ids_of(s);
    REQUIRE(ids.size() == 1000);
    for (auto const* who : {"张三", "李四", "王五"})
        REQUIRE(done(moved(s, ids, act("assign", "2026-05-03T09:00", {{"to", who}}))));
    CHECK(shown(s, ids[999]).assignee == "王五");
    CHECK(s.verify()->entries == 4000);
    CHECK(whole(s));
}
