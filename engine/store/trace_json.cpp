#include "store/trace_json.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace huanchi::store {

using json = nlohmann::ordered_json;

namespace {

json citation_json(model::citation const& c) {
    return json::array({c.document, c.clause, static_cast<int>(c.confidence)});
}

model::citation citation_of(json const& j) {
    return {j.at(0), j.at(1), static_cast<model::confidence>(j.at(2).get<int>())};
}

json or_null(std::optional<std::string> const& text) {
    return text ? json(*text) : json(nullptr);
}

std::optional<std::string> maybe(json const& j) {
    return j.is_null() ? std::nullopt : std::optional(j.get<std::string>());
}

// The texts of a trace by name; those that are empty are not written.
template <class Trace>
auto texts(Trace& t) {
    using text = decltype(&t.method);
    return std::array<std::pair<char const*, text>, 5>{{{"method", &t.method},
                                                        {"formula", &t.formula},
                                                        {"formula_clause", &t.formula_clause},
                                                        {"formula_text", &t.formula_text},
                                                        {"note", &t.note}}};
}

} // namespace

std::string trace_json(findings::trace const& t, std::function<std::int64_t(std::uint32_t)> const& file_key) {
    json all = {{"delivered", t.delivered}, {"valid", t.valid}, {"need", t.need}};
    for (auto const& [name, text] : texts(t))
        if (!text->empty()) all[name] = *text;
    all["method_says"] = citation_json(t.method_says);
    all["standing_says"] = citation_json(t.standing_says);
    all["because"] = t.because;
    auto& values = all["values"] = json::array();
    std::int64_t before = 0; // times as steps from the value before, for there are many
    for (auto const& v : t.values) {
        auto rows = json::array();
        for (auto const& row : v.rows) {
            rows.push_back(file_key(row.file));
            rows.push_back(row.line);
        }
        values.push_back({v.period.from.ms - before, v.period.to.ms - v.period.from.ms, v.written, v.value,
                          or_null(v.auxiliary), or_null(v.flow), v.left_out, std::move(rows)});
        before = v.period.from.ms;
    }
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

findings::trace trace_of(std::string const& text, std::function<std::uint32_t(std::int64_t)> const& file_index) {
    auto const all = json::parse(text);
    findings::trace t;
    t.delivered = all.at("delivered");
    t.valid = all.at("valid");
    t.need = all.at("need");
    for (auto const& [name, into] : texts(t))
        if (all.contains(name)) *into = all.at(name).get<std::string>();
    t.method_says = citation_of(all.at("method_says"));
    t.standing_says = citation_of(all.at("standing_says"));
    t.because = all.at("because").get<std::vector<std::string>>();
    base::moment from{};
    for (auto const& v : all.at("values")) {
        from.ms += v.at(0).get<std::int64_t>();
        findings::used_value used{
            {from, {from.ms + v.at(1).get<std::int64_t>()}}, v.at(2), v.at(3), maybe(v.at(4)), maybe(v.at(5)), v.at(6), {}};
        auto const& rows = v.at(7); // file, line, file, line …
        for (std::size_t i = 0; i + 1 < rows.size(); i += 2)
            used.rows.push_back({file_index(rows[i].get<std::int64_t>()), rows[i + 1].get<std::uint32_t>()});
        t.values.push_back(std::move(used));
    }
    return t;
}

} // namespace huanchi::store
