// What was judged of a finding, one judgement behind the other: the first, and each that differed from the one before, with
// what made it differ. Pure functions over values; the store keeps them. Only findings that are not compliant have judgements,
// and what took their place.
#pragma once

#include "tickets/ticket.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tickets {

// A value that a judgement rests on, as the input had it: "58 mg/m³", with oxygen or flow, and why it was left out.
struct rested_on {
    base::period period{};
    std::string text;
    friend bool operator==(rested_on const&, rested_on const&) = default;
};

// Why a judgement is another than the one before it. Kinds: first; data (a value is another one or is gone), added (values came
// that were not there), rules, facilities (what is on file of the site, or the options of the run).
struct cause {
    struct change {
        base::period period{};
        std::string before, after; // "": not there
        friend bool operator==(change const&, change const&) = default;
    };
    std::string kind;
    std::vector<change> rows;  // of data and added; none where the values of a judgement are too many to be kept
    std::string before, after; // of rules and facilities: the provision and its limit
    friend bool operator==(cause const&, cause const&) = default;
};

struct judgement {
    std::int64_t seq = 0; // of its finding, from 1
    evidence what;        // without rows and trace
    std::string reason;   // of an undetermined one: its code and what is missing
    std::vector<rested_on> data;
    std::string data_digest; // "": what it rests on was not noted
    std::vector<cause> causes;
    // Of the run; "" of what was judged before judgements were kept.
    std::string time, rules, engine, as_of;
};

// Beyond so many, the values of a judgement are kept as their digest alone.
inline constexpr std::size_t most_values_kept = 800;

// Nothing is wrong with it and nothing left open: kept only where it takes the place of what was.
bool is_quiet(std::string_view verdict);

// What is left of a finding where the rules, or what is on file of the site, no longer give a judgement of this kind on its data:
// not applicable, without limit and standing.
evidence no_longer_judged(evidence e);
bool is_no_longer_judged(evidence const& e);

// Without seq, causes and run.
judgement judgement_of(findings::finding const& f, std::vector<std::string> const& files);

// `before`: the last judgement, null for the first; both know the digest of the rules that they were made by.
std::vector<cause> causes_of(judgement const* before, judgement const& after);

} // namespace huanchi::tickets
