// Judges what new rows touch and nothing else: of the rows held those are read that the judgements concerned hang on, and the
// result is that of check() over all rows, as far as it can have changed. What was judged is settled by the caller once it is
// durable; until then the same is judged again.
#pragma once

#include "findings/check.hpp"
#include "held/row_file.hpp"

#include <vector>

namespace huanchi::held {

// What of it: everything at once; or what days tell first, and then the rest, where what is judged over months and years waits
// until the day has turned.
enum class share : std::uint8_t { everything, days, rest };

struct touched_options {
    bool again = false; // all that is held, touched or not
    held::share share = held::share::everything;
    std::optional<base::moment> not_after; // the data do not end later than this, whatever a row says
};

struct touched {
    findings::check_result result; // `files` name the inputs that the rows came from
    std::vector<row_file::settled_outlet> judged;
    base::moment end{};
    std::uint64_t rows_read = 0, days = 0;
};

// `request.data` is not looked at.
base::result<touched> judge_touched(row_file& rows, model::rulebook const& rules, plan::plan const& p,
                                    findings::check_request request, touched_options const& options);

} // namespace huanchi::held
