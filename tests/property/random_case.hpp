// A random case, the same for the same seed: rules as text in the language, a site, rows of data and records. Kept in pieces,
// so that a case which fails can be made small.
#pragma once

#include "limits.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace huanchi::property {

struct rule_block { // a declaration; the rows of a table apart
    std::string head;
    std::vector<std::string> rows;
    std::string tail;
};
using attributes = std::map<std::string, std::string>; // JSON name → JSON text

struct random_case {
    std::uint64_t seed = 0;
    std::vector<rule_block> rules; // behind the vocabulary
    attributes facility;
    std::vector<attributes> outlets;
    std::vector<attributes> permit_limits;
    std::string permit_from, permit_to;
    std::vector<attributes> rows;
    std::vector<attributes> sections;
    case_options options;

    std::string rule_text() const;
    std::string facilities_text() const;
    std::string rows_text() const; // NDJSON
    std::string sections_text() const;
};

random_case make_case(std::uint64_t seed);
std::string const& vocabulary();

// Uniform below n, by a generator of its own, so that a seed means the same everywhere.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
    bool one_in(int n) { return below(n) == 0; }
    int from(int low, int high) { return low + below(high - low + 1); }
    template <class T>
    T const& of(std::vector<T> const& all) {
        return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    }
    std::string word(std::vector<std::string> const& all) { return of(all); }

private:
    std::uint64_t state_;
};

// The two halves of a case; what the data are made of follows what the rules ask.
struct setting {
    base::date first;        // the first day of the data
    std::string shape;       // hours, minutes, days, months, samples
    std::vector<int> levels; // numbers around which limits and values lie
};
void make_rules(random_case& c, dice& d, setting const& s);
void make_data(random_case& c, dice& d, setting const& s);

} // namespace huanchi::property
