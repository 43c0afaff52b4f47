#include "model/discretion_tests.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr named<int> severity_words[] = {{"lighter", "从轻", 0}, {"ordinary", "一般", 1}, {"heavier", "从重", 2}};
constexpr named<int> standing_words[] = {{"proposed", "建议", 0},
                                         {"reference", "参考", 1},
                                         {"suspended", "暂缓", 2},
                                         {"not_in_force", "未施行", 3},
                                         {"lacking", "不全", 4}};

} // namespace

base::date day_of(context& c, syntax::item const& item) {
    auto const* on = item.find(keyword::on);
    auto const* day = on && !on->arguments.empty() ? std::get_if<syntax::date_literal>(&on->arguments.front().node) : nullptr;
    if (!day) c.error("M002", item.where, {"on", std::string(syntax::text(item.segments.front().key, syntax::spelling::en))});
    return day ? day->value : base::date{};
}

// `discretion "2.7.1" of 粤裁量 on 2026-05-01 case 从重 { 超标因子数目 = 1 … }`
void read_given_discretion(context& c, rule_test& t, syntax::item const& item) {
    auto const& head = item.segments.front();
    auto const document = document_of(c, item);
    if (!document || head.arguments.empty()) return;
    auto const id = c.rules.documents[*document].id + "." + word_of(c, head.arguments.front());
    auto const& all = c.rules.discretions;
    auto const at = std::find_if(all.begin(), all.end(), [&](auto const& x) { return x.id == id; });
    if (at == all.end()) {
        std::vector<std::string> ids;
        for (auto const& x : all) ids.push_back(x.id);
        return c.error("M040", head.arguments.front().where, {id}, nearest(id, ids));
    }
    given_discretion g;
    g.table = static_cast<std::uint32_t>(at - all.begin());
    g.on = day_of(c, item);
    g.severity = "ordinary";
    if (auto const* s = item.find(keyword::case_); s && !s->arguments.empty())
        if (auto const w = read_word(c, s->arguments.front(), severity_words)) g.severity = severity_words[*w].en;
    for (auto const& e : item.body ? item.body->entries : std::vector<syntax::entry>{})
        if (auto const* row = std::get_if<syntax::table_row>(&e); row && !row->cells.empty())
            g.facts.emplace_back(row->label, word_of(c, row->cells.front()));
    t.discretion = std::move(g);
}

// `expect proposed result 28 fine 280000 元`, `fine 100000..120000 元` of a band.
void read_expected_discretion(context& c, rule_test& t, syntax::item const& item) {
    if (auto const w = read_word(c, item.segments.front().arguments.front(), standing_words)) t.verdict = standing_words[*w].en;
    if (auto const* s = item.find(keyword::result)) t.result = first_word(c, s);
    auto const* s = item.find(keyword::fine);
    if (!s || s->arguments.empty()) return;
    auto const& a = s->arguments.front();
    auto const* r = std::get_if<syntax::range>(&a.node);
    auto const* low = std::get_if<syntax::number>(r ? &r->low->node : &a.node);
    auto const* high = r ? std::get_if<syntax::number>(&r->high->node) : nullptr;
    if (!low || (r && !high)) return c.error("M007", a.where, {std::string(c.files.text(a.where)), "280000 元"});
    t.discretion->low = low->written;
    if (high) t.discretion->high = high->written;
}

} // namespace huanchi::model
