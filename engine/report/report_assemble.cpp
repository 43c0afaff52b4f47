// Summaries, ledger and completeness of a report.
#include "report/report_document.hpp"

#include "report/phrases.hpp"

#include <algorithm>
#include <set>

namespace huanchi::report {

namespace {

constexpr std::size_t most_rejects = 50; // listed; the account counts them all

// 220000 and 220100 stand for what begins like them.
std::string_view stem(std::string_view code) {
    while (code.size() > 2 && code.ends_with("00")) code.remove_suffix(2);
    return code;
}

template <class Line, class Before>
std::vector<Line> sorted_lines(std::map<std::string, Line> const& by, Before before) {
    std::vector<Line> out;
    for (auto const& [key, line] : by) out.push_back(line);
    std::stable_sort(out.begin(), out.end(), before);
    return out;
}

bool no_longer_counts(tickets::ticket const& t) {
    return t.state == tickets::state::dismissed || t.state == tickets::state::merged;
}

struct assembler {
    report_input in;
    language of;
    report_document d = {};
    std::map<std::string, site_line> sites = {};

    site_note note_of(std::string const& id, std::string const& stored_name) const {
        auto const known = in.sites.find(id);
        site_note note = known == in.sites.end() ? site_note{} : known->second;
        if (note.name.empty()) note.name = stored_name;
        return note;
    }
    bool wanted(std::string const& id) const {
        if (in.region.empty()) return true;
        auto const known = in.sites.find(id);
        return known != in.sites.end() && in_region(known->second.region, in.region);
    }

    void head() {
        name_requirements(in.known, in.names);
        d.title = choose(of, "疑似超标线索与工单报告", "Suspected violations and tickets");
        d.cut_off_of_last_run = in.as_of.empty() && in.known.as_of.empty();
        d.cut_off = !in.as_of.empty() ? in.as_of : !in.known.as_of.empty() ? in.known.as_of : in.known.last_run;
        d.region = in.region;
        d.rules_digest = in.data ? in.data->digest : in.known.rules;
        d.data_digest = in.data_digest;
        d.engine = in.engine;
        d.history_entries = in.known.entries;
        d.history_hash = in.known.chain;
        d.percent_wanted = in.percent_wanted;
        std::erase_if(in.tickets, [&](tickets::ticket const& t) { return !wanted(t.series.enterprise_id); });
    }

    void span() {
        std::optional<base::date> first = in.first, last = in.last;
        for (auto const& s : in.known.series) {
            if (s.days.empty() || !wanted(s.key.enterprise_id)) continue;
            if (!in.first && (!first || s.days.front().first < *first)) first = s.days.front().first;
            if (!in.last && (!last || *last < s.days.back().first)) last = s.days.back().first;
        }
        d.first = first.value_or(base::date{});
        d.last = last.value_or(d.first + -1);
    }

    completeness count(tickets::known_series const& s) const {
        completeness c;
        for (auto const& [day, state] : s.days) {
            if (day < d.first || d.last < day) continue;
            (state == eval::day_state::compliant   ? c.compliant
             : state == eval::day_state::violation ? c.violation
                                                   : c.undecided)++;
        }
        auto const all = d.first <= d.last ? static_cast<std::uint32_t>(d.last - d.first + 1) : 0;
        c.silent = all - std::min(all, c.compliant + c.violation + c.undecided);
        return c;
    }

    site_line& site(std::string const& id, std::string const& name) {
        auto [line, is_new] = sites.try_emplace(id);
        if (is_new) line->second.id = id;
        if (is_new || line->second.note.name.empty()) line->second.note = note_of(id, name);
        return line->second;
    }

    void days() {
        for (auto const& [id, note] : in.sites) // a site that sends nothing is listed too
            if (wanted(id)) site(id, note.name);
        for (auto const& s : in.known.series) {
            if (!wanted(s.key.enterprise_id)) continue;
            auto const c = count(s);
            auto& line = site(s.key.enterprise_id, s.enterprise_name);
            // Series of single samples, which nobody expects every day, say nothing of completeness.
            bool const continuous = s.days.size() > 1;
            if (!continuous) continue;
            line.days += c;
            d.series.push_back({s.key, line.note.name, s.factor_name.empty() ? s.key.factor : s.factor_name, c});
        }
        std::stable_sort(d.series.begin(), d.series.end(), [](series_line const& a, series_line const& b) {
            return a.days.percent().value_or(0) < b.days.percent().value_or(0);
        });
    }

    void count_ticket(tickets::ticket const& t, std::map<std::string, factor_line>& factors,
                      std::map<std::string, kind_line>& kinds, std::map<std::string, std::set<std::string>>& where) {
        auto const n = tickets::violations(t);
        auto& line = site(t.series.enterprise_id, t.enterprise_name);
        ++line.tickets;
        line.open += tickets::ended(t.state) ? 0 : 1;
        line.rebounds += t.rebound_of ? 1 : 0;
        line.violations += n;
        std::set<std::int32_t> on;
        for (auto const& e : t.findings)
            if (tickets::proves(e)) on.insert(e.period.from.date().days);
        line.violation_days += static_cast<std::uint32_t>(on.size());
        auto& f = factors[t.series.factor];
        f.factor = tickets::factor_of(t.series);
        f.name = matter(t);
        ++f.tickets;
        f.violations += n;
        where["f" + t.series.factor].insert(t.series.enterprise_id);
        if (auto const* w = tickets::worst(t); w && severity(f.worst) < severity(w->exceedance)) {
            f.worst = w->exceedance;
            f.worst_site = line.note.name;
        }
        for (auto const& offence : in.names.offences(t, of)) {
            auto& k = kinds[offence];
            k.offence = offence;
            ++k.tickets;
            k.violations += n;
            where["k" + offence].insert(t.series.enterprise_id);
        }
    }

