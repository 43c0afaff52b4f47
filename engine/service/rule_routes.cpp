// Rules, record types and schemas over HTTP; what the program says of itself.
#include "service/routes.hpp"

#include "report/rules_document.hpp"
#include "schema_library.hpp"
#include "store/ticket_store.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace huanchi::service {

namespace {

using json = nlohmann::ordered_json;

answer tagged(call const& c, std::string const& tag, std::function<std::string()> const& made) {
    auto const quoted = "\"" + tag + "\"";
    auto const asked = c.asked.header("if-none-match");
    if (asked == "*" || asked.find(quoted) != std::string_view::npos) return {304, "", "", {{"ETag", quoted}}};
    return {200, "application/json", made() + "\n", {{"ETag", quoted}, {"Cache-Control", "no-cache"}}};
}

problem no_such(std::string const& what) {
    return {404, "not-found", "nothing is called " + what, ""};
}

json schema_of(model::field const& f) {
    json j;
    switch (f.type) {
    case model::field_type::yes_no: j["type"] = "boolean"; break;
    case model::field_type::date:
        j["type"] = "string";
        j["format"] = "date";
        break;
    case model::field_type::number: j["type"] = {"number", "string"}; break; // digits as they are written
    case model::field_type::quantity: j["type"] = {"number", "string"}; break;
    case model::field_type::choice:
        j["type"] = "string";
        j["examples"] = f.choices;
        break;
    default: j["type"] = "string";
    }
    j["title"] = f.name;
    return j;
}

} // namespace

answer list_rules(api&, call const& c) {
    auto const& rules = c.rules->rules;
    return tagged(c, rules.digest, [&] { return report::rules_list_json(rules); });
}

answer show_rule(api&, call const& c) {
    auto const& id = c.named("id");
    auto text = report::rules_show_json(c.rules->rules, id);
    if (text.empty()) return problem_answer(no_such(id));
    return tagged(c, c.rules->rules.digest, [&] { return std::move(text); });
}

answer reload(api& a, call const&) {
    if (auto const errors = a.reload_rules()) {
        auto out = problem_answer({422, "invalid-rules", "the rules were not replaced: they have errors",
                                   "see `diagnostics`; `huanchi rules check` shows the same"});
        auto j = json::parse(out.body);
        j["diagnostics"] = json::parse(*errors, nullptr, false);
        out.body = j.dump(2) + "\n";
        return out;
    }
    auto const now = a.rules().now();
    return {
        200, "application/json",
        json{{"digest", now->rules.digest}, {"documents", now->rules.documents.size()}, {"limits", now->rules.limits.size()}}
                .dump(2) +
            "\n"};
}

answer record_types(api&, call const& c) {
    return tagged(c, c.rules->rules.digest, [&] {
        json names = json::array();
        for (auto const& r : c.rules->rules.records)
            names.push_back({{"record", r.name}, {"fields", r.fields.size()}, {"schema", "/v1/records/" + r.name + "/schema"}});
        return json{{"records", std::move(names)}}.dump(2);
    });
}

answer record_schema(api&, call const& c) {
    auto const& type = c.named("type");
    for (auto const& r : c.rules->rules.records) {
        if (r.name != type) continue;
        return tagged(c, c.rules->rules.digest, [&] {
            json j{{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"$id", "/v1/records/" + type + "/schema"},
                   {"title", type},
                   {"type", "object"}};
            j["properties"]["record"] = {{"const", type}};
            j["properties"]["id"] = {{"type", {"string", "number"}}};
            j["properties"]["enterprise_id"] = {{"type", "string"}};
            j["properties"]["outlet_id"] = {{"type", "string"}};
            j["properties"]["time"] = {{"type", "string"}};
            for (auto const& f : r.fields) j["properties"][f.json] = schema_of(f);
            return j.dump(2);
        });
    }
    return problem_answer(no_such(type));
}

answer list_schemas(api&, call const& c) {
    return tagged(c, c.rules->rules.digest, [] {
        json names = json::array();
        for (auto const& [name, text] : schemas::all()) names.push_back(name);
        return json{{"schemas", std::move(names)}}.dump(2);
    });
}

answer one_schema(api&, call const& c) {
    auto name = c.named("name");
    if (name.ends_with(".schema.json")) name.resize(name.size() - std::string_view(".schema.json").size());
    for (auto const& [known, text] : schemas::all())
        if (known == name) return {200, "application/schema+json", std::string(text)};
    return problem_answer(no_such(name));
}

answer health(api&, call const&) {
    return {200, "application/json", "{\"status\": \"ok\"}\n"};
}

answer readiness(api& a, call const& c) {
    json j{{"status", "ready"}, {"rules", c.rules->rules.digest}, {"store", nullptr}};
    auto const& path = a.settings().store;
    std::error_code ec;
    if (!path.empty() && std::filesystem::exists(path, ec)) {
        auto const opened = store::ticket_store::open(path, {store::access::read, 2000});
        if (!opened) return problem_answer({503, "store-unavailable", opened.error().what, opened.error().remedy});
        j["store"] = "readable";
    } else if (!path.empty()) {
        j["store"] = "none yet";
    }
    return {200, "application/json", j.dump(2) + "\n"};
}

answer show_metrics(api& a, call const&) {
    return {200, "text/plain; version=0.0.4; charset=utf-8", a.metrics_text()};
}

answer who_am_i(api&, call const& c) {
    json j{{"role", text(c.who.role)},
           {"name", c.who.name},
           {"token", c.who.token.empty() ? json(nullptr) : json(c.who.token)},
           {"regions", c.who.regions},
           {"enterprises", c.who.enterprises}};
    return {200, "application/json", j.dump(2) + "\n"};
}

answer list_tokens(api& a, call const&) {
    json out{{"tokens", json::array()}};
    if (auto const list = a.tokens())
        for (auto const& t : list->all())
            out["tokens"].push_back({{"id", t.id},
                                     {"role", text(t.role)},
                                     {"name", t.name},
                                     {"regions", t.regions},
                                     {"enterprises", t.enterprises},
                                     {"expires", t.expires ? json(t.expires->text()) : json(nullptr)},
                                     {"revoked", t.revoked}});
    return {200, "application/json", out.dump(2) + "\n"};
}

} // namespace huanchi::service
