#include "unit/store/made_store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

using namespace huanchi;
using namespace huanchi::made;

namespace {

// A daily mean of 2025-04-01 over two hours with these values.
findings::finding of_hours(std::vector<std::string> const& written, char const* mean, eval::verdict verdict) {
    auto f = daily("2025-04-01", mean);
    f.verdict = verdict;
    findings::trace t;
    for (std::size_t i = 0; i < written.size(); ++i) {
        auto const h = static_cast<int>(i);
        if (!written[i].empty())
            t.values.push_back({{base::moment::at(day("2025-04-01"), h), base::moment::at(day("2025-04-01"), h + 1)},
                                written[i],
                                "",
                                {},
                                {},
                                "",
                                {{0, static_cast<std::uint32_t>(i + 2)}}});
    }
    f.trace = std::make_shared<findings::trace const>(t);
    return f;
}
auto const over = eval::verdict::violation;
auto const fine = eval::verdict::compliant;

std::vector<tickets::judgement> judged(store::ticket_store const& s, std::string const& id) {
    auto all = s.judgements(id);
    REQUIRE(all);
    return *all;
}

// "seq verdict measured: cause [hour before→after, …]; …"
std::string told(std::vector<tickets::judgement> const& all) {
    std::string text;
    for (auto const& j : all) {
        text += std::to_string(j.seq) + " " + j.what.verdict + " " + j.what.measured + ":";
        for (auto const& c : j.causes) {
            text += " " + c.kind;
            for (auto const& r : c.rows)
                text += " [" + std::to_string(r.period.from.ms_of_day() / 3600000) + " " + r.before + "→" + r.after + "]";
        }
        text += "\n";
    }
    return text;
}

} // namespace

TEST_CASE("the same data again add no judgement, a corrected row adds one beside the old one and names the row") {
    auto s = in_memory();
    auto const first = of_hours({"70 mg/L", "90 mg/L"}, "80", over);
    apply(s, result({first}));
    apply(s, result({first}));
    CHECK(told(judged(s, first.id)) == "1 violation 80: first\n");
    apply(s, result({of_hours({"70 mg/L", "60 mg/L"}, "65", over)}), "2026-01-02T08:00:00+08:00");
    CHECK(told(judged(s, first.id)) == "1 violation 80: first\n"
                                       "2 violation 65: data [1 90 mg/L→60 mg/L]\n");
    auto const all = judged(s, first.id);
    CHECK(all[0].time == "2026-01-01T08:00:00+08:00");
    CHECK(all[1].time == "2026-01-02T08:00:00+08:00");
    CHECK(all[1].engine == "0.1.0");
}

TEST_CASE("what is compliant now closes what was judged, and what comes back opens it again") {
    auto s = in_memory();
    auto const first = of_hours({"70 mg/L", "90 mg/L"}, "80", over);
    apply(s, result({first}));
    apply(s, result({of_hours({"30 mg/L", "90 mg/L"}, "60", fine)}));
    apply(s, result({of_hours({"30 mg/L", "80 mg/L"}, "55", fine)})); // nothing is open any more
    apply(s, result({of_hours({"80 mg/L", "80 mg/L"}, "80", over)}));
    CHECK(told(judged(s, first.id)) == "1 violation 80: first\n"
                                       "2 compliant 60: data [0 70 mg/L→30 mg/L]\n"
                                       "3 violation 80: data [0 30 mg/L→80 mg/L] [1 90 mg/L→80 mg/L]\n");
}

TEST_CASE("rows that come late are told from rows that were corrected") {
    auto s = in_memory();
    auto const first = of_hours({"70 mg/L", ""}, "70", over);
    apply(s, result({first}));
    apply(s, result({of_hours({"70 mg/L", "90 mg/L"}, "80", over)}));
    apply(s, result({of_hours({"", "90 mg/L"}, "90", over)}));
    CHECK(told(judged(s, first.id)) == "1 violation 70: first\n"
                                       "2 violation 80: added [1 →90 mg/L]\n"
                                       "3 violation 90: data [0 70 mg/L→]\n");
}

