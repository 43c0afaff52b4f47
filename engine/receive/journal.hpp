// What was received, on disk before it is acknowledged: packets as they came, each behind a line with its time, in one file a
// day of reception. The files are streams of HJ 212 that every command reads. Appended to and made durable in batches; what a
// crash left half written is cut off when the journal is opened, and was never acknowledged. Remembers what it holds, so that
// what is sent again is known. One journal belongs to one process (the folder is locked) and one thread.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"
#include "hj212/stream.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace huanchi::receive {

using digest = std::array<std::uint64_t, 2>;
digest digest_of(std::string_view segment);

struct journal_part {
    std::string path;
    std::uint64_t bytes = 0;
};

class journal {
public:
    // Beyond so many packets the oldest are forgotten: what is sent again after that is kept again, and is one datum all the
    // same.
    static constexpr std::size_t most_remembered = 1'000'000;

    // Creates the folder if there is none; reads what it holds.
    static base::result<journal> open(std::string const& folder, hj212::manner_of const& manners);
    journal(journal&& other) noexcept;
    journal& operator=(journal&&) = delete;
    ~journal();

    bool holds(digest const& d) const { return seen_.contains(d); }
    // Waits for commit().
    void add(std::string_view wire, digest const& d, base::moment received);
    bool waiting() const { return !digests_.empty(); }
    // Writes what waits and makes it durable. On a failure nothing of it is kept, and holds() knows nothing of it.
    std::optional<base::failure> commit();

    std::vector<std::string> files() const; // in order of days
    // The same with the bytes of each that are whole and durable.
    std::vector<journal_part> parts() const;
    std::uint64_t packets_found() const { return found_; } // when it was opened
    std::uint64_t bytes_cut_off() const { return cut_off_; }

private:
    explicit journal(std::string folder) : folder_(std::move(folder)) {}
    struct digest_hash {
        std::size_t operator()(digest const& d) const { return static_cast<std::size_t>(d[0]); }
    };
    std::optional<base::failure> lock();
    std::optional<base::failure> recall(std::string const& path, hj212::manner_of const& manners, bool last);
    std::optional<base::failure> file_of(base::date day);
    void remember(digest const& d);

    std::string folder_;
    int lock_ = -1, file_ = -1;
    base::date day_;
    std::uint64_t size_ = 0; // of the file, known to be whole
    std::string text_;       // waits
    std::vector<digest> digests_;
    std::optional<base::date> day_of_text_;
    std::unordered_set<digest, digest_hash> seen_;
    std::deque<digest> order_;
    std::uint64_t found_ = 0, cut_off_ = 0;
};

} // namespace huanchi::receive
