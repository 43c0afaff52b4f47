#include "facts/devices.hpp"

namespace huanchi::facts {

std::string_view device::unit_of(std::string_view code) const {
    for (auto const& [name, unit] : units)
        if (name == code) return unit;
    return {};
}

bool device_register::add(device d) {
    auto const [at, is_new] = by_mn_.emplace(d.mn, devices_.size());
    if (is_new) {
        devices_.push_back(std::move(d));
        return true;
    }
    auto& known = devices_[at->second];
    if (known.facility != d.facility) return false;
    known = std::move(d);
    return true;
}

device const* device_register::find(std::string_view mn) const {
    auto const found = by_mn_.find(mn);
    return found == by_mn_.end() ? nullptr : &devices_[found->second];
}

} // namespace huanchi::facts
