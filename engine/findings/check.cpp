#include "findings/check.hpp"

#include "eval/lane_sheet.hpp"
#include "facts/parts.hpp"
#include "findings/known_by.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <sstream>
#include <tuple>

namespace huanchi::findings {

namespace {

base::result<std::string> read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        return base::failure{"`" + path + "` cannot be read", "check the path and its permissions"};
    return text.str();
}

struct checker {
    model::rulebook const& rules;
    plan::plan const& p;
    check_request const& request;
    check_result out = {};
    facts::facilities known = {};
    std::vector<facts::record> records = {};
    std::mutex guard = {}; // of what follows, and of `out` while several threads work
    std::uint64_t rows_read = 0;

    void enter(std::string_view stage) const {
        if (request.on_stage) request.on_stage(stage);
    }

    facts::reject_sink rejects() {
        return [this](facts::rejected_row r) {
            std::lock_guard const lock(guard);
            if (request.on_reject) request.on_reject(r);
            ++out.rejected;
            if (request.kept_rejects == 0) return;
            out.rejects.push_back(std::move(r));
            if (out.rejects.size() < 2 * request.kept_rejects) return;
            keep_first_rejects(); // they come in no order from several threads
        };
    }

    static bool earlier(facts::rejected_row const& x, facts::rejected_row const& y) {
        return std::tie(x.file, x.line, x.column) < std::tie(y.file, y.line, y.column);
    }
    void keep_first_rejects() {
        std::sort(out.rejects.begin(), out.rejects.end(), earlier);
        if (out.rejects.size() > request.kept_rejects) out.rejects.resize(request.kept_rejects);
    }

    std::optional<base::failure> read_sites() {
        if (request.facilities.empty()) return std::nullopt;
        auto const text = read_file(request.facilities);
        if (!text) return text.error();
        auto read = facts::read_facilities(*text, request.facilities, rules);
        if (!read) return read.error();
        known = std::move(*read);
        return std::nullopt;
    }

    std::optional<base::failure> judge_data() {
        enter("bind");
        auto bound = eval::bind(p, rules, known, {request.at, request.unreviewed, request.duties});
        eval::related_records const related(p, rules, records);
        bound.related = &related;
        eval::row_store rows;
        auto const data_end = read_data(bound, rows);
        if (!data_end) return data_end.error();
        out.spilled_bytes = rows.spilled_bytes();
        auto options = judging();
        options.data_end = request.as_of ? request.as_of : request.data_end ? request.data_end : *data_end;
        out.data_end = options.data_end;
        std::size_t parts = 0;
        enter("judge");
        eval::run(bound, rows, options, [&](eval::results part) {
            take(std::move(part), bound);
            std::lock_guard const lock(guard);
            if (request.on_progress) request.on_progress(rows_read, ++parts, eval::row_store::partitions);
        });
        return std::nullopt;
    }

    eval::run_options judging() const {
        eval::run_options options;
        options.threads = request.threads;
        options.keep_all = request.all;
        options.contributions = request.trace;
        options.warnings = request.warnings;
        options.days = request.days;
        options.known_at = request.as_of ? request.as_of : request.today;
        options.counts_only = !request.keep && !request.warnings;
        options.brief = options.counts_only && request.on_brief;
        if (request.watched)
            options.watched = [&](std::uint32_t outlet, std::uint16_t factor, base::date day) {
                auto const& o = known.outlets[outlet];
                return request.watched(known.sites[o.facility].id, o.id, rules.factors[factor].code, day);
            };
        return options;
    }

    // nullopt: it cannot be read a second time.
    static std::optional<std::uintmax_t> size_of(std::string const& path) {
        std::error_code problem;
        if (!std::filesystem::is_regular_file(path, problem)) return std::nullopt;
        auto const size = std::filesystem::file_size(path, problem);
        return problem ? std::nullopt : std::optional(size);
    }

