// A permit application, or a permit in force, held against the rules item by item, each with the text for the opinion. Pure
// functions; may be called from several threads.
#pragma once

#include "findings/screening.hpp"
#include "review/application.hpp"
#include "review/limit_table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace huanchi::review {

// In the order of weight: the overall opinion is the last that an item has.
enum class opinion : std::uint8_t {
    accept,  // 符合
    note,    // 提示: nothing to change
    supply,  // 补充: something is unknown that decides
    correct, // 补正: what, stands in the text
    refuse,  // 不予: the ground stands in the text
};
std::string_view text(opinion o);

struct reviewed_item {
    std::string about; // limit, total, monitoring, record, project
    std::string outlet_id, factor, factor_name, statistic;
    opinion says{};
    std::string text_zh, text_en; // as it can stand in the opinion
    std::vector<findings::provision> provisions;
    std::vector<std::string> needs; // attributes that are missing
    std::optional<base::date> from; // a change of the law that comes later
};
struct reviewed {
    std::string id, enterprise_id, enterprise_name;
    opinion overall{};
    std::vector<reviewed_item> items;
    std::vector<std::string> not_checked_zh, not_checked_en; // what nothing here can say
};

struct review_options {
    base::date today;
    bool unreviewed = false;
};
reviewed examine(application const& a, plan::plan const& p, model::rulebook const& rules, review_options const& options);

// The permits of a file of facilities in force on a day, each as an application of what it says; sites without one have none.

std::vector<reviewed> examine_permits(facts::facilities const& known, plan::plan const& p, model::rulebook const& rules,
                                      review_options const& options);

} // namespace huanchi::review
