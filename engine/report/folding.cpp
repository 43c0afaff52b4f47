#include "report/folding.hpp"

#include <map>
#include <optional>

namespace huanchi::report {

namespace {

std::string key_of(findings::finding const& f) {
    std::string key;
    auto const add = [&](std::string_view part) { key.append(part).append(1, '\x1f'); };
    add(f.factor.value_or(""));
    for (auto const& part : {f.factor_name, f.quantity, f.statistic, f.source, f.standing}) add(part);
    add(eval::text(f.verdict));
    add(f.provision ? f.provision->id : "");
    if (f.limit) {
        add(f.limit->min.value_or("-"));
        add(f.limit->max.value_or("-"));
        for (auto const& [name, value] : f.limit->reference) add(name + value);
    }
    for (auto const& p : f.also_breached) add(p.id);
    for (auto const& l : f.lacks) add(l);
    add(f.finality ? f.finality->state : "");
    add(f.reason ? f.reason->code : "");
    if (f.reason)
        for (auto const& m : f.reason->missing) add(m.name + m.band);
    return key;
}

// How far a value lies beyond its limit, where there is no multiple: only to show the worst of a block.
std::optional<base::rational> beyond(findings::finding const& f) {
    if (!f.excess.is_zero()) return f.excess;
    if (!f.measured || !f.limit) return std::nullopt;
    auto const number = [](std::optional<std::string> const& text) {
        return text ? base::decimal::parse(*text) : std::nullopt;
    };
    auto const value = number(f.measured->value), max = number(f.limit->max), min = number(f.limit->min);
    if (!value) return std::nullopt;
    if (max && *value > *max) return base::rational(*value) - base::rational(*max);
    if (min && *value < *min) return base::rational(*min) - base::rational(*value);
    return std::nullopt;
}

void add_to(block& b, findings::finding const* f) {
    b.findings.push_back(f);
    auto const own = beyond(*f), worst = b.worst ? beyond(*b.worst) : std::nullopt;
    if (!b.worst || (own && (!worst || *own > *worst))) b.worst = f;
}

} // namespace

std::vector<block> folded(std::vector<findings::finding const*> const& in) {
    std::vector<block> blocks;
    std::map<std::string, std::size_t> last_of; // key → the block that may go on
    for (auto const* f : in) {
        auto const key = key_of(*f);
        auto const last = last_of.find(key);
        bool const has_length = f->period.from < f->period.to; // samples of one moment stay apart
        if (last != last_of.end() && has_length && blocks[last->second].findings.back()->period.to == f->period.from) {
            add_to(blocks[last->second], f);
            continue;
        }
        last_of[key] = blocks.size();
        add_to(blocks.emplace_back(), f);
    }
    return blocks;
}

} // namespace huanchi::report