    // Reads all data, judging what is plain on the way; the rows of all other outlets go to `rows`, for which files are read a
    // second time where rows that seemed plain were not: both times what stood in them at the start, so that a file may grow
    // meanwhile. Gives the end of the data.
    base::result<std::optional<base::moment>> read_data(eval::bound const& bound, eval::row_store& rows) {
        std::vector<std::optional<std::uintmax_t>> sizes;
        for (auto const& path : request.data) sizes.push_back(size_of(path));
        bool const twice = request.short_ways && !request.all &&
                           std::all_of(sizes.begin(), sizes.end(), [](auto const& s) { return s.has_value(); });
        eval::lanes const ways(bound);
        auto const routes = twice ? ways.routes() : std::vector<facts::route>(known.outlets.size(), facts::route::whole);
        auto const options = judging();
        // In the order of the file where somebody wants to see every reject.
        auto const threads =
            request.on_reject ? 1 : std::clamp<std::size_t>(request.threads, 1, eval::lane_sheets::most_threads);
        std::optional<eval::lane_sheets> sheets(std::in_place, ways, threads, options.brief);
        std::vector<facts::part_sinks> parts;
        for (std::size_t i = 0; i < threads; ++i) {
            parts.push_back({[&, i](facts::batch const& whole) {
                                 auto const cut = known_by(whole, request.as_of);
                                 auto const& b = cut ? *cut : whole;
                                 note_unknown(whole.size() - b.size());
                                 if (twice) sheets->add(i, b);
                                 std::lock_guard const lock(guard);
                                 rows.add(b, routes);
                             },
                             [&, i](facts::plain_rows const& plain) { sheets->add(i, plain); }, rejects(),
                             [&](std::uint64_t more) {
                                 std::lock_guard const lock(guard);
                                 rows_read += more;
                                 if (request.on_progress) request.on_progress(rows_read, 0, eval::row_store::partitions);
                             }});
        }
        enter("read");
        std::vector<std::uint32_t> first_files; // of each input: a workbook has as many files as sheets
        auto const read = [&](std::size_t i, std::vector<facts::route> const& ways_of_rows) {
            auto reading = request.reading;
            if (sizes[i]) reading.first_bytes = *sizes[i];
            return facts::read_in_parts(request.data[i], first_files[i], rules, known, reading, ways_of_rows, parts);
        };
        std::vector<std::uint64_t> counts;
        for (std::size_t i = 0; i < request.data.size(); ++i) {
            first_files.push_back(static_cast<std::uint32_t>(out.files.size()));
            out.files.push_back(request.name_of(request.data[i]));
            auto const count = read(i, routes);
            if (!count) return count.error();
            for (std::size_t k = 0; k < count->sheets.size(); ++k) {
                if (k > 0) out.files.emplace_back();
                out.files.back() = request.name_of(request.data[i]) + "!" + count->sheets[k];
            }
            counts.push_back(count->rows);
            out.read += count->rows;
            if (count->flag_assumed && std::find(out.assumed.begin(), out.assumed.end(), "flag=N") == out.assumed.end())
                out.assumed.push_back("flag=N");
            for (auto const& a : count->assumed)
                if (std::find(out.assumed.begin(), out.assumed.end(), a) == out.assumed.end()) out.assumed.push_back(a);
        }
        std::sort(out.assumed.begin(), out.assumed.end()); // whatever the order of the files
        enter("settle");
        auto const end = std::max(rows.data_end(), sheets->data_end());
        auto const reopened = sheets->settle(options, request.as_of.value_or(request.data_end.value_or(end)),
                                             [&](eval::results r) { take(std::move(r), bound); });
        sheets.reset();
        if (std::find(reopened.begin(), reopened.end(), 1) == reopened.end()) return std::optional(end);

        enter("read again");
        std::vector<facts::route> second(routes.size(), facts::route::skipped);
        for (std::size_t i = 0; i < second.size(); ++i)
            if (reopened[i]) second[i] = facts::route::whole;
        for (auto& part : parts)
            part = {[&](facts::batch const& whole) {
                        auto const cut = known_by(whole, request.as_of);
                        auto const& b = cut ? *cut : whole;
                        std::lock_guard const lock(guard);
                        rows.add(b, second, true);
                    },
                    {},
                    {},
                    {}};
        for (std::size_t i = 0; i < request.data.size(); ++i) {
            auto const count = read(i, second);
            if (!count) return count.error();
            if (count->rows != counts[i] || size_of(request.data[i]).value_or(0) < *sizes[i])
                return base::failure{"'" + request.data[i] + "' was changed while it was read",
                                     "check it again when nobody rewrites it"};
        }
        return std::optional(end);
    }

