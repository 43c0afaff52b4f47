#include "review/questions.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace huanchi::review {

namespace {

using nlohmann::json;

base::failure wrong(std::string const& pointer, std::string const& what) {
    return {
        pointer + ": " + what,
        R"(write {"describe": {…}} or {"outlet": "ENTERPRISE/OUTLET"}, with factor, at (2026-06-01), why_not, cases as needed)"};
}

} // namespace

base::result<limits_question> read_question(std::string_view text) {
    auto const j = json::parse(text, nullptr, false);
    if (j.is_discarded()) return wrong("", "no JSON");
    if (!j.is_object()) return wrong("", "not an object");
    limits_question q;
    for (auto const& [key, v] : j.items()) {
        auto const at = "/" + key;
        if (key == "describe") {
            if (!v.is_object()) return wrong(at, "not an object");
            q.describe = v.dump();
        } else if (key == "outlet" || key == "factor") {
            if (!v.is_string()) return wrong(at, "not a text");
            (key == "outlet" ? q.outlet : q.factor) = v.get<std::string>();
        } else if (key == "at") {
            if (!v.is_string() || !(q.at = base::date::parse(v.get<std::string>()))) return wrong(at, "no date");
        } else if (key == "why_not" || key == "cases") {
            if (!v.is_boolean()) return wrong(at, "not true or false");
            (key == "cases" ? q.cases : q.why_not) = v.get<bool>();
        } else {
            return wrong(at, "nothing of that name is known");
        }
    }
    if (q.describe.empty() == q.outlet.empty()) return wrong("", "either `describe` or `outlet`");
    return q;
}

limits_desk::limits_desk(plan::plan const& p, model::rulebook const& rules, facts::facilities const* known, bool unreviewed)
    : plan_(p), rules_(rules), known_(known), unreviewed_(unreviewed) {
    if (known) on_file_ = eval::bind(p, rules, *known, {std::nullopt, unreviewed});
}

base::result<outlet_limits> limits_desk::answer(limits_question const& q, base::date today) const {
    facts::facilities described;
    std::uint32_t outlet = 0;
    auto const* known = known_;
    if (!q.describe.empty()) {
        auto read = facts::read_description(q.describe, rules_);
        if (!read) return read.error();
        described = std::move(*read);
        known = &described;
    } else {
        auto const slash = q.outlet.rfind('/');
        outlet = known && slash != std::string::npos ? known->find_outlet(q.outlet.substr(0, slash), q.outlet.substr(slash + 1))
                                                     : facts::no_outlet;
        if (outlet == facts::no_outlet)
            return base::failure{"no outlet " + q.outlet, "write ENTERPRISE/OUTLET as in the file of facilities"};
    }
    limits_asked asked{std::nullopt, q.why_not, q.cases};
    if (!q.factor.empty() && !(asked.factor = rules_.find_factor(q.factor, known->outlets[outlet].medium)))
        return base::failure{"no factor of the medium: " + q.factor, "use a code or a name, like w01018"};
    auto const at = q.at.value_or(today);
    if (q.describe.empty()) return limits_on(on_file_, outlet, at, asked);
    eval::bind_options options{std::nullopt, unreviewed_};
    if (asked.factor) options.factors = {*asked.factor};
    return limits_on(eval::bind(plan_, rules_, described, options), outlet, at, asked);
}

} // namespace huanchi::review
