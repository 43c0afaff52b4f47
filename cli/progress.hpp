// A progress bar on stderr for work that takes longer than a second; nothing where stderr is no terminal or --quiet is given.
// Wiped out when the object goes.
#pragma once

#include <chrono>
#include <cstdint>

namespace huanchi::cli {

struct session;

class progress_bar {
public:
    explicit progress_bar(session const& s);
    ~progress_bar();
    progress_bar(progress_bar const&) = delete;
    progress_bar& operator=(progress_bar const&) = delete;

    // `rows` read; then `parts` of `all` judged.
    void show(std::uint64_t rows, std::size_t parts, std::size_t all);

private:
    session const& s_;
    bool wanted_, drawn_ = false;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now(), last_ = begun_;
};

} // namespace huanchi::cli
