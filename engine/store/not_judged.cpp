#include "store/not_judged.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::store {

namespace {

struct seen_periods {
    using place = std::tuple<std::string, base::period>; // source, period
    std::set<std::string> ids;
    std::set<std::tuple<std::string, std::string, base::period>> judged; // with the sample
    std::set<place> values;
    base::period whole{};

    explicit seen_periods(std::vector<findings::finding const*> const& said) {
        for (auto const* f : said) {
            whole.from = ids.empty() ? f->period.from : std::min(whole.from, f->period.from);
            whole.to = ids.empty() ? f->period.to : std::max(whole.to, f->period.to);
            ids.insert(f->id);
            judged.emplace(f->source, f->sample_id, f->period);
            if (!f->trace) continue;
            for (auto const& v : f->trace->values) values.emplace(f->source, v.period);
        }
    }
    bool all_of(std::string const& source, std::vector<tickets::rested_on> const& data) const {
        return !data.empty() && std::all_of(data.begin(), data.end(), [&](auto const& v) {
            return values.contains({source, v.period});
        });
    }
};

bool stands(tickets::evidence const& e) {
    return !tickets::is_quiet(e.verdict) && e.record.empty();
}

} // namespace

std::set<std::string> not_judged(tickets::series_state const& series, std::vector<findings::finding const*> const& said,
                                 std::set<std::string> const& not_yet, std::optional<base::moment> data_end,
                                 judgement_rows& judgements) {
    std::set<std::string> all;
    if (said.empty() || series.key.factor.empty()) return all;
    seen_periods const seen(said);
    auto const look_at = [&](tickets::evidence const& e) {
        if (!stands(e) || seen.ids.contains(e.finding) || not_yet.contains(e.finding)) return;
        if (e.period.to < seen.whole.from || seen.whole.to < e.period.from) return;
        if (data_end && *data_end < e.period.to) return;
        if (seen.judged.contains({e.source, e.sample_id, e.period}) ||
            (e.sample_id.empty() && seen.all_of(e.source, judgements.data_of(e.finding))))
            all.insert(e.finding);
    };
    for (auto const& t : series.tickets)
        for (auto const& e : t.findings) look_at(e);
    for (auto const& e : series.loose) look_at(e);
    return all;
}

} // namespace huanchi::store
