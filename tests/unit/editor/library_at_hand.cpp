#include "library_at_hand.hpp"

#include "rule_library.hpp"

#include <doctest/doctest.h>

namespace at_hand {

std::vector<model::rule_file> library() {
    std::vector<model::rule_file> all;
    for (auto const& f : rules::library()) all.push_back({std::string(f.path), std::string(f.text)});
    return all;
}

marked with_bar(std::string_view text) {
    auto whole = std::string(heading) + std::string(text);
    auto const bar = whole.find('|');
    REQUIRE(bar != std::string::npos);
    whole.erase(bar, 1);
    auto book = editor::load_book(library(), {{"/试验/t.rules", whole}});
    auto const file = book.find("/试验/t.rules");
    REQUIRE(file);
    return {std::move(book), *file, bar};
}

} // namespace at_hand
