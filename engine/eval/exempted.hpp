// Which data of an outlet its exemptions cover: in order of time, while the condition and the guard hold, until the time that
// is allowed in a window has been used. Where nobody knows whether a condition holds, both are kept in mind: a datum is covered
// for sure only if it is covered whatever the unknown ones turn out to be. Built once for an outlet, before its series; refers
// to the data, which must stay where they are.
#pragma once

#include "eval/outlet_data.hpp"

#include <memory>
#include <optional>

namespace huanchi::eval {

enum class cover : std::uint8_t {
    none,
    judged,
    open,
    covered
}; // judged: the exemption is about it, but it is judged after all

// Adds what is not named yet.
void note_missing(std::vector<missing_value>& all, std::vector<missing_value> const& more);

class exempted_data {
public:
    struct claim {
        std::uint16_t exemption = 0; // of the rulebook
        eval::cover cover{};
        base::rational seconds; // of the allowance used at the end of the datum, at least
        bool used_up = false;
    };

    // Null where no exemption is about a limit of the outlet. Takes back what marks took out if an exemption was to decide it
    // and does not cover it.
    static std::shared_ptr<exempted_data const> settle(bound const& b, outlet_data& data);

    // What the exemptions of a requirement's table say of a datum.
    std::optional<claim> of(requirement const& r, datum const& d) const;
    // The most that any of the candidates on the day says: covered before open before judged.
    std::optional<claim> of(segment const& s, datum const& d) const;
    // What is left of a segment for a datum: without what is surely covered, and without what may be as well.
    struct remainder {
        segment rest, sure;
        std::vector<candidate const*> covered;
        std::optional<claim> says; // the most that is said of any
    };
    remainder split(segment const& s, datum const& d) const;
    eval::cover cover_of(group const& g, datum const& d) const;
    // The fields without which there is no saying whether the datum is covered, of all exemptions that leave it open.
    std::vector<missing_value> missing(segment const& s, datum const& d) const;

private:
    exempted_data(bound const& b, outlet_data const& data) : b_(b), data_(data) {}

    struct asked { // of one exemption
        std::uint16_t exemption;
        std::vector<claim> claims;           // by datum
        std::vector<bool> concerned;         // by datum: its condition surely holds
        std::vector<missing_value> unknowns; // of all the data of which it is unknown
    };
    void ask(std::uint16_t exemption);
    std::vector<missing_value> missing(std::uint16_t exemption, datum const& d) const;
    asked const* find(std::uint16_t exemption) const;
    bool has_value(datum const& d) const;
    datum_fields fields_of(datum const& d) const;
    datum const* beside(std::uint16_t factor, datum const& d) const;
    surroundings about(datum const& d, datum_fields const& fields) const;
    std::size_t index(datum const& d) const { return static_cast<std::size_t>(&d - data_.data.data()); }
    void take_back(bound_outlet const& about, datum& d) const;
    facts::usability usability_without(std::vector<std::uint16_t> const& marks, datum const& d) const;

    bound const& b_;
    outlet_data const& data_;
    std::vector<asked> asked_;
};

} // namespace huanchi::eval
