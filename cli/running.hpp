// What the commands that run until they are told to stop have in common.
#pragma once

#include "session.hpp"

#include <initializer_list>

namespace huanchi::cli {

// SIGTERM, SIGINT and what else is wanted as something to read (a signalfd); before any thread begins, so that all of them
// leave the signals to it. A file that may not grow and a reader that is gone become failures of a write, not the end.
int signals_to_read(std::initializer_list<int> also = {});

// The log of a service for as long as this lives; what waits is written at the end.
class service_log {
public:
    explicit service_log(session const& s) { start_service_log(s); }
    service_log(service_log const&) = delete;
    service_log& operator=(service_log const&) = delete;
    ~service_log() { end_service_log(); }
};

} // namespace huanchi::cli
