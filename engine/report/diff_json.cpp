#include "report/csv.hpp"
#include "report/diff_rows.hpp"
#include "report/json_parts.hpp"
#include "report/phrases.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

using changes::change;

json side_json(compared_side const& s) {
    return {{"source", s.name},
            {"digest", s.rules.digest},
            {"meaning", s.meaning},
            {"documents", s.rules.documents.size()},
            {"provisions", s.rules.limits.size() + s.rules.grades.size()}};
}

json bound_json(std::optional<diff_bound> const& b) {
    if (!b) return nullptr;
    json j{{"min", or_null(b->min)},
           {"max", or_null(b->max)},
           {"min_strict", b->min_strict},
           {"max_strict", b->max_strict},
           {"not_detected", b->not_detected},
           {"prohibited", b->prohibited},
           {"unit", b->unit},
           {"written", b->written}};
    j["in_force"] = to_json(b->effective);
    return j;
}

json aspects_json(std::vector<changes::aspect_change> const& all) {
    json list = json::array();
    for (auto const& a : all) list.push_back({{"what", a.what}, {"old", or_null(a.before)}, {"new", or_null(a.after)}});
    return list;
}

json judged_json(changes::judged_side const& s) {
    return {{"verdict", eval::text(s.verdict)},
            {"provision", s.finding && s.finding->provision ? json(s.finding->provision->id) : json(nullptr)},
            {"reason", s.finding && s.finding->reason ? json(s.finding->reason->code) : json(nullptr)}};
}

json witness_json(changes::witness const* w) {
    if (!w) return nullptr;
    return {{"outlet", json::parse(w->outlet)}, {"row", json::parse(w->row)},  {"date", w->on.text()},
            {"statistic", w->statistic},        {"value", w->value},           {"unit", w->unit},
            {"old", judged_json(w->before)},    {"new", judged_json(w->after)}};
}

json limit_json(diff_row const& r) {
    json j{{"declared", "limit"},         {"change", changes::text(r.kind)}, {"id", r.id},
           {"old_id", or_null(r.old_id)}, {"standard", r.standard},          {"clause", r.clause},
           {"factor", r.factor},          {"factor_name", r.factor_name},    {"quantity", r.quantity},
           {"statistics", r.statistics},  {"conditions", r.conditions}};
    j["old"] = bound_json(r.before);
    j["new"] = bound_json(r.after);
    j["changed"] = aspects_json(r.aspects);
    j["witness"] = witness_json(r.witness);
    j["no_witness"] = or_null(r.no_witness);
    return j;
}

json other_json(changes::declaration_change const& c) {
    return {{"declared", c.declared}, {"change", changes::text(c.kind)}, {"id", c.id}, {"changed", aspects_json(c.aspects)}};
}

std::string aspects_cell(std::vector<changes::aspect_change> const& all) {
    std::string out;
    for (auto const& a : all) out += (out.empty() ? "" : "; ") + a.what + ": " + a.before + " → " + a.after;
    return out;
}

} // namespace

std::string diff_json(diff_document const& d) {
    json_document doc;
    doc.member("schema", "huanchi.diff/1");
    doc.member("old", side_json(d.before));
    doc.member("new", side_json(d.after));
    json summary = json::object();
    for (auto const c : {change::tighter, change::looser, change::added, change::dropped, change::changed})
        summary[std::string(changes::text(c))] = d.diff.count(c);
    summary["unchanged"] = d.diff.unchanged;
    summary["others"] = d.diff.others.size();
    doc.member("summary", summary);
    doc.member("difference", !d.diff.empty());
    doc.open_list("limits");
    for (auto const& r : diff_rows(d)) doc.item(limit_json(r));
    doc.close_list();
    doc.open_list("others");
    for (auto const& c : d.diff.others) doc.item(other_json(c));
    doc.close_list();
    return std::move(doc).finish();
}

std::string diff_ndjson(diff_document const& d) {
    std::string out;
    for (auto const& r : diff_rows(d)) out += written(limit_json(r), -1) + "\n";
    for (auto const& c : d.diff.others) out += written(other_json(c), -1) + "\n";
    return out;
}

std::string diff_csv(diff_document const& d) {
    csv_lines csv(false);
    csv.line({"declared",    "change",     "id",     "old_id",  "standard",    "clause",      "factor",    "factor_name",
              "quantity",    "statistics", "unit",   "old_min", "old_max",     "old_written", "new_min",   "new_max",
              "new_written", "changed",    "outlet", "row",     "old_verdict", "new_verdict", "no_witness"});
    for (auto const& r : diff_rows(d)) {
        auto const b = r.before.value_or(diff_bound{}), a = r.after.value_or(diff_bound{});
        csv.line({"limit",
                  std::string(changes::text(r.kind)),
                  r.id,
                  r.old_id.value_or(""),
                  r.standard,
                  r.clause,
                  r.factor,
                  r.factor_name,
                  r.quantity,
                  joined(r.statistics, ";"),
                  r.after ? a.unit : b.unit,
                  b.min.value_or(""),
                  b.max.value_or(""),
                  b.written,
                  a.min.value_or(""),
                  a.max.value_or(""),
                  a.written,
                  aspects_cell(r.aspects),
                  r.witness ? r.witness->outlet : "",
                  r.witness ? r.witness->row : "",
                  r.witness ? std::string(eval::text(r.witness->before.verdict)) : "",
                  r.witness ? std::string(eval::text(r.witness->after.verdict)) : "",
                  r.no_witness});
    }
    for (auto const& c : d.diff.others) {
        std::vector<std::string> cells(23);
        cells[0] = c.declared;
        cells[1] = changes::text(c.kind);
        cells[2] = c.id;
        cells[17] = aspects_cell(c.aspects);
        csv.line(cells);
    }
    return std::move(csv).finish();
}

} // namespace huanchi::report
