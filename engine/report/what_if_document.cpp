#include "report/explain_document.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"
#include "report/words.hpp"

namespace huanchi::report {

namespace {

std::string told(language in, std::string_view zh, std::string_view en) {
    return std::string(choose(in, zh, en));
}

std::string of_verdict(std::optional<eval::verdict> const& v, language in) {
    return v ? std::string(word(*v, in)) : told(in, "没有判定", "no judgement");
}

std::string number_text(std::string const& value, std::optional<std::string> const& exact, std::string const& unit) {
    return with_unit(value + (exact ? " (" + *exact + ")" : ""), unit);
}

std::string turn_text(review::turning_value const& t, language in) {
    auto out =
        provision_phrase(t.provision) + told(in, "，限值 ", ", limit ") + (t.upper ? "≤ " : "≥ ") + with_unit(t.bound, t.unit);
    if (t.rounding) out += told(in, "，按 ", ", compared after rounding to ") + *t.rounding + told(in, " 修约后比较", "");
    out += told(in, "：改判在 ", ": turns at ") + number_text(t.value, t.exact, t.unit) +
           (t.passes_at ? told(in, "（等于时不超）", " (which passes itself)")
                        : told(in, "（等于时即超）", " (which exceeds itself)"));
    if (!t.as_read) {
        if (t.passing_verdict)
            out += told(in, "，由", ", from ") + of_verdict(t.passing_verdict, in) + told(in, "变为", " to ") +
                   of_verdict(t.failing_verdict, in);
        return out;
    }
    out += told(in, "；实测 ", "; as read ") + number_text(*t.as_read, t.as_read_exact, t.as_read_unit);
    if (!t.auxiliary.empty()) out += told(in, "（辅助参数 ", " (auxiliary ") + t.auxiliary + told(in, "）", ")");
    if (t.last_passing)
        out += told(in, "：写作 ", ": written ") + *t.last_passing + told(in, " 是", " it is ") +
               of_verdict(t.passing_verdict, in) + told(in, "，写作 ", ", written ") + *t.first_failing +
               told(in, " 是", " it is ") + of_verdict(t.failing_verdict, in);
    return out;
}

} // namespace

std::string what_if_text(review::what_if const& w, text_options const& o) {
    auto const in = o.language;
    auto out = laid_out({0, told(in, "怎样会改判", "what would turn it"), ink::bold, ""}, o.width, o.colour);
    auto const line = [&](std::string const& lead, std::string const& text) {
        out += laid_out({2, lead, ink::cyan, text}, o.width, o.colour);
    };
    for (auto const& t : w.values)
        line(t.upper ? told(in, "上限", "upper bound") : told(in, "下限", "lower bound"), turn_text(t, in));
    if (w.without) {
        std::vector<std::string> periods;
        for (auto const& p : w.without->periods) periods.push_back(period_phrase(p, in));
        line(told(in, "剔除数据", "without data"), joined(periods, told(in, "、", ", ")) + told(in, "（最少 ", " (as few as ") +
                                                       std::to_string(periods.size()) + told(in, " 个）：", "): ") +
                                                       of_verdict(w.without->verdict, in));
    }
    if (w.with_marked) line(told(in, "不剔除有标记的", "with what is marked"), of_verdict(w.with_marked, in));
    for (auto const& a : w.assumed) {
        auto text = a.band + told(in, "：", ": ") + of_verdict(a.verdict, in);
        if (a.provision)
            text += told(in, "（", " (") + provision_phrase(*a.provision) + (a.limit ? ", " + limit_phrase(*a.limit, in) : "") +
                    told(in, "）", ")");
        line(told(in, "缺少的 ", "missing ") + (in == language::zh ? a.field_zh : a.field), text);
    }
    for (auto const& n : w.not_tried)
        line(told(in, "没有试", "not tried"), n + told(in, "：没有可试的取值", ": no values to try"));
    if (w.values.empty() && !w.without && !w.with_marked && w.assumed.empty() && w.not_tried.empty())
        line(told(in, "没有", "nothing"), told(in, "没有可以改变的数值限值", "no limit of a number that a change could turn"));
    return out;
}

} // namespace huanchi::report
