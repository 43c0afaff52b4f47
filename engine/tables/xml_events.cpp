#include "tables/xml_events.hpp"

#include <expat.h>

namespace huanchi::tables {

namespace {

constexpr int deepest = 100;

std::string_view local(char const* name) {
    std::string_view const all(name);
    auto const colon = all.rfind(':');
    return colon == std::string_view::npos ? all : all.substr(colon + 1);
}

} // namespace

std::string_view xml_attributes::operator[](std::string_view name) const {
    for (auto const** at = pairs_; *at; at += 2)
        if (local(*at) == name) return at[1];
    return {};
}

struct xml_stream::state {
    xml_events events;
    XML_Parser parser = nullptr;
    int depth = 0;
    bool stopped = false;
    std::string problem;

    void refuse(std::string what) {
        if (problem.empty()) problem = std::move(what);
        XML_StopParser(parser, XML_FALSE);
    }

    static void start(void* user, char const* name, char const** attributes) {
        auto& s = *static_cast<state*>(user);
        if (++s.depth > deepest) return s.refuse("its XML is nested too deep");
        if (s.events.start) s.events.start(local(name), xml_attributes(attributes));
    }
    static void end(void* user, char const* name) {
        auto& s = *static_cast<state*>(user);
        --s.depth;
        if (s.events.end) s.events.end(local(name));
    }
    static void text(void* user, char const* at, int length) {
        auto& s = *static_cast<state*>(user);
        if (s.events.text) s.events.text(std::string_view(at, static_cast<std::size_t>(length)));
    }
    static void doctype(void* user, char const*, char const*, char const*, int) {
        static_cast<state*>(user)->refuse("its XML declares a document type");
    }
};

xml_stream::xml_stream(xml_events events) : state_(std::make_unique<state>()) {
    state_->events = std::move(events);
    state_->parser = XML_ParserCreate(nullptr);
    XML_SetUserData(state_->parser, state_.get());
    XML_SetElementHandler(state_->parser, state::start, state::end);
    XML_SetCharacterDataHandler(state_->parser, state::text);
    XML_SetStartDoctypeDeclHandler(state_->parser, state::doctype);
}

xml_stream::~xml_stream() {
    XML_ParserFree(state_->parser);
}

void xml_stream::stop() {
    state_->stopped = true;
    XML_StopParser(state_->parser, XML_FALSE);
}

bool xml_stream::feed(std::string_view piece, bool last) {
    auto& s = *state_;
    if (s.stopped || !s.problem.empty()) return false;
    if (XML_Parse(s.parser, piece.data(), static_cast<int>(piece.size()), last) == XML_STATUS_OK) return true;
    if (!s.stopped && s.problem.empty())
        s.problem = "its XML is broken at line " + std::to_string(XML_GetCurrentLineNumber(s.parser)) + ": " +
                    XML_ErrorString(XML_GetErrorCode(s.parser));
    return false;
}

std::optional<std::string> xml_stream::problem() const {
    return state_->problem.empty() ? std::nullopt : std::optional(state_->problem);
}

} // namespace huanchi::tables
