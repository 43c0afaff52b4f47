#include "eval/branches.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

value applies(candidate const& c, surroundings const& about, base::date on) {
    auto v = all_of(c.of_datum, about);
    v = apply(operation::and_, v, all_of(c.unknown, about));
    for (auto const& d : c.may_be_displaced)
        if (d.effective.contains(on)) v = apply(operation::and_, v, apply(operation::not_, all_of(d.when, about), {}));
    return v;
}

namespace {

constexpr std::size_t most_steps = 20000; // beyond, what is unknown is left unknown

template <class F>
void each_term(candidate const& c, F const& f) {
    for (auto const t : c.of_datum) f(t);
    for (auto const t : c.unknown) f(t);
    for (auto const& d : c.may_be_displaced)
        for (auto const t : d.when) f(t);
}

struct brancher {
    bound const& b;
    segment const& s;
    surroundings about; // what is tried goes in here
    base::date on;
    choices_open& out;

    enum class said : char { open, yes, no };
    std::vector<said> says = {};                         // by candidate of the segment
    std::vector<std::vector<std::uint32_t>> asking = {}; // by field: candidates that ask of it
    std::vector<std::optional<std::size_t>> tried = {};  // by field: the value
    std::size_t steps = 0;
    std::map<std::pair<bool, std::vector<std::uint32_t>>, std::size_t> place = {};

    // Within a window a field is known to lie between two values: others need not be tried.
    void narrow(choice_of_values& c, field_range const& r) const {
        choice_of_values kept{c.field, {}, {}};
        auto add = [&](value v, std::string band) {
            kept.values.push_back(std::move(v));
            kept.bands.push_back(std::move(band));
        };
        auto const& field = b.rules->at(c.field);
        auto const printed = [&](base::rational const& x) {
            return base::printed(x / b.rules->units[field.unit].factor).value;
        };
        add(r.low, field.json + " = " + printed(r.low));
        for (std::size_t i = 0; i < c.values.size(); ++i)
            if (auto const* x = std::get_if<base::rational>(&c.values[i]); x && *x > r.low && *x < r.high)
                add(c.values[i], c.bands[i]);
        add(r.high, field.json + " = " + printed(r.high));
        c = std::move(kept);
    }

    void find_fields() {
        std::vector<expression_ptr> asked;
        for (auto const* c : out.open) each_term(*c, [&](auto t) { asked.push_back(b.plan->sources[t]); });
        out.fields = representatives(asked, *b.rules, true);
        std::erase_if(out.fields, [&](auto const& c) { return c.values.empty() || known(about.field(c.field)); });
        for (auto& c : out.fields)
            if (about.ranges)
                for (auto const& r : *about.ranges)
                    if (r.field == c.field) narrow(c, r);
    }

    void prepare() {
        asking.resize(out.fields.size());
        tried.resize(out.fields.size());
        for (std::uint32_t c = 0; c < s.candidates.size(); ++c) {
            if (says[c] != said::open) continue;
            std::vector<field_ref> of;
            each_term(s.candidates[c], [&](auto t) {
                for (auto const f : fields_of(*b.plan->sources[t])) of.push_back(f);
            });
            for (std::size_t f = 0; f < out.fields.size(); ++f)
                if (std::find(of.begin(), of.end(), out.fields[f].field) != of.end()) asking[f].push_back(c);
        }
    }

    void take() {
        branch_set one;
        for (std::size_t c = 0; c < s.candidates.size(); ++c) {
            if (says[c] == said::yes) one.applied.push_back(s.candidates[c].requirement);
            one.open = one.open || says[c] == said::open;
        }
        auto const [at, fresh] = place.try_emplace({one.open, one.applied}, out.branches.size());
        if (fresh) {
            for (auto const& f : out.fields) one.values.emplace_back(f.values.size(), char{0});
            out.branches.push_back(std::move(one));
        }
        auto& values = out.branches[at->second].values;
        for (std::size_t f = 0; f < tried.size(); ++f)
            if (tried[f])
                values[f][*tried[f]] = 1;
            else
                std::fill(values[f].begin(), values[f].end(), char{1});
    }

