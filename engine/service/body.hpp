// The body of a request taken apart: an object whose members stay as they were written, so that no number passes through a
// binary one.
#pragma once

#include "base/date.hpp"
#include "service/problem.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace huanchi::service {

inline constexpr int deepest_body = 64; // arrays and objects in one another

class members {
public:
    // An object with members of these names only, each once. `of` stays with the caller.
    static std::variant<members, problem> read(std::string const& of, std::initializer_list<std::string_view> known);

    // What is wrong with a text as JSON: it is none, or too deep.
    static std::optional<problem> unsound(std::string const& text);
    // Whether a sound text is an object with a member of one of these names.
    static bool names_one(std::string const& text, std::initializer_list<std::string_view> names);
    // The elements of an array, or the one document that it is; of a sound text.
    static std::vector<std::string> list(std::string const& text);
    // The members of an object as texts, numbers as they were written; nullopt where a member is neither text, number nor
    // truth.
    static std::optional<std::vector<std::pair<std::string, std::string>>> pairs(std::string const& object);

    bool has(std::string_view name) const { return texts_.contains(name); }
    std::string_view raw(std::string_view name) const; // JSON, "" if it is not there

    // What a member says; the first that is wrong is kept, and nullopt or the default given.
    std::optional<std::string> text(std::string_view name);
    bool truth(std::string_view name, bool otherwise);
    std::optional<base::date> day(std::string_view name);
    std::optional<base::moment> time(std::string_view name);
    // The elements of an array as they were written, line ends within them as spaces.
    std::vector<std::string> elements(std::string_view name);
    std::vector<std::string> objects(std::string_view name, std::string const& what); // `what` is an object: a row, a project
    std::optional<problem> const& wrong() const { return wrong_; }
    void refuse(std::string pointer, std::string detail, std::string remedy = {});

private:
    std::map<std::string, std::string, std::less<>> texts_;
    std::optional<problem> wrong_;
};

} // namespace huanchi::service
