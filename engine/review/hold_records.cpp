#include "eval/run.hpp"
#include "review/examination.hpp"

namespace huanchi::review {

namespace {

struct record_holder {
    examination& e;

    static opinion of_verdict(eval::verdict v, bool project) {
        switch (v) {
        case eval::verdict::violation: return project ? opinion::refuse : opinion::correct;
        case eval::verdict::not_met: return opinion::note;
        case eval::verdict::undetermined: return opinion::supply;
        default: return opinion::accept;
        }
    }

    void item(std::string about, eval::verdict v, findings::provision const& provision, std::string const& title,
              std::vector<findings::missing_value> const& missing) {
        if (v == eval::verdict::not_applicable || v == eval::verdict::exempt) return;
        auto const says = of_verdict(v, about == "project");
        std::vector<std::string> lacking;
        std::string zh, en;
        for (auto const& m : missing) {
            lacking.push_back(m.name);
            zh += (zh.empty() ? "" : "、") + (m.name_zh.empty() ? m.name : m.name_zh);
            en += (en.empty() ? "" : ", ") + m.name;
        }
        auto const source = cited(provision);
        auto& i =
            says == opinion::accept ? e.add(says, about, title + "：符合" + source, title + ": met " + source)
            : says == opinion::supply
                ? e.add(says, about, title + "：补充 " + zh + source, title + ": supply " + en + " " + source)
            : says == opinion::refuse
                ? e.add(says, about, title + "：不符合" + source + "，不予通过", title + ": not met " + source + ", refuse")
                : e.add(says, about, title + "：不符合" + source + "，应补正", title + ": not met " + source + ", correct");
        i.provisions = {provision};
        i.needs = std::move(lacking);
    }

    void judged_records() {
        eval::requirement_options const how{std::nullopt, e.options.today, false, e.options.unreviewed};
        auto const project = e.rules.find_record(findings::project_record);
        for (auto const& r : eval::require(e.p, e.rules, e.a.records, {}, how)) {
            if (!r.record || e.a.records[*r.record].type == project) continue;
            auto const f = findings::from_requirement(r, e.rules, e.a.records, {}, e.options.today);
            if (f.provision)
                item("record", f.verdict, *f.provision, f.factor_name,
                     f.reason ? f.reason->missing : std::vector<findings::missing_value>{});
        }
        for (auto const& s : findings::screen(e.rules, e.p, e.a.records, std::nullopt, e.options.today, e.options.unreviewed))
            for (auto const& i : s.items) item("project", i.verdict, i.provision, i.title, i.needs);
    }
};

} // namespace

void hold_records(examination& e) {
    record_holder{e}.judged_records();
}

} // namespace huanchi::review
