#include "held/row_file.hpp"

#include "held/condensed.hpp"
#include "report/normal_rows.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace huanchi::held {

namespace {

constexpr int application_id = 0x48435257; // "HCRW"
constexpr int schema_version = 1;
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::size_t most_waiting = std::size_t{48} << 20; // bytes of rows before they are written
constexpr std::size_t piece = std::size_t{32} << 20, overlap = std::size_t{256} << 10;

char const* const schema = R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE input (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, lines INTEGER NOT NULL) STRICT;
CREATE TABLE shape (key INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE outlet (
    key INTEGER PRIMARY KEY, enterprise_id TEXT NOT NULL, outlet_id TEXT NOT NULL,
    long_rows INTEGER NOT NULL, last_end INTEGER NOT NULL, judged_to INTEGER,
    UNIQUE (enterprise_id, outlet_id)
) STRICT;
-- A line a row: its shape, file and line, then its values; see condensed.hpp.
CREATE TABLE day_rows (
    key INTEGER PRIMARY KEY, outlet INTEGER NOT NULL REFERENCES outlet, day INTEGER NOT NULL, body BLOB NOT NULL,
    UNIQUE (outlet, day)
) STRICT;
-- Days that are to be judged, or to be judged again when more is known; judged_to NULL: rows came since.
CREATE TABLE open_day (
    outlet INTEGER NOT NULL REFERENCES outlet, day INTEGER NOT NULL, judged_to INTEGER, PRIMARY KEY (outlet, day)
) STRICT, WITHOUT ROWID;
)sql";

base::failure trouble(std::string const& path, std::string const& what) {
    return {"`" + path + "`: " + what, "check the path, permissions and space, or give another file"};
}

std::int32_t day_of(std::int64_t ms) {
    return base::moment{ms}.date().days;
}

// The three numbers before the values of a kept row.
struct kept_row {
    std::int64_t shape = 0, file = 0, line = 0;
    std::string_view values;
};
kept_row parse_row(std::string_view text) {
    kept_row r;
    for (auto* number : {&r.shape, &r.file, &r.line}) {
        auto const end = text.find('\t');
        std::from_chars(text.data(), text.data() + end, *number);
        text.remove_prefix(end + 1);
    }
    r.values = text;
    return r;
}

// What makes a row the same as another: all but where it came from.
std::string identity(std::int64_t shape, std::string_view values) {
    auto text = std::to_string(shape);
    text += '\t';
    text += values;
    return text;
}

// Where the first and the last packet of a stream begin, with the line of its time where there is one; 0 and the end of the
// text where there is none.
std::size_t first_packet(std::string_view stream) {
    auto begin = stream.find("\n[");
    if (begin == std::string_view::npos) begin = stream.find("\n##");
    return begin == std::string_view::npos ? 0 : begin + 1;
}
std::size_t last_packet(std::string_view stream) {
    auto begin = stream.rfind("\n[");
    if (begin == std::string_view::npos) begin = stream.rfind("\n##");
    return begin == std::string_view::npos ? stream.size() : begin + 1;
}

template <class Work>
void for_each_line(std::string_view body, Work work) {
    while (!body.empty()) {
        auto const end = std::min(body.find('\n'), body.size());
        work(body.substr(0, end));
        body.remove_prefix(std::min(end + 1, body.size()));
    }
}

} // namespace

struct row_file::state {
    std::string path;
    SQLite::Database db;
    std::unordered_map<std::string, std::int64_t> shapes;
    mutable std::unordered_map<std::int64_t, std::string> shape_texts;
    struct known_outlet {
        std::int64_t key = 0, last_end = INT64_MIN;
        bool long_rows = false, changed = false;
    };
    std::unordered_map<std::string, known_outlet> outlets;
    struct waiting_row {
        std::int64_t shape;
        std::uint32_t file, line;
        std::string values;
    };
    std::map<std::pair<std::int64_t, std::int32_t>, std::vector<waiting_row>> waiting; // by outlet and day
    std::size_t waiting_bytes = 0;
    added_rows count;

    explicit state(std::string p) : path(std::move(p)), db(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 60000) {
        db.exec("PRAGMA locking_mode = EXCLUSIVE");
        db.exec("PRAGMA journal_mode = WAL");
        db.exec("PRAGMA synchronous = FULL");
        db.exec("PRAGMA cache_size = -32768");
        SQLite::Transaction whole(db, SQLite::TransactionBehavior::IMMEDIATE);
        if (db.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0) {
            db.exec(schema);
            db.exec("PRAGMA application_id = " + std::to_string(application_id));
            db.exec("PRAGMA user_version = " + std::to_string(schema_version));
        }
        whole.commit();
    }

