#include "report/check_document.hpp"
#include "report/finding_lines.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace huanchi::report {

namespace {

constexpr std::size_t most_ticket_ids = 20;

struct check_writer {
    findings::check_result const& r;
    std::vector<tickets::ticket_action> const& actions;
    check_text_options const& o;
    std::string out = {};

    language in() const { return o.text.language; }
    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(in(), zh, en)); }
    void line(std::size_t indent, std::string lead, ink with, std::string text) {
        out += laid_out({indent, std::move(lead), with, std::move(text)}, o.text.width, o.text.colour);
    }
    void line(std::string text) { line(0, "", ink::plain, std::move(text)); }
    std::uint64_t count(eval::verdict v) const { return r.verdicts[static_cast<std::size_t>(v)]; }

    std::vector<findings::finding const*> of(std::vector<findings::finding const*> const& all, eval::verdict v) const {
        std::vector<findings::finding const*> some;
        std::copy_if(all.begin(), all.end(), std::back_inserter(some), [&](auto const* f) { return f->verdict == v; });
        return some;
    }

    // What a change of the law means for the findings of a block, each line once.
    void laws(block const& b, std::size_t indent) {
        std::set<std::string> said;
        for (auto const* f : b.findings)
            if (auto const between = transition_of(*f, o.decision))
                for (auto const& l : transition_lines(*between, in()))
                    if (said.insert(l.text).second) line(indent, l.lead, ink::plain, l.text);
    }

    void outlet(std::vector<findings::finding const*> const& all) {
        std::size_t const indent = all.front()->outlet_id ? 4 : 2;
        if (all.front()->outlet_id) line(2, *all.front()->outlet_id, ink::bold, "");
        for (auto const v : {eval::verdict::violation, eval::verdict::not_met}) {
            auto some = of(all, v);
            std::erase_if(some, [](auto const* f) { return findings::is_lead_on_quality(*f); });
            if (v == eval::verdict::not_met && !some.empty())
                line(indent, say("未达承诺（政策要求，不构成违法）：", "commitments not met (policy, no offence):"),
                     ink::yellow, "");
            for (auto const& b : folded(some)) {
                out += block_text(b, indent, o.text);
                laws(b, indent + 2);
            }
        }
        std::vector<findings::finding const*> leads;
        std::copy_if(all.begin(), all.end(), std::back_inserter(leads),
                     [](auto const* f) { return findings::is_lead_on_quality(*f); });
        if (!leads.empty())
            line(indent,
                 say("数据质量线索（须现场核查，不等于违法）：", "leads on the quality of data (to be verified, no offence):"),
                 ink::yellow, "");
        for (auto const* f : leads) out += lead_text(*f, indent, o.text);
        if (auto const some = of(all, eval::verdict::undetermined); !some.empty())
            out += undetermined_text(some, indent, o.text);
        for (auto const v : {eval::verdict::exempt, eval::verdict::compliant, eval::verdict::not_applicable})
            for (auto const& b : folded(of(all, v))) out += block_text(b, indent, o.text);
    }

    void sites() {
        std::string site;
        for (std::size_t i = 0; i < r.findings.size();) {
            auto const& first = r.findings[i];
            std::vector<findings::finding const*> same;
            while (i < r.findings.size() && r.findings[i].enterprise_id == first.enterprise_id &&
                   r.findings[i].outlet_id == first.outlet_id)
                same.push_back(&r.findings[i++]);
            if (out.empty() || site != first.enterprise_id) {
                if (!out.empty()) out += "\n";
                site = first.enterprise_id;
                line(0, first.enterprise_name.empty() ? site : first.enterprise_name, ink::bold,
                     first.enterprise_name.empty() ? "" : site);
            }
            outlet(same);
        }
        if (!r.findings.empty()) out += "\n";
    }

    void warnings() {
        if (!o.warnings || r.warnings.empty()) return;
        line(0, say("预警", "warnings"), ink::yellow,
             say("高于某个限值的数，但该限值不按此统计值判定；不是超标",
                 "above the number of a limit that does not judge this statistic; no finding"));
        for (auto const& w : r.warnings)
            line(2, w.enterprise_id + " " + w.outlet_id, ink::plain,
                 w.factor_name + " " + w.statistic + " " + period_phrase(w.period, in()) + say("：", ": ") +
                     measured_phrase(w.measured, in()) + say("，对照 ", ", against ") + with_unit(w.max, w.unit) +
                     say("（", " (") + provision_phrase(w.provision) + say("）", ")"));
        out += "\n";
    }

    void tickets() {
        if (actions.empty()) return;
        std::string text;
        for (auto const a :
             {tickets::action::opened, tickets::action::rebound, tickets::action::updated, tickets::action::unchanged}) {
            std::vector<std::string> ids;
            for (auto const& x : actions)
                if (x.action == a) ids.push_back(x.id);
            if (ids.empty()) continue;
            text += (text.empty() ? "" : say("；", "; ")) + std::string(word(topic::action, tickets::text(a), in())) + " " +
                    std::to_string(ids.size());
            if (a == tickets::action::unchanged) continue;
            auto const n = ids.size();
            ids.resize(std::min(n, most_ticket_ids));
            text += say("（", " (") + joined(ids, say("、", ", ")) + (n > ids.size() ? " …" : "") + say("）", ")");
        }
        line(0, say("工单", "tickets"), ink::bold, text);
    }

    void rejected() {
        if (r.rejected == 0) return;
        line(0, say("拒收", "rejected"), ink::yellow,
             std::to_string(r.rejected) + say(" 行：", r.rejected == 1 ? " row:" : " rows:"));
        std::size_t const shown = std::min(o.most_rejects, r.rejects.size());
        for (std::size_t i = 0; i < shown; ++i) {
            auto const& row = r.rejects[i];
            auto const file = row.file < r.files.size() ? r.files[row.file] : "";
            line(2, file + ":" + std::to_string(row.line), ink::plain,
                 (row.column.empty() ? "" : row.column + say("：", ": ")) + row.reason);
        }
        if (shown < r.rejected)
            line(2, "", ink::plain, say("另有 ", "and ") + std::to_string(r.rejected - shown) + say(" 行", " more"));
    }

    void account() {
        auto const n = [](std::uint64_t x) { return std::to_string(x); };
        if (in() == language::zh) {
            line("读入 " + n(r.read) + " 行 = 用于判定 " + n(r.judged) + " + 按标记剔除 " + n(r.flagged_out) +
                 " + 无规定可用 " + n(r.unmatched) + " + 拒收 " + n(r.rejected) + "；重复 " + n(r.duplicates) + " 行");
            line("判定 " + n(total()) + " 次：达标 " + n(count(eval::verdict::compliant)) + "，超标 " +
                 n(count(eval::verdict::violation)) + "，未达承诺 " + n(count(eval::verdict::not_met) - r.leads) +
                 (r.leads ? "，数据质量线索 " + n(r.leads) : "") + "，无法判定 " + n(count(eval::verdict::undetermined)) +
                 "，豁免 " + n(count(eval::verdict::exempt)) + "，不适用 " + n(count(eval::verdict::not_applicable)));
        } else {
            line("read " + n(r.read) + " rows = judged " + n(r.judged) + " + flagged out " + n(r.flagged_out) +
                 " + unmatched " + n(r.unmatched) + " + rejected " + n(r.rejected) + "; duplicates " + n(r.duplicates));
            line(n(total()) + " judgements: compliant " + n(count(eval::verdict::compliant)) + ", violation " +
                 n(count(eval::verdict::violation)) + ", not met " + n(count(eval::verdict::not_met) - r.leads) +
                 (r.leads ? ", leads on data " + n(r.leads) : "") + ", undetermined " + n(count(eval::verdict::undetermined)) +
                 ", exempt " + n(count(eval::verdict::exempt)) + ", not applicable " + n(count(eval::verdict::not_applicable)));
        }
    }
    std::uint64_t total() const {
        std::uint64_t sum = 0;
        for (auto const v : r.verdicts) sum += v;
        return sum;
    }

    void remarks() {
        for (auto const& a : r.assumed)
            line(a == "flag=N" ? say("数据没有标记列，按 N（正常）处理，证明力因此降低",
                                     "the data have no flag column: N (normal) is assumed, which lowers what they can prove")
                               : say("按缺省处理：", "assumed: ") + a);
        if (r.open_windows > 0)
            line(std::to_string(r.open_windows) +
                 say(" 个统计时段尚未结束，没有判定", " windows have not ended and were not judged"));
        if (r.warning_count > 0 && !o.warnings)
            line(say("预警 ", "warnings: ") + std::to_string(r.warning_count) +
                 say(" 条（--warnings 列出）", " (--warnings lists them)"));
    }

    // Why judgements are undetermined, most frequent first.
    std::string reasons() const {
        std::vector<std::pair<std::string, std::uint64_t>> sorted(r.undetermined_by_reason.begin(),
                                                                  r.undetermined_by_reason.end());
        std::stable_sort(sorted.begin(), sorted.end(), [](auto const& a, auto const& b) { return a.second > b.second; });
        std::vector<std::string> parts;
        for (auto const& [code, n] : sorted) parts.push_back(std::string(reason_word(code, in())) + " " + std::to_string(n));
        return joined(parts, say("；", "; "));
    }

    std::string found_zh() const {
        bool broken = false, exceeded = false;
        for (auto const& f : r.findings)
            if (f.verdict == eval::verdict::violation) (is_of(f, model::quantity::requirement) ? broken : exceeded) = true;
        return !broken ? "发现超标 " : exceeded ? "发现超标、违反 " : "发现违反 ";
    }

    // Says that nothing was found only where everything was judged.
    void conclusion() {
        auto const found = count(eval::verdict::violation), open = count(eval::verdict::undetermined),
                   not_met = count(eval::verdict::not_met) - r.leads;
        auto const n = [](std::uint64_t x) { return std::to_string(x); };
        std::string text;
        if (total() == 0)
            text = say("没有任何数据得到判定", "nothing was judged");
        else if (found > 0)
            text = (in() == language::zh ? found_zh() : "found ") + n(found) +
                   say(" 项", found == 1 ? " violation" : " violations");
        else if (open > 0)
            text = say("已判定的没有超标，但不能据此认为达标",
                       "no violation in what could be judged, which does not prove compliance");
        else
            text = say("没有发现超标", "no violation found");
        if (not_met > 0) text += say("；未达承诺 ", "; commitments not met: ") + n(not_met) + say(" 项", "");
        if (r.leads > 0) text += say("；数据质量线索 ", "; leads on the quality of data: ") + n(r.leads) + say(" 条", "");
        if (open > 0) {
            text += say("；无法判定 ", "; undetermined: ") + n(open) + say(" 项", "");
            if (auto const why = reasons(); !why.empty()) text += say("：", ": ") + why;
        }
        auto const with = found > 0                  ? ink::red
                          : open > 0 || total() == 0 ? ink::magenta
                          : not_met + r.leads > 0    ? ink::yellow
                                                     : ink::green;
        line(0, say("结论", "result"), with, text);
        line(say("本结果为", "These findings are ") + std::string(lead_notice(in())) + say("。", "."));
    }

    std::string write() {
        if (!o.summary_only) {
            sites();
            warnings();
        }
        if (!o.summary_only) tickets();
        if (!o.summary_only) rejected();
        account();
        remarks();
        conclusion();
        return std::move(out);
    }
};

} // namespace

std::string check_text(findings::check_result const& result, std::vector<tickets::ticket_action> const& actions,
                       check_text_options const& options) {
    return check_writer{result, actions, options}.write();
}

} // namespace huanchi::report
