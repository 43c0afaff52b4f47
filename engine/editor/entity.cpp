#include "editor/entity.hpp"

#include <algorithm>

namespace huanchi::editor {

namespace {

template <class T>
std::optional<std::uint32_t> by_id(std::vector<T> const& all, std::string const& id) {
    auto const at = std::find_if(all.begin(), all.end(), [&](T const& x) { return x.id == id; });
    if (at == all.end()) return std::nullopt;
    return static_cast<std::uint32_t>(at - all.begin());
}

// `GB18918.表1`, `表1` within its document, and `GB18918.表1.化学需氧量`, which names a provision of the table.
template <class T>
std::optional<std::uint32_t> by_table_id(std::vector<T> const& all, surroundings const& at, std::string name) {
    if (auto const own = by_id(all, at.document + "." + name)) return own;
    for (; !name.empty(); name.resize(name.rfind('.') == std::string::npos ? 0 : name.rfind('.')))
        if (auto const found = by_id(all, name)) return found;
    return std::nullopt;
}

std::optional<entity> field_named(model::rulebook const& rules, surroundings const& at, std::string name) {
    std::vector<std::uint16_t> records = at.records;
    if (auto const dot = name.find('.'); dot != std::string::npos)
        if (auto const r = rules.find_record(name.substr(0, dot))) {
            records = {*r};
            name.erase(0, dot + 1);
        }
    for (auto const r : records)
        if (auto const f = rules.find_field(r, name)) return entity{thing::field, r, *f, {}};
    return std::nullopt;
}

std::optional<std::uint32_t> formula_named(model::rulebook const& rules, std::string const& name) {
    for (std::uint32_t i = 0; i < rules.formulas.size(); ++i) {
        auto const& f = rules.formulas[i];
        if (name == f.name || name == f.json) return i;
    }
    return std::nullopt;
}

std::optional<entity> resolve_as(model::rulebook const& rules, surroundings const& at, thing kind, std::string const& name) {
    auto const found = [&](auto const& index) -> std::optional<entity> {
        if (!index) return std::nullopt;
        return entity{kind, 0, static_cast<std::uint32_t>(*index), {}};
    };
    switch (kind) {
    case thing::document: return found(by_id(rules.documents, name));
    case thing::factor: return found(rules.find_factor(name, at.medium));
    case thing::record: return found(rules.find_record(name));
    case thing::field: return field_named(rules, at, name);
    case thing::statistic: return found(rules.find_statistic(name));
    case thing::formula: return found(formula_named(rules, name));
    case thing::parameter: return std::nullopt; // never named alone: see the walk
    case thing::table: return found(by_table_id(rules.tables, at, name));
    case thing::grades: return found(by_table_id(rules.grades, at, name));
    case thing::discretion: return found(by_table_id(rules.discretions, at, name));
    case thing::unit: {
        auto const u = rules.units.find(name);
        return u && *u != base::no_unit ? found(u) : std::nullopt;
    }
    case thing::violation:
    case thing::dimension: return entity{kind, 0, 0, name};
    }
    return std::nullopt;
}

} // namespace

std::optional<entity> resolve(model::rulebook const& rules, surroundings const& at, std::vector<thing> const& kinds,
                              std::string const& name) {
    if (name.empty()) return std::nullopt;
    for (auto const k : kinds)
        if (auto e = resolve_as(rules, at, k, name)) return e;
    return std::nullopt;
}

std::optional<use> use_at(book const& b, source::file_id file, std::size_t offset) {
    std::optional<use> best;
    auto const width = [](use const& u) { return u.where.end - u.where.begin; };
    for (auto const& u : uses_in(b, file)) {
        bool const covers = u.where.begin <= offset && offset <= u.where.end;
        if (covers && (!best || width(u) < width(*best))) best = u;
    }
    return best;
}

std::vector<source::span> declarations_of(book const& b, entity const& e) {
    std::vector<source::span> places;
    for (source::file_id id = 0; id < b.files.size(); ++id)
        for (auto const& u : uses_in(b, id))
            if (u.declares && u.target == e) places.push_back(u.where);
    // A factor or field has several names in its own line; the first of a line is enough.
    auto const line_of = [&](source::span s) { return std::pair(s.file, b.range_of(s).begin.line); };
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end(), [&](auto x, auto y) { return line_of(x) == line_of(y); }),
                 places.end());
    return places;
}

std::vector<source::span> places_of(book const& b, entity const& e, bool with_declarations) {
    std::vector<source::span> places;
    for (source::file_id id = 0; id < b.files.size(); ++id)
        for (auto const& u : uses_in(b, id))
            if (u.target == e && (with_declarations || !u.declares)) places.push_back(u.where);
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

} // namespace huanchi::editor
