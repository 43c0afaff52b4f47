#include "eval/lane_sheet.hpp"

#include <algorithm>
#include <stdexcept>

namespace huanchi::eval {

using namespace model;

namespace {

constexpr std::int64_t most_read = std::int64_t{1} << 46; // 10⁻⁶ of the unit
constexpr std::int64_t most_part = std::int64_t{1} << 20;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::size_t most_multipliers = std::size_t{1} << 18;
constexpr std::size_t found_in_memory = std::size_t{1} << 16;

} // namespace

bool lane_sheet::misses(lanes::line const& l, base::int128 value, base::int128 denominator) {
    if (l.has_max) {
        auto const left = value * l.max.d, right = l.max.n * denominator;
        if (left > right || (l.max_strict && left == right)) return true;
    }
    if (l.has_min) {
        auto const left = value * l.min.d, right = l.min.n * denominator;
        if (left < right || (l.min_strict && left == right)) return true;
    }
    return false;
}

lane_sheet::lane_sheet(lanes const& l, bool keeps_found)
    : l_(l), keeps_found_(keeps_found), states_(l.lanes_.size()), sorted_(l.lanes_.size()), reopened_(l.routes_.size()) {
    none_.state = state::usable;
    missing_.state = state::missing;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        states_[i].unit = l.lanes_[i].unit;
        states_[i].flow_matters = l.lanes_[i].flow_matters;
        states_[i].tells_others = l.tells_others(l.lanes_[i].outlet, l.lanes_[i].factor);
    }
    look_up_columns({});
}

void lane_sheet::look_up_columns(std::vector<std::uint16_t> const& fields) {
    if (!input_columns_.empty() && fields == columns_) return;
    columns_ = fields;
    auto const column = [&](std::uint16_t field) {
        auto const at = std::find(columns_.begin(), columns_.end(), field);
        return at == columns_.end() ? -1 : static_cast<int>(at - columns_.begin());
    };
    input_columns_.clear();
    for (auto const& c : l_.corrections_) input_columns_.push_back(column(c.input));
    flow_column_ = l_.flow_ ? column(*l_.flow_) : -1;
    corrected_column_ = l_.corrected_ ? column(*l_.corrected_) : -1;
}

// Rows of an outlet come in the order of its factors in most inputs.
std::uint32_t lane_sheet::find_lane(std::uint32_t outlet, std::uint16_t factor) {
    auto const wanted = lanes::key_of(outlet, factor);
    if (last_lane_ + 1 < l_.keys_.size() && l_.keys_[last_lane_ + 1] == wanted) return ++last_lane_;
    for (auto i = l_.first_lane_[outlet]; i < l_.first_lane_[outlet + 1]; ++i)
        if (l_.keys_[i] == wanted) return last_lane_ = i;
    return no_lane;
}

void lane_sheet::enter(std::uint32_t lane, std::int32_t day) {
    auto& s = states_[lane];
    s.day = day;
    s.at = find_window(lane, day);
    if (!s.law || day < s.law_from || day >= s.law_before) find_law(lane, day);
}

std::uint32_t lane_sheet::new_window(std::int32_t day) {
    if (windows_ == chunks_.size() * chunk) chunks_.push_back(std::make_unique<window[]>(chunk));
    window_at(windows_).day = day;
    return windows_++;
}

// Rows nearly always come day after day; the windows of a lane are a chain then. Who goes back gets them sorted.
lane_sheet::window* lane_sheet::find_window(std::uint32_t lane, std::int32_t day) {
    auto& s = states_[lane];
    auto* newest = s.newest == no_window ? nullptr : &window_at(s.newest);
    if (newest && newest->day == day) return newest;
    auto& sorted = sorted_[lane];
    if (!newest || newest->day < day) {
        auto const made = new_window(day);
        auto& w = window_at(made);
        w.before = std::exchange(s.newest, made);
        if (!sorted.empty()) sorted.push_back({day, made});
        return &w;
    }
    if (sorted.empty()) sorted = days_of(lane);
    auto at = std::lower_bound(sorted.begin(), sorted.end(), day, [](auto const& d, std::int32_t x) { return d.day < x; });
    if (at->day != day) at = sorted.insert(at, {day, new_window(day)});
    return &window_at(at->window);
}

