#include "report/check_document.hpp"
#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/phrases.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

constexpr eval::verdict all_verdicts[] = {eval::verdict::compliant,    eval::verdict::violation, eval::verdict::not_met,
                                          eval::verdict::undetermined, eval::verdict::exempt,    eval::verdict::not_applicable};

json summary_json(findings::check_result const& r) {
    json j{{"read", r.read},
           {"judged", r.judged},
           {"flagged_out", r.flagged_out},
           {"unmatched", r.unmatched},
           {"rejected", r.rejected},
           {"duplicates", r.duplicates},
           {"assumed", r.assumed},
           {"open_windows", r.open_windows},
           {"warnings", r.warning_count},
           {"leads", r.leads}};
    json counts = json::object();
    for (auto const v : all_verdicts) counts[std::string(eval::text(v))] = r.verdicts[static_cast<std::size_t>(v)];
    j["judgements"] = std::move(counts);
    return j;
}

json warning_json(findings::warning const& w) {
    json measured{{"value", w.measured.value}, {"exact", or_null(w.measured.exact)}, {"unit", w.measured.unit}};
    return {{"enterprise_id", w.enterprise_id},
            {"outlet_id", w.outlet_id},
            {"factor", w.factor},
            {"factor_name", w.factor_name},
            {"statistic", w.statistic},
            {"period", to_json(w.period)},
            {"source", w.source},
            {"measured", std::move(measured)},
            {"limit", {{"max", w.max}, {"unit", w.unit}}},
            {"provision", to_json(w.provision)}};
}

json reject_json(facts::rejected_row const& row, std::vector<std::string> const& files) {
    return {{"file", row.file < files.size() ? json(files[row.file]) : json(nullptr)},
            {"line", row.line},
            {"column", or_null(row.column)},
            {"reason", row.reason}};
}

std::string ids(std::vector<findings::provision> const& provisions) {
    std::vector<std::string> all;
    for (auto const& p : provisions) all.push_back(p.id);
    return joined(all, ";");
}

std::vector<std::string> const& csv_header() {
    static std::vector<std::string> const names = {
        "id",        "verdict",    "nature",        "enterprise_id",   "enterprise_name",
        "outlet_id", "factor",     "factor_name",   "quantity",        "statistic",
        "from",      "to",         "measured",      "measured_exact",  "unit",
        "limit_min", "limit_max",  "limit_unit",    "reference",       "exceedance",
        "ratio",     "marginal",   "provision_id",  "standard",        "clause",
        "level",     "confidence", "also_breached", "violation_types", "source",
        "standing",  "lacks",      "reason",        "reason_text",     "missing",
        "finality"};
    return names;
}

std::vector<std::string> csv_cells(findings::finding const& f, language in) {
    auto const m = f.measured.value_or(findings::measured_value{});
    auto const l = f.limit.value_or(findings::limit_value{});
    auto const p = f.provision.value_or(findings::provision{});
    auto const r = f.reason.value_or(findings::reason{});
    std::string reference, missing;
    for (auto const& [name, value] : l.reference) reference += (reference.empty() ? "" : ";") + name + "=" + value;
    for (auto const& x : r.missing)
        missing += (missing.empty() ? "" : ";") + x.name + (x.band.empty() ? "" : " (" + x.band + ")");
    auto const max = max_cell(l);
    return {f.id,
            std::string(eval::text(f.verdict)),
            f.nature,
            f.enterprise_id,
            f.enterprise_name,
            f.outlet_id.value_or(""),
            f.factor.value_or(""),
            f.factor_name,
            f.quantity,
            f.statistic,
            f.period.from.text(),
            f.period.to.text(),
            m.value,
            m.exact.value_or(""),
            m.unit,
            l.min.value_or(""),
            max,
            l.unit,
            reference,
            f.exceedance.value_or(""),
            f.ratio.value_or(""),
            f.marginal ? "true" : "false",
            p.id,
            p.standard,
            p.clause,
            p.level,
            p.confidence,
            ids(f.also_breached),
            joined(f.violation_types, ";"),
            f.source,
            f.standing,
            joined(f.lacks, ";"),
            r.code,
            in == language::zh ? r.text_zh : r.text_en,
            missing,
            f.finality ? f.finality->state : ""};
}

json finding_json(findings::finding const& f, language in, std::optional<decision> const& d) {
    auto j = to_json(f, in);
    if (auto const between = transition_of(f, d)) j["transition"] = to_json(*between);
    return j;
}

} // namespace

std::string check_json(findings::check_result const& r, std::vector<tickets::ticket_action> const& actions,
                       check_options const& options) {
    json_document doc;
    doc.member("schema", "huanchi.check/1");
    doc.member("rules", {{"digest", r.digest}, {"documents", r.documents}, {"provisions", r.provisions}});
    doc.member("summary", summary_json(r));
    if (options.summary_only) return std::move(doc).finish();
    doc.open_list("findings");
    for (auto const& f : r.findings) doc.item(finding_json(f, options.language, options.decision));
    doc.close_list();
    doc.open_list("tickets");
    for (auto const& a : actions) doc.item({{"id", a.id}, {"action", tickets::text(a.action)}});
    doc.close_list();
    doc.open_list("rejected");
    for (auto const& row : r.rejects) doc.item(reject_json(row, r.files));
    doc.close_list();
    if (options.warnings) {
        doc.open_list("warnings");
        for (auto const& w : r.warnings) doc.item(warning_json(w));
        doc.close_list();
    }
    return std::move(doc).finish();
}

std::string check_line(findings::check_result const& r, std::vector<tickets::ticket_action> const& actions,
                       check_options const& options) {
    json j{{"schema", "huanchi.check/1"},
           {"rules", {{"digest", r.digest}, {"documents", r.documents}, {"provisions", r.provisions}}},
           {"summary", summary_json(r)},
           {"tickets", json::array()},
           {"rejected", json::array()}};
    for (auto const& a : actions) j["tickets"].push_back({{"id", a.id}, {"action", tickets::text(a.action)}});
    for (auto const& row : r.rejects) j["rejected"].push_back(reject_json(row, r.files));
    if (options.warnings) {
        j["warnings"] = json::array();
        for (auto const& w : r.warnings) j["warnings"].push_back(warning_json(w));
    }
    return written(j, -1);
}

std::string findings_ndjson(findings::check_result const& r, language in, std::optional<decision> const& d) {
    std::string out;
    for (auto const& f : r.findings) out += written(finding_json(f, in, d), -1) + "\n";
    return out;
}

std::string findings_csv(findings::check_result const& r, language in, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line(csv_header());
    for (auto const& f : r.findings) csv.line(csv_cells(f, in));
    return std::move(csv).finish();
}

} // namespace huanchi::report
