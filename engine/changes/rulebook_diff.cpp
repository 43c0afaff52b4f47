#include "changes/rulebook_diff.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace huanchi::changes {

using namespace model;

std::string_view text(change c) {
    constexpr std::string_view names[] = {"tighter", "looser", "new", "dropped", "changed"};
    return names[static_cast<std::size_t>(c)];
}

std::size_t rulebook_diff::count(change c) const {
    return static_cast<std::size_t>(std::count_if(limits.begin(), limits.end(), [&](auto const& l) { return l.kind == c; }));
}

namespace {

// One end of what is allowed: higher is looser for the upper end, lower is looser for the lower end.
struct end {
    bool open = true; // no bound
    base::rational at;
    bool strict = false;
};

end end_of(std::optional<bound> const& b, base::unit_id unit, rulebook const& rules) {
    if (!b) return {};
    return {false, base::rational(b->written) * rules.units[unit].factor, b->strict};
}

// How the upper end of `after` lies to that of `before`; `sign` -1 turns it into the lower end.
shift moved(end const& before, end const& after, int sign) {
    if (before.open || after.open) {
        if (before.open == after.open) return shift::same;
        return after.open ? shift::more : shift::less;
    }
    if (after.at != before.at) return (after.at > before.at) == (sign > 0) ? shift::more : shift::less;
    if (after.strict == before.strict) return shift::same;
    return after.strict ? shift::less : shift::more;
}

// 0: nothing at all, 1: nothing detectable, 2: up to a bound.
int rank(limit const& l) {
    return l.prohibited ? 0 : l.not_detected ? 1 : 2;
}

std::vector<aspect_change> changes_of(std::vector<aspect> const& before, std::vector<aspect> const& after) {
    std::vector<aspect_change> out;
    std::map<std::string_view, aspect const*> there;
    for (auto const& a : after) there.emplace(a.name, &a);
    for (auto const& b : before) {
        auto const found = there.find(b.name);
        if (found == there.end()) {
            out.push_back({b.name, b.shown, ""});
        } else {
            if (found->second->meaning != b.meaning) out.push_back({b.name, b.shown, found->second->shown});
            there.erase(found);
        }
    }
    for (auto const& a : after) // in the order in which they are declared
        if (there.contains(a.name)) out.push_back({a.name, "", a.shown});
    std::erase_if(out, [](aspect_change const& c) { return c.before.empty() && c.after.empty(); });
    return out;
}

struct comparer {
    rulebook const& before;
    rulebook const& after;
    rulebook_diff out = {};

    void pair(std::uint32_t b, std::uint32_t a) {
        auto const& was = before.limits[b];
        auto const& is = after.limits[a];
        auto aspects = changes_of(aspects_of(was, before), aspects_of(is, after));
        if (aspects.empty()) {
            ++out.unchanged;
            return;
        }
        auto const moved = allowed(was, before, is, after);
        auto const kind = !moved || *moved == shift::same ? change::changed
                          : *moved == shift::less         ? change::tighter
                                                          : change::looser;
        out.limits.push_back({kind, b, a, std::move(aspects)});
    }

    void compare_limits() {
        auto const pairs = paired(before, after);
        for (auto const& [b, a] : pairs.both) pair(b, a);
        for (auto const b : pairs.dropped) out.limits.push_back({change::dropped, b, std::nullopt, {}});
        for (auto const a : pairs.added) out.limits.push_back({change::added, std::nullopt, a, {}});
        auto const key = [&](limit_change const& c) {
            auto const& rules = c.after ? after : before;
            auto const& l = rules.limits[c.after ? *c.after : *c.before];
            return std::make_tuple(rules.documents[l.document].number, !c.after, l.where.begin, l.id);
        };
        std::sort(out.limits.begin(), out.limits.end(), [&](auto const& x, auto const& y) { return key(x) < key(y); });
    }

    void compare_others() {
        auto const was = declarations_of(before), is = declarations_of(after);
        auto const name = [](declaration const& d) { return std::tie(d.kind, d.id); };
        auto b = was.begin();
        auto a = is.begin();
        while (b != was.end() || a != is.end()) {
            if (a == is.end() || (b != was.end() && name(*b) < name(*a))) {
                out.others.push_back({change::dropped, b->kind, b->id, {}});
                ++b;
            } else if (b == was.end() || name(*a) < name(*b)) {
                out.others.push_back({change::added, a->kind, a->id, {}});
                ++a;
            } else {
                if (auto aspects = changes_of(b->aspects, a->aspects); !aspects.empty())
                    out.others.push_back({change::changed, a->kind, a->id, std::move(aspects)});
                ++a, ++b;
            }
        }
    }
};

} // namespace

std::optional<shift> allowed(limit const& before, rulebook const& of_before, limit const& after, rulebook const& of_after) {
    if (rank(before) != rank(after)) return rank(after) < rank(before) ? shift::less : shift::more;
    if (rank(before) < 2) return shift::same;
    if (of_before.units[before.unit].dimension != of_after.units[after.unit].dimension) return std::nullopt;
    auto const high = moved(end_of(before.max, before.unit, of_before), end_of(after.max, after.unit, of_after), 1);
    auto const low = moved(end_of(before.min, before.unit, of_before), end_of(after.min, after.unit, of_after), -1);
    if (high == low || low == shift::same) return high;
    return high == shift::same ? std::optional(low) : std::nullopt;
}

rulebook_diff compare(rulebook const& before, rulebook const& after) {
    comparer c{before, after};
    c.out.meaning_before = meaning_digest(before);
    c.out.meaning_after = meaning_digest(after);
    c.compare_limits();
    c.compare_others();
    return std::move(c.out);
}

} // namespace huanchi::changes
