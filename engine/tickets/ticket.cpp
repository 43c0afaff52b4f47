#include "tickets/ticket.hpp"

#include "base/digest.hpp"
#include "tickets/episodes.hpp"

#include <algorithm>
#include <array>

namespace huanchi::tickets {

namespace {

constexpr std::array<std::string_view, 10> state_names = {"open",   "confirmed", "ordered",     "reported", "verified",
                                                          "closed", "dismissed", "transferred", "merged",   "moot"};
constexpr std::array<std::string_view, 4> action_names = {"opened", "updated", "unchanged", "rebound"};

void add(base::sha256& sum, findings::provision const& p) {
    sum.field(p.id).field(p.standard).field(p.clause).field(p.level).field(p.confidence);
}

// The number of items goes in first, so that neighbouring lists cannot run into one another.
template <class List, class Add>
void add_list(base::sha256& sum, List const& list, Add add_item) {
    sum.field(std::to_string(list.size()));
    for (auto const& item : list) add_item(item);
}

void add_texts(base::sha256& sum, std::vector<std::string> const& texts) {
    add_list(sum, texts, [&](std::string const& text) { sum.field(text); });
}

void add_optional(base::sha256& sum, std::optional<std::string> const& text) {
    sum.field(text ? "=" + *text : "");
}

} // namespace

// A whole number of any length, or a fraction of two: what rational::exact_text() prints.
base::rational exact_value(std::string_view text) {
    auto const whole = [](std::string_view digits) {
        base::rational value;
        bool const negative = digits.starts_with('-');
        for (char const c : digits.substr(negative ? 1 : 0)) value = value * base::rational(10) + base::rational(c - '0');
        return negative ? -value : value;
    };
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) return whole(text);
    return whole(text.substr(0, slash)) / whole(text.substr(slash + 1));
}

std::string_view text(state s) {
    return state_names[static_cast<std::size_t>(s)];
}

std::optional<state> state_from(std::string_view text) {
    auto const at = std::find(state_names.begin(), state_names.end(), text);
    if (at == state_names.end()) return std::nullopt;
    return static_cast<state>(at - state_names.begin());
}

series_key key_of(findings::finding const& f) {
    auto const factor = is_of(f, model::quantity::requirement) && f.provision ? f.provision->id : f.factor.value_or("");
    return {f.enterprise_id, f.outlet_id.value_or(""), factor, f.quantity};
}

std::string factor_of(series_key const& key) {
    return key.quantity == model::text(model::quantity::requirement) ? std::string() : key.factor;
}

bool ended(state s) {
    return s == state::closed || s == state::dismissed || s == state::transferred || s == state::merged || s == state::moot;
}

std::string_view text(action a) {
    return action_names[static_cast<std::size_t>(a)];
}

std::uint32_t violations(ticket const& t) {
    return static_cast<std::uint32_t>(std::count_if(t.findings.begin(), t.findings.end(), proves));
}

evidence const* worst(ticket const& t) {
    evidence const* found = nullptr;
    base::rational largest;
    for (auto const& e : t.findings) {
        if (!proves(e)) continue;
        auto const excess = exact_value(e.excess);
        if (found && !(largest < excess)) continue;
        found = &e;
        largest = excess;
    }
    return found;
}

std::vector<findings::provision> provisions(ticket const& t) {
    std::vector<findings::provision> all;
    auto const add_once = [&](findings::provision const& p) {
        if (std::none_of(all.begin(), all.end(), [&](auto const& x) { return x.id == p.id; })) all.push_back(p);
    };
    for (auto const& e : t.findings) {
        if (!proves(e)) continue;
        add_once(e.provision);
        for (auto const& p : e.also_breached) add_once(p);
    }
    return all;
}

base::period episode(ticket const& t) {
    return {base::moment::at(t.first_day), base::moment::at(t.last_day + 1)};
}

std::string digest_of(evidence const& e) {
    base::sha256 sum;
    sum.field(e.finding).field(e.period.from.text()).field(e.period.to.text()).field(e.verdict);
    sum.field(e.statistic).field(e.measured).field(e.measured_exact).field(e.measured_low).field(e.measured_high).field(e.unit);
    sum.field(e.limit_min)
        .field(e.limit_max)
        .field(e.limit_unit)
        .field(e.not_detected ? "1" : "0")
        .field(e.prohibited ? "1" : "0");
    add_list(sum, e.reference, [&](auto const& r) { sum.field(r.first).field(r.second); });
    sum.field(e.exceedance).field(e.excess).field(e.marginal ? "1" : "0");
    add(sum, e.provision);
    add_list(sum, e.also_breached, [&](auto const& p) { add(sum, p); });
    add_texts(sum, e.violation_types);
    sum.field(e.source).field(e.sample_id).field(e.standing);
    add_texts(sum, e.lacks);
    if (!e.record.empty()) sum.field("record").field(e.record); // absent from earlier formats
    return sum.hex();
}

std::string digest_of(ticket const& t) {
    base::sha256 sum;
    sum.field(t.id).field(t.series.enterprise_id).field(t.series.outlet_id).field(t.series.factor).field(t.series.quantity);
    sum.field(t.strand).field(t.sample_id).field(text(t.state)).field(t.penalty).field(t.nature);
    add_optional(sum, t.case_id);
    add_optional(sum, t.rebound_of);
    add_optional(sum, t.merged_into);
    sum.field(t.proposal).field(t.first_day.text()).field(t.last_day.text()).field(std::to_string(t.undetermined));
    add_texts(sum, t.violation_types);
    add_list(sum, t.bases, [&](basis const& b) {
        sum.field(b.law).field(b.duty).field(b.penalty).field(b.confidence);
        add_optional(sum, b.fine_min);
        add_optional(sum, b.fine_max);
        add_optional(sum, b.fine_unit);
        add_texts(sum, b.measures);
    });
    add_list(sum, t.findings, [&](evidence const& e) { sum.field(e.finding).field(e.digest); });
    // Absent from records of earlier formats, whose digests must stay as they are.
    if (!t.assignee.empty()) sum.field("assignee").field(t.assignee);
    if (t.due) sum.field("due").field(t.due->text());
    return sum.hex();
}

} // namespace huanchi::tickets
