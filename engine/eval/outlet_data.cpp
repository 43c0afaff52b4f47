#include "eval/outlet_data.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace huanchi::eval {

using namespace model;

namespace {

struct gatherer {
    bound const& b;
    row_store const& store;
    row_store::content const& from;
    rulebook const& rules = *b.rules;
    std::optional<std::uint16_t> sample_field = rules.find_field(measurement_record, sample_id_field);
    std::optional<std::uint16_t> source_of_data = rules.find_field(measurement_record, source_field);

    stored_extra const* extra(stored_row const& r, std::optional<std::uint16_t> field) const {
        if (field)
            for (std::uint32_t i = r.extras; i < r.extras + r.extra_count; ++i)
                if (from.extras[i].field == *field) return &from.extras[i];
        return nullptr;
    }
    std::string sample(stored_row const& r) const {
        auto const* x = extra(r, sample_field);
        return x && !x->is_number ? store.text(x->text) : std::string();
    }

    base::rational coherent(stored_row const& r) const {
        return base::rational(base::decimal{r.coefficient, r.scale}) * rules.units[r.unit].factor;
    }
    static bool blank(stored_row const& r) { return r.below_detection == facts::no_value; }
    interval_value value(stored_row const& r) const {
        if (blank(r)) return {base::rational(0), base::rational(0), true};
        auto const v = coherent(r);
        if (r.below_detection) return {base::rational(0), v, false};
        return {v, v, r.usability == facts::usability::over_range};
    }
    std::string written(stored_row const& r) const {
        if (blank(r)) return "-";
        auto const& unit = rules.units[r.unit].symbol;
        return (r.below_detection ? "<" : "") + base::decimal{r.coefficient, r.scale}.text() + (unit.empty() ? "" : " " + unit);
    }

    auto key(stored_row const& r) const { return std::tuple(r.factor, r.source, r.interval, r.time); }

    bool same_datum(stored_row const& x, stored_row const& y) const { return key(x) == key(y) && sample(x) == sample(y); }
    bool equal(stored_row const& x, stored_row const& y) const {
        auto const flag = [](stored_row const& r) { return r.flag ? r.flag : 'N'; }; // no flag is read as N
        return x.usability == y.usability && x.below_detection == y.below_detection && flag(x) == flag(y) &&
               coherent(x) == coherent(y);
    }
    // Which of two readings stands first where both are kept: by value, so that the order of input does not matter.
    bool before(stored_row const& x, stored_row const& y) const {
        if (key(x) != key(y)) return key(x) < key(y);
        if (x.extra_count || y.extra_count)
            if (auto const a = sample(x), c = sample(y); a != c) return a < c;
        if (x.received != y.received) return x.received > y.received;
        auto const as_read = [](stored_row const& r) {
            return std::tuple(r.usability, r.flag, r.below_detection, r.coefficient, r.scale, r.unit);
        };
        if (as_read(x) != as_read(y)) return as_read(x) < as_read(y);
        if (x.extra_count || y.extra_count)
            if (auto const a = said(x), c = said(y); a != c) return a < c;
        return std::tuple(x.file, x.line) < std::tuple(y.file, y.line);
    }
    // What a row says beside its value, in an order of its own: fullest first.
    std::tuple<int, std::vector<std::tuple<std::uint16_t, std::int64_t, int, std::string>>> said(stored_row const& r) const {
        std::tuple<int, std::vector<std::tuple<std::uint16_t, std::int64_t, int, std::string>>> all{-r.extra_count, {}};
        for (std::uint32_t i = r.extras; i < r.extras + r.extra_count; ++i) {
            auto const& x = from.extras[i];
            std::get<1>(all).emplace_back(x.field, x.coefficient, x.scale, x.is_number ? std::string() : store.text(x.text));
        }
        std::sort(std::get<1>(all).begin(), std::get<1>(all).end());
        return all;
    }

    datum_fields fields(stored_row const& r) const {
        auto const& declared = rules.records[measurement_record].fields;
        datum_fields all;
        for (std::uint32_t i = r.extras; i < r.extras + r.extra_count; ++i) {
            auto const& x = from.extras[i];
            if (x.is_number)
                all.emplace_back(x.field, base::rational(base::decimal{x.coefficient, x.scale}) *
                                              rules.units[declared[x.field].unit].factor);
            else if (auto v = read_field(declared[x.field], store.text(x.text), rules.units); v && known(*v))
                all.emplace_back(x.field, std::move(*v));
        }
        if (source_of_data && r.source != facts::data_source::unknown && !find(all, *source_of_data))
            all.emplace_back(*source_of_data, std::string(text(r.source)));
        return all;
    }

    using reading = std::vector<stored_row const*>; // rows that say the same, latest first

