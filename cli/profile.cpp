#include "profile.hpp"

#include "session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

namespace huanchi::cli {

namespace {

rusage used() {
    rusage u{};
    ::getrusage(RUSAGE_SELF, &u);
    return u;
}
double processor_time() {
    auto const u = used();
    auto const seconds = [](timeval const& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(u.ru_utime) + seconds(u.ru_stime);
}

} // namespace

void profile::enter(std::string_view stage) {
    if (!wanted_) return;
    auto const now = clock::now();
    auto const processor = processor_time();
    if (!all_.empty()) {
        all_[at_].wall += std::chrono::duration<double>(now - since_).count();
        all_[at_].processor += processor - processor_since_;
    }
    since_ = now;
    processor_since_ = processor;
    auto const it = std::find_if(all_.begin(), all_.end(), [&](spent const& x) { return x.stage == stage; });
    at_ = static_cast<std::size_t>(it - all_.begin());
    if (it == all_.end()) all_.push_back({stage});
}

void profile::print(session const& s) {
    if (!wanted_) return;
    enter("end");
    double total = 0;
    for (auto const& x : all_) total += x.wall;
    fmt::print(stderr, "{:<16}{:>9}{:>7}{:>9}\n", "stage", "s", "%", "cpu s");
    for (auto const& x : all_)
        if (x.stage != "end")
            fmt::print(stderr, "{:<16}{:>9.3f}{:>7.1f}{:>9.3f}\n", x.stage, x.wall, total > 0 ? 100 * x.wall / total : 0,
                       x.processor);
    fmt::print(stderr, "{:<16}{:>9.3f}{:>7}{:>9}   {} {:.1f} MiB\n", "total", total, "", "",
               tr(s, "内存最多", "memory at most"), static_cast<double>(used().ru_maxrss) / 1024);
}

} // namespace huanchi::cli
