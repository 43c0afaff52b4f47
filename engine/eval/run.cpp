#include "eval/run.hpp"

#include "eval/judge_outlet.hpp"
#include "eval/stacks.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace huanchi::eval {

std::string_view text(verdict v) {
    constexpr std::string_view names[] = {"compliant", "violation", "not_met", "undetermined", "exempt", "not_applicable"};
    return names[static_cast<int>(v)];
}

namespace {

void judge_partition(bound const& b, row_store& store, std::size_t index, run_options const& options, base::moment data_end,
                     results& into) {
    auto content = store.take(index);
    std::sort(content.rows.begin(), content.rows.end(), [](auto const& x, auto const& y) { return x.outlet < y.outlet; });
    for (std::size_t i = 0; i < content.rows.size();) {
        auto end = i;
        while (end < content.rows.size() && content.rows[end].outlet == content.rows[i].outlet) ++end;
        auto data = gather(
            b, store, content,
            {content.rows.begin() + static_cast<std::ptrdiff_t>(i), content.rows.begin() + static_cast<std::ptrdiff_t>(end)});
        judge_outlet(b, data, options, data_end, into);
        i = end;
    }
}

void merge(results& into, results part) {
    auto append = [](auto& all, auto& more) {
        all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    append(into.judgements, part.judgements);
    append(into.days, part.days);
    append(into.warnings, part.warnings);
    for (std::size_t i = 0; i < into.verdicts.size(); ++i) into.verdicts[i] += part.verdicts[i];
    into.judged_rows += part.judged_rows;
    into.flagged_out += part.flagged_out;
    into.unmatched += part.unmatched;
    into.duplicates += part.duplicates;
    into.open_windows += part.open_windows;
    into.warning_count += part.warning_count;
}

} // namespace

void run(bound const& b, row_store& rows, run_options const& options, std::function<void(results)> const& take) {
    auto const data_end = options.data_end.value_or(rows.data_end());
    std::mutex guard;
    std::vector<judgement> stack_parts;
    std::exception_ptr failure;
    std::atomic<std::size_t> next{0};
    auto work = [&] {
        try {
            for (std::size_t i; (i = next.fetch_add(1)) < row_store::partitions;) {
                results part;
                judge_partition(b, rows, i, options, data_end, part);
                if (!part.stack_parts.empty()) {
                    std::lock_guard const lock(guard);
                    std::move(part.stack_parts.begin(), part.stack_parts.end(), std::back_inserter(stack_parts));
                    part.stack_parts.clear();
                }
                take(std::move(part));
            }
        } catch (...) {
            std::lock_guard const lock(guard);
            failure = std::current_exception();
        }
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < std::max(1u, options.threads); ++i) others.emplace_back(work);
    work();
    for (auto& t : others) t.join();
    if (failure) std::rethrow_exception(failure);
    take(judge_stacks(b, std::move(stack_parts), options));
    results strangers; // rows of outlets that nobody knows
    strangers.flagged_out = rows.without_outlet_out();
    strangers.unmatched = rows.without_outlet() - rows.without_outlet_out();
    take(std::move(strangers));
}

results run(bound const& b, row_store& rows, run_options const& options) {
    results all;
    std::mutex guard;
    run(b, rows, options, [&](results part) {
        std::lock_guard const lock(guard);
        merge(all, std::move(part));
    });
    return all;
}

} // namespace huanchi::eval