    // Rows that had not come by the time that is asked about: read, and of no use.
    void note_unknown(std::size_t rows) {
        if (rows == 0) return;
        std::lock_guard const lock(guard);
        out.unmatched += rows;
    }

    // Called from several threads: named first, then added under the lock.
    void take(eval::results r, eval::bound const& b) {
        std::vector<finding> named;
        std::vector<warning> warned;
        for (auto& j : r.judgements) {
            named.push_back(from_judgement(j, b, request.trace));
            j = {};
        }
        for (auto const& l : r.leads) named.push_back(from_lead(l, b, request.trace));
        for (auto const& w : r.warnings) warned.push_back(name(w, b));
        std::lock_guard const lock(guard);
        for (auto const& f : named) count_reason(f);
        for (auto const& [reason, n] : r.reasons) out.undetermined_by_reason[std::string(reason)] += n;
        if (request.on_brief && !r.brief.empty()) request.on_brief(r.brief, b);
        if (!request.keep) named.clear();
        std::move(named.begin(), named.end(), std::back_inserter(out.findings));
        std::move(warned.begin(), warned.end(), std::back_inserter(out.warnings));
        for (auto const& l : r.leads) out.leads += l.verdict == eval::verdict::not_met;
        out.warning_count += r.warning_count;
        out.judged += r.judged_rows;
        out.flagged_out += r.flagged_out;
        out.unmatched += r.unmatched;
        out.duplicates += r.duplicates;
        out.open_windows += r.open_windows;
        for (std::size_t i = 0; i < out.verdicts.size(); ++i) out.verdicts[i] += r.verdicts[i];
        for (auto const& d : r.days) {
            auto const& o = b.known->outlets[d.outlet];
            out.days.push_back({b.known->sites[o.facility].id, o.id, rules.factors[d.factor].code,
                                std::string(model::text(d.quantity)), d.day, d.state, d.provisional});
        }
    }

    void count_reason(finding const& f) {
        if (f.reason && f.verdict == eval::verdict::undetermined) ++out.undetermined_by_reason[f.reason->code];
    }

    warning name(eval::warning const& w, eval::bound const& b) const {
        auto const& r = b.requirements[w.requirement];
        eval::judgement j;
        j.outlet = w.outlet;
        j.factor = w.factor;
        j.statistic = w.statistic;
        j.quantity = r.quantity;
        j.source = w.source;
        j.period = w.period;
        j.measured = w.measured;
        j.decides = w.requirement;
        auto f = from_judgement(j, b, false);
        return {f.enterprise_id, *f.outlet_id, *f.factor,     f.factor_name, f.statistic, f.period,
                f.source,        *f.measured,  *f.limit->max, f.limit->unit, *f.provision};
    }

    std::optional<base::failure> read_records() {
        auto const rejected_before = out.rejected;
        for (auto const& path : request.records) {
            auto const file = static_cast<std::uint32_t>(out.files.size());
            out.files.push_back(request.name_of(path));
            auto read = facts::read_records(path, file, rules, request.record_type, rejects());
            if (!read) return read.error();
            std::move(read->begin(), read->end(), std::back_inserter(records));
        }
        out.read += records.size() + (out.rejected - rejected_before);
        auto const asked = request.as_of ? request.as_of
                           : request.at  ? std::optional(base::moment::at(*request.at))
                                         : request.today;
        for (auto& r : records)
            if (!r.has_time && asked) r.time = *asked, r.has_time = r.undated = true;
        return std::nullopt;
    }

