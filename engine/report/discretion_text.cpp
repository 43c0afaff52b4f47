#include "report/discretion_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"

namespace huanchi::report {

namespace {

using findings::chosen_level;
using findings::discretion_standing;

struct discretion_writer {
    discretion_document const& d;
    text_options const& o;

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }
    std::string line(std::size_t indent, std::string lead, ink with, std::string text) const {
        return laid_out({indent, std::move(lead), with, std::move(text)}, o.width, o.colour);
    }

    std::string ranges(std::vector<model::law_article> const& laws, std::vector<model::fine_range> const& fines) const {
        std::vector<std::string> parts;
        if (!laws.empty()) parts.push_back(laws_phrase(laws, o.language));
        if (!fines.empty()) parts.push_back(fines_phrase(fines, o.language));
        return joined(parts, say("：", ": "));
    }

    std::string heading(model::discretion const& t, discretion_standing standing) const {
        auto const& document = d.rules->documents[t.document];
        auto out = line(0, t.clause, ink::bold, t.title + say("（", " (") + document.number + say("）", ")"));
        out += line(2, standing_phrase(standing, o.language), ink::yellow, t.id);
        return out + line(2, say("法律", "law:"), ink::plain, ranges(t.laws, t.fines));
    }

    std::string level(model::discretion_level const& l) const {
        return l.text + (l.percent ? " " + l.percent->text() + " %" : "");
    }

    // What may be said of the case: each factor with its levels.
    std::string factors(model::discretion const& t) const {
        std::string out;
        for (auto const& f : t.items) {
            std::vector<std::string> levels;
            bool numbers = false;
            for (auto const& l : f.levels) {
                levels.push_back(level(l));
                numbers = numbers || l.from;
            }
            auto const unit = numbers ? say("（或数：", " (or a number: ") + f.unit + say("）", ")") : "";
            out += line(2, f.name + unit + say("：", ":"), ink::plain, joined(levels, say("；", "; ")));
        }
        for (auto const& k : t.cases)
            out +=
                line(2, k.item + say("：", ":"), ink::plain, k.text + say("：定额 ", ": fixed at ") + k.amount.text() + " 元");
        return out;
    }

    std::string origin(chosen_level const& i) const {
        if (i.from == chosen_level::origin::given) return "";
        if (i.from == chosen_level::origin::number) return say("（", " (") + i.said + say("）", ")");
        return i.level.empty() ? say("未填写，不计", "not given, left out")
                               : say("（未填写，按最低档）", " (not given: the lowest)");
    }

    std::string needs(findings::discretion_need const& n) const {
        return n.name + (n.choices.empty() ? say("（元）", " (元)") : say("：", ": ") + joined(n.choices, say("；", "; ")));
    }

    std::string outcome(findings::discretion_result const& r) const {
        if (r.amount) return line(2, say("建议", "proposed:"), ink::bold, base::printed(*r.amount).value + " " + r.unit);
        if (!r.band) return {};
        bool const lighter = r.how == findings::severity::lighter;
        return line(2, say("建议", "proposed:"), ink::bold,
                    base::printed(r.band->min).value + "–" + base::printed(r.band->max).value + " " + r.unit +
                        (lighter ? say("，不含上限", ", the end not in it") : ""));
    }

    std::string result(findings::discretion_result const& r) const {
        bool const computed = r.standing != discretion_standing::suspended && r.standing != discretion_standing::not_in_force;
        auto out = heading(*r.table, r.standing);
        out += line(2, say("行为之日", "day of the act:"), ink::plain, r.on.text());
        if (r.change) out += line(2, say("现行", "now:"), ink::plain, ranges(r.change->laws, r.change->fines));
        if (computed)
            for (auto const& i : r.items)
                out += line(4, i.item + say("：", ":"), ink::plain,
                            i.level + (i.percent ? " " + i.percent->text() + " %" : "") + origin(i));
        else
            out += factors(*r.table);
        for (auto const& s : r.steps) out += line(2, "", ink::plain, o.language == language::zh ? s.zh : s.en);
        out += outcome(r);
        for (auto const& n : r.needs) out += line(2, say("还须给出", "needed:"), ink::yellow, needs(n));
        for (auto const& c : caveats_of(d, o.language)) out += line(2, say("注意", "note:"), ink::dim, c.text);
        return out;
    }

    std::string open_region(model::discretion const& t) const {
        if (!region_open(t, d)) return {};
        return line(2, say("地区", "region:"), ink::yellow, region_open_phrase(t, d, o.language));
    }

    // The tables that are not offered: how many, and on request which and why.
    std::string elsewhere() const {
        if (d.elsewhere.empty()) return {};
        std::string out = "\n";
        if (d.list_elsewhere)
            for (auto const* t : d.elsewhere)
                out += line(0, t->clause, ink::plain, t->title + say("：", ": ") + elsewhere_phrase(*t, d, o.language));
        auto const count = std::to_string(d.elsewhere.size());
        return out + line(0, "", ink::plain,
                          say("不用于企业所在地区 " + d.region + " 的裁量表：" + count + " 张",
                              count + " tables are not used where the site lies, in " + d.region) +
                              (d.list_elsewhere ? "" : say("；用 --elsewhere 列出原因", "; --elsewhere lists them and why")));
    }

    std::string write() const {
        auto out = line(0, "", ink::yellow, discretion_notice(o.language));
        if (d.result) return out + result(*d.result);
        for (auto const* t : d.tables)
            out += "\n" + heading(*t, findings::weigh(*t, d.act, {}).standing) + open_region(*t) +
                   (d.ticket.empty() ? "" : factors(*t));
        return out + elsewhere() + "\n" +
               line(0, "", ink::plain,
                    d.act.text() + say("：", ": ") + std::to_string(d.tables.size()) +
                        say(" 张裁量表；用 --table 和 --set 因素=档次 计算",
                            " tables; compute with --table and --set FACTOR=LEVEL"));
    }
};

} // namespace

std::string discretion_text(discretion_document const& d, text_options const& o) {
    return discretion_writer{d, o}.write();
}

} // namespace huanchi::report
