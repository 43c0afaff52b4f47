#include "facts/table_guess.hpp"

#include "base/date.hpp"
#include "facts/amount.hpp"
#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/table_headings.hpp"
#include "facts/time_labels.hpp"
#include "facts/written_times.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::size_t searched_rows = 40, most_header_rows = 3;

struct span_of_rows {
    std::size_t first = 0, last = 0; // in the head
};

// How much of a row is names of columns; 0 where a cell is a datum.
std::size_t header_score(head_row const& row, heading_reader const& read) {
    std::size_t score = 0, written = 0;
    for (auto const& c : row.cells) {
        if (c.empty()) continue;
        ++written;
        if (is_datum(c)) return 0;
        auto const h = read.read(c);
        score += h.understood() ? 2 : h.unit.empty() ? 0 : 1;
    }
    return written >= 2 && score * 2 >= written ? score : 0;
}

std::optional<span_of_rows> find_header(table_head const& head, heading_reader const& read) {
    auto const rows = std::min(head.rows.size(), searched_rows);
    std::vector<std::size_t> scores;
    for (std::size_t i = 0; i < rows; ++i) scores.push_back(header_score(head.rows[i], read));
    auto const best = std::max_element(scores.begin(), scores.end());
    if (best == scores.end() || *best < 4) return std::nullopt;
    span_of_rows out;
    out.first = out.last = static_cast<std::size_t>(best - scores.begin());
    auto const adjoins = [&](std::size_t upper) { return head.rows[upper].number + 1 == head.rows[upper + 1].number; };
    while (out.first > 0 && out.last - out.first + 1 < most_header_rows && scores[out.first - 1] > 0 && adjoins(out.first - 1))
        --out.first;
    while (out.last + 1 < rows && out.last - out.first + 1 < most_header_rows && scores[out.last + 1] > 0 && adjoins(out.last))
        ++out.last;
    return out;
}

class guesser {
public:
    guesser(table_head const& head, std::string const& name, model::rulebook const& rules, facilities const& known,
            spoken language)
        : head_(head), name_(name), rules_(rules), read_(rules), known_(known), language_(language) {}

    std::optional<proposal> make() {
        auto const found = find_header(head_, read_);
        if (!found) return std::nullopt;
        at_ = *found;
        out_.header_row = at_.first;
        auto const first = head_.rows[at_.first].number, last = head_.rows[at_.last].number;
        out_.mapping.header_first = first;
        out_.mapping.header_last = last;
        headers_ = head_.headers(first, last);
        for (auto const& lines : headers_) headings_.push_back(read_.read(lines));
        settle_times();
        bool const long_table = std::any_of(headings_.begin(), headings_.end(), [](auto const& h) { return h.as == "factor"; });
        bool const samples = std::any_of(headings_.begin(), headings_.end(), [](auto const& h) { return h.sample; });
        out_.wide = !long_table || samples;
        if (!long_table) settle_wide();
        for (std::size_t c = 0; c < headers_.size(); ++c)
            if (!headers_[c].empty()) add(c, long_table, samples);
        refuse_doubles();
        name_site();
        settle_interval(samples);
        return std::move(out_);
    }

private:
    std::string say(char const* zh, char const* en) const { return language_ == spoken::chinese ? zh : en; }

    std::vector<std::string> data(std::size_t column, std::size_t most = 20) const {
        std::vector<std::string> out;
        for (auto i = at_.last + 1; i < head_.rows.size() && out.size() < most; ++i)
            if (column < head_.rows[i].filled.size() && !head_.rows[i].filled[column].empty())
                out.push_back(head_.rows[i].filled[column]);
        return out;
    }
    std::optional<std::size_t> column_as(std::string_view as) const {
        for (std::size_t c = 0; c < headings_.size(); ++c)
            if (headings_[c].as == as) return c;
        return std::nullopt;
    }