    bool ours() {
        return db.execAndGet("PRAGMA application_id").getInt() == application_id &&
               db.execAndGet("PRAGMA user_version").getInt() == schema_version;
    }

    std::optional<std::string> meta(char const* name) const {
        SQLite::Statement s(db, "SELECT value FROM meta WHERE name = ?");
        s.bind(1, name);
        if (!s.executeStep()) return std::nullopt;
        return s.getColumn(0).getString();
    }
    void set_meta(char const* name, std::string const& value) {
        SQLite::Statement s(db, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
        s.bind(1, name);
        s.bind(2, value);
        s.exec();
    }

    std::uint32_t input_key(std::string const& name) {
        SQLite::Statement s(db,
                            "INSERT INTO input (name, bytes, lines) VALUES (?, 0, 0) ON CONFLICT (name) DO UPDATE SET name = "
                            "excluded.name RETURNING key");
        s.bind(1, name);
        s.executeStep();
        return s.getColumn(0).getUInt();
    }

    std::int64_t shape_key(std::string const& text) {
        auto const [known, is_new] = shapes.try_emplace(text);
        if (!is_new) return known->second;
        SQLite::Statement s(db, "INSERT INTO shape (text) VALUES (?) ON CONFLICT (text) DO UPDATE SET text = excluded.text "
                                "RETURNING key");
        s.bind(1, text);
        s.executeStep();
        return known->second = s.getColumn(0).getInt64();
    }
    std::string const& shape_text(std::int64_t key) const {
        auto const [known, is_new] = shape_texts.try_emplace(key);
        if (is_new) {
            SQLite::Statement s(db, "SELECT text FROM shape WHERE key = ?");
            s.bind(1, key);
            if (s.executeStep()) known->second = s.getColumn(0).getString();
        }
        return known->second;
    }

    known_outlet& outlet(std::string_view enterprise, std::string_view id) {
        auto name = std::string(enterprise);
        name += '\x1f';
        name += id;
        auto const [known, is_new] = outlets.try_emplace(std::move(name));
        if (!is_new) return known->second;
        SQLite::Statement s(db, "INSERT INTO outlet (enterprise_id, outlet_id, long_rows, last_end) VALUES (?, ?, 0, ?) "
                                "ON CONFLICT DO UPDATE SET outlet_id = excluded.outlet_id RETURNING key, last_end, long_rows");
        s.bind(1, std::string(enterprise));
        s.bind(2, std::string(id));
        s.bind(3, INT64_MIN);
        s.executeStep();
        return known->second = {s.getColumn(0).getInt64(), s.getColumn(1).getInt64(), s.getColumn(2).getInt() != 0, false};
    }

    void take(facts::row_text const& row, facts::normal_row const& n, report::row_lines const& lines, std::string& buffer,
              std::uint32_t input, std::uint32_t first_line) {
        buffer.clear();
        lines.append(buffer, row, n);
        auto& o = outlet(row[facts::role::enterprise_id], row[facts::role::outlet_id]);
        auto const day = day_of(n.start);
        auto parts = condense(buffer, base::date{day}.text());
        bool const is_long = n.end > (std::int64_t{day} + 1) * day_ms;
        if (n.end > o.last_end || (is_long && !o.long_rows)) {
            o.last_end = std::max(o.last_end, n.end);
            o.long_rows = o.long_rows || is_long;
            o.changed = true;
        }
        waiting_bytes += parts.values.size() + 64;
        waiting[{o.key, day}].push_back({shape_key(parts.shape), input, row.line + first_line, std::move(parts.values)});
        if (waiting_bytes > most_waiting) write();
    }

    // Of the rows that wait those that are not held yet.
    void write() {
        SQLite::Statement get(db, "SELECT body FROM day_rows WHERE outlet = ? AND day = ?");
        SQLite::Statement set(db, "INSERT INTO day_rows (outlet, day, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = "
                                  "excluded.body");
        SQLite::Statement open(db,
                               "INSERT INTO open_day (outlet, day, judged_to) VALUES (?, ?, NULL) ON CONFLICT DO UPDATE SET "
                               "judged_to = NULL");
        for (auto const& [place, rows] : waiting) {
            get.reset();
            get.bind(1, place.first);
            get.bind(2, place.second);
            std::string body = get.executeStep() ? get.getColumn(0).getString() : std::string();
            std::unordered_set<std::string> held;
            for_each_line(body, [&](std::string_view line) {
                auto const r = parse_row(line);
                held.insert(identity(r.shape, r.values));
            });
            auto const before = body.size();
            for (auto const& r : rows) {
                if (!held.insert(identity(r.shape, r.values)).second) {
                    ++count.known;
                    continue;
                }
                ++count.fresh;
                body += std::to_string(r.shape) + '\t' + std::to_string(r.file) + '\t' + std::to_string(r.line) + '\t';
                body += r.values;
                body += '\n';
            }
            if (body.size() == before) continue;
            set.reset();
            set.bind(1, place.first);
            set.bind(2, place.second);
            set.bind(3, body.data(), static_cast<int>(body.size()));
            set.exec();
            open.reset();
            open.bind(1, place.first);
            open.bind(2, place.second);
            open.exec();
        }
        waiting.clear();
        waiting_bytes = 0;
        SQLite::Statement end(db, "UPDATE outlet SET last_end = ?, long_rows = ? WHERE key = ?");
        for (auto& [name, o] : outlets) {
            if (!std::exchange(o.changed, false)) continue;
            end.reset();
            end.bind(1, o.last_end);
            end.bind(2, o.long_rows ? 1 : 0);
            end.bind(3, o.key);
            end.exec();
        }
    }

    // What a failed transaction has taken back must not be remembered.
    void forget_caches() {
        shapes.clear();
        shape_texts.clear();
        outlets.clear();
        waiting.clear();
        waiting_bytes = 0;
    }

    template <class Work>
    std::optional<base::failure> guarded(Work work) {
        try {
            SQLite::Transaction whole(db, SQLite::TransactionBehavior::IMMEDIATE);
            work();
            whole.commit();
            return std::nullopt;
        } catch (std::exception const& e) {
            forget_caches();
            return trouble(path, e.what());
        }
    }

    // One transaction around what `read` hands to take().
    template <class Read>
    base::result<added_rows> add(std::string const& name, std::uint32_t file, model::rulebook const& rules,
                                 facts::reading_options reading, facts::reject_sink const& rejects, Read read_all) {
        try {
            count = {};
            report::row_lines const lines(rules);
            std::string buffer;
            auto const floor = kept_from();
            std::uint32_t first_line = 0;
            SQLite::Transaction whole(db, SQLite::TransactionBehavior::IMMEDIATE);
            auto const input = input_key(name);
            reading.on_row = [&](facts::row_text const& row, facts::normal_row const& n) {
                if (!floor || day_of(n.start) >= floor->days) return take(row, n, lines, buffer, input, first_line);
                ++count.too_old;
                rejects({file, row.line + first_line, "time", "too_old",
                         "the day is before " + floor->text() + ", from which on rows are kept", std::string(row.raw)});
            };
            auto const sink = [&](facts::rejected_row r) {
                r.line += first_line;
                ++count.rejected;
                rejects(std::move(r));
            };
            if (auto failed = read_all(reading, sink, first_line)) {
                forget_caches();
                return *failed;
            }
            write();
            count.rejected += count.too_old;
            whole.commit();
            return count;
        } catch (std::exception const& e) {
            forget_caches();
            return trouble(path, e.what());
        }
    }

    std::optional<base::date> kept_from() const {
        auto const text = meta("kept_from");
        return text ? base::date::parse(*text) : std::nullopt;
    }
};

row_file::row_file(std::unique_ptr<state> s) : state_(std::move(s)) {}
row_file::row_file(row_file&&) noexcept = default;
row_file& row_file::operator=(row_file&&) noexcept = default;
row_file::~row_file() = default;

base::result<row_file> row_file::open(std::string const& path) {
    try {
        auto s = std::make_unique<state>(path);
        if (!s->ours()) return trouble(path, "is no file of rows that this version of huanchi wrote");
        return base::result<row_file>(row_file(std::move(s)));
    } catch (SQLite::Exception const& e) { return trouble(path, e.what()); }
}

base::result<added_rows> row_file::add(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                       facts::facilities const& known, facts::reading_options const& reading,
                                       facts::reject_sink const& rejects) {
    auto& s = *state_;
    return s.add(path, file, rules, reading, rejects,
                 [&](auto const& how, auto const& sink, auto&) -> std::optional<base::failure> {
                     auto const done = facts::read_measurements(path, file, rules, known, how, {}, sink);
                     if (!done) return done.error();
                     s.count.read += done->rows;
                     s.count.flag_assumed = done->flag_assumed;
                     return std::nullopt;
                 });
}

std::uint64_t row_file::read_of(std::string const& path) const {
    SQLite::Statement s(state_->db, "SELECT bytes FROM input WHERE name = ?");
    s.bind(1, path);
    return s.executeStep() ? static_cast<std::uint64_t>(s.getColumn(0).getInt64()) : 0;
}

base::result<added_rows> row_file::add_growing(std::string const& path, std::uint64_t bytes, std::uint32_t file,
                                               model::rulebook const& rules, facts::facilities const& known,
                                               facts::reading_options const& reading, facts::reject_sink const& rejects) {
    auto& s = *state_;
    added_rows all;
    std::ifstream in(path, std::ios::binary);
    if (!in) return trouble(path, "cannot be read");
    auto at = read_of(path);
    if (at > bytes) { // another file has taken its name
        auto const failed = s.guarded([&] {
            SQLite::Statement anew(s.db, "UPDATE input SET bytes = 0, lines = 0 WHERE name = ?");
            anew.bind(1, path);
            anew.exec();
        });
        if (failed) return *failed;
        at = 0;
    }
    while (at < bytes) {
        auto const back = std::min<std::uint64_t>(at, overlap);
        auto const size = std::min<std::uint64_t>(bytes - at, piece) + back;
        std::string text(size, '\0');
        in.seekg(static_cast<std::streamoff>(at - back));
        if (!in.read(text.data(), static_cast<std::streamsize>(size))) return trouble(path, "cannot be read");
        std::string_view window = text;
        // From a line that begins a packet up to such a line, where more is to come.
        if (back < at)
            if (auto const begin = first_packet(window); begin < back) window.remove_prefix(begin);
        if (at - back + size < bytes)
            if (auto const end = last_packet(window); window.data() + end > text.data() + back)
                window.remove_suffix(window.size() - end);
        auto const begin_at = at - back + static_cast<std::uint64_t>(window.data() - text.data());
        auto const end_at = begin_at + window.size();
        auto const done =
            s.add(path, file, rules, reading, rejects,
                  [&](auto const& how, auto const& sink, std::uint32_t& first_line) -> std::optional<base::failure> {
                      SQLite::Statement lines(s.db, "SELECT lines FROM input WHERE name = ?"); // before `at`
                      lines.bind(1, path);
                      auto const before = lines.executeStep() ? lines.getColumn(0).getInt64() : 0;
                      auto const split = window.begin() + static_cast<std::ptrdiff_t>(at - begin_at);
                      first_line = static_cast<std::uint32_t>(before - std::count(window.begin(), split, '\n'));
                      auto const fresh = [&](facts::rejected_row r) { // others were told the last time
                          if (std::int64_t{r.line} + first_line > before) sink(std::move(r));
                      };
                      auto const read = facts::read_measurements_text(window, file, path, rules, known, how, {}, fresh);
                      if (!read) return read.error();
                      s.count.read += read->rows;
                      SQLite::Statement moved(s.db, "UPDATE input SET bytes = ?, lines = ? WHERE name = ?");
                      moved.bind(1, static_cast<std::int64_t>(end_at));
                      moved.bind(2, before + std::count(split, window.end(), '\n'));
                      moved.bind(3, path);
                      moved.exec();
                      return std::nullopt;
                  });
        if (!done) return done.error();
        all.read += done->read;
        all.rejected += done->rejected;
        all.fresh += done->fresh;
        all.known += done->known;
        all.too_old += done->too_old;
        at = end_at;
    }
    return all;
}

std::optional<base::failure> row_file::judge_with(std::string const& context, bool everything) {
    auto& s = *state_;
    if (!everything && s.meta("context") == context) return std::nullopt;
    return s.guarded([&] {
        s.db.exec("INSERT OR REPLACE INTO open_day (outlet, day, judged_to) SELECT outlet, day, NULL FROM day_rows");
        s.db.exec("UPDATE outlet SET judged_to = NULL");
        s.set_meta("context", context);
    });
}

std::vector<outlet_state> row_file::states() const {
    auto& db = state_->db;
    std::vector<outlet_state> all;
    SQLite::Statement s(db, "SELECT key, enterprise_id, outlet_id, long_rows, last_end, judged_to FROM outlet ORDER BY key");
    while (s.executeStep())
        all.push_back({s.getColumn(0).getInt64(),
                       s.getColumn(1).getString(),
                       s.getColumn(2).getString(),
                       s.getColumn(3).getInt() != 0,
                       s.getColumn(4).getInt64(),
                       s.getColumn(5).isNull() ? INT64_MIN : s.getColumn(5).getInt64(),
                       {}});
    SQLite::Statement days(db, "SELECT outlet, day, judged_to FROM open_day ORDER BY outlet, day");
    auto at = all.begin();
    while (days.executeStep()) {
        while (at != all.end() && at->key < days.getColumn(0).getInt64()) ++at;
        if (at == all.end()) break;
        outlet_state::open_day d{days.getColumn(1).getInt(), {}};
        if (!days.getColumn(2).isNull()) d.judged_to = days.getColumn(2).getInt64();
        at->open.push_back(d);
    }
    return all;
}

void row_file::read(std::int64_t outlet, std::optional<std::vector<std::int32_t>> const& days, line_sink const& take) const {
    auto const& s = *state_;
    std::string line;
    auto const hand_on = [&](std::int32_t day, std::string_view body) {
        auto const text = base::date{day}.text();
        for_each_line(body, [&](std::string_view row) {
            auto const r = parse_row(row);
            line.clear();
            expand(line, s.shape_text(r.shape), r.values, text);
            take(line, static_cast<std::uint32_t>(r.file), static_cast<std::uint32_t>(r.line));
        });
    };
    if (!days) {
        SQLite::Statement all(s.db, "SELECT day, body FROM day_rows WHERE outlet = ? ORDER BY day");
        all.bind(1, outlet);
        while (all.executeStep()) hand_on(all.getColumn(0).getInt(), all.getColumn(1).getString());
        return;
    }
    SQLite::Statement one(s.db, "SELECT body FROM day_rows WHERE outlet = ? AND day = ?");
    for (auto const day : *days) {
        one.reset();
        one.bind(1, outlet);
        one.bind(2, day);
        if (one.executeStep()) hand_on(day, one.getColumn(0).getString());
    }
}

std::string row_file::name_of(std::uint32_t file) const {
    SQLite::Statement s(state_->db, "SELECT name FROM input WHERE key = ?");
    s.bind(1, static_cast<std::int64_t>(file));
    return s.executeStep() ? s.getColumn(0).getString() : std::string();
}

std::optional<base::failure> row_file::settle(std::vector<settled_outlet> const& judged, base::moment end) {
    auto& s = *state_;
    return s.guarded([&] {
        SQLite::Statement drop_all(s.db, "DELETE FROM open_day WHERE outlet = ?");
        SQLite::Statement drop(s.db, "DELETE FROM open_day WHERE outlet = ? AND day = ?");
        SQLite::Statement keep(s.db, "UPDATE open_day SET judged_to = ? WHERE outlet = ? AND day = ?");
        SQLite::Statement to(s.db, "UPDATE outlet SET judged_to = ? WHERE key = ?");
        for (auto const& o : judged) {
            for (auto const day : o.days) {
                bool const over = o.settled && (std::int64_t{day} + 1) * day_ms <= end.ms;
                auto& what = over ? drop : keep;
                what.reset();
                int at = 0;
                if (!over) what.bind(++at, end.ms);
                what.bind(++at, o.key);
                what.bind(++at, day);
                what.exec();
            }
            if (!o.whole) continue;
            drop_all.reset();
            drop_all.bind(1, o.key);
            drop_all.exec();
            to.reset();
            to.bind(1, end.ms);
            to.bind(2, o.key);
            to.exec();
        }
    });
}

std::optional<base::failure> row_file::forget_before(base::date day) {
    auto& s = *state_;
    auto const before = s.kept_from();
    if (before && !(*before < day)) return std::nullopt;
    return s.guarded([&] {
        SQLite::Statement drop(s.db,
                               "DELETE FROM day_rows WHERE day < ? AND NOT EXISTS (SELECT 1 FROM open_day o WHERE o.outlet "
                               "= day_rows.outlet AND o.day = day_rows.day)");
        drop.bind(1, day.days);
        drop.exec();
        s.set_meta("kept_from", day.text());
    });
}

std::optional<base::date> row_file::kept_from() const {
    return state_->kept_from();
}

} // namespace huanchi::held
