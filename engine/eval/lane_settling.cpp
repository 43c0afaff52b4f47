#include "eval/lane_sheet.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::size_t batch_rows = 512, most_waiting = 64;
constexpr std::size_t brief_at_once = 4096;

std::uint64_t& of(results& r, verdict v) {
    return r.verdicts[static_cast<std::size_t>(v)];
}

} // namespace

// From the sums and counts of a sheet to results.
class lane_settling {
public:
    lane_settling(lane_sheet& sheet, run_options const& options, base::moment data_end)
        : sheet_(sheet), l_(sheet.l_), options_(options), data_end_(data_end) {}

    // nullopt: the outlet has to be judged from its rows.
    std::optional<results> settle(std::uint32_t outlet) {
        results r;
        for (auto lane = l_.first_lane_[outlet]; lane < l_.first_lane_[outlet + 1]; ++lane)
            for (auto const& d : sheet_.days_of(lane)) {
                auto const shows = add_day(lane, d.day, sheet_.window_at(d.window), r);
                if (!shows || (*shows && !options_.counts_only)) return std::nullopt;
                if (options_.watched && options_.watched(outlet, l_.lanes_[lane].factor, {d.day})) return std::nullopt;
            }
        return r;
    }

    // The hours that were found, of outlets that are not reopened.
    void show_hours(std::vector<char> const& reopened, std::function<void(results)> const& take) {
        results r;
        auto const show = [&](lane_sheet::found const& f) {
            if (reopened[l_.lanes_[f.lane].outlet]) return;
            r.brief.push_back(brief_of(f));
            if (r.brief.size() == brief_at_once) take(std::exchange(r, {}));
        };
        if (sheet_.spilled_) {
            std::rewind(sheet_.spilled_.get());
            std::vector<lane_sheet::found> part(brief_at_once);
            for (std::size_t n; (n = std::fread(part.data(), sizeof part[0], part.size(), sheet_.spilled_.get())) > 0;)
                std::for_each(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(n), show);
        }
        std::for_each(sheet_.found_.begin(), sheet_.found_.end(), show);
        take(std::move(r));
    }

    results unmatched(std::vector<char> const& reopened) const {
        results r;
        for (auto const& [key, u] : sheet_.unjudged_)
            if (!reopened[lanes::outlet_of(key)])
                for (auto const& [day, d] : u.days) {
                    r.unmatched += d.valid;
                    r.flagged_out += d.out;
                }
        return r;
    }

private:
    using state = lane_sheet::state;
    using window = lane_sheet::window;

    base::rational millionth(lanes::lane const& l) const {
        return l_.b_.rules->units[l.unit].factor * base::rational(1, 1'000'000);
    }

    brief_judgement start(std::uint32_t lane, std::size_t group) const {
        auto const& l = l_.lanes_[lane];
        brief_judgement j;
        j.outlet = l.outlet;
        j.factor = l.factor;
        j.quantity = l.quantity;
        j.statistic = l.groups[group].statistic;
        j.source = sheet_.states_[lane].source;
        return j;
    }

    brief_judgement brief_of(lane_sheet::found const& f) const {
        auto j = start(f.lane, f.group);
        j.verdict = f.verdict;
        j.period = {{f.hour * hour_ms}, {(std::int64_t{f.hour} + 1) * hour_ms}};
        j.decides = f.requirement;
        j.as_read = base::rational(f.read) * millionth(l_.lanes_[f.lane]);
        switch (f.state) {
        case state::missing: j.reason = "missing_datum"; break;
        case state::invalid: j.reason = "invalid_auxiliary"; break;
        case state::doubtful: j.reason = "doubtful_condition"; break;
        case state::over: j.reason = "over_range"; break;
        default: {
            auto const v = *j.as_read * base::rational(f.n, f.d);
            j.measured = interval_value{v, v, false};
        }
        }
        return j;
    }

