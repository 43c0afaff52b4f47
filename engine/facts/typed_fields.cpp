#include "facts/typed_fields.hpp"

#include "facts/amount.hpp"
#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/field_reader.hpp"

namespace huanchi::facts {

model::field in_own_unit(model::field f, model::rulebook const& rules) {
    if (f.factor && f.unit == base::no_unit) f.unit = rules.factors[*f.factor].unit;
    return f;
}

namespace {

// A list of texts as one text.
std::optional<std::string> joined(json_node const& node) {
    if (node.is != json_node::kind::list) return std::nullopt;
    std::string text;
    for (auto const& item : node.items) {
        if (!item.scalar()) return std::nullopt;
        text += (text.empty() ? "" : "；") + std::string(trimmed(item.text));
    }
    return text;
}

} // namespace

void read_typed_fields(json_node const& object, std::uint16_t record, model::rulebook const& rules,
                       std::vector<model::value>& values, std::vector<std::string>* written, field_problem const& problem) {
    for (auto const& [key, node] : object.members) {
        auto const index = rules.find_field(record, trimmed(key));
        if (!index) continue;
        auto const f = in_own_unit(rules.records[record].fields[*index], rules);
        auto const list = f.type == model::field_type::text ? joined(node) : std::nullopt;
        if (!node.scalar() && !list) {
            problem(key, "a list or an object stands where a text or a number is expected");
            continue;
        }
        auto const text = list ? std::string_view(*list) : trimmed(node.text);
        if (is_missing(text)) continue;
        auto value = model::read_field(f, text, rules.units);
        if (!value) {
            problem(key, not_of_type(f, text, rules.units));
            continue;
        }
        if (model::known(values[*index]) && values[*index] != *value) {
            problem(key, excerpt(f.json) + " is given twice, with different values");
            continue;
        }
        values[*index] = std::move(*value);
        if (written) (*written)[*index] = std::string(text);
    }
}

} // namespace huanchi::facts
