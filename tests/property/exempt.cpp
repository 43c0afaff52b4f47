#include "exempt.hpp"

#include <algorithm>

namespace huanchi::property {

using namespace model;

namespace {

constexpr std::int64_t hour = 3600000;

bool has_value(datum const& x) {
    return !x.conflicting && !x.value.unbounded && x.value.low == x.value.high;
}

} // namespace

std::vector<std::size_t> exempt::about(demand const& d) const {
    std::vector<std::size_t> all;
    if (!d.table) return all;
    for (std::size_t i = 0; i < rules_.exemptions.size(); ++i) {
        auto const& x = rules_.exemptions[i];
        bool const reviewed = x.confidence != confidence::low || options_.unreviewed;
        bool const table = std::find(x.tables.begin(), x.tables.end(), *d.table) != x.tables.end();
        bool const document =
            std::find(x.documents.begin(), x.documents.end(), rules_.tables[*d.table].document) != x.documents.end();
        if (reviewed && (table || document)) all.push_back(i);
    }
    return all;
}

datum const* exempt::beside(std::uint16_t factor, datum const& x) const {
    auto const first = [&](interval i, std::int64_t from) -> datum const* {
        datum const* found = nullptr;
        for (auto const& o : data_)
            if (o.factor == factor && o.source == x.source && o.interval == i && o.from == from &&
                (!found || o.sample < found->sample))
                found = &o;
        return found && has_value(*found) ? found : nullptr;
    };
    if (auto const* same = first(x.interval, x.from)) return same;
    return x.to - x.from < hour ? first(interval::hour, x.from / hour * hour) : nullptr;
}

// What an exemption asks is asked of marked values too.
world exempt::around(datum const& x) const {
    world w;
    w.rules = &rules_;
    w.sites = &sites_;
    w.outlet = outlet_;
    w.factor = x.factor;
    w.datum = x.fields;
    w.clock = clock_time{static_cast<int>(x.from % (24 * hour) / 60000)};
    auto const& declared = rules_.records[measurement_record].fields;
    for (std::uint16_t f = 0; f < declared.size(); ++f) {
        if (!declared[f].factor || w.datum.contains(f)) continue;
        auto const* other = *declared[f].factor == x.factor && has_value(x) ? &x : beside(*declared[f].factor, x);
        if (other) w.datum[f] = other->value.low;
    }
    return w;
}

truth exempt::is_about(std::size_t exemption, datum const& x) const {
    auto const& e = rules_.exemptions[exemption];
    auto const on = options_.at.value_or(base::moment{x.from}.date());
    return e.effective.contains(on) ? holds(e.where, around(x)) : truth::no;
}

truth exempt::is_held(std::size_t exemption, datum const& x) const {
    auto const [it, fresh] = held_.try_emplace({exemption, &x}, truth::no);
    if (fresh) it->second = both(is_about(exemption, x), holds(rules_.exemptions[exemption].guard, around(x)));
    return it->second;
}

// The time of the window up to the end of a datum in which the exemption held (or may have): shared time counts once.
std::int64_t exempt::used(std::size_t exemption, datum const& at, bool perhaps, bool itself) const {
    auto const start = calendar_window(rules_.exemptions[exemption].quota->window, at.from).from;
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    for (auto const& x : data_) {
        auto const t = is_held(exemption, x);
        if (t == truth::yes || (perhaps && t == truth::open) || (itself && &x == &at))
            all.emplace_back(std::max(start, x.from), std::min(at.to, x.to));
    }
    std::sort(all.begin(), all.end());
    std::int64_t sum = 0, end = INT64_MIN;
    for (auto const& [from, to] : all) {
        sum += std::max<std::int64_t>(0, to - std::max(end, from));
        end = std::max(end, to);
    }
    return sum;
}

covering exempt::say(std::size_t exemption, datum const& x) const {
    auto const [it, fresh] = said_.try_emplace({exemption, &x}, covering::none);
    if (!fresh) return it->second;
    auto const& quota = rules_.exemptions[exemption].quota;
    auto const t = is_held(exemption, x);
    auto fits = [&](bool perhaps) { return !quota || rational(used(exemption, x, perhaps, true), 1000) <= quota->seconds; };
    auto c = covering::none;
    if (t == truth::yes && fits(true))
        c = covering::covered;
    else if (t != truth::no && fits(false))
        c = covering::open;
    else if (is_about(exemption, x) == truth::yes)
        c = covering::judged;
    return said_[{exemption, &x}] = c;
}

covering exempt::of(demand const& d, datum const& x) const {
    auto most = covering::none;
    for (auto const e : about(d)) most = std::max(most, say(e, x));
    return most;
}
covering exempt::of(std::vector<demand const*> const& all, datum const& x) const {
    auto most = covering::none;
    for (auto const* d : all) most = std::max(most, of(*d, x));
    return most;
}

std::set<std::string> exempt::unknowns(std::size_t exemption, datum const& x) const {
    std::set<std::string> names;
    auto const w = around(x);
    for (auto const& e : {rules_.exemptions[exemption].where, rules_.exemptions[exemption].guard}) {
        if (holds(e, w) != truth::open) continue;
        for (auto const f : fields_in(*e))
            for (auto const g : unknown_under(f, w)) names.insert(rules_.at(g).json);
    }
    return names;
}

std::set<std::string> exempt::missing(std::vector<demand const*> const& all, datum const& x) const {
    std::set<std::string> total;
    for (auto const* d : all)
        for (auto const e : about(*d)) {
            if (say(e, x) != covering::open) continue;
            auto names = unknowns(e, x);
            if (names.empty()) // others may have used the allowance
                for (auto const& other : data_)
                    if (is_held(e, other) == truth::open) names.merge(unknowns(e, other));
            total.merge(names);
        }
    return total;
}

facts::usability exempt::without_marks(std::vector<demand const*> const& all, datum const& x) const {
    for (auto const* d : all)
        for (auto const e : about(*d)) {
            if (say(e, x) != covering::judged) continue;
            std::set<std::string> decided;
            for (auto const f : fields_in(*rules_.exemptions[e].where)) decided.insert(rules_.at(f).json);
            auto const says = [&](std::string const& column) -> std::optional<treatment> {
                auto const f = rules_.find_field(measurement_record, column);
                if (decided.contains(column) || !f || !x.fields.contains(*f)) return std::nullopt;
                for (auto const& t : rules_.marks)
                    for (auto const& m : t.marks)
                        if (t.column == column && value(m.text) == x.fields.at(*f)) return m.treat;
                return std::nullopt;
            };
            // Review stands over the state of operation, which says something only where it is not normal, and that over the
            // flag.
            auto treat = says("review");
            if (!treat && says("condition") != treatment::valid) treat = says("condition");
            if (!treat) treat = says("flag");
            if (treat == treatment::out) return facts::usability::out;
            return treat == treatment::over_range ? facts::usability::over_range : facts::usability::valid;
        }
    return facts::usability::out;
}

} // namespace huanchi::property