    // Of the mean of a day whose sum is given.
    std::pair<verdict, std::uint32_t> decide(lanes::stretch_of_law::lines_of_group const& lines, window const& w,
                                             base::int128 sum) const {
        auto const count = base::int128{w.usable} << lane_sheet::fixed_bits;
        return lane_sheet::decide(l_.lines_.data() + lines.first, lines.count, [&](lanes::line line) {
            line.has_min = line.has_min && !w.over; // a mean without upper end is not below anything
            return lane_sheet::misses(line, sum, count);
        });
    }

    interval_value mean(lanes::lane const& l, window const& w, base::int128 greatest) const {
        auto const of_sum = [&](base::int128 sum) {
            constexpr auto one = std::int64_t{1} << lane_sheet::fixed_bits;
            auto const whole = static_cast<std::int64_t>(sum >> lane_sheet::fixed_bits),
                       rest = static_cast<std::int64_t>(sum & (one - 1));
            return (base::rational(whole) + base::rational(rest, one)) / base::rational(w.usable) * millionth(l);
        };
        return {of_sum(w.sum), of_sum(greatest), w.over > 0};
    }

    // nullopt where only exact fractions, or more than the mean, can tell.
    std::optional<brief_judgement> judge_day(std::uint32_t lane, std::size_t group, std::int32_t day, window const& w,
                                             lanes::stretch_of_law::lines_of_group const& lines) const {
        auto j = start(lane, group);
        auto const begin = std::int64_t{day} * 24 * hour_ms;
        j.period = {{begin}, {begin + 24 * hour_ms}};
        j.decides = l_.lines_[lines.first].requirement;
        auto const& l = l_.lanes_[lane];
        if (w.usable == 0 || w.usable < l.groups[group].need) {
            j.verdict = verdict::undetermined;
            j.reason = "too_few_valid_values";
            return j;
        }
        auto const greatest = w.inexact ? w.sum + w.read : w.sum;
        auto const decided = decide(lines, w, w.sum);
        if (w.inexact && decide(lines, w, greatest) != decided) return std::nullopt;
        std::tie(j.verdict, j.decides) = decided;
        if (w.over && j.verdict == verdict::compliant) {
            auto const* first = l_.lines_.data() + lines.first;
            auto const* last = first + lines.count;
            auto const* open = std::find_if(first, last, [](auto const& line) { return line.has_max; });
            if (open == last || std::any_of(first, last, [](auto const& line) { return line.has_min; })) return std::nullopt;
            j.verdict = verdict::undetermined;
            j.decides = open->requirement;
            j.reason = "over_range";
        }
        if (j.verdict != verdict::compliant && options_.brief) j.measured = mean(l, w, greatest);
        return j;
    }

    // Whether the day has anything to show; nullopt where its rows have to be looked at.
    std::optional<bool> add_day(std::uint32_t lane, std::int32_t day, window const& w, results& r) {
        auto const& l = l_.lanes_[lane];
        sheet_.enter(lane, day);
        auto const& s = sheet_.states_[lane];
        auto const begin = std::int64_t{day} * 24 * hour_ms;
        bool const open = begin + 24 * hour_ms > data_end_.ms;
        // Hours that end behind the end of the data were judged although they are open.
        if (open && w.seen >> std::max<std::int64_t>(0, (data_end_.ms - begin) / hour_ms)) return std::nullopt;
        r.flagged_out += w.out;
        (s.judged ? r.judged_rows : r.unmatched) += w.valid();
        r.warning_count += w.warned;
        auto tally = window_tally(w, r);
        bool waits = false;
        for (std::size_t g = 0; g < l.groups.size(); ++g) {
            auto const& lines = s.law->groups[g];
            if (!l.groups[g].daily || lines.count == 0 || w.valid() == 0) continue;
            if (open) {
                waits = true;
                continue;
            }
            auto j = judge_day(lane, g, day, w, lines);
            if (!j) return std::nullopt;
            ++of(r, j->verdict);
            ++tally[static_cast<std::size_t>(j->verdict)];
            if (j->verdict == verdict::undetermined) count_reason(r, j->reason, 1);
            if (options_.brief && j->verdict != verdict::compliant) r.brief.push_back(std::move(*j));
        }
        r.open_windows += waits;
        count_reason(r, "missing_datum", w.missing);
        count_reason(r, "invalid_auxiliary", w.invalid);
        count_reason(r, "doubtful_condition", w.doubtful);
        count_reason(r, "over_range", w.over_hours);
        auto const any = [&](verdict v) { return tally[static_cast<std::size_t>(v)] > 0; };
        bool const shows = any(verdict::violation) || any(verdict::not_met) || any(verdict::undetermined);
        if (options_.days && (shows || any(verdict::compliant)))
            r.days.push_back({l.outlet,
                              l.factor,
                              l.quantity,
                              {day},
                              any(verdict::violation)                                  ? day_state::violation
                              : any(verdict::compliant) && !any(verdict::undetermined) ? day_state::compliant
                                                                                       : day_state::undecided,
                              false});
        return shows || (options_.warnings && w.warned > 0);
    }

