#include "review/amounts.hpp"

#include "facts/amount.hpp"

namespace huanchi::review {

std::optional<amount> read_amount(std::string written, model::rulebook const& rules) {
    if (written.ends_with("/a")) written.resize(written.size() - 2); // of a year, which the table says already
    auto const x = facts::read_amount(written);
    if (!x) return std::nullopt;
    auto const unit = rules.units.find(x->unit);
    if (!unit) return std::nullopt;
    return amount{base::rational(x->number) * rules.units[*unit].factor, rules.units[*unit].dimension};
}

} // namespace huanchi::review
