#include "report/site_visit.hpp"

#include "report/explain_document.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace huanchi::report {

namespace {

struct visitor {
    site_visit const& v;
    rule_names names = v.rules ? rule_names(*v.rules) : rule_names();
    std::vector<visit_line> all = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(v.language, zh, en)); }
    void add(visit_point what, std::string text) { all.push_back({what, std::move(text)}); }

    static std::string about(tickets::ticket const& t) {
        return t.series.outlet_id.empty() ? matter(t) : t.series.outlet_id + " " + matter(t);
    }

    void tickets_open() {
        for (auto const& t : v.tickets) {
            if (tickets::ended(t.state)) continue;
            auto text = about(t) + say("，", ", ") + period_phrase(tickets::episode(t), v.language) + say("：", ": ");
            if (auto const* w = tickets::worst(t)) {
                auto const f = remembered(t, *w);
                if (f.measured && f.limit)
                    text += say("最甚 ", "worst ") + measured_phrase(*f.measured, v.language) + say("，限值 ", ", limit ") +
                            limit_phrase(*f.limit, v.language) + say("，", ", ");
                if (f.provision) text += provision_phrase(*f.provision) + say("；", "; ");
            }
            add(visit_point::ticket, text + std::string(word(topic::state, tickets::text(t.state), v.language)) +
                                         say("，工单 ", ", ticket ") + t.id);
        }
    }

    // One line for all tickets that lack the same.
    void lacking() {
        std::vector<std::pair<std::string, std::vector<std::string>>> by_lack;
        for (auto const& t : v.tickets) {
            auto const* w = tickets::ended(t.state) ? nullptr : tickets::worst(t);
            if (!w) continue;
            for (auto const& lack : w->lacks) {
                auto at = std::find_if(by_lack.begin(), by_lack.end(), [&](auto const& x) { return x.first == lack; });
                if (at == by_lack.end()) at = by_lack.insert(by_lack.end(), {lack, {}});
                if (auto const m = about(t); std::find(at->second.begin(), at->second.end(), m) == at->second.end())
                    at->second.push_back(m);
            }
        }
        for (auto const& [lack, whose] : by_lack)
            add(visit_point::lacking, say("证据还缺：", "evidence lacking: ") + lack + say("（", " (") +
                                          joined(whose, say("、", ", ")) + say("）", ")"));
    }

    // What the breached limits rest on, as their rules ask it: what stands in the file may be wrong.
    void grounds() {
        std::set<std::string> told;
        for (auto const& t : v.tickets) {
            if (tickets::ended(t.state)) continue;
            for (auto const& e : t.findings) {
                if (!tickets::proves(e) || !e.trace || e.trace->because.empty() || e.limit_max + e.limit_min == "") continue;
                std::vector<std::string> conditions;
                for (auto const& x : e.trace->because) conditions.push_back(names.condition(x, v.language));
                auto text = t.series.outlet_id + say("：适用 ", ": ") + provision_phrase(e.provision) +
                            say(" 的前提 ", " rests on ") + joined(conditions, say("；", "; "));
                if (told.insert(text).second) add(visit_point::ground, std::move(text));
            }
        }
    }

    // What keeps the values of an outlet from being judged, whatever the factor.
    void questions() {
        struct group {
            std::vector<std::string> factors;
            std::size_t count = 0;
            base::period first{}, last{};
        };
        std::map<std::pair<std::string, std::string>, group> by;
        for (auto const& q : v.questions) {
            auto& g = by[{q.key.outlet_id, q.reason}];
            if (g.count++ == 0) g.first = g.last = q.period;
            g.first = std::min(g.first, q.period);
            g.last = std::max(g.last, q.period);
            add_once(g.factors, factor_name(q));
        }
        for (auto const& [key, g] : by) {
            auto const& [outlet, reason] = key;
            auto const space = reason.find(' ');
            auto text = outlet + (outlet.empty() ? "" : say("：", ": ")) +
                        std::string(reason_word(reason.substr(0, space), v.language));
            if (space != std::string::npos)
                text += say("（", " (") + names.condition(missing(reason.substr(space + 1)), v.language) + say("）", ")");
            add(visit_point::question, text + say("；", "; ") + joined(g.factors, say("、", ", ")) + say(" ", ": ") +
                                           std::to_string(g.count) + say(" 个时段无法判定，", " periods undetermined, ") +
                                           span(g.first, g.last));
        }
    }
    // temperature=temperature > 12 ℃ says the same twice.
    static std::string missing(std::string text) {
        for (auto at = text.find('='); at != std::string::npos; at = text.find('=', at + 1)) {
            auto const from = text.rfind(' ', at) == std::string::npos ? 0 : text.rfind(' ', at) + 1;
            auto const name = text.substr(from, at - from);
            if (!name.empty() && text.compare(at + 1, name.size(), name) == 0) text.erase(from, name.size() + 1);
        }
        return text;
    }
    std::string span(base::period const& first, base::period const& last) const {
        return period_phrase(first, v.language) + (first != last ? say(" 至 ", " to ") + period_phrase(last, v.language) : "");
    }
    static void add_once(std::vector<std::string>& to, std::string const& text) {
        if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
    }
    std::string factor_name(tickets::open_question const& q) const {
        if (v.rules)
            if (auto const f = v.rules->find_factor(q.key.factor)) return v.rules->factors[*f].name;
        if (auto const r = names.requirement(q.key.factor)) return r->title;
        return q.key.factor;
    }

    void attributes() {
        for (auto const& o : v.limits)
            for (auto const& u : o.unknown)
                add(visit_point::attribute, o.outlet_id + say("：没有登记 ", ": not on file: ") +
                                                names.condition(u.attribute, v.language) + say("，关系到 ", ", on which ") +
                                                std::to_string(u.would_decide.size()) + say(" 条限值", " limits depend"));
    }

    // An instrument is maintained, a plant stands still: that concerns all factors of an outlet.
    void marks() {
        struct group {
            std::vector<std::string> factors;
            marked_data all;
        };
        std::map<std::tuple<std::string, std::string, std::string>, group> by;
        for (auto const& m : v.marks) {
            auto& g = by[{m.outlet_id, m.mark, m.meaning}];
            if (g.factors.empty()) g.all.first = m.first, g.all.last = m.last;
            g.all.first = std::min(g.all.first, m.first);
            g.all.last = std::max(g.all.last, m.last);
            g.all.count += m.count;
            add_once(g.factors, m.factor_name);
        }
        for (auto const& [key, g] : by) {
            auto const& [outlet, mark, meaning] = key;
            add(visit_point::mark, outlet + say("：标记 ", ": mark ") + mark +
                                       (meaning.empty() ? "" : say("（", " (") + meaning + say("）", ")")) +
                                       say(" 剔除 ", " took out ") + std::to_string(g.all.count) + say(" 个数据，", " data, ") +
                                       joined(g.factors, say("、", ", ")) + say("，", ", ") + span(g.all.first, g.all.last));
        }
    }
};

} // namespace