    static void count_reason(results& r, std::string_view reason, std::uint32_t n) {
        if (n > 0) r.reasons[reason] += n;
    }

    static std::array<std::uint32_t, 6> window_tally(window const& w, results& r) {
        std::array<std::uint32_t, 6> tally{};
        auto const count = [&](verdict v, int n) {
            tally[static_cast<std::size_t>(v)] += static_cast<std::uint32_t>(n);
            of(r, v) += static_cast<std::uint64_t>(n);
        };
        count(verdict::compliant, w.compliant);
        count(verdict::violation, w.violation);
        count(verdict::not_met, w.not_met);
        count(verdict::undetermined, w.missing + w.invalid + w.doubtful + w.over_hours);
        return tally;
    }

    lane_sheet& sheet_;
    lanes const& l_;
    run_options const& options_;
    base::moment data_end_;
};

lane_sheets::lane_sheets(lanes const& l, std::size_t threads, bool keeps_found) : l_(l), owner_(l.routes().size()) {
    for (std::size_t i = 0; i < threads; ++i) parts_.push_back(std::make_unique<part>(l, threads, keeps_found));
    for (std::size_t i = 0; i < owner_.size(); ++i) owner_[i] = static_cast<std::uint8_t>(i % threads);
}

void lane_sheets::take_in(part& p) {
    std::vector<facts::plain_rows> waiting;
    {
        std::lock_guard const lock(p.inbox_guard);
        waiting.swap(p.inbox);
    }
    if (waiting.empty()) return;
    std::lock_guard const lock(p.guard);
    for (auto const& rows : waiting) {
        p.sheet.look_up_columns(rows.fields);
        for (std::size_t i = 0; i < rows.rows.size(); ++i)
            p.sheet.add(rows.rows[i], rows.numbers.data() + i * rows.fields.size());
    }
}

void lane_sheets::send(part& to, facts::plain_rows& rows) {
    std::size_t waiting = 0;
    {
        std::lock_guard const lock(to.inbox_guard);
        auto const fields = rows.fields;
        to.inbox.push_back(std::exchange(rows, {fields, {}, {}}));
        waiting = to.inbox.size();
    }
    if (waiting > most_waiting) take_in(to); // its own thread does not come to it
}

void lane_sheets::add(std::size_t thread, facts::plain_rows const& rows) {
    auto& own = *parts_[thread];
    auto const stride = rows.fields.size();
    {
        std::lock_guard const lock(own.guard);
        own.sheet.look_up_columns(rows.fields);
        for (std::size_t i = 0; i < rows.rows.size(); ++i) {
            auto const& r = rows.rows[i];
            std::size_t const to = owner_[r.outlet];
            auto const* numbers = rows.numbers.data() + i * stride;
            if (to == thread) {
                own.sheet.add(r, numbers);
                continue;
            }
            auto& out = own.outgoing[to];
            if (out.fields != rows.fields) { // another file
                if (!out.rows.empty()) send(*parts_[to], out);
                out.fields = rows.fields;
            }
            std::copy_n(numbers, stride, out.next());
            out.rows.push_back(r);
        }
    }
    // A full batch goes out here, the rest at the next or the last call.
    for (std::size_t to = 0; to < parts_.size(); ++to)
        if (own.outgoing[to].rows.size() >= batch_rows) send(*parts_[to], own.outgoing[to]);
    take_in(own);
}

