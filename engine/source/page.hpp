// What `rules explain CODE` shows of a code: what it means, the smallest example of the mistake, the same example mended. Pages
// are plain files, one a code, in the folder pages/ beside this one; the binary holds them. Read once, then immutable.
//
// A file begins with `=== CODE`; its parts begin with `--- zh`, `--- en`, `--- bad`, `--- mended`. Codes of the command line
// have `--- bad command` and `--- mended command` instead. In examples ⟨120 × (⟩ stands for 120 brackets and ⟨byte D6⟩ for
// that byte.
#pragma once

#include "source/diagnostic.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::source {

struct page {
    std::string_view code;
    std::string_view meaning_zh, meaning_en;
    std::string_view bad, mended; // rules, or commands
    bool commands = false;
    std::string_view meaning(language in) const { return in == language::zh ? meaning_zh : meaning_en; }
};

// In order of code.
std::vector<page> const& pages();
page const* find_page(std::string_view code); // null for an unknown code
// The code that a mistyped one was meant to be; "" if none is near.
std::string_view nearest_code(std::string_view mistyped);

// The example as a file would hold it.
std::string written_out(std::string_view example);

// The message of a code with … in the place of what the user wrote; "" for codes that no rule file gives.
std::string message_outline(std::string_view code, language in);

} // namespace huanchi::source
