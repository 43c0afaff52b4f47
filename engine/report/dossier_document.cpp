#include "report/dossier_document.hpp"

#include "report/phrases.hpp"
#include "report/words.hpp"

#include "tickets/cases.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

struct dossier_maker {
    dossier_input in;
    dossier_document d = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in.language, zh, en)); }

    void head() {
        d.site_id = in.site->id;
        d.industry = in.site->industry;
        d.site = {in.site->uscc, in.site->name, in.site->region};
        d.on = in.on;
        d.first = base::months_later(in.on + 1, -months_shown);
        d.cut_off = in.as_of.empty() ? in.on.text() : in.as_of;
        d.rules_digest = in.rules->digest;
        d.data_digest = in.data_digest;
        d.history_hash = in.known.chain;
        d.engine = in.engine;
        std::erase_if(in.known.questions, [&](tickets::open_question const& q) { return q.key.enterprise_id != in.site->id; });
        std::erase_if(in.known.series, [&](tickets::known_series const& s) { return s.key.enterprise_id != in.site->id; });
        name_requirements(in.known, rule_names(*in.rules));
    }

    void permits() {
        for (auto const& p : in.site->permits) {
            dossier_permit out{p.number, p.version, p.valid.from, {}, p.valid.contains(in.on), {}};
            if (p.valid.before) out.last = *p.valid.before + -1;
            if (out.in_force && out.last) out.days_left = *out.last - in.on;
            d.permits.push_back(std::move(out));
        }
    }

    void limits() {
        d.limits = in.limits;
        for (auto& o : d.limits) std::erase_if(o.limits, [](review::limit_row const& r) { return !r.decides; });
    }

    static std::string about(tickets::ticket const& t) {
        return t.series.outlet_id.empty() ? matter(t) : t.series.outlet_id + " " + matter(t);
    }

    void orders() {
        for (std::size_t i = 0; i < in.tickets.size(); ++i) {
            auto const& t = in.tickets[i];
            if (tickets::ended(t.state) || t.course.orders.empty()) continue;
            auto const& o = t.course.orders.back();
            open_order out{t.id,
                           about(t),
                           o.number,
                           o.made,
                           o.served,
                           t.course.rectification.due,
                           std::string(word(topic::state, tickets::text(t.state), in.language)),
                           {}};
            for (auto const& c : in.deadlines[i])
                if (c.clock == tickets::clock::running || c.clock == tickets::clock::due_soon ||
                    c.clock == tickets::clock::overdue || c.clock == tickets::clock::unknown)
                    out.clocks.push_back(c);
            d.orders.push_back(std::move(out));
        }
    }

    // A decision on a case stands with each of its tickets.
    void penalties() {
        for (auto const& t : in.tickets) {
            auto const& p = t.course.decision;
            if (!p) continue;
            auto const same = std::find_if(d.penalties.begin(), d.penalties.end(), [&](earlier_penalty const& x) {
                return x.number == p->number && x.made == p->made && x.amount == p->amount;
            });
            if (same != d.penalties.end() && !p->number.empty()) {
                same->tickets.push_back(t.id);
                continue;
            }
            earlier_penalty out{{t.id}, p->number, p->amount, "", "", p->made, p->served, false};
            if (!t.bases.empty()) out.law = t.bases.front().law, out.penalty = t.bases.front().penalty;
            out.recent =
                p->served && *p->served <= in.on && base::months_later(in.on, -12 * tickets::prior_years) <= *p->served;
            d.penalties.push_back(std::move(out));
        }
    }

    void exceedances() {
        for (auto const& t : in.tickets)
            if (d.first <= t.last_day && t.first_day <= in.on) d.exceedances.push_back(t);
        std::stable_sort(d.exceedances.begin(), d.exceedances.end(),
                         [](tickets::ticket const& a, tickets::ticket const& b) { return b.first_day < a.first_day; });
        d.offences = rule_names(*in.rules).offences(in.tickets, in.language);
    }

    // Series that are judged day by day, of which the last day lies back.
    void silent() {
        for (auto const& s : in.known.series) {
            if (s.days.size() < 2) continue;
            auto const last = s.days.back().first;
            if (in.on <= last + 1) continue;
            auto const name = s.factor_name.empty() ? s.key.factor : s.factor_name;
            d.silent.push_back(s.key.outlet_id + " " + name + say("：最后有判定的日子 ", ": last judged ") + last.text());
        }
    }

    void visit() {
        site_visit const v{in.tickets, in.known.questions, in.limits, in.marks, in.rules, in.language};
        d.visit = visit_lines(v);
        form_source s;
        s.site_id = d.site_id;
        s.site = d.site;
        s.language = in.language;
        for (auto const& l : d.visit) s.to_look_at.push_back(l.text);
        d.record = fill(*find_form("inspection"), s);
    }

    dossier_document make() {
        head();
        permits();
        limits();
        d.charts = year_charts(in, {base::moment::at(d.first), base::moment::at(in.on + 1)});
        if (d.charts.size() > most_charts) {
            d.charts_left_out = d.charts.size() - most_charts;
            d.charts.resize(most_charts);
        }
        exceedances();
        penalties();
        orders();
        silent();
        visit();
        return std::move(d);
    }
};

} // namespace

dossier_document dossier_of(dossier_input in) {
    return dossier_maker{std::move(in)}.make();
}

} // namespace huanchi::report
