#include "review/claims.hpp"

#include "facts/named_rows.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::review {

base::result<std::vector<claimed_exceedance>> read_claims(std::string const& path) {
    static std::vector<facts::named_column> const columns = {
        {"enterprise_id", {"企业", "企业编号", "企业标识", "企业编码", "统一社会信用代码"}, true},
        {"outlet_id", {"排放口", "排放口编号", "监控点编号", "排口编号"}, true},
        {"factor", {"因子", "污染物", "污染因子", "监测因子", "监测项目", "pollutant"}, true},
        {"time", {"时间", "监测时间", "数据时间", "超标时间"}, true},
        {"statistic", {"统计值", "数据类型", "时段", "interval"}, true},
        {"value", {"监测值", "浓度", "超标值", "数值"}, false},
        {"limit", {"限值", "标准值", "标准限值", "标准上限", "上限"}, false},
        {"unit", {"单位"}, false},
        {"reference_oxygen", {"基准氧含量", "基准含氧量", "基准氧"}, false},
        {"received", {"入库时间", "生成时间", "告警时间", "报警时间", "收到时间"}, false},
    };
    auto rows = facts::read_named_rows(path, columns);
    if (!rows) return rows.error();
    std::vector<claimed_exceedance> out;
    for (auto const& r : *rows)
        out.push_back({r.line, r.cells[0], r.cells[1], r.cells[2], r.cells[3], r.cells[4], r.cells[5], r.cells[6], r.cells[7],
                       r.cells[8], r.cells[9]});
    return out;
}

base::result<std::vector<measured_row>> rows_of(series_set const& series, rows_asked const& asked, model::rulebook const& rules,
                                                facts::facilities const& known) {
    std::vector<measured_row> out;
    auto const take = [&](facts::batch const& b) {
        for (std::size_t i = 0; i < b.size(); ++i) {
            bool const late = asked.as_of && b.received[i] != facts::not_received && b.received[i] > asked.as_of->ms;
            if (late || !series.contains({b.outlet[i], b.factor[i]})) continue;
            measured_row r{b.outlet[i], b.factor[i], b.interval[i],  {{b.time[i]}, {b.period_end[i]}},
                           {},          true,        b.usability[i], b.flag[i] == 0 ? 'N' : b.flag[i],
                           {},          b.file,      b.line[i]};
            r.has_value = b.below_detection[i] == 0;
            if (r.has_value) r.value = base::rational(b.value[i]) * rules.units[b.unit[i]].factor;
            if (b.received[i] != facts::not_received) r.received = base::moment{b.received[i]};
            out.push_back(std::move(r));
        }
    };
    std::uint32_t file = 0;
    for (auto const& path : asked.data) {
        if (path == "-") return base::failure{"`-`: standard input cannot be read twice", "write the data to a file first"};
        auto const read = facts::read_measurements(path, file++, rules, known, asked.reading, take, [](auto const&) {});
        if (!read) return read.error();
    }
    std::stable_sort(out.begin(), out.end(), [](auto const& a, auto const& b) {
        return std::tie(a.outlet, a.factor, a.period, a.received, a.file, a.line) <
               std::tie(b.outlet, b.factor, b.period, b.received, b.file, b.line);
    });
    return out;
}

} // namespace huanchi::review
