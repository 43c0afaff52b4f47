#include "service/api.hpp"

#include "service/body.hpp"
#include "service/routes.hpp"

#include "evidence/site_texts.hpp"
#include "facts/facilities.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace huanchi::service {

namespace {

constexpr std::string_view bearer = "Bearer ";

problem nothing_here(std::string_view path) {
    return {404, "not-found", "nothing is served at " + std::string(path), "see /v1/openapi.json"};
}

bool is_lines(std::string_view type) {
    return type.starts_with("application/x-ndjson") || type.starts_with("application/ndjson") ||
           type.starts_with("application/jsonl");
}

// The language that is asked for, by the first tag that we speak.
source::language language_of(request const& r, source::language otherwise) {
    auto const tags = r.header("accept-language");
    auto const zh = tags.find("zh"), en = tags.find("en");
    if (zh == en) return otherwise; // neither
    return zh < en ? source::language::zh : source::language::en;
}

} // namespace

// What a request was found to be.
struct api::found_route {
    service::route const* to = nullptr;
    std::map<std::string, std::string, std::less<>> path;
    bool path_known = false; // by another method
    std::string methods;     // that the path takes

    explicit found_route(request const& r) {
        for (auto const& one : routes()) {
            auto named = match(one.path, r.path);
            if (!named) continue;
            path_known = true;
            methods += (methods.empty() ? "" : ", ") + std::string(one.method) + (one.method == "GET" ? ", HEAD" : "");
            if (one.method == r.method && !to) {
                to = &one;
                path = std::move(*named);
            }
        }
    }
};

api::api(api_settings settings, std::unique_ptr<rules_in_use> rules, std::optional<token_list> tokens)
    : settings_(std::move(settings)), rules_(std::move(rules)), tokens_(std::move(tokens)),
      jobs_({settings_.most_checks, 100, settings_.spool_folder, settings_.now}) {}

base::result<std::unique_ptr<api>> api::make(api_settings settings, std::unique_ptr<rules_in_use> rules,
                                             std::optional<token_list> tokens) {
    std::unique_ptr<api> a(new api(std::move(settings), std::move(rules), std::move(tokens)));
    if (a->settings_.facilities.empty()) return a;
    auto const set = a->rules_->now();
    auto const known = facts::read_facilities(a->settings_.facilities, "facilities", set->rules);
    if (!known) return known.error();
    std::set<std::string> ids;
    for (auto const& one : known->sites) ids.insert(one.id);
    auto texts = evidence::facilities_of(a->settings_.facilities, "facilities", ids);
    if (!texts) return texts.error();
    for (auto const& one : known->sites) a->sites_[one.id] = {one.region, std::move((*texts)[one.id])};
    a->settings_.facilities.clear();
    return a;
}

std::string api::region_of(std::string const& enterprise_id, std::string const& otherwise) const {
    auto const found = sites_.find(enterprise_id);
    return found == sites_.end() || found->second.region.empty() ? otherwise : found->second.region;
}

std::string const* api::site_on_file(std::string_view enterprise_id) const {
    auto const found = sites_.find(enterprise_id);
    return found == sites_.end() ? nullptr : &found->second.text;
}

std::string api::sites_on_file(identity const& who) const {
    std::string all;
    for (auto const& [id, one] : sites_) {
        if (!who.may_see(id, one.region)) continue;
        auto const begin = one.text.find('[') + 1; // each is an array of one
        all += (all.empty() ? "[" : ",\n") + one.text.substr(begin, one.text.rfind(']') - begin);
    }
    return all.empty() ? all : all + "]\n";
}

std::optional<token_list> api::tokens() const {
    std::lock_guard const lock(mutex_);
    return tokens_;
}

void api::replace_tokens(token_list tokens) {
    std::lock_guard const lock(mutex_);
    tokens_ = std::move(tokens);
}

std::optional<std::string> api::reload_rules() {
    auto const got = rules_->reload();
    if (auto const* bad = std::get_if<rules_in_use::unusable>(&got)) return bad->errors;
    return std::nullopt;
}

std::optional<identity> api::identify(request const& r) const {
    std::lock_guard const lock(mutex_);
    if (!tokens_) return identity{role::admin, "", "admin", {}, {}};
    auto const given = r.header("authorization");
    if (!given.starts_with(bearer)) return std::nullopt;
    return tokens_->find(given.substr(bearer.size()), settings_.now().date());
}

// A bucket that fills at the pace allowed, and holds one second of it.
bool api::too_many(std::string const& token) {
    if (settings_.most_a_second == 0) return false;
    auto const now = settings_.now().ms;
    std::lock_guard const lock(mutex_);
    auto const [at, is_new] = paces_.try_emplace(token, pace{static_cast<double>(settings_.most_a_second), now});
    auto& p = at->second;
    auto const most = static_cast<double>(settings_.most_a_second);
    p.left = std::min(most, p.left + static_cast<double>(std::max<std::int64_t>(now - p.at_ms, 0)) * most / 1000);
    p.at_ms = now;
    if (p.left < 1) return true;
    p.left -= 1;
    return false;
}

