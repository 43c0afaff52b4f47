// A value or what went wrong, for failures of the environment (a file, a database). User mistakes are diagnostics.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace huanchi::base {

struct failure {
    std::string what;   // lower case start, no full stop, names the file or thing
    std::string remedy; // what the user can do; may be empty
};

template <class T>
class [[nodiscard]] result {
public:
    result(T value) : state_(std::move(value)) {}           // NOLINT: a value is a result
    result(failure problem) : state_(std::move(problem)) {} // NOLINT
    explicit operator bool() const { return state_.index() == 0; }
    T& operator*() { return std::get<0>(state_); }
    T const& operator*() const { return std::get<0>(state_); }
    T* operator->() { return &std::get<0>(state_); }
    T const* operator->() const { return &std::get<0>(state_); }
    failure const& error() const { return std::get<1>(state_); }

private:
    std::variant<T, failure> state_;
};

} // namespace huanchi::base
