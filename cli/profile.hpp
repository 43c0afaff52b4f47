// Where the time of a run goes, for --profile: a table on stderr, a line a stage, in the order of the first time it was
// entered.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

namespace huanchi::cli {

struct session;

class profile {
public:
    explicit profile(bool wanted) : wanted_(wanted) {}
    // What goes on from here, until the next call; `stage` must outlive the profile.
    void enter(std::string_view stage);
    void print(session const& s);

private:
    using clock = std::chrono::steady_clock;
    struct spent {
        std::string_view stage;
        double wall = 0, processor = 0; // seconds; of all threads
    };
    bool wanted_;
    std::vector<spent> all_;
    std::size_t at_ = 0;
    clock::time_point since_;
    double processor_since_ = 0;
};

} // namespace huanchi::cli
