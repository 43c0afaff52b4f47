#include "tickets/moves.hpp"

#include "unit/tickets/made.hpp"

#include <doctest/doctest.h>

using namespace huanchi;
using namespace huanchi::made;
using tickets::act;
using tickets::refusal;
using tickets::state;

namespace {

base::moment at(char const* text) {
    return base::moment::parse(text).value();
}

act made_act(char const* move, std::vector<std::pair<std::string, std::string>> facts = {}) {
    act a;
    a.move = move;
    a.by = "王五";
    a.note = "理由";
    a.now = at("2026-11-01T12:00");
    a.time = at("2026-10-01T09:00");
    a.officers = {{"张三", "A1"}, {"李四", "A2"}};
    a.facts = std::move(facts);
    return a;
}
act move(char const* name) {
    return made_act(name, {{"result", "corrected"},
                           {"to", "张三"},
                           {"into", "t-2"},
                           {"until", "2026-12-31"},
                           {"stage", "filed"},
                           {"digest", "sha256:00"},
                           {"case", "c-1"}});
}

tickets::ticket in(state s) {
    tickets::ticket t;
    t.id = "t-1";
    t.state = s;
    return t;
}

// "" if the move is made.
std::string why_not(tickets::ticket t, act const& a) {
    auto const made = tickets::make_move(t, a);
    auto const* no = std::get_if<refusal>(&made);
    return no ? std::to_string(static_cast<int>(no->why)) : "";
}
bool refused(tickets::ticket t, act const& a, refusal::reason why) {
    return why_not(std::move(t), a) == std::to_string(static_cast<int>(why));
}

// The ticket after the moves, with its course kept up as a store does.
struct story {
    tickets::ticket t = in(state::open);
    std::vector<tickets::history_entry> history = {};

    bool does(act const& a) {
        t.course = tickets::course_of(history);
        auto made = tickets::make_move(t, a);
        auto* m = std::get_if<tickets::move_made>(&made);
        if (!m) return false;
        tickets::history_entry e;
        e.seq = static_cast<std::int64_t>(history.size()) + 1;
        e.time = a.time;
        e.by = a.by;
        e.move = a.move;
        e.note = m->what.note;
        for (auto const& [name, value] : m->what.facts) e.facts[name] = value;
        history.push_back(e);
        t.course = tickets::course_of(history);
        return true;
    }
};

} // namespace

TEST_CASE("which move is allowed in which state") {
    using enum state;
    std::vector<state> const all{open, confirmed, ordered, reported, verified, closed, dismissed, transferred, merged, moot};
    std::map<std::string, std::vector<state>> const allowed{
        {"confirm", {open}},
        {"order", {confirmed}},
        {"report", {ordered}},
        {"verify", {reported}}, // corrected
        {"close", {verified}},
        {"dismiss", {open, confirmed, ordered, reported, verified}},
        {"transfer", {open, confirmed, ordered, reported, verified}},
        {"merge", {open, confirmed, ordered, reported, verified}},
        {"moot", {open, confirmed, ordered, reported, verified}},
        {"reopen", {closed, dismissed, transferred, moot}},
        {"assign", {open, confirmed, ordered, reported, verified}},
        {"waive", {open, confirmed, ordered, reported, verified}},
        {"comment", all},
    };
    for (auto const& [name, from] : allowed)
        for (auto const s : all) {
            CAPTURE(name);
            CAPTURE(text(s));
            bool const expected = std::count(from.begin(), from.end(), s) > 0;
            CHECK(why_not(in(s), move(name.c_str())).empty() == expected);
        }
}

TEST_CASE("a whole course from the lead to the closing") {
    story s;
    CHECK(s.does(made_act("confirm")));
    CHECK(s.t.nature == "confirmed");
    auto order = made_act("order", {{"responsible", "某公司"}, {"goal", "稳定达标"}, {"due", "2026-10-20"}});
    order.served = day("2026-10-02");
    order.doc_no = "责改1";
    CHECK(s.does(order));
    CHECK(s.t.due == day("2026-10-20"));
    CHECK(s.t.course.orders.at(0).number == "责改1");
    CHECK(s.t.course.last("order_served") == day("2026-10-02"));
    CHECK(s.t.course.rectification.goal == "稳定达标");
    CHECK(s.does(made_act("report")));
    auto again = made_act("verify", {{"result", "not_corrected"}});
    CHECK(s.does(again));
    CHECK(s.t.state == state::ordered);
    CHECK(s.does(made_act("report")));
    CHECK(s.does(made_act("verify", {{"result", "corrected"}})));
    CHECK(s.t.state == state::verified);
    CHECK(s.does(made_act("close")));
    CHECK(s.t.state == state::closed);
    CHECK(s.t.course.inspections.size() == 2);
}

