#include "library/held_bytes.hpp"

#include "library/huanchi.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace huanchi::library {

held_bytes::held_bytes(std::string const& folder)
    : file_(folder.empty() ? ::memfd_create("huanchi", MFD_CLOEXEC)
                           : ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)) {
    if (file_ < 0)
        throw error(folder.empty() ? "memory" : folder, "no room for rows can be made",
                    "name a folder that exists, may be written and has space, or fewer streams at a time");
}

held_bytes::~held_bytes() {
    ::close(file_);
}

void held_bytes::append(std::string_view bytes) {
    auto at = size_;
    while (!bytes.empty()) {
        auto const n = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<::off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            while (::ftruncate(file_, static_cast<::off_t>(size_)) != 0 && errno == EINTR) {}
            throw error("rows", "there is no room for more rows", "free memory or disk space, or take findings of fewer rows");
        }
        at += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    size_ = at;
}

std::string held_bytes::path() const {
    return "/proc/self/fd/" + std::to_string(file_);
}

} // namespace huanchi::library
