#include "facts/table_guess.hpp"

#include "facts/amount.hpp"
#include "facts/excerpt.hpp"
#include "facts/marking.hpp"
#include "facts/table_headings.hpp"
#include "facts/written_times.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::size_t most_footers = 20;

} // namespace

proposal_check::proposal_check(proposal& of, table_head const& head, model::rulebook const& rules, spoken language)
    : of_(of), rules_(rules), language_(language), headers_(head.headers(*of.mapping.header_first, *of.mapping.header_last)) {
    time_ = column_of("date") ? column_of("date") : column_of("time");
    clock_ = column_of("clock");
    for (auto const& e : of.mapping.columns) {
        auto const at =
            e.column ? *e.column
                     : static_cast<std::size_t>(std::find(headers_.begin(), headers_.end(), e.header) - headers_.begin());
        if (e.as == "flag" || e.as == "mark") flags_.push_back(at);
        if (e.as == "enterprise_id" || e.as == "enterprise_name" || e.as == "outlet_id" || e.as == "time" || e.as == "date")
            to_fill_.push_back(at);
    }
    blank_below_.assign(headers_.size(), false);
    seen_above_.assign(headers_.size(), false);
}

std::optional<std::size_t> proposal_check::column_of(std::string_view as) const {
    for (auto const& e : of_.mapping.columns)
        if (e.as == as)
            return e.column
                       ? *e.column
                       : static_cast<std::size_t>(std::find(headers_.begin(), headers_.end(), e.header) - headers_.begin());
    return std::nullopt;
}

void proposal_check::see_time(std::string_view text) {
    auto const usual = usual_time(text);
    auto const hour = usual && usual->size() > 11 ? std::optional(usual->substr(11, 5))
                      : usual                     ? std::nullopt
                                                  : usual_clock(text);
    if (!hour) return;
    auto const shown = hour->substr(0, 5);
    at_24_ = at_24_ || shown == "24:00";
    if (first_time_.empty()) first_time_ = shown;
    last_time_ = shown;
}

void proposal_check::see(tables::sheet_row const& row) {
    if (row.number <= *of_.mapping.header_last) return;
    auto const cell = [&](std::size_t c) { return c < row.filled.size() ? row.filled[c] : std::string_view(); };
    auto const first = std::find_if(row.filled.begin(), row.filled.end(), [](auto const& c) { return !c.empty(); });
    if (first == row.filled.end()) return;
    auto const when = time_ ? cell(*time_) : std::string_view();
    bool const timed = !when.empty() && when.front() >= '0' && when.front() <= '9';
    if (!timed) {
        auto& lines = of_.mapping.not_data;
        bool const remark = std::count_if(row.cells.begin(), row.cells.end(), [](auto const& c) { return !c.empty(); }) == 1;
        if ((is_summary_word(*first) || (headers_.size() > 2 && remark && !is_datum(*first))) && lines.size() < most_footers) {
            // A remark is known by its first words.
            std::string start(
                first->substr(0, is_summary_word(*first) ? first->size() : std::min(first->find("："), first->find(':'))));
            if (std::find(lines.begin(), lines.end(), start) == lines.end()) lines.push_back(std::move(start));
            return;
        }
    }
    for (auto const c : to_fill_) {
        if (c >= seen_above_.size()) continue;
        if (!cell(c).empty())
            seen_above_[c] = true;
        else if (seen_above_[c])
            blank_below_[c] = true;
    }
    see_time(clock_ ? cell(*clock_) : when);
    for (auto const c : flags_)
        if (flag_words_.size() < 20 && !is_missing(cell(c)) && !treatment_of(rules_, "flag", cell(c)))
            flag_words_.emplace(cell(c));
}

void proposal_check::ask_about_labels() {
    auto& m = of_.mapping;
    auto const interval =
        std::find_if(m.constants.begin(), m.constants.end(), [](auto const& c) { return c.name == "interval"; });
    if (interval != m.constants.end() && interval->value.text == "sample") return;
    if (at_24_) {
        m.time.label_is_end = true;
        m.time.why = say("有 24:00，只能是终点", "24:00 occurs, which can only be an end");
        return;
    }
    m.time.label_is_end = false;
    m.time.why = say("看不出来，按起点", "cannot be told, taken as the start");
    std::string seen;
    if (!first_time_.empty())
        seen = say("（第一个是 ", " (the first is ") + first_time_ + say("，最后一个是 ", ", the last ") + last_time_ +
               say("）", ")");
    m.questions.push_back(say("时间是时段的起点还是终点，表里看不出来",
                              "the table does not show whether times are the starts or the ends of intervals") +
                          seen +
                          say("：是终点就把 time.label 改成 \"end\"，否则每个值错一个小时",
                              ": if they are ends, set time.label to \"end\", else every value is an hour off"));
}

