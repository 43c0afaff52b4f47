#include "store/ticket_store.hpp"

#include "base/digest.hpp"
#include "store/connection.hpp"
#include "store/evidence_rows.hpp"
#include "store/judgement_rows.hpp"
#include "store/not_judged.hpp"
#include "store/run_tickets.hpp"
#include "store/series_rows.hpp"
#include "tickets/episodes.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace huanchi::store {

namespace {

// What a run says of one series.
struct series_news {
    tickets::news what;
    series_names names;
};

// A compliant day on which the run has a violation, or one on which enforcement itself found a violation, was decided by a
// sample of enforcement: nothing else makes it so.
bool decided_by_enforcement(findings::day const& d, std::vector<findings::finding const*> const& findings) {
    return std::any_of(findings.begin(), findings.end(), [&](findings::finding const* f) {
        if (f->verdict != eval::verdict::violation || f->period.from.date() != d.date ||
            f->period.to.ms - f->period.from.ms > 86400000)
            return false;
        return d.state == eval::day_state::compliant || (d.state == eval::day_state::violation && f->source == "enforcement");
    });
}

bool no_news_yet(findings::finding const& f) {
    return f.finality && f.finality->state == "provisional";
}

// What may still be marked is no news yet, unless the run was told so.
std::map<tickets::series_key, series_news> by_series(findings::check_result const& result, bool provisional) {
    std::map<tickets::series_key, series_news> all;
    for (auto const& f : result.findings) {
        if (!provisional && no_news_yet(f)) continue;
        auto& s = all[tickets::key_of(f)];
        s.what.findings.push_back(&f);
        if (s.names.enterprise_name.empty()) s.names = {f.enterprise_name, f.factor_name, f.medium};
    }
    for (auto const& d : result.days) {
        if (!provisional && d.provisional) continue;
        auto& s = all[{d.enterprise_id, d.outlet_id, d.factor, d.quantity}];
        s.what.days.push_back({d.date, d.state, decided_by_enforcement(d, s.what.findings)});
    }
    for (auto& [key, s] : all) s.what.files = &result.files;
    return all;
}

std::string digest_of(findings::check_result const& result) {
    base::sha256 sum;
    for (auto const& f : result.findings)
        sum.field(f.id).field(eval::text(f.verdict)).field(f.measured ? f.measured->value : "");
    for (auto const& d : result.days)
        sum.field(d.enterprise_id)
            .field(d.outlet_id)
            .field(d.factor)
            .field(d.quantity)
            .field(d.date.text())
            .field(std::to_string(static_cast<int>(d.state)));
    return "sha256:" + sum.hex();
}

run_reference write_run(SQLite::Database& db, findings::check_result const& result, model::rulebook const& rules,
                        run_note const& note) {
    SQLite::Statement add(db,
                          "INSERT INTO run (time, by, engine, rules, result, findings, as_of) VALUES (?, ?, ?, ?, ?, ?, ?)");
    run(add, note.time.text(), note.by, note.engine, rules.digest, digest_of(result),
        static_cast<std::int64_t>(result.findings.size()), note.as_of);
    return {db.getLastInsertRowid(), rules.digest, note.engine};
}

// The tickets that a run has changed, with the findings that it judged anew.
void note_wanted(tickets::series_state const& state, tickets::advanced const& done, std::vector<evidence_wanted>& all) {
    for (auto const& t : state.tickets) {
        evidence_wanted w{t.id, t.series, {}};
        for (auto const& e : t.findings)
            if (done.changed_findings.contains(e.finding) && !tickets::is_no_longer_judged(e))
                w.findings.push_back({e.finding, e.statistic, e.period});
        if (!w.findings.empty()) all.push_back(std::move(w));
    }
}

// The days that news is about, where none of it reaches beyond neighbouring days: no sample, no record, no window longer than
// a day. nullopt: some does.
std::optional<std::pair<base::date, base::date>> days_of(tickets::series_key const& key, tickets::news const& what) {
    if (key.factor.empty() || key.quantity == model::text(model::quantity::requirement)) return std::nullopt;
    std::optional<std::pair<base::date, base::date>> all;
    auto const add = [&](base::date d) {
        if (!all) all.emplace(d, d);
        all->first = std::min(all->first, d);
        all->second = std::max(all->second, d);
    };
    for (auto const* f : what.findings) {
        bool const of_days =
            f->period.to.ms - f->period.from.ms <= 86400000 && f->record.empty() && !tickets::taken_by_hand(f->source);
        if (!of_days) return std::nullopt;
        add(f->period.from.date());
        add(base::moment{f->period.to.ms - 1}.date());
    }
    for (auto const& d : what.days) {
        if (d.by_enforcement) return std::nullopt;
        add(d.day);
    }
    return all;
}

// What all series of a run are written with.
struct writers {
    series_rows rows;
    judgement_rows judgements;
    run_tickets outcomes;
    std::set<std::string> not_yet; // findings of the run that are no news yet
    std::optional<base::moment> data_end;
    std::string stamp; // of the rules and the engine
    bool always_whole; // series are loaded
};

// What becomes of a series by the news.
tickets::advanced go_through(writers& to, stored_series& s, series_news& news, tickets::legal_bases& law) {
    news.what.not_judged = not_judged(s.state, news.what.findings, to.not_yet, to.data_end, to.judgements);
    // A run without findings of the series does not know its names.
    s.state.medium = news.what.findings.empty() ? s.names.medium : news.names.medium;
    return tickets::advance(s.state, news.what, law);
}

stored_series load(writers& to, tickets::series_key const& key, series_news const& news) {
    auto const days = to.always_whole ? std::nullopt : days_of(key, news.what);
    if (!days) return to.rows.load(key);
    auto s = to.rows.load_near(key, days->first, days->second, to.stamp);
    // Another medium has other laws, on every day.
    if (!s.whole && !news.what.findings.empty() && s.names.medium != news.names.medium) return to.rows.load(key);
    return s;
}

void apply_series(writers& to, tickets::series_key const& key, series_news& news, tickets::legal_bases& law,
                  std::vector<tickets::ticket_action>& actions, std::vector<evidence_wanted>& wanted) {
    auto& rows = to.rows;
    auto s = load(to, key, news);
    auto done = go_through(to, s, news, law);
    // The id of a new ticket may be that of one which was left out.
    bool const clash = !s.whole && std::any_of(s.state.tickets.begin(), s.state.tickets.end(), [&](tickets::ticket const& t) {
        return !s.tickets.contains(t.id) && rows.is_taken(t.id);
    });
    if (clash) {
        s = rows.load(key);
        done = go_through(to, s, news, law);
    }
    auto const names = news.what.findings.empty() ? s.names : news.names;
    bool const to_write = !done.changed_days.empty() || !done.changed_tickets.empty() || !done.changed_findings.empty();
    if (s.key || to_write) rows.write_names(s, names);
    if (to_write) rows.write(s, done, *news.what.files);
    note_wanted(s.state, done, wanted);
    auto const key_of_series = [&] {
        if (!s.key) rows.write_names(s, names);
        return *s.key;
    };
    rows.write_plain(s, to.stamp);
    to.judgements.add(s.key, key_of_series, news.what.findings, *news.what.files);
    for (auto const& id : news.what.not_judged) to.judgements.add_not_judged(*s.key, id);
    to.outcomes.add(s, done.actions);
    std::move(done.actions.begin(), done.actions.end(), std::back_inserter(actions));
}

} // namespace