std::vector<lane_sheet::day_window> lane_sheet::days_of(std::uint32_t lane) {
    if (!sorted_[lane].empty()) return sorted_[lane];
    std::vector<day_window> days;
    for (auto i = states_[lane].newest; i != no_window; i = window_at(i).before) days.push_back({window_at(i).day, i});
    std::reverse(days.begin(), days.end());
    return days;
}

void lane_sheet::find_law(std::uint32_t lane, std::int32_t day) {
    auto& s = states_[lane];
    auto const& l = l_.lanes_[lane];
    auto const law_day = l_.b_.law_of({day}).days;
    auto law = l.law.end();
    while ((--law)->from > law_day) {}
    bool const by_day = law_day == day; // or one day's law for all
    s.law_from = by_day && law != l.law.begin() ? law->from : INT32_MIN;
    s.law_before = by_day && law + 1 != l.law.end() ? (law + 1)->from : INT32_MAX;
    if (s.law == &*law) return;
    s.law = &*law;
    simplify(s, l);
}

// One statistic of hours and one of days at most, in one reference state, with bounds that are whole numbers: what nearly all
// outlets have.
void lane_sheet::simplify(lane_state& s, lanes::lane const& l) {
    s.judged = s.law->judged;
    s.hourly = s.daily = s.simple = false;
    s.hour_max = s.warn_above = INT64_MAX;
    s.hour_min = 0;
    s.missed = verdict::compliant;
    bool first = true;
    for (std::size_t i = 0; i < l.groups.size(); ++i) {
        auto const& g = l.groups[i];
        auto const& lines = s.law->groups[i];
        if (lines.count == 0) continue;
        if ((g.daily ? s.daily : s.hourly) || (!first && g.correction != s.correction)) return;
        s.correction = g.correction;
        first = false;
        if (g.daily) {
            s.daily = true;
            if (!lines.warns) continue;
            if (lines.warning.max.d != 1) return;
            s.warn_above = lines.warning.max.n;
        } else {
            s.hourly = true;
            s.hourly_group = static_cast<std::uint8_t>(i);
            auto const& all = lines.all;
            if (all.max.d != 1 || all.min.d != 1 || all.max_strict || all.min_strict) return;
            if (all.has_max) s.hour_max = all.max.n;
            if (all.has_min) s.hour_min = all.min.n;
            auto const* line = l_.lines_.data() + lines.first;
            auto const policies = std::count_if(line, line + lines.count, [](auto const& x) { return x.policy; });
            if (policies == 0) s.missed = verdict::violation;
            if (policies == lines.count) s.missed = verdict::not_met;
        }
    }
    s.simple = true;
}

bool lane_sheet::convert(base::unit_id from, base::unit_id to, std::int64_t& value) {
    auto const [it, fresh] = conversions_.try_emplace(std::uint32_t{from} << 16 | to);
    auto& f = it->second;
    if (fresh) {
        auto const factor = l_.b_.rules->units.factor(from, to);
        if (auto const small = factor ? fraction_of(*factor, most_part, most_part) : std::nullopt) f = *small;
    }
    if (f.n == 0 || value > most_read / f.n || value * f.n % f.d != 0) return false;
    value = value * f.n / f.d;
    return true;
}

