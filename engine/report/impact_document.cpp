#include "report/csv.hpp"
#include "report/diff_document.hpp"
#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/limits_document.hpp"
#include "report/limits_parts.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

using findings::finding;

constexpr eval::verdict all_verdicts[] = {eval::verdict::compliant,    eval::verdict::violation, eval::verdict::not_met,
                                          eval::verdict::undetermined, eval::verdict::exempt,    eval::verdict::not_applicable};

json side_json(compared_side const& s, std::array<std::uint64_t, 6> const& verdicts, std::uint64_t judged) {
    json counts = json::object();
    for (auto const v : all_verdicts) counts[std::string(eval::text(v))] = verdicts[static_cast<std::size_t>(v)];
    return {{"source", s.name},
            {"digest", s.rules.digest},
            {"meaning", s.meaning},
            {"judged", judged},
            {"judgements", std::move(counts)}};
}

json judged_json(std::optional<finding> const& f, language in) {
    if (!f) return nullptr;
    auto const whole = to_json(*f, in);
    json j = json::object();
    for (auto const* key : {"verdict", "measured", "limit", "exceedance", "provision", "also_breached", "reason"})
        j[key] = whole[key];
    return j;
}

json change_json(changes::verdict_change const& c, language in) {
    auto const& f = c.either();
    return {{"id", f.id},
            {"enterprise_id", f.enterprise_id},
            {"outlet_id", or_null(f.outlet_id)},
            {"factor", or_null(f.factor)},
            {"factor_name", f.factor_name},
            {"quantity", f.quantity},
            {"statistic", f.statistic},
            {"period", to_json(f.period)},
            {"source", f.source},
            {"from", changes::verdict_text(c.before)},
            {"to", changes::verdict_text(c.after)},
            {"old", judged_json(c.before, in)},
            {"new", judged_json(c.after, in)}};
}

json summary_json(changes::impact const& i) {
    json kinds = json::array();
    for (auto const& [kind, count] : i.by_kind) kinds.push_back({{"from", kind.first}, {"to", kind.second}, {"count", count}});
    return {{"read", i.read},
            {"verdict_changed", i.changes.size()},
            {"by_kind", std::move(kinds)},
            {"limit_changed", i.limit_changed},
            {"value_changed", i.value_changed},
            {"unchanged", i.unchanged}};
}

json limit_change_json(review::limit_change const& c) {
    auto const& r = c.either();
    json shown{{"enterprise_id", c.enterprise_id},
            {"enterprise_name", c.enterprise_name},
            {"outlet_id", c.outlet_id},
            {"factor", r.factor},
            {"factor_name", r.factor_name},
            {"quantity", r.quantity},
            {"statistic", r.statistic},
            {"from", c.from.text()},
            {"change", review::text(c.what)},
            {"old", c.before ? row_json(*c.before) : json()},
            {"new", c.after ? row_json(*c.after) : json()}};
    if (!c.not_encoded.empty()) shown["edition"] = c.edition, shown["not_encoded"] = c.not_encoded;
    return shown;
}

std::string verdict_word(std::string_view verdict, language in) {
    if (verdict == changes::no_judgement) return std::string(choose(in, "没有判定", "no judgement"));
    return std::string(word(topic::verdict, verdict, in));
}

