#include "store/judgement_rows.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::store {

using json = nlohmann::ordered_json;

namespace {

std::string dumped(json const& j) {
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

// [from, length, text, from, …]: times as steps from the value before, for there are many.
std::string data_json(std::vector<tickets::rested_on> const& data) {
    if (data.empty()) return {};
    auto all = json::array();
    std::int64_t before = 0;
    for (auto const& v : data) {
        all.push_back(v.period.from.ms - before);
        all.push_back(v.period.to.ms - v.period.from.ms);
        all.push_back(v.text);
        before = v.period.from.ms;
    }
    return dumped(all);
}

std::vector<tickets::rested_on> data_of(std::string const& text) {
    std::vector<tickets::rested_on> all;
    if (text.empty()) return all;
    auto const parsed = json::parse(text);
    std::int64_t from = 0;
    for (std::size_t i = 0; i + 2 < parsed.size(); i += 3) {
        from += parsed[i].get<std::int64_t>();
        all.push_back({{{from}, {from + parsed[i + 1].get<std::int64_t>()}}, parsed[i + 2].get<std::string>()});
    }
    return all;
}

std::string causes_json(std::vector<tickets::cause> const& causes) {
    auto all = json::array();
    for (auto const& c : causes) {
        json one = {{"kind", c.kind}};
        if (!c.rows.empty()) {
            auto& rows = one["rows"] = json::array();
            for (auto const& r : c.rows) rows.push_back(json::array({r.period.from.ms, r.period.to.ms, r.before, r.after}));
        }
        if (!c.before.empty()) one["before"] = c.before;
        if (!c.after.empty()) one["after"] = c.after;
        all.push_back(std::move(one));
    }
    return dumped(all);
}

std::string const further = "j.seq, j.reason, j.data, j.data_digest, j.causes, r.time, r.rules, r.engine, r.as_of";

// The columns of the finding of `j`.
std::string columns_of_j() {
    std::string all;
    for (std::size_t at = 0; at < finding_columns.size();) {
        auto const end = std::min(finding_columns.find(", ", at), finding_columns.size());
        all += (all.empty() ? "j." : ", j.") + std::string(finding_columns.substr(at, end - at));
        at = end + 2;
    }
    return all;
}

std::string select_judgements(std::string const& rest) {
    return "SELECT " + columns_of_j() + ", " + further + " FROM judgement j LEFT JOIN run r ON r.key = j.run " + rest;
}

tickets::judgement read_judgement(SQLite::Statement& row, provision_table const& provisions) {
    tickets::judgement j;
    j.what = read_finding(row, 0, provisions);
    int at = finding_column_count;
    j.seq = row.getColumn(at++).getInt64();
    j.reason = row.getColumn(at++).getString();
    j.data = data_of(row.getColumn(at++).getString());
    j.data_digest = row.getColumn(at++).getString();
    j.causes = causes_of_json(row.getColumn(at++).getString());
    for (auto* field : {&j.time, &j.rules, &j.engine, &j.as_of}) *field = optional_text(row.getColumn(at++)).value_or("");
    return j;
}

std::string put_statement() {
    std::string columns = std::string(finding_columns) + ", seq, last, series, run, reason, data, data_digest, causes";
    std::string marks = "?";
    for (int i = 1; i < count_columns(columns); ++i) marks += ", ?";
    return "INSERT INTO judgement (" + columns + ") VALUES (" + marks + ")";
}

} // namespace

std::vector<tickets::cause> causes_of_json(std::string const& text) {
    std::vector<tickets::cause> all;
    auto const parsed = json::parse(text);
    for (auto const& c : parsed) {
        tickets::cause one{c.at("kind"), {}, c.value("before", ""), c.value("after", "")};
        if (c.contains("rows"))
            for (auto const& r : c.at("rows"))
                one.rows.push_back({{{r.at(0).get<std::int64_t>()}, {r.at(1).get<std::int64_t>()}}, r.at(2), r.at(3)});
        all.push_back(std::move(one));
    }
    return all;
}

judgement_rows::judgement_rows(SQLite::Database& db, run_reference const& run)
    : run_(run), db_(db), provisions_(db),
      last_(db, "SELECT id, key, verdict, digest, reason, data_digest FROM judgement WHERE series = ? AND last = 1 AND "
                "period_from BETWEEN ? AND ?"),
      last_by_id_(db, "SELECT key, verdict, digest, reason, data_digest FROM judgement WHERE id = ? AND last = 1"),
      read_(db, select_judgements("WHERE j.key = ?")), put_(db, put_statement()),
      no_longer_last_(db, "UPDATE judgement SET last = 0 WHERE key = ?") {}

judgement_rows::last_ones judgement_rows::last_of(std::int64_t series, std::vector<findings::finding const*> const& found) {
    auto const [first, last] = std::minmax_element(
        found.begin(), found.end(), [](auto const* x, auto const* y) { return x->period.from < y->period.from; });
    last_ones all;
    with(last_, series, (*first)->period.from.ms, (*last)->period.from.ms);
    while (last_.executeStep())
        all[last_.getColumn(0).getString()] = {last_.getColumn(1).getInt64(), tickets::is_quiet(last_.getColumn(2).getString()),
                                               last_.getColumn(3).getString(), last_.getColumn(4).getString(),
                                               last_.getColumn(5).getString()};
    last_.reset();
    return all;
}

// Of what is no judgement of measurements the period is no part of the identity: it is asked of on ever later days.
void judgement_rows::add_last_of(findings::finding const& f, last_ones& all) {
    bool const by_id = !f.record.empty() || is_of(f, model::quantity::requirement);
    if (!by_id || all.contains(f.id)) return;
    if (with(last_by_id_, f.id).executeStep())
        all[f.id] = {last_by_id_.getColumn(0).getInt64(), tickets::is_quiet(last_by_id_.getColumn(1).getString()),
                     last_by_id_.getColumn(2).getString(), last_by_id_.getColumn(3).getString(),
                     last_by_id_.getColumn(4).getString()};
    last_by_id_.reset();
}

std::size_t judgement_rows::add(std::optional<std::int64_t> known, std::function<std::int64_t()> const& series,
                                std::vector<findings::finding const*> const& found, std::vector<std::string> const& files) {
    if (found.empty()) return 0;
    auto last = known ? last_of(*known, found) : last_ones();
    std::size_t added = 0;
    for (auto const* f : found) {
        add_last_of(*f, last);
        auto const before = last.find(f->id);
        bool const is_new = before == last.end(), quiet = tickets::is_quiet(eval::text(f->verdict));
        if (quiet && (is_new || before->second.quiet)) continue;
        auto now = tickets::judgement_of(*f, files);
        now.rules = run_.rules;
        if (!is_new && before->second.says(now)) continue;
        auto const key = write(series(), is_new ? std::nullopt : std::optional(before->second.key), now);
        last[f->id] = {key, quiet, now.what.digest, now.reason, now.data_digest};
        ++added;
    }
    return added;
}

std::vector<tickets::rested_on> judgement_rows::data_of(std::string const& finding) {
    std::optional<std::int64_t> key;
    if (with(last_by_id_, finding).executeStep()) key = last_by_id_.getColumn(0).getInt64();
    last_by_id_.reset();
    if (!key || !with(read_, *key).executeStep()) return {};
    auto data = read_judgement(read_, provisions_).data;
    read_.reset();
    return data;
}

void judgement_rows::add_not_judged(std::int64_t series, std::string const& finding) {
    if (!with(last_by_id_, finding).executeStep()) return;
    auto const key = last_by_id_.getColumn(0).getInt64();
    last_by_id_.reset();
    with(read_, key).executeStep();
    auto now = read_judgement(read_, provisions_);
    read_.reset();
    if (tickets::is_no_longer_judged(now.what)) return;
    now.what = tickets::no_longer_judged(std::move(now.what));
    now.reason = "not_judged";
    now.rules = run_.rules;
    write(series, key, now);
}

std::int64_t judgement_rows::write(std::int64_t series, std::optional<std::int64_t> before, tickets::judgement& now) {
    std::optional<tickets::judgement> last;
    if (before && with(read_, *before).executeStep()) last = read_judgement(read_, provisions_);
    read_.reset();
    now.seq = last ? last->seq + 1 : 1;
    now.causes = tickets::causes_of(last ? &*last : nullptr, now);
    if (before) run(no_longer_last_, *before);
    put_.reset();
    put_finding(put_, 1, now.what, provisions_);
    int at = finding_column_count;
    put(put_, ++at, now.seq);
    put(put_, ++at, std::int64_t{1});
    put(put_, ++at, series);
    put(put_, ++at, run_.key);
    put(put_, ++at, now.reason);
    put(put_, ++at, data_json(now.data));
    put(put_, ++at, now.data_digest);
    put(put_, ++at, causes_json(now.causes));
    put_.exec();
    return db_.getLastInsertRowid();
}

std::vector<tickets::judgement> read_judgements(SQLite::Database& db, std::string const& id) {
    provision_table const provisions(db);
    std::vector<tickets::judgement> all;
    SQLite::Statement rows(db, select_judgements("WHERE j.id = ?1 OR j.id IN (SELECT f.id FROM finding f JOIN ticket t ON "
                                                 "f.ticket = t.key WHERE t.id = ?1) ORDER BY j.period_from, j.period_to, "
                                                 "j.id, j.seq"));
    with(rows, id);
    while (rows.executeStep()) all.push_back(read_judgement(rows, provisions));
    return all;
}

} // namespace huanchi::store
