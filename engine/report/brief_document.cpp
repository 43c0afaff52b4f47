#include "report/brief_document.hpp"

#include "report/phrases.hpp"

#include <algorithm>
#include <set>

namespace huanchi::report {

namespace {

struct briefer {
    brief_input const& in;
    brief_document d = {};
    std::map<std::string, county_line> counties = {};

    site_note note_of(std::string const& id, std::string const& stored) const {
        auto const known = in.sites.find(id);
        auto note = known == in.sites.end() ? site_note{} : known->second;
        if (note.name.empty()) note.name = stored.empty() ? id : stored;
        return note;
    }
    bool wanted(std::string const& id) const {
        if (in.region.empty()) return true;
        auto const known = in.sites.find(id);
        return known != in.sites.end() && in_region(known->second.region, in.region);
    }
    std::vector<brief_line>& lines(brief_part p) { return d.sections[static_cast<std::size_t>(p)].lines; }
    county_line& county(std::string const& region) {
        auto& c = counties[region];
        c.region = region;
        return c;
    }

    // How the day stands for a series; nothing: silent.
    std::optional<eval::day_state> state_on_day(tickets::series_key const& key) const {
        for (auto const& s : in.known.series)
            if (s.key == key)
                for (auto const& [day, state] : s.days)
                    if (day == in.day) return state;
        return std::nullopt;
    }

    brief_line line_of(tickets::summary const& t) const {
        auto const note = note_of(t.series.enterprise_id, t.enterprise_name);
        auto const bound = t.limit_max.empty()   ? "≥ " + t.limit_min
                           : t.limit_min.empty() ? t.limit_max
                                                 : t.limit_min + "–" + t.limit_max;
        return {note.place(),
                note.name,
                t.series.outlet_id,
                t.factor_name.empty() ? t.series.factor : t.factor_name,
                t.id,
                t.measured.empty() ? "" : with_unit(t.measured + " / " + bound, t.unit),
                t.exceedance,
                t.first_day};
    }

    void overdue(tickets::summary const& t) {
        if (!wanted(t.series.enterprise_id) || !t.due || !(*t.due < in.day)) return;
        auto line = line_of(t);
        line.since = *t.due;
        line.responsible = t.assignee;
        line.days_overdue = in.day - *t.due;
        lines(brief_part::overdue).push_back(std::move(line));
    }

    void ticket(tickets::summary const& t) {
        if (!wanted(t.series.enterprise_id) || t.state == tickets::state::dismissed || t.state == tickets::state::merged)
            return;
        if (t.first_day > in.day) return;
        auto line = line_of(t);
        auto& c = county(note_of(t.series.enterprise_id, t.enterprise_name).region);
        if (t.first_day == in.day) {
            ++c.fresh;
            lines(brief_part::fresh).push_back(std::move(line));
        } else if (t.last_day >= in.day) {
            ++c.continuing;
            lines(brief_part::continuing).push_back(std::move(line));
        } else if (t.last_day + 1 == in.day) {
            bool const proven = state_on_day(t.series) == eval::day_state::compliant || !t.sample_id.empty();
            c.ended += proven ? 1 : 0;
            lines(proven ? brief_part::ended : brief_part::unproven).push_back(std::move(line));
        }
    }

    void provisional() {
        auto& section = d.sections[static_cast<std::size_t>(brief_part::provisional)];
        section.known = in.data != nullptr;
        if (!in.data) return;
        std::set<std::string> told;
        for (auto const& f : in.data->findings) {
            if (f.verdict != eval::verdict::violation || !f.finality || f.finality->state != "provisional") continue;
            if (f.period.from.date() != in.day || !wanted(f.enterprise_id)) continue;
            if (!told.insert(f.enterprise_id + "\x1f" + f.outlet_id.value_or("") + "\x1f" + f.factor.value_or("")).second)
                continue;
            auto const note = note_of(f.enterprise_id, f.enterprise_name);
            section.lines.push_back({note.place(), note.name, f.outlet_id.value_or(""), f.factor_name, "",
                                     f.measured ? measured_phrase(*f.measured, language::zh) : "", f.exceedance.value_or(""),
                                     in.day});
        }
    }

