#include "unit/store/made_store.hpp"

#include <SQLiteCpp/Database.h>

using namespace huanchi;
using namespace huanchi::made;
using eval::day_state;
using eval::verdict;

TEST_CASE("a run opens a ticket with evidence, rows, basis and history") {
    auto s = in_memory();
    auto const actions = apply(s, result({with_trace(daily("2025-04-01")), daily("2025-04-02", "60")}));
    REQUIRE(text(actions) == "opened");
    auto const t = shown(s, actions[0].id);
    CHECK(t.series == tickets::series_key{"site-a", "DW001", "w01018", "concentration"});
    CHECK(t.enterprise_name == "某污水处理有限公司");
    CHECK(t.factor_name == "化学需氧量");
    CHECK(t.state == tickets::state::open);
    CHECK(t.penalty == "none");
    CHECK(t.nature == "lead");
    CHECK(t.first_day.text() == "2025-04-01");
    CHECK(t.last_day.text() == "2025-04-02");
    REQUIRE(t.findings.size() == 2);
    auto const& e = t.findings[0];
    CHECK(e.measured == "80");
    CHECK(e.limit_max == "50");
    CHECK(e.exceedance == "0.60");
    CHECK(e.excess == "3/5");
    CHECK(e.provision.standard == "GB 18918-2002");
    CHECK(e.rows == std::vector<std::pair<std::string, std::uint32_t>>{{"d.csv", 2}, {"d.csv", 7}, {"e.csv", 5}});
    CHECK(worst(t)->finding == "f-2025-04-01");
    REQUIRE(t.bases.size() == 1);
    CHECK(t.bases[0].penalty == "第八十三条第二项");
    REQUIRE(t.history.size() == 1);
    CHECK(t.history[0].seq == 1);
    CHECK(t.history[0].move == "open");
    CHECK(t.history[0].by == "huanchi 0.1.0");
    CHECK(t.history[0].time.text() == "2026-01-01T08:00:00+08:00");
    CHECK_FALSE(t.history[0].note);
    CHECK(t.history[0].hash.size() == 64);
}

TEST_CASE("the way a value came about can be read back") {
    auto s = in_memory();
    auto const t = shown(s, apply(s, result({with_trace(daily("2025-04-01"))}))[0].id);
    REQUIRE(t.findings.at(0).trace);
    auto const& trace = *t.findings[0].trace;
    CHECK(trace.method == "flow_weighted_mean");
    CHECK(trace.method_says.clause == "7.2");
    CHECK(trace.method_says.confidence == model::confidence::low);
    CHECK(trace.because == std::vector<std::string>{"grade = 一级A"});
    REQUIRE(trace.values.size() == 2);
    CHECK(trace.values[1].written == "90 mg/L");
    CHECK(trace.values[1].period.from.text() == "2025-04-01T01:00:00+08:00");
    CHECK(trace.values[1].period.to.text() == "2025-04-01T02:00:00+08:00");
    CHECK(trace.values[1].flow == "12 m³");
    CHECK_FALSE(trace.values[1].auxiliary);
    REQUIRE(trace.values[1].rows.size() == 2);
    CHECK(t.files.at(trace.values[1].rows[1].file) == "e.csv");
    CHECK(trace.values[1].rows[1].line == 5);
}

TEST_CASE("the same run again changes nothing that can be seen") {
    auto s = in_memory();
    auto const run = result({with_trace(daily("2025-04-01")), daily("2025-04-02"), at_site(daily("2025-04-09"), "site-b")},
                            {day_of("2025-04-03", day_state::compliant)});
    CHECK(text(apply(s, run)) == "opened opened");
    auto const before = all_of(s);
    CHECK(text(apply(s, run, "2026-01-02T08:00:00+08:00")) == "unchanged unchanged");
    CHECK(all_of(s) == before);
    auto other_split = run;
    other_split.files = {"all.csv", "rest.csv"};
    CHECK(text(apply(s, other_split)) == "unchanged unchanged");
    CHECK(all_of(s) == before);
}

TEST_CASE("later data extends the ticket") {
    auto s = in_memory();
    auto const first = apply(s, result({daily("2025-04-01"), daily("2025-04-02"), daily("2025-04-03")}));
    auto const second = apply(s, result({daily("2025-04-04")}), "2026-01-02T08:00:00+08:00");
    CHECK(text(second) == "updated");
    CHECK(second[0].id == first[0].id);
    auto const t = shown(s, first[0].id);
    CHECK(t.last_day.text() == "2025-04-04");
    REQUIRE(t.history.size() == 2);
    CHECK(t.history[1].seq == 2);
    CHECK(t.history[1].move == "extend");
    CHECK(t.history[1].previous == t.history[0].hash);
    CHECK(t.history[1].details.find(R"("last_day":{"before":"2025-04-03","after":"2025-04-04"})") != std::string::npos);
}

