// Random data for random rules: outlets that lack attributes, rows with flags, below detection and over range, duplicates,
// corrections with and without a time of receipt, gaps, several sources and units.
#include "random_case.hpp"

namespace huanchi::property {

namespace {

std::string quoted(std::string const& s) {
    return "\"" + s + "\"";
}
std::string digits(int tenths) {
    auto const n = std::abs(tenths);
    return (tenths < 0 ? "-" : "") + std::to_string(n / 10) + (n % 10 ? "." + std::to_string(n % 10) : "");
}
std::string time_text(base::moment m) {
    return m.text().substr(0, 16);
}

struct data_writer {
    random_case& c;
    dice& d;
    setting const& s;

    // Most are told, some are not.
    void maybe(attributes& a, std::string const& name, std::vector<std::string> const& words) {
        if (!d.one_in(4)) a[name] = quoted(d.of(words));
    }

    void site() {
        maybe(c.facility, "region", {"220102", "330100", "110000"});
        maybe(c.facility, "industry", {"4620", "4430", "3011"});
        maybe(c.facility, "management", {"重点管理", "简化管理"});
        int const n = d.from(1, 2);
        for (int i = 0; i < n; ++i) {
            attributes o;
            o["id"] = quoted("O" + std::to_string(i + 1));
            if (!d.one_in(12)) o["medium"] = quoted(d.one_in(2) ? "water" : "air");
            maybe(o, "kind", {"锅炉", "污水处理厂", "其他"});
            maybe(o, "grade", {"一级A", "一级B", "二级"});
            maybe(o, "fuel", {"燃煤", "燃气"});
            maybe(o, "capacity", {"5 t/h", "10 t/h", "15 t/h", "20 t/h", "35 t/h"});
            maybe(o, "commissioned", {"2019-12-31", "2020-01-01", "2024-06-01"});
            if (!d.one_in(4)) o["key_region"] = d.one_in(2) ? "true" : "false";
            if (d.one_in(2)) o["selected_items"] = quoted(d.word({"化学需氧量", "二氧化硫", "化学需氧量、氨氮", "颗粒物"}));
            c.outlets.push_back(o);
        }
    }

    void permits() {
        c.permit_from = (s.first + d.from(-300, 2)).text();
        c.permit_to = (s.first + d.from(0, 300)).text();
        if (!d.one_in(3)) return;
        for (auto const& o : c.outlets)
            for (auto const* f : {"w01018", "a21026"}) {
                if (d.one_in(3)) continue;
                bool const mass = d.one_in(4);
                attributes l;
                l["outlet"] = o.at("id");
                l["factor"] = quoted(f);
                l["statistic"] = quoted(mass ? d.word({"daily_total", "monthly_total", "annual_total"})
                                             : d.word({"hourly_mean", "daily_mean", "instantaneous", "monthly_mean"}));
                l["max"] = quoted(digits(d.of(s.levels) * 10));
                if (!mass && d.one_in(5)) l["min"] = quoted("1");
                l["unit"] = quoted(mass ? "kg" : f[0] == 'w' ? "mg/L" : "mg/m³");
                c.permit_limits.push_back(l);
            }
    }

    // How the values of one series are.
    struct manner {
        std::string outlet, factor, source, interval;
        int centre = 0, spread = 0;
        int flow = 0;   // 0 none, 1 all, 2 most, 3 nothing flows
        int oxygen = 0; // 0 none, 1 in the row, 2 beside it
        int heat = 0;   // water temperature: 0 none, 1 all alike, 2 varying, 3 beside
        int gaps = 0;   // one in so many is missing; 0 none
        bool loads = false, rough = false;
    };

    attributes reading(manner const& m, base::moment at, int tenths) {
        attributes r;
        r["enterprise_id"] = "\"E1\"";
        r["outlet_id"] = m.outlet;
        r["factor"] = quoted(m.factor);
        r["interval"] = quoted(m.interval);
        r["time"] = quoted(time_text(at));
        if (!m.source.empty()) r["source"] = quoted(m.source);
        r["flag"] = quoted("N");
        bool const water = m.factor[0] == 'w';
        if (m.factor == "w01001") {
            r["value"] = quoted(digits(tenths));
            r["unit"] = "\"\"";
        } else if (d.one_in(3)) {
            r["value"] = quoted(std::to_string(tenths * 100));
            r["unit"] = quoted(water ? "μg/L" : "μg/m³");
        } else {
            r["value"] = quoted(digits(tenths));
            r["unit"] = quoted(water ? "mg/L" : "mg/m³");
        }
        return r;
    }

    int value(manner const& m) { return m.centre * 10 + (m.spread ? d.from(-m.spread, m.spread) * 5 : 0); }

