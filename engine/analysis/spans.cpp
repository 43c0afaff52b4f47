// Spans of dates: what has lapsed, what is never in force, and editions of a document of which one is said to replace the
// other.
#include "analysis/examination.hpp"

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

namespace {

constexpr std::size_t most_tried = 8;

// A case that the limit judges on the one day and not on the other.
std::optional<lint_witness> ends_between(examination& x, limit const& l, base::date judged_on, base::date not_on) {
    for (auto const& a : cases::fulfilling(l.conditions, x.rules, most_tried)) {
        auto const was = x.breaking(l, a, judged_on), is = x.breaking(l, a, not_on);
        auto const before = was ? x.judge_undisplaced(*was, l) : std::nullopt, after = is ? x.judge(*is, l) : std::nullopt;
        if (before && after && has_id(before->applied, l.id) && !has_id(after->applied, l.id)) return witness_of(*is, *after);
    }
    return std::nullopt;
}

struct lapsed_part {
    std::string name;
    source::span where;
    base::date before;
    std::vector<limit const*> limits;
};

// The document where the whole of it has ended, else the table, else the row with all its columns.
std::vector<lapsed_part> lapsed_parts(examination& x) {
    std::vector<lapsed_part> parts;
    auto const ended = [&](base::span_of_dates const& s) { return s.before && *s.before <= x.options.at; };
    for (auto const& l : x.rules.limits) {
        if (!x.takes_part(l) || !ended(l.effective)) continue;
        auto const& t = x.rules.tables[l.table];
        auto const& d = x.rules.documents[l.document];
        auto part = ended(d.effective)   ? lapsed_part{d.id, d.where, *d.effective.before, {}}
                    : ended(t.effective) ? lapsed_part{t.id, t.where_declared, *t.effective.before, {}}
                                         : lapsed_part{l.printed_name, l.where, *l.effective.before, {}};
        auto it = std::find_if(parts.begin(), parts.end(), [&](auto const& p) { return p.where == part.where; });
        if (it == parts.end()) it = parts.insert(parts.end(), std::move(part));
        it->limits.push_back(&l);
    }
    return parts;
}

void find_lapsed(examination& x) {
    for (auto const& p : lapsed_parts(x)) {
        std::optional<lint_witness> w;
        std::vector<std::string> ids;
        for (auto const* l : p.limits) {
            ids.push_back(l->id);
            if (!w) w = ends_between(x, *l, *l->effective.before + -1, std::max(x.options.at, *l->effective.before));
        }
        if (w)
            x.report("L207", p.where, {p.name, (p.before + -1).text()}, std::move(ids), std::move(w));
        else
            ++x.out.not_confirmed;
    }
}

// No day lies in both spans, so no case can be shown.
void find_never_in_force(examination& x) {
    auto const never = [&](base::span_of_dates const& s, std::string const& id, source::span where) {
        if (s.empty()) x.report("L206", where, {id, s.from->text(), s.before->text()}, {id}, std::nullopt);
    };
    for (auto const& g : x.rules.grades) never(g.effective, g.id, g.where_declared);
    for (auto const& i : x.rules.indices) never(i.effective, i.id, i.where_declared);
    for (auto const& r : x.rules.requirements)
        for (auto const& line : r.lines) never(line.effective, r.id + "." + line.title, line.where);
    for (auto const& d : x.rules.displacements) never(d.effective, d.id, d.where_declared);
    for (auto const& e : x.rules.exemptions) never(e.effective, e.id, e.where_declared);
}

// One document says that it takes the place of another, wherever that applies.
struct replacing {
    std::uint16_t by, of;
    base::date from;
    source::span where;
};

std::vector<replacing> replacements(rulebook const& rules) {
    std::vector<replacing> all;
    auto take = [&](std::uint16_t by, std::vector<std::uint16_t> const& documents, base::span_of_dates const& effective,
                    source::span where) {
        for (auto const of : documents) {
            if (!effective.from || of == by) continue;
            auto const same = [&](replacing const& r) { return r.by == by && r.of == of; };
            if (auto const it = std::find_if(all.begin(), all.end(), same); it == all.end())
                all.push_back({by, of, *effective.from, where});
            else
                it->from = std::min(it->from, *effective.from);
        }
    };
    for (auto const& d : rules.displacements)
        if (!d.where) take(d.document, d.documents, d.effective, d.where_declared);
    for (auto const& t : rules.tables) take(t.document, t.displaced_documents, t.effective, t.where_declared);
    return all;
}

bool limits_anything_in(rulebook const& rules, std::uint16_t document, std::uint16_t factor) {
    return std::any_of(rules.limits.begin(), rules.limits.end(),
                       [&](limit const& l) { return l.document == document && l.factor == factor; });
}

void compare_editions(examination& x, replacing const& r) {
    auto const &old = x.rules.documents[r.of], &now = x.rules.documents[r.by];
    if (!old.effective.before || *old.effective.before == r.from) return;
    bool const gap = *old.effective.before < r.from;
    auto const first = gap ? *old.effective.before : r.from, end = gap ? r.from : *old.effective.before;
    bool suspected = false;
    for (auto const& l : x.rules.limits) {
        if (l.document != r.of || !x.takes_part(l) || !limits_anything_in(x.rules, r.by, l.factor) ||
            !l.effective.contains(first + -1))
            continue;
        suspected = true;
        auto w = ends_between(x, l, first + -1, first);
        auto const still = [&](std::string const& id) { return id.starts_with(old.id + ".") || id.starts_with(now.id + "."); };
        if (!w || (gap && std::any_of(w->applied.begin(), w->applied.end(), still))) continue;
        x.report(gap ? "L208" : "L209", r.where, {now.id, old.id, first.text(), end.text()}, {l.id}, std::move(w));
        return;
    }
    if (suspected) ++x.out.not_confirmed;
}

} // namespace

void find_spans(examination& x) {
    find_lapsed(x);
    find_never_in_force(x);
    for (auto const& r : replacements(x.rules)) compare_editions(x, r);
}

} // namespace huanchi::analysis
