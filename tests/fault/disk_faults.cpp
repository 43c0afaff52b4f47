// What a disk may do to a store, and that it keeps its word all the same: what was reported as written is there, once, the
// chain verifies, and what was left undone can be done. Every operation of a short story of a store is struck once.
#include "fault/faulty_disk.hpp"
#include "unit/store/made_store.hpp"

#include <SQLiteCpp/Statement.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>

using namespace huanchi;
using namespace huanchi::made;
using store::ticket_store;

namespace {

// Evidence of two texts for every ticket.
std::vector<store::kept_evidence> evidence_for(std::vector<store::evidence_wanted> const& all) {
    std::vector<store::kept_evidence> kept;
    for (auto const& w : all) {
        auto& e = kept.emplace_back();
        e.ticket = w.ticket;
        for (auto const& item : w.findings) e.findings.push_back(item.finding);
        e.options = "{}";
        e.facility = "[{}]";
        e.rows = {std::make_shared<std::string const>("rows of " + w.series.enterprise_id)};
        e.rules = std::make_shared<std::vector<store::rule_text> const>(
            std::vector<store::rule_text>{{"core/units.rules", "dimension"}});
    }
    return kept;
}

findings::check_result first_run() {
    std::vector<findings::finding> all;
    for (int i = 0; i < 6; ++i)
        for (auto const* on : {"2025-04-01", "2025-04-02"})
            all.push_back(at_site(with_trace(daily(on)), "site-" + std::to_string(i)));
    return result(all);
}
// Extends, corrects, splits, opens.
findings::check_result second_run() {
    std::vector<findings::finding> all = {at_site(daily("2025-04-03"), "site-0"), at_site(daily("2025-04-02", "90"), "site-1"),
                                          at_site(daily("2025-04-02", "40", eval::verdict::compliant), "site-2"),
                                          at_site(daily("2025-06-01"), "site-7")};
    return result(all, {day_of("2025-04-02", eval::day_state::compliant, "site-2")});
}

tickets::act act(char const* move, std::vector<std::pair<std::string, std::string>> facts = {}) {
    tickets::act a;
    a.move = move;
    a.by = "王五";
    a.note = "理由";
    a.time = base::moment::parse("2025-05-03T09:00").value();
    a.now = base::moment::parse("2025-05-03T12:00").value();
    a.officers = {{"张三", "A1"}, {"李四", "A2"}};
    a.facts = std::move(facts);
    return a;
}

// A store at work. Every step says whether the store has reported it as done.
struct story {
    std::string path, copy;
    std::optional<ticket_store> s = {};
    model::rulebook rules = laws();
    std::string said = {}; // of the last step that failed

    template <class T>
    bool ok(base::result<T> const& r) {
        if (!r) said = r.error().what;
        return static_cast<bool>(r);
    }
    bool open() {
        s.reset();
        auto opened = ticket_store::open(path, {store::access::write, 0});
        if (!ok(opened)) return false;
        s.emplace(std::move(*opened));
        return true;
    }
    bool apply(findings::check_result const& r, char const* time) { return ok(s->apply(r, rules, at(time), evidence_for)); }
    bool move(tickets::act const& a, std::optional<std::string> const& file = {}) {
        auto const listed = s->list({});
        if (!ok(listed)) return false;
        std::vector<std::string> ids;
        for (auto const& t : *listed)
            if (t.series.enterprise_id < "site-4") ids.push_back(t.id);
        auto const done = s->move(ids, a, rules, "0.1.0", file);
        if (!ok(done)) return false;
        REQUIRE(std::holds_alternative<std::vector<tickets::moved>>(*done));
        return true;
    }
    bool back_up() {
        std::filesystem::remove(copy);
        auto const made = s->back_up(copy);
        return ok(made) && !made->broken;
    }

