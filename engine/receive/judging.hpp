// Judges what the journal holds while it grows, on a thread of its own: the same check as the command's, and the same tickets.
// It is woken when hours or days have come in, waits a little for what comes with them, and judges once; where a judgement
// takes long the next one waits longer. What fails (a store that another writer holds) is tried again.
#pragma once

#include "base/date.hpp"
#include "findings/check.hpp"
#include "model/rulebook.hpp"
#include "plan/plan.hpp"
#include "tickets/ticket.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace huanchi::receive {

struct judging_options {
    std::string facilities, store; // paths; no store: findings are counted, no tickets opened
    unsigned every_ms = 5000;      // from one judgement to the next
    unsigned threads = 1;
    bool unreviewed = false;
    std::string engine; // version, for the history
    std::function<base::moment()> now;
    // From the judge's thread.
    std::function<void(findings::check_result const&, std::vector<tickets::ticket_action> const&)> on_judged;
    std::function<void(base::failure const&)> on_failure;
};

class judge {
public:
    judge(model::rulebook const& rules, plan::plan const& plan, judging_options options);
    ~judge(); // judges what still waits
    judge(judge const&) = delete;
    judge& operator=(judge const&) = delete;

    // These files have grown; `latest` is the last time that any datum is for.
    void wake(std::vector<std::string> files, std::optional<base::moment> latest);

private:
    void work();
    bool guarded(std::vector<std::string> const& files, std::optional<base::moment> latest);
    bool run(std::vector<std::string> const& files, std::optional<base::moment> latest);

    model::rulebook const& rules_;
    plan::plan const& plan_;
    judging_options options_;
    std::mutex guard_;
    std::condition_variable changed_;
    bool dirty_ = false, ending_ = false;
    std::vector<std::string> files_;
    std::optional<base::moment> latest_;
    std::thread thread_;
};

} // namespace huanchi::receive
