#include "facts/row_shape.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

std::size_t place_of(std::uint16_t field, std::vector<std::uint16_t>& fields) {
    auto const at = std::find(fields.begin(), fields.end(), field);
    auto const place = static_cast<std::size_t>(at - fields.begin());
    if (at == fields.end()) fields.push_back(field);
    return place;
}

// A flow with a unit of its own is for the row reader.
std::vector<row_shape::gap> gaps_of(row_shape const& s) {
    using kind = row_patterns::gap_kind;
    if (s.has(role::flow_unit)) return {};
    std::vector<row_shape::gap> gaps{{kind::time, s.column[index(role::time)], 0},
                                     {kind::value, s.column[index(role::value)], 0}};
    if (s.has(role::flag) && !s.has_marks_beside_flag) gaps.push_back({kind::letter, s.column[index(role::flag)], 0});
    for (auto const& n : s.numbers) gaps.push_back({kind::number, n.column, n.place});
    std::sort(gaps.begin(), gaps.end(), [](auto const& a, auto const& b) { return a.column < b.column; });
    if (gaps.size() > row_patterns::most_gaps) gaps.clear();
    return gaps;
}

} // namespace

row_shape shape_of(csv_header const& header, model::rulebook const& rules, std::vector<std::uint16_t>& fields) {
    row_shape s;
    s.column.fill(row_shape::nowhere);
    for (auto const& [r, column] : header.roles) s.column[index(r)] = column;
    std::array<bool, 3> leads{};
    for (auto const r : {role::enterprise_id, role::outlet_id, role::time})
        if (s.column[index(r)] < 3) leads[s.column[index(r)]] = true;
    s.start_columns = leads[0] && leads[1] && leads[2] ? 3 : 0;
    for (auto const r : {role::received, role::period_end})
        if (s.has(r)) s.must_be_blank.push_back(s.column[index(r)]);
    s.has_marks_beside_flag = s.has(role::review) || s.has(role::condition) || s.has(role::mark);
    for (auto const& f : header.fields) {
        auto const& declared = rules.records[model::measurement_record].fields[f.field];
        if (declared.type == model::field_type::number || declared.type == model::field_type::quantity) {
            s.numbers.push_back({f.column, place_of(f.field, fields)});
            if (declared.json == model::flow_field) s.flow_column = f.column;
        } else if (declared.type != model::field_type::text && declared.type != model::field_type::code &&
                   f.column != s.column[index(role::source)]) {
            s.must_be_blank.push_back(f.column);
        }
    }
    s.gaps = gaps_of(s);
    return s;
}

} // namespace huanchi::facts