    void beside(manner const& m, attributes const& r, std::string const& factor, std::string const& v,
                std::string const& unit) {
        attributes x = r;
        for (auto const* k : {"o2", "temperature", "flow", "load", "corrected", "sample_kind", "received"}) x.erase(k);
        x["factor"] = quoted(factor);
        x["value"] = quoted(v);
        x["unit"] = quoted(unit);
        x["flag"] = quoted(m.rough && d.one_in(12) ? "D" : "N");
        c.rows.push_back(x);
    }

    std::string oxygen() {
        if (d.one_in(25)) return d.word({"21", "20.9", "19", "19.5"});
        return digits(d.from(20, 150));
    }

    void emit(manner const& m, base::moment at, attributes more = {}) {
        auto r = reading(m, at, value(m));
        r.insert(more.begin(), more.end());
        if (m.flow == 1 || (m.flow == 2 && !d.one_in(20))) r["flow"] = quoted(std::to_string(d.from(0, 30) * 10));
        if (m.flow == 3) r["flow"] = "\"0\"";
        if (m.loads && !d.one_in(15)) r["load"] = quoted(d.word({"0", "40", "50", "70", "75", "80", "100"}));
        if (m.oxygen && m.factor[0] == 'a' && !d.one_in(30)) {
            if (m.oxygen == 1) r["o2"] = quoted(oxygen());
            if (m.oxygen == 2) beside(m, r, "a19001", oxygen(), "%");
        }
        if (m.factor[0] == 'a' && d.one_in(m.oxygen ? 15 : 4)) r["corrected"] = quoted(digits(value(m)));
        if (m.heat == 1) r["temperature"] = "\"14\"";
        if (m.heat == 2 && !d.one_in(30)) r["temperature"] = quoted(std::to_string(d.from(9, 16)));
        if (m.heat == 3 && !d.one_in(10)) beside(m, r, "w01010", std::to_string(d.from(9, 16)), "℃");
        if (m.rough) damage(r, m);
        c.rows.push_back(r);
        if (m.rough) again(r, m);
    }

    // What goes wrong with a row.
    void damage(attributes& r, manner const& m) {
        switch (d.below(22)) {
        case 0: r["flag"] = "\"D\""; break;
        case 1: r["flag"] = "\"T\""; break;
        case 2:
        case 3: r["value"] = quoted("<" + r["value"].substr(1, r["value"].size() - 2)); break;
        case 4:
            r["dl"] = r["value"];
            r["value"] = quoted(d.word({"ND", "未检出"}));
            break;
        case 5:
        case 9:
        case 10:
        case 11: r["condition"] = quoted(d.word({"停炉", "停炉", "正常"})); break;
        case 6: r["review"] = quoted(d.word({"有效", "无效"})); break;
        case 7: r.erase("source"); break;
        case 8:
            if (m.factor != "w01001") r["value"] = quoted("-0.5");
            break;
        default: break;
        }
        if (r["value"] == "\"<0\"" || (r.contains("dl") && r["dl"] == "\"0\"")) r["value"] = "\"0\"", r.erase("dl");
        if (r["value"].substr(0, 3) == "\"<-") r["value"] = "\"0\"";
        if (r.contains("dl") && r["dl"].substr(0, 2) == "\"-") r["value"] = "\"0\"", r.erase("dl");
    }

    // The same moment once more.
    void again(attributes const& r, manner const& m) {
        if (!d.one_in(14)) return;
        auto x = r;
        if (d.one_in(3)) { // equal, but says less
            for (auto const* k : {"flow", "o2", "temperature", "load", "corrected"}) x.erase(k);
            c.rows.push_back(x);
            return;
        }
        if (d.one_in(3)) return c.rows.push_back(x);
        auto const other = reading(m, {0}, value(m));
        x["value"] = other.at("value");
        x["unit"] = other.at("unit");
        x.erase("dl");
        if (d.one_in(5)) x["flag"] = quoted(d.word({"D", "T"}));
        if (!d.one_in(3)) {
            x["received"] = quoted((s.first + d.from(1, 3)).text() + "T10:00");
            if (!d.one_in(4)) c.rows.back()["received"] = quoted((s.first + d.from(0, 3)).text() + "T09:00");
        }
        c.rows.push_back(x);
    }

