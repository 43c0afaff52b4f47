#include "held_check.hpp"

#include "facts/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace huanchi::cli {

base::result<held::touched> check_held(session& s, held::row_file& rows, findings::check_request const& request,
                                       held_options const& o) {
    auto const text = facts::read_whole(request.facilities);
    if (!text) return text.error();
    auto const known = facts::read_facilities(*text, request.facilities, s.rules);
    if (!known) return known.error();
    std::vector<facts::rejected_row> rejects;
    std::uint64_t rejected = 0, fresh = 0, again = 0;
    bool flag_assumed = false;
    auto const note = [&](facts::rejected_row r) {
        if (request.on_reject) request.on_reject(r);
        ++rejected;
        if (rejects.size() < request.kept_rejects) rejects.push_back(std::move(r));
    };
    if (o.strict)
        for (std::uint32_t i = 0; i < request.data.size(); ++i) {
            auto const read = facts::read_measurements(request.data[i], i, s.rules, *known, request.reading, {}, note);
            if (!read) return read.error();
            if (rejected == 0) continue;
            auto const& r = rejects.front();
            return base::failure{fmt::format("{}:{}: {}: {}", request.data[i], r.line, r.column, r.reason),
                                 tr(s, "改正数据，或去掉 --strict", "correct the data, or leave --strict out")};
        }
    for (std::uint32_t i = 0; i < request.data.size(); ++i) {
        auto const added = rows.add(request.data[i], i, s.rules, *known, request.reading, note);
        if (!added) return added.error();
        fresh += added->fresh;
        again += added->known;
        flag_assumed = flag_assumed || added->flag_assumed;
    }
    auto judged = held::judge_touched(rows, s.rules, s.plan, request, {o.rejudge, held::share::everything, {}});
    if (!judged) return judged.error();
    auto& r = judged->result;
    auto const first = static_cast<std::uint32_t>(r.files.size());
    for (auto const& path : request.data) r.files.push_back(path);
    for (auto& reject : rejects) {
        reject.file += first;
        r.rejects.push_back(std::move(reject));
    }
    std::sort(r.rejects.begin(), r.rejects.end(), [](auto const& x, auto const& y) {
        return std::tie(x.file, x.line, x.column) < std::tie(y.file, y.line, y.column);
    });
    r.rejected += rejected;
    r.read += rejected;
    if (flag_assumed && std::find(r.assumed.begin(), r.assumed.end(), "flag=N") == r.assumed.end())
        r.assumed.push_back("flag=N");
    log_info(fmt::format(
        fmt::runtime(tr(s, "新行 {}，已有 {}；重新判定 {} 行", "{} new rows, {} held already; {} rows judged for them")), fresh,
        again, judged->rows_read));
    return judged;
}

} // namespace huanchi::cli
