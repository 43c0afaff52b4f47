#include "base/rational.hpp"
#include "facts/amount.hpp"
#include "hj212/writing.hpp"
#include "report/normal_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace huanchi::report {

namespace {

using facts::role;

std::uint16_t command_of(model::interval i) {
    switch (i) {
    case model::interval::instant: return 2011;
    case model::interval::minute:
    case model::interval::five_minutes: return 2051;
    case model::interval::hour: return 2061;
    case model::interval::day: return 2031;
    default: return 0;
    }
}

std::string_view system_of(std::string_view medium) {
    if (medium == "water") return "32";
    if (medium == "noise") return "36";
    if (medium == "soil") return "35";
    return "31";
}

std::string digits_of(std::int64_t ms) {
    base::moment const m{ms};
    auto const d = m.date();
    auto const in_day = m.ms_of_day();
    return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", d.year(), d.month(), d.day(), in_day / 3600000, in_day / 60000 % 60,
                       in_day / 1000 % 60);
}

std::string_view field_text(facts::row_text const& row, model::rulebook const& rules, std::string_view json) {
    for (auto const& f : row.fields)
        if (rules.records[model::measurement_record].fields[f.field].json == json) return f.text;
    return {};
}
std::string_view other_text(facts::row_text const& row, std::string_view name) {
    for (auto const& o : row.others)
        if (o.name == name) return o.text;
    return {};
}

void add_item(std::string& items, std::string_view code, std::string_view suffix, std::string_view value) {
    if (!items.empty()) items += ',';
    items += fmt::format("{}-{}={}", code, suffix, value);
}

// Signs that would end an item; no measured value has them.
bool fits_in_item(std::string_view text) {
    return text.find_first_of(",;=&\r\n") == std::string_view::npos;
}

} // namespace

packet_writer::packet_writer(model::rulebook const& rules, facts::facilities const& known, sink to, refusal refused)
    : rules_(rules), known_(known), to_(std::move(to)), refused_(std::move(refused)) {}

// The device of the outlet, else one of the site that is tied to no outlet.
facts::device const* packet_writer::device_of(facts::normal_row const& n) const {
    if (n.outlet == facts::no_outlet) return nullptr;
    auto const& o = known_.outlets[n.outlet];
    facts::device const* of_site = nullptr;
    for (auto const& d : known_.devices.all()) {
        if (d.facility != o.facility) continue;
        if (d.outlet == o.id) return &d;
        if (d.outlet.empty() && !of_site) of_site = &d;
    }
    return of_site;
}

base::unit_id packet_writer::unit_for(facts::device const& d, std::uint16_t factor) const {
    auto const& f = rules_.factors[factor];
    auto const registered = d.unit_of(f.code);
    return registered.empty() ? f.unit : rules_.units.find(registered).value_or(f.unit);
}

bool packet_writer::number(std::string_view text, base::unit_id from, base::unit_id to, std::string& out) const {
    auto const n = base::decimal::parse(text);
    if (!n) return false;
    if (from == to) {
        out = n->text();
        return true;
    }
    auto const factor = rules_.units.factor(from, to);
    auto const exact = factor ? facts::exact_factor(*factor) : std::nullopt;
    auto const converted = exact ? facts::product(*n, *exact) : std::nullopt;
    if (converted) out = converted->text();
    return converted.has_value();
}

bool packet_writer::value_item(facts::row_text const& row, facts::normal_row const& n, facts::device const& d,
                               std::string& items) {
    auto const& code = rules_.factors[n.factor].code;
    auto const written = row[role::value];
    std::string value;
    if (!facts::is_missing(written) && !number(written, n.unit, unit_for(d, n.factor), value)) {
        refused_(row.line, "value", "no_place",
                 base::decimal::parse(written) ? "the value cannot be written exactly in the unit of the device"
                                               : "HJ 212 has no place for a value below detection");
        return false;
    }
    bool const instant = n.interval == model::interval::instant;
    if (auto const t = other_text(row, "sample_time"); !t.empty() && fits_in_item(t)) add_item(items, code, "SampleTime", t);
    add_item(items, code, instant ? "Rtd" : "Avg", value);
    return true;
}

void packet_writer::add_further(facts::row_text const& row, facts::normal_row const& n, facts::device const& d,
                                std::string& items) {
    auto const& code = rules_.factors[n.factor].code;
    auto const to = unit_for(d, n.factor);
    std::string value;
    for (auto const& [name, suffix] : {std::pair{"min", "Min"}, {"max", "Max"}, {"zs_min", "ZsMin"}, {"zs_max", "ZsMax"}})
        if (number(other_text(row, name), n.unit, to, value)) add_item(items, code, suffix, value);
    if (number(other_text(row, "cou"), to, to, value)) add_item(items, code, "Cou", value);
    if (number(field_text(row, rules_, "corrected"), n.unit, to, value))
        add_item(items, code, n.interval == model::interval::instant ? "ZsRtd" : "ZsAvg", value);
    auto const flag = row[role::flag], mark = row[role::mark];
    auto const both = !mark.empty() && (d.marks_of_hj75 || flag.empty() || flag == "N") ? mark : flag;
    if (!both.empty() && fits_in_item(both)) add_item(items, code, "Flag", both);
    if (auto const e = other_text(row, "eflag"); !e.empty() && fits_in_item(e)) add_item(items, code, "EFlag", e);
}

