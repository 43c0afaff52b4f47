#include "command_line.hpp"
#include "inputs.hpp"
#include "ledger.hpp"

#include "eval/bind.hpp"
#include "facts/input.hpp"
#include "report/report_pages.hpp"

#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <set>

namespace huanchi::cli {

namespace {

struct report_options {
    input_options inputs;
    ticket_filter filter;
    std::string out, format, region, date;
    unsigned enough = 75;
};

// What a report is made of, once everything has been read.
struct material {
    std::vector<tickets::summary> listed;
    tickets::overview known;
    std::optional<facts::facilities> facilities;
    report::site_notes sites;
    std::optional<findings::check_result> data;
    std::string data_digest;
};

int fail_usage(session const& s, char const* zh, char const* en, char const* help_zh, char const* help_en) {
    return fail(s, {tr(s, zh, en), tr(s, help_zh, help_en)}, "E002");
}

bool read_sites(session& s, report_options const& o, material& m) {
    if (o.inputs.facilities.empty()) return true;
    auto const text = facts::read_whole(o.inputs.facilities);
    auto read =
        text ? facts::read_facilities(*text, o.inputs.facilities, s.rules) : base::result<facts::facilities>(text.error());
    if (!read) {
        fail(s, read.error());
        return false;
    }
    m.facilities.emplace(std::move(*read));
    auto const county = s.rules.find_field(model::facility_record, "county");
    for (auto const& f : m.facilities->sites) {
        auto const* name = county ? std::get_if<std::string>(&f.fields[*county]) : nullptr;
        m.sites[f.id] = {f.uscc, f.name, f.region, name ? *name : ""};
    }
    report::name_counties(m.sites);
    return true;
}

// The data again, with every judgement of the days around the tickets.
bool read_data(session& s, report_options const& o, material& m) {
    if (o.inputs.data.empty()) return true;
    auto request = request_of(s, o.inputs);
    if (!request) return false;
    std::map<std::string, std::set<std::int32_t>> days;
    for (auto const& t : m.listed)
        for (auto d = t.first_day.days - 1; d <= t.last_day.days + 1; ++d)
            days[t.series.enterprise_id + "\x1f" + t.series.outlet_id + "\x1f" + t.series.factor].insert(d);
    request->trace = true;
    request->watched = [days = std::move(days)](std::string const& e, std::string const& outlet, std::string const& factor,
                                                base::date day) {
        auto const known = days.find(e + "\x1f" + outlet + "\x1f" + factor);
        return known != days.end() && known->second.contains(day.days);
    };
    auto result = findings::check(s.rules, s.plan, *request);
    if (!result) {
        fail(s, result.error());
        return false;
    }
    m.data.emplace(std::move(*result));
    m.data_digest = digest_of(o.inputs.data);
    return true;
}

bool read_all(session& s, report_options const& o, store::ticket_store const& ledger, store::list_filter const& filter,
              material& m) {
    auto listed = ledger.list(filter);
    auto known = ledger.overview();
    if (!listed || !known) {
        fail(s, listed ? known.error() : listed.error());
        return false;
    }
    m.listed = std::move(*listed);
    m.known = std::move(*known);
    report::rule_names const names(s.rules);
    report::name_requirements(m.listed, names);
    report::name_requirements(m.known, names);
    return read_sites(s, o, m) && read_data(s, o, m);
}

// Limits that do not apply, by outlet, factor and day; bound once.
std::function<std::optional<std::vector<review::rejected_limit>>(tickets::ticket const&)> why_not(session& s, material& m) {
    if (!m.facilities) return {};
    auto bound =
        std::make_shared<eval::bound const>(eval::bind(s.plan, s.rules, *m.facilities, {std::nullopt, s.options.unreviewed}));
    return [bound, &s, &m](tickets::ticket const& t) -> std::optional<std::vector<review::rejected_limit>> {
        auto const outlet = m.facilities->find_outlet(t.series.enterprise_id, t.series.outlet_id);
        if (outlet == facts::no_outlet) return std::nullopt;
        auto const factor = s.rules.find_factor(t.series.factor, m.facilities->outlets[outlet].medium);
        if (!factor) return std::nullopt;
        return review::limits_on(*bound, outlet, t.first_day, {factor, true}).rejected;
    };
}

bool usable(session& s, report_options const& o) {
    bool bad = false;
    time_option(s, s.options.as_of, "--as-of", bad);
    if (bad) return false;
    if (o.out.empty()) {
        fail_usage(s, "没有说写到哪里", "no file to write to", "用 -o 给出文件，- 为标准输出（仅 HTML）",
                   "name it with -o; - is stdout (HTML only)");
        return false;
    }
    if (!o.region.empty() && o.inputs.facilities.empty()) {
        fail_usage(s, "--region 需要 --facilities", "--region needs --facilities", "行政区写在企业文件里",
                   "the regions stand in the file of facilities");
        return false;
    }
    return true;
}

int report(session& s, report_options const& o) {
    if (!usable(s, o) || !load_rules(s)) return failed;
    auto const filter = filter_of(s, o.filter);
    if (!filter) return failed;
    bool const xlsx = o.format == "xlsx" || (o.format.empty() && o.out.ends_with(".xlsx"));
    if (xlsx && o.out == "-")
        return fail_usage(s, "XLSX 要写到文件", "XLSX needs a file", "例：-o 工单.xlsx", "for example -o tickets.xlsx");
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    material m;
    if (!read_all(s, o, *ledger, *filter, m)) return failed;
    huanchi::report::rule_names const names(s.rules);
    huanchi::report::report_input in;
    for (auto const& t : m.listed) {
        auto whole = ledger->show(t.id);
        if (!whole) return fail(s, whole.error());
        if (*whole) in.tickets.push_back(std::move(**whole));
    }
    in.known = std::move(m.known);
    in.names = names;
    in.sites = m.sites;
    in.data = m.data ? &*m.data : nullptr;
    in.region = o.region;
    in.first = filter->from;
    in.last = filter->to;
    in.as_of = s.options.as_of;
    in.data_digest = m.data_digest;
    in.engine = HUANCHI_VERSION;
    in.percent_wanted = o.enough;
    in.why_not = why_not(s, m);
    auto const document = huanchi::report::assemble(std::move(in), s.language());
    if (!xlsx) return write_text(s, o.out, huanchi::report::report_html(document, s.language()));
    auto const rows = huanchi::report::write_report_xlsx(document, m.data ? &m.data->findings : nullptr, m.sites, names,
                                                         s.now(), o.out, s.language());
    if (!rows) return fail(s, rows.error());
    if (!s.options.quiet) std::cerr << tr(s, "写好 ", "wrote ") << o.out << "\n";
    return done;
}

int brief(session& s, report_options const& o) {
    if (!usable(s, o) || !load_rules(s)) return failed;
    bool bad = false;
    auto const day = date_option(s, o.date, "--date", bad);
    if (bad || !day) return failed;
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    store::list_filter filter;
    filter.from = *day + -1;
    filter.to = *day;
    material m;
    if (!read_all(s, o, *ledger, filter, m)) return failed;
    store::list_filter late;
    late.overdue_on = *day;
    auto overdue = ledger->list(late);
    if (!overdue) return fail(s, overdue.error());
    auto const document =
        huanchi::report::brief_of({*day, std::move(m.listed), std::move(m.known), m.sites, m.data ? &*m.data : nullptr,
                                   o.region, s.options.as_of, m.data_digest, HUANCHI_VERSION, o.enough, std::move(*overdue)});
    return write_text(s, o.out, huanchi::report::brief_html(document, s.language()));
}

void add_shared(command c, session const& s, report_options& o) {
    add_inputs(c, s, o.inputs);
    c.option("--output,-o", o.out, tr(s, "写到这个文件", "the file to write"), {"FILE"});
    c.option("--region", o.region,
             tr(s, "只要该行政区（220102，220100 含其下各区县）的企业",
                "only sites of the region (220102; 220100 with its counties)"),
             {"CODE"});
    c.option("--enough", o.enough,
             tr(s, "判得出的日子不到百分之几记为数据不足，默认 75",
                "below so many percent of days judged the data are too few; default 75"),
             {"N"});
}

void dress_brief(command b, session& s, int& code) {
    auto o = std::make_shared<report_options>();
    add_shared(b, s, *o);
    b.option("--date", o->date, tr(s, "哪一天", "the day"), {"DATE", true});
    add_common(b, s, "rtns");
    b.example(tr(s, "例：", "example:"),
              "huanchi brief --date 2026-05-22 --store tickets.db --facilities tests/samples/facilities.json -o brief.html");
    b.run([&s, &code, o] { code = brief(s, *o); });
}

} // namespace

void add_report(command app, session& s, int& code) {
    auto c = app.sub(
        "report",
        tr(s, "给人看的报告：一个自足的 HTML 文件，或 XLSX；brief 晨报、forms 文书、dossier 一企一档",
           "a report for people: one self-contained HTML file, or XLSX; brief: the morning page, forms, dossier of a site"));
    auto o = std::make_shared<report_options>();
    add_shared(c, s, *o);
    c.choice("--format", o->format, tr(s, "格式，默认看文件名", "format; default: from the file name"), {"html", "xlsx"});
    add_filter(c, s, o->filter);
    add_common(c, s, "rtns");
    c.example(tr(s, "例：", "example:"), "huanchi report --store tickets.db --facilities tests/samples/facilities.json --data "
                                         "tests/samples/air.csv -o report.html");
    dress_brief(c.sub("brief", tr(s, "一天的晨报，一页 A4", "the morning page of a day, one A4")), s, code);
    dress_brief(app.sub("brief", tr(s, "同 report brief", "the same as report brief")), s, code);
    add_forms(c, s, code);
    add_dossier(c, s, code);
    add_dossier(app, s, code);
    c.run([&s, &code, o] { code = report(s, *o); });
}

} // namespace huanchi::cli
