#include "comparing.hpp"

#include <doctest/doctest.h>

namespace comparing {

compared::compared(std::string const& old_text, std::string const& new_text)
    : before(old_text), after(new_text), diff(changes::compare(before.rules, after.rules)) {}

std::string compared::said() const {
    std::string out;
    auto add = [&](changes::change kind, std::string const& what, std::vector<changes::aspect_change> const& aspects) {
        out += (out.empty() ? "" : "; ") + std::string(changes::text(kind)) + " " + what;
        for (auto const& a : aspects) out += " " + a.what;
    };
    for (auto const& c : diff.limits)
        add(c.kind, c.after ? after.rules.limits[*c.after].id : before.rules.limits[*c.before].id, c.aspects);
    for (auto const& c : diff.others) add(c.kind, c.declared + " " + c.id, c.aspects);
    return out;
}

changes::sought compared::witness() const {
    REQUIRE_MESSAGE(diff.limits.size() == 1, said());
    changes::witness_search search({before.rules, before.plan}, {after.rules, after.plan}, *base::date::parse("2026-06-01"),
                                   false);
    return search.find(diff.limits.front());
}

std::string said(changes::sought const& s) {
    if (auto const* none = std::get_if<changes::no_witness>(&s)) return std::string(text(*none));
    auto const& w = std::get<changes::witness>(s);
    return std::string(eval::text(w.before.verdict)) + " → " + std::string(eval::text(w.after.verdict)) + " " + w.value + " " +
           w.unit + " " + w.on.text();
}

} // namespace comparing