    void summaries() {
        std::map<std::string, factor_line> factors;
        std::map<std::string, kind_line> kinds;
        std::map<std::string, std::set<std::string>> where;
        for (auto const& t : in.tickets)
            if (!no_longer_counts(t)) count_ticket(t, factors, kinds, where);
        for (auto& [key, f] : factors) f.sites = static_cast<std::uint32_t>(where["f" + key].size());
        for (auto& [key, k] : kinds) k.sites = static_cast<std::uint32_t>(where["k" + key].size());
        d.factors =
            sorted_lines(factors, [](factor_line const& a, factor_line const& b) { return a.violations > b.violations; });
        d.kinds = sorted_lines(kinds, [](kind_line const& a, kind_line const& b) { return a.tickets > b.tickets; });
        // What was not shown to be met weighs as much as a day without a violation does not.
        d.sites = sorted_lines(sites, [](site_line const& a, site_line const& b) {
            if (a.violations != b.violations) return a.violations > b.violations;
            return a.days.percent().value_or(0) < b.days.percent().value_or(0);
        });
    }

    static void shorten(ticket_story& s) {
        if (s.charts.size() > 1) {
            s.charts_left_out = s.charts.size() - 1;
            s.charts.resize(1);
        }
        if (s.rejected) std::erase_if(*s.rejected, [](review::rejected_limit const& r) { return !r.displaced; });
    }

    void stories() {
        std::map<std::string, std::size_t> rank;
        auto const most = values_drawn(in.tickets.size());
        for (auto const& s : d.sites) rank.emplace(s.id, rank.size());
        std::stable_sort(in.tickets.begin(), in.tickets.end(), [&](tickets::ticket const& a, tickets::ticket const& b) {
            auto const ra = rank[a.series.enterprise_id], rb = rank[b.series.enterprise_id];
            return std::tie(ra, a.series, a.first_day, a.id) < std::tie(rb, b.series, b.first_day, b.id);
        });
        for (auto& t : in.tickets) {
            ticket_story s;
            s.site = note_of(t.series.enterprise_id, t.enterprise_name);
            s.charts = charts_of(t, in.known, in.data, most);
            s.offences = in.names.offences(t, of);
            if (in.why_not) s.rejected = in.why_not(t);
            if (in.tickets.size() > most_tickets_in_full) shorten(s);
            if (!tickets::ended(t.state)) d.open.push_back(d.stories.size());
            if (t.rebound_of) d.rebounds.push_back(d.stories.size());
            if (t.state == tickets::state::ordered && t.due && t.due->text() < d.cut_off.substr(0, 10))
                d.overdue.push_back(d.stories.size());
            s.what = std::move(t);
            d.stories.push_back(std::move(s));
        }
    }

    void account() {
        if (!in.data) return;
        auto const& r = *in.data;
        auto const of_verdict = [&](eval::verdict v) { return r.verdicts[static_cast<std::size_t>(v)]; };
        d.rows = row_account{r.read,
                             r.judged,
                             r.flagged_out,
                             r.unmatched,
                             r.rejected,
                             of_verdict(eval::verdict::undetermined),
                             of_verdict(eval::verdict::compliant),
                             of_verdict(eval::verdict::violation),
                             of_verdict(eval::verdict::exempt)};
        for (auto const& x : r.rejects) {
            if (d.rejects.size() == most_rejects) break;
            d.rejects.push_back((x.file < r.files.size() ? r.files[x.file] : "") + ":" + std::to_string(x.line) + " " +
                                x.column + "  " + x.reason);
        }
    }
};

} // namespace

std::optional<std::uint32_t> completeness::percent() const {
    if (all() == 0) return std::nullopt;
    return static_cast<std::uint32_t>(std::uint64_t{decided()} * 100 / all());
}

bool completeness::enough(unsigned percent_wanted) const {
    auto const p = percent();
    return p && *p >= percent_wanted;
}

completeness& completeness::operator+=(completeness const& b) {
    compliant += b.compliant;
    violation += b.violation;
    undecided += b.undecided;
    silent += b.silent;
    return *this;
}

void name_counties(site_notes& sites) {
    std::map<std::string, std::string> names;
    for (auto const& [id, note] : sites)
        if (!note.region.empty() && !note.county.empty()) names.emplace(note.region, note.county);
    for (auto& [id, note] : sites)
        if (auto const named = names.find(note.region); note.county.empty() && named != names.end())
            note.county = named->second;
}

bool in_region(std::string_view code, std::string_view region) {
    return region.empty() || code.starts_with(stem(region));
}

report_document assemble(report_input in, language of) {
    assembler a{std::move(in), of};
    a.head();
    a.span();
    a.days();
    a.summaries();
    a.stories();
    a.account();
    return std::move(a.d);
}

} // namespace huanchi::report
