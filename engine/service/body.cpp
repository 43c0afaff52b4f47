#include "service/body.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

#include <algorithm>

namespace huanchi::service {

namespace {

// Deeper documents are refused before anything walks through them.
bool too_deep(std::string_view text) {
    int depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (in_text) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepest_body) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

std::string on_one_line(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
        text.remove_suffix(1);
    std::string out(text);
    std::replace(out.begin(), out.end(), '\n', ' ');
    std::replace(out.begin(), out.end(), '\r', ' ');
    return out;
}

std::string raw_of(simdjson::ondemand::value& value) {
    std::string_view raw;
    if (simdjson::to_json_string(value).get(raw) != simdjson::SUCCESS) return {};
    return on_one_line(raw);
}

} // namespace

std::optional<problem> members::unsound(std::string const& text) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return invalid_body("", "the body is empty; JSON is wanted");
    if (too_deep(text))
        return invalid_body("", "arrays and objects lie in one another more than " + std::to_string(deepest_body) + " deep");
    if (nlohmann::json::accept(text)) return std::nullopt;
    try {
        auto const unused = nlohmann::json::parse(text);
    } catch (nlohmann::json::parse_error const& e) {
        return invalid_body("", "no JSON: wrong at byte " + std::to_string(e.byte));
    } catch (nlohmann::json::exception const&) {} // a number beyond all bounds
    return invalid_body("", "no JSON");
}

bool members::names_one(std::string const& text, std::initializer_list<std::string_view> names) {
    simdjson::padded_string const padded(text);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document doc;
    simdjson::ondemand::object object;
    if (parser.iterate(padded).get(doc) != simdjson::SUCCESS || doc.get_object().get(object) != simdjson::SUCCESS) return false;
    for (auto field : object) {
        std::string_view key;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
        if (std::find(names.begin(), names.end(), key) != names.end()) return true;
    }
    return false;
}

std::vector<std::string> members::list(std::string const& text) {
    std::vector<std::string> out;
    simdjson::padded_string const padded(text);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document doc;
    simdjson::ondemand::array array;
    if (parser.iterate(padded).get(doc) != simdjson::SUCCESS) return out;
    if (doc.get_array().get(array) != simdjson::SUCCESS) return {on_one_line(text)};
    for (auto element : array) {
        simdjson::ondemand::value value;
        if (element.get(value) != simdjson::SUCCESS) break;
        out.push_back(raw_of(value));
    }
    return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> members::pairs(std::string const& object) {
    std::vector<std::pair<std::string, std::string>> out;
    simdjson::padded_string const padded(object);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document doc;
    simdjson::ondemand::object all;
    if (parser.iterate(padded).get(doc) != simdjson::SUCCESS || doc.get_object().get(all) != simdjson::SUCCESS)
        return std::nullopt;
    for (auto field : all) {
        std::string_view key;
        simdjson::ondemand::value value;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) return std::nullopt;
        std::string const name(key);
        if (field.value().get(value) != simdjson::SUCCESS) return std::nullopt;
        auto raw = raw_of(value);
        if (raw.starts_with('"'))
            raw = nlohmann::json::parse(raw).get<std::string>();
        else if (raw.empty() || raw.front() == '{' || raw.front() == '[' || raw == "null")
            return std::nullopt;
        out.emplace_back(name, std::move(raw));
    }
    return out;
}

std::variant<members, problem> members::read(std::string const& of, std::initializer_list<std::string_view> known) {
    // Whole and once, so that what follows may trust the text.
    if (auto bad = unsound(of)) return *bad;
    simdjson::padded_string const padded(of);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document doc;
    simdjson::ondemand::object object;
    if (parser.iterate(padded).get(doc) != simdjson::SUCCESS || doc.get_object().get(object) != simdjson::SUCCESS)
        return invalid_body("", "not an object");
    members out;
    for (auto field : object) {
        std::string_view key;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) return invalid_body("", "no JSON");
        std::string const name(key);
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            std::string names;
            for (auto const one : known) names += (names.empty() ? "" : ", ") + std::string(one);
            return invalid_body("/" + name, "nothing of that name is known", "the members are: " + names);
        }
        simdjson::ondemand::value value;
        if (field.value().get(value) != simdjson::SUCCESS) return invalid_body("/" + name, "no JSON");
        auto text = raw_of(value);
        if (!out.texts_.emplace(name, std::move(text)).second) return invalid_body("/" + name, "it is there twice");
    }
    return out;
}

std::string_view members::raw(std::string_view name) const {
    auto const found = texts_.find(name);
    return found == texts_.end() ? std::string_view() : found->second;
}

void members::refuse(std::string pointer, std::string detail, std::string remedy) {
    if (!wrong_) wrong_ = invalid_body(std::move(pointer), std::move(detail), std::move(remedy));
}

std::optional<std::string> members::text(std::string_view name) {
    if (!has(name)) return std::nullopt;
    auto const j = nlohmann::json::parse(raw(name), nullptr, false);
    if (j.is_null()) return std::nullopt;
    if (!j.is_string()) {
        refuse("/" + std::string(name), "not a text");
        return std::nullopt;
    }
    return j.get<std::string>();
}

bool members::truth(std::string_view name, bool otherwise) {
    auto const r = raw(name);
    if (r == "true" || r == "false") return r == "true";
    if (!r.empty()) refuse("/" + std::string(name), "not true or false");
    return otherwise;
}

std::vector<std::string> members::elements(std::string_view name) {
    std::vector<std::string> out;
    if (!has(name)) return out;
    simdjson::padded_string const padded(raw(name));
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document doc;
    simdjson::ondemand::array array;
    if (parser.iterate(padded).get(doc) != simdjson::SUCCESS || doc.get_array().get(array) != simdjson::SUCCESS) {
        refuse("/" + std::string(name), "not an array");
        return out;
    }
    for (auto element : array) {
        simdjson::ondemand::value value;
        if (element.get(value) != simdjson::SUCCESS) {
            refuse("/" + std::string(name), "no JSON");
            break;
        }
        out.push_back(raw_of(value));
    }
    return out;
}

} // namespace huanchi::service
