// The bytes of one input as a window that slides over them: a file, standard input or text in memory. One buffer is read into
// again and again, so memory follows the longest record and not the input; a mapping would save one copy, but a file that is
// cut short while it is read would end the process. The window stays valid until more() is called. Belongs to one thread.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::facts {

class input {
public:
    static constexpr std::size_t usual_chunk = std::size_t{1} << 20;

    // `path` is a file, or "-" for standard input; of a file the bytes from `from` up to `to`.
    static base::result<input> open(std::string const& path, std::size_t chunk = usual_chunk, std::size_t from = 0,
                                    std::size_t to = SIZE_MAX);
    // The caller keeps the text. With a chunk the text comes as a stream would bring it.
    static input over(std::string_view text, std::size_t chunk = 0);

    input(input&& other) noexcept;
    input& operator=(input&&) = delete;
    ~input();

    std::string_view window() const { return window_; } // not consumed yet
    bool ended() const { return ended_; }               // nothing follows the window
    void consume(std::size_t bytes) { window_.remove_prefix(bytes); }
    // Lengthens the window at its end, or finds that the input has ended.
    std::optional<base::failure> more();

private:
    input() = default;
    void make_room();

    std::string name_;
    int file_ = -1;
    bool close_file_ = false;
    std::string_view rest_; // of text in memory, not in the window yet
    std::size_t chunk_ = usual_chunk;
    std::size_t left_ = SIZE_MAX; // of what may be read of the file
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
    std::string_view window_;
    bool ended_ = false;
};

// The whole of a file or of standard input, for documents that are parsed in one piece.
base::result<std::string> read_whole(std::string const& path);

} // namespace huanchi::facts
