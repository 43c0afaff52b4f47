#include "facts/field_reader.hpp"

#include "facts/amount.hpp"
#include "facts/excerpt.hpp"
#include "facts/nearest_name.hpp"

namespace huanchi::facts {

namespace {

model::record const* measurement_of(model::rulebook const& rules) {
    return rules.records.size() > model::measurement_record ? &rules.records[model::measurement_record] : nullptr;
}

// The time of one millisecond in coherent units with its dimension, by the unit of hours that the rules declare.
struct time_scale {
    base::dimension dimension;
    base::rational ms;
};
std::optional<time_scale> time_of(base::unit_table const& units) {
    auto const hour = units.find("h");
    if (!hour) return std::nullopt;
    return time_scale{units[*hour].dimension, units[*hour].factor * base::rational(1, 3'600'000)};
}

} // namespace

std::string not_of_type(model::field const& f, std::string_view text, base::unit_table const& units) {
    std::string out = excerpt(text) + " is no ";
    switch (f.type) {
    case model::field_type::date: return out + "date: expected 2026-05-01";
    case model::field_type::yes_no: return out + "yes or no";
    case model::field_type::number: return out + "number";
    case model::field_type::quantity: {
        auto const& symbol = units[f.unit].symbol;
        return symbol.empty() ? out + "number" : out + "quantity: expected a number, or a number with a unit such as " + symbol;
    }
    case model::field_type::choice:
        out = excerpt(text) + " is none of ";
        for (std::size_t i = 0; i < f.choices.size(); ++i) out += (i ? ", " : "") + f.choices[i];
        return out;
    default: return out + "text";
    }
}

field_reader::field_reader(model::rulebook const& rules) : rules_(rules) {
    auto const* record = measurement_of(rules);
    std::size_t const fields = record ? record->fields.size() : 0;
    for (std::size_t i = 0; i < fields; ++i) conversions_.emplace_back(4);
    known_texts_.assign(fields, no_text);
}

bool field_reader::fail(std::string code, std::string reason) {
    code_ = std::move(code);
    reason_ = std::move(reason);
    return false;
}

bool field_reader::read(std::uint16_t field, std::string_view text, std::string_view unit_beside, std::int64_t duration,
                        std::uint32_t row, batch& to) {
    if (is_missing(text)) return true;
    auto const& f = rules_.records[model::measurement_record].fields[field];
    extra out{row, field, false, {}, 0};
    bool read = false;
    switch (f.type) {
    case model::field_type::number: read = number(f, text, out); break;
    case model::field_type::quantity: read = quantity(field, text, unit_beside, duration, out); break;
    default: read = this->text(field, text, out, to);
    }
    if (read) to.extras.push_back(out);
    return read;
}

bool field_reader::number(model::field const& f, std::string_view text, extra& out) {
    auto const number = base::decimal::parse(text);
    if (!number) return fail("bad_value", not_of_type(f, text, rules_.units));
    out.is_number = true;
    out.number = *number;
    return true;
}

field_reader::conversion field_reader::find_conversion(model::field const& f, std::string_view unit) const {
    conversion out;
    auto const& to = rules_.units[f.unit];
    auto const named = rules_.units.find(unit);
    if (!named) {
        out.reason = unknown_unit(rules_, unit);
        return out;
    }
    auto const& from = rules_.units[*named];
    if (auto const factor = rules_.units.factor(*named, f.unit)) {
        auto const exact = exact_factor(*factor);
        out.how = exact ? conversion::kind::factor : conversion::kind::none;
        if (*factor == base::rational(1)) out.how = conversion::kind::same;
        out.factor = exact.value_or(base::decimal{});
        if (!exact) out.reason = excerpt(unit) + " has no exact decimal factor to " + to.symbol;
        return out;
    }
    auto const time = time_of(rules_.units);
    if (time && from.dimension * time->dimension == to.dimension) {
        out.how = conversion::kind::rate;
        out.per_ms = from.factor * time->ms / to.factor;
        return out;
    }
    out.reason = excerpt(unit) + " cannot be converted to " + (to.symbol.empty() ? "a number without unit" : to.symbol);
    return out;
}

bool field_reader::quantity(std::uint16_t field, std::string_view text, std::string_view unit_beside, std::int64_t duration,
                            extra& out) {
    auto const& f = rules_.records[model::measurement_record].fields[field];
    auto const read = read_amount(text);
    if (!read) return fail("bad_value", not_of_type(f, text, rules_.units));
    out.is_number = true;
    out.number = read->number;
    auto const unit = read->unit.empty() ? unit_beside : read->unit;
    if (unit.empty()) return true;

    auto& c = conversions_[field].get(unit, [&](std::string_view u) { return find_conversion(f, u); });
    if (c.how == conversion::kind::same) return true;
    if (c.how == conversion::kind::none) return fail("bad_unit", c.reason);
    if (c.how == conversion::kind::rate && c.duration != duration) {
        auto const exact = exact_factor(c.per_ms * base::rational(duration));
        c.duration = duration;
        c.exact = exact && duration > 0;
        c.factor = exact.value_or(base::decimal{});
    }
    if (c.how == conversion::kind::rate && (!c.exact || duration <= 0))
        return fail("bad_unit",
                    excerpt(unit) + " over the interval of the row has no exact decimal in " + rules_.units[f.unit].symbol);
    auto const converted = product(read->number, c.factor);
    if (!converted) return fail("bad_value", excerpt(text) + " has more than 18 digits in " + rules_.units[f.unit].symbol);
    out.number = *converted;
    return true;
}

bool field_reader::text(std::uint16_t field, std::string_view text, extra& out, batch& to) {
    auto& known = known_texts_[field];
    if (known == no_text || to.texts[known] != text) {
        auto const& f = rules_.records[model::measurement_record].fields[field];
        bool const free = f.type == model::field_type::text || f.type == model::field_type::code;
        if (!free && !model::read_field(f, text, rules_.units)) return fail("bad_value", not_of_type(f, text, rules_.units));
        known = static_cast<std::uint32_t>(to.texts.size());
        to.texts.emplace_back(text);
    }
    out.text = known;
    return true;
}

} // namespace huanchi::facts
