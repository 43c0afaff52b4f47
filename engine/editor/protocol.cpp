#include "editor/protocol.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace huanchi::editor {

namespace {

json to_json(position p) {
    return {{"line", p.line}, {"character", p.character}};
}

int number_of(symbol_kind k) {
    switch (k) {
    case symbol_kind::document: return 2; // Module
    case symbol_kind::table: return 5;    // Class
    case symbol_kind::record: return 23;  // Struct
    case symbol_kind::field: return 8;    // Field
    case symbol_kind::function: return 12;
    case symbol_kind::value: return 14; // Constant
    case symbol_kind::law: return 11;   // Interface
    case symbol_kind::test: return 6;   // Method
    case symbol_kind::other: return 13; // Variable
    }
    return 13;
}

int number_of(proposal_kind k) {
    switch (k) {
    case proposal_kind::keyword: return 14;
    case proposal_kind::field: return 5;
    case proposal_kind::value: return 20;  // EnumMember
    case proposal_kind::factor: return 21; // Constant
    case proposal_kind::statistic:
    case proposal_kind::formula: return 3;
    case proposal_kind::document: return 9; // Module
    case proposal_kind::table: return 7;    // Class
    case proposal_kind::record: return 22;  // Struct
    case proposal_kind::unit: return 11;
    case proposal_kind::violation: return 18; // Reference
    }
    return 1;
}

std::uint32_t count_in(json const& n) {
    auto const value =
        n.is_number_unsigned() ? n.get<std::uint64_t>() : throw json::other_error::create(501, "not a count", &n);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

} // namespace

json to_json(text_range r) {
    return {{"start", to_json(r.begin)}, {"end", to_json(r.end)}};
}

json to_json(text_edit const& e) {
    return {{"range", to_json(e.where)}, {"newText", e.text}};
}

json to_json(std::vector<outline_entry> const& all, book const& b) {
    json list = json::array();
    for (auto const& o : all) {
        json entry = {{"name", o.name},
                      {"kind", number_of(o.kind)},
                      {"range", to_json(b.range_of(o.whole))},
                      {"selectionRange", to_json(b.range_of(o.name_where))}};
        if (!o.detail.empty()) entry["detail"] = o.detail;
        if (!o.inside.empty()) entry["children"] = to_json(o.inside, b);
        list.push_back(std::move(entry));
    }
    return list;
}

json to_json(proposals const& p) {
    json list = json::array();
    for (std::size_t i = 0; i < p.all.size(); ++i) {
        auto const& x = p.all[i];
        json item = {{"label", x.label},
                     {"kind", number_of(x.kind)},
                     {"sortText", fmt::format("{}{:05}", x.preferred ? 0 : 1, i)},
                     {"textEdit", to_json(text_edit{p.where, x.label})}};
        if (!x.detail.empty()) item["detail"] = x.detail;
        list.push_back(std::move(item));
    }
    return {{"isIncomplete", false}, {"items", std::move(list)}};
}

position position_in(json const& params) {
    return {count_in(params.at("line")), count_in(params.at("character"))};
}

text_range range_in(json const& params) {
    return {position_in(params.at("start")), position_in(params.at("end"))};
}

} // namespace huanchi::editor
