// Random rules, as text: documents of all levels, tables by attribute, conditions on outlet and datum, dates, displacement,
// bounds of every kind, formulas and statistics.
#include "random_case.hpp"

namespace huanchi::property {

namespace {

std::string digits(int tenths) {
    return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : "");
}

struct rule_writer {
    random_case& c;
    dice& d;
    setting const& s;
    std::vector<std::string> documents = {}, tables = {};
    std::string number() { return digits(d.of(s.levels) * 10 + (d.one_in(3) ? 5 : 0)); }
    std::string date(int spread) { return (s.first + d.from(-spread, spread)).text(); }
    void add(std::string head, std::vector<std::string> rows = {}, std::string tail = "}\n") {
        c.rules.push_back({std::move(head), std::move(rows), std::move(tail)});
    }

    std::string about_subject() {
        switch (d.below(16)) {
        case 0: return "级别 = 一级A";
        case 1: return "级别 in (一级A, 二级)";
        case 2: return "燃料 = 燃煤";
        case 3: return "燃料 != 燃气";
        case 4: return "重点地区 = yes";
        case 5: return "not 重点地区 = yes";
        case 6: return "单台出力 > 10 t/h";
        case 7: return "单台出力 in 10..20 t/h";
        case 8: return "投产日期 >= 2020-01-01";
        case 9: return "地区 within (22, 33)";
        case 10: return "行业 within 46";
        case 11: return "known 单台出力";
        case 12: return "类别 = 锅炉 or 重点地区 = no";
        case 13: return "not (known 单台出力 and 单台出力 > 10 t/h)";
        case 14: return "管理类别 = 重点管理 and 级别 != 二级";
        default: return "类别 in (锅炉, 污水处理厂)";
        }
    }
    std::string about_datum() {
        switch (d.below(11)) {
        case 0:
        case 1: return "水温 > 12 ℃";
        case 2: return "水温 <= 12 ℃";
        case 3: return "时段 = 昼间";
        case 4: return "时刻 >= 08:00 and 时刻 < 20:00";
        case 5: return "数据来源 = auto";
        case 6: return "数据来源 in (auto, enforcement)";
        case 7: return "负荷 >= 75 %";
        case 8: return "氧含量 < 10 %";
        case 9: return "known 负荷 and 负荷 > 50 %";
        default: return "水温 in 10..15 ℃";
        }
    }
    std::string condition() {
        auto const one = d.one_in(2) ? about_subject() : about_datum();
        if (d.one_in(6)) return "(" + one + ") or (" + about_datum() + ")";
        if (d.one_in(6)) return "not (" + one + ")";
        if (d.one_in(6)) return one + " and " + about_subject();
        return one;
    }

    void statistics() {
        std::string const need_hours = d.one_in(2) ? "need " + std::to_string(d.from(1, 24)) : "need 75 %";
        add("statistic 瞬时值 instantaneous {\n  accept instant\n" +
                d.word({"", "  accept sample\n", "  accept sample where not known 样品类型\n"}) + "}\n",
            {}, "");
        add("statistic 五分钟均值 five_minute_mean {\n  accept 5min\n}\n", {}, "");
        add("statistic 小时均值 hourly_mean {\n  accept hour" + d.word({"", "", "", " marked", " where 负荷 > 50 %"}) + "\n" +
                (s.shape == "samples" && d.one_in(2) ? "  accept sample where 样品类型 = 小时均值\n" : "") + "  derive " +
                d.word({"mean", "mean", "max", "min", "flow_weighted_mean"}) + " of five_minute_mean over hour need " +
                std::to_string(d.from(1, 12)) + "\n}\n",
            {}, "");
        std::string daily = "statistic 日均值 daily_mean {\n  accept day\n";
        if (d.one_in(2)) daily += "  accept sample where 样品类型 = 混合样\n";
        if (!d.one_in(4))
            daily += "  derive flow_weighted_mean of hourly_mean over day " + need_hours + " where 介质 = water\n";
        daily += "  derive " + d.word({"mean", "mean", "mean", "max", "min"}) + " of hourly_mean over day " + need_hours +
                 d.word({"", " where 因子 != pH", " where 介质 = water or 因子 != 颗粒物"}) + "\n}\n";
        add(daily, {}, "");
        add("statistic 月均值 monthly_mean {\n  accept month\n  derive " + d.word({"mean", "flow_weighted_mean", "max"}) +
                " of daily_mean over month need " + d.word({"75 %", "20", "25 february 23", "3"}) + "\n}\n",
            {}, "");
        add("statistic 滚动均值 rolling_mean {\n  derive " + d.word({"mean", "mean", "max"}) + " of hourly_mean over " +
                std::to_string(d.from(2, 24)) + " h need " + std::to_string(d.from(1, 8)) + "\n}\n",
            {}, "");
        add("statistic 日总量 daily_total {\n  derive total of hourly_mean over day" + d.word({"", " need 20", " need 75 %"}) +
                "\n" + (d.one_in(2) ? "  derive total of daily_mean over day\n" : "") + "}\n",
            {}, "");
        add("statistic 月总量 monthly_total {\n  derive sum of daily_total over month" + d.word({"", " need 75 %", " need 2"}) +
                "\n  derive total of monthly_mean over month\n}\n",
            {}, "");
        add("statistic 年总量 annual_total {\n  derive sum of monthly_total over year\n}\n", {}, "");
        add("statistic 连续总量 rolling_total {\n  derive sum of monthly_total over " + d.word({"2", "3", "12"}) +
                " month\n}\n",
            {}, "");
        add("statistic 次数 low_count {\n  derive count of hourly_mean over day counting " + about_datum() +
                d.word({"", " need 12", " need 75 %"}) + "\n}\n",
            {}, "");
        add("statistic 时长 low_duration {\n  derive duration of hourly_mean over " + d.word({"day", "month"}) + " counting " +
                about_datum() + "\n}\n",
            {}, "");
        add("statistic 小时速率 hourly_rate {\n  derive rate of " + d.word({"hourly_mean", "five_minute_mean"}) +
                " over hour need 1\n}\n",
            {}, "");
    }

