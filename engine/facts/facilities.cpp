#include "facts/facilities.hpp"

#include "base/digest.hpp"
#include "facts/amount.hpp"
#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/json_tree.hpp"
#include "facts/nearest_name.hpp"
#include "facts/stacks.hpp"
#include "facts/typed_fields.hpp"
#include "hj212/checksum.hpp"
#include "hj212/cipher.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::size_t most_problems_shown = 100;

std::string key_of(std::string_view enterprise, std::string_view outlet) {
    std::string key;
    key.reserve(enterprise.size() + outlet.size() + 1);
    return key.append(enterprise).append(1, '\x1f').append(outlet);
}

// Where in the document a problem stands.
struct place {
    std::string text; // file.json: /0/outlets/1, file.ndjson:3: /outlets/1
    place at(std::string_view key) const { return {text + pointer_step(key)}; }
    place at(std::size_t i) const { return {text + "/" + std::to_string(i)}; }
};

class reader {
public:
    explicit reader(model::rulebook const& rules) : rules_(rules) {}

    void site(json_node const& node, place const& where);
    void description(json_node const& node, place const& where);
    void problem(place const& where, std::string const& what) { problems_.push_back(where.text + ": " + what); }
    base::result<facilities> finish();

private:
    std::string text(json_node const& object, std::string_view key, place const& where, bool required = false);
    std::vector<std::string> texts(json_node const& object, std::string_view key, place const& where);
    std::vector<json_node> const& list(json_node const& object, std::string_view key, place const& where);
    std::vector<model::value> fields(json_node const& object, std::uint16_t record, place const& where);
    void add_outlet(json_node const& node, place const& where, facility& site);
    void read_attributes(outlet& o, json_node const& node, place const& where);
    std::string medium(json_node const& node, std::vector<model::value> const& fields, place const& where);
    void add_stacks(json_node const& node, place const& where, facility& site);
    void add_device(facts::device d, place const& where);
    void devices(json_node const& node, place const& where, facility const& site);
    void device(json_node const& node, place const& where, facility const& site);
    facts::permit permit(json_node const& node, place const& where, facility const& site);
    std::optional<permit_limit> limit(json_node const& node, place const& where, facility const& site);
    std::optional<base::decimal> number(json_node const& object, std::string_view key, place const& where);
    std::optional<base::date> date(json_node const& object, std::string_view key, place const& where);
    bool unit_fits(model::factor const& factor, base::unit_id unit) const;

    model::rulebook const& rules_;
    facilities out_;
    std::vector<std::string> problems_;
};

// A text of the schema; numbers are taken with their digits, so that an id may be written as either.
std::string reader::text(json_node const& object, std::string_view key, place const& where, bool required) {
    auto const* node = object.find(key);
    std::string found;
    if (node && node->is != json_node::kind::string && node->is != json_node::kind::number && node->is != json_node::kind::null)
        problem(where.at(key), "expected a text");
    else if (node)
        found = trimmed(node->text);
    if (required && found.empty() && (!node || node->scalar())) problem(where, "no " + std::string(key));
    return found;
}

std::vector<json_node> const& reader::list(json_node const& object, std::string_view key, place const& where) {
    static std::vector<json_node> const none;
    auto const* node = object.find(key);
    if (!node || node->is == json_node::kind::null) return none;
    if (node->is == json_node::kind::list) return node->items;
    problem(where.at(key), "expected a list");
    return none;
}

std::vector<std::string> reader::texts(json_node const& object, std::string_view key, place const& where) {
    auto const* node = object.find(key);
    if (node && node->is == json_node::kind::string) return {std::string(trimmed(node->text))};
    std::vector<std::string> out;
    auto const& items = list(object, key, where);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].is == json_node::kind::string || items[i].is == json_node::kind::number)
            out.emplace_back(trimmed(items[i].text));
        else
            problem(where.at(key).at(i), "expected a text");
    }
    return out;
}

