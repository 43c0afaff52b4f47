#include "report/finding_lines.hpp"

#include "base/utf8.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

constexpr std::size_t most_stretches = 4; // of an undetermined factor that are named

std::string subject(findings::finding const& f, language in) {
    std::string out = f.factor_name.empty() ? f.factor.value_or("") : f.factor_name;
    if (f.series)
        out += " " + f.series->title;
    else if (!is_of(f, model::quantity::grade) && !is_of(f, model::quantity::requirement))
        out += " " + statistic_phrase(f, in);
    if (!f.sample_id.empty()) out += std::string(choose(in, " 样品 ", " sample ")) + f.sample_id;
    return out;
}

std::string when(block const& b, language in) {
    if (!has_time(b.period())) return "";
    auto out = "  " + period_phrase(b.period(), in);
    if (b.single()) return out;
    auto const n = std::to_string(b.findings.size());
    out += in == language::zh ? "，连续 " + n + " 个" : ", " + n + " in a row";
    bool const measured = b.worst->measured.has_value();
    if (measured) out += std::string(choose(in, "，最甚 ", ", worst ")) + period_phrase(b.worst->period, in);
    return out;
}

// The class of a section and the factors that decide it.
std::string grade_line(findings::finding const& f, language in) {
    std::string out = f.measured ? std::string(choose(in, "评为 ", "class ")) + f.measured->value : "";
    if (f.limit && f.limit->max) out += std::string(choose(in, "，目标 ", ", target ")) + *f.limit->max;
    if (f.trace && !f.trace->because.empty())
        out += std::string(choose(in, "，由 ", ", decided by ")) + joined(f.trace->because, choose(in, "、", ", "));
    return out + (in == language::zh && f.trace && !f.trace->because.empty() ? " 决定" : "");
}

std::string value_line(findings::finding const& f, language in) {
    if (is_of(f, model::quantity::grade)) return grade_line(f, in);
    std::string out = f.measured ? measured_phrase(*f.measured, in) : "";
    if (f.limit)
        out += std::string(choose(in, out.empty() ? "限值 " : "，限值 ", out.empty() ? "limit " : ", limit ")) +
               limit_phrase(*f.limit, in);
    if (f.exceedance)
        out += in == language::zh ? "，超标 " + *f.exceedance + " 倍" : ", exceeded by " + *f.exceedance + " times the limit";
    if (f.marginal)
        out += choose(in, "；直接给出的值与可复算的值结论不同", "; the value delivered and the one recomputed disagree");
    return out;
}

std::string clause_line(findings::finding const& f, language in) {
    if (!f.provision) return "";
    std::string out = provision_phrase(*f.provision) + std::string(choose(in, "，", ", ")) +
                      std::string(word(topic::level, f.provision->level, in));
    std::vector<std::string> others;
    for (auto const& p : f.also_breached) others.push_back(provision_phrase(p));
    if (!others.empty())
        out += std::string(choose(in, "；同时不符合 ", "; also breached: ")) + joined(others, choose(in, "、", ", "));
    return out;
}

std::string evidence_line(findings::finding const& f, language in) {
    auto out = std::string(word(topic::source, f.source, in)) + std::string(choose(in, "，", ", ")) +
               std::string(word(topic::standing, f.standing, in));
    if (!f.lacks.empty()) out += std::string(choose(in, "；还缺：", "; lacking: ")) + joined(f.lacks, choose(in, "、", ", "));
    return out + "  " + f.id;
}

struct group {
    std::string code, missing;
    std::vector<findings::finding const*> findings;
};

std::string missing_phrase(findings::reason const& r, language in) {
    std::vector<std::string> parts;
    for (auto const& m : r.missing)
        parts.push_back(field_name(m, in) + (m.band.empty()
                                                 ? ""
                                                 : std::string(choose(in, "（影响结论的范围：", " (matters where ")) + m.band +
                                                       std::string(choose(in, "）", ")"))));
    return joined(parts, choose(in, "、", ", "));
}

std::vector<group> by_reason(std::vector<findings::finding const*> const& all, language in) {
    std::vector<group> groups;
    for (auto const* f : all) {
        auto const r = f->reason.value_or(findings::reason{});
        auto const missing = missing_phrase(r, in);
        auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](group const& g) { return g.code == r.code && g.missing == missing; });
        if (found == groups.end()) found = groups.insert(groups.end(), {r.code, missing, {}});
        found->findings.push_back(f);
    }
    return groups;
}

// The reason of all of them where they agree (it may carry counts), else the reason in general.
std::string reason_of(group const& g, language in) {
    auto const text = [&](findings::finding const* f) {
        return f->reason ? (in == language::zh ? f->reason->text_zh : f->reason->text_en) : std::string();
    };
    auto const first = text(g.findings.front());
    bool const same = std::all_of(g.findings.begin(), g.findings.end(), [&](auto const* f) { return text(f) == first; });
    return same && !first.empty() ? first : std::string(reason_word(g.code, in));
}

