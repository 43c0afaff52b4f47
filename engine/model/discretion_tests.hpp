// Tests of discretion tables: the facts of a case and what is expected of them. Internal to the model stage.
#pragma once

#include "model/context.hpp"

namespace huanchi::model {

// The day of `on`; M002 if there is none.
base::date day_of(context& c, syntax::item const& item);

// Leaves t.discretion absent after a mistake, which has been reported.
void read_given_discretion(context& c, rule_test& t, syntax::item const& item);
void read_expected_discretion(context& c, rule_test& t, syntax::item const& item);

} // namespace huanchi::model
