#include "report/minor_parts.hpp"

#include "report/json_parts.hpp"
#include "report/phrases.hpp"
#include "report/rule_names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace huanchi::report {

namespace {

using answer = tickets::asked_condition::answer;
using outcome = tickets::listed_entry::outcome;
using origin = tickets::circumstance::origin;

struct minor_writer {
    examined_minor const& m;
    language in;
    rule_names names = rule_names(*m.rules);

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in, zh, en)); }
    std::string name(model::field_ref f) const { return in == language::zh ? m.rules->at(f).name : m.rules->at(f).json; }
    std::string name_list(std::vector<model::field_ref> const& fields) const {
        std::vector<std::string> all;
        for (auto const f : fields) all.push_back(name(f));
        return joined(all, say("、", ", "));
    }
    model::catalogue const& of(tickets::listed_entry const& e) const { return m.rules->catalogues[e.catalogue]; }
    model::catalogue_entry const& entry(tickets::listed_entry const& e) const { return of(e).entries[e.entry]; }

    // `期限内改正 = yes or 立即改正 = yes` as an officer says it: 期限内改正或立即改正.
    std::string condition(tickets::asked_condition const& c, std::uint16_t record) const {
        if (!c.exception.empty()) return say("不在例外“", "not excepted by “") + c.exception + "”";
        auto text = names.condition(c.text, in, record);
        if (in != language::zh) return text;
        for (auto const& [from, to] : {std::pair<std::string_view, std::string_view>{" = yes", ""},
                                       {" = no", "：否"},
                                       {" and ", "且"},
                                       {" or ", "或"},
                                       {" within ", " 属于 "}})
            for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
                text.replace(at, from.size(), to);
        return text;
    }

    std::string offence(tickets::minor_examination const& x) const {
        return names.offence(x.violation_type, x.medium, x.act, in);
    }

    // Text -----------------------------------------------------------------------------------------------------------

    std::string known(tickets::circumstance const& c) const {
        constexpr std::pair<std::string_view, std::string_view> words[] = {
            {"记录", "record"},
            {"工单", "ticket"},
            {"企业资料", "site"},
            {"库里送达过的处罚决定", "a penalty served, in the store"}};
        auto const& [zh, en] = words[static_cast<std::size_t>(c.from)];
        auto value = c.value;
        if (in == language::zh && (value == "yes" || value == "no")) value = value == "yes" ? "是" : "否";
        auto text = name(c.field) + " " + value + say("（", " (") + say(zh, en);
        if (!c.overruled.empty()) text += say("；记录填的是 ", "; the record says ") + c.overruled;
        return text + say("）", ")");
    }

    std::string conditions(tickets::listed_entry const& e, answer wanted) const {
        std::vector<std::string> all;
        auto const record = of(e).field.record;
        for (auto const& c : e.conditions)
            if (c.is == wanted && !(c.of_scope && c.is == answer::met)) all.push_back(condition(c, record));
        return joined(all, say("；", "; "));
    }

    minor_line line(tickets::listed_entry const& e) const {
        auto const& document = m.rules->documents[of(e).document];
        auto text = document.number + (document.number == document.title || document.title.empty() ? "" : " ") +
                    document.title + " " + entry(e).clause + " " + entry(e).title + say("（", " (") + name(of(e).field) +
                    say("）", ")");
        auto const add = [&](std::string_view zh, std::string_view en, std::string const& what) {
            if (!what.empty()) text += say("。", ". ") + say(zh, en) + what;
        };
        if (e.is == outcome::does_not_apply) {
            add("不符合：", "not met: ", conditions(e, answer::not_met));
            return {say("不适用", "no"), std::move(text), minor_line::tone::dim};
        }
        add("符合：", "met: ", conditions(e, answer::met));
        add("不知道：", "not known: ", conditions(e, answer::unknown));
        if (e.unreviewed)
            text += say("。这一项的转录存疑，未经核对，不据以得出结论", ". The entry is not reviewed: nothing follows from it");
        add("注：", "note: ", entry(e).note);
        if (e.is == outcome::undetermined) return {say("无法判断", "open"), std::move(text), minor_line::tone::open};
        text += say("。各项条件都符合，可不予处罚，由机关决定",
                    ". All is met: no penalty may be imposed; for the authority to decide");
        return {say("可不予处罚", "all met"), std::move(text), minor_line::tone::good};
    }

    void lines(tickets::minor_examination const& x, std::vector<minor_line>& into) const {
        auto head = offence(x) + say("，", ", ") + x.act.text() +
                    (x.record.empty() ? say("；没有“违法情节”记录", "; no record of circumstances was given")
                                      : say("；记录 ", "; record ") + x.record);
        into.push_back({"", std::move(head)});
        std::vector<std::string> all;
        for (auto const& c : x.known) {
            auto const& json = m.rules->at(c.field).json;
            bool const in_head = json == "violation_type" || json == "medium" || json == "time";
            if (!in_head || !c.overruled.empty()) all.push_back(known(c));
        }
        if (!all.empty()) into.push_back({say("已知", "known"), joined(all, say("、", ", "))});
        for (auto const wanted : {outcome::all_met, outcome::undetermined, outcome::does_not_apply})
            for (auto const& e : x.entries)
                if (e.is == wanted) into.push_back(line(e));
        if (x.entries.empty())
            into.push_back(
                {"", say("没有一部法律、目录列有这类情形", "no law or catalogue in force here lists any such case")});
    }

    std::string summary(tickets::minor_examination const& x) const {
        std::vector<std::string> met, parts;
        std::vector<model::field_ref> lacking;
        std::size_t open = 0, failing = 0;
        for (auto const& e : x.entries) {
            if (e.is == outcome::all_met) met.push_back(entry(e).title);
            open += e.is == outcome::undetermined;
            failing += e.is == outcome::does_not_apply;
            for (auto const f : e.missing)
                if (std::find(lacking.begin(), lacking.end(), f) == lacking.end()) lacking.push_back(f);
        }
        if (!met.empty())
            parts.push_back(say("可不予处罚 ", "all is met of ") + std::to_string(met.size()) + say(" 项：", ": ") +
                            joined(met, say("、", ", ")));
        if (open > 0)
            parts.push_back(say("无法判断 ", "open ") + std::to_string(open) + say(" 项，不知道：", ", not known: ") +
                            name_list(lacking));
        if (failing > 0) parts.push_back(say("不适用 ", "not of the kind ") + std::to_string(failing) + say(" 项", ""));
        if (parts.empty()) parts.push_back(say("没有一部法律、目录列有这类情形", "no law or catalogue lists any such case"));
        return offence(x) + say("：", ": ") + joined(parts, say("；", "; "));
    }

    // JSON -----------------------------------------------------------------------------------------------------------

    json missing(std::vector<model::field_ref> const& fields) const {
        json all = json::array();
        for (auto const f : fields) all.push_back({{"field", m.rules->at(f).json}, {"name", m.rules->at(f).name}});
        return all;
    }

    json entry_json(tickets::listed_entry const& e) const {
        json conditions = json::array();
        for (auto const& c : e.conditions)
            conditions.push_back({{"condition", c.text},
                                  {"text", condition(c, of(e).field.record)},
                                  {"exception", or_null(c.exception)},
                                  {"result", std::string(tickets::text(c.is))},
                                  {"of_scope", c.of_scope},
                                  {"missing", missing(c.missing)}});
        auto const& document = m.rules->documents[of(e).document];
        return {{"result", std::string(tickets::text(e.is))},
                {"document", {{"number", document.number}, {"title", document.title}}},
                {"clause", entry(e).clause},
                {"title", entry(e).title},
                {"lists", {{"field", m.rules->at(of(e).field).json}, {"name", m.rules->at(of(e).field).name}}},
                {"conditions", std::move(conditions)},
                {"missing", missing(e.missing)},
                {"confidence", std::string(model::text(entry(e).confidence))},
                {"unreviewed", e.unreviewed},
                {"note", or_null(entry(e).note)},
                {"text", line(e).text}};
    }

    json examination_json(tickets::minor_examination const& x) const {
        json known_ = json::array(), entries = json::array();
        for (auto const& c : x.known)
            known_.push_back({{"field", m.rules->at(c.field).json},
                              {"name", m.rules->at(c.field).name},
                              {"value", c.value},
                              {"from", std::string(tickets::text(c.from))},
                              {"overruled", or_null(c.overruled)}});
        for (auto const& e : x.entries) entries.push_back(entry_json(e));
        return {{"violation_type", x.violation_type},
                {"medium", or_null(x.medium)},
                {"act", x.act.text()},
                {"record", or_null(x.record)},
                {"known", std::move(known_)},
                {"entries", std::move(entries)},
                {"of_other_offences", x.of_other_offences}};
    }
};

} // namespace

