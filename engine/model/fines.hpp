// The `fine` lines of a declaration, for consequences and discretion tables alike. Internal to the model stage.
#pragma once

#include "model/context.hpp"

#include <vector>

namespace huanchi::model {

// No two of one case and payer; M032 and M007 for what is wrong.
std::vector<fine_range> read_fines(context& c, declaration const& d);

} // namespace huanchi::model
