// `report forms`: print forms filled from a ticket or a case.
#include "command_line.hpp"
#include "ledger.hpp"
#include "stored_ticket.hpp"

#include "base/digest.hpp"
#include "evidence/kept_summary.hpp"
#include "facts/input.hpp"
#include "report/forms_html.hpp"
#include "report/rule_names.hpp"
#include "report/site_visit.hpp"
#include "tickets/deadlines.hpp"

#include <algorithm>
#include <memory>

namespace huanchi::cli {

namespace {

struct forms_options {
    std::string id, facilities, out;
    std::vector<std::string> which;
};

// The tickets that are meant: of a case all of them, by first day.
base::result<std::vector<std::string>> tickets_of(session const& s, store::ticket_store const& ledger, std::string const& id,
                                                  std::string& case_id) {
    if (id.starts_with("t-")) return std::vector<std::string>{id};
    auto const sheet = ledger.case_of(id);
    if (!sheet) return sheet.error();
    if (!*sheet)
        return base::failure{tr(s, "没有工单或案件 ", "no ticket or case ") + id,
                             tr(s, "用 tickets list 查看标识和案号", "tickets list names tickets and cases")};
    case_id = id;
    std::vector<std::string> all;
    for (auto const& t : (*sheet)->tickets) all.push_back(t.id);
    return all;
}

bool asked(forms_options const& o, std::string_view form) {
    return o.which.empty() || std::find(o.which.begin(), o.which.end(), "all") != o.which.end() ||
           std::find(o.which.begin(), o.which.end(), form) != o.which.end();
}

// What only some of the forms show, and what takes time: the kept evidence judged again, and the bundles.
base::result<bool> add_evidence(session& s, store::ticket_store const& ledger, std::string const& id, forms_options const& o,
                                report::form_source& into) {
    bool const sheet = asked(o, "electronic_evidence");
    if (sheet) {
        auto const read = read_stored(s, ledger, id);
        if (!read) return read.error();
        auto const again = evidence::replay(read->ticket.findings, read->sets, [&](evidence::judged_set const&) {
            return base::result<evidence::judge_rules>(evidence::judge_rules{&s.rules, &s.plan});
        });
        if (!again) return again.error();
        for (auto& k : evidence::kept_sources(id, read->sets, *again, s.rules, s.language())) into.kept.push_back(std::move(k));
    }
    if (!sheet && !asked(o, "case_index") && !asked(o, "transfer")) return true;
    auto const from = bundle_source_of(s, ledger, id);
    if (!from) return from.error();
    auto const bytes = evidence::bundle(*from);
    if (!bytes) return bytes.error();
    into.bundles.push_back({id, base::sha256_hex(*bytes)});
    return true;
}

base::result<report::form_source> source_of(session& s, store::ticket_store const& ledger, forms_options const& o,
                                            base::date on) {
    report::form_source from;
    from.language = s.language();
    auto const ids = tickets_of(s, ledger, o.id, from.case_id);
    if (!ids) return ids.error();
    auto const calendar = model::work_calendar_of(s.rules);
    for (auto const& id : *ids) {
        auto t = ledger.show(id);
        if (!t) return t.error();
        if (!*t)
            return base::failure{tr(s, "没有工单 ", "no ticket ") + id,
                                 tr(s, "用 huanchi tickets list 查看标识", "see the ids with huanchi tickets list")};
        from.deadlines.push_back(tickets::deadlines_of(**t, s.rules, calendar, on));
        from.tickets.push_back(std::move(**t));
        if (auto const added = add_evidence(s, ledger, id, o, from); !added) return added.error();
    }
    auto const& first = from.tickets.front();
    from.site_id = first.series.enterprise_id;
    from.site.name = first.enterprise_name;
    if (from.case_id.empty()) from.case_id = first.case_id.value_or("");
    report::site_visit visit{from.tickets, {}, {}, {}, &s.rules, s.language()};
    if (!o.facilities.empty()) {
        auto const text = facts::read_whole(o.facilities);
        if (!text) return text.error();
        auto const known = facts::read_facilities(*text, o.facilities, s.rules);
        if (!known) return known.error();
        if (auto const at = known->site_by_id.find(from.site_id); at != known->site_by_id.end()) {
            auto const& site = known->sites[at->second];
            from.site = {site.uscc, site.name, site.region};
        }
    }
    from.offences = report::rule_names(s.rules).offences(from.tickets, s.language());
    from.to_look_at = report::to_look_at(visit);
    return from;
}

int forms(session& s, forms_options const& o) {
    bool bad = false;
    auto const as_of = time_option(s, s.options.as_of, "--as-of", bad);
    if (bad) return failed;
    if (o.out.empty())
        return fail(s,
                    {tr(s, "没有说写到哪里", "no file to write to"),
                     tr(s, "用 -o 给出文件，- 为标准输出", "name it with -o; - is stdout")},
                    "E002");
    if (!load_rules(s)) return failed;
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const on = as_of.value_or(s.now()).date();
    auto const from = source_of(s, *ledger, o, on);
    if (!from) return fail(s, from.error());
    auto const head = ledger->head();
    if (!head) return fail(s, head.error());
    std::vector<report::filled_form> filled;
    for (auto const& f : report::forms())
        if (asked(o, f.id)) filled.push_back(report::fill(f, *from));
    return write_text(s, o.out,
                      report::forms_html(filled, {on.text(), s.rules.digest, head->hash, HUANCHI_VERSION}, s.language()));
}

} // namespace

void add_forms(command report, session& s, int& code) {
    auto c = report.sub("forms", tr(s, "由工单或案件填好的执法文书，供打印；没有记录的留空并注明由谁填",
                                    "print forms filled from a ticket or a case; blanks say who fills them in"));
    auto o = std::make_shared<forms_options>();
    std::vector<std::string> names{"all"};
    for (auto const& f : report::forms()) names.emplace_back(f.id);
    c.option("ID", o->id, tr(s, "工单标识或案号", "id of a ticket, or a case"), {"", true});
    c.choices("--form", o->which, tr(s, "哪几种文书，逗号分开，默认全部", "which forms, by commas; default: all"), names);
    c.option("--facilities", o->facilities, tr(s, "企业文件：统一社会信用代码、行政区", "the file of facilities: USCC, region"),
             {"FILE"});
    c.option("--output,-o", o->out, tr(s, "写到这个文件，- 为标准输出", "the file to write, - is stdout"), {"FILE"});
    add_common(c, s, "rts");
    c.example(tr(s, "例：", "example:"),
              "huanchi report forms t-0123456789abcdef --form order,service --store tickets.db --facilities "
              "tests/samples/facilities.json -o forms.html");
    c.run([&s, &code, o] { code = forms(s, *o); });
}

} // namespace huanchi::cli
