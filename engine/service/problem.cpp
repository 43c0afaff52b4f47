#include "service/problem.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::service {

std::vector<problem_code> const& problem_codes() {
    static std::vector<problem_code> const all{
        {"malformed-request", 400, "the request is no HTTP that can be answered"},
        {"invalid-body", 400, "the body is not what the route takes"},
        {"invalid-parameter", 400, "a parameter of the query is wrong"},
        {"no-token", 401, "a valid token is needed"},
        {"wrong-role", 403, "the role may not do this"},
        {"not-found", 404, "there is nothing of that name here"},
        {"wrong-method", 405, "the route takes other methods"},
        {"too-slow", 408, "the request did not come in time"},
        {"refused-move", 409, "the ticket does not allow this move"},
        {"key-reused", 409, "the idempotency key was used for another request"},
        {"not-ended", 409, "the job has not ended"},
        {"cancelled", 409, "the job was cancelled"},
        {"changed-meanwhile", 412, "what was to be changed is not what it was"},
        {"too-large", 413, "the body is too large"},
        {"wrong-media-type", 415, "the body has a media type that the route does not take"},
        {"invalid-rules", 422, "the rules have errors"},
        {"too-many-requests", 429, "too many requests of one token"},
        {"headers-too-large", 431, "the headers are too large"},
        {"internal-error", 500, "the program failed"},
        {"busy", 503, "too much to do at the moment"},
        {"no-store", 503, "no ticket store is served"},
        {"store-unavailable", 503, "the ticket store cannot be used at the moment"},
        {"disk-full", 503, "there is no room to keep what came"},
    };
    return all;
}

answer problem_answer(problem const& p) {
    auto const& all = problem_codes();
    auto const known = std::find_if(all.begin(), all.end(), [&](problem_code const& c) { return c.code == p.code; });
    nlohmann::ordered_json j;
    j["type"] = "urn:huanchi:problem:" + std::string(p.code);
    j["title"] = known == all.end() ? p.code : known->title;
    j["status"] = p.status;
    j["detail"] = p.detail;
    if (!p.remedy.empty()) j["help"] = p.remedy;
    if (!p.errors.empty()) {
        j["errors"] = nlohmann::ordered_json::array();
        for (auto const& e : p.errors) j["errors"].push_back({{"pointer", e.pointer}, {"detail", e.detail}});
    }
    // What came may be no UTF-8, and is quoted.
    answer a{p.status, "application/problem+json", j.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"};
    if (p.status == 503) a.headers.emplace_back("Retry-After", p.code == "busy" ? "1" : "10");
    if (p.status == 429) a.headers.emplace_back("Retry-After", "1");
    if (p.status == 401) a.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"huanchi\"");
    return a;
}

problem invalid_body(std::string pointer, std::string detail, std::string remedy) {
    return {400, "invalid-body", detail, std::move(remedy), {{std::move(pointer), detail}}};
}

problem invalid_body(base::failure const& f, std::string_view name, std::string const& under) {
    problem p{400, "invalid-body", "", f.remedy, {}};
    std::string_view rest = f.what;
    while (!rest.empty()) {
        auto const end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (!name.empty() && line.starts_with(name)) {
            line.remove_prefix(name.size());
            if (line.starts_with(": ")) line.remove_prefix(2);
        }
        auto const colon = line.find(": ");
        if (line.starts_with('/') && colon != std::string_view::npos)
            p.errors.push_back({under + std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
        else if (!line.empty())
            p.errors.push_back({under, std::string(line)});
    }
    if (!p.errors.empty()) {
        p.detail = p.errors.front().detail;
        if (p.errors.size() > 1) p.detail += " (and " + std::to_string(p.errors.size() - 1) + " more)";
    }
    return p;
}

} // namespace huanchi::service
