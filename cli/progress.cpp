#include "progress.hpp"

#include "session.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace huanchi::cli {

using namespace std::chrono_literals;

progress_bar::progress_bar(session const& s) : s_(s), wanted_(!s.options.quiet && ::isatty(STDERR_FILENO) != 0) {}

progress_bar::~progress_bar() {
    if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void progress_bar::show(std::uint64_t rows, std::size_t parts, std::size_t all) {
    if (!wanted_) return;
    auto const now = std::chrono::steady_clock::now();
    if (now - begun_ < 1s || now - last_ < 100ms) return;
    last_ = now;
    drawn_ = true;
    auto const seconds = std::chrono::duration<double>(now - begun_).count();
    std::string line;
    if (parts == 0) {
        line = fmt::format("{}{} {}", tr(s_, "读入 ", "read "), rows, tr(s_, "行", "rows"));
    } else {
        constexpr std::size_t width = 30;
        auto const filled = all ? width * parts / all : 0;
        line = tr(s_, "判定 ", "judging ");
        for (std::size_t i = 0; i < width; ++i) line += i < filled ? "█" : "░";
        line += fmt::format(" {} %", all ? 100 * parts / all : 0);
    }
    line += fmt::format("  {:.0f} {}", static_cast<double>(rows) / seconds, tr(s_, "行/秒", "rows/s"));
    std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
    std::fflush(stderr);
}

} // namespace huanchi::cli
