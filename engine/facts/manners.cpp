#include "facts/manners.hpp"

namespace huanchi::facts {

manners::manners(device_register const& devices) : devices_(devices) {
    for (auto const& d : devices.all()) {
        hj212::manner how;
        how.dialect = hj212::dialect_named(d.checksum).value_or(hj212::dialect::standard);
        if (!d.sm4_key.empty()) how.key = hj212::read_key(d.sm4_key);
        by_device_.push_back(how);
    }
}

hj212::manner const* manners::find(std::string_view mn) const {
    auto const* d = devices_.find(mn);
    return d ? &by_device_[static_cast<std::size_t>(d - devices_.all().data())] : nullptr;
}

} // namespace huanchi::facts