std::vector<model::value> reader::fields(json_node const& object, std::uint16_t record, place const& where) {
    if (rules_.records.size() <= record) return {};
    std::vector<model::value> values(rules_.records[record].fields.size());
    read_typed_fields(object, record, rules_, values, nullptr,
                      [&](std::string_view key, std::string what) { problem(where.at(key), what); });
    auto const* attributes = object.find("attributes");
    if (!attributes || attributes->is == json_node::kind::null) return values;
    if (attributes->is != json_node::kind::object) {
        problem(where.at("attributes"), "expected an object");
        return values;
    }
    auto const inside = where.at("attributes");
    read_typed_fields(*attributes, record, rules_, values, nullptr,
                      [&](std::string_view key, std::string what) { problem(inside.at(key), what); });
    return values;
}

std::optional<base::decimal> reader::number(json_node const& object, std::string_view key, place const& where) {
    auto const written = text(object, key, where);
    if (is_missing(written)) return std::nullopt;
    auto const number = base::decimal::parse(written);
    if (!number) problem(where.at(key), excerpt(written) + " is no number of at most 18 digits");
    return number;
}

std::optional<base::date> reader::date(json_node const& object, std::string_view key, place const& where) {
    auto const written = text(object, key, where);
    if (is_missing(written)) return std::nullopt;
    auto const date = base::date::parse(written);
    if (!date) problem(where.at(key), excerpt(written) + " is no date: expected 2026-05-01");
    return date;
}

// The declared field where the rules have one: they say which media there are.
std::string reader::medium(json_node const& node, std::vector<model::value> const& fields, place const& where) {
    if (rules_.field_index.size() > model::outlet_record) {
        auto const field = rules_.find_field(model::outlet_record, "medium");
        if (field) {
            auto const* known = std::get_if<std::string>(&fields[*field]);
            return known ? *known : "";
        }
    }
    return text(node, "medium", where);
}

void reader::read_attributes(outlet& o, json_node const& node, place const& where) {
    o.fields = fields(node, model::outlet_record, where);
    o.medium = medium(node, o.fields, where);
    for (auto const& name : select_items(o, rules_))
        problem(where.at(model::selected_items_field),
                excerpt(name) + " is no factor that the rules know; several are separated by ；");
}

void reader::add_outlet(json_node const& node, place const& where, facility& site) {
    if (node.is != json_node::kind::object) return problem(where, "expected an outlet as an object");
    outlet o;
    o.id = text(node, "id", where, true);
    o.facility = static_cast<std::uint32_t>(out_.sites.size());
    read_attributes(o, node, where);
    for (auto& mn : texts(node, "mn", where)) {
        facts::device d;
        d.mn = std::move(mn);
        d.facility = o.facility;
        d.outlet = o.id;
        add_device(std::move(d), where.at("mn"));
    }
    auto const index = static_cast<std::uint32_t>(out_.outlets.size());
    if (!o.id.empty() && !out_.by_id.emplace(key_of(site.id, o.id), index).second)
        problem(where.at("id"), "the outlet " + excerpt(o.id) + " is there twice in the facility");
    site.outlets.push_back(index);
    out_.outlets.push_back(std::move(o));
}

void reader::add_device(facts::device d, place const& where) {
    if (d.mn.empty()) return problem(where, "no mn");
    auto const mn = d.mn;
    if (!out_.devices.add(std::move(d))) problem(where, "the device " + excerpt(mn) + " belongs to another facility already");
}

void reader::devices(json_node const& node, place const& where, facility const& site) {
    auto const& all = list(node, "devices", where);
    for (std::size_t i = 0; i < all.size(); ++i) device(all[i], where.at("devices").at(i), site);
}

