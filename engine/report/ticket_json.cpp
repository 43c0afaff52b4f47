#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/narrative.hpp"
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
    json j{{"seq", h.seq},   {"time", h.time.text()},   {"by", h.by},
           {"move", h.move}, {"note", or_null(h.note)}, {"hash", h.hash}};
    json facts = json::object();
    for (auto const& [name, value] : h.facts)
        if (name != "rules" && name != "engine" && name != "record" && name != "key" && name != "asked") facts[name] = value;
    if (!facts.empty()) j["facts"] = std::move(facts);
    return j;
}

json deadline_json(tickets::running_deadline const& d) {
    return {{"id", d.id},
            {"what", or_null(d.what)},
            {"document", or_null(d.document)},
            {"clause", or_null(d.clause)},
            {"from", {{"event", d.event}, {"day", d.from.text()}}},
            {"within", or_null(d.length)},
            {"due", or_null(d.due)},
            {"met_on", or_null(d.met_on)},
            {"state", text(d.clock)},
            {"confidence", text(d.confidence)},
            {"note", or_null(d.note)}};
}

// What people have said and done, where there is any.
void course_json(json_document& doc, tickets::ticket const& t) {
    auto const& c = t.course;
    if (!t.assignee.empty()) doc.member("assignee", t.assignee);
    if (auto const& r = c.rectification; !r.empty())
        doc.member("rectification", {{"responsible", or_null(r.responsible)},
                                     {"goal", or_null(r.goal)},
                                     {"due", or_null(r.due)},
                                     {"measures", or_null(r.measures)},
                                     {"accepted_by", or_null(r.accepted_by)}});
    json waivers = json::array(), attachments = json::array();
    for (auto const& w : c.waivers)
        waivers.push_back({{"by", w.by}, {"reason", w.reason}, {"from", w.from.text()}, {"until", w.until.text()}});
    for (auto const& a : c.attachments)
        attachments.push_back({{"name", a.name}, {"digest", a.digest}, {"size", a.size}, {"stored", a.stored}, {"by", a.by}});
    if (!waivers.empty()) doc.member("waivers", waivers);
    if (!attachments.empty()) doc.member("attachments", attachments);
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
           {"factor", or_null(tickets::factor_of(s.series))},
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

std::string ticket_json(tickets::ticket const& t, ticket_asides const& a) {
    json_document doc;
    doc.member("schema", "huanchi.ticket/1");
    doc.member("id", t.id);
    doc.member("state", tickets::text(t.state));
    doc.member("penalty", t.penalty);
    doc.member("nature", t.nature);
    doc.member("case_id", or_null(t.case_id));
    doc.member("enterprise_id", t.series.enterprise_id);
    doc.member("outlet_id", or_null(t.series.outlet_id));
    doc.member("factor", or_null(tickets::factor_of(t.series)));
    doc.member("violation_types", t.violation_types);
    doc.member("episode", to_json(tickets::episode(t)));
    doc.member("counts", {{"violation", tickets::violations(t)}, {"undetermined", t.undetermined}});
    doc.member("worst", worst_of(t));
    doc.open_list("provisions");
    for (auto const& p : tickets::provisions(t))
        doc.item({{"id", p.id}, {"standard", p.standard}, {"clause", p.clause}, {"level", p.level}});
    doc.close_list();
    doc.member("basis", to_json(t.bases));
    auto const between = transition_of(t, a.decision);
    doc.member("transition", between ? to_json(*between) : json(nullptr));
    doc.member("rebound_of", or_null(t.rebound_of));
    doc.open_list("deadlines");
    for (auto const& d : a.deadlines) doc.item(deadline_json(d));
    doc.close_list();
    course_json(doc, t);
    if (auto const text = narrative_zh(t); !text.empty()) doc.member("narrative_zh", text);
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

std::string ticket_line(tickets::ticket const& t, ticket_asides const& a) {
    return written(json::parse(ticket_json(t, a)), -1);
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
              "rebound_of",   "opened",   "changed",     "assignee",  "due"});
    for (auto const& s : list)
        csv.line({s.id,
                  std::string(tickets::text(s.state)),
                  s.penalty,
                  s.nature,
                  s.case_id.value_or(""),
                  s.series.enterprise_id,
                  s.enterprise_name,
                  s.series.outlet_id,
                  tickets::factor_of(s.series),
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
