#include "service/jobs.hpp"

#include "service/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace huanchi::service {

std::string_view text(job_state s) {
    static constexpr std::array<std::string_view, 5> texts{"waiting", "running", "done", "failed", "cancelled"};
    return texts[static_cast<std::size_t>(s)];
}

struct jobs::job {
    job_view said; // guarded by the mutex, but what `progress` counts
    std::function<answer(job_progress&)> what;
    std::function<void()> cut;
    job_progress progress;
};

jobs::jobs(options o) : options_(std::move(o)) {
    for (unsigned i = 0; i < std::max(1u, options_.threads); ++i) threads_.emplace_back([this] { work(); });
}

jobs::~jobs() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    news_.notify_all();
    for (auto& t : threads_) t.join();
}

job_view jobs::view_of(job const& j) {
    auto v = j.said;
    v.rows = j.progress.rows;
    v.parts = j.progress.parts;
    v.all_parts = j.progress.all_parts;
    return v;
}

std::optional<job_view> jobs::add(std::string owner, std::function<answer(job_progress&)> what, std::function<void()> cut) {
    std::lock_guard const lock(mutex_);
    if (all_.size() >= options_.most) { // the oldest that has ended makes room
        auto const old = std::find_if(all_.begin(), all_.end(), [](auto const& j) { return j->said.ended.has_value(); });
        if (old == all_.end()) return std::nullopt;
        all_.erase(old);
    }
    auto j = std::make_shared<job>();
    j->said.created = options_.now();
    j->said.id = fmt::format("j-{:x}-{}", j->said.created.ms, ++last_);
    j->said.owner = std::move(owner);
    j->what = std::move(what);
    j->cut = std::move(cut);
    all_.push_back(j);
    news_.notify_one();
    return view_of(*j);
}

std::shared_ptr<jobs::job> jobs::at(std::string const& id) const {
    auto const found = std::find_if(all_.begin(), all_.end(), [&](auto const& j) { return j->said.id == id; });
    return found == all_.end() ? nullptr : *found;
}

std::optional<job_view> jobs::find(std::string const& id) const {
    std::lock_guard const lock(mutex_);
    auto const j = at(id);
    if (!j) return std::nullopt;
    return view_of(*j);
}

std::vector<job_view> jobs::all() const {
    std::lock_guard const lock(mutex_);
    std::vector<job_view> out;
    for (auto const& j : all_) out.push_back(view_of(*j));
    return out;
}

bool jobs::remove(std::string const& id) {
    std::function<void()> cut;
    {
        std::lock_guard const lock(mutex_);
        auto const j = at(id);
        if (!j) return false;
        if (j->said.ended) {
            std::erase(all_, j);
            return true;
        }
        j->progress.cancelled = true;
        if (j->said.state == job_state::waiting) {
            j->said.state = job_state::cancelled;
            j->said.ended = options_.now();
            j->what = nullptr;
        }
        cut = std::exchange(j->cut, nullptr);
    }
    if (cut) cut();
    return true;
}

void jobs::work() {
    for (;;) {
        std::shared_ptr<job> mine;
        std::function<answer(job_progress&)> what;
        {
            std::unique_lock lock(mutex_);
            auto const next = [&] {
                return std::find_if(all_.begin(), all_.end(),
                                    [](auto const& j) { return j->said.state == job_state::waiting; });
            };
            news_.wait(lock, [&] { return stopping_ || next() != all_.end(); });
            if (stopping_) return;
            mine = *next();
            mine->said.state = job_state::running;
            mine->said.begun = options_.now();
            what = std::exchange(mine->what, nullptr);
        }
        answer a;
        auto result = spool::make(options_.folder);
        bool kept = result != nullptr;
        try {
            a = what(mine->progress);
            auto piece = std::move(a.body);
            while (kept && !piece.empty()) {
                kept = result->append(piece);
                piece = a.more ? a.more() : std::string();
            }
        } catch (std::exception const&) {
            a = problem_answer({500, "internal-error", "the program failed in job " + mine->said.id});
            kept = false;
        }
        what = nullptr; // and with it what it was asked
        if (!kept) {
            if (a.status < 500)
                a = problem_answer({503, "disk-full", "there is no room to keep the answer in " + options_.folder});
            result = spool::in_memory(a.body);
        }
        std::lock_guard const lock(mutex_);
        mine->cut = nullptr;
        mine->said.ended = options_.now();
        mine->said.state = mine->progress.cancelled ? job_state::cancelled
                           : a.status == 200        ? job_state::done
                                                    : job_state::failed;
        mine->said.status = a.status;
        mine->said.type = a.type;
        if (!mine->progress.cancelled) mine->said.result = std::move(result);
    }
}

} // namespace huanchi::service
