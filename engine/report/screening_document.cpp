#include "report/screening_document.hpp"

#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace huanchi::report {

namespace {

json names_of(std::vector<findings::missing_value> const& all) {
    json names = json::array();
    for (auto const& m : all) names.push_back(m.name);
    return names;
}

json item_json(findings::screened_item const& i) {
    json turns = json::array();
    for (auto const& t : i.turns) turns.push_back({{"field", t.field}, {"now", or_null(t.now)}, {"to", t.to}});
    json j{{"provision", to_json(i.provision)},
           {"title", i.title},
           {"verdict", std::string(eval::text(i.verdict))},
           {"because", i.because},
           {"needs", names_of(i.needs)}};
    if (!turns.empty()) j["turns"] = std::move(turns);
    return j;
}

// What was otherwise before fields were set: items by their provision, null where there was none.
json changed_json(findings::screened_project const& before, findings::screened_project const& now) {
    json items = json::array();
    auto const verdict_in = [](findings::screened_project const& p, std::string const& id) -> json {
        for (auto const& i : p.items)
            if (i.provision.id == id) return std::string(eval::text(i.verdict));
        return {};
    };
    auto const add = [&](findings::screened_item const& i) {
        auto const was = verdict_in(before, i.provision.id), is = verdict_in(now, i.provision.id);
        if (was != is) items.push_back({{"provision", i.provision.id}, {"title", i.title}, {"before", was}, {"after", is}});
    };
    for (auto const& i : now.items) add(i);
    for (auto const& i : before.items)
        if (verdict_in(now, i.provision.id).is_null()) add(i);
    return {{"overall", std::string(findings::text(before.overall))}, {"items", items}};
}

json catalogue_json(findings::finding const& f) {
    json j{
        {"name", f.factor_name}, {"listed", nullptr}, {"provision", nullptr}, {"because", f.because}, {"needs", json::array()}};
    if (f.measured) j["listed"] = f.measured->value == "yes";
    if (f.provision) j["provision"] = to_json(*f.provision);
    if (f.reason) j["needs"] = names_of(f.reason->missing);
    return j;
}

json project_json(findings::screened_project const& p, findings::screened_project const* before) {
    json items = json::array(), catalogues = json::array();
    for (auto const& i : p.items) items.push_back(item_json(i));
    for (auto const& c : p.catalogues) catalogues.push_back(catalogue_json(c));
    json j{{"project", p.id},
           {"is_two_high", p.is_two_high ? json(*p.is_two_high) : json()},
           {"overall", std::string(findings::text(p.overall))},
           {"items", std::move(items)},
           {"catalogues", std::move(catalogues)},
           {"not_yet_in_force", p.later}};
    if (before) j["before"] = changed_json(*before, p);
    return j;
}

findings::screened_project const* before(findings::screening const& s, std::size_t project) {
    return s.before.empty() ? nullptr : &s.before[project];
}

std::string turns_text(std::vector<findings::turn> const& all, std::string_view between) {
    std::string out;
    for (auto const& t : all) out += (out.empty() ? "" : std::string(between)) + t.to;
    return out;
}

struct screening_writer {
    findings::screening const& s;
    text_options const& o;

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }
    std::string line(std::size_t indent, std::string lead, ink with, std::string text) const {
        return laid_out({indent, std::move(lead), with, std::move(text)}, o.width, o.colour);
    }

    std::string overall(findings::screening_result r) const {
        switch (r) {
        case findings::screening_result::pass: return say("通过", "pass");
        case findings::screening_result::fail: return say("不通过", "fail");
        case findings::screening_result::incomplete: break;
        }
        return say("材料不全，须补正", "incomplete: to be supplemented");
    }
    static ink ink_of(findings::screening_result r) {
        static constexpr std::array inks{ink::green, ink::red, ink::yellow};
        return inks[static_cast<std::size_t>(r)];
    }

    std::string needs(std::vector<findings::missing_value> const& all) const {
        std::vector<std::string> names;
        for (auto const& m : all) names.push_back(field_name(m, o.language));
        return say("须补：", "needs: ") + joined(names, say("、", ", "));
    }

    std::string two_high(findings::screened_project const& p) const {
        if (!p.is_two_high) return say("两高项目：不知道", "two-high project: not known");
        return *p.is_two_high ? say("两高项目：是", "two-high project: yes") : say("两高项目：否", "two-high project: no");
    }

    std::string met(eval::verdict v) const {
        if (v == eval::verdict::compliant) return say("符合", "met");
        if (v == eval::verdict::violation) return say("不符合", "not met");
        return std::string(word(v, o.language));
    }

    std::string item(findings::screened_item const& i) const {
        bool const bad = i.verdict == eval::verdict::violation, open = i.verdict == eval::verdict::undetermined;
        auto out = line(4, met(i.verdict), bad ? ink::red : open ? ink::yellow : ink::plain, i.title);
        auto said = provision_phrase(i.provision);
        if (i.provision.confidence != "high")
            said += say("（可信度：", " (confidence: ") +
                    std::string(word(topic::confidence, i.provision.confidence, o.language)) + say("）", ")");
        out += line(9, "", ink::plain, said);
        if (!i.because.empty()) out += line(9, "", ink::dim, joined(i.because, "; "));
        if (!i.needs.empty()) out += line(9, "", ink::yellow, needs(i.needs));
        if (!i.turns.empty())
            out += line(9, "", ink::green,
                        say("改一项即符合：", "met with one change: ") + turns_text(i.turns, say("，或者 ", ", or ")));
        else if (s.turns_asked && i.verdict == eval::verdict::violation)
            out += line(9, "", ink::dim,
                        say("没有哪一项单独改了就符合，或者算不出", "no single change would do, or none can be computed"));
        return out;
    }

