#include "store/chain.hpp"
#include "store/connection.hpp"
#include "store/readers.hpp"
#include "store/series_rows.hpp"

#include "base/digest.hpp"

#include <map>
#include <set>

namespace huanchi::store {

namespace {

using tickets::moved;
using tickets::refusal;

// One move within one transaction. What it changes is written series by series.
struct mover {
    SQLite::Database& db;
    tickets::act what;
    tickets::legal_bases law;
    run_note note;
    series_rows rows;
    SQLite::Statement find, of_case;
    std::optional<refusal> no = {};
    std::map<std::string, moved> done = {}; // by ticket

    struct place {
        tickets::series_key series;
        std::string id;
    };

    std::optional<place> place_of(std::string const& id) {
        if (!with(find, id).executeStep()) return std::nullopt;
        place p{{find.getColumn(0), find.getColumn(1), find.getColumn(2), find.getColumn(3)}, id};
        find.reset();
        return p;
    }
    std::string case_of(std::string const& id) {
        with(find, id).executeStep();
        auto const found = find.getColumn(4).getString();
        find.reset();
        return found;
    }
    std::vector<std::string> tickets_of(std::string const& case_id) {
        std::vector<std::string> all;
        with(of_case, case_id);
        while (of_case.executeStep()) all.push_back(of_case.getColumn(0));
        return all;
    }
    bool refuse(std::string ticket, refusal::reason why, std::vector<std::string> parameters) {
        no = refusal{std::move(ticket), why, std::move(parameters)};
        return false;
    }

    // The tickets meant, each once and in order.
    bool tickets_meant(std::vector<std::string> const& named, std::vector<place>& all) {
        std::set<std::string> seen;
        for (auto const& id : named) {
            auto ids = place_of(id) ? std::vector{id} : tickets_of(id);
            if (ids.empty()) return refuse(id, refusal::reason::no_such_ticket, {id});
            if (what.move == "penalty" && ids.size() == 1)
                if (auto const c = case_of(ids.front()); !c.empty()) ids = tickets_of(c);
            for (auto const& one : ids)
                if (seen.insert(one).second) all.push_back(*place_of(one));
        }
        return true;
    }

    bool belong_together(std::vector<place> const& all) {
        if (what.move == "merge") {
            auto const into = place_of(what.fact("into"));
            if (!into) return refuse(all.front().id, refusal::reason::no_such_ticket, {what.fact("into")});
            for (auto const& p : all)
                if (p.series.enterprise_id != into->series.enterprise_id)
                    return refuse(p.id, refusal::reason::other_site, {into->id});
        }
        if (what.move == "case")
            for (auto const& p : all)
                if (p.series.enterprise_id != all.front().series.enterprise_id)
                    return refuse(p.id, refusal::reason::other_site, {all.front().id});
        return true;
    }

    // A case that nobody has given a number is named after its tickets.
    void name_case(std::vector<place> const& all) {
        if (what.move != "case" || !what.fact("case").empty()) return;
        base::sha256 sum;
        for (auto const& p : all) sum.field(p.id);
        what.facts.emplace_back("case", "c-" + sum.field(what.time.text()).hex().substr(0, 16));
    }

    bool move_in(stored_series& s, std::vector<std::string> const& ids) {
        tickets::advanced all;
        bool marked = false;
        for (auto const& id : ids) {
            auto const t =
                std::find_if(s.state.tickets.begin(), s.state.tickets.end(), [&](auto const& x) { return x.id == id; });
            t->course = tickets::course_of(read_history(db, id));
            moved m{id, what.move, t->state, {}, t->penalty, {}, 0, {}};
            auto made = tickets::make_move(*t, what);
            if (auto* r = std::get_if<refusal>(&made)) {
                no = std::move(*r);
                return false;
            }
            auto& [event, mark] = std::get<tickets::move_made>(made);
            if (mark) rows.add_milestone(s, *mark);
            marked |= mark.has_value();
            all.events.push_back(std::move(event));
            all.changed_tickets.insert(id);
            m.to = t->state;
            m.penalty_to = t->penalty;
            done[id] = std::move(m);
        }
        if (marked) again(s, all);
        rows.write(s, all, {});
        for (auto const& id : ids) done[id].seq = s.tickets.at(id).end.entries, done[id].hash = s.tickets.at(id).end.hash;
        return true;
    }

