#include "eval/run.hpp"

#include "eval/finality.hpp"
#include "eval/judge_outlet.hpp"
#include "eval/stacks.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <thread>
#include <tuple>

namespace huanchi::eval {

std::string_view text(verdict v) {
    constexpr std::string_view names[] = {"compliant", "violation", "not_met", "undetermined", "exempt", "not_applicable"};
    return names[static_cast<int>(v)];
}

namespace {

// What tells one judgement of an outlet from the others: not what it says.
auto key_of(judgement const& j, bound const& b) {
    bool const of_limit = j.decides && b.requirements[*j.decides].allowance;
    return std::tuple(j.factor, static_cast<int>(j.quantity), j.statistic, static_cast<int>(j.source), j.period.from.ms,
                      j.period.to.ms, j.formula.value_or(0xFFFF), j.reference.text(), j.sample_id,
                      of_limit ? b.requirements[*j.decides].id : std::string());
}
auto key_of(quality_lead const& l) {
    return std::tuple(l.check, l.factor, static_cast<int>(l.source), l.period.from.ms, l.period.to.ms);
}

bool same(std::optional<interval_value> const& x, std::optional<interval_value> const& y) {
    if (!x || !y) return x.has_value() == y.has_value();
    return x->low == y->low && x->high == y->high && x->unbounded == y->unbounded;
}

// Marks what was said otherwise, or not at all, by what had come in time.
template <class Said, class Key, class Measured>
void mark_amended(std::vector<Said>& now, std::vector<Said> const& then, Key const& key, Measured const& measured) {
    std::map<decltype(key(then.front())), Said const*> by_key;
    for (auto const& x : then) by_key.emplace(key(x), &x);
    for (auto& x : now) {
        if (!x.finality || x.finality->state != finality::state::final) continue;
        auto const it = by_key.find(key(x));
        if (it != by_key.end() && it->second->verdict == x.verdict && same(measured(*it->second), measured(x))) continue;
        x.finality->state = finality::state::amended;
        if (it == by_key.end()) continue;
        x.finality->before = it->second->verdict;
        x.finality->measured_before = measured(*it->second);
    }
}

void merge(results& into, results part) {
    auto append = [](auto& all, auto& more) {
        all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    append(into.judgements, part.judgements);
    append(into.leads, part.leads);
    append(into.days, part.days);
    append(into.warnings, part.warnings);
    append(into.stack_parts, part.stack_parts);
    for (std::size_t i = 0; i < into.verdicts.size(); ++i) into.verdicts[i] += part.verdicts[i];
    into.judged_rows += part.judged_rows;
    into.flagged_out += part.flagged_out;
    into.unmatched += part.unmatched;
    into.duplicates += part.duplicates;
    into.open_windows += part.open_windows;
    into.warning_count += part.warning_count;
}

// What was a breach and is now judged no more, because a mark that came late takes its data out: for a person to decide.
void add_vanished(bound const& b, std::vector<judgement> then, run_options const& options, results& now) {
    std::set<decltype(key_of(then.front(), b))> judged;
    for (auto const& j : now.judgements) judged.insert(key_of(j, b));
    for (auto& j : then) {
        if (j.verdict != verdict::violation || judged.contains(key_of(j, b))) continue;
        j.finality = finality_of(b, j.outlet, j.period, options.known_at);
        if (!j.finality || j.finality->state != finality::state::final) continue;
        j.finality->state = finality::state::amended;
        j.finality->before = j.verdict;
        j.finality->measured_before = j.measured;
        j.verdict = verdict::undetermined;
        j.reason = "marked_late";
        j.also_breached.clear();
        ++now.verdicts[static_cast<std::size_t>(j.verdict)];
        now.judgements.push_back(std::move(j));
    }
}

bool passes(verdict v) {
    return v == verdict::compliant || v == verdict::exempt || v == verdict::not_applicable;
}

// An outlet of which some data came after their marking had closed: judged by all of them, and by what had come in time.
void judge_amended(bound const& b, row_store const& store, row_store::content const& content, outlet_data& data,
                   std::vector<stored_row> in_time, run_options const& options, watched_span const& span, results& into) {
    auto all = options;
    all.keep_all = true;
    results now, then;
    judge_outlet(b, data, all, span, now);
    all.warnings = all.days = false;
    auto earlier = gather(b, store, content, std::move(in_time));
    if (!earlier.data.empty()) judge_outlet(b, earlier, all, span, then);
    mark_amended(
        now.judgements, then.judgements, [&](judgement const& j) { return key_of(j, b); },
        [](judgement const& j) { return j.measured; });
    mark_amended(
        now.leads, then.leads, [](quality_lead const& l) { return key_of(l); },
        [](quality_lead const&) { return std::optional<interval_value>(); });
    add_vanished(b, std::move(then.judgements), options, now);
    auto const wanted = [&](judgement const& j) {
        return options.watched && options.watched(j.outlet, j.factor, j.period.from.date());
    };
    if (!options.keep_all) {
        std::erase_if(now.judgements, [&](judgement const& j) { return passes(j.verdict) && !wanted(j); });
        std::erase_if(now.leads, [](quality_lead const& l) { return passes(l.verdict); });
    }
    merge(into, std::move(now));
}

void judge_partition(bound const& b, row_store& store, std::size_t index, run_options const& options, watched_span const& span,
                     results& into, std::vector<char>& seen) {
    auto content = store.take(index);
    std::sort(content.rows.begin(), content.rows.end(), [](auto const& x, auto const& y) { return x.outlet < y.outlet; });
    for (std::size_t i = 0; i < content.rows.size();) {
        auto end = i;
        while (end < content.rows.size() && content.rows[end].outlet == content.rows[i].outlet) ++end;
        auto const rows = std::span(content.rows).subspan(i, end - i);
        auto in_time = rows_in_time(b, rows);
        seen[rows.front().outlet] = 1;
        auto data = gather(b, store, content, {rows.begin(), rows.end()});
        if (in_time)
            judge_amended(b, store, content, data, std::move(*in_time), options, span, into);
        else
            judge_outlet(b, data, options, span, into);
        i = end;
    }
}

} // namespace

void run(bound const& b, row_store& rows, run_options const& options, std::function<void(results)> const& take) {
    watched_span const span{rows.data_begin(), options.data_end.value_or(rows.data_end())};
    std::vector<char> seen(b.outlets.size()); // an outlet is in one partition
    std::mutex guard;
    std::vector<judgement> stack_parts;
    std::exception_ptr failure;
    std::atomic<std::size_t> next{0};
    auto work = [&] {
        try {
            for (std::size_t i; (i = next.fetch_add(1)) < row_store::partitions;) {
                results part;
                judge_partition(b, rows, i, options, span, part, seen);
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
    auto of_stacks = judge_stacks(b, std::move(stack_parts), options);
    for (auto& j : of_stacks.judgements) j.finality = finality_of(b, j.outlet, j.period, options.known_at);
    take(std::move(of_stacks));
    if (b.options.quality) {
        results absent;
        for (std::uint32_t o = 0; o < b.outlets.size(); ++o)
            if (!seen[o]) judge_absent(b, o, options, span, absent);
        take(std::move(absent));
    }
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
