// The encoding of texts in packets: UTF-8 by the standard, GB18030 (with GBK and GB 2312 within it) from older loggers. Over
// iconv. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huanchi::hj212 {

bool is_ascii(std::string_view bytes);
bool is_utf8(std::string_view bytes);
// The text in UTF-8; nullopt where the bytes are no GB18030.
std::optional<std::string> from_gb18030(std::string_view bytes);
// UTF-8 as it is, else from GB18030.
std::optional<std::string> as_utf8(std::string_view bytes);

} // namespace huanchi::hj212
