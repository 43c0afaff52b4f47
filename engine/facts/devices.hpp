// The register of monitoring devices: which site and outlet a device number (MN) belongs to, and how the device speaks where it
// differs from HJ 212. Part of the facilities file; built once, then read-only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace huanchi::facts {

struct device {
    std::string mn;
    std::uint32_t facility = 0; // index
    std::string outlet;         // id; "" if the file does not say: then the only outlet, or the only one of the factor's medium
    std::string password;       // PW; "" if any will do
    std::string checksum;       // modbus, modbus_swapped; "" for the standard's alone
    std::string sm4_key;        // 32 hexadecimal digits, or ""
    bool label_is_end = false;  // DataTime is the end of the period, against 6.3.3 of the standard
    unsigned minute_interval = 0; // of minute data, in minutes; 0 if the file does not say
    bool marks_of_hj75 = false;   // Flag holds the marks of HJ 75 and HJ 76, where F and B mean something else
    std::vector<std::pair<std::string, std::string>> units; // by code of factor, or `code-Cou`

    std::string_view unit_of(std::string_view code) const; // "" if the register has none
};

class device_register {
public:
    // False, and nothing is changed, if the number is another site's.
    bool add(device d); // what is known of the number already is replaced
    device const* find(std::string_view mn) const;
    std::vector<device> const& all() const { return devices_; }

private:
    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::vector<device> devices_;
    std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>> by_mn_;
};

} // namespace huanchi::facts
