#include "loading.hpp"

#include "model/case_search.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace huanchi;
using namespace huanchi::model;
using answer = asked_for::answer;

namespace {

// The conditions of the rows of one table, each a conjunction.
struct rows {
    loading::outcome of;

    explicit rows(std::vector<std::string> const& conditions) : of(loading::load(text(conditions))) {
        for (auto const& d : of.loaded.report.sorted()) FAIL(source::render(d, of.files, source::language::en, false));
    }
    static std::string text(std::vector<std::string> const& conditions) {
        std::string t = R"(standard 甲 "某标准" {
  number "甲"
  level national
  effective from 2020-01-01
}
record outlet {
  field 子 one one_of a, b, c
  field 丑 two one_of a, b, c
  field 寅 three measured_in "m"
  field 卯 four measured_in "m"
}
limits 表 of 甲 {
  medium water
  judge daily_mean
  value:
)";
        for (auto const& c : conditions) t += "  氨氮  <=  5  mg/L  when " + c + "\n"; // one bound: they may overlap
        return t + "}\n";
    }
    std::vector<expression_ptr> const& row(std::size_t i) const { return of.rules().limits[i].conditions; }

    // Every case found, as `one=a two=b`; an unknown field is left out.
    std::vector<std::string> cases(std::vector<asked_for> const& all) const {
        std::vector<std::string> found;
        case_search(all, of.rules()).each([&](case_of_values const& c) {
            std::string line;
            for (auto const& [f, v] : c)
                line += (line.empty() ? "" : " ") + of.rules().at(f).json + "=" + model::text(v, of.rules().at(f), of.rules());
            found.push_back(line);
            return true;
        });
        std::sort(found.begin(), found.end());
        return found;
    }
};
using texts = std::vector<std::string>;

} // namespace

TEST_CASE("all cases of a condition are found, over the fields that it asks of only") {
    rows const r({"子 = a and 丑 != b", "子 = b"});
    CHECK(r.cases({{r.row(0)}}) == texts{"one=a two=a", "one=a two=c"});
    CHECK(r.cases({{r.row(1)}}) == texts{"one=b"});
    CHECK(r.cases({{r.row(0)}, {r.row(1)}}) == texts{});
}

TEST_CASE("what is to fail fails in each of the cases") {
    rows const r({"子 = a", "子 = a and 丑 = b"});
    CHECK(r.cases({{r.row(0)}, {r.row(1), answer::no}}) == texts{"one=a two=a", "one=a two=c"});
    CHECK(case_search({{r.row(1)}, {r.row(0), answer::not_yes}}, r.of.rules()).any() ==
          false); // the second is within the first
    CHECK(case_search({{r.row(0)}, {r.row(1), answer::not_yes}}, r.of.rules()).any() == true);
    CHECK(case_search({{{}, answer::not_yes}}, r.of.rules()).any() == false); // nothing asked always holds
}

TEST_CASE("an order of numbers is tried at its bounds and between them") {
    rows const r({"寅 > 15 m and 寅 <= 20 m", "寅 < 15 m"});
    CHECK(r.cases({{r.row(0)}}) == texts{"three=17.5 m", "three=20 m"});
    CHECK(r.cases({{r.row(1)}}) == texts{"three=14 m"});
}

TEST_CASE("where it is asked whether a field is known, it is tried unknown too") {
    rows const r({"known 子 and 子 != a", "not known 子"});
    CHECK(r.cases({{r.row(0)}}) == texts{"one=b", "one=c"});
    CHECK(r.cases({{r.row(1)}}) == texts{""});
    CHECK(r.cases({{r.row(0)}, {r.row(1), answer::not_no}}) == texts{});
}

TEST_CASE("a condition that nothing settles is open: it may hold and may fail, and does neither surely") {
    rows const r({"子 = a and 寅 > 卯"}); // fields compared with each other are not tried
    CHECK(r.cases({{r.row(0)}}) == texts{});
    CHECK(r.cases({{r.row(0), answer::not_no}}) == texts{"one=a"});
    CHECK(r.cases({{r.row(0), answer::not_yes}}) == texts{"one=a", "one=b", "one=c"});
    CHECK(r.cases({{r.row(0), answer::no}}) == texts{"one=b", "one=c"});
}
