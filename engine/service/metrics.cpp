#include "service/metrics.hpp"

#include <fmt/format.h>

#include <iterator>

namespace huanchi::service {

void metrics::count(std::string const& method, std::string const& route, int status, std::chrono::microseconds took,
                    std::uint64_t bytes) {
    ++requests_[{method, route, status}];
    auto& h = took_[route];
    double const seconds = static_cast<double>(took.count()) / 1e6;
    for (std::size_t i = 0; i < bounds.size(); ++i)
        if (seconds <= bounds[i]) ++h.below[i];
    ++h.all;
    h.seconds += seconds;
    bytes_ += bytes;
}

std::string metrics::text() const {
    std::string out = "# HELP huanchi_http_requests_total Requests answered.\n# TYPE huanchi_http_requests_total counter\n";
    auto const into = std::back_inserter(out);
    for (auto const& [key, n] : requests_)
        fmt::format_to(into, "huanchi_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n", std::get<0>(key),
                       std::get<1>(key), std::get<2>(key), n);
    out += "# HELP huanchi_http_request_duration_seconds From the first byte to the last of the answer.\n"
           "# TYPE huanchi_http_request_duration_seconds histogram\n";
    for (auto const& [route, h] : took_) {
        for (std::size_t i = 0; i < bounds.size(); ++i)
            fmt::format_to(into, "huanchi_http_request_duration_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                           bounds[i], h.below[i]);
        fmt::format_to(into, "huanchi_http_request_duration_seconds_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", route, h.all);
        fmt::format_to(into, "huanchi_http_request_duration_seconds_sum{{route=\"{}\"}} {}\n", route, h.seconds);
        fmt::format_to(into, "huanchi_http_request_duration_seconds_count{{route=\"{}\"}} {}\n", route, h.all);
    }
    fmt::format_to(into,
                   "# HELP huanchi_http_response_bytes_total Bytes sent.\n# TYPE huanchi_http_response_bytes_total counter\n"
                   "huanchi_http_response_bytes_total {}\n"
                   "# HELP huanchi_http_broken_total Connections that broke within a request or its answer.\n"
                   "# TYPE huanchi_http_broken_total counter\nhuanchi_http_broken_total {}\n",
                   bytes_, broken_);
    return out;
}

} // namespace huanchi::service
