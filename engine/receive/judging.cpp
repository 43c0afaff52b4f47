#include "receive/judging.hpp"

#include "store/ticket_store.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace huanchi::receive {

judge::judge(model::rulebook const& rules, plan::plan const& plan, judging_options options)
    : rules_(rules), plan_(plan), options_(std::move(options)), thread_([this] { work(); }) {}

judge::~judge() {
    {
        std::lock_guard const lock(guard_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void judge::wake(std::vector<std::string> files, std::optional<base::moment> latest) {
    {
        std::lock_guard const lock(guard_);
        dirty_ = true;
        files_ = std::move(files);
        latest_ = latest;
    }
    changed_.notify_all();
}

void judge::work() {
    using clock = std::chrono::steady_clock;
    constexpr int rest = 4; // times as long as the last judgement took
    clock::duration pause = std::chrono::milliseconds(options_.every_ms);
    std::unique_lock lock(guard_);
    for (;;) {
        changed_.wait(lock, [this] { return dirty_ || ending_; });
        if (!dirty_) return;
        // Hours of many devices come together.
        changed_.wait_for(lock, pause, [this] { return ending_; });
        dirty_ = false;
        auto const files = files_;
        auto const latest = latest_;
        lock.unlock();
        auto const begun = clock::now();
        bool const done = guarded(files, latest);
        pause = std::max<clock::duration>(std::chrono::milliseconds(options_.every_ms), rest * (clock::now() - begun));
        lock.lock();
        if (!done && ending_) return;
        dirty_ = dirty_ || !done;
    }
}

// Memory that runs out while judging must not end the receiving.
bool judge::guarded(std::vector<std::string> const& files, std::optional<base::moment> latest) {
    try {
        return run(files, latest);
    } catch (std::exception const& e) {
        options_.on_failure({std::string("judging failed: ") + e.what(), ""});
        return false;
    }
}

// False: it has failed, and been told.
bool judge::run(std::vector<std::string> const& files, std::optional<base::moment> latest) {
    auto const now = options_.now();
    findings::check_request request;
    request.facilities = options_.facilities;
    request.data = files;
    request.reading.format = "hj212";
    request.today = base::moment::at(now.date());
    request.threads = options_.threads;
    request.unreviewed = options_.unreviewed;
    request.keep = !options_.store.empty();
    // A device whose clock runs ahead must not close the windows of the others.
    if (latest && now < *latest) request.as_of = now;
    std::optional<store::ticket_store> ledger;
    if (!options_.store.empty()) {
        auto opened = store::ticket_store::open(options_.store);
        if (!opened) return options_.on_failure(opened.error()), false;
        ledger.emplace(std::move(*opened));
        auto watched = ledger->watched();
        if (!watched) return options_.on_failure(watched.error()), false;
        request.watched = [days = std::move(*watched)](std::string const& enterprise, std::string const& outlet,
                                                       std::string const& factor, base::date day) {
            return days.contains(enterprise, outlet, factor, day);
        };
        request.trace = request.days = true;
    }
    auto const result = findings::check(rules_, plan_, request);
    if (!result) return options_.on_failure(result.error()), false;
    std::vector<tickets::ticket_action> actions;
    if (ledger) {
        auto applied = ledger->apply(*result, rules_, {now, "huanchi", options_.engine});
        if (!applied) return options_.on_failure(applied.error()), false;
        actions = std::move(*applied);
    }
    options_.on_judged(*result, actions);
    return true;
}

} // namespace huanchi::receive
