#include "evidence/site_texts.hpp"

#include "facts/input.hpp"
#include "facts/json_pieces.hpp"
#include "facts/json_tree.hpp"

#include <algorithm>
#include <functional>
#include <variant>

namespace huanchi::evidence {

namespace {

std::string scalar_in(facts::json_node const& object, std::string_view name) {
    auto const* node = object.find(name);
    return node && node->scalar() ? node->text : std::string();
}

// Every object of the text with its place; what cannot be read is passed over, as the run did.
std::optional<base::failure>
each_object(std::string const& text, std::string const& name,
            std::function<void(std::string_view, facts::json_node const&, std::string const& place)> const& take) {
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
            take((*piece)->text, *object, (pieces.is_array() ? "element " : "line ") + std::to_string((*piece)->place));
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
        each_object(text, name, [&](std::string_view piece, facts::json_node const& object, std::string const&) {
            auto const id = scalar_in(object, "id");
            if (sites.contains(id)) all[id] = "[" + std::string(piece) + "]\n";
        });
    if (failed) return *failed;
    return all;
}

base::result<std::map<std::string, std::string>> records_of(std::vector<std::string> const& paths,
                                                            std::set<std::string> const& sites) {
    std::map<std::string, std::string> all;
    for (auto const& path : paths) {
        auto const text = facts::read_whole(path);
        if (!text) return text.error();
        auto const failed =
            each_object(*text, path, [&](std::string_view piece, facts::json_node const& object, std::string const& place) {
                auto const site = scalar_in(object, "enterprise_id");
                if (!sites.contains(site)) return;
                auto line = on_one_line(piece);
                if (!object.find("id") && !object.members.empty()) line.insert(line.find('{') + 1, "\"id\":\"" + place + "\",");
                all[site] += line + '\n';
            });
        if (failed) return *failed;
    }
    return all;
}

} // namespace huanchi::evidence
