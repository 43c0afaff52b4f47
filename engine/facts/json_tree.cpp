#include "facts/json_tree.hpp"

#include "facts/excerpt.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::facts {

namespace {

// nlohmann's own tree holds numbers as doubles; its events bring the digits, so the tree is built from events.
class tree_builder {
public:
    using json = nlohmann::json;

    bool null() { return add({}); }
    bool boolean(bool yes) { return scalar(json_node::kind::boolean, yes ? "true" : "false"); }
    bool number_integer(json::number_integer_t n) { return scalar(json_node::kind::number, std::to_string(n)); }
    bool number_unsigned(json::number_unsigned_t n) { return scalar(json_node::kind::number, std::to_string(n)); }
    bool number_float(json::number_float_t, std::string const& digits) { return scalar(json_node::kind::number, digits); }
    bool string(std::string& text) { return scalar(json_node::kind::string, std::move(text)); }
    bool binary(json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(json_node::kind::object); }
    bool start_array(std::size_t) { return open(json_node::kind::list); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        if (open_.back()->find(name)) {
            problem = "the key " + excerpt(name) + " is there twice in one object";
            return false;
        }
        open_.back()->members.push_back({std::move(name), {}});
        return true;
    }
    bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const& e) {
        problem = e.what();
        if (auto const text = problem.find("] "); text != std::string::npos) problem.erase(0, text + 2);
        return false;
    }

    json_node root;
    std::string problem;

private:
    bool scalar(json_node::kind is, std::string text) {
        json_node node;
        node.is = is;
        node.text = std::move(text);
        return add(std::move(node));
    }
    json_node* place() {
        if (open_.empty()) return &root;
        if (open_.back()->is == json_node::kind::object) return &open_.back()->members.back().node;
        return &open_.back()->items.emplace_back();
    }
    bool add(json_node node) {
        *place() = std::move(node);
        return true;
    }
    // A list or object stays where it is while it is open: only its innermost part grows.
    bool open(json_node::kind is) {
        if (open_.size() == deepest_json) {
            problem = "lists and objects are nested more than " + std::to_string(deepest_json) + " deep";
            return false;
        }
        auto* node = place();
        node->is = is;
        open_.push_back(node);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::vector<json_node*> open_;
};

} // namespace

json_node const* json_node::find(std::string_view key) const {
    for (auto const& [name, node] : members)
        if (name == key) return &node;
    return nullptr;
}

std::variant<json_node, json_problem> parse_json(std::string_view text) {
    tree_builder builder;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return json_problem{std::move(builder.problem)};
    return std::move(builder.root);
}

std::string pointer_step(std::string_view key) {
    std::string out = "/";
    for (char const c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

} // namespace huanchi::facts
