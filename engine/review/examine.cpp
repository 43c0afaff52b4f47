#include "review/examination.hpp"

#include <algorithm>

namespace huanchi::review {

std::string_view text(opinion o) {
    static constexpr std::string_view words[] = {"accept", "note", "supply", "correct", "refuse"};
    return words[static_cast<std::size_t>(o)];
}

namespace {

void say_what_is_not_checked(application const& a, reviewed& out) {
    auto const say = [&](char const* zh, char const* en) {
        out.not_checked_zh.emplace_back(zh);
        out.not_checked_en.emplace_back(en);
    };
    if (a.has_monitoring)
        say("自行监测频次只按收入规则库的标准核对；自行监测技术指南（HJ 819 等）没有收入",
            "monitoring frequencies are held against the standards in the library only; the guidelines (HJ 819 …) are not in "
            "it");
    if (!a.totals.empty())
        say("单位产品基准排水（气）量是否取自技术规范：技术规范没有收入规则库",
            "whether the volume a unit of product is that of the specification: the specifications are not in the library");
}

facts::facilities one_site(facts::facilities const& all, std::size_t index) {
    facts::facilities one;
    auto site = all.sites[index];
    site.permits.clear();
    auto const outlets = site.outlets;
    site.outlets.clear();
    for (auto const o : outlets) {
        auto outlet = all.outlets[o];
        outlet.facility = 0;
        outlet.members.clear();
        site.outlets.push_back(static_cast<std::uint32_t>(one.outlets.size()));
        one.by_id.emplace(site.id + '\x1f' + outlet.id, static_cast<std::uint32_t>(one.outlets.size()));
        one.outlets.push_back(std::move(outlet));
    }
    one.site_by_id.emplace(site.id, 0);
    one.sites.push_back(std::move(site));
    return one;
}

} // namespace

reviewed examine(application const& a, plan::plan const& p, model::rulebook const& rules, review_options const& options) {
    examination e{a, p, rules, options, eval::bind(p, rules, a.site, {std::nullopt, options.unreviewed})};
    e.out.id = a.id;
    e.out.enterprise_id = a.site.sites.front().id;
    e.out.enterprise_name = a.site.sites.front().name;
    hold_limits(e);
    hold_totals(e);
    hold_monitoring(e);
    hold_records(e);
    say_what_is_not_checked(a, e.out);
    for (auto const& i : e.out.items) e.out.overall = std::max(e.out.overall, i.says);
    return std::move(e.out);
}

std::vector<reviewed> examine_permits(facts::facilities const& known, plan::plan const& p, model::rulebook const& rules,
                                      review_options const& options) {
    std::vector<reviewed> out;
    for (std::size_t s = 0; s < known.sites.size(); ++s) {
        auto const& site = known.sites[s];
        bool in_force = false;
        for (auto const& permit : site.permits) {
            if (!permit.valid.contains(options.today)) continue;
            in_force = true;
            application a;
            a.id = permit.number + (permit.version.empty() ? "" : "/" + permit.version);
            a.valid = {options.today, permit.valid.before ? *permit.valid.before : options.today + 5 * 365};
            a.site = one_site(known, s);
            a.limits = permit.limits;
            auto r = examine(a, p, rules, options);
            if (permit.valid.before && *permit.valid.before - options.today <= 90) {
                reviewed_item i;
                i.about = "permit";
                i.says = opinion::correct;
                auto const last = (*permit.valid.before + -1).text();
                auto const left = std::to_string(*permit.valid.before - options.today - 1);
                i.text_zh = "有效期至 " + last + "，还有 " + left + " 日；需要继续排污的，届满六十日前申请延续";
                i.text_en = "valid until " + last + ", " + left + " days left; apply for renewal sixty days before the end";
                r.items.push_back(std::move(i));
                r.overall = std::max(r.overall, opinion::correct);
            }
            out.push_back(std::move(r));
        }
        if (in_force || site.permits.empty()) continue;
        reviewed none{"", site.id, site.name, opinion::correct, {}, {}, {}};
        reviewed_item i;
        i.about = "permit";
        i.says = opinion::correct;
        i.text_zh = "没有在 " + options.today.text() + " 有效的许可证";
        i.text_en = "no permit in force on " + options.today.text();
        none.items.push_back(std::move(i));
        out.push_back(std::move(none));
    }
    return out;
}

} // namespace huanchi::review
