// XML as a stream of events, over expat, which this file alone knows. Names come without their prefix. Documents with a type
// declaration are refused: no workbook has one, and entities could grow without bound.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::tables {

class xml_attributes {
public:
    explicit xml_attributes(char const** pairs) : pairs_(pairs) {}
    std::string_view operator[](std::string_view name) const; // blank if it is not there

private:
    char const** pairs_;
};

struct xml_events {
    std::function<void(std::string_view name, xml_attributes attributes)> start;
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text;
};

class xml_stream {
public:
    explicit xml_stream(xml_events events);
    ~xml_stream();
    xml_stream(xml_stream const&) = delete;
    xml_stream& operator=(xml_stream const&) = delete;

    // False: it is broken, see problem(), or was stopped.
    bool feed(std::string_view piece, bool last = false);
    void stop(); // from an event: no more are wanted
    std::optional<std::string> problem() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace huanchi::tables
