// Keeps what the tickets of a run can be judged again from. Reads the rows of the outlets concerned a second time, from the
// inputs of the run or from the rows that are held beside it, and only once a ticket has changed. What cannot be read again or
// is too much is told in words; that never fails the run. Used from one thread; what it refers to outlives it.
#pragma once

#include "evidence/judged_set.hpp"
#include "findings/check.hpp"
#include "held/row_file.hpp"
#include "store/kept_evidence.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::evidence {

inline constexpr std::uint64_t most_rows_of_ticket = 2'000'000;
inline constexpr std::size_t most_bytes_of_run = std::size_t{512} << 20; // of blocks, in memory and in the store

// Why something is not kept: words of kept_evidence::missing, and what they mean for people.
inline constexpr std::string_view not_read_twice = "standard_input", too_much = "too_large", unreadable = "unreadable";
std::string remark_of(std::string_view word, bool in_english);

struct kept_run {
    findings::check_request request; // as it was judged
    std::optional<base::moment> data_end;
    bool provisional = false;
    std::string time_label;
    std::shared_ptr<std::vector<store::rule_text> const> rules; // files
    held::row_file const* held = nullptr;                       // rows come from here and not from request.data
};

store::evidence_source keeper(model::rulebook const& rules, plan::plan const& p, kept_run run);

} // namespace huanchi::evidence
