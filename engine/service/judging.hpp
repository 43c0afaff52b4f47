// What the routes that judge have in common: sites and lines out of bodies, and a check. Internal to this folder.
#pragma once

#include "service/api.hpp"
#include "service/body.hpp"

#include "findings/check.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace huanchi::service {

problem no_room();

// Sites as a body has them, one or an array, as an array; documents as lines of NDJSON.
std::string as_array(std::string_view sites);
std::string as_lines(std::vector<std::string> const& documents);

// The sites of the text, which stands in the body under this name.
std::variant<facts::facilities, problem> read_sites(api const& a, call const& c, std::string_view text,
                                                    std::string const& name);
// Sites that the caller may not see are none to it.
std::optional<problem> not_yours(api const& a, call const& c, facts::facilities const& known);

// The failure of what read a spool, under the name that its sender knows.
base::failure called(base::failure f, std::string const& path, std::string const& name);

// A check with the bodies that it reads.
struct check_asked {
    findings::check_request request;
    std::vector<std::shared_ptr<spool>> held;
    bool store = false, provisional = false;
};
std::variant<check_asked, problem> read_check(api& a, call const& c);
// With a job: nothing is written once it was cancelled.
answer judge(api& a, call const& c, check_asked& k, job_progress const* job = nullptr);

} // namespace huanchi::service
