#include "review/understood_claim.hpp"

#include "review/platform_limits.hpp"

#include "facts/amount.hpp"
#include "facts/nearest_name.hpp"
#include "facts/time_labels.hpp"
#include "facts/written_times.hpp"

namespace huanchi::review {

namespace {

struct claim_reader {
    eval::bound const& b;
    bool label_is_end;
    model::rulebook const& rules = *b.rules;

    model::interval interval_of(std::uint16_t statistic) const {
        auto const& s = rules.statistics[statistic];
        if (!s.accepts.empty()) return s.accepts.front().interval;
        return s.derivations.empty() ? model::interval::day : s.derivations.front().window;
    }

    std::optional<base::decimal> decimal(std::string const& written, std::string& wrong) const {
        if (facts::is_missing(written)) return std::nullopt;
        auto text = written;
        if (text.ends_with('%')) text.pop_back();
        while (text.ends_with(' ')) text.pop_back();
        auto const d = base::decimal::parse(text);
        if (!d) wrong = "`" + written + "` is no number";
        return d;
    }

    // `50`, or `6-9`, `6～9`.
    void read_limit(std::string const& written, claim_read& c, std::string& wrong) const {
        for (std::string_view const between : {"～", "~", "–", "—", "-"})
            if (auto const at = written.find(between, 1); at != std::string::npos) {
                auto const low = decimal(written.substr(0, at), wrong),
                           high = decimal(written.substr(at + between.size()), wrong);
                if (low && high) c.min = base::rational(*low) * c.unit, c.max = base::rational(*high) * c.unit;
                return;
            }
        if (auto const d = decimal(written, wrong)) c.max = base::rational(*d) * c.unit;
    }

    std::optional<claim_read> read(claimed_exceedance const& w, std::string& wrong) const {
        claim_read c;
        c.outlet = b.known->find_outlet(w.enterprise_id, w.outlet_id);
        if (c.outlet == facts::no_outlet) return wrong = "no outlet " + w.enterprise_id + "/" + w.outlet_id, std::nullopt;
        auto const factor = rules.find_factor(w.factor, b.known->outlets[c.outlet].medium);
        if (!factor) return wrong = facts::unknown_factor(rules, w.factor), std::nullopt;
        auto const statistic = statistic_of_word(w.statistic, rules);
        if (!statistic) return wrong = facts::unknown_statistic(rules, w.statistic), std::nullopt;
        c.factor = *factor;
        c.statistic = *statistic;
        c.interval = interval_of(c.statistic);
        auto const unit = w.unit.empty() ? std::optional(rules.factors[c.factor].unit) : rules.units.find(w.unit);
        if (!unit) return wrong = facts::unknown_unit(rules, w.unit), std::nullopt;
        if (!(rules.units[*unit].dimension == rules.units[rules.factors[c.factor].unit].dimension))
            return wrong = "`" + w.unit + "` is no unit of " + rules.factors[c.factor].name, std::nullopt;
        c.unit = rules.units[*unit].factor;
        facts::time_labels labels(label_is_end);
        auto const* stretch = labels.read(facts::usual_time(w.time).value_or(w.time), c.interval);
        if (!stretch) return wrong = labels.reason(), std::nullopt;
        c.period = {{stretch->start}, {stretch->end}};
        c.value = decimal(w.value, wrong);
        if (!facts::is_missing(w.limit)) read_limit(w.limit, c, wrong);
        c.oxygen = decimal(w.oxygen, wrong);
        if (!w.received.empty() && !(c.received = base::moment::parse(facts::usual_time(w.received).value_or(w.received))))
            wrong = "`" + w.received + "` is no time";
        if (!wrong.empty()) return std::nullopt;
        return c;
    }
};

} // namespace

std::optional<claim_read> understand(eval::bound const& b, claimed_exceedance const& written, bool label_is_end,
                                     std::string& wrong) {
    return claim_reader{b, label_is_end}.read(written, wrong);
}

} // namespace huanchi::review
