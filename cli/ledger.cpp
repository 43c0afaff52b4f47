#include "ledger.hpp"

#include "command_line.hpp"

#include "facts/facilities.hpp"

#include <filesystem>

namespace huanchi::cli {

std::shared_ptr<std::vector<store::rule_text> const> rule_texts(source::source_set const& files) {
    auto all = std::make_shared<std::vector<store::rule_text>>();
    for (source::file_id i = 0; i < files.size(); ++i) all->push_back({files[i].name, files[i].text});
    return all;
}

base::failure no_store_named(session const& s) {
    return {tr(s, "没有指明工单库", "no ticket store named"),
            tr(s, "用 --store 给出 check 写入的文件", "name the file that check wrote with --store")};
}

base::result<store::ticket_store> open_to_read(session const& s) {
    if (s.options.store.empty()) return no_store_named(s);
    return store::ticket_store::open(s.options.store, {store::access::read, 60000});
}

base::result<store::ticket_store> open_to_write(session const& s) {
    if (!std::filesystem::exists(s.options.store))
        return base::failure{"`" + s.options.store + "`: " + tr(s, "没有这个工单库", "no such ticket store"),
                             tr(s, "用 --store 给出 check 写入的文件", "name the file that check wrote with --store")};
    return store::ticket_store::open(s.options.store);
}

base::result<tickets::ticket> read_ticket(session const& s, std::string const& id) {
    auto const ledger = open_to_read(s);
    if (!ledger) return ledger.error();
    auto ticket = ledger->show(id);
    if (!ticket) return ticket.error();
    if (!*ticket)
        return base::failure{tr(s, "没有工单 ", "no ticket ") + id,
                             tr(s, "用 huanchi tickets list 查看标识", "see the ids with huanchi tickets list")};
    return std::move(**ticket);
}

base::result<std::string> region_of(session const& s, std::string const& id) {
    auto const ledger = open_to_read(s);
    if (!ledger) return ledger.error();
    auto const kept = ledger->kept(id);
    if (!kept) return kept.error();
    for (auto e = kept->rbegin(); e != kept->rend(); ++e) {
        if (e->facility.empty()) continue;
        auto const site = facts::read_facilities(e->facility, id, s.rules);
        if (site && !site->sites.empty()) return site->sites.front().region;
    }
    return std::string();
}

void add_filter(command app, session const& s, ticket_filter& into) {
    app.option("--enterprise", into.enterprise, tr(s, "企业标识", "enterprise id"), {"ID"});
    app.option("--outlet", into.outlet, tr(s, "排放口编号", "outlet id"), {"ID"});
    app.option("--factor", into.factor, tr(s, "因子代码", "factor code"), {"CODE"});
    app.choice(
        "--state", into.state, tr(s, "状态", "state"),
        {"open", "confirmed", "ordered", "reported", "verified", "closed", "dismissed", "transferred", "merged", "moot"});
    app.option("--from", into.from, tr(s, "涉及该日以后", "touching this day or later"), {"DATE"});
    app.option("--to", into.to, tr(s, "涉及该日以前", "touching this day or earlier"), {"DATE"});
    app.flag("--rebound", into.rebound, tr(s, "只看反弹", "rebounds only"));
}

std::optional<store::list_filter> filter_of(session const& s, ticket_filter const& f) {
    bool bad = false;
    store::list_filter filter;
    if (!f.enterprise.empty()) filter.enterprise_id = f.enterprise;
    if (!f.outlet.empty()) filter.outlet_id = f.outlet;
    if (!f.factor.empty()) filter.factor = f.factor;
    if (!f.state.empty()) filter.state = tickets::state_from(f.state);
    filter.from = date_option(s, f.from, "--from", bad);
    filter.to = date_option(s, f.to, "--to", bad);
    filter.rebound = f.rebound;
    return bad ? std::nullopt : std::optional(filter);
}

void add_decision(command app, session const& s, std::string& date) {
    app.option("--decided-on", date,
               tr(s, "处罚决定日：行为后法律变更的，比较新旧法的轻重",
                  "day of the decision: where the law has changed since the act, compares the two laws"),
               {"DATE"});
}

bool decision_option(session& s, std::string const& date, std::optional<report::decision>& decision) {
    bool bad = false;
    auto const day = date_option(s, date, "--decided-on", bad);
    if (bad) return false;
    if (!day) return true;
    if (s.rules.files == 0 && !load_rules(s)) return false;
    decision = report::decision{*day, &s.rules};
    return true;
}

} // namespace huanchi::cli
