// Facilities as the inspector keeps them: sites, outlets, permits, with every attribute that the rules declare read as a typed
// value. Built once from a JSON array or NDJSON, then read-only.
#pragma once

#include "base/result.hpp"
#include "facts/devices.hpp"
#include "model/rulebook.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace huanchi::facts {

inline constexpr std::uint32_t no_outlet = 0xFFFFFFFF;

struct permit_limit {
    std::string outlet; // id
    std::uint16_t factor = 0;
    std::uint16_t statistic = 0;
    std::optional<base::decimal> min, max;
    base::unit_id unit = base::no_unit;
    std::optional<base::decimal> reference_oxygen; // %
    std::string condition, special_period;         // as printed, "" if none
};
struct permit {
    std::string number, version;
    base::span_of_dates valid; // half-open: the printed last day plus one
    std::vector<permit_limit> limits;
};
struct outlet {
    std::string id;
    std::uint32_t facility = 0;          // index
    std::string medium;                  // water, air, noise … or ""
    std::vector<model::value> fields;    // by field of the record `outlet`; unknown where the file says nothing
    std::vector<std::uint16_t> selected; // factors that the field `selected_items` names
    // Of stacks that count as one: which, for which factors (none: all), by which field, and the square of the height.
    std::vector<std::uint32_t> members;
    std::vector<std::uint16_t> stack_factors;
    std::uint16_t height_field = 0;
    std::optional<base::rational> height_square;
};
struct facility {
    std::string id, uscc, name, region, industry;
    std::vector<model::value> fields; // by field of the record `facility`
    std::vector<permit> permits;
    std::vector<std::uint32_t> outlets; // indices
    std::vector<std::string> mn;
};

struct facilities {
    std::vector<facility> sites;
    std::vector<outlet> outlets; // of all sites
    device_register devices;     // of all sites
    std::string digest;          // sha256:… of the bytes read

    std::uint32_t find_outlet(std::string_view enterprise_id, std::string_view outlet_id) const; // or no_outlet
    std::unordered_map<std::string, std::uint32_t> by_id;                                        // facility id '\x1f' outlet id
    std::unordered_map<std::string, std::uint32_t> site_by_id;
};

// Everything wrong with the file comes in one failure, one problem a line: JSON pointer or line, cause, remedy. Known
// attributes may stand beside `kind` or under `attributes`, under their JSON name or any declared spelling.
base::result<facilities> read_facilities(std::string_view text, std::string const& name, model::rulebook const& rules);
// The factors that a field of the outlet lists, with `、`, `;`, a comma or a line end between them, by code or name; nullopt:
// no factor of the medium.
struct listed_factor {
    std::string name;
    std::optional<std::uint16_t> factor;
};
std::vector<listed_factor> factors_listed(std::string_view list, std::string_view medium, model::rulebook const& rules);
// Fills `selected` from the fields; gives the names that are no factor of the outlet's medium.
std::vector<std::string> select_items(outlet& o, model::rulebook const& rules);
// One outlet described in words of the schema (`limits --describe`): an outlet object, with facility attributes allowed beside.
base::result<facilities> read_description(std::string_view json, model::rulebook const& rules);

} // namespace huanchi::facts
