// How the devices of a register speak HJ 212. The register must outlive it.
#pragma once

#include "facts/devices.hpp"
#include "hj212/stream.hpp"

#include <vector>

namespace huanchi::facts {

class manners {
public:
    explicit manners(device_register const& devices);
    hj212::manner const* find(std::string_view mn) const; // nullptr: as the standard says

private:
    device_register const& devices_;
    std::vector<hj212::manner> by_device_;
};

} // namespace huanchi::facts