ticket_store::ticket_store(std::unique_ptr<connection> c) : connection_(std::move(c)) {}
ticket_store::ticket_store(ticket_store&&) noexcept = default;
ticket_store& ticket_store::operator=(ticket_store&&) noexcept = default;
ticket_store::~ticket_store() = default;

base::result<ticket_store> ticket_store::open(std::string const& path, open_options const& options) {
    auto db = open_database(path, options);
    if (!db) return db.error();
    return ticket_store(std::make_unique<connection>(connection{path, std::move(*db)}));
}

base::result<ticket_store> ticket_store::open_memory() {
    return open("");
}

base::result<std::vector<tickets::ticket_action>> ticket_store::apply(findings::check_result const& result,
                                                                      model::rulebook const& rules, run_note const& note,
                                                                      evidence_source const& keep) {
    auto news = by_series(result, note.provisional);
    return connection_->guarded([&] {
        std::vector<tickets::ticket_action> actions;
        tickets::legal_bases law(rules);
        SQLite::Transaction whole(*connection_->db, SQLite::TransactionBehavior::IMMEDIATE);
        auto const this_run = write_run(*connection_->db, result, rules, note);
        auto& db = *connection_->db;
        writers to{series_rows(db, note, this_run),
                   judgement_rows(db, this_run),
                   run_tickets(db, this_run.key),
                   {},
                   result.data_end,
                   rules.digest + " " + note.engine,
                   note.whole_series};
        for (auto const& f : result.findings)
            if (!note.provisional && no_news_yet(f)) to.not_yet.insert(f.id);
        std::vector<evidence_wanted> wanted;
        for (auto& [key, one] : news) apply_series(to, key, one, law, actions, wanted);
        if (keep && !wanted.empty()) {
            evidence_rows kept(*connection_->db, this_run);
            for (auto const& e : keep(wanted)) {
                kept.add(e);
                if (!e.missing.empty()) to.rows.add_remark(e.ticket, "evidence_not_kept", e.missing, e.remark);
            }
        }
        to.rows.finish();
        to.outcomes.finish();
        whole.commit();
        return actions;
    });
}

std::optional<base::failure> ticket_store::prepare(findings::check_request& request) const {
    auto days = watched();
    if (!days) return days.error();
    request.watched = [held = std::move(*days)](std::string const& enterprise, std::string const& outlet,
                                                std::string const& factor,
                                                base::date day) { return held.contains(enterprise, outlet, factor, day); };
    request.trace = request.days = true;
    return std::nullopt;
}

base::result<watched_days> ticket_store::watched(std::vector<std::string> const& sites) const {
    return connection_->reading([&] {
        watched_days days;
        std::string const select = "SELECT s.enterprise_id, s.outlet_id, s.factor, j.period_from FROM series s CROSS JOIN "
                                   "judgement j ON j.series = s.key AND j.last = 1 "
                                   "WHERE j.verdict NOT IN ('compliant', 'exempt', 'not_applicable')";
        auto const add_all = [&](SQLite::Statement& s) {
            while (s.executeStep())
                days.add(s.getColumn(0).getText(), s.getColumn(1).getText(), s.getColumn(2).getText(),
                         base::moment{s.getColumn(3).getInt64()}.date());
        };
        if (sites.empty()) {
            SQLite::Statement all(*connection_->db, select);
            add_all(all);
        } else {
            SQLite::Statement of_site(*connection_->db, select + " AND s.enterprise_id = ?");
            for (auto const& site : sites) add_all(with(of_site, site));
        }
        days.finish();
        return days;
    });
}

} // namespace huanchi::store
