#include "evidence/site_texts.hpp"

#include "facts/csv.hpp"
#include "facts/input.hpp"
#include "facts/json_pieces.hpp"
#include "facts/json_tree.hpp"
#include "facts/records.hpp"

#include <algorithm>
#include <functional>
#include <variant>

namespace huanchi::evidence {

namespace {

std::string scalar_in(facts::json_node const& object, std::string_view name) {
    auto const* node = object.find(name);
    return node && node->scalar() ? std::string(facts::trimmed(node->text)) : std::string();
}

// Every object of the text with its place; what cannot be read is passed over, as the run did.
std::optional<base::failure>
each_object(std::string const& text, std::string const& name,
            std::function<void(std::string_view, facts::json_node const&, std::uint32_t place, bool array)> const& take) {
    auto in = facts::input::over(text);
    facts::json_pieces pieces(in, name);
    for (;;) {
        auto const piece = pieces.next();
        if (!piece) return piece.error();
        if (!*piece) return std::nullopt;
        if ((*piece)->problem) continue;
        auto const parsed = facts::parse_json((*piece)->text);
        auto const* object = std::get_if<facts::json_node>(&parsed);
        if (object && object->is == facts::json_node::kind::object)
            take((*piece)->text, *object, (*piece)->place, pieces.is_array());
    }
}

// Line ends stand between the members only, never inside a string.
std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return line;
}

} // namespace

base::result<std::map<std::string, std::string>> facilities_of(std::string const& text, std::string const& name,
                                                               std::set<std::string> const& sites) {
    std::map<std::string, std::string> all;
    auto const whole = facts::parse_json(text); // one facility, spread over lines
    if (auto const* one = std::get_if<facts::json_node>(&whole); one && one->is == facts::json_node::kind::object) {
        all[scalar_in(*one, "id")] = "[" + text + "]\n";
        return all;
    }
    auto const failed =
        each_object(text, name, [&](std::string_view piece, facts::json_node const& object, std::uint32_t, bool) {
            auto const id = scalar_in(object, "id");
            if (sites.contains(id)) all[id] = "[" + std::string(piece) + "]\n";
        });
    if (failed) return *failed;
    return all;
}

base::result<std::map<std::string, std::string>> records_of(std::vector<std::string> const& paths, model::rulebook const& rules,
                                                            std::string const& assumed_type,
                                                            std::set<std::string> const& sites) {
    std::map<std::string, std::string> all;
    for (auto const& path : paths) {
        auto const text = facts::read_whole(path);
        if (!text) return text.error();
        auto const read = facts::read_records(path, 0, rules, assumed_type, [](facts::rejected_row const&) {});
        if (!read) return read.error();
        std::map<std::uint32_t, facts::record const*> by_place;
        for (auto const& r : *read)
            if (sites.contains(r.enterprise_id.empty() ? r.id : r.enterprise_id)) by_place[r.line] = &r;
        auto const failed = each_object(
            *text, path, [&](std::string_view piece, facts::json_node const& object, std::uint32_t place, bool array) {
                auto const known = by_place.find(place);
                if (known == by_place.end()) return;
                auto const& r = *known->second;
                auto line = on_one_line(piece);
                if (!object.members.empty() && r.id == (array ? "element " : "line ") + std::to_string(place))
                    line.insert(line.find('{') + 1, "\"id\":\"" + r.id + "\",");
                all[r.enterprise_id.empty() ? r.id : r.enterprise_id] += line + '\n';
            });
        if (failed) return *failed;
    }
    return all;
}

} // namespace huanchi::evidence
