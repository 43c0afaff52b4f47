#include "service/routes.hpp"

namespace huanchi::service {

namespace {

constexpr role_set everyone{role::inspector,  role::supervisor, role::legal,   role::reviewer,
                            role::integrator, role::enterprise, role::auditor, role::admin};
constexpr role_set judging{role::inspector,  role::supervisor, role::legal, role::reviewer,
                           role::integrator, role::enterprise, role::admin};
constexpr role_set reviewing{role::inspector, role::supervisor, role::legal, role::reviewer, role::admin};
constexpr role_set ticket_readers{role::inspector,  role::supervisor, role::legal,
                                  role::integrator, role::enterprise, role::admin};
constexpr role_set case_readers{role::inspector, role::supervisor, role::legal, role::admin};
constexpr role_set chain_readers{role::inspector, role::supervisor, role::legal, role::auditor, role::admin};
constexpr role_set movers{role::inspector, role::supervisor, role::legal};
constexpr role_set administrators{role::admin};

std::vector<parameter> list_parameters() {
    return {{"enterprise", "id of the site"},
            {"outlet", "id of the outlet"},
            {"factor", "code of the factor"},
            {"state", "state of the ticket"},
            {"case", "id of the case"},
            {"assignee", "who has it in hand"},
            {"from", "touching this day or later", "date"},
            {"to", "touching this day or earlier", "date"},
            {"overdue", "due before that day and not reported", "date"},
            {"rebound", "true: rebounds only", "boolean"},
            {"limit", "at most so many, 100 where it is not said, 1000 at most", "integer"},
            {"after", "id of the ticket before the first wanted; the header Link names the next page"}};
}

} // namespace

// clang-format off
std::vector<route> const& routes() {
    static std::vector<route> const all{
        {.method = "POST", .path = "/v1/check", .roles = judging, .body = body_kind::whole, .lines = true, .takes = "check_request", .gives = "check", .summary = "Judges data and records; with `store` opens and updates tickets", .handle = check},
        {.method = "POST", .path = "/v1/jobs", .roles = judging, .body = body_kind::whole, .lines = true, .takes = "check_request", .gives = "job", .summary = "A check as a job: answers 202 at once", .handle = begin_job},
        {.method = "GET", .path = "/v1/jobs", .roles = judging, .summary = "The jobs of the token", .handle = list_jobs},
        {.method = "GET", .path = "/v1/jobs/{id}", .roles = judging, .gives = "job", .summary = "How far a job is", .handle = show_job},
        {.method = "GET", .path = "/v1/jobs/{id}/result", .roles = judging, .gives = "check", .summary = "What the check gave", .handle = job_result},
        {.method = "DELETE", .path = "/v1/jobs/{id}", .roles = judging, .summary = "Cancels a job, or forgets one that has ended", .handle = delete_job},
        {.method = "POST", .path = "/v1/limits", .roles = everyone, .body = body_kind::whole, .lines = true, .takes = "limits_request", .gives = "limits", .summary = "Which limits apply to an outlet on a date, which decides, and why", .handle = limits},
        {.method = "POST", .path = "/v1/screen", .roles = reviewing, .body = body_kind::whole, .lines = true, .takes = "screen_request", .gives = "screen", .summary = "Screens projects item by item", .handle = screen},
        {.method = "POST", .path = "/v1/review", .roles = reviewing, .body = body_kind::whole, .lines = true, .takes = "review_request", .gives = "review", .summary = "Holds permit applications, or permits in force, against the rules", .handle = review},
        {.method = "GET", .path = "/v1/tickets", .roles = ticket_readers, .gives = "tickets", .summary = "Tickets by site, outlet, factor, quantity and first day", .parameters = list_parameters(), .handle = list_tickets},
        {.method = "GET", .path = "/v1/tickets/{id}", .roles = ticket_readers, .gives = "ticket", .summary = "One ticket", .handle = show_ticket},
        {.method = "GET", .path = "/v1/tickets/{id}/log", .roles = chain_readers, .summary = "The history of a ticket", .handle = ticket_log},
        {.method = "GET", .path = "/v1/tickets/{id}/attachments/{digest}", .roles = case_readers, .type = "application/octet-stream", .summary = "A file that belongs to a ticket", .handle = show_attachment},
        {.method = "POST", .path = "/v1/tickets/{id}/{move}", .roles = movers, .body = body_kind::whole, .takes = "move_request", .gives = "moves", .summary = "A move of a ticket, or of all tickets of a case", .handle = move_ticket},
        {.method = "GET", .path = "/v1/log", .roles = chain_readers, .summary = "Verifies the chain of all histories", .handle = verify_log},
        {.method = "GET", .path = "/v1/events", .roles = case_readers, .type = "text/event-stream", .summary = "What happens to tickets, as it happens (server-sent events)", .parameters = {{"after", "position of the chain after which to begin; as Last-Event-ID", "integer"}}, .handle = tell_events},
        {.method = "GET", .path = "/v1/rules", .roles = everyone, .summary = "The documents with their provisions", .handle = list_rules},
        {.method = "GET", .path = "/v1/rules/{id}", .roles = everyone, .summary = "A document, a table, or the provisions whose id begins so", .handle = show_rule},
        {.method = "POST", .path = "/v1/rules/reload", .roles = administrators, .body = body_kind::whole, .summary = "Reads the rules anew", .handle = reload},
        {.method = "GET", .path = "/v1/records", .roles = everyone, .summary = "The types of records that the rules declare", .handle = record_types},
        {.method = "GET", .path = "/v1/records/{type}/schema", .roles = everyone, .summary = "JSON Schema of a type of records", .handle = record_schema},
        {.method = "GET", .path = "/v1/schemas", .roles = everyone, .summary = "The names of all schemas", .handle = list_schemas},
        {.method = "GET", .path = "/v1/schemas/{name}", .roles = everyone, .type = "application/schema+json", .summary = "One schema", .handle = one_schema},
        {.method = "GET", .path = "/v1/whoami", .roles = everyone, .quick = true, .summary = "Role and scope of the token", .handle = who_am_i},
        {.method = "GET", .path = "/v1/tokens", .roles = administrators, .summary = "The tokens, without their secrets", .handle = list_tokens},
        {.method = "GET", .path = "/metrics", .roles = administrators, .quick = true, .type = "text/plain", .summary = "Counters for Prometheus", .handle = show_metrics},
        {.method = "GET", .path = "/v1/openapi.json", .open = true, .summary = "This document", .handle = openapi},
        {.method = "GET", .path = "/healthz", .open = true, .quick = true, .summary = "Whether the program runs", .handle = health},
        {.method = "GET", .path = "/readyz", .open = true, .summary = "Whether rules and store can be used", .handle = readiness},
    };
    return all;
}
// clang-format on

std::optional<std::map<std::string, std::string, std::less<>>> match(std::string_view pattern, std::string_view path) {
    std::map<std::string, std::string, std::less<>> found;
    while (!pattern.empty() && !path.empty()) {
        pattern.remove_prefix(1); // both at a slash
        path.remove_prefix(1);
        auto const want = pattern.substr(0, pattern.find('/'));
        auto const got = path.substr(0, path.find('/'));
        if (want.starts_with('{')) {
            if (got.empty()) return std::nullopt;
            found.emplace(want.substr(1, want.size() - 2), got);
        } else if (want != got) {
            return std::nullopt;
        }
        pattern.remove_prefix(want.size());
        path.remove_prefix(got.size());
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return found;
}

} // namespace huanchi::service
