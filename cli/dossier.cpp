// `dossier SITE`: one site on one page, for whoever goes there.
#include "command_line.hpp"
#include "inputs.hpp"
#include "ledger.hpp"

#include "base/digest.hpp"
#include "eval/bind.hpp"
#include "facts/input.hpp"
#include "findings/check.hpp"
#include "report/dossier_html.hpp"

#include <memory>

namespace huanchi::cli {

namespace {

struct dossier_options {
    input_options inputs;
    std::string site, out;
};

bool usable(session const& s, dossier_options const& o) {
    if (o.out.empty()) {
        fail(s,
             {tr(s, "没有说写到哪里", "no file to write to"),
              tr(s, "用 -o 给出文件，- 为标准输出", "name it with -o; - is stdout")},
             "E002");
        return false;
    }
    if (o.inputs.facilities.empty()) {
        fail(s,
             {tr(s, "dossier 需要 --facilities", "dossier needs --facilities"),
              tr(s, "许可证和限值由企业文件而来", "permits and limits come from the file of facilities")},
             "E002");
        return false;
    }
    return true;
}

base::result<facts::facilities> read_sites(session const& s, dossier_options const& o) {
    auto const text = facts::read_whole(o.inputs.facilities);
    if (!text) return text.error();
    return facts::read_facilities(*text, o.inputs.facilities, s.rules);
}

// Tickets of the site with their clocks.
base::result<bool> read_tickets(session& s, dossier_options const& o, report::dossier_input& in) {
    auto const ledger = open_to_read(s);
    if (!ledger) return ledger.error();
    store::list_filter filter;
    filter.enterprise_id = o.site;
    auto const listed = ledger->list(filter);
    if (!listed) return listed.error();
    auto known = ledger->overview();
    if (!known) return known.error();
    in.known = std::move(*known);
    auto const calendar = model::work_calendar_of(s.rules);
    for (auto const& one : *listed) {
        auto t = ledger->show(one.id);
        if (!t) return t.error();
        if (!*t) continue;
        in.deadlines.push_back(tickets::deadlines_of(**t, s.rules, calendar, in.on));
        in.tickets.push_back(std::move(**t));
    }
    return true;
}

// All judgements of the site, and which marks took rows of it out.
base::result<findings::check_result> read_data(session& s, dossier_options const& o, findings::check_request request,
                                               facts::facilities const& known, base::period year,
                                               std::vector<report::marked_data>& marks) {
    request.trace = true;
    request.watched = [site = o.site, year](std::string const& e, std::string const&, std::string const&, base::date day) {
        return e == site && year.from.date() <= day && day < year.to.date();
    };
    report::mark_counter counter(s.rules, known, o.site, year);
    for (std::uint32_t i = 0; i < o.inputs.data.size(); ++i) {
        auto reading = request.reading;
        reading.on_row = [&](facts::row_text const& row, facts::normal_row const& n) { counter.add(row, n); };
        auto const read = facts::read_measurements(
            o.inputs.data[i], i, s.rules, known, reading, [](facts::batch const&) {}, [](facts::rejected_row const&) {});
        if (!read) return read.error();
    }
    marks = counter.marked();
    return findings::check(s.rules, s.plan, request);
}

int dossier(session& s, dossier_options const& o) {
    if (!usable(s, o) || !load_rules(s)) return failed;
    auto request = request_of(s, o.inputs);
    if (!request) return failed;
    bool bad = false;
    auto const as_of = time_option(s, s.options.as_of, "--as-of", bad);
    if (bad) return failed;
    auto const known = read_sites(s, o);
    if (!known) return fail(s, known.error());
    auto const site = known->site_by_id.find(o.site);
    if (site == known->site_by_id.end())
        return fail(s,
                    {tr(s, "没有企业 ", "no enterprise ") + o.site,
                     tr(s, "照企业文件里的 id", "write the id as in the file of facilities")},
                    "E002");
    report::dossier_input in;
    in.site = &known->sites[site->second];
    in.rules = &s.rules;
    in.language = s.language();
    in.on = as_of.value_or(s.now()).date();
    in.as_of = s.options.as_of;
    in.engine = HUANCHI_VERSION;
    if (auto const read = read_tickets(s, o, in); !read) return fail(s, read.error());
    auto const bound = eval::bind(s.plan, s.rules, *known, {std::nullopt, s.options.unreviewed});
    for (auto const outlet : in.site->outlets) in.limits.push_back(review::limits_on(bound, outlet, in.on, {}));
    std::optional<findings::check_result> data;
    if (!o.inputs.data.empty()) {
        base::period const year{base::moment::at(base::months_later(in.on + 1, -report::months_shown)),
                                base::moment::at(in.on + 1)};
        auto read = read_data(s, o, *request, *known, year, in.marks);
        if (!read) return fail(s, read.error());
        data.emplace(std::move(*read));
        in.data = &*data;
        in.data_digest = digest_of(o.inputs.data);
    }
    auto const document = report::dossier_of(std::move(in));
    return write_text(s, o.out, report::dossier_html(document, s.language()));
}

} // namespace

void add_dossier(command app, session& s, int& code) {
    auto c = app.sub("dossier", tr(s, "一企一档：一个企业的许可证、限值、曲线、工单和现场要看的，一个手机可看的 HTML 文件",
                                   "one site on one page for the phone: permits, limits, curves, tickets, what to look at"));
    auto o = std::make_shared<dossier_options>();
    c.option("SITE", o->site, tr(s, "企业标识", "enterprise id"), {"", true});
    add_inputs(c, s, o->inputs);
    c.option("--output,-o", o->out, tr(s, "写到这个文件，- 为标准输出", "the file to write, - is stdout"), {"FILE"});
    add_common(c, s, "rtns");
    c.example(tr(s, "例：", "example:"),
              "huanchi dossier 91220102MA0000012X001V --as-of 2026-06-01 --store tickets.db --facilities "
              "tests/samples/facilities.json --data tests/samples/air.csv -o dossier.html");
    c.run([&s, &code, o] { code = dossier(s, *o); });
}

} // namespace huanchi::cli
