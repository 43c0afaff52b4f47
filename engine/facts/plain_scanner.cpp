#include "facts/plain_scanner.hpp"

#include "facts/amount.hpp"
#include "facts/plain_decimal.hpp"

#include <algorithm>
#include <bit>

namespace huanchi::facts {

plain_scanner::plain_scanner(model::rulebook const& rules, facilities const& known, std::vector<route> const& routes,
                             bool time_label_end)
    : rules_(rules), known_(known), routes_(routes), marking_(rules), labels_(time_label_end),
      outlet_places_(std::bit_ceil(std::max<std::size_t>(1024, 4 * known.outlets.size()))), media_(known) {}

std::size_t plain_scanner::follow(char const* text, plain_rows& to) {
    auto const hour_of = [&](std::string_view time) -> std::optional<std::int32_t> {
        std::int32_t hour = 0;
        last_start_size_ = 0;
        return find_hour(time, hour) ? std::optional(hour) : std::nullopt;
    };
    auto const use_of = [&](char const& flag) {
        return static_cast<unsigned char>(flag) < letters_.size() ? find_letter({&flag, 1}) : std::nullopt;
    };
    return patterns_.follow(text, to, hour_of, use_of);
}

void plain_scanner::learn(row_shape const& shape, std::span<std::string_view const> cells, std::string_view text, bool json,
                          plain_row const& row) {
    using kind = row_patterns::gap_kind;
    std::array<row_patterns::gap, row_patterns::most_gaps> gaps;
    std::size_t count = 0;
    if (shape.gaps.empty()) return patterns_.pass();
    for (auto const& g : shape.gaps) {
        auto const cell = cells[g.column];
        bool const quoted = json && !cell.empty() && cell.data()[-1] == '"';
        auto k = g.kind;
        if (k == kind::letter && cell.size() != 1) return patterns_.pass();
        if (json && !quoted && (k == kind::value || k == kind::number)) {
            if (cell.empty() && k == kind::value) return patterns_.pass();
            if (cell.empty()) continue; // null, or a text without content: the same in the next row
            k = k == kind::value ? kind::json_value : kind::json_number;
        }
        auto const from = static_cast<std::uint32_t>(cell.data() - text.data());
        gaps[count++] = {k, from, from + static_cast<std::uint32_t>(cell.size()), g.number};
    }
    patterns_.keep(text, std::span(gaps).first(count), row);
}

// The last word overlaps the one before it, so that nothing behind the text is compared.
bool plain_scanner::same_start(char const* text, std::size_t size) const {
    if (size != last_start_size_ || size < 8) return false;
    std::uint64_t differ = load_word(text + size - 8) ^ load_word(last_start_.data() + size - 8);
    for (std::size_t i = 0; i + 8 < size; i += 8) differ |= load_word(text + i) ^ load_word(last_start_.data() + i);
    return differ == 0;
}

plain_scanner::outlet_slot const* plain_scanner::find_outlet(std::string_view enterprise, std::string_view outlet) {
    auto const is = [&](outlet_slot const& s) { return s.outlet.is(outlet) && s.enterprise.is(enterprise); };
    if (last_outlet_ < outlets_.size()) {
        auto const& last = outlets_[last_outlet_];
        if (is(last)) return &last;
        if (is(outlets_[last.next])) return &outlets_[last_outlet_ = last.next];
    }
    auto const at = place_of(enterprise, outlet);
    if (at == nowhere) return nullptr;
    if (last_outlet_ < outlets_.size()) outlets_[last_outlet_].next = static_cast<std::uint32_t>(at);
    return &outlets_[last_outlet_ = at];
}

// In outlets_, where it is put if it is new; nowhere if there are too many.
std::size_t plain_scanner::place_of(std::string_view enterprise, std::string_view outlet) {
    auto const mask = outlet_places_.size() - 1;
    for (auto h = hash_of(outlet, hash_of(enterprise)) & mask;; h = (h + 1) & mask) {
        auto& place = outlet_places_[h];
        if (place > 0) {
            auto const& held = outlets_[place - 1];
            if (held.outlet.is(outlet) && held.enterprise.is(enterprise)) return place - 1;
            continue;
        }
        outlet_slot made;
        if (2 * outlets_.size() >= outlet_places_.size() || !made.enterprise.keep(enterprise) || !made.outlet.keep(outlet))
            return nowhere;
        if (trimmed(enterprise).size() == enterprise.size() && trimmed(outlet).size() == outlet.size())
            made.index = known_.find_outlet(enterprise, outlet);
        if (made.index != no_outlet) {
            made.route = routes_[made.index];
            made.medium = media_.of_outlet[made.index];
        }
        outlets_.push_back(made);
        return (place = static_cast<std::uint32_t>(outlets_.size())) - 1;
    }
}

plain_scanner::kind_slot const* plain_scanner::find_kind(std::string_view factor, std::string_view unit, std::uint8_t medium) {
    auto const is = [&](kind_slot const& s) { return s.used && s.medium == medium && s.factor.is(factor) && s.unit.is(unit); };
    auto& last = kinds_[last_kind_];
    if (auto const& next = kinds_[last.next]; is(next)) {
        last_kind_ = last.next;
        return &next;
    }
    if (factor.size() > short_text::longest || unit.size() > short_text::longest) return nullptr;
    auto const at = hash_of(unit, hash_of(factor, medium)) & (kinds_.size() - 1);
    auto& slot = kinds_[at];
    if (!is(slot)) {
        auto const what = rules_.find_factor(factor, media_.names[medium]);
        if (!what) return nullptr;
        auto const own = rules_.factors[*what].unit;
        auto const written = rules_.units.find(unit);
        bool const bare = is_missing(unit) || (unit == "无量纲" && !written);
        bool const fits = bare ? rules_.units[own].dimension.empty()
                               : written && rules_.units[*written].dimension == rules_.units[own].dimension;
        if (!fits) return nullptr;
        slot.factor.keep(factor);
        slot.unit.keep(unit);
        slot.index = *what;
        slot.unit_id = bare ? own : *written;
        slot.medium = medium;
        slot.used = true;
    }
    last.next = static_cast<std::uint32_t>(at);
    last_kind_ = at;
    return &slot;
}

bool plain_scanner::find_hour(std::string_view time, std::int32_t& hour) {
    if (!last_time_.is(time)) {
        auto const* of = labels_.read(time, model::interval::hour);
        if (!of || !last_time_.keep(time)) return false;
        last_hour_ = static_cast<std::int32_t>(of->start / 3'600'000);
    }
    hour = last_hour_;
    return true;
}

std::optional<usability> plain_scanner::find_letter(std::string_view flag) {
    auto& l = letters_[static_cast<unsigned char>(flag.front())];
    if (l == letter::unasked) {
        marking::problem what;
        auto const read = marking_.read(marking::texts{{{}, {}, {}, flag}}, what);
        l = !read                       ? letter::unknown
            : *read == usability::valid ? letter::valid
            : *read == usability::out   ? letter::out
                                        : letter::over;
    }
    switch (l) {
    case letter::valid: return usability::valid;
    case letter::out: return usability::out;
    case letter::over: return usability::over_range;
    default: return std::nullopt;
    }
}

std::optional<usability> plain_scanner::find_usability(marking::texts const& written) {
    auto const is = [&](mark_slot const& s) {
        for (std::size_t i = 0; i < written.size(); ++i)
            if (!s.texts[i].is(written[i])) return false;
        return s.used;
    };
    if (is(marks_[last_mark_])) return marks_[last_mark_].usable;
    std::size_t hash = 0;
    for (auto const text : written) {
        if (text.size() > short_text::longest) return std::nullopt;
        hash = hash_of(text, hash);
    }
    last_mark_ = hash & (marks_.size() - 1);
    auto& slot = marks_[last_mark_];
    if (!is(slot)) {
        marking::problem what;
        for (std::size_t i = 0; i < written.size(); ++i) slot.texts[i].keep(written[i]);
        slot.usable = marking_.read(written, what);
        slot.used = true;
    }
    return slot.usable;
}

bool plain_scanner::find_source(std::string_view word, data_source& out) {
    if (word != last_source_) {
        auto const known = source_of(word);
        if (!known) return false;
        last_source_.assign(word);
        last_source_is_ = *known;
    }
    out = last_source_is_;
    return true;
}

bool plain_scanner::is_hourly(std::string_view word) {
    if (word == last_interval_) return true;
    if (interval_of(word) != model::interval::hour) return false;
    last_interval_.assign(word);
    return true;
}

plain_scanner::outcome plain_scanner::read(row_shape const& shape, std::span<std::string_view const> cells, plain_rows& to) {
    auto const of = [&](role r) { return cells[shape.column[index(r)]]; };
    auto const has = [&](role r) { return shape.has(r); };

    plain_row row;
    auto const* const begin = cells.front().data();
    auto const start_size =
        shape.start_columns > 0 ? static_cast<std::size_t>(cells[2].data() + cells[2].size() - begin) : std::size_t{0};
    if (start_size > 0 && same_start(begin, start_size)) {
        row.hour = last_hour_;
    } else {
        last_start_size_ = 0;
        auto const* where = find_outlet(of(role::enterprise_id), of(role::outlet_id));
        if (!where || where->route == route::whole) return outcome::unusual;
        if (where->route == route::skipped) return outcome::skipped;
        if (!find_hour(of(role::time), row.hour)) return outcome::unusual;
        last_where_ = {where->index, where->medium};
        if (start_size > 0 && start_size <= longest_start) {
            std::memcpy(last_start_.data(), begin, start_size);
            last_start_size_ = start_size;
        }
    }
    row.outlet = last_where_.outlet;
    auto const* what = find_kind(of(role::factor), of(role::unit), last_where_.medium);
    if (!what) return outcome::unusual;
    row.factor = what->index;
    row.unit = what->unit_id;

    marking::texts marks;
    if (has(role::flag)) marks[3] = of(role::flag);
    if (shape.has_marks_beside_flag)
        for (std::size_t i = 0; i < 3; ++i)
            if (has(marking::columns[i])) marks[i] = of(marking::columns[i]);
    bool const one_letter =
        !shape.has_marks_beside_flag && marks[3].size() == 1 && static_cast<unsigned char>(marks[3][0]) < 128;
    auto const usable = one_letter ? find_letter(marks[3]) : find_usability(marks);
    if (!usable) return outcome::unusual;
    row.out = *usable == usability::out;
    row.over = *usable == usability::over_range;

    auto const value = of(role::value);
    if (!(row.out && value.empty()) && !plain_decimal(value, row.coefficient, row.scale)) return outcome::unusual;
    if (has(role::source) && !of(role::source).empty() && !find_source(of(role::source), row.source)) return outcome::unusual;
    if (has(role::interval) && !of(role::interval).empty() && !is_hourly(of(role::interval))) return outcome::unusual;
    for (auto const column : shape.must_be_blank)
        if (!cells[column].empty()) return outcome::unusual;

    auto* const numbers = to.next();
    for (auto const& [column, place] : shape.numbers) {
        auto const written = cells[column];
        if (written.empty()) continue;
        auto& number = numbers[place];
        number.given = plain_decimal(written, number.coefficient, number.scale);
        if (!number.given || (column == shape.flow_column && has(role::flow_unit))) return outcome::unusual;
    }
    flag_assumed_ = flag_assumed_ || marks[3].empty();
    to.rows.push_back(row);
    return outcome::plain;
}

} // namespace huanchi::facts
