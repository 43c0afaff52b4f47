#include "base/unit.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace huanchi::base {

namespace {

bool is_blank(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x1680 || (c >= 0x2000 && c <= 0x200D) || c == 0x2028 ||
           c == 0x2029 || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

// Signs that keyboards and fonts mix up and that NFKC leaves apart.
char32_t plain_sign(char32_t c) {
    switch (c) {
    case 0x2044:              // fraction slash
    case 0x2215: return '/';  // division slash
    case 0x2022:              // bullet
    case 0x2219:              // bullet operator
    case 0x22C5:              // dot operator
    case 0x30FB: return 0xB7; // katakana middle dot
    case 0x2010:              // hyphen
    case 0x2011:              // non-breaking hyphen
    case 0x2013:              // en dash
    case 0x2212: return '-';  // minus
    default: return c;
    }
}

// NFKC has already turned ³ into 3, µ into μ, ㎎ into mg and full-width forms into ASCII.
std::string normal_form(std::string_view spelling) {
    std::string const compatible = nfkc(spelling);
    std::string out;
    out.reserve(compatible.size());
    for (std::size_t at = 0; at < compatible.size();) {
        auto const [c, length] = decode(compatible, at);
        at += length;
        if (!is_blank(c) && c != '^') append(out, plain_sign(c));
    }
    return out;
}

std::string folded(std::string_view spelling) {
    return nfkc_casefold(normal_form(spelling));
}

std::size_t length_in_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += decode(text, at).length) ++count;
    return count;
}

} // namespace

dimension::dimension(std::initializer_list<std::pair<std::string const, int>> powers) {
    for (auto const& [name, exponent] : powers) multiply(name, exponent);
}

void dimension::multiply(std::string const& name, int exponent) {
    int& sum = exponents_[name];
    sum += exponent;
    if (sum == 0) exponents_.erase(name);
}

dimension operator*(dimension const& a, dimension const& b) {
    dimension out = a;
    for (auto const& [name, exponent] : b) out.multiply(name, exponent);
    return out;
}

dimension inverse(dimension const& a) {
    dimension out = a;
    for (auto& [name, exponent] : out.exponents_) exponent = -exponent;
    return out;
}

unit_table::unit_table() : all_{{unit{"", {}, 1}}, {}, {}, {}} {
    add_spelling("", no_unit);
}

void unit_table::add_spelling(std::string const& spelling, unit_id id) {
    all_.by_spelling.emplace(spelling, id);
    all_.by_normal_form.emplace(normal_form(spelling), id);
    auto const [place, fresh] = all_.by_folded.emplace(folded(spelling), id);
    if (!fresh && place->second != id) place->second = std::nullopt;
}

bool unit_table::add(unit u, std::vector<std::string> const& spellings) {
    auto const same = std::find_if(all_.units.begin(), all_.units.end(), [&](unit const& other) {
        return other.symbol == u.symbol && other.dimension == u.dimension && other.factor == u.factor;
    });
    auto const index = static_cast<std::size_t>(same - all_.units.begin());
    if (index > std::numeric_limits<unit_id>::max()) return false;
    auto const id = static_cast<unit_id>(index);

    // Two spellings with one normal form are one spelling.
    auto const taken = [&](std::string const& spelling) {
        auto const place = all_.by_normal_form.find(normal_form(spelling));
        return place != all_.by_normal_form.end() && place->second != id;
    };
    if (taken(u.symbol) || std::any_of(spellings.begin(), spellings.end(), taken)) return false;

    add_spelling(u.symbol, id);
    for (auto const& spelling : spellings) add_spelling(spelling, id);
    if (same == all_.units.end()) all_.units.push_back(std::move(u));
    return true;
}

std::optional<unit_id> unit_table::find(std::string_view spelling) const {
    if (auto const place = all_.by_spelling.find(spelling); place != all_.by_spelling.end()) return place->second;
    if (auto const place = all_.by_normal_form.find(normal_form(spelling)); place != all_.by_normal_form.end())
        return place->second;
    if (auto const place = all_.by_folded.find(folded(spelling)); place != all_.by_folded.end()) return place->second;
    return std::nullopt;
}

std::string unit_table::coherent(dimension const& of) const {
    for (auto const& u : all_.units)
        if (u.dimension == of && u.factor == rational(1)) return u.symbol;
    return {};
}

std::optional<rational> unit_table::factor(unit_id from, unit_id to) const {
    unit const& source = all_.units[from];
    unit const& target = all_.units[to];
    if (from == to) return rational(1);
    if (source.dimension != target.dimension) return std::nullopt;
    return source.factor / target.factor;
}

std::optional<std::string> unit_table::nearest(std::string_view spelling) const {
    std::string const wanted = folded(spelling);
    std::size_t const length = length_in_code_points(wanted);
    std::size_t const allowed = std::max<std::size_t>(1, length / 3);
    // Distance, then a longer one (a sign is sooner left out than put in), then the symbol before its other spellings, then the
    // text: a total order, so the walk over a hash table leaves no trace in the answer.
    using rank = std::tuple<std::size_t, bool, bool, std::string_view>;
    std::optional<rank> best;
    for (auto const& [declared, id] : all_.by_spelling) {
        std::string const candidate = folded(declared);
        std::size_t const other = length_in_code_points(candidate);
        if (other == 0 || std::max(length, other) - std::min(length, other) > allowed) continue;
        std::size_t const distance = edit_distance(wanted, candidate);
        // Of a unit of one letter nothing is left to be near to.
        if (distance > allowed || distance >= std::max(length, other)) continue;
        rank const found{distance, other < length, declared != all_.units[id].symbol, declared};
        if (!best || found < *best) best = found;
    }
    if (!best) return std::nullopt;
    return std::string(std::get<3>(*best));
}

} // namespace huanchi::base
