// Minor violations of a case: each listed entry asked condition by condition, what nobody said is unknown, a first offence is
// never assumed, and nothing is decided.
#include "loaded_book.hpp"

#include "tickets/minor_violations.hpp"
#include "unit/tickets/made.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

using namespace huanchi;
using namespace huanchi::made;
using outcome = tickets::listed_entry::outcome;
using answer = tickets::asked_condition::answer;
using origin = tickets::circumstance::origin;

namespace {

char const* const text = R"(record 违法情节 {
  field 行为日期 time date_type
  field 地区 region code_type region
  field 违法事项 matter one_of 超标排放, 未备案, 其他事项
  field 违法行为类型 violation_type text_type {
    derive exceed_discharge_standard when 违法事项 = 超标排放
    derive registration_missing when 违法事项 = 未备案
  }
  field 首次违法 first yes_no_type
  field 近一年首次 first_in_a_year yes_no_type
  field 期限内改正 corrected_in_time yes_no_type
  field 立即改正 corrected_at_once yes_no_type
  field 敏感区 sensitive_area yes_no_type
  field 超标因子个数 factors_exceeded number_type
  field 超标倍数 excess number_type
  field 不予处罚情形 no_penalty yes_no_type
  field 可以不予处罚情形 may_be_without_penalty yes_no_type
}

standard 省目录 "省不予处罚目录" {
  number "省-2022"
  level provincial
  effective from 2022-01-01 before 2027-01-01
}

consequence registration_missing "未备案" {
  law "某法"
}

catalogue 不予处罚情形 of 省目录 "不予处罚" {
  clause "目录"
  scope 违法情节
  where 地区 within 44
  list "一个因子超标 0.1 倍以下" 违法行为类型 = exceed_discharge_standard and 近一年首次 = yes and 超标因子个数 = 1 and 超标倍数 < 0.1 and 期限内改正 = yes clause "序号6"
  list "存疑的一项" 违法行为类型 = exceed_discharge_standard and 立即改正 = yes clause "序号7" confidence low
  list "未备案" 违法行为类型 = registration_missing and 首次违法 = yes clause "序号1"
  except "敏感区内" 敏感区 = yes clause "备注二"
}

catalogue 可以不予处罚情形 of 甲 "初次" {
  clause "第三十三条"
  scope 违法情节
  list "初次并及时改正" 首次违法 = yes and (期限内改正 = yes or 立即改正 = yes)
}
)";

struct examined {
    loaded::book book{text};
    tickets::minor_sheet sheet;
    examined(tickets::case_sheet const& of, std::vector<facts::record> const& records, std::string const& region,
             bool unreviewed = false)
        : sheet(tickets::examine_minor(of, book.rules, book.plan, records, region, unreviewed).value()) {}

    tickets::listed_entry const* entry(std::string const& title, std::size_t examination = 0) const {
        for (auto const& e : sheet.examinations.at(examination).entries)
            if (book.rules.catalogues[e.catalogue].entries[e.entry].title == title) return &e;
        return nullptr;
    }
    outcome of(std::string const& title) const { return entry(title)->is; }
    std::vector<std::string> missing(std::string const& title) const {
        std::vector<std::string> all;
        for (auto const f : entry(title)->missing) all.push_back(book.rules.at(f).json);
        return all;
    }
    tickets::circumstance const* known(std::string const& json) const {
        for (auto const& c : sheet.examinations.front().known)
            if (book.rules.at(c.field).json == json) return &c;
        return nullptr;
    }
};

// 54 mg/L against 50: 0.08 times over, on 2026-05-01.
tickets::case_sheet one(std::vector<tickets::ticket> const& earlier = {}, char const* value = "54") {
    tickets::ticket t;
    t.id = "t-1";
    t.series = {"site-a", "DW001", "w01018", "concentration"};
    t.first_day = t.last_day = day("2026-05-01");
    t.medium = "water";
    t.violation_types = {"exceed_discharge_standard"};
    t.bases = {{"水污染防治法", "第十条", "第八十三条第二项", {}, {}, {}, {}, "high"}};
    tickets::evidence e;
    e.verdict = "violation";
    e.excess = ((base::rational(base::decimal::parse(value).value()) - base::rational(50)) / base::rational(50)).exact_text();
    e.exceedance = "0.08";
    t.findings = {e};
    return tickets::sheet_of("案1", {t}, earlier);
}

// A decision on the same article, of an act on that day, served on the other.
tickets::ticket punished(char const* act, char const* served) {
    tickets::ticket t = one().tickets.front();
    t.id = "t-0";
    t.first_day = t.last_day = day(act);
    t.course.decision = tickets::paper{day(served), "罚1", day(served), "200000"};
    return t;
}

facts::record record(std::vector<std::pair<std::string, std::string>> const& fields) {
    static loaded::book const book(text);
    facts::record r;
    r.type = *book.rules.find_record("违法情节");
    r.id = "R1";
    r.fields.resize(book.rules.records[r.type].fields.size());
    for (auto const& [name, value] : fields) {
        auto const f = book.rules.find_field(r.type, name).value();
        r.fields[f] = model::read_field(book.rules.records[r.type].fields[f], value, book.rules.units).value();
    }
    return r;
}

std::string const minor = "一个因子超标 0.1 倍以下", first = "初次并及时改正";

} // namespace