    // A date beside a time of day, or one that is the time alone.
    void settle_times() {
        auto const date = column_as("date"), time = column_as("time"), clock = column_as("clock");
        if (!date) {
            if (clock && !time) headings_[*clock].as = "time";
            return;
        }
        if (clock) return;
        if (!time) {
            headings_[*date].as = "time";
            return;
        }
        auto const times = data(*time);
        bool const of_day =
            !times.empty() && std::all_of(times.begin(), times.end(), [](auto const& t) { return usual_clock(t).has_value(); });
        (of_day ? headings_[*time] : headings_[*date]).as = of_day ? "clock" : "attribute";
    }

    // Names of factors are values; what comes again behind each belongs to the factor before it.
    void settle_wide() {
        for (auto& h : headings_) {
            if (!h.factor.empty() && h.as.empty()) h.as = "value";
            // A unit without a name that is known: of something measured, whatever it is.
            if (h.as.empty() && !h.unit.empty() && !h.name.empty()) {
                h.as = "value";
                h.factor = h.name;
            }
        }
        bool const factors = std::any_of(headings_.begin(), headings_.end(), [](auto const& h) { return !h.factor.empty(); });
        if (!factors) return;
        for (std::string_view const as : {"value", "corrected", "flag", "mark", "flow", "o2", "unit", "dl", "temperature"}) {
            auto const alone = [&](heading const& h) { return h.as == as && h.factor.empty(); };
            auto const times = std::count_if(headings_.begin(), headings_.end(), alone);
            if (times < 2 && as != "value" && as != "corrected") continue;
            std::string left;
            for (auto& h : headings_) {
                if (alone(h) && !left.empty()) h.factor = left;
                if (!h.factor.empty()) left = h.factor;
            }
        }
    }

    void add(std::size_t c, bool long_table, bool samples) {
        auto const& h = headings_[c];
        tables::column_entry e;
        e.header = headers_[c];
        auto const same = std::count(headers_.begin(), headers_.end(), headers_[c]);
        if (same > 1) e.column = static_cast<std::uint32_t>(c);
        e.as = h.as.empty() ? "attribute" : h.as;
        if (long_table && samples && h.mean) e.as = "ignore";
        if (long_table && !h.factor.empty() && h.as.empty()) e.as = "attribute";
        bool const owned = !long_table && !h.factor.empty() && e.as != "attribute" && e.as != "ignore";
        if (owned) e.with.push_back({"factor", {h.factor, {}, {}}, {}, {}});
        if (h.sample && e.as == "value") e.with.push_back({"sample_id", {joined_header(headers_[c]), {}, {}}, {}, {}});
        bool const number = e.as == "value" || e.as == "corrected" || e.as == "flow" || e.as == "o2" || e.as == "temperature";
        if (number && h.unit != "无量纲") e.unit = h.unit;
        explain(c, h, e);
        out_.mapping.columns.push_back(std::move(e));
    }

    void explain(std::size_t c, heading const& h, tables::column_entry& e) {
        auto const certain = say("确定", "certain"), likely = say("很可能", "likely"), open = say("不能确定", "cannot tell");
        if (e.as == "attribute") {
            e.why = h.understood()
                        ? say("由别的数算得，不是测量值，照录为属性", "derived from other numbers: kept as an attribute")
                        : say("不认识这个表头，照录为属性", "the header is not known: kept as an attribute");
            e.sure = h.understood() ? likely : open;
            auto const cells = data(c);
            bool const numbers = !cells.empty() && std::all_of(cells.begin(), cells.end(), [](auto const& t) {
                return is_missing(t) || read_measured(without(t)).reading != reading::unreadable;
            });
            if (numbers && !h.understood())
                out_.mapping.questions.push_back(excerpt(joined_header(headers_[c])) +
                                                 say(" 一列全是数，但不认识表头：是因子就写 \"as\": \"value\" 和 \"factor\"",
                                                     " holds numbers under a header that is not known: if it is a factor, "
                                                     "write \"as\": \"value\" and \"factor\""));
            return;
        }
        e.why = say("表头 ", "the header says ") + excerpt(h.word.empty() ? joined_header(headers_[c]) : h.word);
        if (e.as == "ignore") e.why = h.mean ? say("样品列的均值，由它们算得", "the mean of the samples beside it") : e.why;
        if (!h.factor.empty() && !e.with.empty()) e.why += say("，因子 ", ", factor ") + h.factor;
        if (!e.unit.empty()) e.why += say("，单位 ", ", unit ") + e.unit;
        e.sure = certain;
        if (e.as == "value" && !h.factor.empty() && h.word.empty()) {
            e.sure = open;
            e.why += say("，规则里没有这个因子，行会被拒收", ", which is no factor of the rules: its rows will be rejected");
            out_.mapping.questions.push_back(
                excerpt(h.factor) + say(" 不是已知的因子：改写 \"factor\"，或写 \"as\": \"attribute\"",
                                        " is no factor that is known: correct \"factor\", or write \"as\": \"attribute\""));
        }
        if (e.as == "time" || e.as == "date") {
            auto const cells = data(c);
            bool const good = std::all_of(cells.begin(), cells.end(), [](auto const& t) { return usual_time(t).has_value(); });
            if (!cells.empty()) e.why += say("，如 ", ", such as ") + excerpt(cells.front());
            if (!cells.empty() && !good) e.sure = likely;
        }
        if (h.as == "enterprise_name" || (e.as == "outlet_id" && joined_header(headers_[c]).find("名称") != std::string::npos))
            e.sure = likely;
    }
    static std::string without(std::string text) {
        std::erase(text, ',');
        return text;
    }

