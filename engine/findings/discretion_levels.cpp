#include "findings/discretion_levels.hpp"

#include <algorithm>
#include <map>

namespace huanchi::findings {

using model::discretion;
using model::discretion_item;

namespace {

constexpr std::string_view case_zh = "情形", case_en = "case"; // as the rule language spells it

bool is_case(std::string_view name) {
    return name == case_zh || name == case_en;
}

std::vector<std::string> texts_of(discretion_item const& f) {
    std::vector<std::string> all;
    for (auto const& l : f.levels) all.push_back(l.text);
    return all;
}

bool has_ranges(discretion_item const& f) {
    return std::any_of(f.levels.begin(), f.levels.end(), [](auto const& l) { return l.from.has_value(); });
}

struct selected {
    std::size_t level;
    chosen_level::origin from;
    std::string said;
};

std::optional<selected> select(discretion_item const& f, std::string const& said, discretion_result& out) {
    auto const texts = texts_of(f);
    if (auto const exact = std::find(texts.begin(), texts.end(), said); exact != texts.end())
        return selected{static_cast<std::size_t>(exact - texts.begin()), chosen_level::origin::given, {}};
    if (auto const n = base::decimal::parse(said); n && has_ranges(f)) {
        for (std::size_t i = 0; i < f.levels.size(); ++i) {
            auto const& l = f.levels[i];
            if (l.from && *l.from <= *n && (!l.before || *n < *l.before))
                return selected{i, chosen_level::origin::number, said};
        }
        out.mistakes.push_back({discretion_mistake::kind::outside_all_levels, f.name, said, texts});
        return std::nullopt;
    }
    if (auto const i = place_among(texts, said)) return selected{*i, chosen_level::origin::given, {}};
    out.mistakes.push_back({discretion_mistake::kind::no_such_level, f.name, said, texts});
    return std::nullopt;
}

// All that was said of the item; empty: nothing was, or nothing that it has.
std::vector<selected> selections(discretion_item const& f, case_facts const& facts, discretion_result& out) {
    std::vector<selected> all;
    for (auto const& said : said_of(facts, f.name))
        if (auto s = select(f, said, out)) all.push_back(std::move(*s));
    return all;
}

chosen_level chosen(discretion_item const& f, std::size_t level, std::vector<selected> const& said) {
    chosen_level c{f.name, f.levels[level].text, f.levels[level].percent, chosen_level::origin::unknown, {}, f.unit, false};
    for (auto const& s : said)
        if (s.level == level) {
            c.from = s.from;
            c.said = s.said;
            break;
        }
    c.heaviest = std::any_of(said.begin(), said.end(), [&](auto const& s) { return s.level != level; });
    return c;
}

// The heaviest band that has the levels; null if none does.
model::discretion_band const* band_of(discretion const& t, std::vector<std::size_t> const& at) {
    model::discretion_band const* best = nullptr;
    for (auto const& b : t.bands) {
        bool fits = true;
        for (std::size_t i = 0; i < at.size(); ++i) fits = fits && (!b.levels[i] || *b.levels[i] == at[i]);
        if (fits && (!best || best->max < b.max)) best = &b;
    }
    return best;
}

bool lower(model::discretion_band const& a, model::discretion_band const& b) {
    return a.min != b.min ? a.min < b.min : a.max < b.max;
}

} // namespace

std::vector<std::string> said_of(case_facts const& facts, std::string_view name) {
    std::vector<std::string> all;
    for (auto const& [key, value] : facts)
        if (key == name || (is_case(key) && is_case(name))) all.push_back(value);
    return all;
}

std::optional<std::size_t> place_among(std::vector<std::string> const& texts, std::string const& said) {
    if (said.empty()) return std::nullopt;
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i] == said) return i;
        if (texts[i].find(said) == std::string::npos) continue;
        if (found) return std::nullopt;
        found = i;
    }
    return found;
}

void choose_by_percent(discretion const& t, case_facts const& facts, discretion_result& out) {
    for (auto const& f : t.items) {
        if (f.levels.empty()) continue;
        auto const said = selections(f, facts, out);
        auto const less = [&](std::size_t a, std::size_t b) { return *f.levels[a].percent < *f.levels[b].percent; };
        std::size_t best = said.empty() ? 0 : said.front().level;
        for (auto const& s : said)
            if (less(best, s.level)) best = s.level;
        for (std::size_t i = 0; said.empty() && i < f.levels.size(); ++i)
            if (less(i, best)) best = i;
        out.items.push_back(chosen(f, best, said));
    }
}

model::discretion_band const* choose_band(discretion const& t, case_facts const& facts, discretion_result& out) {
    std::vector<std::vector<selected>> said;
    std::vector<std::vector<std::size_t>> may; // levels of each item
    for (auto const& f : t.items) {
        said.push_back(selections(f, facts, out));
        auto& levels = may.emplace_back();
        for (auto const& s : said.back()) levels.push_back(s.level);
        for (std::size_t i = 0; said.back().empty() && i < f.levels.size(); ++i) levels.push_back(i);
    }
    if (!out.mistakes.empty() || t.bands.empty()) return nullptr;
    struct candidate {
        model::discretion_band const* band;
        std::vector<std::size_t> levels;
    };
    std::map<std::vector<std::size_t>, candidate> lowest; // by the levels of what was said
    std::vector<std::size_t> turn(may.size(), 0);
    for (std::size_t place = 0; place < turn.size();) {
        std::vector<std::size_t> at, key;
        for (std::size_t i = 0; i < turn.size(); ++i) {
            at.push_back(may[i][turn[i]]);
            if (!said[i].empty()) key.push_back(at.back());
        }
        if (auto const* b = band_of(t, at)) {
            auto const [known, fresh] = lowest.try_emplace(key, candidate{b, at});
            if (!fresh && lower(*b, *known->second.band)) known->second = {b, at};
        }
        for (place = 0; place < turn.size() && ++turn[place] >= may[place].size(); ++place) turn[place] = 0;
    }
    candidate const* best = nullptr;
    for (auto const& [key, c] : lowest)
        if (!best || lower(*best->band, *c.band)) best = &c;
    if (!best) return nullptr;
    for (std::size_t i = 0; i < t.items.size(); ++i) {
        bool const counts = best->band->levels[i].has_value() || !said[i].empty();
        out.items.push_back(chosen(t.items[i], best->levels[i], said[i]));
        if (!counts) out.items.back().level.clear(); // whatever it is
    }
    return best->band;
}

case_facts under_known_names(discretion const& t, case_facts const& facts, discretion_result& out) {
    std::vector<std::string> known;
    auto const add = [&](std::string const& name) {
        if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
    };
    for (auto const& f : t.items) add(f.name);
    for (auto const& k : t.cases) add(k.item);
    for (auto const& f : t.fines) {
        add(f.of);
        if (!f.in_case.empty()) add(std::string(case_zh));
    }
    case_facts named;
    for (auto const& [name, said] : facts) {
        if (auto const i = place_among(known, is_case(name) ? std::string(case_zh) : name))
            named.emplace_back(known[*i], said);
        else
            out.mistakes.push_back({discretion_mistake::kind::no_such_factor, name, said, known});
    }
    return named;
}

void refuse_strange_cases(discretion const& t, case_facts const& facts, discretion_result& out) {
    for (auto const& k : t.cases)
        for (auto const& said : said_of(facts, k.item))
            if (!place_among({k.text}, said) && said != "no" && said != "否" && said != "无")
                out.mistakes.push_back({discretion_mistake::kind::no_such_level, k.item, said, {k.text, "无"}});
}

} // namespace huanchi::findings
