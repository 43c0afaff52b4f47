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

// The members of an object, in order, each as it was written; nullopt where the text is no object.
std::optional<std::vector<std::pair<std::string, std::string>>> object_parts(std::string_view text) {
    simdjson::padded_string const padded(text);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document doc;
    simdjson::ondemand::object object;
    if (parser.iterate(padded).get(doc) != simdjson::SUCCESS || doc.get_object().get(object) != simdjson::SUCCESS)
        return std::nullopt;
    std::vector<std::pair<std::string, std::string>> out;
    for (auto field : object) {
        std::string_view key;
        simdjson::ondemand::value value;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) return std::nullopt;
        std::string name(key);
        if (field.value().get(value) != simdjson::SUCCESS) return std::nullopt;
        out.emplace_back(std::move(name), raw_of(value));
    }
    return out;
}

// The same of an array.
std::optional<std::vector<std::string>> array_parts(std::string_view text) {
    simdjson::padded_string const padded(text);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document doc;
    simdjson::ondemand::array array;
    if (parser.iterate(padded).get(doc) != simdjson::SUCCESS || doc.get_array().get(array) != simdjson::SUCCESS)
        return std::nullopt;
    std::vector<std::string> out;
    for (auto element : array) {
        simdjson::ondemand::value value;
        if (element.get(value) != simdjson::SUCCESS) return std::nullopt;
        out.push_back(raw_of(value));
    }
    return out;
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
    auto const parts = object_parts(text);
    return parts && std::any_of(parts->begin(), parts->end(), [&](auto const& part) {
               return std::find(names.begin(), names.end(), part.first) != names.end();
           });
}

std::vector<std::string> members::list(std::string const& text) {
    auto parts = array_parts(text);
    return parts ? std::move(*parts) : std::vector{on_one_line(text)};
}

std::optional<std::vector<std::pair<std::string, std::string>>> members::pairs(std::string const& object) {
    auto parts = object_parts(object);
    if (!parts) return std::nullopt;
    for (auto& [name, raw] : *parts) {
        if (raw.starts_with('"'))
            raw = nlohmann::json::parse(raw).get<std::string>();
        else if (raw.empty() || raw.front() == '{' || raw.front() == '[' || raw == "null")
            return std::nullopt;
    }
    return parts;
}

std::variant<members, problem> members::read(std::string const& of, std::initializer_list<std::string_view> known) {
    if (auto bad = unsound(of)) return *bad;
    auto parts = object_parts(of);
    if (!parts) return invalid_body("", "not an object");
    members out;
    for (auto& [name, raw] : *parts) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            std::string names;
            for (auto const one : known) names += (names.empty() ? "" : ", ") + std::string(one);
            return invalid_body("/" + name, "nothing of that name is known", "the members are: " + names);
        }
        if (!out.texts_.emplace(name, std::move(raw)).second) return invalid_body("/" + name, "it is there twice");
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

std::optional<base::date> members::day(std::string_view name) {
    auto const said = text(name);
    if (!said) return std::nullopt;
    auto const d = base::date::parse(*said);
    if (!d) refuse("/" + std::string(name), "`" + *said + "` is no date", "write 2026-05-01");
    return d;
}

std::optional<base::moment> members::time(std::string_view name) {
    auto const said = text(name);
    if (!said) return std::nullopt;
    auto const at = base::moment::parse(*said);
    if (!at) refuse("/" + std::string(name), "`" + *said + "` is no time", "write 2026-05-01T08:00:00+08:00");
    return at;
}

std::vector<std::string> members::elements(std::string_view name) {
    if (!has(name)) return {};
    auto parts = array_parts(raw(name));
    if (!parts) refuse("/" + std::string(name), "not an array");
    return parts ? std::move(*parts) : std::vector<std::string>();
}

std::vector<std::string> members::objects(std::string_view name, std::string const& what) {
    auto all = elements(name);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].starts_with('{')) refuse("/" + std::string(name) + "/" + std::to_string(i), what + " is an object");
    return all;
}

} // namespace huanchi::service
