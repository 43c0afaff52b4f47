#include "data.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::property {

using namespace model;

void read_rows(facts::batch const& b, rulebook const& rules, std::vector<row>& into) {
    auto const& declared = rules.records[measurement_record].fields;
    std::vector<row> all(b.size());
    for (std::size_t i = 0; i < b.size(); ++i) {
        auto& r = all[i];
        r.outlet = b.outlet[i];
        r.factor = b.factor[i];
        r.source = b.source[i];
        r.interval = b.interval[i];
        r.from = b.time[i];
        r.to = b.period_end[i];
        r.received = b.received[i];
        r.value = rational(b.value[i]) * rules.units[b.unit[i]].factor;
        r.below = b.below_detection[i] != 0;
        r.usability = b.usability[i];
        r.flag = b.flag[i];
        if (auto const f = rules.find_field(measurement_record, source_field); f && r.source != facts::data_source::unknown)
            r.fields[*f] = std::string(facts::text(r.source));
    }
    for (auto const& x : b.extras) {
        auto& r = all[x.row];
        auto const& f = declared[x.field];
        if (x.is_number)
            r.fields[x.field] = rational(x.number) * rules.units[f.unit].factor;
        else if (auto v = read_field(f, b.texts[x.text], rules.units); v && known(*v))
            r.fields[x.field] = *v;
        if (f.json == sample_id_field && !x.is_number) r.sample = b.texts[x.text];
    }
    for (auto& r : all)
        if (r.outlet != facts::no_outlet) into.push_back(std::move(r));
}

namespace {

// Rows of one moment that say the same.
struct reading {
    std::vector<row const*> rows;
    std::int64_t received = facts::not_received;
};

bool same_reading(row const& x, row const& y) {
    auto const flag = [](row const& r) { return r.flag ? r.flag : 'N'; }; // N is assumed where no flag is
    return x.value == y.value && x.below == y.below && x.usability == y.usability && flag(x) == flag(y);
}

span_of_values span_of(row const& r) {
    if (r.below) return {rational(0), r.value, false};
    return {r.value, r.value, r.usability == facts::usability::over_range};
}

// What the rows of a reading say of the datum: what was received later holds, and what rows received together contradict each
// other in is not known.
std::map<std::uint16_t, value> fields_of_rows(std::vector<row const*> const& rows) {
    std::map<std::uint16_t, std::map<std::int64_t, std::set<value>>> told;
    for (auto const* r : rows)
        for (auto const& [f, v] : r->fields) told[f][r->received].insert(v);
    std::map<std::uint16_t, value> all;
    for (auto const& [f, by_time] : told)
        if (by_time.rbegin()->second.size() == 1) all[f] = *by_time.rbegin()->second.begin();
    return all;
}

datum settle(std::vector<row const*> const& rows) {
    std::vector<reading> readings;
    for (auto const* r : rows) {
        auto it =
            std::find_if(readings.begin(), readings.end(), [&](auto const& x) { return same_reading(*x.rows.front(), *r); });
        if (it == readings.end()) it = readings.insert(readings.end(), reading{});
        it->rows.push_back(r);
        it->received = std::max(it->received, r->received);
    }
    std::stable_sort(readings.begin(), readings.end(), [](auto const& x, auto const& y) { return x.received > y.received; });
    bool const all_dated =
        std::none_of(readings.begin(), readings.end(), [](auto const& x) { return x.received == facts::not_received; });
    datum d;
    auto const& any = *rows.front();
    d.factor = any.factor;
    d.source = any.source;
    d.interval = any.interval;
    d.from = any.from;
    d.to = any.to;
    d.sample = any.sample;
    d.conflicting = readings.size() > 1 && (!all_dated || readings[0].received == readings[1].received);
    auto const& stands = *readings.front().rows.front();
    d.value = span_of(stands);
    d.usability = stands.usability;
    d.fields = fields_of_rows(readings.front().rows);
    if (!d.conflicting) return d;
    // One of them is right, nobody knows which: known is what all say.
    for (auto const& x : readings) {
        auto const v = span_of(*x.rows.front());
        d.value.low = std::min(d.value.low, v.low);
        d.value.high = std::max(d.value.high, v.high);
        d.value.unbounded = d.value.unbounded || v.unbounded;
        if (x.rows.front()->usability != facts::usability::out) d.usability = facts::usability::valid;
        auto const told = fields_of_rows(x.rows);
        std::erase_if(d.fields, [&](auto const& f) { return !told.contains(f.first) || told.at(f.first) != f.second; });
    }
    return d;
}

} // namespace

std::vector<datum> data_of(std::vector<row> const& rows, rulebook const& rules) {
    std::map<std::tuple<std::uint16_t, facts::data_source, interval, std::int64_t, std::string>, std::vector<row const*>>
        moments;
    for (auto const& r : rows) moments[{r.factor, r.source, r.interval, r.from, r.sample}].push_back(&r);
    std::vector<datum> all;
    for (auto const& [key, of_moment] : moments) all.push_back(settle(of_moment));
    // Oxygen, temperature and the like may come as rows of their own, of the same source, interval and time; of several samples
    // that of the same sample.
    auto const& declared = rules.records[measurement_record].fields;
    for (std::uint16_t f = 0; f < declared.size(); ++f) {
        if (!declared[f].factor) continue;
        for (auto& d : all) {
            if (d.factor == *declared[f].factor || d.fields.contains(f)) continue;
            datum const* beside = nullptr;
            for (auto const& c : all) {
                bool const there =
                    c.factor == *declared[f].factor && c.source == d.source && c.interval == d.interval && c.from == d.from;
                if (there && (!beside || (c.sample == d.sample && beside->sample != d.sample))) beside = &c;
            }
            if (!beside || beside->usability != facts::usability::valid || beside->conflicting || beside->value.unbounded ||
                beside->value.low != beside->value.high)
                continue;
            d.fields[f] = beside->value.low;
        }
    }
    return all;
}

} // namespace huanchi::property