    std::vector<std::function<bool()>> steps() {
        return {[this] { return open(); },
                [this] { return apply(first_run(), "2026-01-01T08:00:00+08:00"); },
                [this] { return move(act("confirm")); },
                [this] { return apply(second_run(), "2026-01-02T08:00:00+08:00"); },
                [this] { return open(); }, // closes first: the log goes into the file
                [this] {
                    return move(act("attach", {{"name", "a.pdf"}, {"digest", "d1"}}), std::string(9000, 'x'));
                },
                [this] { return back_up(); },
                [this] {
                    return move(act("assign", {{"to", "张三"}}));
                },
                [this] { return apply(second_run(), "2026-01-03T08:00:00+08:00"); },
                [this] {
                    s.reset();
                    return true;
                }};
    }
};

// What the store holds, with the number of runs; "" where there is none yet.
std::string contents(std::string const& path) {
    auto const s = ticket_store::open(path, {store::access::read, 0});
    if (!s) return {};
    auto const v = s->verify();
    REQUIRE(v);
    if (v->broken) FAIL(v->broken->what);
    SQLite::Database db(path);
    CHECK(db.execAndGet("PRAGMA integrity_check").getString() == "ok");
    return all_of(*s) + std::to_string(db.execAndGet("SELECT count(*) FROM run").getInt()) + "|" +
           std::to_string(db.execAndGet("SELECT count(*) FROM judgement").getInt()) + "|" +
           std::to_string(db.execAndGet("SELECT count(*) FROM attachment").getInt());
}

struct undisturbed {
    std::vector<std::string> after; // contents after so many steps
    fault::faulty_disk::counts counted;
};

undisturbed tell_in_peace() {
    undisturbed out;
    {
        folder const here;
        fault::faulty_disk disk({});
        story t{here.file("t.db"), here.file("copy.db")};
        for (auto const& step : t.steps()) REQUIRE(step());
        out.counted = disk.counted();
    }
    folder const here;
    story t{here.file("t.db"), here.file("copy.db")};
    out.after.push_back("");
    for (auto const& step : t.steps()) {
        REQUIRE(step());
        out.after.push_back(contents(t.path));
    }
    return out;
}

undisturbed const& calm() {
    static auto const told = tell_in_peace();
    return told;
}

// The rest of the story from a step on, with a disk that does no wrong; ends as if nothing had happened.
void tell_the_rest(story& t, std::size_t from) {
    auto const steps = t.steps();
    if (!t.s && from > 0) REQUIRE(t.open());
    for (auto i = from; i < steps.size(); ++i) REQUIRE(steps[i]());
    CHECK(contents(t.path) == calm().after.back());
    CHECK(contents(t.copy) == calm().after[6]);
}

void cut_at(std::size_t n, fault::left left, unsigned seed) {
    CAPTURE(n);
    CAPTURE(seed);
    folder const here;
    story t{here.file("t.db"), here.file("copy.db")};
    std::size_t done = 0;
    {
        fault::faulty_disk disk({fault::kind::power_cut, n, left, seed});
        for (auto const& step : t.steps()) {
            if (!step()) break;
            ++done;
        }
        t.s.reset();
        REQUIRE(disk.struck());
        disk.start_again();
    }
    auto const next = std::min(done + 1, calm().after.size() - 1);
    {
        auto const opened = ticket_store::open(t.path);
        if (!opened) FAIL(opened.error().what);
    }
    auto now = contents(t.path);
    bool const nothing_yet = done == 0; // opening has made the store
    if (nothing_yet) {
        CHECK(now == calm().after[1]);
    } else {
        bool const as_reported = now == calm().after[done], one_more = now == calm().after[next];
        CHECK_MESSAGE((as_reported || one_more), "step " << done << ": " << t.said);
        if (!as_reported) ++done;
    }
    if (done > 6) CHECK(contents(t.copy) == calm().after[6]);
    tell_the_rest(t, done);
}

// One thing goes wrong, and the process lives on: the step is done again when the disk works.
void fail_at(fault::kind kind, std::size_t n) {
    CAPTURE(n);
    folder const here;
    story t{here.file("t.db"), here.file("copy.db")};
    fault::faulty_disk disk({kind, n});
    auto const steps = t.steps();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i]()) continue;
        CAPTURE(i);
        REQUIRE(disk.struck());
        CHECK_FALSE(t.said.empty());
        disk.make_room();
        if (t.s) CHECK(contents(t.path) == calm().after[i]); // nothing of it
        if (!t.s && i > 0) REQUIRE(t.open());
        if (!steps[i]()) FAIL(t.said);
    }
    disk.make_room();
    CHECK(contents(t.path) == calm().after.back());
    CHECK(contents(t.copy) == calm().after[6]);
}