    void judge_records() {
        std::vector<bool> judged(records.size());
        auto const for_formulas = eval::records_of_formulas(p);
        for (std::size_t i = 0; i < records.size(); ++i)
            judged[i] = !request.data.empty() && known.site_by_id.contains(records[i].enterprise_id) &&
                        std::find(for_formulas.begin(), for_formulas.end(), records[i].type) != for_formulas.end();
        auto note = [&](auto const& r, auto const& make) {
            ++out.verdicts[static_cast<std::size_t>(r.verdict)];
            bool const quiet = r.verdict == eval::verdict::compliant || r.verdict == eval::verdict::not_applicable;
            if (quiet && !request.all) return;
            auto f = make();
            count_reason(f);
            if (request.keep) out.findings.push_back(std::move(f));
        };
        for (auto const& g : eval::grade(p, rules, records, request.at)) {
            judged[g.record] = true;
            note(g, [&] { return from_grade(g, rules, records); });
        }
        for (auto const& x : eval::index(p, rules, records, request.at)) {
            judged[x.record] = true;
            auto f = from_index(x, rules, records);
            note(f, [&] { return f; });
        }
        for (auto const& c : eval::consult(p, rules, records, {request.at, std::nullopt, false, request.unreviewed})) {
            judged[c.record] = true;
            auto f = from_catalogues(c, rules, records);
            note(f, [&] { return f; });
        }
        auto const today = request.as_of ? std::optional(request.as_of->date()) : std::nullopt;
        for (auto const& r : eval::require(p, rules, records, known, {request.at, today, request.duties, request.unreviewed})) {
            if (r.record) judged[*r.record] = true;
            note(r, [&] { return from_requirement(r, rules, records, known, today.value_or(base::date{})); });
        }
        auto const used = static_cast<std::uint64_t>(std::count(judged.begin(), judged.end(), true));
        out.judged += used;
        out.unmatched += records.size() - used;
    }

    void sort() {
        std::sort(out.findings.begin(), out.findings.end(), before);
        std::sort(out.warnings.begin(), out.warnings.end(), [](warning const& x, warning const& y) {
            return std::tie(x.enterprise_id, x.outlet_id, x.factor, x.statistic, x.period, x.source, x.measured.value,
                            x.provision.id) < std::tie(y.enterprise_id, y.outlet_id, y.factor, y.statistic, y.period, y.source,
                                                       y.measured.value, y.provision.id);
        });
        std::sort(out.days.begin(), out.days.end(), [](day const& x, day const& y) {
            return std::tie(x.enterprise_id, x.outlet_id, x.factor, x.quantity, x.date) <
                   std::tie(y.enterprise_id, y.outlet_id, y.factor, y.quantity, y.date);
        });
        keep_first_rejects();
    }
};

} // namespace

void leave_out_quiet(check_result& result) {
    std::erase_if(result.findings, [](finding const& f) {
        return f.verdict == eval::verdict::compliant || f.verdict == eval::verdict::exempt ||
               f.verdict == eval::verdict::not_applicable;
    });
}

base::result<check_result> check(model::rulebook const& rules, plan::plan const& p, check_request const& request) {
    checker c{rules, p, request};
    c.out.digest = rules.digest;
    c.out.documents = rules.documents.size();
    c.out.provisions = model::provision_ids(rules).size();
    c.enter("sites");
    if (auto const failed = c.read_sites()) return *failed;
    c.enter("records");
    if (auto const failed = c.read_records()) return *failed;
    if (!request.data.empty())
        if (auto const failed = c.judge_data()) return *failed;
    c.enter("judge records");
    if (!request.records.empty() || request.duties) c.judge_records();
    c.enter("sort");
    c.sort();
    return std::move(c.out);
}

} // namespace huanchi::findings
