#include "findings/discretion.hpp"

#include "findings/discretion_levels.hpp"

#include <algorithm>

namespace huanchi::findings {

using base::rational;
using model::discretion;

namespace {

std::string number(rational const& r) {
    return base::printed(r).value;
}
rational amount_of(std::string const& digits) {
    return rational(base::decimal::parse(digits).value_or(base::decimal{}));
}

struct weighing_hand {
    discretion const& t;
    case_facts const& facts;
    discretion_result& out;

    void step(std::string zh, std::string en) { out.steps.push_back({std::move(zh), std::move(en)}); }
    void step(std::string both) { out.steps.push_back({both, both}); }

    // The statutory fine that is meant; null after saying what is missing.
    model::fine_range const* fine() {
        if (t.fines.size() == 1) return &t.fines.front();
        std::vector<std::string> known;
        for (auto const& f : t.fines) known.push_back(f.in_case);
        auto const said = said_of(facts, "case");
        if (said.empty()) {
            out.needs.push_back({"情形", known});
            return nullptr;
        }
        if (auto const i = place_among(known, said.front())) return &t.fines[*i];
        out.mistakes.push_back({discretion_mistake::kind::no_such_level, "情形", said.front(), known});
        return nullptr;
    }

    // The range in money; absent after saying what is missing.
    std::optional<std::pair<rational, rational>> range(model::fine_range const& f) {
        if (f.of.empty()) return std::pair(amount_of(f.min), amount_of(f.max));
        auto const said = said_of(facts, f.of);
        if (said.empty()) {
            out.needs.push_back({f.of, {}});
            return std::nullopt;
        }
        auto const given = base::decimal::parse(said.front());
        if (!given || given->coefficient < 0) {
            out.mistakes.push_back({discretion_mistake::kind::no_amount, f.of, said.front(), {}});
            return std::nullopt;
        }
        rational whole(*given);
        if (auto const least = amount_of(f.at_least); !f.at_least.empty() && whole < least) {
            step(f.of + " " + number(whole) + " 元不足 " + f.at_least + " 元，按 " + f.at_least + " 元计",
                 f.of + " " + number(whole) + " 元 is less than " + f.at_least + " 元 and counts as " + f.at_least + " 元");
            whole = least;
        }
        auto const share = [&](std::string const& digits) {
            auto const amount = amount_of(digits) * whole;
            return f.unit == "%" ? amount / rational(100) : amount;
        };
        step(number(whole) + " × " + f.max + " " + f.unit + " = " + number(share(f.max)) + " 元");
        return std::pair(share(f.min), share(f.max));
    }

    rational sum_up(model::fine_range const& f) {
        rational sum(t.start_in(f.in_case));
        std::string terms = t.start_in(f.in_case).text();
        for (auto const& l : out.items)
            if (l.percent) {
                sum += rational(*l.percent);
                terms += " + " + l.percent->text();
            }
        step(terms + " = " + number(sum) + " %");
        if (t.least && sum < rational(*t.least)) {
            step(number(sum) + " % 不足 " + t.least->text() + " %，按 " + t.least->text() + " % 计",
                 number(sum) + " % is less than " + t.least->text() + " % and counts as that");
            sum = rational(*t.least);
        }
        if (t.most && rational(*t.most) < sum) {
            step(number(sum) + " % 超过 " + t.most->text() + " %，按 " + t.most->text() + " % 计",
                 number(sum) + " % is more than " + t.most->text() + " % and counts as that");
            sum = rational(*t.most);
        }
        return sum;
    }

    void by_sum(model::fine_range const& f) {
        auto const sum = sum_up(f);
        out.sum = sum;
        auto const ends = range(f);
        if (!ends) return;
        auto const& [low, high] = *ends;
        auto amount = sum * high / rational(100);
        if (t.weighing == model::weighing::maximum) {
            step(number(sum) + " % × " + number(high) + " = " + number(amount) + " 元");
        } else {
            amount = low + sum * (high - low) / rational(100);
            step(number(low) + " + " + number(sum) + " % × (" + number(high) + " − " + number(low) + ") = " + number(amount) +
                 " 元");
        }
        auto const clamped = std::clamp(amount, low, high);
        auto const ranged = number(low) + "–" + number(high) + " 元";
        step("夹取到 " + ranged + "：" + number(clamped) + " 元", "clamped to " + ranged + ": " + number(clamped) + " 元");
        out.amount = clamped;
        severity_unused("这张表按百分数相加，不分上下半幅",
                        "the percentages of this table are summed, it has no halves of a band");
    }

    void severity_unused(std::string const& zh, std::string const& en) {
        if (out.how != severity::ordinary) step("从重、从轻没有采用：" + zh, "heavier or lighter was not used: " + en);
    }