TEST_CASE("a compliant day that arrives late splits the ticket, and evidence goes with its day") {
    auto s = in_memory();
    auto const first = apply(s, result({daily("2025-04-01"), with_trace(daily("2025-04-03"))}));
    REQUIRE(text(first) == "opened");
    auto const second = apply(s, result({}, {day_of("2025-04-02", day_state::compliant)}));
    REQUIRE(text(second) == "updated opened");
    auto const later = shown(s, second[1].id);
    CHECK(later.first_day.text() == "2025-04-03");
    CHECK(later.findings.at(0).rows.size() == 3);
    CHECK(later.history.at(0).details.find(R"("split_from":")" + first[0].id + '"') != std::string::npos);
    CHECK(shown(s, first[0].id).history.at(1).move == "split");
}

TEST_CASE("corrected data replace evidence and rows, and the history keeps both values") {
    auto s = in_memory();
    auto const id = apply(s, result({with_trace(daily("2025-04-01"))}))[0].id;
    CHECK(text(apply(s, result({daily("2025-04-01", "70")}))) == "updated");
    auto const t = shown(s, id);
    CHECK(t.findings.at(0).measured == "70");
    CHECK(t.findings[0].rows.empty());
    CHECK(t.history.at(1).move == "correct");
    CHECK(t.history[1].details.find(R"("before":{"verdict":"violation","measured":"80 mg/L"})") != std::string::npos);
    CHECK(t.history[1].details.find(R"("after":{"verdict":"violation","measured":"70 mg/L"})") != std::string::npos);
}

TEST_CASE("what is judged again as compliant is taken back, and withdrawal proposed") {
    auto s = in_memory();
    auto const id = apply(s, result({daily("2025-04-01")}))[0].id;
    CHECK(text(apply(s, result({daily("2025-04-01", "40", verdict::compliant)},
                               {day_of("2025-04-01", day_state::compliant)}))) == "updated");
    auto const t = shown(s, id);
    CHECK(t.state == tickets::state::open);
    CHECK(t.proposal == "withdraw");
    CHECK(t.history.back().move == "propose");
    store::list_filter proposed;
    proposed.proposal = "withdraw";
    auto const listed = s.list(proposed);
    REQUIRE(listed);
    REQUIRE(listed->size() == 1);
    CHECK(listed->at(0).violations == 0);
    CHECK(listed->at(0).measured.empty());
}

TEST_CASE("an enforcement sample that is compliant decides the day over automatic data, once and again") {
    auto s = in_memory();
    auto const run = result({hourly("2025-04-01", 3), hourly("2025-04-02", 3)}, {day_of("2025-04-02", day_state::compliant)});
    CHECK(text(apply(s, run)) == "opened");
    CHECK(text(apply(s, run)) == "unchanged");
    CHECK(text(apply(s, result({hourly("2025-04-02", 3)}))) == "");
    CHECK(s.list({})->at(0).last_day.text() == "2025-04-01");
}

TEST_CASE("undetermined findings inside an episode are counted, over runs") {
    auto s = in_memory();
    auto const id = apply(s, result({daily("2025-04-01"), daily("2025-04-02", "0", verdict::undetermined), daily("2025-04-03")},
                                    {day_of("2025-04-02", day_state::undecided)}))[0]
                        .id;
    CHECK(shown(s, id).undetermined == 1);
    CHECK(text(apply(s, result({daily("2025-04-02", "0", verdict::undetermined)},
                               {day_of("2025-04-02", day_state::undecided)}))) == "");
    CHECK(shown(s, id).undetermined == 1);
    CHECK(text(apply(s, result({}, {day_of("2025-04-02", day_state::compliant)}))) == "updated opened");
    CHECK(shown(s, id).undetermined == 0);
}

TEST_CASE("runs in any order give the same tickets") {
    auto const early = result({daily("2025-03-30"), daily("2025-03-31")});
    auto const late =
        result({daily("2025-04-01"), daily("2025-04-03"), daily("2025-04-07")}, {day_of("2025-04-04", day_state::compliant)});
    auto a = in_memory(), b = in_memory();
    apply(a, early);
    apply(a, late);
    apply(b, late);
    apply(b, early);
    auto const said = [](store::ticket_store const& s) {
        std::string all;
        auto const listed = s.list({});
        REQUIRE(listed);
        for (auto const& x : *listed)
            add(all, " ", {x.first_day.text(), "..", x.last_day.text(), "=", std::to_string(x.violations)});
        return all;
    };
    CHECK(said(a) == "2025-03-30..2025-04-03=4 2025-04-07..2025-04-07=1");
    CHECK(said(b) == said(a));
}

TEST_CASE("findings of records, without outlet and factor, have tickets too") {
    auto s = in_memory();
    auto f = daily("2026-02-04");
    f.outlet_id.reset();
    f.factor.reset();
    f.quantity = "grade";
    f.violation_types.clear();
    f.provision.reset();
    f.limit.reset();
    findings::check_result r;
    r.findings = {f};
    auto const actions = apply(s, r);
    REQUIRE(text(actions) == "opened");
    CHECK(shown(s, actions[0].id).series.outlet_id.empty());
    CHECK(text(apply(s, r)) == "unchanged");
}

TEST_CASE("lists go by site and are filtered by what is asked") {
    auto s = in_memory();
    apply(s, result({at_site(daily("2025-04-01"), "site-b"), at_site(daily("2025-05-01"), "site-b"), daily("2025-04-20")}));
    auto const ids = [&](store::list_filter const& f) {
        std::string all;
        auto const listed = s.list(f);
        REQUIRE(listed);
        for (auto const& x : *listed) all += x.series.enterprise_id + " " + x.first_day.text() + ";";
        return all;
    };
    store::list_filter all, site, days, state, page, factor;
    CHECK(ids(all) == "site-a 2025-04-20;site-b 2025-04-01;site-b 2025-05-01;");
    site.enterprise_id = "site-b";
    CHECK(ids(site) == "site-b 2025-04-01;site-b 2025-05-01;");
    days.from = day("2025-04-20");
    CHECK(ids(days) == "site-a 2025-04-20;site-b 2025-05-01;");
    days.to = day("2025-04-30");
    CHECK(ids(days) == "site-a 2025-04-20;");
    state.state = tickets::state::confirmed;
    CHECK(ids(state) == "");
    factor.factor = "w01018";
    factor.rebound = true;
    CHECK(ids(factor) == "");
    page.limit = 2;
    CHECK(ids(page) == "site-a 2025-04-20;site-b 2025-04-01;");
    page.after = s.list(page)->back().id;
    CHECK(ids(page) == "site-b 2025-05-01;");
}

TEST_CASE("a ticket that is not there is no error") {
    auto s = in_memory();
    auto const t = s.show("t-0");
    REQUIRE(t);
    CHECK_FALSE(*t);
    CHECK(s.log("t-0")->empty());
}

TEST_CASE("days with stored violations are watched, and no others") {
    auto s = in_memory();
    CHECK(s.watched()->empty());
    apply(s, result({daily("2025-04-01"), at_site(hourly("2025-05-01", 3), "site-b")},
                    {day_of("2025-04-02", day_state::compliant)}));
    auto const all = s.watched();
    CHECK(all->contains("site-a", "DW001", "w01018", day("2025-04-01")));
    CHECK_FALSE(all->contains("site-a", "DW001", "w01018", day("2025-04-02")));
    CHECK_FALSE(all->contains("site-a", "DW001", "w21003", day("2025-04-01")));
    CHECK(all->contains("site-b", "DW001", "w01018", day("2025-05-01")));
    auto const one = s.watched({"site-b"});
    CHECK(one->contains("site-b", "DW001", "w01018", day("2025-05-01")));
    CHECK_FALSE(one->contains("site-a", "DW001", "w01018", day("2025-04-01")));
}

TEST_CASE("an episode after a verified correction is a rebound, read from the store") {
    folder const here;
    auto const path = here.file("t.db");
    std::string first;
    {
        auto s = store::ticket_store::open(path);
        REQUIRE(s);
        first = apply(*s, result({daily("2026-01-10")}))[0].id;
    }
    SQLite::Database(path, SQLite::OPEN_READWRITE)
        .exec("INSERT INTO milestone SELECT key, " + std::to_string(day("2026-02-01").days) + ", 'corrected' FROM ticket");
    auto s = store::ticket_store::open(path);
    REQUIRE(s);
    auto const again = apply(*s, result({daily("2026-03-01")}));
    CHECK(text(again) == "rebound");
    CHECK(shown(*s, again[0].id).rebound_of == first);
    store::list_filter rebounds;
    rebounds.rebound = true;
    CHECK(s->list(rebounds)->size() == 1);
}
