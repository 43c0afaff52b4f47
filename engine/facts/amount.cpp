#include "facts/amount.hpp"

#include "base/int128.hpp"
#include "facts/csv.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::string_view wide_less = "\xEF\xBC\x9C"; // ＜

bool is_not_detected(std::string_view text) {
    for (std::string_view const word : {"ND", "nd", "Nd", "N.D.", "n.d.", "N.D", "未检出"})
        if (text == word) return true;
    return false;
}

measured below(std::string_view limit) {
    auto const number = base::decimal::parse(trimmed(limit));
    if (!number || number->coefficient <= 0) return {};
    return {reading::below, *number};
}

} // namespace

bool is_missing(std::string_view text) {
    if (text.empty()) return true;
    for (std::string_view const mark : {"-", "--", "—", "——", "-;", "/"})
        if (text == mark) return true;
    return false;
}

measured read_measured(std::string_view text) {
    if (auto const number = base::decimal::parse(text)) return {reading::number, *number};
    if (is_missing(text)) return {reading::missing, {}};
    if (is_not_detected(text)) return {reading::not_detected, {}};
    if (text.starts_with('<')) return below(text.substr(1));
    if (text.starts_with(wide_less)) return below(text.substr(wide_less.size()));
    // The detection limit with the letter that laboratories put behind it.
    if (text.ends_with('L')) return below(text.substr(0, text.size() - 1));
    return {};
}

std::optional<amount> read_amount(std::string_view text) {
    if (auto const number = base::decimal::parse(text)) return amount{*number, {}};
    auto length = std::min(text.find_first_not_of("+-.0123456789eE"), text.size());
    for (; length > 0; --length) {
        if (auto const number = base::decimal::parse(text.substr(0, length)))
            return amount{*number, trimmed(text.substr(length))};
    }
    return std::nullopt;
}

std::optional<base::decimal> exact_factor(base::rational const& factor) {
    auto const digits = factor.finite_text(18);
    return digits ? base::decimal::parse(*digits) : std::nullopt;
}

std::optional<base::decimal> product(base::decimal const& a, base::decimal const& b) {
    base::int128 coefficient = static_cast<base::int128>(a.coefficient) * b.coefficient;
    int scale = a.scale + b.scale;
    base::int128 const most = base::powers_of_ten[18];
    while (scale > 0 && coefficient % 10 == 0 && (scale > 18 || coefficient >= most || coefficient <= -most)) {
        coefficient /= 10;
        --scale;
    }
    if (scale > 18 || coefficient >= most || coefficient <= -most) return std::nullopt;
    return base::decimal{static_cast<std::int64_t>(coefficient), static_cast<std::int8_t>(scale)};
}

} // namespace huanchi::facts
