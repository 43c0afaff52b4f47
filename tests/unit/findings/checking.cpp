#include "checking.hpp"

#include "rule_library.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace checking {

namespace {

constexpr char const* site =
    R"([{"id": "E1", "name": "试例", "outlets": [{"id": "DW001", "medium": "water"}, {"id": "DW002", "medium": "water"},
                                  {"id": "DA001", "medium": "air"}]}])";

// Inputs are files; these live as long as one check.
struct written {
    std::string path;
    written(std::string const& name, std::string const& text)
        : path((std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()))).string()) {
        std::ofstream(path, std::ios::binary) << text;
    }
    ~written() { std::filesystem::remove(path); }
    written(written const&) = delete;
    written& operator=(written const&) = delete;
};

} // namespace

ruleset const& library() {
    static ruleset const all = [] {
        ruleset r;
        for (auto const& f : huanchi::rules::library()) r.files.add(std::string(f.path), std::string(f.text));
        r.load();
        return r;
    }();
    return all;
}

findings::check_result ruleset::check(std::string const& rows) const {
    written const facilities("huanchi-test-facilities-", site), data("huanchi-test-data-", rows);
    findings::check_request q;
    q.facilities = facilities.path;
    q.data = {data.path};
    q.all = q.trace = q.warnings = q.days = true;
    auto r = findings::check(rules, plan, q);
    if (!r) FAIL(r.error().what);
    for (auto const& x : r->rejects) FAIL("row " << x.line << ": " << x.reason);
    return *r;
}

findings::finding ruleset::only(std::string const& rows) const {
    auto all = check(rows).findings;
    REQUIRE(all.size() == 1);
    return all.front();
}

std::string row(std::string const& outlet, std::string const& factor, std::string const& value, std::string const& unit,
                std::string const& time, std::string const& interval, std::string const& more) {
    std::string line = R"({"enterprise_id": "E1", "outlet_id": ")" + outlet + R"(", "factor": ")" + factor +
                       R"(", "value": ")" + value + R"(", "unit": ")" + unit + R"(", "time": ")" + time +
                       R"(", "interval": ")" + interval + "\"" + more;
    if (more.find("\"source\"") == std::string::npos) line += R"(, "source": "auto")";
    if (more.find("\"flag\"") == std::string::npos) line += R"(, "flag": "N")";
    return line + "}\n";
}

} // namespace checking
