// Judges what the journal holds while it grows, on a thread of its own: the same check as the command's, and the same tickets.
// Each time only what came since is read from the journal; the rows of it are held by outlet and day beside it (held/), and
// only what they touch is judged again: days and hours at once, months and longer windows when the day has turned. It is woken
// when hours or days have come in, waits a little for what comes with them, and judges once; where a judgement takes long the
// next one waits longer. Of tickets that change, what they can be judged again from is kept (evidence/). What fails (a store
// that another writer holds) is tried again.
#pragma once

#include "base/date.hpp"
#include "findings/check.hpp"
#include "held/touched.hpp"
#include "model/rulebook.hpp"
#include "plan/plan.hpp"
#include "receive/journal.hpp"
#include "store/kept_evidence.hpp"
#include "store/ticket_store.hpp"
#include "tickets/ticket.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace huanchi::receive {

struct judging_options {
    std::string facilities, store; // paths; no store: findings are counted, no tickets opened
    std::string rows;              // path of the file that holds the rows
    unsigned keep_days = 0;        // packets received earlier are deleted once they are judged; 0: all are kept
    unsigned every_ms = 5000;      // from one judgement to the next
    unsigned threads = 1;
    bool unreviewed = false;
    std::string engine;                                              // version, for the history
    std::shared_ptr<std::vector<store::rule_text> const> rule_files; // kept beside the rows of the tickets
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

    // The journal holds so much.
    void wake(std::vector<journal_part> parts);

private:
    void work();
    bool guarded(std::vector<journal_part> const& parts);
    bool run(std::vector<journal_part> const& parts);
    findings::check_request request_at(base::moment now) const;
    std::optional<base::failure> open_rows();
    std::optional<base::failure> judge_share(held::share share, findings::check_request const& request, base::moment now,
                                             std::optional<store::ticket_store>& ledger);
    std::optional<base::failure> take_in(std::vector<journal_part> const& parts);
    std::optional<base::failure> forget(std::vector<journal_part> const& parts, base::date today);

    model::rulebook const& rules_;
    plan::plan const& plan_;
    judging_options options_;
    std::mutex guard_;
    std::condition_variable changed_;
    bool dirty_ = false, ending_ = false;
    std::vector<journal_part> parts_;
    // Of the thread:
    std::optional<held::row_file> rows_;
    facts::facilities known_;
    std::vector<std::string> paths_;           // of the journal's files
    std::vector<facts::rejected_row> rejects_; // the first of those that came since the last judgement
    std::uint64_t rejected_ = 0;
    std::thread thread_;
};

} // namespace huanchi::receive
