#include "library/huanchi.hpp"

#include "library/held_bytes.hpp"
#include "library/states.hpp"

#include "base/digest.hpp"
#include "findings/check.hpp"
#include "report/check_document.hpp"

#include <functional>
#include <map>
#include <set>

namespace huanchi {

using library::held_bytes;

struct stream::state {
    std::shared_ptr<sites::state const> known;
    stream_options options;
    std::optional<base::date> at;
    std::optional<base::moment> as_of;
    held_bytes facilities;
    std::optional<held_bytes> data, rows, records;
    std::map<std::string, std::string> given; // digest of the line by id, to tell what is new

    state(std::shared_ptr<sites::state const> k, stream_options o)
        : known(std::move(k)), options(std::move(o)), facilities(options.folder) {}

    void add(std::optional<held_bytes>& to, std::string_view text) {
        auto const size = [](std::optional<held_bytes> const& h) { return h ? h->size() : 0; };
        if (text.size() > options.most_bytes - (size(data) + size(rows) + size(records)))
            throw error("rows", "more than the " + std::to_string(options.most_bytes) + " bytes that the stream may hold",
                        "raise most_bytes, or start another stream");
        if (!to) to.emplace(options.folder);
        to->append(text);
    }
    // The names of inputs whose paths nobody has to know.
    std::map<std::string, std::string> names() const {
        std::map<std::string, std::string> n{{facilities.path(), "facilities"}};
        if (data) n[data->path()] = "data";
        if (rows) n[rows->path()] = "rows";
        if (records) n[records->path()] = "records";
        return n;
    }
};

namespace {

void add_member(std::string& line, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    line += line.empty() ? "{\"" : ",\"";
    line += name;
    line += "\":\"";
    constexpr char const* hex = "0123456789abcdef";
    for (char const c : value) {
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            line += "\\u00";
            line += hex[static_cast<unsigned char>(c) >> 4U];
            line += hex[static_cast<unsigned char>(c) & 15U];
        } else {
            line += c;
        }
    }
    line += '"';
}

finding public_finding(findings::finding const& f, std::string json) {
    finding p;
    p.id = f.id;
    p.verdict = eval::text(f.verdict);
    p.enterprise_id = f.enterprise_id;
    p.outlet_id = f.outlet_id.value_or("");
    p.factor = f.factor.value_or("");
    p.factor_name = f.factor_name;
    p.statistic = f.statistic;
    p.from = f.period.from.text();
    p.to = f.period.to.text();
    if (f.measured) p.measured = f.measured->value, p.unit = f.measured->unit;
    if (f.limit) {
        p.min = f.limit->min.value_or("");
        p.max = f.limit->max.value_or("");
        if (p.unit.empty()) p.unit = f.limit->unit;
    }
    p.exceedance = f.exceedance.value_or("");
    if (f.provision) p.standard = f.provision->standard, p.clause = f.provision->clause;
    if (f.reason) p.reason = f.reason->code;
    p.json = std::move(json);
    return p;
}

account account_of(findings::check_result const& r) {
    account a;
    a.read = r.read;
    a.rejected = r.rejected;
    a.unmatched = r.unmatched;
    a.duplicates = r.duplicates;
    a.open_windows = r.open_windows;
    auto const count = [&](eval::verdict v) { return r.verdicts[static_cast<std::size_t>(v)]; };
    a.compliant = count(eval::verdict::compliant);
    a.violation = count(eval::verdict::violation);
    a.not_met = count(eval::verdict::not_met);
    a.undetermined = count(eval::verdict::undetermined);
    a.exempt = count(eval::verdict::exempt);
    a.not_applicable = count(eval::verdict::not_applicable);
    a.digest = r.digest;
    for (auto const& x : r.rejects)
        a.rejects.push_back(
            {r.files[x.file] + ":" + std::to_string(x.line) + (x.column.empty() ? "" : " " + x.column), x.reason});
    return a;
}

} // namespace

