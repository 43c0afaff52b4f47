// Looks for the cases of which conditions hold, fail or stay open. The fields are settled one after the other, and a way ends
// where what is asked for can no longer be, whatever the fields to come are. Used by one thread.
#pragma once

#include "model/representatives.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

namespace huanchi::model {

using case_of_values = std::map<field_ref, value>; // no entry: unknown

// What is asked for of a conjunction, which is true, false or, of what it hangs on that is unknown, open.
struct asked_for {
    enum class answer : std::uint8_t { yes, not_no, not_yes, no };
    std::vector<expression_ptr> of;
    answer wanted = answer::yes;
};

class case_search {
public:
    static constexpr std::size_t most_steps = 1000000; // beyond, nothing is proved either way

    // The fields are settled in the order in which they are asked for first.
    case_search(std::vector<asked_for> const& all, rulebook const& rules);
    case_search(case_search const&) = delete;

    enum class outcome : std::uint8_t { all_seen, stopped, given_up };
    // `visit` gives false to stop.
    outcome each(std::function<bool(case_of_values const&)> const& visit);
    // Whether there is a case; nullopt if that was not found out.
    std::optional<bool> any();

private:
    enum class said : std::uint8_t { open, yes, no };
    struct condition {
        expression const* what;
        std::vector<std::size_t> fields; // of it that are settled here
        std::size_t from = 0;            // so many fields must be settled before it means anything
    };
    struct conjunction {
        asked_for::answer wanted;
        std::vector<std::size_t> conditions;
    };

    void ask(std::size_t condition);
    bool possible() const;
    bool fulfilled() const;
    bool go_on(std::size_t field);

    std::vector<choice_of_values> fields_;
    std::vector<condition> conditions_;
    std::vector<conjunction> wanted_;
    std::vector<std::vector<std::size_t>> asking_; // the conditions to ask once so many fields are settled
    std::vector<said> said_;
    std::vector<value const*> chosen_;
    surroundings about_;
    std::size_t steps_ = 0;
    outcome outcome_ = outcome::all_seen;
    std::function<bool(case_of_values const&)> const* visit_ = nullptr;
};

} // namespace huanchi::model
