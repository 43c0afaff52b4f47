#include "report/law_lines.hpp"

#include "report/json_parts.hpp"
#include "report/phrases.hpp"
#include "tickets/legal_bases.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

using findings::law_comparison;
using findings::law_reason;
using findings::weight;
using choice = law_comparison::choice;

std::string law_word(language in, std::string_view zh, std::string_view en) {
    return std::string(choose(in, zh, en));
}

std::string law_names(std::vector<findings::possible_consequence> const& laws, language in) {
    std::vector<std::string> all;
    for (auto const& l : laws) all.push_back(l.what->law + " " + l.what->penalty);
    return all.empty() ? law_word(in, "无", "none") : joined(all, law_word(in, "、", ", "));
}

std::string reason_phrase(law_reason r, language in) {
    switch (r) {
    case law_reason::equal: return law_word(in, "各项处罚相同", "every part is equal");
    case law_reason::lighter: return law_word(in, "决定时的法律处罚较轻", "the law on the day of the decision is lighter");
    case law_reason::heavier: return law_word(in, "行为时的法律处罚较轻", "the law of the act is lighter");
    case law_reason::mixed:
        return law_word(in, "有的处罚变轻，有的变重，不能排定轻重",
                        "some parts are lighter and some heavier: they cannot be ranked");
    case law_reason::not_comparable:
        return law_word(in, "两法的罚款计算基数不同，须按个案的数额比较",
                        "the fines are reckoned from different amounts: to be compared with those of the case");
    case law_reason::several:
        return law_word(in, "一方有几个处罚依据，比较的结果不一致", "one side has several bases, which do not compare alike");
    case law_reason::unknown_then:
        return law_word(in, "规则里没有行为时的法律后果", "the rules hold no consequence on the day of the act");
    case law_reason::unknown_now:
        return law_word(in, "规则里没有决定时的法律后果：可能不再处罚，也可能没有编入",
                        "the rules hold no consequence on the day of the decision: dropped, or not encoded");
    case law_reason::continuing:
        return law_word(in, "法律在行为持续期间变更，适用哪一部须由决定机关认定",
                        "the law changed while the act went on: the authority has to find which applies");
    case law_reason::uncertain:
        return law_word(in, "处罚依据是否适用尚未确定，或条文未经核对",
                        "whether a basis applies is not known, or its text is not reviewed");
    case law_reason::no_clause:
        return law_word(in, "规则里没有规定新旧法如何适用的条款", "the rules hold no clause on which of the laws applies");
    }
    return {};
}

std::string applied_phrase(law_comparison const& c, language in) {
    switch (c.applies) {
    case choice::act: return law_word(in, "适用行为时的法律", "the law of the act applies");
    case choice::decision: return law_word(in, "适用决定时的法律", "the law of the day of the decision applies");
    case choice::neither: return law_word(in, "两法并列，不作选择", "both are shown, neither is chosen");
    }
    return {};
}

std::string weight_phrase(weight w, language in) {
    switch (w) {
    case weight::lighter: return law_word(in, "变轻", "lighter");
    case weight::heavier: return law_word(in, "变重", "heavier");
    case weight::equal: return law_word(in, "相同", "equal");
    case weight::unclear: return law_word(in, "不能比较", "not comparable");
    }
    return {};
}

json law_bases_json(std::vector<findings::possible_consequence> const& laws) {
    std::vector<tickets::basis> bases;
    for (auto const& l : laws) bases.push_back(tickets::basis_of(l));
    return to_json(bases);
}

json law_comparison_json(law_comparison const& c) {
    auto const chosen = [](choice x) {
        return x == choice::neither ? json(nullptr) : json(x == choice::act ? "act" : "decision");
    };
    json parts = json::array();
    for (auto const& p : c.parts)
        parts.push_back({{"part", p.what == findings::compared_part::kind::fine ? "fine" : "measure"},
                         {"about", or_null(p.about)},
                         {"at_act", or_null(p.at_act)},
                         {"at_decision", or_null(p.at_decision)},
                         {"result", findings::text(p.result)}});
    return {{"violation_type", c.violation_type},
            {"at_act", law_bases_json(c.at_act)},
            {"at_decision", law_bases_json(c.at_decision)},
            {"parts", std::move(parts)},
            {"result", findings::text(c.result)},
            {"reason", findings::text(c.reason)},
            {"applies", chosen(c.applies)}};
}

} // namespace

json to_json(findings::law_transition const& t) {
    json comparisons = json::array();
    for (auto const& c : t.comparisons) comparisons.push_back(law_comparison_json(c));
    json clause = nullptr;
    if (t.clause)
        clause = {{"law", t.clause->law}, {"clause", t.clause->clause}, {"confidence", model::text(t.clause->confidence)}};
    return {{"decided_on", t.decided.text()},
            {"act", {{"first", t.first.text()}, {"last", t.last.text()}}},
            {"clause", std::move(clause)},
            {"comparisons", std::move(comparisons)}};
}

std::optional<findings::law_transition> transition_of(findings::finding const& f, std::optional<decision> const& d) {
    if (!d || f.verdict != eval::verdict::violation || !has_time(f.period)) return std::nullopt;
    auto const last = f.period.from < f.period.to ? base::moment{f.period.to.ms - 1} : f.period.to;
    return findings::compare_laws(*d->rules, f.violation_types, f.medium, f.period.from.date(), last.date(), d->on);
}

std::optional<findings::law_transition> transition_of(tickets::ticket const& t, std::optional<decision> const& d) {
    if (!d || tickets::violations(t) == 0) return std::nullopt;
    return findings::compare_laws(*d->rules, t.violation_types, t.medium, t.first_day, t.last_day, d->on);
}

std::vector<law_line> transition_lines(findings::law_transition const& t, language in) {
    std::vector<law_line> lines;
    auto const colon = law_word(in, "：", ": "), comma = law_word(in, "，", ", "), end = law_word(in, "；", "; ");
    for (auto const& c : t.comparisons) {
        auto text = law_word(in, "决定日 ", "decided on ") + t.decided.text() + colon + law_names(c.at_act, in) +
                    law_word(in, " → ", " → ") + law_names(c.at_decision, in) + comma + reason_phrase(c.reason, in) + end +
                    applied_phrase(c, in);
        if (t.clause) text += law_word(in, "（", " (") + t.clause->law + " " + t.clause->clause + law_word(in, "）", ")");
        lines.push_back({law_word(in, "新旧法", "laws"), std::move(text)});
        if (c.reason == law_reason::continuing && t.clause && !t.clause->note.empty()) lines.push_back({"", t.clause->note});
        for (auto const& p : c.parts)
            if (p.result != weight::equal)
                lines.push_back({"", (p.at_act.empty() ? law_word(in, "无", "none") : p.at_act) + " → " +
                                         (p.at_decision.empty() ? law_word(in, "无", "none") : p.at_decision) + colon +
                                         weight_phrase(p.result, in)});
    }
    return lines;
}

} // namespace huanchi::report
