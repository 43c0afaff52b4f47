// What must not matter: the unit in which a value is given, the order of rows, the files that rows come in, and the language of
// the keywords. On random cases the findings are the same, ids and all.
#include "agreement.hpp"

#include "findings/check.hpp"
#include "model/from_syntax.hpp"
#include "syntax/parse.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace huanchi;
using namespace huanchi::property;

namespace {

constexpr std::uint64_t first_seed = 500000;
constexpr int cases = 150;

class folder {
public:
    folder() : path_(std::filesystem::temp_directory_path() / ("huanchi-metamorphic-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~folder() { std::filesystem::remove_all(path_); }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    std::string write(std::string const& name, std::string const& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

std::string lines(std::vector<attributes> const& rows) {
    random_case c;
    c.rows = rows;
    return c.rows_text();
}

std::string said(findings::finding const& f) {
    std::string s = f.id + " " + std::string(eval::text(f.verdict)) + " " + f.outlet_id.value_or("-") + " " +
                    f.factor.value_or("-") + " " + f.quantity + " " + f.statistic + " " + f.period.from.text() + " " + f.source;
    if (f.measured)
        s += " " + f.measured->value + " " + f.measured->exact.value_or("") + " " + f.measured->low.value_or("") + ".." +
             f.measured->high.value_or("") + " " + f.measured->unit;
    if (f.provision) s += " of " + f.provision->id;
    for (auto const& p : f.also_breached) s += " also " + p.id;
    s += " " + f.exceedance.value_or("") + (f.marginal ? " marginal " : " ") + f.standing;
    if (f.reason) {
        s += " " + f.reason->code;
        for (auto const& m : f.reason->missing) s += " " + m.name + " " + m.band;
    }
    return s;
}

struct outcome {
    std::vector<std::string> findings;
    std::uint64_t judged = 0, duplicates = 0, open_windows = 0;
    friend bool operator==(outcome const&, outcome const&) = default;
};

outcome check(folder const& in, model::rulebook const& rules, random_case const& c,
              std::vector<std::vector<attributes>> const& files) {
    auto const plan = plan::compile(rules);
    findings::check_request q;
    q.facilities = in.write("facilities.json", c.facilities_text());
    for (std::size_t i = 0; i < files.size(); ++i)
        q.data.push_back(in.write("rows" + std::to_string(i) + ".ndjson", lines(files[i])));
    q.at = c.options.at;
    q.as_of = c.options.data_end;
    q.unreviewed = c.options.unreviewed;
    q.all = true;
    auto const r = findings::check(rules, plan, q);
    if (!r) FAIL(r.error().what);
    for (auto const& x : r->rejects) FAIL(x.reason << ": " << x.raw);
    outcome o;
    for (auto const& f : r->findings) o.findings.push_back(said(f));
    o.judged = r->judged;
    o.duplicates = r->duplicates;
    o.open_windows = r->open_windows;
    return o;
}

std::string unquoted(std::string const& s) {
    return s.substr(1, s.size() - 2);
}

// "5.5" by a power of ten, the digits moved.
std::string times_thousand(std::string const& written, bool up) {
    auto const sign = written.find_first_of("0123456789.");
    auto const d = *base::decimal::parse(written.substr(sign));
    auto const v = up ? base::rational(d) * base::rational(1000) : base::rational(d) / base::rational(1000);
    return written.substr(0, sign) + *v.finite_text();
}

// mg/L as μg/L and the other way round.
attributes in_other_unit(attributes r) {
    auto const unit = unquoted(r["unit"]);
    auto const to = unit == "mg/L"    ? "μg/L"
                    : unit == "μg/L"  ? "mg/L"
                    : unit == "mg/m³" ? "μg/m³"
                    : unit == "μg/m³" ? "mg/m³"
                                      : "";
    if (std::string(to).empty()) return r;
    bool const up = unit[0] == 'm';
    for (auto const* k : {"value", "dl"})
        if (r.contains(k) && unquoted(r[k]).find_first_of("0123456789") != std::string::npos)
            r[k] = "\"" + times_thousand(unquoted(r[k]), up) + "\"";
    r["unit"] = "\"" + std::string(to) + "\"";
    return r;
}

// A case whose rules load, with what it gives.
template <class F>
void on_random_cases(F const& compare) {
    folder const in;
    std::size_t findings = 0;
    for (auto seed = first_seed; seed < first_seed + cases; ++seed) {
        auto const c = without_mistakes(make_case(seed));
        auto const p = prepare(c);
        if (!p.mistake.empty()) continue;
        auto const plainly = check(in, p.rules, c, {c.rows});
        findings += plainly.findings.size();
        INFO("seed " << seed);
        compare(in, p, c, plainly);
    }
    CHECK(findings > 1000);
}

template <class T>
void shuffle(std::vector<T>& all, std::uint64_t seed) {
    dice d(seed);
    for (std::size_t i = all.size(); i > 1; --i)
        std::swap(all[i - 1], all[static_cast<std::size_t>(d.below(static_cast<int>(i)))]);
}

} // namespace

TEST_CASE("a value in mg/L and the same in μg/L give the same findings") {
    on_random_cases([](folder const& in, prepared const& p, random_case const& c, outcome const& plainly) {
        std::vector<attributes> other;
        for (auto const& r : c.rows) other.push_back(in_other_unit(r));
        CHECK(check(in, p.rules, c, {other}) == plainly);
    });
}

TEST_CASE("rows in another order give the same findings") {
    on_random_cases([](folder const& in, prepared const& p, random_case const& c, outcome const& plainly) {
        auto shuffled = c.rows;
        shuffle(shuffled, c.seed);
        CHECK(check(in, p.rules, c, {shuffled}) == plainly);
        std::reverse(shuffled.begin(), shuffled.end());
        CHECK(check(in, p.rules, c, {shuffled}) == plainly);
    });
}

TEST_CASE("rows in one file or split over three give the same findings") {
    on_random_cases([](folder const& in, prepared const& p, random_case const& c, outcome const& plainly) {
        std::vector<std::vector<attributes>> files(3);
        dice d(c.seed);
        for (auto const& r : c.rows) files[static_cast<std::size_t>(d.below(3))].push_back(r);
        std::erase_if(files, [](auto const& f) { return f.empty(); });
        if (!files.empty()) CHECK(check(in, p.rules, c, files) == plainly);
    });
}

TEST_CASE("rules with Chinese or English keywords mean the same") {
    on_random_cases([](folder const& in, prepared const& p, random_case const& c, outcome const& plainly) {
        for (auto const keywords : {syntax::spelling::zh, syntax::spelling::en}) {
            source::source_set files;
            for (source::file_id id = 0; id < p.files.size(); ++id) {
                source::diagnostics report;
                auto const tree = syntax::parse(p.files, id, report);
                files.add(p.files[id].name, syntax::format(tree, p.files, keywords));
            }
            CHECK((files[0].text.find("因子表") != std::string::npos) == (keywords == syntax::spelling::zh));
            auto loaded = model::load(files);
            for (auto const& d : loaded.report.sorted())
                if (d.severity == source::severity::error) FAIL(source::render(d, files, source::language::en, false));
            CHECK(check(in, loaded.rules, c, {c.rows}) == plainly);
        }
    });
}
