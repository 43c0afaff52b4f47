#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/phrases.hpp"
#include "report/ticket_document.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

json limit_json(std::string const& min, std::string const& max, std::string const& unit) {
    json limit = json::object();
    if (!min.empty()) limit["min"] = min;
    limit["max"] = or_null(max);
    limit["unit"] = unit;
    return limit;
}

json worst_json(std::string const& measured, std::string const& unit, json limit, std::string const& exceedance) {
    return {{"measured", measured.empty() ? json(nullptr) : json{{"value", measured}, {"unit", unit}}},
            {"limit", std::move(limit)},
            {"exceedance", or_null(exceedance)}};
}

json worst_of(tickets::ticket const& t) {
    auto const* e = tickets::worst(t);
    if (!e) return nullptr;
    auto limit = limit_json(e->limit_min, e->limit_max, e->limit_unit);
    if (e->not_detected) limit["not_detected"] = true;
    if (e->prohibited) limit["prohibited"] = true;
    if (!e->reference.empty()) limit["reference"] = reference_json(e->reference);
    return worst_json(e->measured, e->unit, std::move(limit), e->exceedance);
}

json evidence_json(tickets::evidence const& e) {
    json rows = json::array();
    for (auto const& [file, line] : e.rows) rows.push_back({{"file", file}, {"line", line}});
    return {{"finding", e.finding}, {"rows", std::move(rows)}};
}

json history_json(tickets::history_entry const& h) {
    return {{"seq", h.seq},   {"time", h.time.text()},   {"by", h.by},
            {"move", h.move}, {"note", or_null(h.note)}, {"hash", h.hash}};
}

json summary_json(tickets::summary const& s) {
    base::period const episode{base::moment::at(s.first_day), base::moment::at(s.last_day + 1)};
    json j{{"id", s.id},
           {"state", tickets::text(s.state)},
           {"penalty", s.penalty},
           {"nature", s.nature},
           {"case_id", or_null(s.case_id)},
           {"enterprise_id", s.series.enterprise_id},
           {"outlet_id", or_null(s.series.outlet_id)},
           {"factor", or_null(s.series.factor)},
           {"violation_types", s.violation_types},
           {"episode", to_json(episode)},
           {"counts", {{"violation", s.violations}, {"undetermined", s.undetermined}}}};
    bool const any = !s.measured.empty() || !s.limit_min.empty() || !s.limit_max.empty();
    j["worst"] =
        any ? worst_json(s.measured, s.unit, limit_json(s.limit_min, s.limit_max, s.unit), s.exceedance) : json(nullptr);
    j["rebound_of"] = or_null(s.rebound_of);
    if (!s.proposal.empty()) j["proposal"] = s.proposal;
    if (!s.assignee.empty()) j["assignee"] = s.assignee;
    if (s.due) j["due"] = s.due->text();
    return j;
}

} // namespace

std::string ticket_json(tickets::ticket const& t, std::optional<decision> const& d) {
    json_document doc;
    doc.member("schema", "huanchi.ticket/1");
    doc.member("id", t.id);
    doc.member("state", tickets::text(t.state));
    doc.member("penalty", t.penalty);
    doc.member("nature", t.nature);
    doc.member("case_id", or_null(t.case_id));
    doc.member("enterprise_id", t.series.enterprise_id);
    doc.member("outlet_id", or_null(t.series.outlet_id));
    doc.member("factor", or_null(t.series.factor));
    doc.member("violation_types", t.violation_types);
    doc.member("episode", to_json(tickets::episode(t)));
    doc.member("counts", {{"violation", tickets::violations(t)}, {"undetermined", t.undetermined}});
    doc.member("worst", worst_of(t));
    doc.open_list("provisions");
    for (auto const& p : tickets::provisions(t))
        doc.item({{"id", p.id}, {"standard", p.standard}, {"clause", p.clause}, {"level", p.level}});
    doc.close_list();
    doc.member("basis", to_json(t.bases));
    auto const between = transition_of(t, d);
    doc.member("transition", between ? to_json(*between) : json(nullptr));
    doc.member("rebound_of", or_null(t.rebound_of));
    doc.member("deadlines", json::array());
    if (t.merged_into) doc.member("merged_into", *t.merged_into);
    if (!t.proposal.empty()) doc.member("proposal", t.proposal);
    doc.open_list("evidence");
    for (auto const& e : t.findings) doc.item(evidence_json(e));
    doc.close_list();
    doc.open_list("history");
    for (auto const& h : t.history) doc.item(history_json(h));
    doc.close_list();
    return std::move(doc).finish();
}

std::string tickets_json(std::vector<tickets::summary> const& list) {
    json_document doc;
    doc.member("schema", "huanchi.tickets/1");
    doc.open_list("tickets");
    for (auto const& s : list) doc.item(summary_json(s));
    doc.close_list();
    return std::move(doc).finish();
}

std::string tickets_ndjson(std::vector<tickets::summary> const& list) {
    std::string out;
    for (auto const& s : list) out += written(summary_json(s), -1) + "\n";
    return out;
}

std::string tickets_csv(std::vector<tickets::summary> const& list, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line({"id",           "state",    "penalty",     "nature",    "case_id",   "enterprise_id", "enterprise_name",
              "outlet_id",    "factor",   "factor_name", "quantity",  "first_day", "last_day",      "violations",
              "undetermined", "measured", "limit_min",   "limit_max", "unit",      "exceedance",    "violation_types",
              "rebound_of",   "opened",   "changed", "assignee", "due"});
    for (auto const& s : list)
        csv.line({s.id,
                  std::string(tickets::text(s.state)),
                  s.penalty,
                  s.nature,
                  s.case_id.value_or(""),
                  s.series.enterprise_id,
                  s.enterprise_name,
                  s.series.outlet_id,
                  s.series.factor,
                  s.factor_name,
                  s.series.quantity,
                  s.first_day.text(),
                  s.last_day.text(),
                  std::to_string(s.violations),
                  std::to_string(s.undetermined),
                  s.measured,
                  s.limit_min,
                  s.limit_max,
                  s.unit,
                  s.exceedance,
                  joined(s.violation_types, ";"),
                  s.rebound_of.value_or(""),
                  s.opened.text(),
                  s.changed.text(),
                  s.assignee,
                  s.due ? s.due->text() : std::string()});
    return std::move(csv).finish();
}

} // namespace huanchi::report
