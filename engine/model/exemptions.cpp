#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

void read_named_tables(context& c, syntax::item const& item, keyword named_by, std::uint16_t document,
                       std::vector<std::uint32_t>& tables, std::vector<std::uint16_t>& documents) {
    auto const* s = item.find(named_by);
    if (!s) return;
    for (auto const& a : s->arguments) {
        auto const name = word_of(c, a);
        if (auto const it = c.tables.find(name); it != c.tables.end())
            tables.push_back(it->second);
        else if (auto const own = c.tables.find(c.rules.documents[document].id + "." + name); own != c.tables.end())
            tables.push_back(own->second);
        else if (auto const doc = c.documents.find(name); doc != c.documents.end())
            documents.push_back(doc->second);
        else
            c.error("M024", a.where, {name});
    }
}

namespace {

constexpr named<interval> window_words[] = {{"hour", "小时", interval::hour},
                                            {"day", "日", interval::day},
                                            {"month", "月", interval::month},
                                            {"quarter", "季", interval::quarter},
                                            {"year", "年", interval::year}};

// `allow 60 h over year`: an amount of time in a window of the calendar.
std::optional<exemption::time_quota> read_quota(context& c, syntax::item const& i) {
    auto const& args = i.segments.front().arguments;
    auto const* n = args.empty() ? nullptr : std::get_if<syntax::number>(&args.front().node);
    auto const* over = i.find(keyword::over);
    auto const hour = c.rules.units.find("h");
    auto const unit = n ? c.rules.units.find(n->unit) : std::nullopt;
    bool const is_time = unit && hour && c.rules.units[*unit].dimension == c.rules.units[*hour].dimension;
    if (!is_time || !over || over->arguments.empty()) {
        c.error("M002", i.where, {"allow 60 h over year", "allow"});
        return std::nullopt;
    }
    auto const window = read_window(c, over->arguments.front());
    if (!window) return std::nullopt;
    return exemption::time_quota{base::rational(n->value) * c.rules.units[*unit].factor, *window,
                                 base::decimal(n->value).text() + " " + c.rules.units[*unit].symbol};
}

} // namespace

std::optional<interval> read_window(context& c, syntax::expression const& e) {
    return read_word(c, e, window_words);
}

void read_exemption(context& c, syntax::item const& item) {
    declaration const d(c, item, "exemption",
                        {keyword::clause, keyword::exempts, keyword::where, keyword::while_, keyword::allow, keyword::effective,
                         keyword::confidence, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto x = begin_provision<exemption>(c, d, item, *doc);
    x.where = where_of(c, d, measurement_scope());
    if (!x.where) return c.error("M002", d.head().where, {"where", "exemption"});
    for (auto const* i : d.properties(keyword::while_))
        for (auto const& a : i->segments.front().arguments)
            x.guard = conjunction(x.guard, check_condition(c, measurement_scope(), a));
    for (auto const* i : d.properties(keyword::exempts))
        read_named_tables(c, *i, keyword::exempts, *doc, x.tables, x.documents);
    if (d.properties(keyword::exempts).empty()) return c.error("M002", d.head().where, {"exempts", "exemption"});
    if (auto const* i = d.property(keyword::allow)) {
        x.quota = read_quota(c, *i);
        if (!x.quota) return;
    }
    if (c.declare("table", x.id, item.where)) c.rules.exemptions.push_back(std::move(x));
}

} // namespace huanchi::model
