#include "findings/known_by.hpp"

#include <algorithm>

namespace huanchi::findings {

namespace {

template <class T>
void keep(std::vector<T>& column, std::vector<char> const& kept) {
    std::size_t to = 0;
    for (std::size_t i = 0; i < column.size(); ++i)
        if (kept[i]) column[to++] = column[i];
    column.resize(to);
}

} // namespace

std::optional<facts::batch> known_by(facts::batch const& read, std::optional<base::moment> moment) {
    if (!moment) return std::nullopt;
    auto const late = [&](std::int64_t received) { return received != facts::not_received && received > moment->ms; };
    if (std::none_of(read.received.begin(), read.received.end(), late)) return std::nullopt;
    std::vector<char> kept;
    std::vector<std::uint32_t> place; // of each row among those kept
    std::uint32_t count = 0;
    for (auto const r : read.received) {
        kept.push_back(!late(r));
        place.push_back(count);
        count += kept.back();
    }
    auto b = read;
    b.each_column([&](auto& column) { keep(column, kept); });
    std::erase_if(b.extras, [&](auto const& x) { return !kept[x.row]; });
    for (auto& x : b.extras) x.row = place[x.row];
    return b;
}

} // namespace huanchi::findings
