#include "facts/row_reader.hpp"

#include "facts/amount.hpp"
#include "facts/excerpt.hpp"
#include "facts/nearest_name.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

// Flags of HJ 212 are letters; a word that a rule declares as a flag stands as an asterisk.
char letter_of(std::string_view flag) {
    if (flag.empty()) return '\0';
    return flag.size() == 1 ? flag.front() : '*';
}

} // namespace

row_reader::row_reader(std::uint32_t file, model::rulebook const& rules, facilities const& known,
                       reading_options const& options, batch_sink const& rows, reject_sink const& rejects)
    : file_(file), rules_(rules), known_(known), batch_rows_(std::max<std::size_t>(options.batch_rows, 1)), rows_(rows),
      rejects_(rejects), on_row_(options.on_row), labels_(options.time_label_end), fields_(rules), outlets_(12), media_(known),
      units_(8), fits_(rules.factors.size() * rules.units.size(), fit::unasked), intervals_(5), sources_(5), marking_(rules) {
    batch_.file = file;
    for (std::size_t i = 0; i < media_.names.size(); ++i) factors_.emplace_back(9);
    if (rules.field_index.size() > model::measurement_record) {
        flow_field_ = rules.find_field(model::measurement_record, "flow");
        source_field_ = rules.find_field(model::measurement_record, "source");
    }
    if (source_field_) {
        auto const& choices = rules.at({model::measurement_record, *source_field_}).choices;
        source_words_ = std::find(choices.begin(), choices.end(), text(data_source::automatic)) != choices.end();
    }
}

void row_reader::reject(std::uint32_t line, std::string_view column, std::string code, std::string reason,
                        std::string_view raw) {
    ++count_.rows;
    ++count_.rejected;
    if (rejects_) rejects_({file_, line, std::string(column), std::move(code), std::move(reason), std::string(raw)});
}

bool row_reader::fail(row_text const& row, role r, std::string code, std::string reason) {
    auto const named = row.columns[index(r)];
    reject(row.line, named.empty() ? text(r) : named, std::move(code), std::move(reason), row.raw);
    return false;
}

void row_reader::flush() {
    if (batch_.size() == 0) return;
    if (rows_) rows_(batch_);
    batch_.clear();
    fields_.batch_was_cleared();
}

read_count row_reader::finish() {
    flush();
    return count_;
}

bool row_reader::required(row_text const& row) {
    for (auto const r : {role::enterprise_id, role::outlet_id, role::time, role::factor})
        if (row[r].empty()) return fail(row, r, "missing_column_value", "the row has no " + std::string(text(r)));
    return true;
}

// Rows of one outlet stand together in most inputs.
std::uint32_t row_reader::outlet(row_text const& row) {
    auto const enterprise = row[role::enterprise_id], id = row[role::outlet_id];
    if (enterprise == enterprise_ && id == outlet_id_) return last_outlet_;
    enterprise_.assign(enterprise);
    outlet_id_.assign(id);
    outlet_key_.assign(enterprise).append(1, '\x1f').append(id);
    last_outlet_ = outlets_.get(outlet_key_, [&](std::string_view) { return known_.find_outlet(enterprise, id); });
    return last_outlet_;
}

row_reader::named_factor row_reader::find_factor(std::string_view spelling, std::string_view medium) const {
    named_factor out{rules_.find_factor(spelling, medium), {}};
    if (!out.id) out.reason = unknown_factor(rules_, spelling);
    return out;
}

bool row_reader::factor(row_text const& row, std::uint32_t outlet, std::uint16_t& out) {
    std::size_t const medium = outlet == no_outlet ? 0 : media_.of_outlet[outlet];
    auto const& named =
        factors_[medium].get(row[role::factor], [&](std::string_view s) { return find_factor(s, media_.names[medium]); });
    if (!named.id) return fail(row, role::factor, "unknown_factor", named.reason);
    out = *named.id;
    return true;
}

// Times that are not labels of intervals; 24:00 is the end of its day.
bool row_reader::moment(row_text const& row, role r, std::int64_t& out) {
    auto const read = read_clock(row[r]);
    if (!read) return fail(row, r, "bad_time", excerpt(row[r]) + " is no date and time such as 2026-05-01 08:00");
    out = read->ms;
    return true;
}

bool row_reader::when(row_text const& row, times& out) {
    if (auto const word = row[role::interval]; !word.empty()) {
        auto const known = intervals_.get(word, interval_of);
        if (!known)
            return fail(row, role::interval, "bad_interval",
                        "unknown interval " + excerpt(word) +
                            ": expected instant, minute, 5min, hour, day, month, year or sample");
        out.interval = *known;
    }
    auto const* read = labels_.read(row[role::time], out.interval);
    if (!read) return fail(row, role::time, labels_.code(), labels_.reason());
    out.of = *read;
    if (!is_missing(row[role::period_end])) {
        if (!moment(row, role::period_end, out.of.end)) return false;
        if (out.of.end <= out.of.start)
            return fail(row, role::period_end, "bad_time",
                        excerpt(row[role::period_end]) + " is not after the start of the row");
    }
    return is_missing(row[role::received]) || moment(row, role::received, out.received);
}

bool row_reader::usability(row_text const& row, facts::usability& out) {
    marking::texts written;
    for (std::size_t i = 0; i < written.size(); ++i) written[i] = row[marking::columns[i]];
    marking::problem what;
    auto const read = marking_.read(written, what);
    if (!read) return fail(row, what.role, "unknown_flag", std::move(what.reason));
    out = *read;
    return true;
}

