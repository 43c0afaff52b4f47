#include "report/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

json measured_json(findings::measured_value const& m) {
    json j{{"value", m.value}, {"exact", or_null(m.exact)}, {"unit", m.unit}};
    if (m.low) j["low"] = *m.low;
    if (m.high) j["high"] = *m.high;
    return j;
}

json limit_json(findings::limit_value const& l) {
    json j{{"min", or_null(l.min)}, {"max", or_null(l.max)}, {"unit", l.unit}, {"reference", reference_json(l.reference)}};
    if (l.not_detected) j["not_detected"] = true;
    if (l.prohibited) j["prohibited"] = true;
    return j;
}

json reason_json(findings::reason const& r, language in) {
    json missing = json::array();
    for (auto const& m : r.missing) missing.push_back({{"name", m.name}, {"band", or_null(m.band)}});
    return {{"code", r.code}, {"text", in == language::zh || r.text_en.empty() ? r.text_zh : r.text_en}, {"missing", missing}};
}

json ids(std::vector<findings::provision> const& provisions) {
    json list = json::array();
    for (auto const& p : provisions) list.push_back(p.id);
    return list;
}

// Blanks behind every line end inside, so that a value may stand deeper in a document.
std::string indented(std::string const& text, std::size_t by) {
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (char const c : text) {
        out += c;
        if (c == '\n') out.append(by, ' ');
    }
    return out;
}

json finality_json(findings::finality const& f) {
    json before = nullptr;
    if (f.verdict_before) before = {{"verdict", *f.verdict_before}, {"measured", or_null(f.measured_before)}};
    return {{"state", f.state}, {"until", f.until.text()}, {"rule", f.rule}, {"before", std::move(before)}};
}

json series_json(findings::seen_series const& s) {
    json values = json::array();
    for (auto const& v : s.values)
        values.push_back({{"period", to_json(v.period)}, {"value", v.written}, {"beside", v.beside}});
    return {{"title", s.title}, {"pattern", s.pattern}, {"count", s.count}, {"values", std::move(values)}};
}

} // namespace

json or_null(std::optional<std::string> const& text) {
    return text ? json(*text) : json(nullptr);
}
json or_null(std::optional<base::date> const& day) {
    return day ? json(day->text()) : json(nullptr);
}
json or_null(std::string const& text) {
    return text.empty() ? json(nullptr) : json(text);
}

std::string max_cell(findings::limit_value const& l) {
    return l.not_detected ? "not_detected" : l.prohibited ? "prohibited" : l.max.value_or("");
}

json to_json(findings::provision const& p) {
    return {{"id", p.id}, {"standard", p.standard}, {"clause", p.clause}, {"level", p.level}, {"confidence", p.confidence}};
}

json to_json(base::period const& p) {
    return {{"from", p.from.text()}, {"to", p.to.text()}};
}

json to_json(base::span_of_dates const& s) {
    return {{"from", s.from ? json(s.from->text()) : json(nullptr)},
            {"before", s.before ? json(s.before->text()) : json(nullptr)}};
}

json to_json(std::vector<tickets::basis> const& bases) {
    json list = json::array();
    for (auto const& b : bases) {
        bool const fine = b.fine_min || b.fine_max;
        list.push_back(
            {{"law", b.law},
             {"duty", b.duty},
             {"penalty", b.penalty},
             {"fine", fine ? json{{"min", or_null(b.fine_min)}, {"max", or_null(b.fine_max)}, {"unit", or_null(b.fine_unit)}}
                           : json(nullptr)},
             {"measures", b.measures},
             {"confidence", b.confidence}});
    }
    return list;
}

json reference_json(std::map<std::string, std::string> const& reference) {
    if (reference.empty()) return nullptr;
    json j = json::object();
    for (auto const& [name, value] : reference) j[name] = value;
    return j;
}

json to_json(findings::finding const& f, language in) {
    json j;
    j["id"] = f.id;
    j["verdict"] = eval::text(f.verdict);
    j["nature"] = f.nature;
    j["enterprise_id"] = f.enterprise_id;
    j["outlet_id"] = or_null(f.outlet_id);
    if (!f.record.empty()) j["record"] = f.record;
    j["factor"] = or_null(f.factor);
    j["factor_name"] = f.factor_name;
    j["quantity"] = f.quantity;
    j["statistic"] = f.statistic;
    j["period"] = to_json(f.period);
    j["measured"] = f.measured ? measured_json(*f.measured) : json(nullptr);
    j["limit"] = f.limit ? limit_json(*f.limit) : json(nullptr);
    j["exceedance"] = or_null(f.exceedance);
    j["ratio"] = or_null(f.ratio);
    j["marginal"] = f.marginal;
    j["provision"] = f.provision ? to_json(*f.provision) : json(nullptr);
    j["also_breached"] = ids(f.also_breached);
    j["violation_types"] = f.violation_types;
    j["evidence"] = {{"source", f.source}, {"standing", f.standing}, {"lacks", f.lacks}};
    j["reason"] = f.reason ? reason_json(*f.reason, in) : json(nullptr);
    if (f.series) {
        j["series"] = series_json(*f.series);
        j["because"] = f.because;
    }
    if (f.verdict == eval::verdict::undetermined) {
        j["candidates"] = json::array();
        for (auto const& p : f.candidates) j["candidates"].push_back(to_json(p));
    }
    j["finality"] = f.finality ? finality_json(*f.finality) : json(nullptr);
    return j;
}

std::string written(json const& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

void json_document::begin(std::string_view key) {
    out_ += first_ ? "\n  " : ",\n  ";
    first_ = false;
    out_ += written(json(key), -1) + ": ";
}

void json_document::member(std::string_view key, json const& value) {
    begin(key);
    out_ += indented(written(value, 2), 2);
}

void json_document::open_list(std::string_view key) {
    begin(key);
    out_ += '[';
    first_item_ = true;
}

void json_document::item(json const& value) {
    out_ += first_item_ ? "\n    " : ",\n    ";
    first_item_ = false;
    out_ += indented(written(value, 2), 4);
}

void json_document::close_list() {
    out_ += first_item_ ? "]" : "\n  ]";
}

std::string json_document::finish() && {
    return std::move(out_) + (first_ ? "}" : "\n}");
}

} // namespace huanchi::report