    void formulas() {
        add("formula 氧折算 oxygen_correction of 通则 \"折算\" {\n  given 实测值, 氧含量\n  reference 基准氧含量 oxygen "
            "measured_in \"%\"\n  need 氧含量 < 21 %\n" +
                d.word({"", "  doubt 氧含量 >= 19 % note \"接近空气\"\n"}) +
                "  result 实测值 * (21 % - 基准氧含量) / (21 % - 氧含量)\n}\n",
            {}, "");
        add("formula 负荷折算 load_correction of 通则 \"折算\" {\n  given 实测值, 负荷\n" +
                d.word({"", "  need 负荷 > 0 %\n"}) + "  result " + d.word({"实测值 * 75 % / 负荷", "实测值 / (负荷 + 25 %)"}) +
                "\n}\n",
            {}, "");
    }

    // Figures over the records of the day; without them the value is at least what was measured, if the formula says so.
    void formula_of_records() {
        add("formula 产量折算 product_correction of 通则 \"折算\" {\n  given 实测值\n  let 日产量 = " +
                d.word({"sum(day_of_plant, 产量)", "sum(day_of_plant, 产量, 班次 = 早)", "max(day_of_plant, 产量)"}) +
                "\n  result 实测值 * 日产量 / 10 t when 日产量 > 10 t\n  result 实测值\n" +
                d.word({"", "  at_least 实测值\n"}) + "}\n",
            {}, "");
    }

    void exemptions() {
        int const n = d.one_in(3) ? d.from(1, 2) : 0;
        for (int i = 0; i < n; ++i) {
            std::string const named = d.one_in(3) ? d.word(documents) : d.word(tables);
            auto const where = d.word({"known 工况 and 工况 = 停炉", "known 工况 and 工况 = 停炉", "known 工况 and 工况 = 停炉",
                                       "负荷 < 60 %", "known 负荷 and 负荷 < 60 %", about_datum(), "工况 = 停炉"});
            add("exemption 豁免" + std::to_string(i + 1) + " of " + d.word(documents) + " {\n  exempts " + named +
                    "\n  where " + where + "\n" +
                    (d.one_in(2)
                         ? "  while " + d.word({"颗粒物浓度 <= " + number() + " mg/m³", about_datum(), "负荷 < 100 %"}) + "\n"
                         : "") +
                    (d.one_in(3) ? ""
                                 : "  allow " + d.word({"1 h", "2 h", "30 min", "3 h", "48 h"}) + " over " +
                                       d.word({"day", "month", "quarter", "year"}) + "\n") +
                    (d.one_in(4) ? "  effective from " + date(2) + "\n" : "") + (d.one_in(10) ? "  confidence low\n" : "") +
                    "}\n",
                {}, "");
        }
    }

