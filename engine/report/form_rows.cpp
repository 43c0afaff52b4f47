// The lists of forms.
#include "report/form_fills.hpp"

#include "report/explain_document.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include "tickets/daily_fines.hpp"

#include <algorithm>

namespace huanchi::report::fills {

namespace {

constexpr std::size_t most_violations = 60; // listed of one ticket, the worst of them all the same

std::string clock_time(base::moment m) {
    auto text = m.text().substr(0, 16);
    text[10] = ' ';
    return text;
}
std::string name_of(findings::finding const& f) {
    return f.factor_name.empty() ? f.factor.value_or("") : f.factor_name;
}
void once(form_rows& rows, std::vector<std::string> row) {
    if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(std::move(row));
}

} // namespace

form_rows violations(source s) {
    form_rows rows;
    for (auto const& t : s.tickets) {
        std::size_t shown = 0, left_out = 0;
        auto const* worst = tickets::worst(t);
        for (auto const& e : t.findings) {
            if (!tickets::proves(e)) continue;
            if (shown >= most_violations && &e != worst) {
                ++left_out;
                continue;
            }
            ++shown;
            auto const f = remembered(t, e);
            rows.push_back({t.series.outlet_id, name_of(f), f.limit ? statistic_phrase(f, s.language) : "",
                            period_phrase(f.period, s.language), f.measured ? measured_phrase(*f.measured, s.language) : "",
                            f.limit ? limit_phrase(*f.limit, s.language) : "", f.exceedance.value_or(""),
                            f.provision ? provision_phrase(*f.provision) : ""});
        }
        if (left_out > 0)
            rows.push_back({t.series.outlet_id, say(s, "另有 ", "and ") + std::to_string(left_out) + say(s, " 个", " more"), "",
                            "", "", "", "", ""});
    }
    return rows;
}

form_rows to_look_at(source s) {
    form_rows rows;
    for (auto const& x : s.to_look_at) rows.push_back({x, ""});
    return rows;
}

form_rows limits(source s) {
    form_rows rows;
    for (auto const& t : s.tickets)
        for (auto const& e : t.findings) {
            auto const f = remembered(t, e);
            if (!tickets::proves(e) || !f.limit || !f.provision) continue;
            once(rows, {name_of(f), statistic_phrase(f, s.language), limit_phrase(*f.limit, s.language),
                        provision_phrase(*f.provision)});
        }
    return rows;
}

form_rows papers(source s) {
    form_rows rows;
    auto const add = [&](std::string const& what, tickets::paper const& p) {
        once(rows, {what, p.number, p.made.text(), day(p.served), "", ""});
    };
    for (auto const& t : s.tickets) {
        for (auto const& p : t.course.orders) add(say(s, "责令改正违法行为决定书", "order to correct"), p);
        for (auto const& p : t.course.halts) add(say(s, topic::move, "halt"), p);
        if (t.course.decision) add(say(s, "行政处罚决定书", "penalty decision"), *t.course.decision);
    }
    return rows;
}

form_rows inspections(source s) {
    form_rows rows;
    for (auto const& t : s.tickets)
        for (auto const& h : t.history)
            if (h.move == "verify")
                once(rows, {h.time.date().text(), say(s, topic::inspection, fact(h, "result")), fact(h, "officers"),
                            h.note.value_or("")});
    return rows;
}

form_rows kept_files(source s) {
    form_rows rows;
    for (auto const& k : s.kept)
        for (auto const& [file, count] : k.files) rows.push_back({k.ticket, file, std::to_string(count)});
    return rows;
}

form_rows extractions(source s) {
    form_rows rows;
    for (auto const& k : s.kept)
        rows.push_back(
            {k.ticket, k.taken, "huanchi " + k.engine, k.rules, k.missing.empty() ? std::to_string(k.rows) : k.missing});
    return rows;
}

form_rows digests(source s) {
    form_rows rows;
    for (auto const& k : s.kept) {
        if (!k.rows_sha256.empty())
            rows.push_back({k.ticket, say(s, "数据行（rows.ndjson）", "rows (rows.ndjson)"), k.rows_sha256});
        if (!k.site_sha256.empty())
            rows.push_back({k.ticket, say(s, "登记信息（facility.json）", "facility (facility.json)"), k.site_sha256});
    }
    for (auto const& b : s.bundles) rows.push_back({b.ticket, say(s, "证据包", "bundle"), b.sha256});
    return rows;
}

form_rows marks(source s) {
    form_rows rows;
    for (auto const& k : s.kept) {
        for (auto const& [mark, count] : k.marks)
            rows.push_back({k.ticket, mark, std::to_string(count) + say(s, " 行", " rows")});
        if (!k.again.empty())
            rows.push_back({k.ticket, say(s, "用保存的数据重新判定", "judged again from what is kept"), k.again});
    }
    return rows;
}

form_rows stretches(source s) {
    form_rows rows;
    for (auto const& t : s.tickets)
        for (auto const& x : tickets::daily_fines_of(t.course).stretches)
            rows.push_back({t.id, x.from.text(), x.to.text(), std::to_string(x.days), x.inspected.text(),
                            say(s, topic::inspection, x.result), day(x.halted)});
    return rows;
}

form_rows deadlines(source s) {
    form_rows rows;
    for (auto const& of_ticket : s.deadlines)
        for (auto const& d : of_ticket)
            once(rows, {d.what.empty() ? say(s, "整改期限", "rectification") : d.what, d.document + d.clause, d.from.text(),
                        day(d.due), day(d.met_on), say(s, topic::clock, text(d.clock)),
                        say(s, topic::confidence, model::text(d.confidence))});
    return rows;
}

// One file: entries of all its tickets by time.
form_rows history(source s) {
    std::vector<tickets::history_entry const*> all;
    for (auto const& t : s.tickets)
        for (auto const& h : t.history) all.push_back(&h);
    std::stable_sort(all.begin(), all.end(), [](auto const* a, auto const* b) { return a->time < b->time; });
    form_rows rows;
    for (auto const* h : all) {
        auto note = h->note.value_or("");
        for (auto const& [name, of] : {std::pair{"result", topic::inspection}, std::pair{"stage", topic::penalty}})
            if (auto const x = fact(*h, name); !x.empty()) note = say(s, of, x) + (note.empty() ? "" : "，" + note);
        auto const officers = fact(*h, "officers");
        rows.push_back({std::to_string(rows.size() + 1), clock_time(h->time), h->ticket, say(s, topic::move, h->move),
                        fact(*h, "doc_no"), officers.empty() ? h->by : officers, note, h->hash, ""});
    }
    return rows;
}

form_rows attachments(source s) {
    form_rows rows;
    for (auto const& t : s.tickets)
        for (auto const& a : t.course.attachments)
            rows.push_back({t.id, a.name, a.digest, std::to_string(a.size),
                            a.stored ? say(s, "在工单库", "in the store") : say(s, "另存", "elsewhere"), a.by, ""});
    return rows;
}

form_rows bundles(source s) {
    form_rows rows;
    for (auto const& b : s.bundles) rows.push_back({b.ticket, b.sha256});
    return rows;
}

form_rows enclosures(source s) {
    form_rows rows;
    for (auto const& t : s.tickets)
        for (auto const& a : t.course.attachments) rows.push_back({a.name, a.digest});
    for (auto const& b : s.bundles) rows.push_back({say(s, "证据包 ", "bundle ") + b.ticket, b.sha256});
    return rows;
}

} // namespace huanchi::report::fills
