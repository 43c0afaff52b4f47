#include "facts/input.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace huanchi::facts {

namespace {

base::failure unreadable(std::string const& name, int error) {
    return {"cannot read '" + name + "': " + std::strerror(error),
            error == EISDIR ? "name a file, not a folder" : "check that the file is there and may be read"};
}

} // namespace

base::result<input> input::open(std::string const& path, std::size_t chunk, std::size_t from, std::size_t to) {
    input in;
    in.chunk_ = chunk;
    if (path == "-") {
        in.name_ = "standard input";
        in.file_ = STDIN_FILENO;
    } else {
        in.name_ = path;
        in.file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (in.file_ < 0) return unreadable(path, errno);
        in.close_file_ = true;
        if (from > 0 && ::lseek(in.file_, static_cast<off_t>(from), SEEK_SET) < 0) return unreadable(path, errno);
        in.left_ = to - from;
        ::posix_fadvise(in.file_, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    return base::result<input>(std::move(in));
}

input input::over(std::string_view text, std::size_t chunk) {
    input in;
    in.name_ = "text";
    in.chunk_ = chunk;
    if (chunk == 0) {
        in.window_ = text;
        in.ended_ = true;
    } else {
        in.rest_ = text;
    }
    return in;
}

input::input(input&& other) noexcept
    : name_(std::move(other.name_)), file_(other.file_), close_file_(std::exchange(other.close_file_, false)),
      rest_(other.rest_), chunk_(other.chunk_), left_(other.left_), buffer_(std::move(other.buffer_)),
      capacity_(other.capacity_), window_(other.window_), ended_(other.ended_) {}

input::~input() {
    if (close_file_) ::close(file_);
}

// Moves what is left to the front of the buffer; doubles the buffer where one record fills more than half of it.
void input::make_room() {
    std::size_t const kept = window_.size();
    if (!buffer_ || kept + chunk_ > capacity_) {
        std::size_t const capacity = std::max(2 * chunk_, 2 * kept + chunk_);
        auto wider = std::make_unique<char[]>(capacity);
        if (kept > 0) std::memcpy(wider.get(), window_.data(), kept);
        buffer_ = std::move(wider);
        capacity_ = capacity;
    } else if (kept > 0) {
        std::memmove(buffer_.get(), window_.data(), kept);
    }
    window_ = {buffer_.get(), kept};
}

std::optional<base::failure> input::more() {
    if (ended_) return std::nullopt;
    make_room();
    char* const end = buffer_.get() + window_.size();
    std::size_t added = 0;
    if (file_ < 0) {
        added = rest_.copy(end, chunk_);
        rest_.remove_prefix(added);
    } else {
        ssize_t got = 0;
        do { got = ::read(file_, end, std::min(chunk_, left_)); } while (got < 0 && errno == EINTR);
        if (got < 0) return unreadable(name_, errno);
        added = static_cast<std::size_t>(got);
        left_ -= added;
    }
    ended_ = added == 0;
    window_ = {buffer_.get(), window_.size() + added};
    return std::nullopt;
}

base::result<std::string> read_whole(std::string const& path) {
    auto in = input::open(path);
    if (!in) return in.error();
    while (!in->ended()) {
        if (auto problem = in->more()) return *problem;
    }
    return std::string(in->window());
}

} // namespace huanchi::facts