void reader::device(json_node const& node, place const& where, facility const& site) {
    if (node.is != json_node::kind::object) return problem(where, "expected a device as an object");
    facts::device d;
    d.mn = text(node, "mn", where, true);
    if (auto const* known = out_.devices.find(d.mn); known && known->facility == out_.sites.size()) d = *known;
    d.facility = static_cast<std::uint32_t>(out_.sites.size());
    if (auto const outlet = text(node, "outlet", where); !outlet.empty()) {
        d.outlet = outlet;
        nearest_name near(outlet);
        for (auto const o : site.outlets) near.consider(out_.outlets[o].id);
        if (!out_.by_id.contains(key_of(site.id, outlet)))
            problem(where.at("outlet"), "the facility has no outlet " + excerpt(outlet) + near.remark());
    }
    d.password = text(node, "password", where);
    auto const one_of = [&](char const* key, std::string const& word, std::string_view a, std::string_view b) {
        if (!word.empty() && word != a && word != b)
            problem(where.at(key), "expected " + std::string(a) + " or " + std::string(b) + ", found " + excerpt(word));
        return word == b;
    };
    d.label_is_end = one_of("time_label", text(node, "time_label", where), "start", "end");
    d.marks_of_hj75 = one_of("marks", text(node, "marks", where), "hj212", "hj75");
    d.checksum = text(node, "checksum", where);
    if (!d.checksum.empty() && !hj212::dialect_named(d.checksum))
        problem(where.at("checksum"), "expected standard, modbus or modbus_swapped, found " + excerpt(d.checksum));
    d.sm4_key = text(node, "sm4_key", where);
    if (!d.sm4_key.empty() && !hj212::read_key(d.sm4_key))
        problem(where.at("sm4_key"), "expected a key of 32 hexadecimal digits");
    if (auto const minutes = number(node, "minute_interval", where)) {
        if (minutes->scale != 0 || minutes->coefficient < 1 || minutes->coefficient > 60 || 60 % minutes->coefficient != 0)
            problem(where.at("minute_interval"), "expected a number of minutes that divides 60");
        else
            d.minute_interval = static_cast<unsigned>(minutes->coefficient);
    }
    if (auto const* units = node.find("units")) {
        for (auto const& m : units->members) {
            if (!rules_.units.find(m.node.text)) problem(where.at("units").at(m.name), unknown_unit(rules_, m.node.text));
            d.units.emplace_back(m.name, m.node.text);
        }
    }
    if (!d.mn.empty()) add_device(std::move(d), where);
}

// In the factor's own unit, in a unit of its mass, or in mass over something (kg/h, t/a, kg/t).
bool reader::unit_fits(model::factor const& factor, base::unit_id unit) const {
    auto const& is = rules_.units[unit].dimension;
    if (is == rules_.units[factor.unit].dimension) return true;
    auto const& mass = rules_.units[factor.mass_unit].dimension;
    auto const has = [&](auto const& power) { return std::find(is.begin(), is.end(), power) != is.end(); };
    return !mass.empty() && std::all_of(mass.begin(), mass.end(), has);
}