TEST_CASE("without a record all that only people know is open, and is named") {
    examined const e(one(), {}, "440703");
    REQUIRE(e.sheet.examinations.size() == 1);
    CHECK(e.of(minor) == outcome::undetermined);
    CHECK(e.missing(minor) == std::vector<std::string>{"first_in_a_year", "corrected_in_time", "sensitive_area"});
    CHECK(e.of(first) == outcome::undetermined);
    CHECK(e.missing(first) == std::vector<std::string>{"first", "corrected_in_time", "corrected_at_once"});
    CHECK(e.entry("未备案") == nullptr); // another offence
    CHECK(e.sheet.examinations.front().of_other_offences == 1);
    CHECK(e.known("excess")->value == "0.08");
    CHECK(e.known("excess")->from == origin::ticket);
    CHECK(e.known("factors_exceeded")->value == "1");
    CHECK(e.known("region")->from == origin::site);
    CHECK(e.known("first") == nullptr);
}

TEST_CASE("a record that meets every condition: all met, one that fails one: it does not apply") {
    std::vector<std::pair<std::string, std::string>> said{
        {"first", "yes"}, {"first_in_a_year", "yes"}, {"corrected_in_time", "yes"}, {"sensitive_area", "no"}};
    examined const e(one(), {record(said)}, "440703");
    CHECK(e.of(minor) == outcome::all_met);
    CHECK(e.of(first) == outcome::all_met);
    for (auto const& c : e.entry(minor)->conditions) CHECK(c.is == answer::met);
    for (std::size_t i = 1; i < 4; ++i) { // first_in_a_year, corrected_in_time, sensitive_area
        auto other = said;
        other[i].second = said[i].second == "yes" ? "no" : "yes";
        examined const fails(one(), {record(other)}, "440703");
        CHECK(fails.of(minor) == outcome::does_not_apply);
        auto const& asked = fails.entry(minor)->conditions;
        CHECK(std::count_if(asked.begin(), asked.end(), [](auto const& c) { return c.is == answer::not_met; }) == 1);
        other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
        CHECK(examined(one(), {record(other)}, "440703").of(minor) == outcome::undetermined);
    }
    CHECK(examined(one({}, "55"), {record(said)}, "440703").of(minor) ==
          outcome::does_not_apply); // 0.10 times is not below 0.1
}

TEST_CASE("a list of the province is not asked elsewhere, and is open where the region is not known") {
    CHECK(examined(one(), {}, "220102").entry(minor) == nullptr);
    CHECK(examined(one(), {}, "220102").entry(first) != nullptr);
    examined const open(one(), {}, "");
    CHECK(open.of(minor) == outcome::undetermined);
    CHECK(open.missing(minor).front() == "region");
    CHECK(examined(one(), {record({{"region", "440703"}})}, "").known("region")->from == origin::record);
}

TEST_CASE("a list is asked on the days it is in force only") {
    auto later = one();
    later.tickets.front().first_day = later.tickets.front().last_day = later.first = later.last = day("2027-01-01");
    CHECK(examined(later, {}, "440703").entry(minor) == nullptr);
    later.tickets.front().first_day = later.tickets.front().last_day = later.first = later.last = day("2026-12-31");
    CHECK(examined(later, {}, "440703").entry(minor) != nullptr);
}

TEST_CASE("a penalty served on the same article shows that it is not the first time, whatever the record says") {
    auto const said =
        record({{"first", "yes"}, {"first_in_a_year", "yes"}, {"corrected_in_time", "yes"}, {"sensitive_area", "no"}});
    examined const within(one({punished("2025-06-01", "2025-08-01")}), {said}, "440703");
    CHECK(within.of(minor) == outcome::does_not_apply);
    CHECK(within.of(first) == outcome::does_not_apply);
    CHECK(within.known("first")->value == "no");
    CHECK(within.known("first")->overruled == "yes");
    CHECK(within.known("first")->from == origin::priors);
    // The earlier act more than a year before: not the first at all, but the year is for people to say.
    examined const before(one({punished("2025-04-30", "2025-08-01")}), {said}, "440703");
    CHECK(before.of(first) == outcome::does_not_apply);
    CHECK(before.of(minor) == outcome::all_met);
    // None in the store shows nothing.
    CHECK(examined(one(), {}, "440703").known("first") == nullptr);
}

TEST_CASE("an entry that is not reviewed gives nothing, unless it is asked for") {
    auto const said = record({{"corrected_at_once", "yes"}, {"sensitive_area", "no"}});
    examined const e(one(), {said}, "440703");
    CHECK(e.of("存疑的一项") == outcome::undetermined);
    CHECK(e.entry("存疑的一项")->unreviewed);
    CHECK(examined(one(), {said}, "440703", true).of("存疑的一项") == outcome::all_met);
}

TEST_CASE("a record about another offence is not used, and that is told") {
    examined const e(one(), {record({{"matter", "未备案"}, {"first", "yes"}, {"corrected_in_time", "yes"}})}, "440703");
    CHECK(e.sheet.unused == std::vector<std::string>{"R1"});
    REQUIRE(e.sheet.examinations.size() == 1);
    CHECK(e.sheet.examinations.front().record == "");
    CHECK(e.of(first) == outcome::undetermined);
}

TEST_CASE("two factors over their limits are two, and no multiple is taken from them") {
    auto sheet = one();
    auto second = sheet.tickets.front();
    second.id = "t-2";
    second.series.factor = "w21003";
    sheet.tickets.push_back(second);
    examined const e(sheet, {}, "440703");
    CHECK(e.known("factors_exceeded")->value == "2");
    CHECK(e.known("excess") == nullptr);
    CHECK(e.of(minor) == outcome::does_not_apply);
}

TEST_CASE("rules without such a record examine nothing") {
    loaded::book const book("");
    CHECK_FALSE(tickets::examine_minor(one(), book.rules, book.plan, {}, "440703"));
}
