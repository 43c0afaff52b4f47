// One mistake in a rule file: a stable code, the place, what was found and expected, and a remedy, in Chinese and English
// from one catalogue. Diagnostics are collected, never thrown; several a file in one run.
#pragma once

#include "source/source_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::source {

enum class severity { error, warning, note };
enum class language { zh, en };

// Codes: S = syntax, M = meaning, L201 … = analysis. catalogue.cpp holds one row a code with its texts in both languages; `{0}` … are the
// parameters in the order in which they are given to report().
struct label {
    span where;
    std::string code; // text of the label from the catalogue
    std::vector<std::string> parameters;
};

struct diagnostic {
    std::string code; // "S001"
    source::severity severity = source::severity::error;
    span where;
    std::vector<std::string> parameters; // user's text, not translated
    std::vector<label> labels;           // other places that matter
    std::string suggestion;              // the nearest correct word, or empty
};

struct catalogue_entry {
    std::string_view code;
    source::severity severity;
    std::string_view message_zh, message_en; // lower case start, no full stop
    std::string_view help_zh, help_en;       // may be empty
};
// nullptr for an unknown code.
catalogue_entry const* find_in_catalogue(std::string_view code);
std::vector<catalogue_entry> const& catalogue();

class diagnostics {
public:
    static constexpr std::size_t most_errors = 200; // then collecting stops and the last one says so

    diagnostic& report(std::string_view code, span where, std::vector<std::string> parameters = {}, std::string suggestion = {});
    bool has_errors() const;
    std::size_t count(severity s) const;
    // In order of file and place, equal ones once.
    std::vector<diagnostic> const& sorted();
    void append(diagnostics other);
    bool empty() const { return all_.empty(); }

private:
    std::vector<diagnostic> all_;
    diagnostic overflow_; // receives what comes after most_errors
};

std::string message(diagnostic const& d, language in); // one line
std::string help(diagnostic const& d, language in);    // remedy with the suggestion, or empty

// rustc-like text: file:line:column, message, the source line with a caret right under the characters, help.
std::string render(diagnostic const& d, source_set const& files, language in, bool colour);

} // namespace huanchi::source
