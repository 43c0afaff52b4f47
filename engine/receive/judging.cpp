#include "receive/judging.hpp"

#include "evidence/keeper.hpp"
#include "facts/input.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <utility>

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

void judge::wake(std::vector<journal_part> parts) {
    {
        std::lock_guard const lock(guard_);
        dirty_ = true;
        parts_ = std::move(parts);
    }
    changed_.notify_all();
}

void judge::work() {
    using clock = std::chrono::steady_clock;
    constexpr int rest = 4;                                 // times as long as the last judgement took
    constexpr auto longest_rest = std::chrono::seconds(60); // the first one may have taken over a whole journal
    clock::duration pause = std::chrono::milliseconds(options_.every_ms);
    std::unique_lock lock(guard_);
    for (;;) {
        changed_.wait(lock, [this] { return dirty_ || ending_; });
        if (!dirty_) return;
        // Hours of many devices come together.
        changed_.wait_for(lock, pause, [this] { return ending_; });
        dirty_ = false;
        auto const parts = parts_;
        lock.unlock();
        auto const begun = clock::now();
        bool const done = guarded(parts);
        pause = std::max<clock::duration>(std::chrono::milliseconds(options_.every_ms),
                                          std::min<clock::duration>(longest_rest, rest * (clock::now() - begun)));
        lock.lock();
        if (!done && ending_) return;
        dirty_ = dirty_ || !done;
    }
}

// Memory that runs out while judging must not end the receiving.
bool judge::guarded(std::vector<journal_part> const& parts) {
    try {
        return run(parts);
    } catch (std::exception const& e) {
        options_.on_failure({std::string("judging failed: ") + e.what(), ""});
        return false;
    }
}

std::optional<base::failure> judge::open_rows() {
    if (rows_) return std::nullopt;
    auto const text = facts::read_whole(options_.facilities);
    if (!text) return text.error();
    auto read = facts::read_facilities(*text, options_.facilities, rules_);
    if (!read) return read.error();
    known_ = std::move(*read);
    auto opened = held::row_file::open(options_.rows);
    if (!opened) return opened.error();
    rows_.emplace(std::move(*opened));
    return std::nullopt;
}

// What came into the journal since the last time.
std::optional<base::failure> judge::take_in(std::vector<journal_part> const& parts) {
    constexpr std::size_t most_rejects = 100;
    facts::reading_options reading;
    reading.format = "hj212";
    paths_.clear();
    for (auto const& part : parts) paths_.push_back(part.path);
    for (std::uint32_t i = 0; i < parts.size(); ++i) {
        if (rows_->read_of(parts[i].path) == parts[i].bytes) continue;
        auto const added =
            rows_->add_growing(parts[i].path, parts[i].bytes, i, rules_, known_, reading, [&](facts::rejected_row r) {
                ++rejected_;
                if (rejects_.size() < most_rejects) rejects_.push_back(std::move(r));
            });
        if (!added) return added.error();
    }
    return std::nullopt;
}

// Packets and rows that nobody will ask for again: what was received before `keep_days`, and of the rows, which stay for the
// windows that reach back, what is a year and a month older than that.
std::optional<base::failure> judge::forget(std::vector<journal_part> const& parts, base::date today) {
    constexpr int longest_window_days = 400;
    if (options_.keep_days == 0) return std::nullopt;
    auto const from = today + -static_cast<int>(options_.keep_days);
    for (auto const& part : parts) {
        auto const day = base::date::parse(std::filesystem::path(part.path).stem().string());
        if (!day || !(*day < from) || rows_->read_of(part.path) != part.bytes) continue;
        std::error_code ignored; // it is tried again the next time
        std::filesystem::remove(part.path, ignored);
    }
    return rows_->forget_before(from + -longest_window_days);
}

findings::check_request judge::request_at(base::moment now) const {
    findings::check_request request;
    request.facilities = options_.facilities;
    request.today = base::moment::at(now.date());
    request.threads = options_.threads;
    request.unreviewed = options_.unreviewed;
    return request;
}

// False: it has failed, and been told.
bool judge::run(std::vector<journal_part> const& parts) {
    auto const now = options_.now();
    auto const failed = [&](base::failure const& f) { return options_.on_failure(f), false; };
    if (auto const problem = open_rows()) return failed(*problem);
    if (auto const problem = take_in(parts)) return failed(*problem);
    auto request = request_at(now);
    request.keep = !options_.store.empty();
    std::optional<store::ticket_store> ledger;
    if (!options_.store.empty()) {
        auto opened = store::ticket_store::open(options_.store);
        if (!opened) return failed(opened.error());
        ledger.emplace(std::move(*opened));
        if (auto const problem = ledger->prepare(request)) return failed(*problem);
    }
    if (auto const problem = judge_share(held::share::days, request, now, ledger)) return failed(*problem);
    if (auto const problem = judge_share(held::share::rest, request, now, ledger)) return failed(*problem);
    if (auto const problem = forget(parts, now.date())) options_.on_failure(*problem);
    return true;
}

// The rest is told only where there is any.
std::optional<base::failure> judge::judge_share(held::share share, findings::check_request const& request, base::moment now,
                                                std::optional<store::ticket_store>& ledger) {
    // A device whose clock runs ahead must not close the windows of the others.
    auto touched = held::judge_touched(*rows_, rules_, plan_, request, {false, share, now});
    if (!touched) return touched.error();
    if (touched->rows_read == 0 && share == held::share::rest) return std::nullopt;
    auto& result = touched->result;
    std::vector<tickets::ticket_action> actions;
    if (ledger) {
        auto const keep =
            evidence::keeper(rules_, plan_, {request_at(now), result.data_end, false, "", options_.rule_files, &*rows_});
        auto applied = ledger->apply(result, rules_, {now, "huanchi", options_.engine}, keep);
        if (!applied) return applied.error();
        actions = std::move(*applied);
    }
    if (auto const problem = rows_->settle(touched->judged, touched->end)) return problem;
    result.rejected += std::exchange(rejected_, 0);
    auto const first = static_cast<std::uint32_t>(result.files.size());
    for (auto const& path : paths_) result.files.push_back(path);
    for (auto& reject : rejects_) {
        reject.file += first;
        result.rejects.push_back(std::move(reject));
    }
    rejects_.clear();
    options_.on_judged(result, actions);
    return std::nullopt;
}

} // namespace huanchi::receive
