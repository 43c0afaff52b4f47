// Errors as RFC 9457 problem documents.
#pragma once

#include "base/result.hpp"
#include "service/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::service {

struct wrong_place {
    std::string pointer; // JSON pointer into the body, "" the body itself
    std::string detail;
};

struct problem {
    int status = 500;
    std::string_view code; // stable word, the end of `type`; see problem_codes()
    std::string detail;
    std::string remedy = {};
    std::vector<wrong_place> errors = {};
};

// type, title, status, detail, `help` and `errors` where there are any.
answer problem_answer(problem const& p);

// Every code with the status it comes with and what it means, for the documentation of the interface.
struct problem_code {
    std::string_view code;
    int status;
    std::string_view title;
};
std::vector<problem_code> const& problem_codes();

// A failure of reading a member of the body as a problem with pointers: its lines begin with `name` and a JSON pointer, or a
// pointer alone, which is put below `under`.
problem invalid_body(base::failure const& f, std::string_view name, std::string const& under);
problem invalid_body(std::string pointer, std::string detail, std::string remedy = {});

} // namespace huanchi::service