std::optional<permit_limit> reader::limit(json_node const& node, place const& where, facility const& site) {
    if (node.is != json_node::kind::object) return problem(where, "expected a limit as an object"), std::nullopt;
    std::size_t const before = problems_.size();
    permit_limit l;
    l.outlet = text(node, "outlet", where, true);
    std::string medium;
    if (!l.outlet.empty()) {
        auto const at = out_.by_id.find(key_of(site.id, l.outlet));
        if (at != out_.by_id.end()) {
            medium = out_.outlets[at->second].medium;
        } else {
            nearest_name near(l.outlet);
            for (auto const o : site.outlets) near.consider(out_.outlets[o].id);
            problem(where.at("outlet"), "the facility has no outlet " + excerpt(l.outlet) + near.remark());
        }
    }
    auto const statistic = text(node, "statistic", where, true);
    if (auto const found = rules_.find_statistic(statistic))
        l.statistic = *found;
    else if (!statistic.empty())
        problem(where.at("statistic"), unknown_statistic(rules_, statistic));
    l.min = number(node, "min", where);
    l.max = number(node, "max", where);
    if (!l.min && !l.max && problems_.size() == before) problem(where, "a limit needs max or min");
    if (l.min && l.max && *l.max < *l.min) problem(where, "min " + l.min->text() + " is above max " + l.max->text());
    auto const unit = text(node, "unit", where);
    auto const known_unit = is_missing(unit) ? std::optional(base::no_unit) : rules_.units.find(unit);
    if (!known_unit) problem(where.at("unit"), unknown_unit(rules_, unit));
    l.unit = known_unit.value_or(base::no_unit);
    auto const factor = text(node, "factor", where, true);
    if (auto const found = rules_.find_factor(factor, medium)) {
        l.factor = *found;
        auto const& f = rules_.factors[*found];
        bool const blank = is_missing(unit);
        if (blank && rules_.units[f.unit].dimension.empty()) l.unit = f.unit;
        if (known_unit && !unit_fits(f, l.unit))
            problem(where.at("unit"), (blank ? "no unit" : excerpt(unit) + " is no unit") + " for " + f.name +
                                          ", which is measured in " + rules_.units[f.unit].symbol);
    } else if (!factor.empty()) {
        problem(where.at("factor"), unknown_factor(rules_, factor));
    }
    auto oxygen = text(node, "reference_oxygen", where);
    if (oxygen.ends_with('%')) oxygen = trimmed(std::string_view(oxygen).substr(0, oxygen.size() - 1));
    if (!is_missing(oxygen)) {
        l.reference_oxygen = base::decimal::parse(oxygen);
        if (!l.reference_oxygen) problem(where.at("reference_oxygen"), excerpt(oxygen) + " is no percentage of oxygen");
    }
    l.condition = text(node, "condition", where);
    l.special_period = text(node, "special_period", where);
    return l;
}

// {"outlets": ["DA001", "DA002"], "distance": "30 m", "factors": ["二氧化硫"]}
void reader::add_stacks(json_node const& node, place const& where, facility& site) {
    if (node.is != json_node::kind::object) return problem(where, "expected a group of stacks as an object");
    auto const before = problems_.size();
    stack_group g;
    for (auto const& id : texts(node, "outlets", where)) {
        auto const at = out_.by_id.find(key_of(site.id, id));
        if (at == out_.by_id.end() || !out_.outlets[at->second].members.empty())
            problem(where.at("outlets"), "the facility has no outlet " + excerpt(id));
        else if (std::find(g.outlets.begin(), g.outlets.end(), at->second) != g.outlets.end())
            problem(where.at("outlets"), "the outlet " + excerpt(id) + " is there twice");
        else
            g.outlets.push_back(at->second);
    }
    if (g.outlets.size() < 2 && problems_.size() == before) problem(where.at("outlets"), "expected two outlets or more");
    for (auto const& name : texts(node, "factors", where))
        if (auto const f = rules_.find_factor(name, "air"))
            g.factors.push_back(*f);
        else
            problem(where.at("factors"), unknown_factor(rules_, name));
    if (auto const written = text(node, "distance", where); !is_missing(written)) {
        auto const metre = rules_.units.find("m");
        auto const a = read_amount(written);
        auto const unit = a ? rules_.units.find(a->unit) : std::nullopt;
        if (!a || !metre || !unit || rules_.units[*unit].dimension != rules_.units[*metre].dimension)
            problem(where.at("distance"), excerpt(written) + " is no distance: expected 30 m");
        else if (g.outlets.size() > 2)
            problem(where.at("distance"), "a distance is between two stacks; more than two are near because they are named");
        else
            g.distance = base::rational(a->number) * rules_.units[*unit].factor;
    }
    if (problems_.size() != before) return;
    if (auto const wrong = add_equivalent_stack(out_, site, g, rules_); !wrong.empty()) problem(where, wrong);
}