    // The field that most of the open candidates ask of; what is derived from others goes before them, as its own value counts.
    std::optional<std::size_t> next() const {
        std::optional<std::size_t> best;
        std::pair<bool, std::size_t> most{};
        for (std::size_t f = 0; f < tried.size(); ++f) {
            if (tried[f]) continue;
            auto const n = static_cast<std::size_t>(
                std::count_if(asking[f].begin(), asking[f].end(), [&](auto c) { return says[c] == said::open; }));
            std::pair const weight{!b.rules->at(out.fields[f].field).derivations.empty(), n};
            if (n > 0 && (!best || weight > most)) best = f, most = weight;
        }
        return best;
    }

    // False: too much to try.
    bool go_on() {
        auto const f = next();
        if (!f) {
            take();
            return true;
        }
        auto const before = says;
        for (std::size_t v = 0; v < out.fields[*f].values.size(); ++v) {
            if (++steps > most_steps) return false;
            tried[*f] = v;
            about.assumed.emplace_back(out.fields[*f].field, out.fields[*f].values[v]);
            for (auto const c : asking[*f])
                if (says[c] == said::open)
                    if (auto const holds = applies(s.candidates[c], about, on); known(holds))
                        says[c] = std::get<bool>(holds) ? said::yes : said::no;
            bool const done = go_on();
            about.assumed.pop_back();
            says = before;
            if (!done) return false;
        }
        tried[*f].reset();
        return true;
    }

    // What is unknown in the terms that are, not in those that are settled whatever else they mention.
    void name_missing() const {
        auto const add = [&](plan::program_id term) {
            if (known(run(term, about))) return;
            for (auto const f : fields_of(*b.plan->sources[term])) {
                if (known(about.field(f))) continue;
                auto const& name = b.rules->at(f).json;
                if (std::none_of(out.missing.begin(), out.missing.end(), [&](auto const& m) { return m.name == name; }))
                    out.missing.push_back({name, ""});
            }
        };
        for (auto const* c : out.open) {
            for (auto const term : c->of_datum) {
                add(term);
                out.datum_lacks = out.datum_lacks || !known(run(term, about));
            }
            for (auto const term : c->unknown) add(term);
            for (auto const& d : c->may_be_displaced)
                if (d.effective.contains(on) && !known(all_of(d.when, about)))
                    for (auto const term : d.when) add(term);
        }
    }

    void work_out() {
        for (auto const& c : s.candidates) {
            auto const v = c.conditional() ? applies(c, about, on) : value(true);
            says.push_back(!known(v) ? said::open : std::get<bool>(v) ? said::yes : said::no);
            if (says.back() == said::open) out.open.push_back(&c);
            if (says.back() == said::yes) out.certain.push_back(c.requirement);
            if (says.back() != said::no) out.candidates.push_back(c.requirement);
        }
        if (out.open.empty()) return;
        name_missing();
        find_fields();
        if (out.fields.empty()) return;
        prepare();
        if (!go_on()) out.branches.clear();
    }
};

} // namespace

choices_open choices_of(bound const& b, segment const& s, surroundings const& about, base::date on) {
    choices_open out;
    brancher{b, s, about, on, out}.work_out();
    return out;
}

choices_open const& known_choices::of(segment const& s, surroundings const& about, base::date on) {
    auto const [known, fresh] = asks_of_datum_.try_emplace(&s, false);
    if (fresh)
        for (auto const& c : s.candidates)
            each_term(c, [&](auto t) {
                known->second = known->second || b_.plan->of_datum[t] || uses_related(*b_.plan->sources[t]);
            });
    if (known->second) return last_ = choices_of(b_, s, about, on);
    std::vector<char> in_force;
    for (auto const& c : s.candidates)
        for (auto const& d : c.may_be_displaced) in_force.push_back(d.effective.contains(on));
    auto const place = kept_.find({&s, in_force});
    if (place != kept_.end()) return place->second;
    return kept_.emplace(std::pair(&s, std::move(in_force)), choices_of(b_, s, about, on)).first->second;
}

} // namespace huanchi::eval