    // Service and verified correction end an episode: the series is gone through again.
    void again(stored_series& s, tickets::advanced& all) {
        auto then = tickets::advance(s.state, {}, law);
        std::move(then.events.begin(), then.events.end(), std::back_inserter(all.events));
        all.changed_tickets.merge(then.changed_tickets);
        all.changed_findings.merge(then.changed_findings);
        all.moved_findings.merge(then.moved_findings);
        all.changed_days.merge(then.changed_days);
    }

    // What became of a ticket by the move that has this key, read off its history; nullopt if none has.
    std::optional<moved> made_before(place const& p, std::string const& key) {
        auto state = tickets::state::open;
        std::string penalty = "none";
        auto const fact = [](tickets::history_entry const& e, char const* name) {
            auto const found = e.facts.find(name);
            return found == e.facts.end() ? std::string() : found->second;
        };
        for (auto const& e : read_history(db, p.id)) {
            moved m{p.id, e.move, state, state, penalty, penalty, e.seq, e.hash};
            if (auto const to = tickets::state_from(fact(e, "to_state"))) m.to = *to;
            if (e.move == "penalty") m.penalty_to = fact(e, "stage");
            if (fact(e, "key") == key) {
                if (e.move != what.move || fact(e, "asked") != what.fact("asked"))
                    no = refusal{p.id, refusal::reason::key_reused, {key}};
                return m;
            }
            state = m.to;
            penalty = m.penalty_to;
        }
        return std::nullopt;
    }

    // A request that comes again is answered as it was the first time.
    std::optional<move_result> repeated(std::vector<place> const& all) {
        auto const key = what.fact("key");
        if (key.empty()) return std::nullopt;
        std::vector<moved> before;
        for (auto const& p : all) {
            auto m = made_before(p, key);
            if (no) return std::move(*no);
            if (m) before.push_back(std::move(*m));
        }
        if (before.empty()) return std::nullopt;
        return before;
    }

    move_result run(std::vector<std::string> const& named) {
        std::vector<place> all;
        if (!tickets_meant(named, all) || !belong_together(all)) return std::move(*no);
        if (auto before = repeated(all)) return std::move(*before);
        name_case(all);
        std::map<tickets::series_key, std::vector<std::string>> by_series;
        for (auto const& p : all) by_series[p.series].push_back(p.id);
        for (auto const& [key, ids] : by_series) {
            auto s = rows.load(key);
            if (!move_in(s, ids)) return std::move(*no);
            rows.not_plain(key);
        }
        rows.finish();
        std::vector<moved> in_order;
        for (auto const& p : all) in_order.push_back(done.at(p.id));
        return in_order;
    }
};

void keep_file(SQLite::Database& db, std::string const& digest, std::string const& bytes) {
    SQLite::Statement add(db, "INSERT OR IGNORE INTO attachment (digest, body) VALUES (?, ?)");
    add.bind(1, digest);
    add.bind(2, bytes.data(), static_cast<int>(bytes.size()));
    add.exec();
}

} // namespace

base::result<move_result> ticket_store::move(std::vector<std::string> const& ids, tickets::act const& what,
                                             model::rulebook const& rules, std::string const& engine,
                                             std::optional<std::string> const& file) {
    return connection_->guarded([&]() -> move_result {
        auto& db = *connection_->db;
        SQLite::Transaction whole(db, SQLite::TransactionBehavior::IMMEDIATE);
        run_note const note{what.time, what.by, engine};
        run_reference const reference{0, rules.digest, engine};
        mover m{
            db,
            what,
            tickets::legal_bases(rules),
            note,
            series_rows(db, note, reference),
            SQLite::Statement(
                db, "SELECT enterprise_id, outlet_id, factor, quantity, coalesce(case_id, '') FROM ticket WHERE id = ?"),
            SQLite::Statement(
                db,
                "SELECT id FROM ticket WHERE case_id = ? ORDER BY enterprise_id, outlet_id, factor, quantity, first_day, id")};
        if (file) keep_file(db, what.fact("digest"), *file);
        auto result = m.run(ids);
        if (std::holds_alternative<std::vector<moved>>(result)) whole.commit();
        return result;
    });
}

base::result<std::optional<std::string>> ticket_store::attachment(std::string const& digest) const {
    return connection_->reading([&]() -> std::optional<std::string> {
        SQLite::Statement row(*connection_->db, "SELECT body FROM attachment WHERE digest = ?");
        if (!with(row, digest).executeStep()) return std::nullopt;
        auto const body = row.getColumn(0);
        return std::string(static_cast<char const*>(body.getBlob()), static_cast<std::size_t>(body.getBytes()));
    });
}

} // namespace huanchi::store
