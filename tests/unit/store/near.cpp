// Loading only what lies near the days of a run must give what loading whole series gives, to the byte, whatever has gone
// before: random histories are brought to two stores, one of which always loads everything.
#include "unit/store/made_store.hpp"

#include <cstdlib>
#include <map>
#include <random>

using namespace huanchi;
using namespace huanchi::made;

namespace {

struct history {
    std::mt19937 random;
    store::ticket_store whole = in_memory(), near = in_memory();
    model::rulebook rules = laws();
    int step = 0;
    std::map<std::string, eval::day_state> known = {}; // findings that the stores may hold
    std::string trail = {};

    int upto(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
    bool chance(int percent) { return upto(100) < percent; }
    std::string now() const { return (day("2026-01-01") + step).text() + "T08:00:00+08:00"; }

    findings::finding found(base::date on, char const* quantity, int hour, eval::verdict v) {
        static constexpr char const* values[] = {"60", "80", "99"};
        auto const text = on.text();
        auto f = hour < 0 ? daily(text.c_str(), values[upto(3)], v) : hourly(text.c_str(), hour, values[upto(3)], v);
        f.id += quantity;
        f.quantity = quantity;
        f.verdict = v;
        return f;
    }

    findings::check_result run() {
        findings::check_result r;
        r.files = {"d.csv"};
        auto const* quantity = chance(80) ? "concentration" : "rate";
        auto const first = day("2025-03-01") + upto(70);
        int const days = 1 + (chance(15) ? upto(60) : upto(4));
        int const violations = 20 + upto(70);
        for (int d = 0; d < days; ++d) {
            auto const on = first + d;
            if (chance(15)) continue;
            auto const is = chance(violations) ? eval::day_state::violation
                            : chance(60)       ? eval::day_state::compliant
                                               : eval::day_state::undecided;
            auto const verdict = is == eval::day_state::violation   ? eval::verdict::violation
                                 : is == eval::day_state::compliant ? eval::verdict::compliant
                                                                    : eval::verdict::undetermined;
            int const hour = chance(80) ? -1 : upto(3);
            auto f = found(on, quantity, hour, verdict);
            // A run shows what it finds, and what the store may hold.
            if (verdict != eval::verdict::compliant || known.contains(f.id)) r.findings.push_back(f);
            if (verdict == eval::verdict::violation) known[f.id] = is;
            auto at = day_of(on.text().c_str(), is);
            at.quantity = quantity;
            r.days.push_back(at);
        }
        if (chance(4)) {
            auto const on = first.text();
            auto f = sample(on.c_str(), "enforcement", chance(50) ? "S1" : "");
            auto at = day_of(on.c_str(), chance(50) ? eval::day_state::compliant : eval::day_state::violation);
            r.findings.push_back(f);
            std::erase_if(r.days, [&](auto const& x) { return x.date == at.date && x.quantity == at.quantity; });
            r.days.push_back(at);
        }
        if (chance(3)) r.findings.push_back(monthly("2025-03-01", "2025-04-01"));
        return r;
    }

    bool check() {
        auto const r = run();
        for (auto const& f : r.findings) add(trail, " ", {f.id, eval::text(f.verdict)});
        auto note = at(now().c_str());
        auto const b = near.apply(r, rules, note);
        note.whole_series = true;
        auto const a = whole.apply(r, rules, note);
        if (!a || !b) return false;
        auto const said = [](auto const& all) {
            std::string t;
            for (auto const& x : *all) t += x.id + " " + std::string(tickets::text(x.action)) + "\n";
            return t;
        };
        return said(a) == said(b);
    }

    bool move() {
        auto const all = whole.list({});
        if (!all || all->empty()) return true;
        auto const& t = (*all)[static_cast<std::size_t>(upto(static_cast<int>(all->size())))];
        tickets::act a;
        static constexpr char const* moves[] = {"confirm", "order",   "report", "verify", "close",
                                                "dismiss", "comment", "assign", "moot",   "reopen"};
        a.move = moves[upto(10)];
        a.by = "张三";
        a.note = "x";
        a.now = a.time = base::moment::parse(now()).value();
        a.officers = {{"张三", "1"}, {"李四", "2"}};
        if (a.move == "order") a.served = a.now.date();
        a.facts = {{"to", "李四"},        {"result", "corrected"}, {"due", (a.now.date() + 20).text()},
                   {"responsible", "甲"}, {"goal", "乙"},          {"measures", "丙"},
                   {"accepted_by", "丁"}};
        add(trail, " ", {a.move, t.id});
        auto const x = whole.move({t.id}, a, rules, "0.1.0"), y = near.move({t.id}, a, rules, "0.1.0");
        return x && y && x->index() == y->index();
    }

    bool go() {
        ++step;
        trail += "\n" + std::to_string(step);
        int const what = upto(100);
        if (what < 12) return move();
        if (what < 15) rules.digest = "sha256:" + std::to_string(upto(2));
        return check();
    }

    std::string difference() {
        auto const a = all_of(whole), b = all_of(near);
        if (a == b) return {};
        auto const at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
        auto const from = at < 200 ? 0 : at - 200;
        return "whole: " + a.substr(from, 400) + "\nnear:  " + b.substr(from, 400) + "\nafter:" + trail;
    }
};

} // namespace

TEST_CASE("what is loaded near the days of a run gives what whole series give") {
    // HUANCHI_HISTORIES: how many are tried; the ordinary run takes a few.
    auto const* const wanted = std::getenv("HUANCHI_HISTORIES");
    int const histories = wanted ? std::atoi(wanted) : 12;
    std::size_t steps = 0;
    for (int seed = 1; seed <= histories; ++seed) {
        CAPTURE(seed);
        history h{std::mt19937(static_cast<unsigned>(seed))};
        for (int i = 0; i < 40; ++i) {
            CAPTURE(i);
            REQUIRE_MESSAGE(h.go(), h.trail);
            ++steps;
            auto const different = i % 5 == 4 ? h.difference() : std::string();
            REQUIRE_MESSAGE(different.empty(), different);
        }
        auto const last = h.near.comparison(), same = h.whole.comparison();
        REQUIRE(last);
        REQUIRE(same);
        CHECK(last->has_value() == same->has_value());
        if (*last) CHECK((*last)->tickets.size() == (*same)->tickets.size());
        CHECK_FALSE(h.near.verify()->broken);
    }
    CHECK(steps == static_cast<std::size_t>(histories) * 40);
}

TEST_CASE("a series that people have worked on is gone through whole until it is plain again") {
    folder const here;
    auto const path = here.file("t.db");
    auto const plain = [&] {
        return SQLite::Database(path, SQLite::OPEN_READONLY).execAndGet("SELECT plain FROM series").getString();
    };
    std::string id;
    {
        auto s = store::ticket_store::open(path);
        id = apply(*s, result({daily("2025-04-01")}))[0].id;
    }
    CHECK(plain() == "sha256:0 0.1.0");
    {
        auto s = store::ticket_store::open(path);
        tickets::act a;
        a.move = "comment";
        a.by = "张三";
        a.note = "x";
        a.now = a.time = base::moment::parse("2026-01-02T08:00:00+08:00").value();
        REQUIRE(s->move({id}, a, laws(), "0.1.0"));
    }
    CHECK(plain() == "");
    {
        auto s = store::ticket_store::open(path);
        apply(*s, result({daily("2025-06-01")}));
    }
    CHECK(plain() == "sha256:0 0.1.0");
    {
        auto s = store::ticket_store::open(path);
        apply(*s, result({sample("2025-07-01", "enforcement", "S1")}));
    }
    CHECK(plain() == ""); // a sample's ticket is of another kind
}
