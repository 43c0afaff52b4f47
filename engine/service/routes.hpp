// The table of routes: what each takes and gives, and which roles may ask it. Dispatch, the OpenAPI document and the test of
// every route by every role read the same table.
#pragma once

#include "service/api.hpp"

#include <string_view>
#include <vector>

namespace huanchi::service {

struct parameter {
    std::string_view name, summary;
    std::string_view schema = "string"; // JSON type, or `date`
};

struct route {
    std::string_view method, path; // names in braces stand for one segment each
    role_set roles = {};
    bool open = false;  // for everybody, without a token
    bool quick = false; // answered on the network's thread
    body_kind body = body_kind::none;
    bool lines = false; // NDJSON too
    // Names of files of schemas/ without `.schema.json`; "" where the body or the answer is none of them.
    std::string_view takes = {}, gives = {};
    std::string_view type = "application/json"; // of the answer
    std::string_view summary = {};
    std::vector<parameter> parameters = {};
    answer (*handle)(api&, call const&) = nullptr;
};

std::vector<route> const& routes();

// By template: nullopt where the path does not fit.
std::optional<std::map<std::string, std::string, std::less<>>> match(std::string_view pattern, std::string_view path);

// Handlers.
answer check(api& a, call const& c);
answer begin_job(api& a, call const& c);
answer list_jobs(api& a, call const& c);
answer show_job(api& a, call const& c);
answer job_result(api& a, call const& c);
answer delete_job(api& a, call const& c);
answer limits(api& a, call const& c);
answer screen(api& a, call const& c);
answer review(api& a, call const& c);
answer list_tickets(api& a, call const& c);
answer show_ticket(api& a, call const& c);
answer ticket_log(api& a, call const& c);
answer show_attachment(api& a, call const& c);
answer move_ticket(api& a, call const& c);
answer verify_log(api& a, call const& c);
answer tell_events(api& a, call const& c);
answer list_rules(api& a, call const& c);
answer show_rule(api& a, call const& c);
answer reload(api& a, call const& c);
answer record_types(api& a, call const& c);
answer record_schema(api& a, call const& c);
answer list_schemas(api& a, call const& c);
answer one_schema(api& a, call const& c);
answer openapi(api& a, call const& c);
answer health(api& a, call const& c);
answer readiness(api& a, call const& c);
answer show_metrics(api& a, call const& c);
answer who_am_i(api& a, call const& c);
answer list_tokens(api& a, call const& c);

} // namespace huanchi::service
