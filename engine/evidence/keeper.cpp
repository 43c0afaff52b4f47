#include "evidence/keeper.hpp"

#include "evidence/reach_of_tickets.hpp"
#include "evidence/row_block.hpp"
#include "evidence/site_texts.hpp"
#include "facts/input.hpp"
#include "facts/row_reader.hpp"
#include "report/normal_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace huanchi::evidence {

namespace {

// A block while rows come, and the days on which they last.
struct filling {
    row_block rows;
    std::int32_t first, last;
    std::shared_ptr<std::string const> text = {};
    explicit filling(std::int32_t day) : rows({day}), first(day), last(day) {}
};

struct keeping {
    model::rulebook const& rules;
    plan::plan const& p;
    kept_run const& run;
    std::vector<store::evidence_wanted> const& wanted;
    facts::facilities known = {};
    std::optional<eval::bound> bound = {};
    std::vector<std::map<std::uint32_t, rows_needed>> needed = {}; // by ticket
    std::map<std::uint32_t, rows_needed> all_needed = {};
    std::map<std::pair<std::uint32_t, std::int32_t>, filling> blocks = {}; // by outlet and day
    std::map<std::string, std::string> facilities = {}, records = {};
    std::size_t bytes = 0;
    bool full = false;
    std::string_view trouble = {}; // of everything

    bool from_standard_input() const {
        auto const is = [](std::vector<std::string> const& paths) {
            return std::find(paths.begin(), paths.end(), "-") != paths.end();
        };
        return (is(run.request.data) && !run.held) || is(run.request.records);
    }

    // false: something cannot be read any more.
    bool read_sites() {
        std::set<std::string> sites;
        for (auto const& w : wanted) sites.insert(w.series.enterprise_id);
        auto read_records = records_of(run.request.records, rules, run.request.record_type, sites);
        if (!read_records) return false;
        records = std::move(*read_records);
        if (run.request.facilities.empty()) return true;
        auto const text = facts::read_whole(run.request.facilities);
        if (!text) return false;
        auto read = facts::read_facilities(*text, run.request.facilities, rules);
        auto cut = facilities_of(*text, run.request.facilities, sites);
        if (!read || !cut) return false;
        known = std::move(*read);
        facilities = std::move(*cut);
        bound = eval::bind(p, rules, known, {run.request.at, run.request.unreviewed, run.request.duties});
        return true;
    }

    bool wants_rows(store::evidence_wanted const& w) const {
        return bound && (!w.series.outlet_id.empty() || run.request.records.empty());
    }

    void find_needs() {
        for (auto const& w : wanted) {
            auto const& own = needed.emplace_back(wants_rows(w) ? rows_of(w, *bound, run.request.duties)
                                                                : std::map<std::uint32_t, rows_needed>{});
            for (auto const& [outlet, rows] : own) {
                auto& all = all_needed[outlet];
                all.whole = all.whole || rows.whole;
                all.days.insert(rows.days.begin(), rows.days.end());
            }
        }
    }

    void add(std::uint32_t outlet, std::int32_t first, std::int32_t last, std::string_view line, std::string const& file,
             std::uint32_t number) {
        if (bytes > most_bytes_of_run) {
            full = true;
            return;
        }
        auto const [place, is_new] = blocks.try_emplace({outlet, first}, first);
        auto& block = place->second;
        auto const before = is_new ? 0 : block.rows.text().size();
        block.rows.add(line, file, number);
        block.last = std::max(block.last, last);
        bytes += block.rows.text().size() - before;
    }

    bool read_inputs() {
        report::row_lines const lines(rules);
        std::string line, file;
        auto reading = run.request.reading;
        std::vector<rows_needed const*> by_outlet(known.outlets.size());
        for (auto const& [outlet, rows] : all_needed) by_outlet[outlet] = &rows;
        reading.on_row = [&](facts::row_text const& row, facts::normal_row const& n) {
            if (n.outlet == facts::no_outlet || !by_outlet[n.outlet]) return;
            auto const first = base::moment{n.start}.date().days;
            auto const last = n.start < n.end ? base::moment{n.end - 1}.date().days : first;
            if (!by_outlet[n.outlet]->wants(first, last)) return;
            line.clear();
            lines.append(line, row, n);
            add(n.outlet, first, last, line, file, row.line);
        };
        for (std::uint32_t i = 0; i < run.request.data.size(); ++i) {
            file = run.request.name_of(run.request.data[i]);
            if (!facts::read_measurements(run.request.data[i], i, rules, known, reading, {}, [](facts::rejected_row const&) {})) return false;
        }
        return true;
    }

