// What the machine above answers a packet (HJ 212-2017 table 9): 9014 to data, 9013 to a notice, 9011 with a refusal to a
// command that only it may give. Pure.
#pragma once

#include "hj212/checksum.hpp"
#include "hj212/packet.hpp"

#include <cstdint>
#include <string>

namespace huanchi::receive {

enum class kind : std::uint8_t {
    data,    // uploads, of data and of states: kept
    notice,  // of the device about itself: kept
    answer,  // to something that was asked: 9011, 9012, 9013, 9014
    command, // that only the machine above gives
};
kind kind_of(hj212::packet const& p);

// The whole frame; "" where the packet asks for no answer.
std::string answer_to(hj212::packet const& p, hj212::dialect d);

} // namespace huanchi::receive