    // An equal row may say what another does not. What was received later holds; what rows received together contradict each
    // other in is not known.
    datum_fields fields_of(reading const& rows) const {
        auto all = fields(*rows.front());
        if (rows.size() == 1) return all;
        std::map<std::uint16_t, std::int64_t> received; // of each field, when it was last told
        std::set<std::uint16_t> contradicted;
        for (auto const& f : all) received[f.first] = rows.front()->received;
        for (auto const* r : rows)
            for (auto& f : fields(*r)) {
                auto const [at, fresh] = received.try_emplace(f.first, r->received);
                if (fresh)
                    all.push_back(std::move(f));
                else if (at->second == r->received && *find(all, f.first) != f.second)
                    contradicted.insert(f.first);
            }
        std::erase_if(all, [&](auto const& f) { return contradicted.contains(f.first); });
        return all;
    }

    // Of readings that conflict nobody knows which is right: the value lies between them, the datum is there if one of them is,
    // and only what all say beside the value is known.
    void spread(datum& d, std::vector<reading> const& readings) const {
        d.written.clear();
        for (auto const& r : readings) {
            auto const v = value(*r.front());
            d.value.low = std::min(d.value.low, v.low);
            d.value.high = std::max(d.value.high, v.high);
            d.value.unbounded = d.value.unbounded || v.unbounded;
            if (r.front()->usability != facts::usability::out) d.usability = facts::usability::valid;
            d.written += (d.written.empty() ? "" : " / ") + written(*r.front());
            auto const own = fields_of(r);
            std::erase_if(d.fields, [&](auto const& f) {
                auto const* other = find(own, f.first);
                return !other || *other != f.second;
            });
        }
    }

    // One datum from the rows of one moment, latest first.
    datum merge(std::span<stored_row const> rows, std::uint64_t& duplicates) const {
        datum d;
        auto const& first = rows.front();
        d.factor = first.factor;
        d.source = first.source;
        d.interval = first.interval;
        d.period = {{first.time}, {first.end}};
        d.sample_id = sample(first);
        std::vector<reading> readings;
        for (auto const& r : rows) {
            d.rows.push_back({r.file, r.line});
            (r.usability == facts::usability::out ? d.out_count : d.row_count) += 1;
            auto const it = std::find_if(readings.begin(), readings.end(), [&](auto const& x) { return equal(*x.front(), r); });
            if (it == readings.end()) {
                readings.push_back({&r});
            } else {
                it->push_back(&r);
                ++duplicates;
            }
        }
        d.fields = fields_of(readings.front());
        auto const* standing = readings.front().front(); // received last
        bool const dated = std::all_of(readings.begin(), readings.end(),
                                       [](auto const& x) { return x.front()->received != facts::not_received; });
        d.conflicting = readings.size() > 1 && (!dated || standing->received == readings[1].front()->received);
        d.value = value(*standing);
        d.written = written(*standing);
        d.usability = standing->usability;
        d.blank = blank(*standing);
        if (d.conflicting) spread(d, readings);
        std::sort(d.rows.begin(), d.rows.end());
        return d;
    }
};

} // namespace

std::span<datum> outlet_data::of(std::uint16_t factor) {
    auto const begin =
        std::lower_bound(data.begin(), data.end(), factor, [](datum const& d, std::uint16_t f) { return d.factor < f; });
    auto const end = std::upper_bound(begin, data.end(), factor, [](std::uint16_t f, datum const& d) { return f < d.factor; });
    return {begin, end};
}

datum* outlet_data::companion(std::uint16_t factor, datum const& beside) {
    auto const all = of(factor);
    auto const key = std::tuple(beside.source, beside.interval, beside.period.from.ms);
    auto it = std::lower_bound(all.begin(), all.end(), key, [](datum const& d, auto const& k) {
        return std::tuple(d.source, d.interval, d.period.from.ms) < k;
    });
    auto const at_the_time = [&](auto i) {
        return i != all.end() && std::tuple(i->source, i->interval, i->period.from.ms) == key;
    };
    if (!at_the_time(it)) return nullptr;
    for (auto i = it; at_the_time(i); ++i) // of several samples, what was measured in the same
        if (i->sample_id == beside.sample_id) it = i;
    return it->usability == facts::usability::valid && !it->conflicting && it->value.exact() ? &*it : nullptr;
}

outlet_data gather(bound const& b, row_store const& store, row_store::content const& from, std::vector<stored_row> rows) {
    gatherer g{b, store, from};
    std::sort(rows.begin(), rows.end(), [&](auto const& x, auto const& y) { return g.before(x, y); });
    outlet_data out;
    out.outlet = rows.empty() ? facts::no_outlet : rows.front().outlet;
    for (std::size_t i = 0; i < rows.size();) {
        auto end = i + 1;
        while (end < rows.size() && g.same_datum(rows[i], rows[end])) ++end;
        out.data.push_back(g.merge(std::span(rows).subspan(i, end - i), out.duplicates));
        i = end;
    }
    // A field that the row itself lacks may come from a row of the factor that the field names.
    auto const& declared = b.rules->records[measurement_record].fields;
    for (std::uint16_t f = 0; f < declared.size(); ++f) {
        if (!declared[f].factor || out.of(*declared[f].factor).empty()) continue;
        for (auto& d : out.data)
            if (*declared[f].factor != d.factor && !find(d.fields, f))
                if (auto const* c = out.companion(*declared[f].factor, d)) d.fields.emplace_back(f, c->value.low);
    }
    return out;
}

} // namespace huanchi::eval
