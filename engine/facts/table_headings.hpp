// What the header of a column in a table of a platform says: `化学需氧量(mg/L)` is the value of a factor in a unit,
// `二氧化硫折算浓度（mg/m³）` a further number of another, 监测时间 the time. A header may have several lines, the factor above
// and what is told of it below. Read-only once made; the rules must outlive it.
#pragma once

#include "facts/columns.hpp"
#include "model/rulebook.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::facts {

struct heading {
    std::string as;      // as in a mapping; blank: not understood
    std::string factor;  // a spelling that the rules know, if it names one
    std::string unit;    // as written, if the rules know it
    std::string name;    // what is left without the unit
    bool sample = false; // 第一次, 样品1: a value of one of several samples
    bool mean = false;   // 均值 beside such
    std::string word;    // which words told what it is
    bool understood() const { return !as.empty() || !factor.empty(); }
};

class heading_reader {
public:
    explicit heading_reader(model::rulebook const& rules);

    heading read(std::string_view text) const;
    // The lines of one header from the top; blank lines and repetitions say nothing.
    heading read(std::vector<std::string> const& lines) const;
    bool is_unit(std::string_view text) const;

private:
    std::optional<std::string> factor(std::string_view text) const;
    bool split_unit(std::string_view text, std::string& name, std::string& unit) const;
    bool named(std::string const& name, heading& out) const;
    bool with_kind(std::string const& name, heading& out) const;

    model::rulebook const& rules_;
    column_names columns_;
    std::map<std::string, std::string> factors_; // a spelling of the rules by its folded form
};

// Without blanks and line ends, in the forms of characters that NFKC gives.
std::string folded(std::string_view text);
// How rows begin that sum up others: 最大值, 合计 …
bool is_summary_word(std::string_view text);
// Whether a cell holds what only data say: a number, a time, a value below detection.
bool is_datum(std::string_view text);

} // namespace huanchi::facts
