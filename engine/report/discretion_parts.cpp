#include "report/discretion_parts.hpp"

#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/rule_names.hpp"
#include "report/words.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

using findings::discretion_standing;

std::string either(language in, std::string_view zh, std::string_view en) {
    return std::string(choose(in, zh, en));
}

std::string days_of(base::span_of_dates const& s, language in) {
    auto const from = s.from ? s.from->text() : "…", last = s.before ? (*s.before + -1).text() : "…";
    return from + either(in, " 至 ", " to ") + last;
}

} // namespace

std::string discretion_notice(language in) {
    return either(
        in, "疑似线索，须经核查，不作为处罚决定；裁量结果仅供参考，由机关决定",
        "suspected leads: to be verified, not a penalty decision; the result is a reference only, the authority decides");
}

std::string standing_phrase(discretion_standing s, language in) {
    switch (s) {
    case discretion_standing::proposed: return either(in, "施行中", "in force");
    case discretion_standing::reference: return either(in, "仅作参考", "a reference only");
    case discretion_standing::suspended: return either(in, "不再计算", "no longer computed");
    case discretion_standing::not_in_force: return either(in, "没有施行", "not in force");
    case discretion_standing::lacking: return either(in, "不全", "incomplete");
    }
    return {};
}

std::string laws_phrase(std::vector<model::law_article> const& laws, language in) {
    std::vector<std::string> all;
    for (auto const& l : laws) all.push_back(l.law + l.article);
    return joined(all, either(in, "、", ", "));
}

std::string fines_phrase(std::vector<model::fine_range> const& fines, language in) {
    std::vector<std::string> all;
    for (auto const& f : fines) all.push_back(text(f));
    return joined(all, either(in, "；", "; "));
}

bool region_open(model::discretion const& t, discretion_document const& d) {
    return !findings::used_at(t, *d.rules, d.region);
}

std::string region_open_phrase(model::discretion const& t, discretion_document const& d, language in) {
    auto const where = rule_names(*d.rules).condition(model::text(*t.where, *d.rules), in);
    return either(in, "企业所在地区没有填写，不知道能不能用：本表只用于 " + where,
                  "the region of the site is not known, so whether the table may be used is open: it is for " + where);
}

std::string elsewhere_phrase(model::discretion const& t, discretion_document const& d, language in) {
    auto const where = rule_names(*d.rules).condition(model::text(*t.where, *d.rules), in);
    return either(in, "企业在 " + d.region + "，本表只用于 " + where,
                  "the site lies in " + d.region + ", the table is for " + where);
}

std::vector<discretion_caveat> caveats_of(discretion_document const& d, language in) {
    std::vector<discretion_caveat> all;
    auto const& r = *d.result;
    auto const& t = *r.table;
    if (region_open(t, d)) all.push_back({"region_unknown", region_open_phrase(t, d, in)});
    if (r.change) {
        auto const since = r.change->effective.from ? r.change->effective.from->text() : "…";
        auto const law = laws_phrase(r.change->laws, in);
        if (r.change->status == model::status::advisory)
            all.push_back({"reference_only",
                           either(in, "自 " + since + " 起由" + law + "规定，幅度相同；裁量表没有随之修订，结果仅作参考",
                                  "since " + since + " " + law +
                                      " governs, with the same range; the table was not issued anew, so "
                                      "the result is a reference only")});
        else
            all.push_back(
                {"law_changed",
                 either(in, "自 " + since + " 起由" + law + "规定，幅度已经改变；本表的公式不能用，只列出法定幅度和裁量因素",
                        "since " + since + " " + law +
                            " governs, and the range is another one; the formula must not be used: the statutory range and the "
                            "factors only")});
        if (!r.change->note.empty()) all.push_back({"note", r.change->note});
    }
    if (r.standing == discretion_standing::not_in_force)
        all.push_back({"not_in_force", either(in, "行为之日不在施行期间（" + days_of(t.effective, in) + "）",
                                              "the act is outside the span in force (" + days_of(t.effective, in) + ")")});
    std::vector<std::string> unknown, heaviest;
    for (auto const& i : r.items) {
        if (i.from == findings::chosen_level::origin::unknown) unknown.push_back(i.item);
        if (i.heaviest) heaviest.push_back(i.item);
    }
    auto const comma = either(in, "、", ", ");
    if (!unknown.empty() && r.mistakes.empty())
        all.push_back({"unknown_lowest", either(in, "没有填写、按最低档计的因素：", "not given, so the lowest level counts: ") +
                                             joined(unknown, comma)});
    if (!heaviest.empty())
        all.push_back({"heaviest_of_several", either(in, "几种情形并存、按较重的计：", "several given, the heaviest counts: ") +
                                                  joined(heaviest, comma)});
    if (r.band && !r.amount)
        all.push_back(
            {"open_in_band", either(in, "幅度之内取多少，由机关决定", "where in the band is for the authority to say")});
    if (t.confidence != model::confidence::high)
        all.push_back({"confidence", either(in, "本表的转录存疑，可信度：", "the table is not certain, confidence: ") +
                                         std::string(word(topic::confidence, text(t.confidence), in))});
    if (!t.note.empty()) all.push_back({"note", t.note});
    return all;
}

std::pair<std::string, std::string> mistake_phrase(findings::discretion_mistake const& m, language in) {
    using kind = findings::discretion_mistake::kind;
    auto const known = joined(m.known, either(in, "；", "; "));
    switch (m.what) {
    case kind::no_such_factor:
        return {either(in, "表里没有“" + m.name + "”这个因素", "the table has no factor `" + m.name + "`"),
                either(in, "可填：", "it has: ") + known};
    case kind::no_such_level:
        return {either(in, "“" + m.name + "”没有“" + m.said + "”这一档，或者不止一档含有这些字",
                       "`" + m.name + "` has no level `" + m.said + "`, or several have it in them"),
                either(in, "各档：", "its levels: ") + known};
    case kind::outside_all_levels:
        return {either(in, "“" + m.name + "”的各档都不含 " + m.said, "no level of `" + m.name + "` holds " + m.said),
                either(in, "各档：", "its levels: ") + known};
    case kind::no_amount: break;
    }
    return {either(in, "“" + m.name + "”应是以元计的数，不是“" + m.said + "”",
                   "`" + m.name + "` is an amount in 元, not `" + m.said + "`"),
            either(in, "例：--set " + m.name + "=50000000", "for example --set " + m.name + "=50000000")};
}

} // namespace huanchi::report
