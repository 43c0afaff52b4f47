// Questions of which limits apply, as a line of NDJSON or the body of a request asks them, and their answers.
#pragma once

#include "base/result.hpp"
#include "review/limit_table.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace huanchi::review {

struct limits_question {
    std::string describe; // an outlet in JSON, as `limits --describe` takes it; "" where one on file is meant
    std::string outlet;   // ENTERPRISE/OUTLET of the facilities
    std::string factor;   // "": all
    std::optional<base::date> at;
    bool why_not = false, cases = false;
};

// `{"describe": {…} | "outlet": "ENTERPRISE/OUTLET", "factor": …, "at": …, "why_not": …, "cases": …}`. Fails with the JSON
// pointer of what is wrong.
base::result<limits_question> read_question(std::string_view json);

// Answers questions by one rulebook. The outlets on file are bound once, those described when they are asked about. Safe from
// many threads; refers to what it was made from.
class limits_desk {
public:
    limits_desk(plan::plan const& p, model::rulebook const& rules, facts::facilities const* known, bool unreviewed);
    // Fails where the description cannot be read, or there is no such outlet or factor.
    base::result<outlet_limits> answer(limits_question const& q, base::date today) const;

private:
    plan::plan const& plan_;
    model::rulebook const& rules_;
    facts::facilities const* known_;
    bool unreviewed_;
    eval::bound on_file_;
};

} // namespace huanchi::review
