// The encoding of text tables: UTF-8, or GB18030 as spreadsheets and platforms in China write it. Which one a text is in is
// told line by line: valid UTF-8 wins, and a broken byte does not turn a text of the other lines around. A decoder belongs to
// one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace huanchi::tables {

enum class encoding : unsigned char { utf8, gb18030 };

// The encoding in which more of the lines can be read; lines of ASCII say nothing, and the last line may be cut.
encoding encoding_of(std::string_view start);

class gb18030_decoder {
public:
    gb18030_decoder();
    ~gb18030_decoder();
    gb18030_decoder(gb18030_decoder const&) = delete;
    gb18030_decoder& operator=(gb18030_decoder const&) = delete;

    // Appends the text as UTF-8. Gives the offset of the first byte that is no GB18030; what stands before it was appended.
    std::optional<std::size_t> append(std::string_view bytes, std::string& to);

private:
    void* converter_;
};

bool is_ascii(std::string_view text);

} // namespace huanchi::tables
