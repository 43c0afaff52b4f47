#include "held/touched.hpp"

#include "base/digest.hpp"
#include "facts/input.hpp"
#include "held/reach.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <unistd.h>
#include <unordered_map>

namespace huanchi::held {

namespace {

constexpr std::int64_t ms_of_day = 86'400'000;
// No window ends later after the last of its rows.
constexpr std::int64_t longest_open_ms = 367 * ms_of_day;

// An unlinked file that is written once and read by place or by path.
class scratch {
public:
    scratch() : file_(std::tmpfile()) {
        if (!file_) throw std::runtime_error("no temporary file for rows could be made; set TMPDIR to a folder with room");
    }
    void write(void const* data, std::size_t bytes) {
        if (bytes > 0 && std::fwrite(data, 1, bytes, file_.get()) != bytes)
            throw std::runtime_error("the temporary file for rows could not be written; is the disk full?");
    }
    void flush() { std::fflush(file_.get()); }
    void read(void* into, std::size_t bytes, std::uint64_t offset) const {
        if (::pread(::fileno(file_.get()), into, bytes, static_cast<off_t>(offset)) != static_cast<ssize_t>(bytes))
            throw std::runtime_error("the temporary file for rows could not be read back");
    }
    std::string path() const { return fmt::format("/proc/self/fd/{}", ::fileno(file_.get())); }

private:
    struct closer {
        void operator()(std::FILE* f) const { std::fclose(f); }
    };
    std::unique_ptr<std::FILE, closer> file_;
};

struct origin {
    std::uint32_t file = 0, line = 0;
};

struct chosen {
    row_file::settled_outlet what;
    std::uint32_t outlet = 0; // of the facilities
    bool long_windows_open = false;
};

struct work {
    row_file& rows;
    model::rulebook const& rules;
    plan::plan const& p;
    findings::check_request& request;
    touched_options const& options;
    facts::facilities known = {};
    std::optional<eval::bound> bound = {};
    touched out = {};
    std::vector<chosen> all = {};

    std::optional<base::failure> read_sites(std::string& context) {
        auto const text = facts::read_whole(request.facilities);
        if (!text) return text.error();
        auto read = facts::read_facilities(*text, request.facilities, rules);
        if (!read) return read.error();
        known = std::move(*read);
        base::sha256 sum;
        sum.field(rules.digest).field(known.digest).field(request.at ? request.at->text() : "");
        sum.field(request.as_of ? request.as_of->text() : "").field(request.unreviewed ? "unreviewed" : "");
        for (auto const& path : request.records) {
            auto const records = facts::read_whole(path);
            if (!records) return records.error();
            sum.field(*records);
        }
        context = sum.hex();
        return std::nullopt;
    }

    // Days that rows came for, or that had not ended when they were judged.
    static std::vector<std::int32_t> days_due(outlet_state const& o, base::moment end) {
        std::vector<std::int32_t> days;
        for (auto const& d : o.open)
            if (!d.judged_to || *d.judged_to != end.ms) days.push_back(d.day);
        return days;
    }

    static bool whole_due(outlet_state const& o, base::moment end) {
        if (!o.open.empty()) return true;
        if (o.judged_to == INT64_MIN || o.judged_to == end.ms) return false;
        if (o.judged_to < o.last_end + ms_of_day) return true;
        return o.judged_to < o.last_end + longest_open_ms && base::moment{o.judged_to}.date() != end.date();
    }
    bool longer_windows_wait(outlet_state const& o) const {
        bool const same_day = o.judged_to != INT64_MIN && base::moment{o.judged_to}.date() == out.end.date();
        return options.share == share::days || (options.share == share::rest && same_day);
    }

    void choose(outlet_state const& o, std::uint32_t index, std::vector<bool>& whole_sites,
                std::vector<std::pair<outlet_state const*, std::uint32_t>>& of_whole_sites) {
        auto const how = o.long_rows ? reach::all : reach_of(*bound, index);
        if (how == reach::all) {
            of_whole_sites.emplace_back(&o, index);
            auto const site = known.outlets[index].facility;
            whole_sites[site] = whole_sites[site] || (options.share != share::days && whole_due(o, out.end));
            return;
        }
        if (how == reach::mixed && options.share != share::days) {
            if (!longer_windows_wait(o) && whole_due(o, out.end)) all.push_back({{o.key, true, {}, true}, index, false});
            return;
        }
        if (options.share == share::rest) return;
        auto days = days_due(o, out.end);
        if (!days.empty()) all.push_back({{o.key, false, std::move(days), how == reach::day}, index, how == reach::mixed});
    }