bool row_reader::convertible(std::uint16_t factor, base::unit_id unit) {
    auto& known = fits_[factor * rules_.units.size() + unit];
    if (known == fit::unasked)
        known = rules_.units[unit].dimension == rules_.units[rules_.factors[factor].unit].dimension ? fit::yes : fit::no;
    return known == fit::yes;
}

bool row_reader::unit(row_text const& row, std::uint16_t factor, bool has_value, base::unit_id& out) {
    auto const written = row[role::unit];
    auto const own = rules_.factors[factor].unit;
    auto const named = [&]() -> named_unit const& {
        return units_.get(written, [&](std::string_view text) {
            named_unit found{rules_.units.find(text), {}};
            if (!found.id) found.reason = unknown_unit(rules_, text);
            return found;
        });
    };
    if (is_missing(written) || (written == "无量纲" && !named().id)) {
        out = own;
        if (!has_value || rules_.units[own].dimension.empty()) return true;
        return fail(row, role::unit, "bad_unit",
                    "no unit: " + rules_.factors[factor].name + " is measured in units such as " + rules_.units[own].symbol);
    }
    auto const& unit = named();
    if (!unit.id) return fail(row, role::unit, "bad_unit", unit.reason);
    out = *unit.id;
    if (convertible(factor, out)) return true;
    auto const& symbol = rules_.units[own].symbol;
    return fail(row, role::unit, "bad_unit",
                excerpt(written) + " cannot be converted to " + (symbol.empty() ? "a number without dimension" : symbol) +
                    ", the unit of " + rules_.factors[factor].name);
}

bool row_reader::value(row_text const& row, std::uint16_t factor, facts::usability usable, judged_value& out) {
    auto const written = row[role::value];
    auto const read = read_measured(written);
    out.value = read.number;
    out.below_detection = read.reading == reading::below;
    out.blank = read.reading == reading::missing;
    bool const judged = usable == usability::valid;
    if (read.reading == reading::unreadable)
        return fail(row, role::value, "bad_value",
                    excerpt(written) + " is no number of at most 18 digits, and no mark of a value below detection");
    if (read.reading == reading::missing && judged)
        return fail(row, role::value, "blank_value", "no value, and no mark that takes the row out");
    if (read.reading == reading::not_detected) {
        auto const limit = row[role::dl];
        auto const number = base::decimal::parse(limit);
        if (!is_missing(limit) && (!number || number->coefficient <= 0))
            return fail(row, role::dl, "bad_value",
                        excerpt(limit) + " is no detection limit: expected a number above 0, in the unit of the row");
        // A row that is taken out anyway needs no bound.
        if (!number && judged)
            return fail(row, role::value, "bad_value",
                        excerpt(written) + " without a detection limit: give it in the column dl, or as <0.5");
        out.value = number.value_or(base::decimal{});
        out.below_detection = true;
        out.blank = !number;
    }
    return unit(row, factor, read.reading != reading::missing, out.unit);
}

bool row_reader::source(row_text const& row, data_source& out) {
    auto const word = row[role::source];
    if (word.empty()) return true;
    auto const known = sources_.get(word, source_of);
    if (!known)
        return fail(row, role::source, "bad_source",
                    "unknown source " + excerpt(word) + ": expected auto, enforcement, self_manual, commissioned or platform");
    out = *known;
    return true;
}

bool row_reader::fields(row_text const& row, data_source source, std::int64_t duration) {
    auto const at = static_cast<std::uint32_t>(batch_.size());
    std::size_t const before = batch_.extras.size();
    for (auto const& f : row.fields) {
        auto const written = f.field == source_field_ && source_words_ && !f.text.empty() ? text(source) : f.text;
        auto const unit_beside = f.field == flow_field_ ? row[role::flow_unit] : std::string_view{};
        if (fields_.read(f.field, written, unit_beside, duration, at, batch_)) continue;
        batch_.extras.resize(before);
        reject(row.line, f.column, fields_.code(), fields_.reason(), row.raw);
        return false;
    }
    return true;
}

void row_reader::read(row_text const& row) {
    if (!required(row)) return;
    auto const where = outlet(row);
    std::uint16_t what = 0;
    times at;
    facts::usability usable = usability::valid;
    judged_value v;
    data_source from = data_source::unknown;
    if (!factor(row, where, what) || !when(row, at) || !usability(row, usable) || !value(row, what, usable, v) ||
        !source(row, from) || !fields(row, from, at.of.end - at.of.start))
        return;
    batch_.outlet.push_back(where);
    batch_.factor.push_back(what);
    batch_.interval.push_back(at.interval);
    batch_.time.push_back(at.of.start);
    batch_.period_end.push_back(at.of.end);
    batch_.value.push_back(v.value);
    batch_.unit.push_back(v.unit);
    batch_.below_detection.push_back(v.blank ? no_value : v.below_detection ? 1 : 0);
    batch_.usability.push_back(usable);
    batch_.flag.push_back(letter_of(row[role::flag]));
    batch_.source.push_back(from);
    batch_.received.push_back(at.received);
    batch_.line.push_back(row.line);
    if (on_row_) on_row_(row, {where, what, at.interval, at.of.start, at.of.end, at.received, v.unit, from});
    ++count_.rows;
    count_.flag_assumed = count_.flag_assumed || row[role::flag].empty();
    if (batch_.size() >= batch_rows_) flush();
}

} // namespace huanchi::facts