    // One statistic or several that limits may be put on, with the quantity they are of.
    struct judged {
        std::string statistics, quantity, unit; // unit "" is that of the factor
    };
    judged statistic() {
        if (s.shape == "months") {
            if (d.one_in(4)) return {"monthly_mean", "", ""};
            return {d.word({"monthly_total", "annual_total", "rolling_total"}), "mass", "kg"};
        }
        if (s.shape == "days") {
            switch (d.below(4)) {
            case 0: return {d.word({"daily_total", "monthly_total", "rolling_total", "annual_total"}), "mass", "kg"};
            case 1: return {"monthly_mean", "", ""};
            default: return {"daily_mean", "", ""};
            }
        }
        switch (d.below(12)) {
        case 0: return {"daily_total", "mass", "kg"};
        case 1: return {"low_count", "count", ""};
        case 2: return {"low_duration", "duration", d.word({"h", "min"})};
        case 3: return {"hourly_rate", "rate", "kg/h"};
        case 4: return {s.shape == "samples" ? "hourly_mean" : "rolling_mean", "", ""};
        case 5: return {"hourly_mean, instantaneous", "", ""};
        case 6:
        case 7: return {"hourly_mean", "", ""};
        case 8: return {"instantaneous", "", ""};
        default: return {d.word({"daily_mean", "daily_mean", "hourly_mean, daily_mean"}), "", ""};
        }
    }

    std::string bound(std::string const& op) {
        if (d.one_in(9)) return "-";
        if (op == "in") {
            auto const low = d.of(s.levels) - d.from(0, 3);
            return digits(std::max(0, low) * 10) + ".." + digits(std::max(0, low) * 10 + d.from(0, 60));
        }
        return number();
    }

    void row(std::vector<std::string>& rows, std::string const& factor, judged const& j, std::size_t columns,
             std::string const& tail) {
        std::string const op = d.word({"<=", "<=", "<=", "<", ">=", ">", "in"});
        std::string line = "  " + factor + "  ";
        if (j.quantity.empty() && d.one_in(12)) {
            line += d.one_in(3) ? "prohibited" : "not_detected";
        } else {
            line += op;
            for (std::size_t i = 0; i < columns; ++i) line += "  " + bound(op);
        }
        auto const unit = factor == "pH" ? "" : !j.quantity.empty() ? j.unit : unit_of(factor);
        line += (unit.empty() ? "" : "  " + unit) + tail;
        if (d.one_in(14)) line += "  confidence low";
        if (d.one_in(14)) line += "  status " + d.word({"suspended", "advisory", "optional", "optional", "in_force"});
        rows.push_back(line + "\n");
    }
    std::string unit_of(std::string const& factor) {
        bool const water = factor == "化学需氧量" || factor == "氨氮";
        return water ? d.word({"mg/L", "mg/L", "μg/L"}) : d.word({"mg/m³", "mg/m³", "μg/m³"});
    }

    void table() {
        auto const document = d.word(documents);
        auto const id = "表" + std::to_string(tables.size() + 1);
        bool const water = d.one_in(2);
        auto const j = statistic();
        bool const corrected = j.quantity.empty() && d.one_in(water ? 6 : 2);
        bool const by_oxygen = corrected && !water && !d.one_in(4);
        std::string head = "limits " + id + " of " + document + " \"" + id + "\" {\n  medium " + (water ? "water" : "air") +
                           "\n  judge " + j.statistics + "\n";
        head +=
            "  where 介质 = " + std::string(water ? "water" : "air") + (d.one_in(3) ? " and (" + condition() + ")" : "") + "\n";
        if (!j.quantity.empty()) head += "  quantity " + j.quantity + "\n";
        if (corrected) head += "  correct " + (by_oxygen ? std::string("氧折算") : d.word({"负荷折算", "产量折算"})) + "\n";
        if (d.one_in(3))
            head += "  effective from " + date(3) + (d.one_in(2) ? " before " + (s.first + d.from(4, 40)).text() : "") + "\n";
        if (!tables.empty() && d.one_in(3)) head += "  displaces " + (d.one_in(4) ? d.word(documents) : d.word(tables)) + "\n";
        if (d.one_in(15)) head += "  confidence low\n";
        if (d.one_in(15)) head += "  status suspended\n";
        std::size_t columns = 1;
        switch (d.below(5)) {
        case 0: head += "  by 级别:  一级A  一级B  二级\n", columns = 3; break;
        case 1: head += "  by 燃料:  燃煤  燃气\n", columns = 2; break;
        case 2: head += "  by 单台出力:  <= 10 t/h  > 10 t/h\n", columns = 2; break;
        default: head += "  value:\n";
        }
        if (by_oxygen) {
            head += "  reference 基准氧含量 =";
            for (std::size_t i = 0; i < columns; ++i) head += "  " + d.word({"9", "3.5", "6", "9"});
            head += "  %\n";
        }
        std::vector<std::string> rows;
        auto const factors = !j.quantity.empty() ? std::vector<std::string>{water ? "化学需氧量" : "二氧化硫"}
                             : water             ? std::vector<std::string>{"化学需氧量", "氨氮", "pH"}
                                                 : std::vector<std::string>{"二氧化硫", "颗粒物"};
        for (auto const& f : factors) {
            if (factors.size() > 1 && d.one_in(3)) continue;
            std::string const as = corrected && d.one_in(5) ? "  as_measured" : "";
            std::string const allowed = j.quantity.empty() && d.one_in(8) ? "  allow " + std::to_string(d.from(0, 6)) +
                                                                                " over " + d.word({"day", "day", "month"})
                                                                          : "";
            switch (d.below(5)) {
            case 0: { // two rows that part a field between them
                auto const [x, y] =
                    d.of(std::vector<std::pair<std::string, std::string>>{{"水温 > 12 ℃", "水温 <= 12 ℃"},
                                                                          {"负荷 >= 75 %", "负荷 < 70 %"},
                                                                          {"时段 = 昼间", "时段 = 夜间"},
                                                                          {"重点地区 = yes", "重点地区 = no"},
                                                                          {"地区 within 22", "not 地区 within 22"}});
                row(rows, f, j, columns, "  when " + x + as + allowed);
                row(rows, f, j, columns, "  when " + y + as + allowed);
                break;
            }
            case 1: { // one after the other in time
                auto const turn = date(2);
                row(rows, f, j, columns, "  effective before " + turn + as + allowed);
                row(rows, f, j, columns, "  effective from " + turn + as + allowed);
                break;
            }
            case 2: row(rows, f, j, columns, "  when " + condition() + as + allowed); break;
            default: row(rows, f, j, columns, as + allowed);
            }
        }
        if (rows.empty()) return;
        tables.push_back(document + "." + id);
        add(head, rows);
    }

