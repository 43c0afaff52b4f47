// The identifiers of results in the words of people, Chinese and English: the glossary of the text documents. JSON never uses
// these. Pure lookups in constant tables; safe from many threads.
#pragma once

#include "findings/finding.hpp"
#include "report/text_options.hpp"

#include <string_view>

namespace huanchi::report {

enum class topic : std::uint8_t {
    verdict,
    level,
    confidence,
    standing,
    source,
    quantity,
    state,
    nature,
    penalty,
    action,
    move,
    proposal,
    note,
    left_out,
    status,
    method,
    clock,
    inspection,
    prerequisite
};

// An identifier without a word is given back as it is.
std::string_view word(topic of, std::string_view identifier, language in);
std::string_view word(eval::verdict v, language in);
std::string_view verdict_word(findings::finding const& f, language in); // what is no measured value is not exceeded but broken

// Every output of findings and tickets carries it: a finding is a lead, not a decision.
std::string_view lead_notice(language in);

// The reason code of a finding or of a datum left out.
std::string_view reason_word(std::string_view code, language in);

} // namespace huanchi::report
