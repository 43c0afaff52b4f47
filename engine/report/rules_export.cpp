// Every numeric requirement as one row, for those who compare the library with print or load it elsewhere (contract §4).
#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/phrases.hpp"
#include "report/rules_document.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace huanchi::report {

namespace {

constexpr std::array columns{"provision_id", "standard",  "clause",        "level",       "factor",
                             "factor_name",  "statistic", "min",           "max",         "unit",
                             "condition",    "scope",     "in_force_from", "in_force_to", "confidence"};
using exported = std::array<std::string, columns.size()>;

std::string printed(std::optional<model::bound> const& b) {
    return b ? b->written.text() : "";
}

struct exporter {
    model::rulebook const& rules;
    std::vector<exported> rows = {};

    std::string conditions(std::vector<model::expression_ptr> const& all) const {
        std::vector<std::string> parts;
        for (auto const& c : all) {
            if (!c) continue;
            auto const* o = std::get_if<model::operation_use>(&c->node);
            bool const either = o && o->op == model::operation::or_;
            parts.push_back(either ? "(" + model::text(*c, rules) + ")" : model::text(*c, rules));
        }
        return joined(parts, " and ");
    }

    exported row(std::string const& id, std::uint16_t document, std::string const& clause, base::span_of_dates const& effective,
                 model::confidence trust, std::uint16_t scope) const {
        auto const& d = rules.documents[document];
        exported r;
        r[0] = id;
        r[1] = d.number;
        r[2] = clause;
        r[3] = model::text(d.level);
        r[11] = rules.records[scope].name;
        r[12] = effective.from ? effective.from->text() : "";
        r[13] = effective.before ? effective.before->text() : "";
        r[14] = model::text(trust);
        return r;
    }

    // A limit is a requirement on each statistic that it judges; along a curve, at each of its points.
    void limit(model::limit const& l) {
        auto const& factor = rules.factors[l.factor];
        auto base = row(l.id, l.document, l.clause, l.effective, l.confidence, l.scope);
        base[4] = factor.code;
        base[5] = l.printed_name.empty() ? factor.name : l.printed_name;
        base[7] = printed(l.min);
        base[8] = l.not_detected ? "not_detected" : l.prohibited ? "prohibited" : printed(l.max);
        base[9] = rules.units[l.unit].symbol;
        base[10] = conditions(l.conditions);
        if (l.status != model::status::in_force)
            base[10] += (base[10].empty() ? "" : " and ") + ("status " + std::string(model::text(l.status)));
        for (auto const s : l.statistics) {
            auto one = base;
            one[6] = rules.statistics[s].json;
            if (!l.curve) {
                rows.push_back(std::move(one));
                continue;
            }
            auto const& field = rules.at(l.curve->field);
            auto const& unit = rules.units[field.unit];
            for (auto const& [at, max] : l.curve->points) {
                auto point = one;
                point[8] = max.text();
                point[10] += (point[10].empty() ? "" : " and ") + field.json + " = " +
                             with_unit(base::printed(at / unit.factor).value, unit.symbol);
                rows.push_back(std::move(point));
            }
        }
    }

    void grades(model::grade_table const& g) {
        for (auto const& r : g.rows)
            for (std::size_t i = 0; i < g.classes.size(); ++i) {
                if (!r.min[i] && !r.max[i]) continue;
                auto one = row(g.id, g.document, g.clause, g.effective, g.confidence, g.scope);
                auto const& factor = rules.at(r.field).factor;
                one[4] = factor ? rules.factors[*factor].code : "";
                one[5] = r.printed_name;
                one[7] = printed(r.min[i]);
                one[8] = printed(r.max[i]);
                one[9] = rules.units[r.unit].symbol;
                one[10] = g.class_name + " = " + g.classes[i];
                if (auto const when = conditions({g.where, r.when}); !when.empty()) one[10] += " and " + when;
                rows.push_back(std::move(one));
            }
    }
};

std::vector<exported> all_rows(model::rulebook const& rules) {
    exporter e{rules};
    for (auto const& l : rules.limits) e.limit(l);
    for (auto const& g : rules.grades) e.grades(g);
    return std::move(e.rows);
}

} // namespace

std::string rules_export_csv(model::rulebook const& rules) {
    csv_lines csv(false);
    csv.line({columns.begin(), columns.end()});
    for (auto const& r : all_rows(rules)) csv.line({r.begin(), r.end()});
    return std::move(csv).finish();
}

std::string rules_export_json(model::rulebook const& rules) {
    json_document doc;
    doc.member("schema", "huanchi.rules-export/1");
    doc.member("digest", rules.digest);
    doc.open_list("provisions");
    for (auto const& r : all_rows(rules)) {
        json j;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            bool const may_lack = i == 4 || i == 6 || i == 7 || i == 8 || i == 10 || i == 12 || i == 13;
            j[columns[i]] = may_lack ? or_null(r[i]) : json(r[i]);
        }
        doc.item(j);
    }
    doc.close_list();
    return std::move(doc).finish();
}

} // namespace huanchi::report