stream::stream(sites const& known, stream_options const& options) : state_(std::make_unique<state>(known.held(), options)) {
    auto& s = *state_;
    if (!options.at.empty() && !(s.at = base::date::parse(options.at)))
        throw error("at", "`" + options.at + "` is no date", "write 2026-05-01");
    if (!options.as_of.empty() && !(s.as_of = base::moment::parse(options.as_of)))
        throw error("as_of", "`" + options.as_of + "` is no time", "write 2026-05-01T08:00:00+08:00");
    if (options.threads == 0) throw error("threads", "0 threads cannot judge", "write 1 or more");
    s.facilities.append(s.known->text);
}
stream::stream(stream&&) noexcept = default;
stream& stream::operator=(stream&&) noexcept = default;
stream::~stream() = default;

void stream::push(std::string_view text) {
    state_->add(state_->data, text);
}

void stream::push(row const& r) {
    std::string line;
    add_member(line, "enterprise_id", r.enterprise_id);
    add_member(line, "outlet_id", r.outlet_id);
    add_member(line, "time", r.time);
    add_member(line, "interval", r.interval);
    add_member(line, "factor", r.factor);
    add_member(line, "value", r.value);
    add_member(line, "unit", r.unit);
    add_member(line, "o2", r.o2);
    add_member(line, "flag", r.flag);
    add_member(line, "mark", r.mark);
    add_member(line, "source", r.source);
    add_member(line, "received", r.received);
    state_->add(state_->rows, line.empty() ? "{}\n" : line + "}\n");
}

void stream::push_records(std::string_view ndjson) {
    state_->add(state_->records, ndjson);
}

account stream::take(std::function<void(finding const&)> const& each) {
    auto& s = *state_;
    auto const& book = *s.known->book;
    findings::check_request q;
    q.facilities = s.facilities.path();
    if (s.data) q.data.push_back(s.data->path());
    if (s.rows) q.data.push_back(s.rows->path());
    if (s.records) q.records.push_back(s.records->path());
    q.called = s.names();
    q.reading.time_label_end = s.options.time_label_end;
    q.at = s.at;
    q.as_of = s.as_of;
    q.all = s.options.all;
    q.threads = s.options.threads;
    q.unreviewed = s.known->unreviewed;
    q.kept_rejects = 1000;
    if (q.data.empty() && q.records.empty()) {
        account none;
        none.digest = book.rules.digest;
        return none;
    }
    auto result = findings::check(book.rules, book.plan, q);
    if (!result) {
        auto f = result.error();
        for (auto const& [path, name] : q.called)
            for (auto at = f.what.find(path); at != std::string::npos; at = f.what.find(path))
                f.what.replace(at, path.size(), name);
        library::fail("", f);
    }
    std::optional<report::decision> decision;
    if (q.as_of) decision = report::decision{q.as_of->date(), &book.rules};
    auto const gives = account_of(*result);
    std::vector<std::pair<std::string, std::string>> fresh; // id and digest of the line
    std::set<std::string> still;
    findings::check_result one;
    for (auto& f : result->findings) {
        one.findings.clear();
        one.findings.push_back(std::move(f));
        auto line = report::findings_ndjson(one, book.language, decision);
        while (line.ends_with('\n')) line.pop_back();
        auto digest = base::sha256_hex(line);
        auto const& of = one.findings.front();
        still.insert(of.id);
        auto const before = s.given.find(of.id);
        if (before != s.given.end() && before->second == digest) continue;
        if (each) each(public_finding(of, std::move(line)));
        fresh.emplace_back(of.id, std::move(digest));
    }
    std::vector<std::string> gone;
    for (auto const& [id, digest] : s.given)
        if (!still.contains(id)) gone.push_back(id);
    for (auto const& id : gone) {
        finding f;
        f.id = id;
        f.verdict = "withdrawn";
        f.json = "{\"id\": \"" + id + "\", \"verdict\": \"withdrawn\"}";
        if (each) each(f);
    }
    for (auto const& id : gone) s.given.erase(id);
    for (auto& [id, digest] : fresh) s.given[id] = std::move(digest);
    return gives;
}

} // namespace huanchi
