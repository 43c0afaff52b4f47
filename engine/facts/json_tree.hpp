// A JSON document as a tree that keeps every number as it is written: `50.10` stays 50.10, which a tree of doubles would lose.
// For documents of moderate size (facilities, records); rows of measurements go another way. A value type.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace huanchi::facts {

struct json_member;
struct json_node {
    enum class kind : std::uint8_t { null, boolean, number, string, list, object };
    json_node::kind is = kind::null;
    std::string text;                 // of a string; digits of a number; true or false
    std::vector<json_node> items;     // of a list
    std::vector<json_member> members; // of an object, in the order written, each key once

    bool scalar() const { return is != kind::list && is != kind::object; }
    json_node const* find(std::string_view key) const; // of an object, or nullptr
};
struct json_member {
    std::string name;
    json_node node;
};

// Lists and objects within one another.
inline constexpr std::size_t deepest_json = 64;

struct json_problem {
    std::string what; // one line, with line and column where the syntax is wrong
};
std::variant<json_node, json_problem> parse_json(std::string_view text);

// A key as a step of a JSON pointer.
std::string pointer_step(std::string_view key);

} // namespace huanchi::facts