    // The factor and the sample that a column belongs to, whatever the factor is called.
    std::vector<std::string> owner(tables::column_entry const& e) const {
        std::vector<std::string> out;
        for (auto const& k : e.with) {
            auto const id = k.name == "factor" ? rules_.find_factor(k.value.text, {}) : std::nullopt;
            out.push_back(id ? rules_.factors[*id].code : k.value.text);
        }
        return out;
    }

    // One row of measurements has one time, one value …
    void refuse_doubles() {
        auto& columns = out_.mapping.columns;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto& e = columns[i];
            if (e.as == "attribute" || e.as == "ignore") continue;
            for (std::size_t k = 0; k < i; ++k) {
                auto const& other = columns[k];
                bool const same_with = owner(e) == owner(other);
                if (other.as != e.as || !same_with) continue;
                auto const what = excerpt(joined_header(other.header)) + say(" 和 ", " and ") +
                                  excerpt(joined_header(e.header)) +
                                  say(" 意思相同，取前一列", " mean the same; the first is taken");
                out_.ambiguous.push_back(what);
                out_.mapping.questions.push_back(what);
                e.as = "attribute";
                e.with.clear();
                e.sure = say("不能确定", "cannot tell");
                break;
            }
        }
    }

    // What stands above the header, and the name of the sheet.
    std::vector<std::string> titles() const {
        std::vector<std::string> out;
        if (!name_.empty()) out.push_back(name_);
        for (std::size_t i = 0; i < at_.first; ++i)
            for (auto const& c : head_.rows[i].cells)
                if (!c.empty()) out.push_back(c);
        return out;
    }

    void add_constant(std::string name, std::string text, std::string why) {
        out_.mapping.constants.push_back({std::move(name), {std::move(text), {}, {}}, {}, std::move(why)});
    }

    // Sites and outlets of the facilities that the titles name.
    void name_site() {
        auto const all = titles();
        auto const names = [&](std::string const& word) {
            return !word.empty() &&
                   std::any_of(all.begin(), all.end(), [&](auto const& t) { return t.find(word) != std::string::npos; });
        };
        if (!column_as("enterprise_id") && !column_as("enterprise_name")) {
            std::vector<facility const*> named;
            for (auto const& site : known_.sites)
                if (names(site.id) || names(site.name)) named.push_back(&site);
            if (named.size() == 1)
                add_constant("enterprise_id", named.front()->id,
                             say("标题里写着 ", "the titles name ") + excerpt(named.front()->name));
        }
        if (!column_as("outlet_id")) {
            std::set<std::string> named;
            for (auto const& o : known_.outlets)
                if (names(o.id)) named.insert(o.id);
            if (named.size() == 1)
                add_constant("outlet_id", *named.begin(), say("标题里写着 ", "the titles name ") + excerpt(*named.begin()));
        }
    }

    // What the titles of a report say behind a label: 报告编号：JC-1.
    void name_report() {
        for (std::size_t i = 0; i < at_.first; ++i)
            for (std::size_t c = 0; c < head_.rows[i].cells.size(); ++c) {
                std::string_view const title = head_.rows[i].cells[c];
                auto const wide = title.find("："), narrow = title.find(':');
                auto const end = wide != std::string_view::npos     ? wide + std::string_view("：").size()
                                 : narrow == std::string_view::npos ? 0
                                                                    : narrow + 1;
                if (end == 0 || trimmed(title.substr(end)).empty()) continue;
                auto const label = title.substr(0, end);
                auto const as = read_.read(label.substr(0, std::min(wide, narrow))).as;
                if ((as != "report_no" && as != "lab" && as != "sample_kind") || column_as(as)) continue;
                tables::cell_place const place{head_.rows[i].number - 1, static_cast<std::uint32_t>(c)};
                out_.mapping.constants.push_back(
                    {as, {{}, place, std::string(label)}, {}, say("标题里写着 ", "a title says ") + excerpt(label)});
            }
    }

    // A column says it; else the titles, or the steps of time. Without any of these it stays at the hour of the contract.
    void settle_interval(bool samples) {
        if (column_as("interval")) return;
        std::string interval, why;
        bool const sampled = samples || column_as("sample_id") ||
                             std::any_of(headers_.begin(), headers_.end(),
                                         [](auto const& h) { return joined_header(h).find("采样") != std::string::npos; });
        if (sampled) {
            name_report();
            interval = "sample";
            why = say("表头说的是采样", "the headers speak of samples");
        } else if (auto const step = step_of_times()) {
            static constexpr std::pair<std::int64_t, std::string_view> steps[] = {
                {60'000, "minute"}, {300'000, "5min"}, {3'600'000, "hour"}, {86'400'000, "day"}};
            for (auto const& [ms, word] : steps)
                if (*step == ms) interval = word;
            why = say("相邻两个时间的间隔", "the step from one time to the next");
        }
        if (interval.empty() || interval == "hour") {
            if (interval.empty())
                out_.mapping.questions.push_back(
                    say("看不出是什么数据（小时、日、样品……）：不是小时数据就在 constants 里写 interval",
                        "cannot tell what the values are of (hours, days, samples …): if not of hours, say interval under "
                        "constants"));
            add_constant("interval", "hour", why);
            return;
        }
        out_.assumed.push_back("interval=" + interval);
        add_constant("interval", interval, why);
        out_.mapping.questions.push_back(
            say("按 ", "read as ") + interval + say(" 读，因为", " because of ") + why +
            say("；不对就改 constants 里的 interval", "; if that is wrong, correct interval under constants"));
    }

    std::optional<std::int64_t> step_of_times() const {
        auto const column = column_as("time");
        auto const day = column_as("date"), hour = column_as("clock");
        if (day && hour) return std::int64_t{3'600'000};
        if (!column) return std::nullopt;
        std::optional<std::int64_t> least, last;
        for (auto const& text : data(*column, table_head::most_rows)) {
            auto const usual = usual_time(text);
            if (!usual || usual->size() < 10) continue;
            auto const read = read_clock(usual->size() == 10 ? *usual + " 00:00:00" : *usual);
            if (!read) continue;
            if (last && read->ms != *last) {
                auto const step = read->ms > *last ? read->ms - *last : *last - read->ms;
                if (!least || step < *least) least = step;
            }
            last = read->ms;
        }
        return least;
    }

    table_head const& head_;
    std::string const& name_;
    model::rulebook const& rules_;
    heading_reader read_;
    facilities const& known_;
    spoken language_;
    span_of_rows at_;
    std::vector<std::vector<std::string>> headers_;
    std::vector<heading> headings_;
    proposal out_;
};

} // namespace

std::optional<proposal> propose_mapping(table_head const& head, std::string const& name, model::rulebook const& rules,
                                        facilities const& known, spoken language) {
    return guesser(head, name, rules, known, language).make();
}

} // namespace huanchi::facts
