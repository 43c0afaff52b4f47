// What findings of every kind are made of. Internal to the folder.
#pragma once

#include "findings/finding.hpp"

namespace huanchi::findings {

// About a factor at an outlet; the rest is still to be said.
finding begun(eval::bound const& b, std::uint32_t outlet, std::uint16_t factor);
// `of`: the record type that is asked first, where several have a field of the name.
findings::missing_value named(eval::missing_value const& m, model::rulebook const& rules,
                              std::uint16_t of = model::measurement_record);
reason make_reason(std::string const& code, std::string const& note);

} // namespace huanchi::findings
