#include "report/judgement_document.hpp"

#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::report {

namespace {

constexpr std::size_t most_rows_shown = 12; // changed values of one cause in the text
constexpr std::size_t digest_shown = 19;    // "sha256:" and twelve digits

json measured_of(tickets::evidence const& e) {
    if (e.measured.empty()) return nullptr;
    return {{"value", e.measured}, {"exact", or_null(e.measured_exact)}, {"unit", e.unit}};
}

json limit_of(tickets::evidence const& e) {
    if (e.limit_min.empty() && e.limit_max.empty() && !e.not_detected && !e.prohibited) return nullptr;
    json j{{"min", or_null(e.limit_min)}, {"max", or_null(e.limit_max)}, {"unit", e.limit_unit}};
    if (e.not_detected) j["not_detected"] = true;
    if (e.prohibited) j["prohibited"] = true;
    return j;
}

json cause_json(tickets::cause const& c) {
    json j{{"kind", c.kind}};
    if (!c.rows.empty()) {
        auto& rows = j["rows"] = json::array();
        for (auto const& r : c.rows)
            rows.push_back({{"from", r.period.from.text()},
                            {"to", r.period.to.text()},
                            {"before", or_null(r.before)},
                            {"after", or_null(r.after)}});
    }
    if (!c.before.empty()) j["before"] = c.before;
    if (!c.after.empty()) j["after"] = c.after;
    return j;
}

json judgement_json(tickets::judgement const& j) {
    json out{{"finding", j.what.finding},
             {"seq", j.seq},
             {"verdict", j.what.verdict},
             {"statistic", j.what.statistic},
             {"period", to_json(j.what.period)},
             {"measured", measured_of(j.what)},
             {"limit", limit_of(j.what)},
             {"provision", j.what.provision.id.empty() ? json(nullptr) : to_json(j.what.provision)},
             {"source", or_null(j.what.source)},
             {"standing", or_null(j.what.standing)},
             {"reason", or_null(j.reason)},
             {"time", or_null(j.time)},
             {"rules", or_null(j.rules)},
             {"engine", or_null(j.engine)},
             {"as_of", or_null(j.as_of)},
             {"data_digest", or_null(j.data_digest)}};
    auto& causes = out["causes"] = json::array();
    for (auto const& c : j.causes) causes.push_back(cause_json(c));
    return out;
}

struct judgement_writer {
    text_options const& o;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const { return std::string(choose(o.language, zh, en)); }

    void finding(tickets::judgement const& j) {
        auto text = j.what.statistic_name.empty() ? j.what.statistic : j.what.statistic_name;
        text += "  " + period_phrase(j.what.period, o.language);
        out += laid_out({0, j.what.finding, ink::bold, text}, o.width, o.colour);
    }

    void judgement(tickets::judgement const& j) {
        auto text = std::string(word(topic::verdict, j.what.verdict, o.language));
        if (!j.what.measured.empty())
            text += say("：", ": ") + j.what.measured + (j.what.unit.empty() ? "" : " " + j.what.unit);
        auto const limit = [&](char const* sign, std::string const& number) {
            if (!number.empty()) text += std::string(" (") + sign + " " + number + " " + j.what.limit_unit + ")";
        };
        limit("≤", j.what.limit_max);
        limit("≥", j.what.limit_min);
        if (!j.what.provision.id.empty()) text += say("，", ", ") + provision_phrase(j.what.provision);
        if (!j.reason.empty()) text += say("，", ", ") + j.reason;
        out += laid_out({2, std::to_string(j.seq), tickets::is_quiet(j.what.verdict) ? ink::green : ink::red, text}, o.width,
                        o.colour);
        auto when = j.time.empty() ? say("记录判定以前", "before judgements were kept") : j.time;
        if (!j.as_of.empty()) when += say("，截至 ", ", as of ") + j.as_of;
        if (!j.rules.empty()) when += say("，规则 ", ", rules ") + j.rules.substr(0, digest_shown);
        out += laid_out({6, "", ink::dim, when}, o.width, o.colour);
        for (auto const& c : j.causes) cause(c);
    }

    void cause(tickets::cause const& c) {
        auto text = cause_phrase(c.kind, o.language);
        if (!c.before.empty() || !c.after.empty()) text += say("：", ": ") + c.before + " → " + c.after;
        out += laid_out({6, say("原因", "because"), ink::bold, text}, o.width, o.colour);
        for (std::size_t i = 0; i < std::min(c.rows.size(), most_rows_shown); ++i) {
            auto const& r = c.rows[i];
            auto const none = say("（无）", "(none)");
            out += laid_out({8, period_phrase(r.period, o.language), ink::plain,
                             (r.before.empty() ? none : r.before) + " → " + (r.after.empty() ? none : r.after)},
                            o.width, o.colour);
        }
        if (c.rows.size() > most_rows_shown)
            out += laid_out(
                {8, "", ink::dim,
                 say("……以及另外 ", "… and ") + std::to_string(c.rows.size() - most_rows_shown) + say(" 个值", " more values")},
                o.width, o.colour);
    }
};

} // namespace

std::string cause_phrase(std::string const& kind, language in) {
    return std::string(kind == "first"   ? choose(in, "首次判定", "first judgement")
                       : kind == "data"  ? choose(in, "数据更正", "data corrected")
                       : kind == "added" ? choose(in, "数据补到", "data came late")
                       : kind == "rules"
                           ? choose(in, "规则改变", "rules changed")
                           : choose(in, "登记信息或判定选项改变", "what is on file, or the options of the run, changed"));
}

std::string judgements_json(std::string const& id, std::vector<tickets::judgement> const& all) {
    json_document doc;
    doc.member("schema", "huanchi.judgements/1");
    doc.member("id", id);
    doc.open_list("judgements");
    for (auto const& j : all) doc.item(judgement_json(j));
    doc.close_list();
    return std::move(doc).finish();
}

std::string judgements_text(std::vector<tickets::judgement> const& all, text_options const& options) {
    judgement_writer w{options};
    std::string last;
    for (auto const& j : all) {
        if (j.what.finding != last) w.finding(j);
        last = j.what.finding;
        w.judgement(j);
    }
    return std::move(w.out);
}

} // namespace huanchi::report