    // What setting fields has changed.
    std::string changes(findings::screened_project const& was, findings::screened_project const& p) const {
        auto const verdict_of = [&](findings::screened_project const& of, std::string const& id) {
            for (auto const& i : of.items)
                if (i.provision.id == id) return met(i.verdict);
            return say("没有问到", "not asked");
        };
        auto out = line(2, say("原来", "before"), ink::bold, overall(was.overall));
        for (auto const& i : p.items)
            if (auto const before = verdict_of(was, i.provision.id), now = met(i.verdict); before != now)
                out += line(4, before + " → " + now, ink::cyan, i.title + say("，", ", ") + provision_phrase(i.provision));
        return out;
    }

    std::string project(findings::screened_project const& p, findings::screened_project const* was) const {
        auto out = line(0, p.id, ink::bold, p.name);
        out += line(2, overall(p.overall), ink_of(p.overall), two_high(p));
        if (was) out += changes(*was, p);
        for (auto const& c : p.catalogues) {
            auto said = c.factor_name + say("：", ": ") +
                        (c.measured ? say(c.measured->value == "yes" ? "列入" : "没有列入",
                                          c.measured->value == "yes" ? "listed" : "not listed")
                                    : say("不知道", "not known"));
            if (c.provision) said += say("，", ", ") + provision_phrase(*c.provision);
            if (!c.because.empty()) said += say("：", ": ") + joined(c.because, "; ");
            out += line(4, "", ink::plain, said);
            if (c.reason && !c.reason->missing.empty()) out += line(9, "", ink::yellow, needs(c.reason->missing));
        }
        std::size_t quiet = 0;
        for (auto const& i : p.items)
            if (i.verdict == eval::verdict::not_applicable)
                ++quiet;
            else
                out += item(i);
        if (!p.later.empty())
            out += line(4, "", ink::yellow,
                        say("这一天还没有施行，此前的规定没有编入：",
                            "not yet in force on this day, and what was before is not here: ") +
                            joined(p.later, say("、", ", ")));
        if (quiet) out += line(4, "", ink::dim, std::to_string(quiet) + say(" 条不适用", " that do not apply"));
        return out + "\n";
    }

    std::string write() const {
        std::string out;
        std::array<std::size_t, 3> count{};
        for (std::size_t i = 0; i < s.projects.size(); ++i) {
            auto const& p = s.projects[i];
            out += project(p, before(s, i));
            ++count[static_cast<std::size_t>(p.overall)];
        }
        out += line(0, "", ink::plain,
                    std::to_string(s.projects.size()) + say(" 个项目：", " projects: ") + std::to_string(count[0]) +
                        say(" 个通过，", " pass, ") + std::to_string(count[1]) + say(" 个不通过，", " fail, ") +
                        std::to_string(count[2]) + say(" 个材料不全", " incomplete"));
        for (auto const& r : s.rejects)
            out += line(0, say("读不出：", "rejected: "), ink::red,
                        s.files[r.file] + ":" + std::to_string(r.line) + " " + r.column + ": " + r.reason);
        return out;
    }
};

} // namespace

std::string screening_json(findings::screening const& s) {
    json_document doc;
    doc.member("schema", "huanchi.screen/1");
    doc.open_list("results");
    for (std::size_t i = 0; i < s.projects.size(); ++i) doc.item(project_json(s.projects[i], before(s, i)));
    doc.close_list();
    doc.open_list("rejected");
    for (auto const& r : s.rejects)
        doc.item({{"file", s.files[r.file]}, {"line", r.line}, {"column", r.column}, {"reason", r.reason}});
    doc.close_list();
    return std::move(doc).finish();
}

std::string screening_ndjson(findings::screening const& s) {
    std::string out;
    for (std::size_t i = 0; i < s.projects.size(); ++i) out += written(project_json(s.projects[i], before(s, i)), -1) + "\n";
    return out;
}

std::string screening_csv(findings::screening const& s) {
    csv_lines csv(false);
    csv.line({"project", "is_two_high", "overall", "title", "verdict", "provision_id", "standard", "clause", "level",
              "confidence", "because", "needs", "turns"});
    for (auto const& p : s.projects)
        for (auto const& i : p.items) {
            std::vector<std::string> needs;
            for (auto const& m : i.needs) needs.push_back(m.name);
            csv.line({p.id, p.is_two_high ? (*p.is_two_high ? "true" : "false") : "", std::string(findings::text(p.overall)),
                      i.title, std::string(eval::text(i.verdict)), i.provision.id, i.provision.standard, i.provision.clause,
                      i.provision.level, i.provision.confidence, joined(i.because, ";"), joined(needs, ";"),
                      turns_text(i.turns, ";")});
        }
    return std::move(csv).finish();
}

std::string screening_text(findings::screening const& s, text_options const& o) {
    return screening_writer{s, o}.write();
}

} // namespace huanchi::report
