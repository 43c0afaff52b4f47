// What the runs of checks did with the tickets: `tickets runs`, `tickets compare`.
#include "ledger.hpp"

#include "report/comparison_document.hpp"

#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

bool json_wanted(session const& s) {
    return s.options.format == "json" || s.options.format == "ndjson";
}

int runs(session& s) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const all = ledger->runs();
    if (!all) return fail(s, all.error());
    std::cout << (json_wanted(s) ? report::runs_json(*all) + '\n' : report::runs_text(*all, as_text(s)));
    return done;
}

int compare(session& s, std::string const& run) {
    std::optional<std::int64_t> key;
    if (!run.empty()) {
        if (run.find_first_not_of("0123456789") != std::string::npos || run.size() > 18)
            return fail(s,
                        {tr(s, "不是判定的序号：", "not the number of a run: ") + run,
                         tr(s, "用 tickets runs 查看", "see them with tickets runs")},
                        "E002");
        key = std::stoll(run);
    }
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const c = ledger->comparison(key);
    if (!c) return fail(s, c.error());
    if (!*c)
        return fail(s, {tr(s, "库里没有这次判定：", "the store has no such run: ") + (run.empty() ? "1" : run),
                        tr(s, "用 tickets runs 查看", "see them with tickets runs")});
    std::cout << (json_wanted(s) ? report::comparison_json(**c) + '\n' : report::comparison_text(**c, as_text(s)));
    return done;
}

} // namespace

void add_comparison(command tickets, session& s, int& code) {
    auto r = tickets.sub("runs", tr(s, "历次判定（check --store），各动了几张工单",
                                    "the runs of check --store, and how many tickets each changed"));
    add_common(r, s, "sf");
    r.example(tr(s, "例：", "example:"), "huanchi tickets runs --store tickets.db");
    r.run([&s, &code] { code = runs(s); });

    auto run = std::make_shared<std::string>();
    auto c =
        tickets.sub("compare", tr(s, "最近一次（或某一次）判定与此前相比：每张工单新发、已更新、无变化还是不再查出，为什么",
                                  "the last run (or a named one) against what was there before: each ticket new, updated, "
                                  "unchanged or absent, and why"));
    c.option("RUN", *run, tr(s, "判定的序号；缺省是最近一次", "the number of a run; default: the last"));
    add_common(c, s, "sf");
    c.example(tr(s, "例：", "example:"), "huanchi tickets compare --store tickets.db");
    c.run([&s, &code, run] { code = compare(s, *run); });
}

} // namespace huanchi::cli