void proposal_check::ask_about_missing() {
    auto& m = of_.mapping;
    auto const has = [&](std::string_view name) {
        return column_of(name) ||
               std::any_of(m.constants.begin(), m.constants.end(), [&](auto const& c) { return c.name == name; });
    };
    if (!has("enterprise_id") && !has("enterprise_name")) {
        m.constants.push_back({"enterprise_id", {}, {}, {}});
        m.questions.push_back(say(
            "表里没有企业：在 constants 里写 enterprise_id（给 --facilities 时会按标题找）",
            "nothing names the enterprise: write enterprise_id under constants (with --facilities the titles are searched)"));
    }
    if (!has("outlet_id")) {
        m.constants.push_back({"outlet_id", {}, {}, {}});
        m.questions.push_back(
            say("表里没有排放口：在 constants 里写 outlet_id", "nothing names the outlet: write outlet_id under constants"));
    }
    bool const samples = std::any_of(m.columns.begin(), m.columns.end(), [](auto const& e) {
        return e.as == "value" && !e.with.empty() && e.with.back().name == "sample_id";
    });
    if (samples && !has("time"))
        m.questions.push_back(
            say("样品是什么时候采的：在每个样品列的 with 里写 time，如 \"2026-05-13 09:00\"",
                "when the samples were taken: write time in `with` of each sample's column, such as \"2026-05-13 09:00\""));
    else if (!has("time") && !has("date"))
        m.questions.push_back(say("没有找到时间列", "no column of times was found"));
    if (!has("source"))
        m.questions.push_back(
            say("表里没有数据来源：在 constants 里写 source（auto、self_manual、enforcement……），不写按未知，只能作线索",
                "nothing names the source of the data: write source under constants (auto, self_manual, enforcement …); "
                "unknown data are leads at most"));
    bool const flag = has("flag");
    if (!flag) m.questions.push_back(say("表里没有数据标记，按 N 读", "the table has no flags: N is assumed"));
    for (auto const& e : m.columns)
        if (e.as == "value" && e.unit.empty() && !has("unit") && !e.with.empty() && e.with.front().name == "factor") {
            auto const id = rules_.find_factor(e.with.front().value.text, {});
            if (id && rules_.units[rules_.factors[*id].unit].dimension.empty()) continue;
            m.questions.push_back(excerpt(joined_header(e.header)) +
                                  say(" 没有单位：在这一列写 unit", " has no unit: write unit for this column"));
        }
}

void proposal_check::finish() {
    auto& m = of_.mapping;
    ask_about_labels();
    ask_about_missing();
    for (auto& e : m.columns) {
        auto const at =
            e.column ? *e.column
                     : static_cast<std::size_t>(std::find(headers_.begin(), headers_.end(), e.header) - headers_.begin());
        if (at >= blank_below_.size() || !blank_below_[at]) continue;
        e.fill_down = true;
        e.why += say("；下面的空格按上一行读", "; blank cells below say what the one above says");
        m.questions.push_back(excerpt(joined_header(e.header)) +
                              say(" 有空格，按上一行读（fill_down）：不对就去掉",
                                  " has blank cells, read as the one above (fill_down): take it out if that is wrong"));
    }
    if (flag_words_.empty()) return;
    std::string words;
    for (auto const& w : flag_words_) words += (words.empty() ? "" : say("、", ", ")) + w;
    m.questions.push_back(say("不认识的标记：", "flags that the rules do not know: ") + words +
                          say("；在 values 里写 {\"flag\": {\"词\": \"N\"}}，不写这些行被拒收",
                              "; translate them with \"values\": {\"flag\": {\"word\": \"N\"}}, else their rows are rejected"));
}

} // namespace huanchi::facts
