#include "facts/row_formats.hpp"

#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/hj212_words.hpp"
#include "facts/manners.hpp"
#include "hj212/encoding.hpp"
#include "hj212/parts.hpp"
#include "hj212/stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace huanchi::facts {

namespace {

using hj212::suffix;

constexpr std::int64_t minute_ms = 60'000;

// The items of one code that stand together.
struct run {
    std::string_view code;
    std::optional<std::uint16_t> factor;
    std::array<hj212::field const*, static_cast<std::size_t>(suffix::other) + 1> by_suffix{};
    hj212::field const* stray = nullptr; // an item without `=` behind one with: a comma within a number
    bool measured = false;

    hj212::field const* operator[](suffix s) const { return by_suffix[static_cast<std::size_t>(s)]; }
};

class hj212_rows {
public:
    hj212_rows(input& in, std::string const& name, model::rulebook const& rules, facilities const& known,
               reading_options const& options, row_reader& rows, packet_count& count)
        : in_(in), name_(name), rules_(rules), known_(known), label_is_end_(options.time_label_end), rows_(rows), count_(count),
          names_(rules), manners_(known.devices), stream_([this](std::string_view mn) { return manners_.find(mn); }) {
        for (auto const& t : rules.marks) {
            if (t.column == "flag") flags_ = &t;
            if (t.column == "mark") marks_ = &t;
        }
        auto const mg_l = rules.units.find("mg/L"), mg_m3 = rules.units.find("mg/m³");
        for (auto const& f : rules.factors)
            unit_needed_.push_back(mg_l && mg_m3 && f.unit != *mg_l && f.unit != *mg_m3 &&
                                   rules.units[f.unit].dimension == rules.units[*mg_l].dimension);
        if (auto const f = names_.find("flow").field) flow_unit_ = rules.at({model::measurement_record, *f}).unit;
        if (auto const f = names_.find("corrected").field) corrected_unit_ = rules.at({model::measurement_record, *f}).unit;
    }

    std::optional<base::failure> read();

private:
    void take(hj212::step s);
    void packet(hj212::packet const& p, std::uint32_t line, std::uint64_t offset, std::string_view raw);
    hj212::packet const& decoded();
    void joined(hj212::joined_segment const& j);
    void reject(std::uint32_t line, std::string_view code, std::string const& reason, std::string_view raw);
    void find_runs(hj212::packet const& p);
    void find_flow(hj212::packet const& p, device const& d);
    std::optional<std::uint16_t> factor(std::string_view code, std::string_view medium);
    bool time(hj212::packet const& p, device const& d);
    void row(hj212::packet const& p, device const& d, run const& r);
    outlet const* outlet_of(device const& d, run const& r, std::string& why) const;
    bool place(device const& d, run const& r);
    bool value(hj212::packet const& p, device const& d, run const& r);
    bool sample_time(run const& r);
    void flag(hj212::packet const& p, device const& d, run const& r);
    void corrected(run const& r);
    void flow(run const& r);
    void others(hj212::packet const& p, run const& r);
    void put(std::string_view name, std::string_view text);
    void fail(std::string_view column, std::string code, std::string reason) {
        rows_.reject(row_.line, column, std::move(code), std::move(reason), row_.raw);
    }
    std::string_view text_of(std::int64_t ms, std::array<char, 40>& buffer) const;

    input& in_;
    std::string const& name_;
    model::rulebook const& rules_;
    facilities const& known_;
    bool label_is_end_;
    row_reader& rows_;
    packet_count& count_;
    column_names names_;
    manners manners_;
    hj212::packet_reader stream_;
    hj212::part_joiner parts_;
    hj212::packet whole_;   // of joined parts
    hj212::packet decoded_; // from GB18030, over utf8_
    std::string utf8_;
    std::array<std::uint64_t, hj212::note_count> notes_{};
    std::uint64_t sent_early_ = 0;
    model::mark_table const* flags_ = nullptr;
    model::mark_table const* marks_ = nullptr;
    std::vector<bool> unit_needed_; // by factor: its printed unit is not what devices send
    std::optional<base::unit_id> flow_unit_, corrected_unit_;
    std::vector<std::pair<std::string_view, column_meaning>> meanings_;
    std::vector<std::pair<std::string_view, lookup_cache<std::optional<std::uint16_t>>>> factors_; // by medium