facts::permit reader::permit(json_node const& node, place const& where, facility const& site) {
    facts::permit p;
    if (node.is != json_node::kind::object) return problem(where, "expected a permit as an object"), p;
    p.number = text(node, "number", where);
    p.version = text(node, "version", where);
    p.valid.from = date(node, "valid_from", where);
    // Printed dates are both inside; spans are half-open.
    if (auto const last = date(node, "valid_to", where)) p.valid.before = *last + 1;
    if (p.valid.empty()) problem(where.at("valid_to"), "the permit ends before it begins");
    auto const& limits = list(node, "limits", where);
    for (std::size_t i = 0; i < limits.size(); ++i)
        if (auto l = limit(limits[i], where.at("limits").at(i), site)) p.limits.push_back(std::move(*l));
    return p;
}

void reader::site(json_node const& node, place const& where) {
    if (node.is != json_node::kind::object) return problem(where, "expected a facility as an object");
    facility f;
    f.id = text(node, "id", where, true);
    if (!f.id.empty() && !out_.site_by_id.emplace(f.id, static_cast<std::uint32_t>(out_.sites.size())).second) {
        // Its outlets would only be told as doubles of the first one's.
        return problem(where.at("id"), "the facility " + excerpt(f.id) + " is there twice");
    }
    f.uscc = text(node, "uscc", where);
    f.name = text(node, "name", where);
    f.region = text(node, "region", where);
    f.industry = text(node, "industry", where);
    f.mn = texts(node, "mn", where);
    f.fields = fields(node, model::facility_record, where);
    for (auto const& mn : f.mn) {
        facts::device d;
        d.mn = mn;
        d.facility = static_cast<std::uint32_t>(out_.sites.size());
        add_device(std::move(d), where.at("mn"));
    }
    auto const& outlets = list(node, "outlets", where);
    for (std::size_t i = 0; i < outlets.size(); ++i) add_outlet(outlets[i], where.at("outlets").at(i), f);
    auto const& groups = list(node, "stack_groups", where);
    for (std::size_t i = 0; i < groups.size(); ++i) add_stacks(groups[i], where.at("stack_groups").at(i), f);
    devices(node, where, f);
    auto const& permits = list(node, "permits", where);
    for (std::size_t i = 0; i < permits.size(); ++i) f.permits.push_back(permit(permits[i], where.at("permits").at(i), f));
    out_.sites.push_back(std::move(f));
}

void reader::description(json_node const& node, place const& where) {
    if (node.is != json_node::kind::object) return problem(where, "expected an outlet as an object");
    facility f;
    outlet o;
    f.id = o.id = "described";
    if (auto const id = text(node, "id", where); !id.empty()) o.id = id;
    f.name = text(node, "name", where);
    f.region = text(node, "region", where);
    f.industry = text(node, "industry", where);
    read_attributes(o, node, where);
    auto const own = static_cast<std::ptrdiff_t>(problems_.size());
    f.fields = fields(node, model::facility_record, where);
    // A mistake in a field that both records have is told once.
    auto const told = [&](std::string const& p) {
        return std::find(problems_.begin(), problems_.begin() + own, p) != problems_.begin() + own;
    };
    problems_.erase(std::remove_if(problems_.begin() + own, problems_.end(), told), problems_.end());
    f.outlets.push_back(0);
    out_.by_id.emplace(key_of(f.id, o.id), 0);
    out_.site_by_id.emplace(f.id, 0);
    out_.outlets.push_back(std::move(o));
    out_.sites.push_back(std::move(f));
}

base::result<facilities> reader::finish() {
    if (problems_.empty()) return std::move(out_);
    std::string all;
    std::size_t const shown = std::min(problems_.size(), most_problems_shown);
    for (std::size_t i = 0; i < shown; ++i) all += (i ? "\n" : "") + problems_[i];
    if (shown < problems_.size()) all += "\nand " + std::to_string(problems_.size() - shown) + " more problems";
    return base::failure{all, "correct the file; `rules list --attributes` shows what may be said of facilities and outlets"};
}

