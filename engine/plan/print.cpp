#include "plan/plan.hpp"

#include <fmt/format.h>

#include <iterator>

namespace huanchi::plan {

using namespace model;

namespace {

struct printer {
    plan const& p;
    rulebook const& rules;
    std::string out = {};

    template <class... T>
    void line(fmt::format_string<T...> format, T&&... args) {
        fmt::format_to(std::back_inserter(out), format, std::forward<T>(args)...);
        out += '\n';
    }
    std::string condition(program_id id) const { return id == none ? "always" : model::text(*p.sources[id], rules); }
    std::string conditions(std::vector<program_id> const& ids) const {
        std::string s;
        for (auto const id : ids) s += (s.empty() ? "" : " and ") + condition(id);
        return s.empty() ? "always" : s;
    }
    static std::string span(base::span_of_dates const& s) {
        return fmt::format("[{}, {})", s.from ? s.from->text() : "", s.before ? s.before->text() : "");
    }

    void statistics() {
        for (std::size_t i = 0; i < p.statistics.size(); ++i) {
            line("statistic {}", rules.statistics[i].json);
            for (auto const& a : p.statistics[i].accepts)
                line("  scan {}{} filter {}", text(a.interval), a.marked ? " even marked" : "", condition(a.where));
            for (auto const& d : p.statistics[i].derives)
                line("  group {} by outlet, factor, source, {}{} aggregate {}{} need {}{}{} filter {}",
                     rules.statistics[d.from].json, d.rolling ? fmt::format("rolling {} ", d.rolling) : "", text(d.window),
                     text(d.method), d.counting == none ? "" : " of " + condition(d.counting), d.need,
                     d.need_is_percent ? " %" : "", d.need_in_february ? fmt::format(" (february {})", d.need_in_february) : "",
                     condition(d.where));
            for (auto const& x : p.statistics[i].substitutes)
                line("  substitute {} of the last {} before {} where {}", text(x.method), x.count,
                     x.before == none ? "it" : condition(x.before), condition(x.when));
            if (auto const& r = p.statistics[i].roll_up)
                line("  mark {} from {} %, else {}", r->mark, r->percent, r->otherwise);
        }
    }
    void formulas() {
        for (std::size_t i = 0; i < p.formulas.size(); ++i)
            line("derive {} = {} need {} doubt {}", rules.formulas[i].json, rules.formulas[i].text,
                 conditions(p.formulas[i].needs), conditions(p.formulas[i].doubts));
    }
    void limit(limit_step const& step) {
        auto const& l = rules.limits[step.limit];
        std::string statistics, bound;
        for (auto const s : l.statistics) statistics += (statistics.empty() ? "" : ",") + rules.statistics[s].json;
        if (l.min) bound += fmt::format(" {} {}", l.min->strict ? ">" : ">=", l.min->written.text());
        if (l.max) bound += fmt::format(" {} {}", l.max->strict ? "<" : "<=", l.max->written.text());
        if (l.not_detected) bound += " not_detected";
        if (l.prohibited) bound += " prohibited";
        line("judge {} {} of {}{} {} as {}", text(l.quantity), statistics, rules.factors[l.factor].code, bound,
             rules.units[l.unit].symbol, l.id);
        line("  in force {} select outlets {}", span(l.effective), conditions(step.of_subject));
        if (!step.of_datum.empty()) line("  select data {}", conditions(step.of_datum));
        if (l.formula)
            line("  derive {} with {} = {} {}", rules.formulas[*l.formula].json, rules.formulas[*l.formula].reference_json,
                 l.reference.text(), rules.units[rules.formulas[*l.formula].reference_unit].symbol);
        for (auto const& d : p.displacers[l.table])
            line("  unless displaced by {} {} where {}", d.by, span(d.effective), conditions(d.when));
        for (auto const x : p.exempted_by[l.table]) {
            auto const& e = rules.exemptions[x];
            line("  except {} {} where {} while {}{}", e.id, span(e.effective), condition(p.exemptions[x].where),
                 condition(p.exemptions[x].guard),
                 e.quota ? fmt::format(" at most {} over {}", e.quota->text, text(e.quota->window)) : "");
        }
    }
};

} // namespace

std::string print(plan const& p, rulebook const& rules, std::string_view provision) {
    printer print{p, rules};
    if (provision.empty()) {
        print.statistics();
        print.formulas();
    }
    for (auto const& step : p.limits)
        if (rules.limits[step.limit].id.starts_with(provision)) print.limit(step);
    return std::move(print.out);
}

} // namespace huanchi::plan