    // Of the packet at hand.
    model::interval interval_ = model::interval::hour;
    std::vector<run> runs_;
    run const* flow_run_ = nullptr;
    std::string_view flow_text_, flow_unit_text_;
    std::array<char, 40> time_buffer_{}, end_buffer_{}, received_buffer_{}, sample_buffer_{};
    std::string_view time_text_, end_text_, received_text_;
    std::optional<base::moment> logged_;
    row_text row_;
    std::string unit_text_, corrected_text_;
};

std::optional<base::failure> hj212_rows::read() {
    if (known_.devices.all().empty())
        return base::failure{"'" + name_ + "' holds packets of HJ 212, and the facilities name no device",
                             "give the facilities with --facilities, with the numbers of their devices in `mn`"};
    for (;;) {
        auto const s = stream_.next(in_.window(), in_.ended());
        if (s == hj212::step::ended) break;
        if (s != hj212::step::more) take(s);
        in_.consume(stream_.consumed());
        if (s == hj212::step::more)
            if (auto problem = in_.more()) return problem;
    }
    while (auto const rest = parts_.give_up()) joined(*rest);
    count_.repeated_parts = parts_.repeated();
    if (sent_early_ > 0) count_.odd.emplace_back(sent_before_its_end, sent_early_);
    for (std::size_t i = 0; i < notes_.size(); ++i)
        if (notes_[i] > 0) count_.odd.emplace_back(hj212::text(static_cast<hj212::note>(i)), notes_[i]);
    return std::nullopt;
}

void hj212_rows::take(hj212::step s) {
    if (s == hj212::step::packet) {
        auto const& as_sent = stream_.packet();
        auto const& p = as_sent.notes.has(hj212::note::not_utf8) ? decoded() : as_sent;
        ++count_.packets;
        for (std::size_t i = 0; i < hj212::note_count; ++i)
            if (as_sent.notes.has(static_cast<hj212::note>(i))) ++notes_[i];
        logged_ = stream_.logged();
        if (p.parts == 0) return packet(p, stream_.line(), stream_.offset(), stream_.wire());
        ++count_.with_rows; // with the others of its group
        if (auto const group = parts_.add(p, {stream_.line(), stream_.offset()})) joined(*group);
        return;
    }
    auto const& w = stream_.wrong();
    if (s == hj212::step::skipped && stream_.skipped_as() != hj212::between::garbage) return;
    if (s == hj212::step::skipped) {
        ++count_.garbage;
        count_.garbage_bytes += w.length;
    } else {
        ++count_.rejected;
    }
    auto const text = printable(w.beginning);
    rows_.reject(w.line, "", std::string(hj212::code(w.fault)),
                 fmt::format("{}: byte {} of the stream, {} bytes from byte {}: {}", why(w.fault), w.at, w.length, w.offset,
                             excerpt(text)),
                 text);
}

// What rows and reasons quote is UTF-8.
hj212::packet const& hj212_rows::decoded() {
    utf8_ = hj212::from_gb18030(stream_.segment()).value_or("");
    if (hj212::read_segment(utf8_, decoded_)) return stream_.packet(); // cannot be: the signs of the format are ASCII
    return decoded_;
}

void hj212_rows::joined(hj212::joined_segment const& j) {
    ++(j.complete() ? count_.joined : count_.parts_missing);
    if (hj212::read_segment(j.segment, whole_)) return; // cannot be: its parts were read
    auto const before = count_;
    packet(whole_, j.line, j.offset, j.segment);
    // Its parts are counted as packets with rows already.
    bool const rejected = count_.rejected > before.rejected, without = count_.without_rows > before.without_rows;
    count_.with_rows = before.with_rows - (rejected || without ? j.came : 0);
    count_.without_rows = before.without_rows + (without ? j.came : 0);
}

void hj212_rows::reject(std::uint32_t line, std::string_view code, std::string const& reason, std::string_view raw) {
    ++count_.rejected;
    rows_.reject(line, "", std::string(code), reason, raw);
}

std::optional<std::uint16_t> hj212_rows::factor(std::string_view code, std::string_view medium) {
    auto const find = [&](std::string_view c) -> std::optional<std::uint16_t> {
        auto const [begin, end] = rules_.factor_index.equal_range(std::string(c));
        std::optional<std::uint16_t> old;
        for (auto it = begin; it != end; ++it) {
            auto const& f = rules_.factors[it->second];
            if (f.code == c) return it->second;
            // Old codes of water and vendors' codes for gas look alike: only the system that sends tells them apart.
            if (f.old_code == c && f.medium == medium) old = it->second;
        }
        return old;
    };
    auto cache = std::find_if(factors_.begin(), factors_.end(), [&](auto const& c) { return c.first == medium; });
    if (cache == factors_.end()) {
        factors_.emplace_back(medium, lookup_cache<std::optional<std::uint16_t>>(9));
        cache = factors_.end() - 1;
    }
    return cache->second.get(code, find);
}

void hj212_rows::find_runs(hj212::packet const& p) {
    runs_.clear();
    auto const medium = medium_of_system(p.st);
    hj212::field const* last = nullptr;
    for (auto const& f : p.fields) {
        if (!f.has_value) {
            if (last && last->group == f.group && !runs_.empty()) runs_.back().stray = &f;
            continue;
        }
        if (f.suffix == suffix::none) {
            ++count_.other_items;
            last = nullptr;
            continue;
        }
        bool const goes_on = last && last->group == f.group && last->code == f.code;
        if (!goes_on) {
            auto& r = runs_.emplace_back();
            r.code = f.code;
            r.factor = factor(f.code, medium);
        }
        auto& r = runs_.back();
        r.by_suffix[static_cast<std::size_t>(f.suffix)] = &f;
        r.measured = r.measured || (f.suffix >= suffix::rtd && f.suffix <= suffix::zs_max) ||
                     (f.suffix >= suffix::data && f.suffix <= suffix::night_data);
        last = &f;
    }
}

// The flow of the period stands beside the others of its packet: a volume where the device adds it up, else a rate.
void hj212_rows::find_flow(hj212::packet const& p, device const& d) {
    flow_run_ = nullptr;
    if (!flow_unit_ || interval_ == model::interval::instant) return;
    for (auto const& r : runs_) {
        if (!r.factor || r.stray) continue;
        auto const& f = rules_.factors[*r.factor];
        if (rules_.units[f.mass_unit].dimension != rules_.units[*flow_unit_].dimension) continue;
        auto const* any = r[suffix::cou] ? r[suffix::cou] : r[suffix::avg];
        if (!any || any->value.empty()) continue;
        auto const says = hj212::flag_of(p, *any);
        if (!says.empty() && says != "N") continue;
        flow_run_ = &r;
        flow_text_ = any->value;
        bool const volume = any == r[suffix::cou];
        flow_unit_text_ = volume ? d.unit_of(any->name) : d.unit_of(r.code);
        if (flow_unit_text_.empty()) flow_unit_text_ = rules_.units[volume ? f.mass_unit : f.unit].symbol;
        return;
    }
}

std::string_view hj212_rows::text_of(std::int64_t ms, std::array<char, 40>& buffer) const {
    base::moment const m{ms};
    auto const d = m.date();
    auto const in_day = m.ms_of_day();
    auto const end = fmt::format_to_n(buffer.data(), buffer.size(), "{:04}-{:02}-{:02} {:02}:{:02}:{:02}", d.year(), d.month(),
                                      d.day(), in_day / 3600000, in_day / 60000 % 60, in_day / 1000 % 60);
    auto size = end.size;
    if (in_day % 1000 != 0) size += fmt::format_to_n(buffer.data() + size, buffer.size() - size, ".{:03}", in_day % 1000).size;
    return {buffer.data(), size};
}

// DataTime is the start of the period, unless the register says otherwise of the device.
bool hj212_rows::time(hj212::packet const& p, device const& d) {
    bool const digits = (p.data_time.size() == 14 || p.data_time.size() == 17) &&
                        p.data_time.find_first_not_of("0123456789") == std::string_view::npos;
    auto const m = digits ? base::moment::parse(p.data_time) : std::nullopt;
    if (!m) return false;
    std::int64_t const minutes = interval_ == model::interval::minute         ? std::max(d.minute_interval, 1u)
                                 : interval_ == model::interval::five_minutes ? 5
                                 : interval_ == model::interval::hour         ? 60
                                 : interval_ == model::interval::day          ? 24 * 60
                                                                              : 0;
    auto const start = d.label_is_end || label_is_end_ ? m->ms - minutes * minute_ms : m->ms;
    time_text_ = text_of(start, time_buffer_);
    auto const sent = minutes > 0 && p.qn.size() == 17 ? base::moment::parse(p.qn) : std::nullopt;
    if (sent && sent->ms < start + minutes * minute_ms) ++sent_early_;
    end_text_ = {};
    if (interval_ == model::interval::minute && minutes > 1) end_text_ = text_of(start + minutes * minute_ms, end_buffer_);
    received_text_ = logged_ ? text_of(logged_->ms, received_buffer_) : std::string_view{};
    return true;
}

void hj212_rows::packet(hj212::packet const& p, std::uint32_t line, std::uint64_t offset, std::string_view raw) {
    auto const what = interval_of_command(p.command);
    if (!what) {
        ++count_.without_rows;
        count_.other_items += p.fields.size();
        return;
    }
    interval_ = *what;
    auto const* d = known_.devices.find(p.mn);
    if (!d)
        return reject(line, "unknown_device",
                      fmt::format("no facility has the device MN={} (packet at byte {})", excerpt(p.mn), offset), raw);
    if (interval_ == model::interval::minute && d->minute_interval == 5) interval_ = model::interval::five_minutes;
    find_runs(p);
    if (std::none_of(runs_.begin(), runs_.end(), [](run const& r) { return r.measured; })) {
        ++count_.without_rows; // a request of the machine above, or states of equipment
        count_.other_items += runs_.size();
        return;
    }
    if (!time(p, *d))
        return reject(
            line, "bad_time",
            fmt::format("DataTime {} is no date and time of 14 or 17 digits (packet at byte {})", excerpt(p.data_time), offset),
            raw);
    ++count_.with_rows;
    find_flow(p, *d);
    row_.line = line;
    row_.raw = raw;
    for (auto const& r : runs_) {
        if (r.measured)
            row(p, *d, r);
        else
            ++count_.other_items;
    }
}

outlet const* hj212_rows::outlet_of(device const& d, run const& r, std::string& why) const {
    auto const& site = known_.sites[d.facility];
    if (!d.outlet.empty()) {
        auto const at = known_.find_outlet(site.id, d.outlet);
        return at == no_outlet ? nullptr : &known_.outlets[at];
    }
    if (site.outlets.size() == 1) return &known_.outlets[site.outlets.front()];
    outlet const* found = nullptr;
    std::size_t fitting = 0;
    for (auto const at : site.outlets) {
        if (known_.outlets[at].medium != rules_.factors[*r.factor].medium) continue;
        found = &known_.outlets[at];
        ++fitting;
    }
    if (fitting == 1) return found;
    why = fmt::format("the device MN={} belongs to a site with {} outlets, {} of them for {}: say which in `mn` of the outlet "
                      "or in `devices`",
                      excerpt(d.mn), site.outlets.size(), fitting, rules_.factors[*r.factor].name);
    return nullptr;
}

// A text under a name of the contract: where the engine or the rules know it, there; else for those who pass rows on.
void hj212_rows::put(std::string_view name, std::string_view text) {
    // The names are literals, and few.
    auto at = std::find_if(meanings_.begin(), meanings_.end(), [&](auto const& m) { return m.first.data() == name.data(); });
    if (at == meanings_.end()) at = meanings_.insert(at, {name, names_.find(name)});
    auto const& m = at->second;
    if (m.role != role::none) {
        row_.cells[index(m.role)] = text;
        row_.columns[index(m.role)] = at->first;
    }
    if (m.field) row_.fields.push_back({*m.field, text, at->first});
    if (m.ignored() && rows_.keeps_others()) row_.others.push_back({at->first, text});
}

bool hj212_rows::place(device const& d, run const& r) {
    if (!r.factor) {
        fail(r.code, "unknown_factor", "unknown factor code " + excerpt(r.code));
        return false;
    }
    std::string why;
    auto const* o = outlet_of(d, r, why);
    if (!o) {
        fail("MN", "unknown_outlet", why);
        return false;
    }
    put("enterprise_id", known_.sites[d.facility].id);
    put("outlet_id", o->id);
    put("factor", rules_.factors[*r.factor].code);
    return true;
}

bool hj212_rows::value(hj212::packet const& p, device const& d, run const& r) {
    auto const* f = interval_ == model::interval::instant ? r[suffix::rtd] : r[suffix::avg];
    if (!f) f = r[suffix::data];
    if (!f) {
        if (&r == flow_run_ || (r[suffix::cou] && !r[suffix::min] && !r[suffix::max])) { // an amount alone is no concentration
            if (&r != flow_run_) fail(r[suffix::cou]->name, "no_value", "an emitted amount without a concentration");
            return false;
        }
        if (r[suffix::day_data] || r[suffix::night_data]) {
            fail(r.code, "no_place", "noise of the day or the night alone has no place in measurements");
            return false;
        }
        fail(r.code, "no_value",
             fmt::format("CN={} carries no {} of {}", p.cn, interval_ == model::interval::instant ? "Rtd" : "Avg",
                         excerpt(r.code)));
        return false;
    }
    if (r.stray) {
        fail(f->name, "bad_value", "a comma within a number: " + excerpt(r.stray->name) + " stands alone behind an item");
        return false;
    }
    auto const& factor = rules_.factors[*r.factor];
    auto unit = d.unit_of(r.code);
    if (unit.empty()) unit = d.unit_of(factor.code);
    if (unit.empty() && unit_needed_[*r.factor]) {
        fail(
            f->name, "unknown_unit",
            fmt::format("the unit of {} must come from the register of devices: the standard prints {}, which few devices send "
                        "(`units` of the device)",
                        factor.name, rules_.units[factor.unit].symbol));
        return false;
    }
    put("value", f->value);
    row_.columns[index(role::value)] = f->name;
    put("unit", unit.empty() ? std::string_view(rules_.units[factor.unit].symbol) : unit);
    return true;
}

// An analyser's result that is sent again has the time of its sample, and so is the same datum.
bool hj212_rows::sample_time(run const& r) {
    auto const* f = r[suffix::sample_time];
    if (interval_ != model::interval::instant || !f || f->value.empty()) return true;
    auto const m = base::moment::parse(f->value);
    if (!m) {
        fail(f->name, "bad_time", excerpt(f->value) + " is no date and time of 14 digits");
        return false;
    }
    put("time", text_of(m->ms, sample_buffer_));
    return true;
}

bool has(model::mark_table const* table, std::string_view word) {
    return table && std::any_of(table->marks.begin(), table->marks.end(), [&](auto const& m) { return m.text == word; });
}

// Letters of HJ 212 and marks of HJ 75 stand in one field and share letters that mean something else (F, B): the register says
// which the device sends. St, Sd and Md can only be marks.
void hj212_rows::flag(hj212::packet const& p, device const& d, run const& r) {
    std::string_view written;
    if (auto const* own = r[suffix::flag])
        written = own->value;
    else
        for (auto const* f : r.by_suffix)
            if (f) {
                written = hj212::flag_of(p, *f);
                break;
            }
    if (written.empty()) return;
    bool const mark = d.marks_of_hj75 || (!has(flags_, written) && has(marks_, written));
    put(mark ? "mark" : "flag", written);
}

// Only where the rules' field can hold it: devices send a converted temperature, too.
void hj212_rows::corrected(run const& r) {
    auto const* f = interval_ == model::interval::instant ? r[suffix::zs_rtd] : r[suffix::zs_avg];
    if (!f || f->value.empty() || !corrected_unit_) return;
    auto const unit = rules_.units.find(row_[role::unit]);
    if (!unit || rules_.units[*unit].dimension != rules_.units[*corrected_unit_].dimension) return;
    if (*unit == *corrected_unit_) return put("corrected", f->value);
    corrected_text_.assign(f->value).append(1, ' ').append(row_[role::unit]);
    put("corrected", corrected_text_);
}

void hj212_rows::flow(run const& r) {
    if (!flow_run_ || &r == flow_run_) return;
    if (rules_.factors[*r.factor].medium != rules_.factors[*flow_run_->factor].medium) return;
    put("flow_unit", flow_unit_text_);
    put("flow", flow_text_);
}

// What measurements have no place for, kept for those who pass rows on.
void hj212_rows::others(hj212::packet const& p, run const& r) {
    if (!rows_.keeps_others()) return;
    struct kept {
        hj212::suffix suffix;
        std::string_view name;
    };
    constexpr kept all[] = {{suffix::min, "min"},       {suffix::max, "max"},       {suffix::cou, "cou"},
                            {suffix::zs_min, "zs_min"}, {suffix::zs_max, "zs_max"}, {suffix::eflag, "eflag"}};
    for (auto const& k : all)
        if (auto const* f = r[k.suffix]) put(k.name, f->value);
    if (auto const* f = r[suffix::sample_time]) put("sample_time", f->value);
    put("mn", p.mn);
}

void hj212_rows::row(hj212::packet const& p, device const& d, run const& r) {
    row_.cells.fill({});
    row_.columns.fill({});
    row_.fields.clear();
    row_.others.clear();
    put("time", time_text_);
    row_.columns[index(role::time)] = "DataTime";
    if (!place(d, r) || !value(p, d, r) || !sample_time(r)) return;
    put("interval", interval_word(interval_));
    put("source", "auto");
    if (!end_text_.empty()) put("period_end", end_text_);
    if (!received_text_.empty()) put("received", received_text_);
    flag(p, d, r);
    corrected(r);
    flow(r);
    others(p, r);
    rows_.read(row_);
}

} // namespace

std::optional<base::failure> read_hj212_rows(input& in, std::string const& name, model::rulebook const& rules,
                                             facilities const& known, reading_options const& options, row_reader& rows,
                                             packet_count& packets) {
    return hj212_rows(in, name, rules, known, options, rows, packets).read();
}

} // namespace huanchi::facts