std::string_view without_mark(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

void read_array(std::string_view text, std::string const& name, reader& to) {
    auto const parsed = parse_json(text);
    if (auto const* wrong = std::get_if<json_problem>(&parsed)) return to.problem({name}, wrong->what);
    auto const& items = std::get<json_node>(parsed).items;
    place const top{name + ": "};
    for (std::size_t i = 0; i < items.size(); ++i) to.site(items[i], top.at(i));
}

void read_lines(std::string_view text, std::string const& name, reader& to) {
    std::size_t line = 0;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const content = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++line;
        if (content.empty()) continue;
        std::string const at = name + ":" + std::to_string(line);
        auto const parsed = parse_json(content);
        if (auto const* wrong = std::get_if<json_problem>(&parsed))
            to.problem({at}, wrong->what);
        else
            to.site(std::get<json_node>(parsed), {at + ": "});
    }
}

} // namespace

std::uint32_t facilities::find_outlet(std::string_view enterprise_id, std::string_view outlet_id) const {
    auto const found = by_id.find(key_of(enterprise_id, outlet_id));
    return found == by_id.end() ? no_outlet : found->second;
}

namespace {

template <class Take>
void each_part(std::string_view list, std::initializer_list<std::string_view> separators, Take const& take) {
    while (!list.empty()) {
        std::size_t end = list.size(), length = 0;
        for (auto const s : separators)
            if (auto const at = list.find(s); at < end) end = at, length = s.size();
        if (auto const name = trimmed(list.substr(0, end)); !name.empty()) take(name);
        list.remove_prefix(end + length);
    }
}

} // namespace

std::vector<listed_factor> factors_listed(std::string_view list, std::string_view medium, model::rulebook const& rules) {
    std::vector<listed_factor> all;
    auto const take = [&](std::string_view name) { all.push_back({std::string(name), rules.find_factor(name, medium)}); };
    each_part(list, {"；", ";", "、", "\n"}, [&](std::string_view name) {
        // Names of substances have commas in them: they part only what is no name as a whole.
        if (rules.find_factor(name, medium))
            take(name);
        else
            each_part(name, {",", "，"}, take);
    });
    return all;
}

std::vector<std::string> select_items(outlet& o, model::rulebook const& rules) {
    std::vector<std::string> unknown;
    auto const field = rules.find_field(model::outlet_record, model::selected_items_field);
    auto const* listed = field ? std::get_if<std::string>(&o.fields[*field]) : nullptr;
    if (!listed) return unknown;
    for (auto& [name, factor] : factors_listed(*listed, o.medium, rules))
        if (factor)
            o.selected.push_back(*factor);
        else
            unknown.push_back(std::move(name));
    return unknown;
}

base::result<facilities> read_facilities(std::string_view text, std::string const& name, model::rulebook const& rules) {
    auto const content = trimmed(without_mark(text));
    reader to(rules);
    if (content.starts_with('[')) {
        read_array(content, name, to);
    } else if (content.starts_with('{')) {
        // One facility may also be spread over lines, as editors format it.
        auto const first_line = trimmed(content.substr(0, content.find('\n')));
        auto const whole =
            first_line.ends_with('}') ? std::variant<json_node, json_problem>(json_problem{}) : parse_json(content);
        if (auto const* one = std::get_if<json_node>(&whole))
            to.site(*one, {name + ": "});
        else
            read_lines(without_mark(text), name, to);
    } else {
        return base::failure{"'" + name + "' holds no facilities: neither an array of JSON nor objects, one a line",
                             "see schemas/facility.schema.json"};
    }
    auto read = to.finish();
    if (read) read->digest = "sha256:" + base::sha256_hex(text);
    return read;
}

base::result<facilities> read_description(std::string_view json, model::rulebook const& rules) {
    reader to(rules);
    place const where{"description: "};
    auto const parsed = parse_json(without_mark(json));
    if (auto const* wrong = std::get_if<json_problem>(&parsed))
        to.problem({"description"}, wrong->what);
    else
        to.description(std::get<json_node>(parsed), where);
    auto read = to.finish();
    if (read) read->digest = "sha256:" + base::sha256_hex(json);
    return read;
}

} // namespace huanchi::facts