std::optional<answer> api::admit(request const& head, body_kind& body) {
    found_route const found(head);
    if (found.to && found.to->open) {
        if (!found.to->quick) return std::nullopt;
        return handle(head);
    }
    auto const who = identify(head);
    // Who is not known learns nothing of what is served.
    if (!who)
        return problem_answer({401, "no-token", "no valid token came with the request", "send `Authorization: Bearer hz_…`"});
    if (too_many(who->token))
        return problem_answer(
            {429, "too-many-requests", fmt::format("more than {} requests a second", settings_.most_a_second)});
    if (!found.to) {
        if (!found.path_known) return problem_answer(nothing_here(head.path));
        auto a = problem_answer({405, "wrong-method", head.method + " is not taken here", "use " + found.methods});
        a.headers.emplace_back("Allow", found.methods);
        return a;
    }
    if (!found.to->roles.has(who->role))
        return problem_answer({403, "wrong-role", "the role " + std::string(text(who->role)) + " may not do this"});
    body = found.to->body;
    if (body == body_kind::whole) {
        auto const type = head.header("content-type");
        if (found.to->lines && is_lines(type))
            body = body_kind::lines;
        else if (!type.empty() && type.find("json") == std::string_view::npos &&
                 !type.starts_with("application/x-www-form-urlencoded"))
            return problem_answer(
                {415, "wrong-media-type", "`" + std::string(type) + "` is not taken here",
                 found.to->lines ? "send application/json or application/x-ndjson" : "send application/json"});
    }
    if (found.to->quick) return handle(head);
    return std::nullopt;
}

answer api::handle(request const& r) {
    found_route const found(r);
    auto const rules = rules_->now();
    answer a;
    try {
        auto const who = found.to->open ? std::optional(identity{role::auditor, "", "", {}, {}}) : identify(r);
        if (!who) return problem_answer({401, "no-token", "the token is not valid any more"});
        a = found.to->handle(*this, {r, *who, found.path, rules, language_of(r, settings_.language)});
    } catch (std::bad_alloc const&) {
        a = problem_answer({503, "busy", "not enough memory at the moment", "try again later, or with less at a time"});
    } catch (std::exception const& e) {
        if (settings_.log)
            settings_.log(nlohmann::json{{"request", r.id}, {"error", e.what()}}.dump(
                -1, ' ', false, nlohmann::json::error_handler_t::replace));
        a = problem_answer({500, "internal-error", "the program failed on request " + r.id,
                            "tell those who run it the number of the request"});
    }
    a.headers.emplace_back("Huanchi-Rules", rules->rules.digest);
    return a;
}

void api::finished(request const& r, int status, std::uint64_t bytes, std::chrono::microseconds took, bool sent) {
    found_route const found(r);
    auto const template_of = found.to ? std::string(found.to->path) : std::string("none");
    static constexpr std::array<std::string_view, 7> methods{"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"};
    bool const known = std::find(methods.begin(), methods.end(), r.method) != methods.end();
    if (status > 0) metrics_.count(known ? r.method : "other", template_of, status, took, bytes);
    if (!sent) metrics_.broken();
    if (!settings_.log) return;
    auto const who = found.to && found.to->open ? std::nullopt : identify(r);
    nlohmann::ordered_json line{{"request", r.id},
                                {"peer", r.peer},
                                {"method", r.method},
                                {"path", r.path},
                                {"status", status},
                                {"bytes", bytes},
                                {"ms", static_cast<double>(took.count()) / 1000}};
    if (who && !who->token.empty()) line["token"] = who->token;
    if (!sent) line["broken"] = true;
    settings_.log(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::shared_ptr<void> api::on_news(std::function<void()> wake) {
    auto held = std::make_shared<std::function<void()>>(std::move(wake));
    std::lock_guard const lock(wakers_mutex_);
    std::erase_if(wakers_, [](auto const& w) { return w.expired(); });
    wakers_.push_back(held);
    return held;
}

void api::wake() {
    std::lock_guard const lock(wakers_mutex_);
    for (auto const& w : wakers_)
        if (auto const held = w.lock()) (*held)();
}

std::string api::metrics_text() const {
    auto out = metrics_.text();
    auto const gauge = [&](std::string_view name, std::string_view help, auto value) {
        out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, help, value);
    };
    if (network_) {
        auto const n = network_();
        gauge("huanchi_connections_open", "Connections at the moment.", n.open);
        gauge("huanchi_requests_working", "Requests with or waiting for a worker.", n.working);
        gauge("huanchi_connections_refused", "Connections refused because there were too many.", n.refused);
    }
    auto const set = rules_->now();
    gauge("huanchi_rule_documents", "Documents among the rules in use.", set->rules.documents.size());
    out += fmt::format(
        "# HELP huanchi_rules_info The rules in use.\n# TYPE huanchi_rules_info gauge\nhuanchi_rules_info{{digest=\"{}\"}} 1\n",
        set->rules.digest);
    gauge("huanchi_large_checks", "Large checks at the moment.", running_checks_.load());
    return out;
}

} // namespace huanchi::service