    manner any_manner(attributes const& o) {
        manner m;
        m.outlet = o.at("id");
        auto const medium = o.contains("medium") ? o.at("medium") : quoted(d.word({"water", "air"}));
        m.factor =
            medium == "\"water\"" ? d.word({"w01018", "w01018", "w21003", "w01001"}) : d.word({"a21026", "a21026", "a34013"});
        m.source = d.word({"auto", "auto", "auto", "enforcement", "self_manual", ""});
        m.centre = d.of(s.levels);
        m.spread = d.word({"0", "1", "1", "4"})[0] - '0';
        m.flow = d.below(4);
        m.oxygen = d.one_in(6) ? 0 : d.from(1, 2);
        m.heat = d.below(4);
        m.gaps = d.of(std::vector<int>{0, 0, 30, 8, 3});
        m.loads = d.one_in(2);
        m.rough = !d.one_in(3);
        return m;
    }

    void series(attributes const& o) {
        auto m = any_manner(o);
        auto const day = base::moment::at(s.first);
        auto every = [&](std::int64_t step, int n) {
            for (int i = 0; i < n; ++i)
                if (!m.gaps || !d.one_in(m.gaps)) emit(m, {day.ms + i * step});
        };
        if (s.shape == "hours") {
            m.interval = "hour";
            every(3600000, d.of(std::vector<int>{24, 26, 30, 48}));
            if (d.one_in(3)) m.interval = "day", emit(m, day);
            if (d.one_in(4)) m.interval = "instant", emit(m, {day.ms + 36000000});
        } else if (s.shape == "minutes") {
            m.interval = "5min";
            every(300000, d.from(6, 40));
            m.interval = "hour";
            for (int h = 0; h < 3; ++h)
                if (d.one_in(3)) emit(m, {day.ms + h * 3600000});
        } else if (s.shape == "days") {
            m.interval = "day";
            every(86400000, d.from(20, 62));
        } else if (s.shape == "months") {
            m.interval = "month";
            if (m.flow == 0) m.flow = 1;
            int const n = d.from(3, 15);
            for (int i = 0; i < n; ++i) {
                auto const months = s.first.year() * 12 + s.first.month() - 1 + i;
                if (!m.gaps || !d.one_in(m.gaps))
                    emit(m, base::moment::at(*base::date::from_ymd(months / 12, months % 12 + 1, 1)));
            }
        } else {
            int const n = d.from(2, 8);
            for (int i = 0; i < n; ++i) {
                m.interval = d.word({"sample", "sample", "instant"});
                attributes more;
                if (!d.one_in(3)) more["sample_kind"] = quoted(d.word({"混合样", "小时均值", "其他"}));
                if (d.one_in(2)) more["sample_id"] = quoted("S" + std::to_string(d.from(1, 3)));
                emit(m, {day.ms + d.from(0, 5) * 10800000LL}, more);
            }
        }
    }

    void sections() {
        int const n = d.from(1, 2);
        for (int i = 0; i < n; ++i) {
            attributes r;
            r["record"] = quoted("section");
            r["id"] = quoted("S" + std::to_string(i));
            if (!d.one_in(3)) r["water_body"] = quoted(d.word({"河流", "湖库"}));
            if (!d.one_in(3)) r["flow_class"] = quoted(d.word({"急", "缓"}));
            if (!d.one_in(3)) r["target"] = quoted(d.word({"Ⅰ", "Ⅱ", "Ⅲ"}));
            if (!d.one_in(3)) r["ph"] = quoted(digits(d.from(45, 95)));
            if (!d.one_in(3)) r["ammonia_nitrogen"] = quoted(digits(d.from(0, 110)));
            if (!d.one_in(3)) r["cod"] = quoted(digits(d.from(0, 200)));
            if (!d.one_in(6)) r["date"] = quoted((s.first + d.from(-4, 4)).text());
            c.sections.push_back(r);
        }
    }

    // What the plant made on the days of the data.
    void days_of_plant() {
        if (d.one_in(3)) return;
        int const n = d.from(1, 6);
        for (int i = 0; i < n; ++i) {
            attributes r;
            r["record"] = quoted("day_of_plant");
            r["id"] = quoted("D" + std::to_string(i));
            r["enterprise_id"] = quoted("E1");
            if (d.one_in(3)) r["outlet_id"] = quoted("O" + std::to_string(d.from(1, 2)));
            r["date"] = quoted((s.first + d.from(0, 2)).text());
            if (!d.one_in(8)) r["product"] = quoted(std::to_string(d.from(0, 30)) + " t");
            if (!d.one_in(4)) r["shift"] = quoted(d.word({"早", "晚"}));
            c.sections.push_back(r);
        }
    }

    void all() {
        site();
        permits();
        for (auto const& o : c.outlets) {
            int const n = d.from(1, 2);
            for (int i = 0; i < n; ++i) series(o);
        }
        sections();
        days_of_plant();
    }
};

} // namespace

void make_data(random_case& c, dice& d, setting const& s) {
    data_writer{c, d, s}.all();
}

} // namespace huanchi::property
