// Which data of an outlet are exempt, by the slow way: each datum on its own, the time used before it added up anew.
#pragma once

#include "limits.hpp"

namespace huanchi::property {

enum class covering { none, judged, open, covered }; // judged: an exemption is about it and does not cover it

class exempt {
public:
    exempt(model::rulebook const& rules, facts::facilities const& sites, std::uint32_t outlet, std::vector<datum> const& data,
           case_options const& options)
        : rules_(rules), sites_(sites), outlet_(outlet), data_(data), options_(options) {}

    covering of(demand const& d, datum const& x) const;
    covering of(std::vector<demand const*> const& all, datum const& x) const; // the most of any
    // The fields without which there is no saying.
    std::set<std::string> missing(std::vector<demand const*> const& all, datum const& x) const;
    // How a datum is to be treated once an exemption does not cover it, by the marks that no such exemption asks for.
    facts::usability without_marks(std::vector<demand const*> const& all, datum const& x) const;

private:
    std::vector<std::size_t> about(demand const& d) const; // exemptions of the demand's table
    covering say(std::size_t exemption, datum const& x) const;
    truth is_about(std::size_t exemption, datum const& x) const;
    truth is_held(std::size_t exemption, datum const& x) const; // with the guard
    world around(datum const& x) const;
    datum const* beside(std::uint16_t factor, datum const& x) const;
    std::int64_t used(std::size_t exemption, datum const& at, bool perhaps, bool itself) const;
    std::set<std::string> unknowns(std::size_t exemption, datum const& x) const;

    model::rulebook const& rules_;
    facts::facilities const& sites_;
    std::uint32_t outlet_;
    std::vector<datum> const& data_;
    case_options const& options_;
    mutable std::map<std::pair<std::size_t, datum const*>, truth> held_;
    mutable std::map<std::pair<std::size_t, datum const*>, covering> said_;
};

} // namespace huanchi::property
