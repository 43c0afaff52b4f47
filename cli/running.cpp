#include "running.hpp"

#include <csignal>
#include <sys/signalfd.h>

namespace huanchi::cli {

int signals_to_read(std::initializer_list<int> also) {
    sigset_t all;
    sigemptyset(&all);
    sigaddset(&all, SIGTERM);
    sigaddset(&all, SIGINT);
    for (int const one : also) sigaddset(&all, one);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    ::signal(SIGXFSZ, SIG_IGN);
    ::signal(SIGPIPE, SIG_IGN);
    return ::signalfd(-1, &all, SFD_CLOEXEC);
}

} // namespace huanchi::cli