    void grades() {
        add("grades 类别 of " + d.word(documents) + " \"断面\" {\n  scope section\n" + d.word({"", "  target 目标\n"}) +
                "  worst\n" + (d.one_in(3) ? "  effective from " + date(3) + "\n" : "") +
                "  by 类:  Ⅰ  Ⅱ  Ⅲ\n  otherwise 劣Ⅲ\n",
            {"  pH  in  6..9  6..9  5..9\n", "  氨氮  <=  3  6  9  mg/L  when 水体类型 = 河流\n",
             "  氨氮  <  " + d.word({"3  6  9", "2  4  8"}) + "  mg/L  when 水体类型 = 湖库\n",
             "  化学需氧量  <=  5  10  15  mg/L" + d.word({"", "  when 流速 = 急"}) + "\n",
             "  化学需氧量  <=  " + d.word({"5  10  15", "4  9  14"}) + "  mg/L  when 流速 = 缓\n"});
        add("index 指数 of " + d.word(documents) + " \"指数\" {\n  scope section\n" + d.word({"", "  round_up\n"}) +
                "  primary above 50\n  band 优 up_to 50\n  band 良 up_to 100\n  band 差 up_to 200\n  by 分指数:  0  50  100  "
                "200\n",
            {"  氨氮  =  0  3  6  9  mg/L" + d.word({"", "  rounded 1", "  when 水体类型 = 河流"}) + "\n",
             "  化学需氧量  =  0  5  15  -  mg/L" + d.word({"", "  held", "  rounded 0.1"}) + "\n"});
    }

    void all() {
        statistics();
        formulas();
        formula_of_records();
        auto const levels =
            std::vector<std::string>{"national", "national", "provincial", "eia", "order", "policy", "agreement"};
        int const n = d.from(1, 3);
        for (int i = 0; i < n; ++i) {
            auto const id = "标准" + std::to_string(i + 1);
            documents.push_back(id);
            add("standard " + id + " \"" + id + "\" {\n  number \"" + id + "-2000\"\n  level " + d.word(levels) +
                    "\n  effective from " + d.word({"2000-01-01", "2000-01-01", date(2)}) + "\n" +
                    (d.one_in(15) ? "  confidence low\n" : "") + "}\n",
                {}, "");
        }
        int const m = d.from(2, 5);
        for (int i = 0; i < m; ++i) table();
        if (tables.size() > 1 && d.one_in(3))
            add("displacement 优先 of " + d.word(documents) + " {\n  clause \"前言\"\n  displaces " +
                    (d.one_in(2) ? d.word(documents) : d.word(tables)) + "\n  where " + about_subject() + "\n" +
                    (d.one_in(2) ? "  effective from " + date(2) + "\n" : "") + "}\n",
                {}, "");
        if (!tables.empty()) exemptions();
        grades();
    }
};

} // namespace

void make_rules(random_case& c, dice& d, setting const& s) {
    rule_writer{c, d, s}.all();
}

} // namespace huanchi::property
