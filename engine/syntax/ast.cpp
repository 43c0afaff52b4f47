#include "syntax/ast.hpp"

#include <algorithm>

namespace huanchi::syntax {

namespace {

segment const* find_in(std::vector<segment> const& segments, keyword k) {
    auto const at = std::find_if(segments.begin(), segments.end(), [&](segment const& s) { return s.key == k; });
    if (at == segments.end()) return nullptr;
    at->asked_for = true;
    return &*at;
}

} // namespace

std::string name::text() const {
    std::string out;
    for (std::string const& part : parts) {
        if (!out.empty()) out += '.';
        out += part;
    }
    return out;
}

segment const* item::find(keyword k) const {
    return find_in(segments, k);
}

segment const* table_row::find(keyword k) const {
    return find_in(tail, k);
}

} // namespace huanchi::syntax
