#include "eval/catalogues.hpp"

#include "eval/run.hpp"

#include <algorithm>

namespace huanchi::eval {

using namespace model;

namespace {

value either(value const& a, value const& b) {
    return apply(operation::or_, a, b);
}
value both(value const& a, value const& b) {
    return apply(operation::and_, a, b);
}
value opposite(value const& a) {
    return apply(operation::not_, a, {});
}

// In force, and its condition holds.
value concerns(surroundings const& s, std::uint16_t index) {
    auto const& effective = s.rules->catalogues[index].effective;
    auto const* on = std::get_if<base::date>(&s.law_date);
    bool const always = !effective.from && !effective.before;
    auto const in_force = always ? value(true) : on ? value(effective.contains(*on)) : value();
    return both(in_force, run(s.plan->catalogues[index].where, s));
}

} // namespace

std::vector<listing> listings(surroundings const& s, field_ref field) {
    std::vector<listing> all;
    if (s.record == nullptr || field.record != s.record_type) return all;
    for (auto const& step : s.plan->catalogues) {
        auto const& of = s.rules->catalogues[step.catalogue];
        if (of.field != field) continue;
        listing l;
        l.catalogue = step.catalogue;
        l.applies = l.concerns = concerns(s, step.catalogue);
        for (auto const other : step.displaced_by) l.applies = both(l.applies, opposite(concerns(s, other)));
        value listed = false, excepted = false;
        for (std::uint16_t i = 0; i < step.entries.size(); ++i) {
            auto const& entry = of.entries[i];
            auto holds = run(step.entries[i], s);
            bool const certain = model::known(holds) && std::get<bool>(holds);
            if (certain) l.entries.push_back(i);
            if (certain && entry.confidence == confidence::low && !s.unreviewed) holds = {};
            auto& side = entry.excepted ? excepted : listed;
            side = either(side, holds);
        }
        l.listed = both(listed, opposite(excepted));
        all.push_back(std::move(l));
    }
    return all;
}

value membership(std::vector<listing> const& all) {
    value listed = false, some = false;
    for (auto const& l : all) {
        listed = either(listed, both(l.applies, l.listed));
        some = either(some, l.concerns); // where one is displaced, another applies
    }
    if (!model::known(listed) || std::get<bool>(listed)) return listed;
    return model::known(some) && std::get<bool>(some) ? value(false) : value();
}

std::vector<catalogued> consult(plan::plan const& p, rulebook const& rules, std::vector<facts::record> const& records,
                                requirement_options const& options) {
    std::vector<field_ref> decided;
    for (auto const& c : rules.catalogues)
        if (std::find(decided.begin(), decided.end(), c.field) == decided.end()) decided.push_back(c.field);
    std::vector<catalogued> all;
    for (std::uint32_t i = 0; i < records.size(); ++i)
        for (auto const field : decided) {
            if (records[i].type != field.record) continue;
            auto s = about_record(p, rules, records[i], law_date(records[i], options.at, options.as_of));
            s.unreviewed = options.unreviewed;
            catalogued c;
            c.record = i;
            c.field = field;
            c.listings = listings(s, field);
            c.listed = s.field(field);
            if (!known(c.listed))
                for (auto const f : s.unknown_behind(field)) c.missing.push_back({rules.at(f).json, ""});
            all.push_back(std::move(c));
        }
    return all;
}

} // namespace huanchi::eval
