// The OpenAPI document, made from the table of routes and the schemas that schemas/ publishes.
#include "service/routes.hpp"

#include "schema_library.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::service {

namespace {

using json = nlohmann::ordered_json;

// References between files become references between components; definitions inside a file stay inside it.
void rebase(json& j, std::string const& own) {
    if (j.is_object()) {
        j.erase("$schema");
        j.erase("$id");
        for (auto& [key, value] : j.items()) {
            if (key == "$ref" && value.is_string()) {
                auto text = value.get<std::string>();
                auto const hash = text.find('#');
                auto file = text.substr(0, hash);
                auto const inside = hash == std::string::npos ? std::string() : text.substr(hash + 1);
                constexpr std::string_view end = ".schema.json";
                if (file.ends_with(end)) file.resize(file.size() - end.size());
                value = "#/components/schemas/" + (file.empty() ? own : file) + inside;
            } else {
                rebase(value, own);
            }
        }
    } else if (j.is_array()) {
        for (auto& one : j) rebase(one, own);
    }
}

json reference(std::string_view name) {
    return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

json problems(route const& r) {
    json out;
    auto const add = [&](int status) {
        if (status < 400) return;
        json body;
        body["application/problem+json"]["schema"] = reference("problem");
        auto const& codes = problem_codes();
        std::string words;
        for (auto const& c : codes)
            if (c.status == status) words += (words.empty() ? "" : "; ") + std::string(c.code) + ": " + std::string(c.title);
        out[std::to_string(status)] = {{"description", words}, {"content", body}};
    };
    if (!r.open)
        for (int const s : {401, 403, 429}) add(s);
    if (r.path.find('{') != std::string_view::npos || r.method == "POST") add(404);
    if (r.body != body_kind::none || !r.parameters.empty()) add(400);
    if (r.body != body_kind::none)
        for (int const s : {408, 413, 415}) add(s);
    if (r.path.ends_with("{move}"))
        for (int const s : {409, 412}) add(s);
    if (r.path.ends_with("/result")) add(409);
    if (r.path.ends_with("/reload")) add(422);
    add(500);
    add(503);
    return out;
}

json operation(route const& r) {
    json o{{"summary", r.summary}};
    json roles = json::array();
    for (auto const one : all_roles())
        if (r.open || r.roles.has(one)) roles.push_back(text(one));
    o["x-roles"] = roles;
    if (r.open) o["security"] = json::array();
    json parameters = json::array();
    for (std::size_t at = r.path.find('{'); at != std::string_view::npos; at = r.path.find('{', at + 1)) {
        auto const end = r.path.find('}', at);
        parameters.push_back({{"name", r.path.substr(at + 1, end - at - 1)},
                              {"in", "path"},
                              {"required", true},
                              {"schema", {{"type", "string"}}}});
    }
    for (auto const& p : r.parameters) {
        json schema = p.schema == "date" ? json{{"type", "string"}, {"format", "date"}} : json{{"type", p.schema}};
        parameters.push_back({{"name", p.name}, {"in", "query"}, {"description", p.summary}, {"schema", schema}});
    }
    if (!parameters.empty()) o["parameters"] = parameters;
    if (r.body != body_kind::none && !r.takes.empty()) {
        o["requestBody"]["required"] = r.path.find("{move}") == std::string_view::npos;
        o["requestBody"]["content"]["application/json"]["schema"] = reference(r.takes);
        if (r.lines) o["requestBody"]["content"]["application/x-ndjson"]["schema"] = {{"type", "string"}};
    }
    json good{{"description", "OK"}};
    good["content"][std::string(r.type)]["schema"] =
        !r.gives.empty() ? reference(r.gives) : json{{"type", r.type.ends_with("json") ? "object" : "string"}};
    if (r.lines && r.path != "/v1/screen" && r.path != "/v1/review")
        good["content"]["application/x-ndjson"]["schema"] = {{"type", "string"}};
    o["responses"][r.path == "/v1/jobs" && r.method == "POST" ? "202" : r.method == "DELETE" ? "204" : "200"] = good;
    auto const bad = problems(r);
    for (auto const& [status, body] : bad.items()) o["responses"][status] = body;
    return o;
}

json problem_schema() {
    json codes = json::array();
    for (auto const& c : problem_codes()) codes.push_back("urn:huanchi:problem:" + std::string(c.code));
    return {{"type", "object"},
            {"description", "RFC 9457"},
            {"required", {"type", "title", "status", "detail"}},
            {"properties",
             {{"type", {{"type", "string"}, {"enum", codes}}},
              {"title", {{"type", "string"}}},
              {"status", {{"type", "integer"}}},
              {"detail", {{"type", "string"}}},
              {"help", {{"type", "string"}}},
              {"diagnostics", json::object()},
              {"errors",
               {{"type", "array"},
                {"items",
                 {{"type", "object"},
                  {"required", {"pointer", "detail"}},
                  {"properties", {{"pointer", {{"type", "string"}}}, {"detail", {{"type", "string"}}}}}}}}}}}};
}

} // namespace

answer openapi(api& a, call const&) {
    json doc{{"openapi", "3.1.0"},
             {"info",
              {{"title", "huanchi 环尺"},
               {"version", a.settings().engine},
               {"description",
                "Judges discharges against environmental standards. Findings and tickets are leads until officers confirm them "
                "(疑似，须经核查，不作为处罚决定). Paths of /v1 only gain: members and routes may be added, none is changed or "
                "removed without a new version beside it for a year."}}}};
    doc["security"] = json::array({{{"token", json::array()}}});
    for (auto const& r : routes()) {
        std::string method(r.method);
        std::transform(method.begin(), method.end(), method.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        doc["paths"][std::string(r.path)][method] = operation(r);
    }
    doc["components"]["securitySchemes"]["token"] = {{"type", "http"}, {"scheme", "bearer"}};
    for (auto const& [name, text] : schemas::all()) {
        auto j = json::parse(text);
        rebase(j, std::string(name));
        doc["components"]["schemas"][std::string(name)] = std::move(j);
    }
    doc["components"]["schemas"]["problem"] = problem_schema();
    return {200, "application/json", doc.dump(2) + "\n"};
}

} // namespace huanchi::service
