#include "facts/batch.hpp"

namespace huanchi::facts {

std::string_view text(data_source s) {
    constexpr std::string_view names[] = {"unknown", "auto", "enforcement", "self_manual", "commissioned", "platform"};
    return names[static_cast<int>(s)];
}

void batch::clear() {
    outlet.clear();
    factor.clear();
    interval.clear();
    time.clear();
    period_end.clear();
    value.clear();
    unit.clear();
    below_detection.clear();
    usability.clear();
    flag.clear();
    source.clear();
    received.clear();
    line.clear();
    extras.clear();
    texts.clear();
}

} // namespace huanchi::facts
