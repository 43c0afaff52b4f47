#include "eval/fraction.hpp"

#include <algorithm>
#include <charconv>

namespace huanchi::eval {

std::optional<fraction> fraction_of(base::rational const& x, std::int64_t most_n, std::int64_t most_d) {
    auto const text = x.exact_text();
    auto const* const end = text.data() + text.size();
    auto const* const slash = std::find(text.data(), end, '/');
    auto const read = [](char const* from, char const* to, std::int64_t& out) {
        auto const [at, error] = std::from_chars(from, to, out);
        return error == std::errc() && at == to;
    };
    fraction f;
    if (!read(text.data(), slash, f.n) || (slash != end && !read(slash + 1, end, f.d))) return std::nullopt;
    if (f.n < 0 || f.n > most_n || f.d > most_d) return std::nullopt;
    return f;
}

} // namespace huanchi::eval
