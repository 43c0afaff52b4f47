// The data of one outlet, in order of time: equal rows made one, corrections settled, fields of every datum at hand.
#pragma once

#include "eval/bind.hpp"
#include "eval/row_store.hpp"

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace huanchi::eval {

struct datum {
    std::uint16_t factor = 0;
    facts::data_source source{};
    model::interval interval{};
    base::period period{};
    std::string sample_id;
    interval_value value; // coherent
    std::string written;  // as read, with unit
    facts::usability usability{};
    bool conflicting = false; // different values for one moment and none known to be later
    std::vector<row_ref> rows;
    datum_fields fields;         // companions filled in
    bool blank = false;          // no value was read: possible where it is flagged out
    bool exempted = false;       // judged exempt, flagged out or not
    bool used = false;           // by a judgement, a window or another datum
    std::uint32_t row_count = 0; // rows it stands for, flagged-out ones not counted
    std::uint32_t out_count = 0; // rows flagged out
};

class exempted_data;

struct outlet_data {
    std::uint32_t outlet = 0;
    std::vector<datum> data; // by factor, source, interval, time, sample
    std::uint64_t duplicates = 0;
    std::shared_ptr<exempted_data const> exempted; // null: no exemption is about a limit of the outlet

    std::span<datum> of(std::uint16_t factor);
    // The datum of a factor at the same time, interval and source, or null.
    datum* companion(std::uint16_t factor, datum const& beside);
};

// `rows` of one outlet in any order.
outlet_data gather(bound const& b, row_store const& store, row_store::content const& from, std::vector<stored_row> rows);

} // namespace huanchi::eval
