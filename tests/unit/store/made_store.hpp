// Runs and files for the tests of the store.
#pragma once

#include "store/ticket_store.hpp"
#include "unit/tickets/made.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

namespace huanchi::made {

// A folder that goes away with the test.
class folder {
public:
    folder() {
        std::string name = (std::filesystem::temp_directory_path() / "huanchi-store-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~folder() { std::filesystem::remove_all(path_); }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    std::string file(char const* name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

// Makes a store that nobody has open one of an earlier version.
inline void make_older(std::string const& path, int version) {
    char const* const back[] = {
        "DROP TABLE judgement; ALTER TABLE run DROP COLUMN as_of",
        "DROP INDEX ticket_by_case; DROP INDEX ticket_by_assignee; DROP INDEX ticket_by_due; "
        "DROP TABLE attachment; ALTER TABLE ticket DROP COLUMN assignee; "
        "ALTER TABLE ticket DROP COLUMN due; ALTER TABLE finding DROP COLUMN record; "
        "ALTER TABLE judgement DROP COLUMN record",
        "DROP TABLE kept_evidence; DROP TABLE kept_rules; DROP TABLE kept_text",
        "DROP INDEX ticket_by_outlet; DROP INDEX ticket_by_factor_state; DROP INDEX ticket_by_first_day; "
        "DROP TABLE run_ticket; DROP TABLE unchanged_ticket; ALTER TABLE run DROP COLUMN unchanged",
        "DROP TRIGGER milestone_reaches_far; DROP INDEX ticket_of_series; CREATE INDEX ticket_of_series ON ticket (series); DROP INDEX finding_of_series; "
        "CREATE INDEX finding_of_series ON finding (series); ALTER TABLE series DROP COLUMN plain"};
    SQLite::Database db(path, SQLite::OPEN_READWRITE);
    for (int v = db.execAndGet("PRAGMA user_version").getInt(); v > version; --v) db.exec(back[v - 2]);
    db.exec("PRAGMA user_version = " + std::to_string(version));
}

inline findings::day day_of(char const* on, eval::day_state state, char const* site = "site-a") {
    findings::day d;
    d.enterprise_id = site;
    d.outlet_id = "DW001";
    d.factor = "w01018";
    d.quantity = "concentration";
    d.date = day(on);
    d.state = state;
    return d;
}

// What `check` gives of these findings; each day with a violation is a violation, others as said.
inline findings::check_result result(std::vector<findings::finding> found, std::vector<findings::day> days = {}) {
    findings::check_result r;
    r.files = {"d.csv", "e.csv"};
    for (auto const& f : found) {
        bool const known = std::any_of(days.begin(), days.end(), [&](auto const& d) {
            return d.enterprise_id == f.enterprise_id && d.date == f.period.from.date();
        });
        if (f.verdict != eval::verdict::violation || known) continue;
        auto d = day_of(f.period.from.date().text().c_str(), eval::day_state::violation, f.enterprise_id.c_str());
        d.outlet_id = f.outlet_id.value_or("");
        d.factor = f.factor.value_or("");
        days.push_back(d);
    }
    r.findings = std::move(found);
    r.days = std::move(days);
    return r;
}

inline findings::finding at_site(findings::finding f, std::string const& site) {
    f.enterprise_id = site;
    f.id += site;
    return f;
}

// A daily mean out of two hours, read from two lines of the first file and one of the second.
inline findings::finding with_trace(findings::finding f) {
    findings::trace t;
    t.valid = 2;
    t.need = 2;
    t.method = "flow_weighted_mean";
    t.method_says = {"HJ 356-2019", "7.2", model::confidence::low};
    t.because = {"grade = 一级A"};
    t.standing_says = {"国务院令第736号", "第二十九条", model::confidence::high};
    auto const hour = [&](int h) {
        return base::period{base::moment::at(f.period.from.date(), h), base::moment::at(f.period.from.date(), h + 1)};
    };
    t.values = {{hour(0), "70 mg/L", "70", {}, "12 m³", "", {{0, 7}}},
                {hour(1), "90 mg/L", "90", {}, "12 m³", "", {{0, 2}, {1, 5}}}};
    f.trace = std::make_shared<findings::trace const>(t);
    return f;
}

inline store::run_note at(char const* time) {
    return {base::moment::parse(time).value(), "huanchi 0.1.0", "0.1.0"};
}

inline store::ticket_store in_memory() {
    auto s = store::ticket_store::open_memory();
    REQUIRE(s);
    return std::move(*s);
}

inline std::vector<tickets::ticket_action> apply(store::ticket_store& s, findings::check_result const& r,
                                                 char const* time = "2026-01-01T08:00:00+08:00") {
    static auto const rules = laws();
    auto const done = s.apply(r, rules, at(time));
    if (!done) FAIL(done.error().what);
    return *done;
}

inline std::string text(std::vector<tickets::ticket_action> const& actions) {
    std::string all;
    for (auto const& a : actions) add(all, " ", {text(a.action)});
    return all;
}

// All that list, show and log say, as one text.
inline std::string all_of(store::ticket_store const& s) {
    std::string out;
    auto const say = [&](auto const&... parts) { ((out += parts, out += '|'), ...); };
    auto const listed = s.list({});
    REQUIRE(listed);
    for (auto const& x : *listed) {
        say(x.id, x.series.enterprise_id, x.enterprise_name, text(x.state), x.first_day.text(), x.last_day.text(),
            std::to_string(x.violations), x.measured, x.exceedance, x.opened.text(), x.changed.text());
        auto const shown = s.show(x.id);
        REQUIRE(shown);
        REQUIRE(*shown);
        say(digest_of(**shown));
        for (auto const& e : (*shown)->findings)
            for (auto const& [file, line] : e.rows) say(file, std::to_string(line));
        auto const logged = s.log(x.id);
        REQUIRE(logged);
        for (auto const& e : *logged)
            say(std::to_string(e.position), std::to_string(e.seq), e.time.text(), e.move, e.details, e.hash);
    }
    return out;
}

inline tickets::ticket shown(store::ticket_store const& s, std::string const& id) {
    auto const t = s.show(id);
    REQUIRE(t);
    REQUIRE(*t);
    return **t;
}

} // namespace huanchi::made
