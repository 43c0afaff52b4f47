// By when something has to happen in a case, counted from a day of its course: filing, decision, service, payment,
// re-inspection.
#pragma once

#include "model/document.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::model {

enum class span_unit : std::uint8_t { days, workdays, months, years };
std::string_view text(span_unit u); // days, workdays, months, years

// `from` and `met_by` are names of what happens in a case (case_events()). The day of `from` is not counted.
struct deadline {
    std::string id, title;
    std::uint16_t document = 0;
    std::string clause, note;
    base::span_of_dates effective; // of the day that it runs from
    std::string from;
    int count = 0;
    span_unit in = span_unit::days;
    std::vector<std::string> met_by;
    model::confidence confidence = model::confidence::high;
    source::span where_declared;
};

// What happens in the course of a case, as rules name it in either language; results use the first name.
struct case_event {
    std::string_view id, zh;
    bool of_penalty = false; // and not of the correction
};
std::vector<case_event> const& case_events();
bool of_penalty(std::string_view event);

} // namespace huanchi::model
