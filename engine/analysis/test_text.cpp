#include "analysis/test_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace huanchi::analysis {

using namespace model;

namespace {

std::string in_quotation_marks(std::string const& text) {
    std::string out = "\"";
    for (char const c : text) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "\"";
}

// Letters and Chinese characters stand by themselves; marks of either kind, and what begins with a digit, do not.
std::string as_word(std::string const& text) {
    auto const stands = [](unsigned char c) { return c >= 0x80 || std::isalpha(c) || std::isdigit(c) || c == '_'; };
    bool const marks = text.find("（") != std::string::npos || text.find("，") != std::string::npos;
    bool const plain = !text.empty() && !marks && !std::isdigit(static_cast<unsigned char>(text.front())) &&
                       std::all_of(text.begin(), text.end(), stands);
    return plain ? text : in_quotation_marks(text);
}

// Numbers with their unit, dates and words of a closed list as they are.
std::string as_value(std::string const& text, field const& f) {
    bool const open = f.type == field_type::text || f.type == field_type::code;
    return open ? in_quotation_marks(text) : text;
}

std::string clock_of(base::moment m) {
    auto const minutes = m.ms_of_day() / 60000;
    return minutes ? fmt::format(" at {}:{:02}", minutes / 60, minutes % 60) : "";
}

} // namespace

std::string test_block(rule_test const& t, rulebook const& rules) {
    auto out = "test " + in_quotation_marks(t.title) + " {\n";
    for (auto const& r : t.records) {
        auto const record = *rules.find_record(r.record);
        out += "  given " + r.record + " {\n";
        for (auto const& [name, text] : r.fields)
            out += "    " + name + " = " + as_value(text, rules.at({record, *rules.find_field(record, name)})) + "\n";
        out += "  }\n";
    }
    for (auto const& v : t.values) {
        out += fmt::format("  given {} of {} = {} on {}{}", v.statistic, as_word(rules.factors[v.factor].name),
                           v.unit.empty() ? v.value : v.value + " " + v.unit, v.from.date().text(), clock_of(v.from));
        if (v.times != 1) out += fmt::format(" times {}", v.times);
        std::string with;
        for (auto const& [name, text] : v.with)
            with += (with.empty() ? " with " : ", ") + name + " = " +
                    as_value(text, rules.at({measurement_record, *rules.find_field(measurement_record, name)}));
        out += with + "\n";
    }
    out += "  expect " + t.verdict;
    if (!t.provision.empty()) out += " of " + in_quotation_marks(t.provision);
    return out + "\n}\n";
}

} // namespace huanchi::analysis
