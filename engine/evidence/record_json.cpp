#include "evidence/record_json.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <sstream>

namespace huanchi::evidence {

namespace {

using record = nlohmann::ordered_json;

// Texts by name, the same list for writing and reading.
template <class Evidence>
auto texts_of(Evidence& e) {
    using text = decltype(&e.finding);
    return std::array<std::pair<char const*, text>, 19>{{{"finding", &e.finding},
                                                         {"verdict", &e.verdict},
                                                         {"statistic", &e.statistic},
                                                         {"statistic_name", &e.statistic_name},
                                                         {"measured", &e.measured},
                                                         {"measured_exact", &e.measured_exact},
                                                         {"measured_low", &e.measured_low},
                                                         {"measured_high", &e.measured_high},
                                                         {"unit", &e.unit},
                                                         {"limit_min", &e.limit_min},
                                                         {"limit_max", &e.limit_max},
                                                         {"limit_unit", &e.limit_unit},
                                                         {"exceedance", &e.exceedance},
                                                         {"excess", &e.excess},
                                                         {"source", &e.source},
                                                         {"sample_id", &e.sample_id},
                                                         {"standing", &e.standing},
                                                         {"digest", &e.digest},
                                                         {"record", &e.record}}};
}

template <class Ticket>
auto ticket_texts(Ticket& t) {
    using text = decltype(&t.id);
    return std::array<std::pair<char const*, text>, 11>{{{"id", &t.id},
                                                         {"enterprise_id", &t.series.enterprise_id},
                                                         {"outlet_id", &t.series.outlet_id},
                                                         {"factor", &t.series.factor},
                                                         {"quantity", &t.series.quantity},
                                                         {"strand", &t.strand},
                                                         {"sample_id", &t.sample_id},
                                                         {"penalty", &t.penalty},
                                                         {"nature", &t.nature},
                                                         {"proposal", &t.proposal},
                                                         {"assignee", &t.assignee}}};
}

record or_nothing(std::optional<std::string> const& text) {
    return text ? record(*text) : record(nullptr);
}
std::optional<std::string> text_or_nothing(record const& j) {
    return j.is_null() ? std::nullopt : std::optional(j.get<std::string>());
}

record provision_record(findings::provision const& p) {
    return record::array({p.id, p.standard, p.clause, p.level, p.confidence});
}
findings::provision provision_from(record const& j) {
    return {j.at(0), j.at(1), j.at(2), j.at(3), j.at(4)};
}

record finding_record(tickets::evidence const& e) {
    record j;
    for (auto const& [name, text] : texts_of(e)) j[name] = *text;
    j["from"] = e.period.from.text();
    j["to"] = e.period.to.text();
    j["not_detected"] = e.not_detected;
    j["prohibited"] = e.prohibited;
    j["marginal"] = e.marginal;
    j["reference"] = record::object();
    for (auto const& [name, value] : e.reference) j["reference"][name] = value;
    j["provision"] = provision_record(e.provision);
    j["also_breached"] = record::array();
    for (auto const& p : e.also_breached) j["also_breached"].push_back(provision_record(p));
    j["violation_types"] = e.violation_types;
    j["lacks"] = e.lacks;
    return j;
}

tickets::evidence finding_from(record const& j) {
    tickets::evidence e;
    for (auto const& [name, text] : texts_of(e)) *text = j.at(name).get<std::string>();
    e.period = {base::moment::parse(j.at("from").get<std::string>()).value_or(base::moment{}),
                base::moment::parse(j.at("to").get<std::string>()).value_or(base::moment{})};
    e.not_detected = j.at("not_detected");
    e.prohibited = j.at("prohibited");
    e.marginal = j.at("marginal");
    for (auto const& [name, value] : j.at("reference").items()) e.reference[name] = value.get<std::string>();
    e.provision = provision_from(j.at("provision"));
    for (auto const& p : j.at("also_breached")) e.also_breached.push_back(provision_from(p));
    e.violation_types = j.at("violation_types").get<std::vector<std::string>>();
    e.lacks = j.at("lacks").get<std::vector<std::string>>();
    return e;
}

record basis_record(tickets::basis const& b) {
    return record::array({b.law, b.duty, b.penalty, b.confidence, or_nothing(b.fine_min), or_nothing(b.fine_max),
                          or_nothing(b.fine_unit), b.measures});
}
tickets::basis basis_from(record const& j) {
    tickets::basis b;
    b.law = j.at(0);
    b.duty = j.at(1);
    b.penalty = j.at(2);
    b.confidence = j.at(3);
    b.fine_min = text_or_nothing(j.at(4));
    b.fine_max = text_or_nothing(j.at(5));
    b.fine_unit = text_or_nothing(j.at(6));
    b.measures = j.at(7).get<std::vector<std::string>>();
    return b;
}

tickets::ticket ticket_from(record const& j) {
    tickets::ticket t;
    for (auto const& [name, text] : ticket_texts(t)) *text = j.at(name).get<std::string>();
    t.state = tickets::state_from(j.at("state").get<std::string>()).value();
    t.case_id = text_or_nothing(j.at("case_id"));
    t.rebound_of = text_or_nothing(j.at("rebound_of"));
    t.merged_into = text_or_nothing(j.at("merged_into"));
    t.first_day = base::date::parse(j.at("first_day").get<std::string>()).value();
    t.last_day = base::date::parse(j.at("last_day").get<std::string>()).value();
    t.undetermined = j.at("undetermined");
    t.violation_types = j.at("violation_types").get<std::vector<std::string>>();
    for (auto const& b : j.at("bases")) t.bases.push_back(basis_from(b));
    if (!j.at("due").is_null()) t.due = base::date::parse(j.at("due").get<std::string>()).value();
    for (auto const& e : j.at("findings")) t.findings.push_back(finding_from(e));
    return t;
}

std::string printed(record const& j, int indent) {
    return j.dump(indent, ' ', false, record::error_handler_t::replace) + '\n';
}

} // namespace

std::string record_json(tickets::ticket const& t) {
    record j;
    for (auto const& [name, text] : ticket_texts(t)) j[name] = *text;
    j["state"] = text(t.state);
    j["case_id"] = or_nothing(t.case_id);
    j["rebound_of"] = or_nothing(t.rebound_of);
    j["merged_into"] = or_nothing(t.merged_into);
    j["first_day"] = t.first_day.text();
    j["last_day"] = t.last_day.text();
    j["undetermined"] = t.undetermined;
    j["violation_types"] = t.violation_types;
    j["bases"] = record::array();
    for (auto const& b : t.bases) j["bases"].push_back(basis_record(b));
    j["due"] = t.due ? record(t.due->text()) : record(nullptr);
    j["findings"] = record::array();
    for (auto const& e : t.findings) j["findings"].push_back(finding_record(e));
    return printed(j, 1);
}

std::optional<tickets::ticket> record_from(std::string const& json) {
    try {
        return ticket_from(record::parse(json));
    } catch (std::exception const&) { return std::nullopt; }
}

std::string history_lines(std::vector<tickets::history_entry> const& history) {
    std::string all;
    for (auto const& e : history) {
        record j;
        j["position"] = e.position;
        j["ticket"] = e.ticket;
        j["seq"] = e.seq;
        j["time"] = e.time.text();
        j["by"] = e.by;
        j["move"] = e.move;
        j["note"] = or_nothing(e.note);
        j["details"] = e.details; // as a text: the hash is over its very bytes
        j["previous"] = e.previous;
        j["hash"] = e.hash;
        all += printed(j, -1);
    }
    return all;
}

std::optional<std::vector<tickets::history_entry>> history_from(std::string const& lines) {
    std::vector<tickets::history_entry> all;
    std::istringstream in(lines);
    try {
        for (std::string line; std::getline(in, line);) {
            auto const j = record::parse(line);
            auto& e = all.emplace_back();
            e.position = j.at("position");
            e.ticket = j.at("ticket");
            e.seq = j.at("seq");
            e.time = base::moment::parse(j.at("time").get<std::string>()).value();
            e.by = j.at("by");
            e.move = j.at("move");
            e.note = text_or_nothing(j.at("note"));
            e.details = j.at("details");
            e.previous = j.at("previous");
            e.hash = j.at("hash");
        }
    } catch (std::exception const&) { return std::nullopt; }
    return all;
}

} // namespace huanchi::evidence
