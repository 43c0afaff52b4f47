// Rule texts of a test to a rulebook: the small vocabulary of tests/golden/model/vocabulary.rules with a text behind it.
#pragma once

#include "model/from_syntax.hpp"
#include "source/diagnostic.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace loading {

using namespace huanchi;

std::string content(std::filesystem::path const& path);
std::string vocabulary();

struct outcome {
    source::source_set files;
    model::loaded loaded;
    model::rulebook const& rules() const { return loaded.rules; }
};
outcome load(std::string const& text, std::string const& name = "test.rules");
// The shipped library, tests included, in the spelling of the keywords that is asked for.
outcome library(std::optional<int> spelling = std::nullopt);

// "M005 3:20, M009 4:1": codes with line and display column in the text.
std::string mistakes(std::string const& text);
std::string rendered(std::string const& text, std::string const& name, source::language in);

model::limit const& limit(model::rulebook const& rules, std::string_view id);

} // namespace loading
