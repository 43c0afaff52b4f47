#include "agreement.hpp"

#include "records.hpp"

#include "eval/run.hpp"
#include "facts/measurements.hpp"
#include "facts/records.hpp"
#include "model/from_syntax.hpp"

#include <algorithm>
#include <iterator>

namespace huanchi::property {

prepared prepare(random_case const& c) {
    prepared p;
    p.files.add("vocabulary.rules", vocabulary());
    p.files.add("case.rules", c.rule_text());
    auto loaded = model::load(p.files);
    for (auto const& d : loaded.report.sorted())
        if (p.mistake.empty() && loaded.report.has_errors())
            p.mistake = source::render(d, p.files, source::language::en, false);
    if (!p.mistake.empty()) return p;
    p.rules = std::move(loaded.rules);
    auto sites = facts::read_facilities(c.facilities_text(), "facilities.json", p.rules);
    if (!sites)
        p.mistake = sites.error().what;
    else
        p.sites = std::move(*sites);
    return p;
}

namespace {

// Those of one side that the other does not have.
void list_missing(std::vector<std::string> const& from, std::vector<std::string> const& in, std::string const& side,
                  std::vector<std::string>& out) {
    std::vector<std::string> only;
    std::set_difference(from.begin(), from.end(), in.begin(), in.end(), std::back_inserter(only));
    for (auto const& s : only) out.push_back(side + s);
}

std::vector<std::string> texts(std::vector<ruling> const& all) {
    std::vector<std::string> out;
    for (auto const& r : all) out.push_back(r.text());
    std::sort(out.begin(), out.end());
    return out;
}

void compare_records(random_case const& c, prepared const& p, plan::plan const& plan, comparison& out) {
    auto const text = c.sections_text();
    auto in = facts::input::over(text);
    auto const records = facts::read_records_from(in, 0, "sections.ndjson", p.rules, "", [&](facts::rejected_row const& r) {
        out.different.push_back("rejected: " + r.reason);
    });
    if (!records) return out.different.push_back(records.error().what);
    out.records = rate_slowly(p.rules, *records, c.options.at);
    auto const by_plan = rated_by_plan(eval::grade(plan, p.rules, *records, c.options.at),
                                       eval::index(plan, p.rules, *records, c.options.at), p.rules);
    list_missing(out.records, by_plan, "slow: ", out.different);
    list_missing(by_plan, out.records, "plan: ", out.different);
}

} // namespace

comparison compare(random_case const& c) {
    comparison out;
    auto const p = prepare(c);
    out.mistake = p.mistake;
    if (!p.mistake.empty()) return out;
    out.loaded = true;
    auto const plan = plan::compile(p.rules);
    eval::row_store store;
    std::vector<row> rows;
    auto const count = facts::read_measurements_text(
        c.rows_text(), 0, "rows.ndjson", p.rules, p.sites, {},
        [&](facts::batch const& b) {
            store.add(b);
            read_rows(b, p.rules, rows);
        },
        [&](facts::rejected_row const& r) {
            out.loaded = false;
            out.mistake = "row " + std::to_string(r.line) + ": " + r.reason + ": " + r.raw;
        });
    if (!count) out.loaded = false, out.mistake = count.error().what;
    if (!out.loaded) return out;
    auto const text = c.sections_text();
    auto in = facts::input::over(text);
    auto const records = facts::read_records_from(in, 0, "sections.ndjson", p.rules, "", [](facts::rejected_row const&) {});
    if (!records) {
        out.loaded = false;
        out.mistake = records.error().what;
        return out;
    }
    eval::related_records const related(plan, p.rules, *records);
    auto bound = eval::bind(plan, p.rules, p.sites, {c.options.at, c.options.unreviewed});
    bound.related = &related;
    eval::run_options options;
    options.keep_all = true;
    options.contributions = false;
    options.data_end = c.options.data_end;
    auto const by_plan = judged_by_plan(eval::run(bound, store, options), bound);
    out.rulings = judge_slowly(p.rules, p.sites, rows, c.options, *records);
    auto const a = texts(out.rulings), b = texts(by_plan);
    list_missing(a, b, "slow: ", out.different);
    list_missing(b, a, "plan: ", out.different);
    compare_records(c, p, plan, out);
    return out;
}

namespace {

bool differs(random_case const& c) {
    auto const r = compare(c);
    return r.loaded && !r.different.empty();
}

// Leaves out pieces, halves first, as long as the case still differs.
template <class T>
bool drop(random_case& c, std::vector<T>& from) {
    bool any = false;
    for (auto step = std::max<std::size_t>(1, from.size() / 2);; step /= 2) {
        for (std::size_t i = 0; i + step <= from.size();) {
            auto const whole = from;
            from.erase(from.begin() + static_cast<std::ptrdiff_t>(i), from.begin() + static_cast<std::ptrdiff_t>(i + step));
            if (differs(c)) {
                any = true;
            } else {
                from = whole;
                ++i;
            }
        }
        if (step <= 1) return any;
    }
}

bool drop(random_case& c, attributes& from, std::vector<std::string> const& kept) {
    bool any = false;
    std::vector<std::string> names;
    for (auto const& [name, text] : from)
        if (std::find(kept.begin(), kept.end(), name) == kept.end()) names.push_back(name);
    for (auto const& name : names) {
        auto const whole = from;
        from.erase(name);
        if (differs(c))
            any = true;
        else
            from = whole;
    }
    return any;
}

} // namespace

random_case without_mistakes(random_case c) {
    for (int round = 0; round < 6; ++round) {
        source::source_set files;
        files.add("vocabulary.rules", vocabulary());
        auto const id = files.add("case.rules", c.rule_text());
        auto loaded = model::load(files);
        std::set<std::uint32_t> places;
        for (auto const& d : loaded.report.sorted())
            if (d.severity == source::severity::error && d.where.file == id) places.insert(d.where.begin);
        if (places.empty()) return c;
        std::size_t end = 0;
        auto wrong = [&](std::string const& piece) {
            auto const begin = end;
            end += piece.size();
            return std::any_of(places.begin(), places.end(), [&](auto p) { return p >= begin && p < end; });
        };
        for (auto& b : c.rules) {
            bool all = wrong(b.head);
            std::erase_if(b.rows, wrong);
            all = wrong(b.tail) || all;
            if (all || (b.rows.empty() && !b.tail.empty())) b = {};
        }
        std::erase_if(c.rules, [](rule_block const& b) { return b.head.empty(); });
    }
    return c;
}

random_case made_small(random_case c) {
    for (bool smaller = true; smaller;) {
        smaller = drop(c, c.rows);
        smaller = drop(c, c.rules) || smaller;
        for (auto& b : c.rules) smaller = drop(c, b.rows) || smaller;
        smaller = drop(c, c.permit_limits) || smaller;
        smaller = drop(c, c.sections) || smaller;
        smaller = drop(c, c.facility, {}) || smaller;
        for (auto& o : c.outlets) smaller = drop(c, o, {"id"}) || smaller;
        if (c.rows.size() < 40)
            for (auto& r : c.rows)
                smaller = drop(c, r, {"enterprise_id", "outlet_id", "factor", "interval", "time", "value", "unit"}) || smaller;
        for (auto& r : c.sections) smaller = drop(c, r, {"record"}) || smaller;
    }
    return c;
}

} // namespace huanchi::property