// Oxygen, temperature and flow may stand in columns of their own; in a packet they are factors.
void packet_writer::add_implied(facts::row_text const& row, waiting const& like) {
    auto const& device = known_.devices.all()[like.device];
    auto const medium = rules_.factors[like.factor].medium;
    bool const instant = like.command == 2011;
    auto const add = [&](std::uint16_t factor, std::string_view suffix, std::string_view value) {
        auto one = like;
        one.factor = factor;
        one.implied = true;
        one.items.clear();
        add_item(one.items, rules_.factors[factor].code, suffix, value);
        waiting_.push_back(std::move(one));
    };
    std::string value;
    for (auto const& f : row.fields) {
        auto const& field = rules_.records[model::measurement_record].fields[f.field];
        if (field.json == "flow" && !instant) {
            auto const unit =
                row[role::flow_unit].empty() ? field.unit : rules_.units.find(row[role::flow_unit]).value_or(field.unit);
            for (std::size_t i = 0; i < rules_.factors.size(); ++i) {
                auto const& flow = rules_.factors[i];
                if (flow.medium != medium || rules_.units[flow.mass_unit].dimension != rules_.units[field.unit].dimension)
                    continue;
                if (number(f.text, unit, flow.mass_unit, value)) add(static_cast<std::uint16_t>(i), "Cou", value);
                break;
            }
        } else if (field.factor && *field.factor != like.factor && rules_.factors[*field.factor].medium == medium) {
            if (number(f.text, field.unit, unit_for(device, *field.factor), value))
                add(*field.factor, instant ? "Rtd" : "Avg", value);
        }
    }
}

void packet_writer::add(facts::row_text const& row, facts::normal_row const& n) {
    auto const command = command_of(n.interval);
    if (command == 0) return refused_(row.line, "interval", "no_place", "HJ 212 has no command for data of this interval");
    auto const* d = device_of(n);
    if (!d) return refused_(row.line, "outlet_id", "no_device", "the facilities name no device (mn) of this outlet");
    waiting w{static_cast<std::uint32_t>(d - known_.devices.all().data()),
              command,
              n.start,
              n.end,
              system_of(rules_.factors[n.factor].medium),
              n.factor,
              {},
              false};
    if (!value_item(row, n, *d, w.items)) return;
    add_further(row, n, *d, w.items);
    ++rows_;
    add_implied(row, w);
    waiting_.push_back(std::move(w));
    if (waiting_.size() >= most_waiting) write_all();
}

void packet_writer::finish() {
    write_all();
}

void packet_writer::write_all() {
    auto const packet = [](waiting const& w) { return std::tie(w.device, w.command, w.start, w.system); };
    std::stable_sort(waiting_.begin(), waiting_.end(), [&](waiting const& a, waiting const& b) {
        return std::tuple_cat(packet(a), std::tie(a.factor, a.implied)) <
               std::tuple_cat(packet(b), std::tie(b.factor, b.implied));
    });
    // A factor that only stands beside others is written once, and not where it has a row of its own.
    auto const end = std::unique(waiting_.begin(), waiting_.end(), [&](waiting const& a, waiting const& b) {
        return b.implied && a.factor == b.factor && packet(a) == packet(b);
    });
    waiting_.erase(end, waiting_.end());
    for (auto from = waiting_.cbegin(); from != waiting_.cend();) {
        auto const to = std::find_if(from, waiting_.cend(), [&](waiting const& w) { return packet(w) != packet(*from); });
        write_packet(from, to);
        from = to;
    }
    waiting_.clear();
}

void packet_writer::write_packet(std::vector<waiting>::const_iterator from, std::vector<waiting>::const_iterator to) {
    auto const& d = known_.devices.all()[from->device];
    auto const label = "DataTime=" + digits_of(d.label_is_end ? from->end : from->start);
    std::vector<std::string> parts{label};
    for (auto i = from; i != to; ++i) {
        if (parts.back().size() + 1 + i->items.size() > hj212::most_data && parts.back() != label) parts.push_back(label);
        parts.back() += ";" + i->items;
    }
    auto const dialect = hj212::dialect_named(d.checksum).value_or(hj212::dialect::standard);
    auto const cn = std::to_string(from->command);
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const qn = digits_of(from->end) + fmt::format("{:03}", packets_++ % 1000);
        hj212::append_packet(out,
                             {qn, from->system, cn, d.password.empty() ? "123456" : d.password, d.mn, 4,
                              static_cast<unsigned>(parts.size()), static_cast<unsigned>(i + 1)},
                             parts[i], dialect);
    }
    to_(out);
}

} // namespace huanchi::report
