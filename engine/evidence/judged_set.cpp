#include "evidence/judged_set.hpp"

#include "evidence/row_block.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>
#include <stdexcept>
#include <unistd.h>

namespace huanchi::evidence {

namespace {

// A text as an unlinked file, for a reader that wants a path.
class text_file {
public:
    explicit text_file(std::string const& text) : file_(std::tmpfile()) {
        bool const written = file_ && std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
        if (!written || std::fflush(file_.get()) != 0)
            throw std::runtime_error("no temporary file could be written; set TMPDIR to a folder with room");
    }
    std::string path() const { return "/proc/self/fd/" + std::to_string(::fileno(file_.get())); }

private:
    struct closer {
        void operator()(std::FILE* f) const { std::fclose(f); }
    };
    std::unique_ptr<std::FILE, closer> file_;
};

template <class T>
void put_text(nlohmann::ordered_json& into, char const* name, std::optional<T> const& value) {
    into[name] = value ? nlohmann::ordered_json(value->text()) : nlohmann::ordered_json(nullptr);
}

std::optional<base::moment> moment_in(nlohmann::ordered_json const& from, char const* name) {
    return from.at(name).is_null() ? std::nullopt : base::moment::parse(from.at(name).get<std::string>());
}

} // namespace

std::string options_json(run_options const& o) {
    nlohmann::ordered_json all;
    put_text(all, "at", o.at);
    put_text(all, "as_of", o.as_of);
    put_text(all, "data_end", o.data_end);
    put_text(all, "today", o.today);
    all["unreviewed"] = o.unreviewed;
    all["duties"] = o.duties;
    all["provisional"] = o.provisional;
    all["time_label"] = o.time_label;
    all["record_type"] = o.record_type;
    return all.dump();
}

std::optional<run_options> options_of(std::string const& text) {
    try {
        auto const all = nlohmann::ordered_json::parse(text);
        run_options o;
        if (!all.at("at").is_null()) o.at = base::date::parse(all.at("at").get<std::string>());
        o.as_of = moment_in(all, "as_of");
        o.data_end = moment_in(all, "data_end");
        o.today = moment_in(all, "today");
        o.unreviewed = all.at("unreviewed");
        o.duties = all.at("duties");
        o.provisional = all.at("provisional");
        o.time_label = all.at("time_label");
        o.record_type = all.at("record_type");
        return o;
    } catch (nlohmann::json::exception const&) { return std::nullopt; }
}

base::result<std::vector<judged_set>> sets_of(std::vector<store::kept_evidence> const& kept) {
    std::vector<judged_set> sets;
    std::set<std::string> later;
    try {
        for (auto e = kept.rbegin(); e != kept.rend(); ++e) {
            judged_set s;
            for (auto const& id : e->findings)
                if (later.insert(id).second) s.findings.push_back(id);
            if (s.findings.empty()) continue;
            auto const options = options_of(e->options);
            if (!options && e->missing.empty()) throw std::runtime_error("the options of a run are damaged");
            s.options = options.value_or(run_options{});
            s.facility = e->facility;
            s.records = e->records;
            for (auto const& block : e->rows) append_rows(s.rows, *block);
            s.row_count = static_cast<std::uint64_t>(std::count(s.rows.begin(), s.rows.end(), '\n'));
            s.time = e->time;
            s.engine = e->engine;
            s.rules_digest = e->rules_digest;
            s.rules = e->rules;
            s.missing = e->missing;
            sets.push_back(std::move(s));
        }
    } catch (std::exception const& e) {
        return base::failure{std::string("the kept evidence cannot be read: ") + e.what(), "restore the store from a backup"};
    }
    std::reverse(sets.begin(), sets.end());
    return sets;
}

base::result<findings::check_result> judge(judged_set const& s, model::rulebook const& rules, plan::plan const& p) {
    try {
        text_file const facility(s.facility), rows(s.rows), records(s.records);
        findings::check_request request;
        if (!s.facility.empty()) request.facilities = facility.path();
        if (!s.rows.empty()) request.data = {rows.path()};
        if (!s.records.empty()) request.records = {records.path()};
        request.record_type = s.options.record_type;
        request.reading.format = "ndjson";
        request.at = s.options.at;
        request.as_of = s.options.as_of;
        request.data_end = s.options.data_end;
        request.today = s.options.today;
        request.unreviewed = s.options.unreviewed;
        request.duties = s.options.duties;
        request.all = true;
        auto judged = findings::check(rules, p, request);
        if (!judged) return judged.error();
        if (judged->rejected > 0)
            return base::failure{"a kept row cannot be read: " + judged->rejects.front().reason, "the evidence is damaged"};
        return judged;
    } catch (std::runtime_error const& e) { return base::failure{e.what(), ""}; }
}

} // namespace huanchi::evidence
