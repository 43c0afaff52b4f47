#include "store/schema.hpp"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <array>

namespace huanchi::store {

namespace {

// Days are counted from 1970-01-01, moments in milliseconds of the Beijing clock; lists are JSON arrays of texts.
char const* const version_1 = R"sql(
CREATE TABLE run (
    key INTEGER PRIMARY KEY, time TEXT NOT NULL, by TEXT NOT NULL, engine TEXT NOT NULL, rules TEXT NOT NULL,
    result TEXT NOT NULL, findings INTEGER NOT NULL
) STRICT;

CREATE TABLE series (
    key INTEGER PRIMARY KEY,
    enterprise_id TEXT NOT NULL, outlet_id TEXT NOT NULL, factor TEXT NOT NULL, quantity TEXT NOT NULL,
    enterprise_name TEXT NOT NULL, factor_name TEXT NOT NULL, medium TEXT NOT NULL,
    UNIQUE (enterprise_id, outlet_id, factor, quantity)
) STRICT;

-- How the days of a month stand, a bit a day. `enforced`: a sample taken by enforcement decided.
CREATE TABLE day_mask (
    series INTEGER NOT NULL REFERENCES series, month INTEGER NOT NULL,
    compliant INTEGER NOT NULL, violation INTEGER NOT NULL, undecided INTEGER NOT NULL, enforced INTEGER NOT NULL,
    PRIMARY KEY (series, month),
    CHECK ((compliant & violation) = 0 AND (compliant & undecided) = 0 AND (violation & undecided) = 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE undetermined (
    series INTEGER NOT NULL REFERENCES series, day INTEGER NOT NULL, findings INTEGER NOT NULL,
    PRIMARY KEY (series, day)
) STRICT, WITHOUT ROWID;

-- What the law said on the day of an act: few texts for many tickets.
CREATE TABLE legal_basis (key INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT;

-- The names of the series stand here again for the order of lists.
CREATE TABLE ticket (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, series INTEGER NOT NULL REFERENCES series,
    enterprise_id TEXT NOT NULL, outlet_id TEXT NOT NULL, factor TEXT NOT NULL, quantity TEXT NOT NULL,
    strand TEXT NOT NULL, sample_id TEXT NOT NULL, state TEXT NOT NULL, penalty TEXT NOT NULL, nature TEXT NOT NULL,
    case_id TEXT, rebound_of TEXT, merged_into TEXT, proposal TEXT NOT NULL,
    first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, violations INTEGER NOT NULL, undetermined INTEGER NOT NULL,
    worst TEXT NOT NULL, violation_types TEXT NOT NULL, bases INTEGER NOT NULL REFERENCES legal_basis,
    opened TEXT NOT NULL, changed TEXT NOT NULL, entries INTEGER NOT NULL, last_hash TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_of_series ON ticket (series);
CREATE INDEX ticket_by_site ON ticket (enterprise_id, outlet_id, factor, quantity, first_day, id);
CREATE INDEX ticket_by_state ON ticket (state, enterprise_id, outlet_id, factor, quantity, first_day, id);
CREATE INDEX ticket_by_factor ON ticket (factor, enterprise_id, outlet_id, quantity, first_day, id);
CREATE INDEX ticket_by_day ON ticket (last_day);
CREATE INDEX ticket_rebound ON ticket (enterprise_id, outlet_id, factor, quantity, first_day, id) WHERE rebound_of IS NOT NULL;
CREATE INDEX ticket_proposed ON ticket (proposal, enterprise_id, outlet_id, factor, quantity, first_day, id) WHERE proposal <> '';

-- Service of orders and decisions, verified corrections: from these clocks run and episodes end.
CREATE TABLE milestone (
    ticket INTEGER NOT NULL REFERENCES ticket, day INTEGER NOT NULL, kind TEXT NOT NULL,
    PRIMARY KEY (ticket, day, kind), CHECK (kind IN ('ordered', 'decided', 'corrected'))
) STRICT, WITHOUT ROWID;

CREATE TABLE provision (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, standard TEXT NOT NULL, clause TEXT NOT NULL, level TEXT NOT NULL,
    confidence TEXT NOT NULL, UNIQUE (id, standard, clause, level, confidence)
) STRICT;

-- Without a ticket: a violation of a day that a sample of enforcement found compliant.
CREATE TABLE finding (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, series INTEGER NOT NULL REFERENCES series,
    ticket INTEGER REFERENCES ticket,
    period_from INTEGER NOT NULL, period_to INTEGER NOT NULL, verdict TEXT NOT NULL,
    statistic TEXT NOT NULL, statistic_name TEXT NOT NULL,
    measured TEXT NOT NULL, measured_exact TEXT NOT NULL, measured_low TEXT NOT NULL, measured_high TEXT NOT NULL, unit TEXT NOT NULL,
    limit_min TEXT NOT NULL, limit_max TEXT NOT NULL, limit_unit TEXT NOT NULL,
    not_detected INTEGER NOT NULL, prohibited INTEGER NOT NULL, reference TEXT NOT NULL,
    exceedance TEXT NOT NULL, excess TEXT NOT NULL, marginal INTEGER NOT NULL,
    provision INTEGER NOT NULL REFERENCES provision, also_breached TEXT NOT NULL, violation_types TEXT NOT NULL,
    source TEXT NOT NULL, sample_id TEXT NOT NULL, standing TEXT NOT NULL, lacks TEXT NOT NULL, digest TEXT NOT NULL
) STRICT;
CREATE INDEX finding_of_series ON finding (series);
CREATE INDEX finding_of_ticket ON finding (ticket, period_from);

CREATE TABLE input_file (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
-- How the value of a finding came about, step by step, down to the rows as pairs of file and line.
CREATE TABLE evidence_trace (finding INTEGER PRIMARY KEY REFERENCES finding, body TEXT NOT NULL) STRICT;

CREATE TABLE history (
    position INTEGER PRIMARY KEY, ticket TEXT NOT NULL REFERENCES ticket (id) DEFERRABLE INITIALLY DEFERRED,
    seq INTEGER NOT NULL, time TEXT NOT NULL, by TEXT NOT NULL, move TEXT NOT NULL, note TEXT, details TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL,
    UNIQUE (ticket, seq)
) STRICT;
CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

-- The end of the chain, so that a history cut short is seen.
CREATE TABLE chain (one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO chain VALUES (1, 0, '');
)sql";

// Judgements, one behind the other. `last`: nothing has come after it. Columns of the finding as in `finding`. What an older
// store held becomes the first judgement: of no run, resting on data that nobody noted.
char const* const version_2 = R"sql(
ALTER TABLE run ADD COLUMN as_of TEXT NOT NULL DEFAULT '';

CREATE TABLE judgement (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, seq INTEGER NOT NULL, last INTEGER NOT NULL,
    series INTEGER NOT NULL REFERENCES series, run INTEGER REFERENCES run,
    period_from INTEGER NOT NULL, period_to INTEGER NOT NULL, verdict TEXT NOT NULL,
    statistic TEXT NOT NULL, statistic_name TEXT NOT NULL,
    measured TEXT NOT NULL, measured_exact TEXT NOT NULL, measured_low TEXT NOT NULL, measured_high TEXT NOT NULL, unit TEXT NOT NULL,
    limit_min TEXT NOT NULL, limit_max TEXT NOT NULL, limit_unit TEXT NOT NULL,
    not_detected INTEGER NOT NULL, prohibited INTEGER NOT NULL, reference TEXT NOT NULL,
    exceedance TEXT NOT NULL, excess TEXT NOT NULL, marginal INTEGER NOT NULL,
    provision INTEGER NOT NULL REFERENCES provision, also_breached TEXT NOT NULL, violation_types TEXT NOT NULL,
    source TEXT NOT NULL, sample_id TEXT NOT NULL, standing TEXT NOT NULL, lacks TEXT NOT NULL, digest TEXT NOT NULL,
    reason TEXT NOT NULL, data TEXT NOT NULL, data_digest TEXT NOT NULL, causes TEXT NOT NULL,
    UNIQUE (id, seq)
) STRICT;
CREATE INDEX judgement_last ON judgement (series, period_from) WHERE last = 1;
CREATE TRIGGER judgement_is_not_changed BEFORE UPDATE OF id, seq, series, run, period_from, period_to, verdict, measured,
    limit_min, limit_max, provision, digest, reason, data, data_digest, causes ON judgement
    BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END;
CREATE TRIGGER judgement_is_not_deleted BEFORE DELETE ON judgement
    BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END;
INSERT INTO judgement (id, seq, last, series, period_from, period_to, verdict, statistic, statistic_name, measured,
        measured_exact, measured_low, measured_high, unit, limit_min, limit_max, limit_unit, not_detected, prohibited,
        reference, exceedance, excess, marginal, provision, also_breached, violation_types, source, sample_id, standing, lacks,
        digest, reason, data, data_digest, causes)
    SELECT id, 1, 1, series, period_from, period_to, verdict, statistic, statistic_name, measured, measured_exact,
        measured_low, measured_high, unit, limit_min, limit_max, limit_unit, not_detected, prohibited, reference, exceedance,
        excess, marginal, provision, also_breached, violation_types, source, sample_id, standing, lacks, digest, '', '', '', '[]'
    FROM finding;
)sql";

// What people do with tickets: who has one in hand, by when it is to be put right, and files that they attach.
char const* const version_3 = R"sql(
ALTER TABLE ticket ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN due INTEGER;
CREATE INDEX ticket_by_case ON ticket (case_id, enterprise_id, outlet_id, factor, quantity, first_day, id) WHERE case_id IS NOT NULL;
CREATE INDEX ticket_by_assignee ON ticket (assignee, enterprise_id, outlet_id, factor, quantity, first_day, id) WHERE assignee <> '';
CREATE INDEX ticket_by_due ON ticket (due) WHERE due IS NOT NULL;
ALTER TABLE finding ADD COLUMN record TEXT NOT NULL DEFAULT '';
ALTER TABLE judgement ADD COLUMN record TEXT NOT NULL DEFAULT '';
CREATE TABLE attachment (digest TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// What a ticket can be judged again from. Texts, by their SHA-256: blocks of rows, facilities, records, rule files. `blocks`:
// keys of texts. Tickets of older stores have none until a run says something new of them.
char const* const version_4 = R"sql(
CREATE TABLE kept_text (key INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;
CREATE TABLE kept_rules (digest TEXT PRIMARY KEY, files TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kept_evidence (
    key INTEGER PRIMARY KEY, ticket INTEGER NOT NULL REFERENCES ticket, run INTEGER NOT NULL REFERENCES run,
    findings TEXT NOT NULL, options TEXT NOT NULL, facility INTEGER REFERENCES kept_text,
    records INTEGER REFERENCES kept_text, blocks TEXT NOT NULL, missing TEXT NOT NULL
) STRICT;
CREATE INDEX kept_evidence_of_ticket ON kept_evidence (ticket);
CREATE TRIGGER kept_text_is_not_changed BEFORE UPDATE ON kept_text
    BEGIN SELECT RAISE(ABORT, 'kept evidence is append-only'); END;
CREATE TRIGGER kept_text_is_not_deleted BEFORE DELETE ON kept_text
    BEGIN SELECT RAISE(ABORT, 'kept evidence is append-only'); END;
CREATE TRIGGER kept_evidence_is_not_changed BEFORE UPDATE ON kept_evidence
    BEGIN SELECT RAISE(ABORT, 'kept evidence is append-only'); END;
CREATE TRIGGER kept_evidence_is_not_deleted BEFORE DELETE ON kept_evidence
    BEGIN SELECT RAISE(ABORT, 'kept evidence is append-only'); END;
)sql";

// How each ticket that a run was about stood to what was there before. Of what is unchanged the last run alone is kept, and of
// each its number; runs of older stores have none. With indexes for questions that had to go through all tickets.
char const* const version_5 = R"sql(
ALTER TABLE run ADD COLUMN unchanged INTEGER;
CREATE TABLE run_ticket (
    run INTEGER NOT NULL REFERENCES run, ticket INTEGER NOT NULL REFERENCES ticket, outcome TEXT NOT NULL,
    PRIMARY KEY (run, ticket), CHECK (outcome IN ('new', 'updated', 'absent'))
) STRICT, WITHOUT ROWID;
CREATE TABLE unchanged_ticket (ticket INTEGER PRIMARY KEY REFERENCES ticket) STRICT;
CREATE INDEX ticket_by_outlet ON ticket (outlet_id, enterprise_id, factor, quantity, first_day, id);
CREATE INDEX ticket_by_factor_state ON ticket (factor, state, enterprise_id, outlet_id, quantity, first_day, id);
CREATE INDEX ticket_by_first_day ON ticket (first_day, last_day);
)sql";

// `plain`: by which rules and engine a series was last gone through, where nothing in it reaches beyond neighbouring days; ""
// where it must be gone through whole. With the indexes that find what lies near a day.
char const* const version_6 = R"sql(
ALTER TABLE series ADD COLUMN plain TEXT NOT NULL DEFAULT '';
DROP INDEX ticket_of_series;
CREATE INDEX ticket_of_series ON ticket (series, last_day, first_day);
DROP INDEX finding_of_series;
CREATE INDEX finding_of_series ON finding (series, period_from, ticket);
CREATE TRIGGER milestone_reaches_far AFTER INSERT ON milestone BEGIN
    UPDATE series SET plain = '' WHERE (enterprise_id, outlet_id, factor) =
        (SELECT enterprise_id, outlet_id, factor FROM ticket WHERE key = NEW.ticket) AND plain <> '';
END;
)sql";

// What makes version n + 1 of version n.
constexpr std::array<char const* const*, schema_version> steps = {&version_1, &version_2, &version_3,
                                                                  &version_4, &version_5, &version_6};

} // namespace

format format_of(SQLite::Database& db) {
    int const id = db.execAndGet("PRAGMA application_id").getInt();
    int const version = db.execAndGet("PRAGMA user_version").getInt();
    if (id == application_id) {
        if (version > schema_version) return format::newer;
        return version < schema_version ? format::older : format::current;
    }
    bool const has_tables = db.execAndGet("SELECT count(*) FROM sqlite_master").getInt() > 0;
    return id == 0 && version == 0 && !has_tables ? format::empty : format::foreign;
}

void migrate(SQLite::Database& db) {
    SQLite::Transaction whole(db, SQLite::TransactionBehavior::IMMEDIATE);
    auto const found = format_of(db); // again: another process may have been faster
    if (found == format::empty || found == format::older) {
        for (int v = db.execAndGet("PRAGMA user_version").getInt(); v < schema_version; ++v)
            db.exec(*steps[static_cast<std::size_t>(v)]);
        db.exec("PRAGMA application_id = " + std::to_string(application_id));
        db.exec("PRAGMA user_version = " + std::to_string(schema_version));
    }
    whole.commit();
}

} // namespace huanchi::store
