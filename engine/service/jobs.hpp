// Checks too long to wait for: each is a job with its progress, which can be cancelled, and whose answer is kept in a file
// until it is fetched and deleted or newer ones need its place. Jobs live as long as the process. Safe from many threads.
#pragma once

#include "base/date.hpp"
#include "service/message.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace huanchi::service {

enum class job_state : std::uint8_t { waiting, running, done, failed, cancelled };
std::string_view text(job_state s);

struct job_progress {
    std::atomic<std::uint64_t> rows{0};
    std::atomic<std::size_t> parts{0}, all_parts{0};
    std::atomic<bool> cancelled{false};
};

// What is said of a job.
struct job_view {
    std::string id, owner;
    job_state state{};
    base::moment created{};
    std::optional<base::moment> begun, ended;
    std::uint64_t rows = 0;
    std::size_t parts = 0, all_parts = 0;
    int status = 0; // of its answer, once it has ended
    std::string type;
    std::shared_ptr<spool> result;
};

class jobs {
public:
    struct options {
        unsigned threads = 1;
        std::size_t most = 100; // waiting, running and ended
        std::string folder;     // of the answers
        std::function<base::moment()> now;
    };
    explicit jobs(options o);
    jobs(jobs const&) = delete;
    jobs& operator=(jobs const&) = delete;
    ~jobs(); // lets those that run come to their end

    // `what` gives the answer; `cut` makes it end soon, and is called at most once. nullopt: there are too many.
    std::optional<job_view> add(std::string owner, std::function<answer(job_progress&)> what, std::function<void()> cut);
    std::optional<job_view> find(std::string const& id) const;
    std::vector<job_view> all() const; // in the order in which they came
    // Of one that waits or runs; one that has ended is forgotten. false: there is none of that id.
    bool remove(std::string const& id);

private:
    struct job;
    void work();
    static job_view view_of(job const& j);
    std::shared_ptr<job> at(std::string const& id) const;

    options options_;
    mutable std::mutex mutex_;
    std::condition_variable news_;
    std::deque<std::shared_ptr<job>> all_;
    std::uint64_t last_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace huanchi::service
