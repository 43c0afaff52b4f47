// Names of documents as editors give them (file:///home/…, percent-encoded UTF-8) and paths of files. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huanchi::editor {

// The path of a `file:` URI, normal in form; nullopt for any other (`untitled:Untitled-1`) and for one that names another host.
std::optional<std::string> path_of(std::string_view uri);

std::string uri_of(std::string_view absolute_path);

} // namespace huanchi::editor