// One line a factor and statistic: how many, and when.
std::string affected(std::vector<findings::finding const*> const& all, std::size_t indent, text_options const& o) {
    std::vector<std::pair<std::string, std::vector<findings::finding const*>>> kinds;
    for (auto const* f : all) {
        auto const name = subject(*f, o.language);
        auto found = std::find_if(kinds.begin(), kinds.end(), [&](auto const& k) { return k.first == name; });
        if (found == kinds.end()) found = kinds.insert(kinds.end(), {name, {}});
        found->second.push_back(f);
    }
    std::string out;
    for (auto const& [name, findings] : kinds) {
        auto const blocks = folded(findings);
        std::vector<std::string> stretches;
        for (std::size_t i = 0; i < std::min(blocks.size(), most_stretches); ++i)
            if (has_time(blocks[i].period())) stretches.push_back(period_phrase(blocks[i].period(), o.language));
        auto text = std::to_string(findings.size()) + std::string(choose(o.language, " 个：", ": ")) +
                    joined(stretches, choose(o.language, "；", "; "));
        if (blocks.size() > most_stretches)
            text += std::string(choose(o.language, " 等 ", " and more, ")) + std::to_string(blocks.size()) +
                    std::string(choose(o.language, " 段", " stretches"));
        auto const& first = *findings.front();
        if (first.provision)
            text += std::string(choose(o.language, "（", " (")) + provision_phrase(*first.provision) +
                    std::string(choose(o.language, "）", ")"));
        out += laid_out({indent, name, ink::plain, text}, o.width, o.colour);
    }
    return out;
}

std::string reason_text(findings::finding const& f, language in) {
    return in == language::zh ? f.reason->text_zh : f.reason->text_en;
}

} // namespace

std::string finality_phrase(findings::finding const& f, language in) {
    if (!f.finality) return "";
    auto const& x = *f.finality;
    auto const until = period_phrase({x.until, x.until}, in);
    if (x.state == "provisional")
        return std::string(choose(in, "待定：", "provisional: marking closes ")) + until +
               std::string(choose(in, " 以前还可以标记", ""));
    if (x.state == "final") return std::string(choose(in, "已定：标记截止于 ", "final: marking closed ")) + until;
    auto out = std::string(choose(in, "已更改：标记截止（", "amended: data that came after marking closed (")) + until +
               std::string(choose(in, "）以后才到的数据改变了判定，原为 ", ") changed it; it was "));
    if (!x.verdict_before) return out + std::string(choose(in, "没有判定", "not judged"));
    out += word(topic::verdict, *x.verdict_before, in);
    return x.measured_before ? out + " " + *x.measured_before : out;
}

std::string lead_text(findings::finding const& f, std::size_t indent, text_options const& o) {
    auto const in = o.language;
    auto const head = std::string(choose(in, "线索", "lead"));
    auto out = laid_out({indent, head, ink::yellow, subject(f, in) + "  " + period_phrase(f.period, in)}, o.width, o.colour);
    auto const inner = indent + base::display_width(head) + 1;
    std::vector<std::string> lines;
    auto const seen = [&](findings::seen_series::value const& v) {
        auto const beside = joined(v.beside, choose(in, "，", ", "));
        return period_phrase(v.period, in) + " " + v.written +
               (beside.empty() ? "" : std::string(choose(in, "（", " (")) + beside + std::string(choose(in, "）", ")")));
    };
    auto const& s = *f.series;
    if (!s.values.empty()) {
        auto text = s.count
                        ? std::to_string(s.count) + std::string(choose(in, " 个数据：", s.count == 1 ? " datum: " : " data: "))
                        : std::string(choose(in, "前后：", "before and after: "));
        text += seen(s.values.front());
        if (s.values.size() > 1) text += std::string(s.count > 2 ? " … " : choose(in, "；", "; ")) + seen(s.values.back());
        lines.push_back(std::move(text));
    }
    if (!f.because.empty()) lines.push_back(joined(f.because, choose(in, "，", ", ")));
    lines.push_back(clause_line(f, in) + (f.provision && f.provision->confidence == "low"
                                              ? std::string(choose(in, "，阈值未核对原文", ", threshold unchecked"))
                                              : ""));
    if (f.finality && f.finality->state != "final") lines.push_back(finality_phrase(f, in));
    lines.push_back(evidence_line(f, in));
    for (auto const& l : lines) out += laid_out({inner, "", ink::plain, l}, o.width, o.colour);
    return out;
}

ink ink_of(eval::verdict v) {
    switch (v) {
    case eval::verdict::violation: return ink::red;
    case eval::verdict::not_met: return ink::yellow;
    case eval::verdict::undetermined: return ink::magenta;
    case eval::verdict::compliant: return ink::green;
    default: return ink::cyan;
    }
}

std::string block_text(block const& b, std::size_t indent, text_options const& o) {
    auto const& f = *b.worst;
    auto const lead = std::string(verdict_word(f, o.language));
    auto out = laid_out({indent, lead, ink_of(f.verdict), subject(f, o.language) + when(b, o.language)}, o.width, o.colour);
    auto const inner = indent + base::display_width(lead) + 1;
    auto const exempt =
        f.verdict == eval::verdict::exempt && f.reason ? reason_text(*b.findings.back(), o.language) : std::string();
    auto const open = f.finality && f.finality->state != "final" ? finality_phrase(f, o.language) : std::string();
    for (auto const& line : {value_line(f, o.language), clause_line(f, o.language), exempt, open, evidence_line(f, o.language)})
        if (!line.empty()) out += laid_out({inner, "", ink::plain, line}, o.width, o.colour);
    return out;
}

std::string undetermined_text(std::vector<findings::finding const*> const& all, std::size_t indent, text_options const& o) {
    std::string out;
    for (auto const& g : by_reason(all, o.language)) {
        auto const lead = std::string(word(eval::verdict::undetermined, o.language));
        out += laid_out({indent, lead, ink_of(eval::verdict::undetermined), reason_of(g, o.language)}, o.width, o.colour);
        auto const inner = indent + base::display_width(lead) + 1;
        if (!g.missing.empty())
            out +=
                laid_out({inner, std::string(choose(o.language, "缺", "missing:")), ink::plain, g.missing}, o.width, o.colour);
        out += affected(g.findings, inner, o);
    }
    return out;
}

} // namespace huanchi::report