TEST_CASE("another limit over the same data has the rules as its cause where these changed, else what is on file") {
    auto s = in_memory();
    auto f = of_hours({"70 mg/L", "90 mg/L"}, "80", over);
    apply(s, result({f}));
    f.limit->max = "60";
    apply(s, result({f}));
    auto rules = laws();
    rules.digest = "sha256:other";
    REQUIRE(s.apply(result({f}), rules, at("2026-01-03T08:00:00+08:00")));
    CHECK(judged(s, f.id).size() == 2); // a rulebook that says the same of it is no news
    f.limit->max = "40";
    REQUIRE(s.apply(result({f}), rules, at("2026-01-04T08:00:00+08:00")));
    auto const all = judged(s, f.id);
    REQUIRE(all.size() == 3);
    REQUIRE(all[1].causes.size() == 1);
    CHECK(all[1].causes[0].kind == "facilities");
    CHECK(all[1].causes[0].before.ends_with("≤ 50 mg/L"));
    CHECK(all[1].causes[0].after.ends_with("≤ 60 mg/L"));
    CHECK(all[2].causes[0].kind == "rules");
    CHECK(all[2].rules == "sha256:other");
}

TEST_CASE("an undetermined finding is kept too, and its day is watched until it is settled, a compliant one is not") {
    auto s = in_memory();
    auto open = of_hours({"70 mg/L"}, "70", eval::verdict::undetermined);
    open.reason = findings::reason{"too_few_valid_values", "", "", {}};
    apply(s, result({open, at_site(of_hours({"1 mg/L"}, "1", fine), "b")}));
    auto const watched = s.watched();
    REQUIRE(watched);
    CHECK(watched->contains("site-a", "DW001", "w01018", day("2025-04-01")));
    CHECK(judged(s, open.id).front().reason == "too_few_valid_values");
    open.verdict = fine;
    open.reason.reset();
    apply(s, result({open}));
    CHECK(told(judged(s, open.id)) == "1 undetermined 70: first\n2 compliant 70: facilities\n");
    CHECK_FALSE(s.watched()->contains("site-a", "DW001", "w01018", day("2025-04-01")));
}

TEST_CASE("a ticket gives the judgements of all its findings") {
    auto s = in_memory();
    apply(s, result({daily("2025-04-01"), daily("2025-04-02")}));
    apply(s, result({daily("2025-04-02", "90")}));
    auto const listed = s.list({});
    REQUIRE(listed);
    REQUIRE(listed->size() == 1);
    CHECK(judged(s, listed->front().id).size() == 3);
    CHECK(judged(s, "f-none").empty());
}

TEST_CASE("judgements are append-only") {
    folder const here;
    auto const path = here.file("t.db");
    {
        auto s = store::ticket_store::open(path);
        REQUIRE(s);
        apply(*s, result({daily("2025-04-01")}));
    }
    SQLite::Database db(path, SQLite::OPEN_READWRITE);
    CHECK_THROWS_WITH_AS(db.exec("UPDATE judgement SET verdict = 'compliant'"), "judgements are append-only",
                         SQLite::Exception);
    CHECK_THROWS_WITH_AS(db.exec("DELETE FROM judgement"), "judgements are append-only", SQLite::Exception);
}

TEST_CASE("a store of version 1 is taken over: what it held are first judgements, its tickets and history are as they were") {
    folder const here;
    auto const path = here.file("t.db");
    std::string before;
    {
        auto s = store::ticket_store::open(path);
        REQUIRE(s);
        apply(*s, result({daily("2025-04-01"), daily("2025-04-02")}));
        before = all_of(*s);
    }
    make_older(path, 1);
    auto s = store::ticket_store::open(path);
    REQUIRE(s);
    CHECK(all_of(*s) == before);
    auto const id = daily("2025-04-02").id;
    REQUIRE(judged(*s, id).size() == 1);
    CHECK(judged(*s, id).front().time.empty());
    apply(*s, result({daily("2025-04-01"), daily("2025-04-02", "90")}));
    CHECK(judged(*s, daily("2025-04-01").id).size() == 1); // nothing new of it
    CHECK(told(judged(*s, id)) == "1 violation 80:\n2 violation 90: data\n");
    CHECK_FALSE(s->verify()->broken);
}