// A row that says no more than a plain one does, but for texts that only marks are.
bool lane_sheets::pack(facts::batch const& rows, std::size_t i, std::span<facts::extra const> extras,
                       facts::plain_rows& to) const {
    bool const an_hour = rows.interval[i] == interval::hour && rows.period_end[i] == rows.time[i] + hour_ms;
    if (!an_hour || rows.below_detection[i] == 1 || rows.value[i].coefficient < 0 || rows.value[i].scale < 0) return false;
    auto const& declared = l_.b_.rules->records[measurement_record].fields;
    auto* const numbers = to.next();
    for (auto const& x : extras) {
        if (!x.is_number) {
            if (declared[x.field].json == sample_id_field) return false;
            continue;
        }
        auto const at = std::find(to.fields.begin(), to.fields.end(), x.field);
        if (x.number.coefficient < 0) return false;
        numbers[at - to.fields.begin()] = {x.number.coefficient, x.number.scale, true};
    }
    facts::plain_row r;
    bool const blank = rows.below_detection[i] == facts::no_value;
    r.coefficient = blank ? 0 : rows.value[i].coefficient;
    r.scale = blank ? std::int8_t{0} : rows.value[i].scale;
    r.hour = static_cast<std::int32_t>(rows.time[i] / hour_ms);
    r.outlet = rows.outlet[i];
    r.factor = rows.factor[i];
    r.unit = rows.unit[i];
    r.out = rows.usability[i] == facts::usability::out;
    r.over = rows.usability[i] == facts::usability::over_range;
    r.source = rows.source[i];
    to.rows.push_back(r);
    return true;
}

void lane_sheets::add(std::size_t thread, facts::batch const& rows) {
    facts::plain_rows packed;
    for (auto const& x : rows.extras)
        if (x.is_number && std::find(packed.fields.begin(), packed.fields.end(), x.field) == packed.fields.end())
            packed.fields.push_back(x.field);
    std::size_t e = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const first = e;
        while (e < rows.extras.size() && rows.extras[e].row == i) ++e;
        auto const outlet = rows.outlet[i];
        if (outlet == facts::no_outlet || l_.routes()[outlet] != facts::route::plain) continue;
        if (!pack(rows, i, std::span(rows.extras).subspan(first, e - first), packed)) parts_[thread]->reopened[outlet] = 1;
    }
    add(thread, packed);
}

void lane_sheets::finish_reading() {
    for (auto& p : parts_)
        for (std::size_t to = 0; to < parts_.size(); ++to)
            if (!p->outgoing[to].rows.empty()) send(*parts_[to], p->outgoing[to]);
    for (auto& p : parts_) take_in(*p);
}

base::moment lane_sheets::data_end() {
    finish_reading();
    base::moment end{INT64_MIN};
    for (auto const& p : parts_) end = std::max(end, base::moment{p->sheet.data_end()});
    return end;
}

std::vector<char> lane_sheets::settle(run_options const& options, base::moment data_end,
                                      std::function<void(results)> const& take) {
    finish_reading();
    std::vector<char> reopened(l_.routes().size());
    for (auto const& p : parts_)
        for (std::size_t i = 0; i < reopened.size(); ++i)
            reopened[i] = static_cast<char>(reopened[i] | p->reopened[i] | p->sheet.reopened_[i]);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        lane_settling settling(parts_[i]->sheet, options, data_end);
        for (auto outlet = static_cast<std::uint32_t>(i); outlet < reopened.size();
             outlet += static_cast<std::uint32_t>(parts_.size())) {
            if (reopened[outlet] || l_.routes()[outlet] != facts::route::plain) continue;
            if (auto r = settling.settle(outlet))
                take(std::move(*r));
            else
                reopened[outlet] = 1;
        }
        take(settling.unmatched(reopened));
        if (options.brief) settling.show_hours(reopened, take);
    }
    return reopened;
}

} // namespace huanchi::eval