// The value in 10⁻⁶ of the factor's own unit; false where that is no whole number or a very great one.
inline bool lane_sheet::scaled(facts::plain_row const& r, base::unit_id own, std::int64_t& out) {
    if (r.scale > 6) return false;
    constexpr std::int64_t powers[] = {1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
    constexpr std::int64_t most_coefficient[] = {
        most_read / 1'000'000, most_read / 100'000, most_read / 10'000, most_read / 1'000,
        most_read / 100,       most_read / 10,      most_read};
    if (r.coefficient > most_coefficient[r.scale]) return false;
    out = r.coefficient * powers[r.scale];
    return r.unit == own || convert(r.unit, own, out);
}

void lane_sheet::work_out(multiplier& m) const {
    auto const& c = l_.corrections_[m.correction];
    auto const& rules = *l_.b_.rules;
    auto const& f = l_.b_.plan->formulas[c.formula];
    auto const& field = rules.at({measurement_record, c.input});
    datum_fields const fields{
        {c.input, base::rational(base::decimal{m.coefficient, m.scale}) * rules.units[field.unit].factor}};
    surroundings s;
    s.plan = l_.b_.plan;
    s.rules = l_.b_.rules;
    s.known = l_.b_.known;
    s.datum = &fields;
    s.reference = base::rational(c.reference) * rules.units[rules.formulas[c.formula].reference_unit].factor;
    s.measured = base::rational(1);
    auto const holds = [&](plan::program_id condition) {
        auto const v = run(condition, s);
        return known(v) && std::get<bool>(v);
    };
    auto const times = run(f.results.front().first, s);
    m.state = state::invalid;
    if (!known(times) || !std::all_of(f.needs.begin(), f.needs.end(), holds)) return;
    m.state = state::doubtful;
    if (std::any_of(f.doubts.begin(), f.doubts.end(), holds)) return;
    m.state = state::odd;
    auto const small = fraction_of(std::get<base::rational>(times), most_part, most_part);
    if (!small || small->n > 100 * small->d) return;
    auto const [n, d] = *small;
    m.state = state::usable;
    m.n = static_cast<std::uint32_t>(n);
    m.d = static_cast<std::uint32_t>(d);
    auto const exact = base::int128{n} << fixed_bits;
    m.fixed = static_cast<std::int64_t>(exact / d);
    m.exact = exact % d == 0;
}

inline lane_sheet::multiplier& lane_sheet::multiplier_slot(std::uint8_t correction, std::int64_t coefficient,
                                                           std::int8_t scale) {
    auto const hash = ((static_cast<std::uint64_t>(coefficient) * 32 + static_cast<std::uint64_t>(scale)) * 256 + correction) *
                      0x9E3779B97F4A7C15u;
    auto const mask = multipliers_.size() - 1;
    for (auto at = (hash >> 40) & mask;; at = (at + 1) & mask) {
        auto& m = multipliers_[at];
        if (m.coefficient == coefficient && m.scale == scale && m.correction == correction) return m;
        if (m.correction == lanes::uncorrected) return m;
    }
}

void lane_sheet::widen_multipliers() {
    auto const before = std::exchange(multipliers_, std::vector<multiplier>(2 * multipliers_.size()));
    for (auto const& m : before)
        if (m.correction != lanes::uncorrected) multiplier_slot(m.correction, m.coefficient, m.scale) = m;
}

inline lane_sheet::multiplier const& lane_sheet::find_multiplier(std::uint8_t correction, facts::plain_number const* numbers) {
    if (correction == lanes::uncorrected) return none_;
    auto const column = input_columns_[correction];
    if (column < 0 || !numbers[column].given)
        return corrected_column_ >= 0 && numbers[corrected_column_].given ? odd_ : missing_; // the device's own stands in
    auto const& number = numbers[column];
    auto* m = &multiplier_slot(correction, number.coefficient, number.scale);
    if (m->correction != lanes::uncorrected) return *m;
    if (multipliers_used_ == most_multipliers) return odd_;
    if (2 * ++multipliers_used_ > multipliers_.size()) {
        widen_multipliers();
        m = &multiplier_slot(correction, number.coefficient, number.scale);
    }
    m->coefficient = number.coefficient;
    m->scale = number.scale;
    m->correction = correction;
    work_out(*m);
    return *m;
}

void lane_sheet::note(found const& f) {
    if (!keeps_found_) return;
    found_.push_back(f);
    if (found_.size() < found_in_memory) return;
    if (!spilled_) spilled_.reset(std::tmpfile());
    if (!spilled_) throw std::runtime_error("no temporary file for findings could be made; set TMPDIR to a folder with room");
    if (std::fwrite(found_.data(), sizeof(found), found_.size(), spilled_.get()) != found_.size())
        throw std::runtime_error("the temporary file for findings could not be written; is the disk full?");
    found_.clear();
}

void lane_sheet::judge_hour(std::uint32_t lane, std::uint8_t group, std::int32_t hour, std::int64_t read, bool over,
                            multiplier const& m) {
    auto& w = *states_[lane].at;
    auto const& lines = states_[lane].law->groups[group];
    auto const* first = l_.lines_.data() + lines.first;
    found f{read, lane, first->requirement, m.n, m.d, hour, group, verdict::undetermined, m.state};
    switch (m.state) {
    case state::missing: ++w.missing; break;
    case state::invalid: ++w.invalid; break;
    case state::doubtful: ++w.doubtful; break;
    default:
        if (over) {
            ++w.over_hours;
            f.state = state::over;
            break;
        }
        auto const value = base::int128{read} * m.n;
        std::tie(f.verdict, f.requirement) = decide(first, lines.count, [&](auto const& x) { return misses(x, value, m.d); });
        ++(f.verdict == verdict::violation ? w.violation : f.verdict == verdict::not_met ? w.not_met : w.compliant);
        if (f.verdict == verdict::compliant) return;
    }
    note(f);
}

inline void lane_sheet::add_to_day(window& w, std::int64_t read, bool over, multiplier const& m) {
    w.sum += base::int128{read} * m.fixed;
    w.read += read;
    ++w.usable;
    w.inexact += !m.exact;
    w.over += over;
}

// Whatever groups there are.
void lane_sheet::judge(std::uint32_t lane, std::int32_t hour, std::int64_t read, bool over,
                       facts::plain_number const* numbers) {
    auto const& l = l_.lanes_[lane];
    auto& s = states_[lane];
    bool summed = false;
    for (std::uint8_t i = 0; i < l.groups.size(); ++i) {
        auto const& g = l.groups[i];
        auto const& lines = s.law->groups[i];
        if (lines.count == 0) continue;
        auto const& m = find_multiplier(g.correction, numbers);
        if (m.state == state::odd) return reopen(l.outlet);
        if (!g.daily) {
            judge_hour(lane, i, hour, read, over, m);
        } else if (m.state == state::usable) {
            if (!std::exchange(summed, true)) add_to_day(*s.at, read, over, m);
            s.at->warned += lines.warns && misses(lines.warning, base::int128{read} * m.n, m.d);
        }
    }
}

// Rows of a factor for which the outlet has no limits: only counted, but a second row for the hour may be a duplicate.
void lane_sheet::unmatched(facts::plain_row const& r, std::int32_t day, std::uint32_t bit) {
    auto const [it, fresh] = unjudged_.try_emplace(lanes::key_of(r.outlet, r.factor));
    if (fresh) it->second.source = r.source;
    auto& d = it->second.days[day];
    if (it->second.source != r.source || (d.seen & bit)) return reopen(r.outlet);
    d.seen |= bit;
    ++(r.out ? d.out : d.valid);
}

void lane_sheet::add(facts::plain_row const& r, facts::plain_number const* numbers) {
    data_end_ = std::max(data_end_, (std::int64_t{r.hour} + 1) * hour_ms);
    if (reopened_[r.outlet]) return;
    auto const day = r.hour >= 0 ? r.hour / 24 : -((23 - r.hour) / 24);
    auto const bit = std::uint32_t{1} << (r.hour - day * 24);
    if (r.source == facts::data_source::enforcement) return reopen(r.outlet);
    auto const lane = find_lane(r.outlet, r.factor);
    if (lane == no_lane) return l_.tells_others(r.outlet, r.factor) ? reopen(r.outlet) : unmatched(r, day, bit);
    auto& s = states_[lane];
    if (s.day != day) enter(lane, day);
    if (!s.begun) {
        s.begun = true;
        s.source = r.source;
    }
    auto& w = *s.at;
    bool const flow = s.flow_matters && flow_column_ >= 0 && numbers[flow_column_].given;
    if ((w.seen & bit) || s.source != r.source || flow || s.tells_others) return reopen(r.outlet);
    w.seen |= bit;
    if (r.out) {
        ++w.out;
        return;
    }
    ++w.valid;
    if (!s.judged) return;
    std::int64_t read = 0;
    if (!scaled(r, s.unit, read)) return reopen(r.outlet);
    if (!s.simple || r.over) return judge(lane, r.hour, read, r.over, numbers);
    auto const& m = find_multiplier(s.correction, numbers);
    if (m.state != state::usable) return judge(lane, r.hour, read, false, numbers);
    auto const value = base::int128{read} * m.n;
    if (s.hourly) {
        bool const missed = value > base::int128{s.hour_max} * m.d || value < base::int128{s.hour_min} * m.d;
        if (!missed)
            ++w.compliant;
        else if (keeps_found_ || s.missed == verdict::compliant)
            judge_hour(lane, s.hourly_group, r.hour, read, false, m);
        else
            ++(s.missed == verdict::violation ? w.violation : w.not_met);
    }
    if (s.daily) {
        add_to_day(w, read, false, m);
        if (value > base::int128{s.warn_above} * m.d) ++w.warned;
    }
}

} // namespace huanchi::eval
