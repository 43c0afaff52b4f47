#include "report/derivation_steps.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace huanchi::report {

namespace {

struct token {
    std::string_view text;
    bool name = false;
};

// Names apart from the rest; a name begins with a letter or an ideograph.
std::vector<token> tokens_of(std::string_view formula) {
    std::vector<token> tokens;
    for (std::size_t at = 0; at < formula.size();) {
        auto const c = base::decode(formula, at);
        std::size_t end = at + c.length;
        bool const name = base::is_name_start(c.value);
        while (end < formula.size()) {
            auto const next = base::decode(formula, end);
            bool const goes_on = name ? base::is_name_part(next.value) : !base::is_name_start(next.value);
            if (!goes_on) break;
            end += next.length;
        }
        tokens.push_back({formula.substr(at, end - at), name});
        at = end;
    }
    return tokens;
}

std::optional<base::rational> number(std::string const& text) {
    auto const slash = text.find('/');
    auto const above = base::decimal::parse(std::string_view(text).substr(0, slash));
    if (!above) return std::nullopt;
    if (slash == std::string::npos) return base::rational(*above);
    auto const below = base::decimal::parse(std::string_view(text).substr(slash + 1));
    if (!below || below->coefficient == 0) return std::nullopt;
    return base::rational(*above) / base::rational(*below);
}

} // namespace

std::size_t used_count(findings::trace const& t) {
    return static_cast<std::size_t>(
        std::count_if(t.values.begin(), t.values.end(), [](auto const& v) { return v.left_out.empty(); }));
}

std::string formula_with_numbers(findings::trace const& t, findings::used_value const& v, std::string const& reference) {
    if (t.formula_text.find("; ") != std::string::npos) // named parts: their values stand beside the reading
        return v.written + (v.auxiliary ? "; " + *v.auxiliary : "");
    auto const tokens = tokens_of(t.formula_text);
    std::set<std::string_view> others;
    for (auto const& x : tokens)
        if (x.name && x.text != "value" && x.text != "reference") others.insert(x.text);
    std::string out;
    for (auto const& x : tokens) {
        if (!x.name)
            out += x.text;
        else if (x.text == "value")
            out += v.written;
        else if (x.text == "reference")
            out += reference;
        else
            out += others.size() == 1 && v.auxiliary ? *v.auxiliary : std::string(x.text);
    }
    return out;
}

std::optional<std::string> mean_with_numbers(findings::trace const& t, findings::measured_value const& m) {
    auto const n = used_count(t);
    if (t.method != "mean" || n < 2 || m.low || m.high) return std::nullopt;
    auto const mean = number(m.exact.value_or(m.value));
    if (!mean) return std::nullopt;
    auto const sum = base::printed(*mean * base::rational(static_cast<std::int64_t>(n)));
    return sum.value + " / " + std::to_string(n) + " = " + m.value;
}

std::optional<std::string> sum_of_flows(findings::trace const& t) {
    base::rational sum;
    std::string unit;
    for (auto const& v : t.values) {
        if (!v.left_out.empty()) continue;
        if (!v.flow) return std::nullopt;
        auto const blank = v.flow->find(' ');
        auto const flow = number(v.flow->substr(0, blank));
        if (!flow) return std::nullopt;
        sum += *flow;
        unit = blank == std::string::npos ? "" : v.flow->substr(blank);
    }
    return base::printed(sum).value + unit;
}

} // namespace huanchi::report
