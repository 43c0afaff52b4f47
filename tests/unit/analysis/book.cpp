#include "book.hpp"

namespace analysed {

analysis::lint_report book::lint(bool unreviewed) const {
    return analysis::lint(rules, plan, {*base::date::parse("2026-06-01"), unreviewed, {}});
}

std::string book::found() const {
    std::string out;
    for (auto const& f : lint().findings)
        out += (out.empty() ? "" : "; ") + f.what.code + " " + f.what.parameters.back() +
               (f.what.severity == source::severity::note ? " (note)" : "");
    return out;
}

} // namespace analysed