    void choose_all(std::vector<outlet_state> const& states) {
        std::vector<std::pair<outlet_state const*, std::uint32_t>> held, of_whole_sites;
        out.end = {INT64_MIN};
        for (auto const& o : states) {
            auto const index = known.find_outlet(o.enterprise_id, o.outlet_id);
            if (index == facts::no_outlet) continue; // nobody asks anything of it
            held.emplace_back(&o, index);
            out.end = std::max(out.end, base::moment{o.last_end});
        }
        if (options.not_after) out.end = std::min(out.end, *options.not_after);
        if (request.as_of) out.end = *request.as_of;
        std::vector<bool> whole_sites(known.sites.size());
        for (auto const& [o, index] : held) choose(*o, index, whole_sites, of_whole_sites);
        for (auto const& [o, index] : of_whole_sites)
            if (whole_sites[known.outlets[index].facility]) all.push_back({{o->key, true, {}, true}, index, false});
        std::sort(all.begin(), all.end(), [](auto const& x, auto const& y) { return x.what.key < y.what.key; });
    }

    // What was said of windows that only part of the rows could tell, taken out.
    void keep_what_holds() {
        auto& r = out.result;
        auto const from = rows.kept_from();
        std::unordered_map<std::uint32_t, chosen const*> in_part;
        std::unordered_map<std::string, std::uint32_t> names;
        for (auto const& c : all)
            if (c.long_windows_open) {
                in_part[c.outlet] = &c;
                auto const& o = known.outlets[c.outlet];
                names[known.sites[o.facility].id + '\x1f' + o.id] = c.outlet;
            }
        auto const cannot_tell = [&](findings::finding const& f) {
            if (from && f.period.from.date() < *from && f.outlet_id) return true;
            if (!in_part.contains(f.outlet_index)) return false;
            for (std::uint16_t i = 0; i < rules.statistics.size(); ++i)
                if (rules.statistics[i].json == f.statistic) return !within_a_day(p, i);
            return false;
        };
        std::erase_if(r.findings, [&](findings::finding const& f) {
            if (!cannot_tell(f)) return false;
            --r.verdicts[static_cast<std::size_t>(f.verdict)];
            return true;
        });
        std::erase_if(r.days, [&](findings::day const& d) {
            if (from && d.date < *from) return true;
            auto const outlet = names.find(d.enterprise_id + '\x1f' + d.outlet_id);
            if (outlet == names.end()) return false;
            auto const open = longer(*bound, outlet->second);
            return std::any_of(open.begin(), open.end(), [&](auto const& o) {
                return rules.factors[o.first].code == d.factor && model::text(o.second) == d.quantity;
            });
        });
    }

    // Lines of the scratch file as the lines that they were read from.
    void name_origins(scratch const& origins) {
        auto& r = out.result;
        std::unordered_map<std::uint32_t, std::uint32_t> index_of;
        auto const place = [&](std::uint32_t line) {
            origin o;
            origins.read(&o, sizeof o, (std::uint64_t{line} - 1) * sizeof o);
            auto const [known_file, is_new] = index_of.try_emplace(o.file, static_cast<std::uint32_t>(r.files.size()));
            if (is_new) r.files.push_back(rows.name_of(o.file));
            return eval::row_ref{known_file->second, o.line};
        };
        for (auto& f : r.findings) {
            if (!f.trace) continue;
            auto trace = std::make_shared<findings::trace>(*f.trace);
            for (auto& value : trace->values)
                for (auto& row : value.rows)
                    if (row.file == 0) row = place(row.line);
            f.trace = std::move(trace);
        }
        for (auto& reject : r.rejects)
            if (reject.file == 0) {
                auto const from = place(reject.line);
                reject.file = from.file;
                reject.line = from.line;
            }
    }

    base::result<touched> run() {
        std::string context;
        if (auto const failed = read_sites(context)) return *failed;
        if (auto const failed = rows.judge_with(context, options.again)) return *failed;
        bound = eval::bind(p, rules, known, {request.at, request.unreviewed});
        choose_all(rows.states());
        scratch lines, origins;
        for (auto const& c : all) {
            rows.read(c.what.key, c.what.whole ? std::nullopt : std::optional(c.what.days),
                      [&](std::string_view line, std::uint32_t file, std::uint32_t number) {
                          lines.write(line.data(), line.size());
                          origin const o{file, number};
                          origins.write(&o, sizeof o);
                          ++out.rows_read;
                      });
            out.days += c.what.days.size();
        }
        lines.flush();
        origins.flush();
        request.data.clear();
        if (out.rows_read > 0) request.data = {lines.path()};
        request.reading = {};
        request.reading.format = "ndjson";
        request.data_end = out.end;
        auto result = findings::check(rules, p, request);
        if (!result) return result.error();
        out.result = std::move(*result);
        keep_what_holds();
        name_origins(origins);
        for (auto& c : all) out.judged.push_back(std::move(c.what));
        return std::move(out);
    }
};

} // namespace

base::result<touched> judge_touched(row_file& rows, model::rulebook const& rules, plan::plan const& p,
                                    findings::check_request request, touched_options const& options) {
    try {
        return work{rows, rules, p, request, options}.run();
    } catch (std::runtime_error const& e) { return base::failure{e.what(), ""}; }
}

} // namespace huanchi::held