    void read_held() {
        for (auto const& o : run.held->states()) {
            auto const outlet = known.find_outlet(o.enterprise_id, o.outlet_id);
            auto const rows = all_needed.find(outlet);
            if (rows == all_needed.end()) continue;
            std::vector<std::int32_t> days(rows->second.days.begin(), rows->second.days.end());
            bool const whole = rows->second.whole || o.long_rows;
            // Which day a held row is of shows in its time alone; a block of the outlet is as good.
            auto const first = whole || days.empty() ? 0 : days.front();
            auto const last = whole || days.empty() ? INT32_MAX : days.back();
            run.held->read(o.key, whole ? std::nullopt : std::optional(days),
                           [&](std::string_view line, std::uint32_t file, std::uint32_t number) {
                               add(outlet, first, last, line, run.held->name_of(file), number);
                           });
        }
    }

    // The blocks of a ticket, each text made once.
    void collect(std::map<std::uint32_t, rows_needed> const& own, store::kept_evidence& into) {
        std::uint64_t rows = 0;
        for (auto const& [outlet, days] : own)
            for (auto b = blocks.lower_bound({outlet, INT32_MIN}); b != blocks.end() && b->first.first == outlet; ++b) {
                auto& block = b->second;
                if (!days.wants(block.first, block.last)) continue;
                rows += block.rows.rows();
                if (!block.text) block.text = std::make_shared<std::string const>(block.rows.text());
                into.rows.push_back(block.text);
            }
        if (full || rows > most_rows_of_ticket) {
            into.rows.clear();
            into.missing = too_much;
        }
    }

    store::kept_evidence evidence_of(std::size_t i) {
        auto const& w = wanted[i];
        store::kept_evidence e;
        e.ticket = w.ticket;
        for (auto const& item : w.findings) e.findings.push_back(item.finding);
        auto const& r = run.request;
        e.options = options_json(
            {r.at, r.as_of, run.data_end, r.today, r.unreviewed, r.duties, run.provisional, run.time_label, r.record_type});
        e.missing = trouble;
        if (e.missing.empty()) {
            e.facility = facilities[w.series.enterprise_id];
            e.records = records[w.series.enterprise_id];
            e.rules = run.rules;
            collect(needed[i], e);
        }
        if (!e.missing.empty()) e.remark = remark_of(e.missing, false);
        return e;
    }

    std::vector<store::kept_evidence> all() {
        if (from_standard_input()) trouble = not_read_twice;
        if (trouble.empty() && !read_sites()) trouble = unreadable;
        if (trouble.empty()) {
            find_needs();
            if (run.held)
                read_held();
            else if (!all_needed.empty() && !read_inputs())
                trouble = unreadable;
        }
        std::vector<store::kept_evidence> kept;
        for (std::size_t i = 0; i < wanted.size(); ++i) kept.push_back(evidence_of(i));
        return kept;
    }
};

} // namespace

std::string remark_of(std::string_view word, bool in_english) {
    if (word == not_read_twice)
        return in_english ? "evidence not kept: the data came from standard input and cannot be read again"
                          : "证据未保存：数据来自标准输入，无法再读一遍";
    if (word == too_much)
        return in_english ? "evidence not kept: the rows are too many" : "证据未保存：数据行太多，超过保存上限";
    if (word == unreadable)
        return in_english ? "evidence not kept: the inputs could not be read a second time"
                          : "证据未保存：输入文件第二次读不出";
    return in_english ? "no evidence kept: judged before it was, or by a run that does not keep any"
                      : "没有保存证据：判定早于开始保存证据的版本，或判定它的运行不保存证据";
}

store::evidence_source keeper(model::rulebook const& rules, plan::plan const& p, kept_run run) {
    return [&rules, &p, run = std::move(run)](std::vector<store::evidence_wanted> const& wanted) {
        return keeping{rules, p, run, wanted}.all();
    };
}

} // namespace huanchi::evidence
