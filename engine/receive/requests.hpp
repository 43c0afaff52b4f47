// What the receiver asks of devices, and what they answer: the clock that a device asked for (1013, answered by 1012), and
// hours that are missing between two that came (2061 with BeginTime and EndTime). A device answers 9011 when it has taken the
// request and 9012 when it has done it, both with the QN of the request. Bounded; what is not answered is forgotten in time.
#pragma once

#include "base/date.hpp"
#include "hj212/checksum.hpp"
#include "hj212/packet.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace huanchi::receive {

class requests {
public:
    static constexpr std::size_t most_open = 10'000;
    static constexpr std::int64_t forgotten_ms = 3'600'000;
    static constexpr std::int64_t most_missing_ms = 31LL * 86'400'000; // a longer gap is asked for from its end

    explicit requests(bool asks_for_missing) : asks_for_missing_(asks_for_missing) {}

    // The request that this packet calls for, as a frame; "" if none.
    std::string called_for(hj212::packet const& p, base::moment now, hj212::dialect d);

    // What an answer (9011, 9012) means to what was asked, for the log.
    struct outcome {
        std::string cn;       // of the request; "" if nothing of that QN was asked
        bool done = false;    // 9012
        std::string result;   // QnRtn or ExeRtn as written
        bool success = false; // ready, or executed
    };
    outcome answered(hj212::packet const& p);
    std::size_t open() const { return open_.size(); }

private:
    struct request {
        std::string mn, cn;
        std::int64_t asked = 0;
    };
    std::string ask(hj212::packet const& of, std::string_view cn, std::string_view data, base::moment now, hj212::dialect d);

    bool asks_for_missing_;
    std::map<std::string, request, std::less<>> open_;           // by QN, which is a time: the oldest first
    std::map<std::string, std::int64_t, std::less<>> last_hour_; // by MN, ms
    std::int64_t last_qn_ = 0;
};

} // namespace huanchi::receive
