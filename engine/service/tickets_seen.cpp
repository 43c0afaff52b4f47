#include "service/tickets_seen.hpp"

#include <algorithm>
#include <filesystem>

namespace huanchi::service {

namespace {

constexpr int patience_ms = 5000;

bool served_to_it(tickets::ticket const& t) {
    auto const served = [](tickets::paper const& p) { return p.served.has_value(); };
    return std::any_of(t.course.orders.begin(), t.course.orders.end(), served) ||
           std::any_of(t.course.halts.begin(), t.course.halts.end(), served) ||
           (t.course.decision && served(*t.course.decision));
}

} // namespace

problem no_store() {
    return {503, "no-store", "no ticket store is served", "start with --store FILE"};
}
problem unavailable(base::failure const& f) {
    return {503, "store-unavailable", f.what, f.remedy};
}
problem no_ticket(std::string const& id) {
    return {404, "not-found", "no ticket " + id, "see GET /v1/tickets"};
}
std::variant<store::ticket_store, problem> open_to_read(api const& a) {
    if (a.settings().store.empty()) return no_store();
    std::error_code ec;
    if (!std::filesystem::exists(a.settings().store, ec)) // nothing was checked yet
        return problem{404, "not-found", "there are no tickets yet", "POST /v1/check with `store`"};
    auto opened = store::ticket_store::open(a.settings().store, {store::access::read, patience_ms});
    if (!opened) return unavailable(opened.error());
    return std::move(*opened);
}

bool is_outside(role r) {
    return r == role::enterprise || r == role::integrator;
}

bool may_see(api const& a, identity const& who, tickets::series_key const& key) {
    return who.may_see(key.enterprise_id, a.region_of(key.enterprise_id));
}

bool may_see(api const& a, identity const& who, tickets::ticket const& t) {
    if (!may_see(a, who, t.series)) return false;
    if (who.role == role::enterprise) return t.nature != "lead" && served_to_it(t);
    return who.role != role::integrator || t.nature != "lead";
}

std::variant<tickets::ticket, problem> named_ticket(api const& a, call const& c) {
    auto const& id = c.named("id");
    auto opened = open_to_read(a);
    if (auto const* bad = std::get_if<problem>(&opened)) return bad->status == 404 ? no_ticket(id) : *bad;
    auto found = std::get<store::ticket_store>(opened).show(id);
    if (!found) return unavailable(found.error());
    if (!*found || !may_see(a, c.who, **found)) return no_ticket(id);
    return std::move(**found);
}

bool same_tag(std::string_view asked, std::string const& tag) {
    return asked == "*" || asked.find(tag) != std::string_view::npos;
}

std::string tag_of(tickets::ticket const& t) {
    return "\"" + (t.history.empty() ? tickets::digest_of(t) : t.history.back().hash).substr(0, 32) + "\"";
}

} // namespace huanchi::service
