#include "inputs.hpp"

#include "command_line.hpp"

#include "base/digest.hpp"
#include "facts/input.hpp"
#include "tables/mapping.hpp"

namespace huanchi::cli {

void add_inputs(command app, session const& s, input_options& o) {
    app.option("--facilities", o.facilities, tr(s, "企业与排放口（JSON 数组或 NDJSON）", "facilities (JSON array or NDJSON)"),
               {"FILE"});
    app.options("--data", o.data,
                tr(s, "监测数据（CSV、XLSX、NDJSON 或 HJ 212 报文），可多次，- 为标准输入",
                   "measurements (CSV, XLSX, NDJSON or HJ 212 packets), repeatable, - is stdin"),
                {"FILE"});
    add_mapping(app, s, o.mappings);
    app.options("--records", o.records, tr(s, "其他记录（NDJSON），可多次", "generic records (NDJSON), repeatable"), {"FILE"});
    app.option("--record-type", o.record_type, tr(s, "没有写明类型的记录的类型", "type of records that do not name theirs"),
               {"NAME"});
    app.choice("--input-format", o.input_format, tr(s, "数据格式，默认看内容", "format of the data; default: from content"),
               {"csv", "xlsx", "ndjson", "hj212"});
    app.choice("--time-label", o.time_label,
               tr(s, "时间是时段的起点还是终点", "whether times label the start or the end of the interval"), {"start", "end"});
}

std::optional<findings::check_request> request_of(session& s, input_options const& o) {
    bool bad = false;
    findings::check_request request;
    request.at = date_option(s, s.options.at, "--at", bad);
    request.as_of = time_option(s, s.options.as_of, "--as-of", bad);
    if (bad) return std::nullopt;
    if (!o.data.empty() && o.facilities.empty()) {
        fail(s,
             {tr(s, "--data 需要 --facilities", "--data needs --facilities"),
              tr(s, "用 --facilities 给出企业与排放口文件", "name the file of facilities")},
             "E002");
        return std::nullopt;
    }
    request.facilities = o.facilities;
    request.data = o.data;
    request.records = o.records;
    request.record_type = o.record_type;
    request.reading.format = o.input_format;
    request.reading.time_label_end = o.time_label == "end";
    if (!read_mappings(s, o.mappings, request.reading)) return std::nullopt;
    request.today = base::moment::at(s.now().date());
    request.threads = s.threads();
    request.unreviewed = s.options.unreviewed;
    return request;
}

void add_mapping(command app, session const& s, std::vector<std::string>& files) {
    app.repeated(
        "--mapping", files,
        tr(s, "表格的列是什么（JSON，`import --guess` 可以拟一份），可多次，按其中的 files 对应数据文件",
           "what the columns of tables are (JSON; `import --guess` proposes one), repeatable; `files` in it says of which"),
        {"FILE"});
}

bool read_mappings(session const& s, std::vector<std::string> const& files, facts::reading_options& into) {
    for (auto const& file : files) {
        auto const text = facts::read_whole(file);
        auto const read = text ? tables::read_mapping(*text, file) : base::result<tables::mapping>(text.error());
        if (!read) {
            fail(s, read.error());
            return false;
        }
        into.mappings.push_back(std::make_shared<tables::mapping const>(*read));
    }
    return true;
}

std::string digest_of(std::vector<std::string> const& files) {
    base::sha256 all;
    for (auto const& file : files)
        if (auto const text = file == "-" ? base::result<std::string>(base::failure{"", ""}) : facts::read_whole(file))
            all.field(*text);
    return "sha256:" + all.hex();
}

int fail_nothing_to_check(session const& s) {
    return fail(s,
                {tr(s, "没有要检查的数据", "nothing to check"),
                 tr(s, "用 --data 给出监测数据，或用 --records 给出记录", "name data with --data or records with --records")},
                "E002");
}

} // namespace huanchi::cli
