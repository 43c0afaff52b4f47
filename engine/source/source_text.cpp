#include "source/source_text.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <utility>

namespace huanchi::source {

file_id source_set::add(std::string name, std::string text) {
    std::vector<std::uint32_t> starts{0};
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
        starts.push_back(static_cast<std::uint32_t>(at + 1));
    }
    files_.push_back({std::move(name), std::move(text)});
    line_starts_.push_back(std::move(starts));
    return static_cast<file_id>(files_.size() - 1);
}

std::string_view source_set::text(span where) const {
    std::string_view const whole = files_[where.file].text;
    std::size_t const begin = std::min<std::size_t>(where.begin, whole.size());
    std::size_t const end = std::clamp<std::size_t>(where.end, begin, whole.size());
    return whole.substr(begin, end - begin);
}

place source_set::place_of(file_id file, std::uint32_t offset) const {
    auto const& starts = line_starts_[file];
    auto const after = std::upper_bound(starts.begin(), starts.end(), offset);
    std::uint32_t const start = *std::prev(after);
    return {static_cast<std::size_t>(after - starts.begin()), base::display_width(text({file, start, offset})) + 1};
}

std::string_view source_set::line_text(file_id file, std::size_t line) const {
    auto const& starts = line_starts_[file];
    if (line == 0 || line > starts.size()) return {};
    std::uint32_t const end = line < starts.size() ? starts[line] - 1 : static_cast<std::uint32_t>(files_[file].text.size());
    std::string_view out = text({file, starts[line - 1], end});
    while (!out.empty() && out.back() == '\r') out.remove_suffix(1);
    return out;
}

} // namespace huanchi::source
