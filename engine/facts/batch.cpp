#include "facts/batch.hpp"

namespace huanchi::facts {

std::string_view text(data_source s) {
    constexpr std::string_view names[] = {"unknown", "auto", "enforcement", "self_manual", "commissioned", "platform"};
    return names[static_cast<int>(s)];
}

void batch::clear() {
    each_column([](auto& column) { column.clear(); });
    extras.clear();
    texts.clear();
}

} // namespace huanchi::facts
