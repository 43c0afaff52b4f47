// What the law attaches to a type of violation: duty, penalty, fines, measures; and which law where it has changed.
#pragma once

#include "model/document.hpp"
#include "model/expression.hpp"

#include <string>
#include <vector>

namespace huanchi::model {

// A range of fines. Digits as written. `of`: the amount that it is a multiple or a percentage of, "" where the range is the
// amount of money itself; `at_least`: what that amount counts as where it is smaller. `in_case`: the graver or later case that
// it is for, "" the ordinary one; `scope`: who pays it, "" the offender.
struct fine_range {
    std::string min, max, unit;
    std::string of, at_least, at_least_unit;
    std::string in_case, scope;
    bool may = false; // the law leaves it to the authority whether to fine at all
};
struct measure {
    std::string text, clause; // clause: of another article, "" if that of the penalty
    bool may = false;
};
struct consequence {
    std::string violation_type, name;
    base::span_of_dates effective;
    expression_ptr where;
    std::string law, duty, penalty;
    std::vector<fine_range> fines; // no two of one case and scope
    std::vector<measure> measures;
    model::confidence confidence = model::confidence::high;
    source::span where_declared;

    // The ordinary fine of the offender in money, null if there is none.
    fine_range const* fine() const;
};
// As the law says it: `情节严重：罚款 100000–500000 元`, `可以责令限制生产、停产整治`.
std::string text(fine_range const& f);
std::string text(measure const& m);

// What is applied to an act that is decided on after the law has changed. In force on the day of the decision.
struct transition {
    std::string id, law, clause, note;
    base::span_of_dates effective;
    model::confidence confidence = model::confidence::high;
    source::span where_declared;
};

} // namespace huanchi::model
