// `huanchi import`: any input as normal NDJSON on stdout, or as packets of HJ 212; what was read and what was not on stderr.
#include "command_line.hpp"
#include "inputs.hpp"
#include "progress.hpp"
#include "session.hpp"

#include "facts/input.hpp"
#include "facts/row_formats.hpp"
#include "facts/table_input.hpp"
#include "report/normal_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

namespace huanchi::cli {

namespace {

constexpr std::size_t shown_rejects = 20, full_buffer = std::size_t{1} << 20;

struct import_options {
    std::string facilities, time_label = "start", input_format, to = "ndjson", rejects, guess;
    std::vector<std::string> data, fail_on, mappings;
    bool strict = false;
};

// Everything that was refused: shown in part, written out where asked for, counted.
class refusals {
public:
    refusals(session const& s, import_options const& o) : s_(s), names_(o.data) {
        if (!o.rejects.empty()) file_.open(o.rejects, std::ios::binary);
        bad_ = !o.rejects.empty() && !file_;
    }
    void take(std::uint32_t file, std::uint32_t line, std::string const& column, std::string const& reason,
              std::string const& sheet = {}) {
        if (++count_ == 1) first_ = text(file, line, column, reason, sheet);
        if (count_ <= shown_rejects && !s_.options.quiet) std::cerr << text(file, line, column, reason, sheet) << '\n';
    }
    void write(std::string const& raw) {
        if (file_.is_open()) file_ << raw << '\n';
    }
    bool failed() {
        if (file_.is_open()) file_.flush();
        return bad_ || (file_.is_open() && !file_);
    }
    std::uint64_t count() const { return count_; }
    std::string const& first() const { return first_; }

private:
    std::string text(std::uint32_t file, std::uint32_t line, std::string const& column, std::string const& reason,
                     std::string const& sheet) const {
        return fmt::format("{}{}{}:{}: {}{}{}", names_[file], sheet.empty() ? "" : "!", sheet, line, column,
                           column.empty() ? "" : ": ", reason);
    }
    session const& s_;
    std::vector<std::string> const& names_;
    std::ofstream file_;
    std::uint64_t count_ = 0;
    std::string first_;
    bool bad_ = false;
};

struct totals {
    std::uint64_t read = 0, written = 0, blank_cells = 0, set_aside = 0;
    bool flag_assumed = false;
    std::vector<std::string> assumed;
    std::optional<facts::packet_count> packets;
};

void add(totals& to, facts::read_count const& c) {
    to.read += c.rows;
    to.flag_assumed = to.flag_assumed || c.flag_assumed;
    to.blank_cells += c.blank_cells;
    to.set_aside += c.set_aside;
    for (auto const& a : c.assumed)
        if (std::find(to.assumed.begin(), to.assumed.end(), a) == to.assumed.end()) to.assumed.push_back(a);
    if (!c.packets) return;
    auto& all = to.packets ? *to.packets : to.packets.emplace();
    auto const& p = *c.packets;
    all.packets += p.packets;
    all.with_rows += p.with_rows;
    all.without_rows += p.without_rows;
    all.rejected += p.rejected;
    all.garbage += p.garbage;
    all.garbage_bytes += p.garbage_bytes;
    all.joined += p.joined;
    all.parts_missing += p.parts_missing;
    all.repeated_parts += p.repeated_parts;
    all.other_items += p.other_items;
    for (auto const& [name, count] : p.odd) {
        auto const at = std::find_if(all.odd.begin(), all.odd.end(), [&](auto const& o) { return o.first == name; });
        if (at == all.odd.end())
            all.odd.emplace_back(name, count);
        else
            at->second += count;
    }
}

void print(session const& s, totals const& t, refusals const& refused) {
    if (s.options.quiet) return;
    if (refused.count() > shown_rejects)
        std::cerr << fmt::format(fmt::runtime(tr(s, "……以及另外 {} 行\n", "… and {} more\n")), refused.count() - shown_rejects);
    std::cerr << fmt::format(
        fmt::runtime(tr(s, "读入 {} 行，写出 {} 行，读不出 {} 行\n", "{} rows read, {} written, {} rejected\n")), t.read,
        t.written, refused.count());
    if (t.flag_assumed) std::cerr << tr(s, "有的行没有数据标记，按 N 读\n", "rows without a flag were read as N\n");
    for (auto const& a : t.assumed) std::cerr << tr(s, "按缺省处理：", "assumed: ") << a << '\n';
    if (t.blank_cells > 0)
        std::cerr << fmt::format(fmt::runtime(tr(s, "{} 个值是空格，不算数据\n", "{} cells of values are blank and no data\n")),
                                 t.blank_cells);
    if (t.set_aside > 0)
        std::cerr << fmt::format(fmt::runtime(tr(s, "{} 行按 not_data 不是数据\n", "{} lines are no data by not_data\n")),
                                 t.set_aside);
    if (!t.packets) return;
    auto const& p = *t.packets;
    std::cerr << fmt::format(
        fmt::runtime(tr(
            s,
            "HJ 212：收下报文 {} 个，其中有测量值的 {} 个，命令、应答和状态 {} 个；拒收 {} 个；不是报文的 {} 段，共 {} 字节\n",
            "HJ 212: {} packets taken, {} with measurements, {} commands, answers and states; {} "
            "rejected; {} spans that are no packet, {} bytes\n")),
        p.packets, p.with_rows, p.without_rows, p.rejected, p.garbage, p.garbage_bytes);
    if (p.joined + p.parts_missing + p.repeated_parts > 0)
        std::cerr << fmt::format(
            fmt::runtime(tr(s, "分包：合并 {} 组，缺包 {} 组，重复的包 {} 个\n",
                            "split packets: {} groups joined, {} with parts missing, {} parts repeated\n")),
            p.joined, p.parts_missing, p.repeated_parts);
    for (auto const& [name, count] : p.odd)
        if (name == facts::sent_before_its_end)
            std::cerr << fmt::format(
                fmt::runtime(tr(s,
                                "{} 个报文在时段结束之前发出：设备的 DataTime 可能是终点，是的话在 devices 里写 time_label\n",
                                "{} packets were sent before their period had ended: DataTime may be its end; if so, say "
                                "time_label in `devices`\n")),
                count);
    for (auto const& [name, count] : p.odd) log_info(fmt::format("odd but readable: {} in {} packets", name, count));
}

std::optional<base::failure> read_sites(session const& s, import_options const& o, facts::facilities& known) {
    if (o.facilities.empty()) return std::nullopt;
    auto const text = facts::read_whole(o.facilities);
    if (!text) return text.error();
    auto read = facts::read_facilities(*text, o.facilities, s.rules);
    if (!read) return read.error();
    known = std::move(*read);
    return std::nullopt;
}

// The mapping on stdout, what has to be asked on stderr too.
int guess(session& s, import_options const& o) {
    if (!load_rules(s)) return failed;
    facts::facilities known;
    if (auto const problem = read_sites(s, o, known)) return fail(s, *problem);
    auto const language = s.language() == source::language::zh ? facts::spoken::chinese : facts::spoken::english;
    auto const proposed = facts::propose_for(o.guess, s.rules, known, language);
    if (!proposed) return fail(s, proposed.error());
    std::cout << proposed->json;
    if (!s.options.quiet)
        for (auto const& q : proposed->questions) std::cerr << tr(s, "请核对：", "to be checked: ") << q << '\n';
    return done;
}

int import(session& s, import_options const& o) {
    if (!o.guess.empty()) return guess(s, o);
    if (o.data.empty()) return fail_nothing_to_check(s);
    if (o.to == "hj212" && o.facilities.empty())
        return fail(s,
                    {tr(s, "--to hj212 需要 --facilities", "--to hj212 needs --facilities"),
                     tr(s, "企业文件里的 mn 说明报文属于哪台设备", "the `mn` of facilities says whose device a packet is")},
                    "E002");
    if (!load_rules(s)) return failed;
    facts::facilities known;
    if (auto const problem = read_sites(s, o, known)) return fail(s, *problem);
    refusals refused(s, o);
    if (refused.failed())
        return fail(s, {"`" + o.rejects + "`: " + tr(s, "写不下去", "cannot be written"),
                        tr(s, "检查路径、权限和磁盘空间", "check the path, permissions and space")});
    std::string buffer;
    auto const flush = [&](std::size_t when) {
        if (buffer.size() < when) return;
        std::fwrite(buffer.data(), 1, buffer.size(), stdout);
        buffer.clear();
    };
    totals t;
    std::uint32_t file = 0;
    auto bar = std::make_optional<progress_bar>(s);
    std::uint64_t seen = 0;
    report::packet_writer packets(
        s.rules, known,
        [&](std::string_view text) {
            buffer += text;
            flush(full_buffer);
        },
        [&](std::uint32_t line, std::string const& column, std::string const&, std::string const& reason) {
            refused.take(file, line, column, reason);
        });
    report::row_lines const lines(s.rules);
    facts::reading_options reading;
    reading.format = o.input_format;
    reading.time_label_end = o.time_label == "end";
    if (!read_mappings(s, o.mappings, reading)) return failed;
    reading.on_row = [&](facts::row_text const& row, facts::normal_row const& n) {
        if (++seen % 4096 == 0) bar->show(seen, 0, 1);
        if (o.to == "hj212") return packets.add(row, n);
        lines.append(buffer, row, n);
        ++t.written;
        flush(full_buffer);
    };
    for (; file < o.data.size(); ++file) {
        auto const count =
            facts::read_measurements(o.data[file], file, s.rules, known, reading, {}, [&](facts::rejected_row const& r) {
                refused.take(file, r.line, r.column, r.reason, r.sheet);
                refused.write(r.raw);
            });
        if (!count) return fail(s, count.error());
        add(t, *count);
        if (o.to == "hj212") packets.finish();
    }
    bar.reset();
    if (o.to == "hj212") t.written = packets.rows();
    if (o.strict && refused.count() > 0)
        return fail(s, {fmt::format(fmt::runtime(tr(s, "{} 行读不出；第一处：{}", "{} rows rejected; the first: {}")),
                                    refused.count(), refused.first()),
                        tr(s, "改正数据，或去掉 --strict", "correct the data, or leave --strict out")});
    flush(0);
    print(s, t, refused);
    if (refused.failed()) return fail(s, {"`" + o.rejects + "`: " + tr(s, "写不下去", "cannot be written"), ""});
    return !o.fail_on.empty() && refused.count() > 0 ? found : done;
}

} // namespace

void add_import(command app, session& s, int& code) {
    auto c = app.sub(
        "import", tr(s, "把任何输入读成规范的 NDJSON，或写成 HJ 212 报文", "any input as normal NDJSON, or as HJ 212 packets"));
    auto o = std::make_shared<import_options>();
    c.option("--facilities", o->facilities,
             tr(s, "企业与排放口；HJ 212 报文按其中的 mn 归到排放口", "facilities; their `mn` says whose HJ 212 packets are"),
             {"FILE"});
    c.options("--data,DATA", o->data,
              tr(s, "CSV、XLSX、NDJSON 或 HJ 212 报文流，可多个，- 为标准输入",
                 "CSV, XLSX, NDJSON or a stream of HJ 212, repeatable, - is stdin"),
              {"FILE"});
    add_mapping(c, s, o->mappings);
    c.option("--guess", o->guess,
             tr(s, "看一张表格（CSV、XLSX），拟一份列的对应写到标准输出，每列写明为什么、有多大把握",
                "look at a table (CSV, XLSX) and propose a mapping on stdout, with the reason for each column"),
             {"FILE"});
    c.choice("--input-format", o->input_format, tr(s, "数据格式，默认看内容", "format of the data; default: from content"),
             {"csv", "xlsx", "ndjson", "hj212"});
    c.choice("--time-label", o->time_label,
             tr(s, "时间是时段的起点还是终点", "whether times label the start or the end of the interval"), {"start", "end"});
    c.choice("--to", o->to, tr(s, "写成什么，默认 ndjson", "what to write; default ndjson"), {"ndjson", "hj212"});
    c.option("--rejects", o->rejects, tr(s, "把读不出的行写到文件", "write rejected rows to a file"), {"FILE"});
    c.flag("--strict", o->strict, tr(s, "有一行读不出就以退出码 2 结束", "exit 2 if any row is rejected"));
    c.choices("--fail-on", o->fail_on, tr(s, "有读不出的行时以退出码 1 结束", "exit 1 if rows are rejected"), {"rejected"});
    add_common(c, s, "r");
    c.example(tr(s, "例：", "example:"),
              "huanchi import --facilities tests/samples/facilities.json --data tests/samples/water.csv --to hj212");
    c.run([&s, &code, o] { code = import(s, *o); });
}

} // namespace huanchi::cli
