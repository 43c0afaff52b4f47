// Measurements passed on: one row as a line of normal NDJSON (schemas/measurement.schema.json), whatever it was read from, and
// rows back as packets of HJ 212. Numbers keep their digits; names, times and units are written as the contract has them.
#pragma once

#include "facts/devices.hpp"
#include "facts/facilities.hpp"
#include "facts/row_reader.hpp"
#include "model/rulebook.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

class row_lines {
public:
    explicit row_lines(model::rulebook const& rules);
    void append(std::string& out, facts::row_text const& row, facts::normal_row const& n) const;

private:
    model::rulebook const& rules_;
    std::vector<bool> has_role_; // by field of the record `measurement`: written under the name of the contract
};

// Gathers rows and writes those of one device, interval and time as one packet (or as parts, where one would be too long):
// minute data as 2051, hours as 2061, days as 2031, instants as 2011, without encryption, in the edition of 2017. What HJ 212
// has no place for is told and not written.
class packet_writer {
public:
    using sink = std::function<void(std::string_view)>;
    using refusal =
        std::function<void(std::uint32_t line, std::string const& column, std::string const& code, std::string const& reason)>;

    packet_writer(model::rulebook const& rules, facts::facilities const& known, sink to, refusal refused);
    void add(facts::row_text const& row, facts::normal_row const& n);
    void finish();
    std::uint64_t rows() const { return rows_; }
    std::uint64_t packets() const { return packets_; }

private:
    static constexpr std::size_t most_waiting = 200'000;
    struct waiting {
        std::uint32_t device;
        std::uint16_t command;
        std::int64_t start, end;
        std::string_view system; // ST
        std::uint16_t factor;
        std::string items; // of one factor, without `;`
        bool implied;      // stands beside another factor's row, and gives way to a row of its own
    };

    facts::device const* device_of(facts::normal_row const& n) const;
    bool number(std::string_view text, base::unit_id from, base::unit_id to, std::string& out) const;
    base::unit_id unit_for(facts::device const& d, std::uint16_t factor) const;
    bool value_item(facts::row_text const& row, facts::normal_row const& n, facts::device const& d, std::string& items);
    void add_further(facts::row_text const& row, facts::normal_row const& n, facts::device const& d, std::string& items);
    void add_implied(facts::row_text const& row, waiting const& like);
    void write_all();
    void write_packet(std::vector<waiting>::const_iterator from, std::vector<waiting>::const_iterator to);

    model::rulebook const& rules_;
    facts::facilities const& known_;
    sink to_;
    refusal refused_;
    std::vector<waiting> waiting_;
    std::uint64_t rows_ = 0, packets_ = 0;
};

} // namespace huanchi::report