json to_json(examined_minor const& m, language in) {
    minor_writer const w{m, in};
    json examinations = json::array();
    for (auto const& x : m.sheet.examinations) examinations.push_back(w.examination_json(x));
    return {{"order", w.say("先查追究时效和不予处罚的情形，再看罚款幅度；是否不予处罚由机关决定",
                            "limitation and minor violations come before any range of fine; the authority decides")},
            {"examinations", std::move(examinations)},
            {"unused_records", m.sheet.unused}};
}

std::vector<std::string> minor_summary(examined_minor const& m, language in) {
    std::vector<std::string> all;
    for (auto const& x : m.sheet.examinations) all.push_back(minor_writer{m, in}.summary(x));
    return all;
}

std::vector<minor_line> minor_lines(examined_minor const& m, language in) {
    minor_writer const w{m, in};
    std::vector<minor_line> all;
    for (auto const& x : m.sheet.examinations) w.lines(x, all);
    for (auto const& id : m.sheet.unused)
        all.push_back(
            {"", w.say("记录 ", "record ") + id + w.say(" 不是这些工单的违法行为，没有用", " is about none of these offences"),
             minor_line::tone::open});
    bool const none_given = std::any_of(m.sheet.examinations.begin(), m.sheet.examinations.end(),
                                        [](auto const& x) { return x.record.empty() && !x.entries.empty(); });
    if (none_given)
        all.push_back(
            {"", w.say("查清后填“违法情节”记录，用 tickets case show --records 给出；没有填的不当作有利或者不利",
                       "give what is found out as a record of circumstances with tickets case show --records; what is "
                       "not given counts for nobody")});
    return all;
}

} // namespace huanchi::report