TEST_CASE("what a move needs") {
    using enum refusal::reason;
    auto alone = made_act("confirm");
    alone.officers = {{"张三", "A1"}};
    CHECK(refused(in(state::open), alone, needs_officers));
    alone.officers = {{"张三", "A1"}, {"张三", "A2"}};
    CHECK(refused(in(state::open), alone, needs_officers));
    alone.officers = {{"张三", "A1"}, {"李四", "A1"}};
    CHECK(refused(in(state::open), alone, needs_officers));

    auto silent = made_act("dismiss");
    silent.note.clear();
    CHECK(refused(in(state::open), silent, needs_note));
    CHECK(refused(in(state::open), made_act("transfer"), needs));
    CHECK(refused(in(state::reported), made_act("verify"), needs));
    CHECK(refused(in(state::reported), made_act("verify", {{"result", "well"}}), wrong_value));
    CHECK(refused(in(state::open), made_act("explode"), unknown_move));
    CHECK(refused(in(state::open), made_act("waive", {{"until", "soon"}}), wrong_value));
    CHECK(refused(in(state::open), made_act("merge", {{"into", "t-1"}}), same_ticket));
    CHECK(refused(in(state::ordered), made_act("verify", {{"result", "corrected"}}), unreported));
    CHECK(why_not(in(state::ordered), made_act("verify", {{"result", "obstructed"}})).empty());
}

TEST_CASE("nothing happens in the future, nor before what came before it") {
    using enum refusal::reason;
    auto a = made_act("confirm");
    a.time = at("2026-11-01T12:01");
    CHECK(refused(in(state::open), a, future));
    a = made_act("order");
    a.served = day("2026-11-02");
    CHECK(refused(in(state::confirmed), a, future));
    story s;
    CHECK(s.does(made_act("confirm"))); // on 2026-10-01
    auto early = made_act("order");
    early.time = at("2026-09-30T09:00");
    CHECK_FALSE(s.does(early));
    early.time = at("2026-10-01T00:00");
    CHECK(s.does(early));
}

TEST_CASE("the penalty goes its own way") {

    auto const stage = [](char const* name) { return made_act("penalty", {{"stage", name}, {"amount", "200000"}}); };
    CHECK(refused(in(state::open), stage("decided"), refusal::reason::stage));
    CHECK(refused(in(state::open), stage("none"), refusal::reason::stage));
    CHECK(refused(in(state::open), stage("withdrawn"), refusal::reason::stage));
    story s;
    for (auto const* name : {"filed", "investigated"}) CHECK(s.does(stage(name)));
    CHECK_FALSE(s.does(stage("filed")));
    CHECK(refused(s.t, stage("decided"), refusal::reason::needs_notice));
    CHECK_FALSE(s.does(stage("not_filed")));
    for (auto const* name : {"notified", "decided"}) CHECK(s.does(stage(name)));
    CHECK(s.t.nature == "decided");
    CHECK(s.t.course.decision->amount == "200000");
    CHECK_FALSE(s.does(stage("withdrawn")));
    CHECK_FALSE(s.does(stage("ended"))); // not served yet
    auto served = stage("served");
    served.served = day("2026-10-08");
    CHECK(s.does(served));
    CHECK(s.t.course.last("decision_served") == day("2026-10-08"));
    CHECK(s.does(stage("ended")));
    CHECK(refused(s.t, stage("performing"), refusal::reason::has_ended));

    story aside;
    CHECK(aside.does(stage("filed")));
    auto no_reason = stage("not_punished");
    no_reason.note.clear();
    CHECK_FALSE(aside.does(no_reason));
    CHECK(aside.does(stage("not_punished")));
    CHECK_FALSE(aside.does(stage("notified")));
}

TEST_CASE("an order that is served later is recorded then, once") {
    story s;
    CHECK(s.does(made_act("confirm")));
    CHECK(s.does(made_act("order")));
    CHECK_FALSE(s.t.course.last("order_served"));
    CHECK_FALSE(s.does(made_act("serve")));
    auto serve = made_act("serve");
    serve.served = day("2026-10-05");
    CHECK(s.does(serve));
    CHECK(s.t.course.orders.at(0).served == day("2026-10-05"));
    CHECK_FALSE(s.does(serve));
}
