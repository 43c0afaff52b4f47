// What is counted of requests, as Prometheus reads it. Used from the network's thread only.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace huanchi::service {

class metrics {
public:
    // `route` is the template of the path, so that ids do not make series.
    void count(std::string const& method, std::string const& route, int status, std::chrono::microseconds took,
               std::uint64_t bytes);
    void broken() { ++broken_; }
    std::string text() const; // counters and histograms of requests

private:
    static constexpr std::array<double, 11> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30}; // s
    struct histogram {
        std::array<std::uint64_t, bounds.size()> below{};
        std::uint64_t all = 0;
        double seconds = 0;
    };
    std::map<std::tuple<std::string, std::string, int>, std::uint64_t> requests_;
    std::map<std::string, histogram> took_;
    std::uint64_t bytes_ = 0, broken_ = 0;
};

} // namespace huanchi::service