struct impact_writer {
    impact_document const& d;
    text_options const& o;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }
    void line(std::size_t indent, std::string lead, ink with, std::string text) {
        out += laid_out({indent, std::move(lead), with, std::move(text)}, o.width, o.colour);
    }

    std::string judged(std::optional<finding> const& f) const {
        if (!f) return verdict_word(changes::no_judgement, o.language);
        auto text = std::string(word(f->verdict, o.language));
        if (f->limit) text += say("（", " (") + limit_phrase(*f->limit, o.language);
        if (f->limit && f->provision) text += say("，", ", ") + f->provision->id;
        if (f->limit) text += say("）", ")");
        return text;
    }

    void change(changes::verdict_change const& c) {
        auto const& f = c.either();
        auto const what = f.factor_name + " " + statistic_phrase(f, o.language) +
                          (has_time(f.period) ? " " + period_phrase(f.period, o.language) : "");
        line(4, what, ink::plain, f.measured ? measured_phrase(*f.measured, o.language) : "");
        line(8, "", ink::plain, judged(c.before) + " → " + judged(c.after));
    }

    std::string bound(std::optional<review::limit_row> const& r) const {
        if (!r) return say("没有限值", "no limit");
        return bound_text(r->limit, r->min_strict, r->max_strict, o.language) +
               (r->limit.unit.empty() ? "" : " " + r->limit.unit);
    }

    void limits() {
        std::string outlet;
        for (auto const& c : d.limits) {
            auto const& r = c.either();
            auto const name = (c.enterprise_name.empty() ? "" : c.enterprise_name + " ") + c.enterprise_id + " " + c.outlet_id;
            if (name != outlet) line(0, name, ink::bold, "");
            outlet = name;
            using review::shift;
            auto const what = c.what == shift::tighter  ? say("变严", "tighter")
                              : c.what == shift::looser ? say("变松", "looser")
                              : c.what == shift::added  ? say("新增", "added")
                              : c.what == shift::lifted ? say("取消", "lifted")
                                                        : say("不同", "differs");
            auto const of = o.language == language::zh && !r.statistic_name.empty() ? r.statistic_name : r.statistic;
            line(4, r.factor_name + " " + of, c.what == shift::tighter || c.what == shift::added ? ink::red : ink::plain,
                 what + say("，", ", ") + bound(c.before) + " → " + bound(c.after) + say("，自 ", ", from ") + c.from.text() +
                     say(" 起，", ", ") + r.provision.standard + " " + r.provision.clause +
                     (r.condition ? say("（", " (") + *r.condition + say("）", ")") : ""));
            for (auto const& what_is_missing : c.not_encoded)
                line(8, "", ink::yellow,
                     say("不一定取消：", "perhaps not lifted: ") + c.edition + say(" 没有编入：", ", not encoded: ") +
                         what_is_missing);
        }
    }

    void all() {
        std::string outlet;
        for (auto const& c : d.impact.changes) {
            auto const& f = c.either();
            auto const name = (f.enterprise_name.empty() ? "" : f.enterprise_name + " ") + f.enterprise_id +
                              (f.outlet_id ? " " + *f.outlet_id : "");
            if (name != outlet) line(0, name, ink::bold, "");
            outlet = name;
            change(c);
        }
    }

    void summary() {
        auto const& i = d.impact;
        if (!d.limits.empty()) line(0, say("限值改变", "limits that change"), ink::bold, std::to_string(d.limits.size()));
        if (i.none() && i.unchanged == 0 && !d.limits.empty()) return; // no data were given
        if (i.none()) {
            line(0, say("没有影响", "no effect"), ink::green,
                 std::to_string(i.unchanged) +
                     say(" 次判定的结论、限值和数值都相同", " judgements have the same verdict, limit and value"));
            return;
        }
        for (auto const& [kind, count] : i.by_kind)
            line(0, verdict_word(kind.first, o.language) + " → " + verdict_word(kind.second, o.language), ink::bold,
                 std::to_string(count));
        line(0, say("结论改变", "verdicts that change"), i.changes.empty() ? ink::green : ink::red,
             std::to_string(i.changes.size()));
        line(0, say("结论不变", "verdicts that do not"), ink::bold,
             std::to_string(i.limit_changed + i.value_changed + i.unchanged) +
                 say("，其中决定它的限值不同的 ", ", of these with another deciding limit ") + std::to_string(i.limit_changed) +
                 say("，数值不同的 ", ", with another value ") + std::to_string(i.value_changed));
        line(0, "", ink::dim, std::string(lead_notice(o.language)));
    }
};

} // namespace

std::string impact_json(impact_document const& d, language in) {
    json_document doc;
    doc.member("schema", "huanchi.impact/1");
    doc.member("old", side_json(d.before, d.impact.verdicts_before, d.impact.judged_before));
    doc.member("new", side_json(d.after, d.impact.verdicts_after, d.impact.judged_after));
    doc.member("summary", summary_json(d.impact));
    doc.member("effect", !d.impact.none() || !d.limits.empty());
    if (d.summary_only) return std::move(doc).finish();
    doc.open_list("changes");
    for (auto const& c : d.impact.changes) doc.item(change_json(c, in));
    doc.close_list();
    doc.open_list("limits");
    for (auto const& c : d.limits) doc.item(limit_change_json(c));
    doc.close_list();
    return std::move(doc).finish();
}

std::string impact_ndjson(impact_document const& d, language in) {
    std::string out;
    for (auto const& c : d.limits) out += written(limit_change_json(c), -1) + "\n";
    for (auto const& c : d.impact.changes) out += written(change_json(c, in), -1) + "\n";
    return out;
}

std::string impact_csv(impact_document const& d) {
    csv_lines csv(false);
    csv.line({"id",
              "enterprise_id",
              "outlet_id",
              "factor",
              "factor_name",
              "quantity",
              "statistic",
              "from",
              "to",
              "source",
              "old_verdict",
              "new_verdict",
              "old_measured",
              "old_unit",
              "old_limit_min",
              "old_limit_max",
              "old_provision_id",
              "new_measured",
              "new_unit",
              "new_limit_min",
              "new_limit_max",
              "new_provision_id"});
    for (auto const& c : d.impact.changes) {
        auto const& f = c.either();
        std::vector<std::string> cells = {f.id,
                                          f.enterprise_id,
                                          f.outlet_id.value_or(""),
                                          f.factor.value_or(""),
                                          f.factor_name,
                                          f.quantity,
                                          f.statistic,
                                          f.period.from.text(),
                                          f.period.to.text(),
                                          f.source,
                                          std::string(changes::verdict_text(c.before)),
                                          std::string(changes::verdict_text(c.after))};
        for (auto const* side : {&c.before, &c.after}) {
            auto const g = side->value_or(finding{});
            auto const m = g.measured.value_or(findings::measured_value{});
            auto const l = g.limit.value_or(findings::limit_value{});
            auto const max = max_cell(l);
            for (auto const& cell : {m.value, m.unit, l.min.value_or(""), max, g.provision ? g.provision->id : ""})
                cells.push_back(cell);
        }
        csv.line(cells);
    }
    return std::move(csv).finish();
}

std::string impact_text(impact_document const& d, text_options const& options) {
    impact_writer w{d, options};
    if (!d.summary_only) w.limits();
    if (!d.summary_only) w.all();
    w.summary();
    return std::move(w.out);
}

} // namespace huanchi::report