    // Outlets that have sent before and of which nothing is known on the day.
    void silent() {
        struct outlet {
            bool spoke = false;
            base::date last{};
            std::string name;
            std::vector<std::string> factors;
        };
        std::map<std::pair<std::string, std::string>, outlet> all;
        for (auto const& s : in.known.series) {
            if (!wanted(s.key.enterprise_id) || s.days.size() < 2) continue; // single samples are not expected every day
            auto& o = all[{s.key.enterprise_id, s.key.outlet_id}];
            if (!s.enterprise_name.empty()) o.name = s.enterprise_name;
            auto& c = county(note_of(s.key.enterprise_id, o.name).region).days;
            std::optional<eval::day_state> on;
            base::date last{};
            for (auto const& [day, state] : s.days) {
                if (day == in.day) on = state;
                if (day <= in.day) last = std::max(last, day);
            }
            if (last + days_until_forgotten < in.day) continue;
            (!on                                 ? c.silent
             : *on == eval::day_state::compliant ? c.compliant
             : *on == eval::day_state::violation ? c.violation
                                                 : c.undecided)++;
            o.spoke = o.spoke || on.has_value();
            o.last = std::max(o.last, last);
            o.factors.push_back(s.factor_name.empty() ? s.key.factor : s.factor_name);
        }
        for (auto const& [key, o] : all) {
            if (o.spoke || o.factors.empty()) continue;
            auto const note = note_of(key.first, o.name);
            ++county(note.region).silent;
            lines(brief_part::silent)
                .push_back({note.place(), note.name, key.second, joined(o.factors, "、"), "", "", "", o.last});
        }
    }

    brief_document make() {
        d.day = in.day;
        d.region = in.region;
        d.cut_off = !in.as_of.empty() ? in.as_of : !in.known.as_of.empty() ? in.known.as_of : in.known.last_run;
        d.rules_digest = in.data ? in.data->digest : in.known.rules;
        d.data_digest = in.data_digest;
        d.engine = in.engine;
        d.history_hash = in.known.chain;
        d.percent_wanted = in.percent_wanted;
        for (auto const p : {brief_part::fresh, brief_part::continuing, brief_part::ended, brief_part::unproven,
                             brief_part::provisional, brief_part::silent, brief_part::overdue})
            d.sections.push_back({p, {}, true});
        std::map<std::string, std::set<std::string>> sites;
        for (auto const& [id, note] : in.sites)
            if (wanted(id)) sites[note.region].insert(id);
        for (auto const& t : in.tickets) ticket(t);
        for (auto const& t : in.overdue) overdue(t);
        provisional();
        silent();
        for (auto const& [region, ids] : sites) county(region).sites = static_cast<std::uint32_t>(ids.size());
        for (auto const& [id, note] : in.sites)
            if (auto const c = counties.find(note.region); c != counties.end() && c->second.name.empty())
                c->second.name = note.county;
        for (auto const& [region, c] : counties) d.counties.push_back(c);
        std::stable_sort(d.counties.begin(), d.counties.end(), [](county_line const& a, county_line const& b) {
            auto const rank = [](county_line const& c) {
                return std::tuple(c.fresh + c.continuing, c.silent, 100 - c.days.percent().value_or(0));
            };
            return rank(a) > rank(b);
        });
        for (auto& s : d.sections)
            std::stable_sort(s.lines.begin(), s.lines.end(), [](brief_line const& a, brief_line const& b) {
                if (a.days_overdue != b.days_overdue) return a.days_overdue > b.days_overdue;
                return severity(a.exceedance) > severity(b.exceedance);
            });
        return std::move(d);
    }
};

} // namespace

brief_document brief_of(brief_input const& in) {
    return briefer{in}.make();
}

} // namespace huanchi::report
