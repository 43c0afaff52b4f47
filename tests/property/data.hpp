// The rows of one outlet as data: equal rows made one, corrections settled, companions beside. Written from the page on inputs
// of the contract; only the readers of engine/facts stand before it.
#pragma once

#include "expression.hpp"

#include "facts/batch.hpp"

#include <set>

namespace huanchi::property {

struct span_of_values { // where a value lies; no upper end if unbounded
    rational low, high;
    bool unbounded = false;
};

struct row {
    std::uint32_t outlet = 0;
    std::uint16_t factor = 0;
    facts::data_source source{};
    model::interval interval{};
    std::int64_t from = 0, to = 0, received = facts::not_received;
    rational value; // coherent
    bool below = false;
    facts::usability usability{};
    char flag = 0;
    std::map<std::uint16_t, model::value> fields;
    std::string sample;
};
// Whole batches; rows of unknown outlets are left out.
void read_rows(facts::batch const& b, model::rulebook const& rules, std::vector<row>& into);

struct datum {
    std::uint16_t factor = 0;
    facts::data_source source{};
    model::interval interval{};
    std::int64_t from = 0, to = 0;
    std::string sample;
    span_of_values value;
    facts::usability usability{};
    bool conflicting = false;
    std::map<std::uint16_t, model::value> fields;
};
std::vector<datum> data_of(std::vector<row> const& rows, model::rulebook const& rules);

} // namespace huanchi::property
