#include "facts/excerpt.hpp"

#include "base/utf8.hpp"

namespace huanchi::facts {

std::string excerpt(std::string_view text) {
    constexpr std::size_t most_shown = 40; // code points
    std::string out = "\"";
    std::size_t shown = 0;
    for (std::size_t at = 0; at < text.size(); ++shown) {
        if (shown == most_shown) {
            out += "…";
            break;
        }
        auto const c = base::decode(text, at);
        base::append(out, c.value < 0x20 || c.value == 0x7F ? U' ' : c.value);
        at += c.length;
    }
    return out + "\"";
}

} // namespace huanchi::facts