// More rounds with other dice for the long run.
unsigned rounds() {
    auto const* text = std::getenv("HUANCHI_DISK_ROUNDS");
    return text ? static_cast<unsigned>(std::max(1, std::atoi(text))) : 1;
}

std::string bytes_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("power cut at every operation, everything since the last sync is gone") {
    for (std::size_t n = 1; n <= calm().counted.all; ++n) cut_at(n, fault::left::nothing, 0);
}

TEST_CASE("power cut at every operation, any of the unsynced sectors are gone") {
    for (unsigned round = 0; round < rounds(); ++round)
        for (std::size_t n = 1; n <= calm().counted.all; ++n)
            cut_at(n, fault::left::some, round * 1000 + static_cast<unsigned>(n));
}

TEST_CASE("power cut at every operation, sectors are half written") {
    for (unsigned round = 0; round < rounds(); ++round)
        for (std::size_t n = 1; n <= calm().counted.all; ++n)
            cut_at(n, fault::left::torn, round * 1000 + static_cast<unsigned>(n));
}

TEST_CASE("every write fails once") {
    for (std::size_t n = 1; n <= calm().counted.writes; ++n) fail_at(fault::kind::write_fails, n);
}

TEST_CASE("every write arrives half once and fails") {
    for (std::size_t n = 1; n <= calm().counted.writes; ++n) fail_at(fault::kind::write_breaks, n);
}

TEST_CASE("every sync fails once") {
    for (std::size_t n = 1; n <= calm().counted.syncs; ++n) fail_at(fault::kind::sync_fails, n);
}

TEST_CASE("the disk is full from every write on, until there is room") {
    for (std::size_t n = 1; n <= calm().counted.writes; ++n) fail_at(fault::kind::disk_full, n);
}

TEST_CASE("a store of an earlier version, interrupted at every operation while it is taken over, is of the one or the other") {
    folder const here;
    auto const path = here.file("t.db");
    {
        story t{path, here.file("copy.db")};
        auto const steps = t.steps();
        for (std::size_t i = 0; i < 4; ++i) REQUIRE(steps[i]());
    }
    auto const current = bytes_of(path);
    auto const put = [&](std::string const& bytes) { std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes; };
    auto const version = [&] {
        return SQLite::Database(path, SQLite::OPEN_READWRITE).execAndGet("PRAGMA user_version").getInt();
    };
    auto const newest = version();
    for (int from = 1; from < newest; ++from) {
        CAPTURE(from);
        put(current);
        make_older(path, from);
        auto const old = bytes_of(path);
        std::size_t operations = 0;
        {
            fault::faulty_disk disk({});
            REQUIRE(ticket_store::open(path));
            operations = disk.counted().all;
        }
        auto const expected = contents(path);
        REQUIRE(expected.size() > 1000);
        for (std::size_t n = 1; n <= operations; ++n)
            for (auto const left : {fault::left::nothing, fault::left::some, fault::left::torn}) {
                CAPTURE(n);
                put(old);
                {
                    fault::faulty_disk disk({fault::kind::power_cut, n, left, static_cast<unsigned>(n)});
                    { auto const cut = ticket_store::open(path, {store::access::write, 0}); }
                    REQUIRE(disk.struck());
                    disk.start_again();
                }
                auto const found = version();
                CHECK((found == from || found == newest));
                auto const opened = ticket_store::open(path);
                if (!opened) FAIL(opened.error().what);
                CHECK(version() == newest);
                CHECK(contents(path) == expected);
            }
    }
}
