// A small case to judge: rule text behind the vocabulary of the tests, one site E1 with its outlets, rows; and what comes of it
// in words, so that a test can say what it expects in one line.
#pragma once

#include "eval/run.hpp"
#include "facts/measurements.hpp"
#include "loaded_book.hpp"

#include <map>
#include <string>
#include <vector>

namespace situation {

using namespace huanchi;
using texts = std::vector<std::string>;

using rules = loaded::book; // read once and used by many cases
using fields = std::map<std::string, std::string>;

struct outcome {
    eval::results results;
    eval::bound const* bound;

    // "violation hourly_mean 2026-05-01 08:00 51 of 甲.表1.化学需氧量.一级A", undetermined ones with the reason instead of the
    // limit; in order of outlet, factor, statistic, time, source, sample.
    texts said() const;
    std::string only() const; // of the one judgement
    eval::judgement const& judgement() const;
    std::string accounting() const; // "judged 2, flagged_out 0, unmatched 0, duplicates 0"
    std::string missing() const;    // "temperature: temperature > 12 ℃; …" of the one judgement
};

// All judgements are kept, compliant ones too.
eval::run_options everything(unsigned threads = 1);

class site {
public:
    // Outlets and permits as JSON arrays; facility fields beside them.
    site(rules const& r, std::string const& outlets, std::string const& permits = "[]", std::string const& facility = "");

    // Of outlet O1 and source auto unless `more` says otherwise; the flag is N.
    site& row(std::string const& factor, std::string const& value, std::string const& unit, std::string const& time,
              std::string const& interval, fields const& more = {});
    // 24 hours of one day, all alike.
    site& day(std::string const& factor, std::string const& value, std::string const& unit, std::string const& day,
              fields const& more = {});

    outcome judge(eval::run_options const& options = everything(), eval::bind_options const& bind = {});

    std::vector<std::string> lines; // NDJSON
    facts::facilities known;

private:
    rules const& rules_;
    eval::bound bound_;
};

// One outlet of that medium with attributes: outlet("water", R"("grade": "一级A")").
std::string outlet(std::string const& medium, std::string const& attributes = "");

} // namespace situation