void mark_counter::add(facts::row_text const& row, facts::normal_row const& n) {
    if (n.outlet == facts::no_outlet || n.start < within_.from.ms || within_.to.ms <= n.start) return;
    auto const& outlet = known_.outlets[n.outlet];
    if (known_.sites[outlet.facility].id != site_id_) return;
    auto const cell = [&](std::string_view column) {
        return column == "flag"        ? row[facts::role::flag]
               : column == "mark"      ? row[facts::role::mark]
               : column == "condition" ? row[facts::role::condition]
               : column == "review"    ? row[facts::role::review]
                                       : std::string_view();
    };
    for (auto const& table : rules_.marks)
        for (auto const& m : table.marks) {
            if (m.treat == model::treatment::valid || m.text.empty() || cell(table.column) != m.text) continue;
            auto& one = by_[outlet.id + '\x1f' + rules_.factors[n.factor].code + '\x1f' + table.column + '\x1f' + m.text];
            base::period const when{{n.start}, {n.end}};
            if (one.count++ == 0) one = {outlet.id, rules_.factors[n.factor].name, m.text, m.meaning, 1, when, when};
            one.first = std::min(one.first, when);
            one.last = std::max(one.last, when);
        }
}

std::vector<marked_data> mark_counter::marked() const {
    std::vector<marked_data> all;
    for (auto const& [key, one] : by_) all.push_back(one);
    return all;
}

std::vector<visit_line> visit_lines(site_visit const& v) {
    visitor x{v};
    x.tickets_open();
    x.lacking();
    x.grounds();
    x.questions();
    x.attributes();
    x.marks();
    return std::move(x.all);
}

std::vector<std::string> to_look_at(site_visit const& v) {
    std::vector<std::string> out;
    for (auto& l : visit_lines(v)) out.push_back(std::move(l.text));
    return out;
}

} // namespace huanchi::report
