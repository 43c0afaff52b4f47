// Bytes that grow, readable by path as often as wanted: a file without a name, in memory or in a folder, gone with the object.
// Movable, used from one thread. What there is no room for throws huanchi::error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace huanchi::library {

class held_bytes {
public:
    explicit held_bytes(std::string const& folder); // "": memory
    held_bytes(held_bytes const&) = delete;
    held_bytes& operator=(held_bytes const&) = delete;
    ~held_bytes();
    void append(std::string_view bytes); // all or nothing
    std::string path() const;
    std::uint64_t size() const { return size_; }

private:
    int file_ = -1;
    std::uint64_t size_ = 0;
};

} // namespace huanchi::library