    // Ordinarily the middle; heavier not below it, lighter below.
    void by_band(model::discretion_band const& b) {
        rational const low(b.min), high(b.max), middle = (low + high) / rational(2);
        out.band = {low, middle, high};
        if (low == high) {
            out.amount = low;
            step("定额 " + b.min_written + " 元", "a fixed amount: " + b.min_written + " 元");
            return severity_unused("定额不分上下半幅", "a fixed amount has no halves");
        }
        auto const ends = b.min_written + "–" + b.max_written + " 元";
        step("幅度 " + ends + "（不含上限），中值 " + number(middle) + " 元",
             "band " + ends + " (the end is not in it), middle " + number(middle) + " 元");
        if (out.how == severity::ordinary) {
            out.amount = middle;
            step("一般处罚取中值：" + number(middle) + " 元", "ordinarily the middle: " + number(middle) + " 元");
        } else if (out.how == severity::heavier) {
            out.band->min = middle;
            step("从重处罚不低于中值", "heavier: not below the middle");
        } else {
            out.band->max = middle;
            step("从轻处罚低于中值", "lighter: below the middle");
        }
    }

    bool by_case() {
        for (auto const& k : t.cases)
            for (auto const& said : said_of(facts, k.item))
                if (place_among({k.text}, said)) {
                    out.items.push_back({k.item, k.text, {}, chosen_level::origin::given, {}, {}, false});
                    out.amount = rational(k.amount);
                    out.band = {*out.amount, *out.amount, *out.amount};
                    step("定额 " + k.amount.text() + " 元", "a fixed amount: " + k.amount.text() + " 元");
                    severity_unused("定额不分上下半幅", "a fixed amount has no halves");
                    return true;
                }
        return false;
    }

    void run() {
        bool const bands = t.weighing == model::weighing::bands;
        if (!t.fines.empty()) out.unit = t.fines.front().of.empty() ? t.fines.front().unit : "元";
        auto const* band = bands ? choose_band(t, facts, out) : nullptr;
        if (!bands) choose_by_percent(t, facts, out);
        for (auto const& k : t.cases)
            if (said_of(facts, k.item).empty())
                out.items.push_back({k.item, "", {}, chosen_level::origin::unknown, {}, {}, false});
        refuse_strange_cases(t, facts, out);
        if (!out.mistakes.empty()) return;
        if (out.standing == discretion_standing::suspended || out.standing == discretion_standing::not_in_force)
            return out.items.clear();
        if (by_case()) return;
        if (band) by_band(*band);
        if (!bands)
            if (auto const* f = fine()) by_sum(*f);
        if (!out.needs.empty()) out.standing = discretion_standing::lacking;
    }
};

} // namespace

discretion_result weigh(discretion const& table, base::date on, case_facts const& facts, severity how) {
    discretion_result out;
    out.table = &table;
    out.on = on;
    out.how = how;
    out.change = table.changed_on(on);
    if (!table.effective.contains(on))
        out.standing = discretion_standing::not_in_force;
    else if (out.change)
        out.standing =
            out.change->status == model::status::advisory ? discretion_standing::reference : discretion_standing::suspended;
    auto const named = under_known_names(table, facts, out);
    weighing_hand{table, named, out}.run();
    return out;
}

std::vector<discretion const*> discretions_for(model::rulebook const& rules, std::vector<std::string> const& types,
                                               std::string const& medium, base::date on) {
    std::vector<discretion const*> all;
    for (auto const& t : rules.discretions) {
        bool const fits = std::any_of(t.violation_types.begin(), t.violation_types.end(), [&](std::string const& type) {
            return std::find(types.begin(), types.end(), type) != types.end();
        });
        bool const on_medium = medium.empty() || t.medium.empty() || t.medium == medium;
        if (fits && on_medium && t.effective.contains(on)) all.push_back(&t);
    }
    return all;
}

std::optional<bool> used_at(discretion const& table, model::rulebook const& rules, std::string const& region) {
    if (!table.where) return true;
    auto const asked = rules.find_field(model::facility_record, "region");
    auto const said = model::evaluate(*table.where, {.field = [&](model::field_ref f) -> model::value {
                                                         if (region.empty() || !asked || f.field != *asked) return {};
                                                         return region;
                                                     },
                                                     .measured = {},
                                                     .reference = {},
                                                     .clock = {}});
    if (!model::known(said)) return std::nullopt;
    return std::get<bool>(said);
}

discretion const* find_discretion(model::rulebook const& rules, std::string_view name) {
    discretion const* found = nullptr;
    for (auto const& t : rules.discretions) {
        if (t.id == name) return &t;
        if (t.clause != name) continue;
        if (found) return nullptr;
        found = &t;
    }
    return found;
}

std::string_view text(severity s) {
    constexpr std::string_view names[] = {"lighter", "ordinary", "heavier"};
    return names[static_cast<std::size_t>(s)];
}
std::optional<severity> severity_from(std::string_view text) {
    if (text == "lighter" || text == "从轻") return severity::lighter;
    if (text == "ordinary" || text == "一般") return severity::ordinary;
    if (text == "heavier" || text == "从重") return severity::heavier;
    return std::nullopt;
}
std::string_view text(discretion_standing s) {
    constexpr std::string_view names[] = {"proposed", "reference", "suspended", "not_in_force", "lacking"};
    return names[static_cast<std::size_t>(s)];
}
std::string_view text(chosen_level::origin o) {
    constexpr std::string_view names[] = {"given", "number", "unknown"};
    return names[static_cast<std::size_t>(o)];
}

} // namespace huanchi::findings
