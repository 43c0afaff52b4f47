#include "evidence/unpacking.hpp"

#include "base/utf8.hpp"
#include "evidence/bundle.hpp"
#include "tables/archive.hpp"

#include <algorithm>
#include <set>

namespace huanchi::evidence {

namespace {

// Names go to people's terminals: without control characters.
bundle_fault refusal(std::string file, std::string zh, std::string en) {
    std::replace_if(
        file.begin(), file.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
    return {true, std::move(file), std::move(zh), std::move(en)};
}

bool is_safe(std::string const& name) {
    if (name.empty() || name.front() == '/' || name.back() == '/' || base::first_invalid_utf8(name)) return false;
    if (std::any_of(name.begin(), name.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == ':'; }))
        return false;
    for (std::string_view rest = name; !rest.empty();) {
        auto const step = rest.substr(0, rest.find('/'));
        if (step.empty() || step == "." || step == "..") return false;
        rest.remove_prefix(std::min(step.size() + 1, rest.size()));
    }
    return true;
}

std::string without_case(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

// Names, sizes and ways of packing, before a byte is unpacked.
std::optional<bundle_fault> looks_harmful(std::vector<tables::archive::content> const& entries) {
    if (entries.size() > most_files)
        return refusal("", "文件太多，超过 " + std::to_string(most_files) + " 个",
                       "more than " + std::to_string(most_files) + " files");
    std::set<std::string> names;
    std::uint64_t bytes = 0;
    for (auto const& e : entries) {
        if (!is_safe(e.name))
            return refusal(base::first_invalid_utf8(e.name) ? "" : e.name, "文件名不安全（绝对路径、.. 或控制字符）",
                           "an unsafe name: an absolute path, `..` or control characters");
        if (!names.insert(without_case(e.name)).second) return refusal(e.name, "同名文件有两个", "the name is there twice");
        if (!e.stored) return refusal(e.name, "文件经过压缩或加密；证据包从不压缩", "packed or protected; a bundle never is");
        bytes += e.size;
        if (e.size > most_file_bytes || bytes > most_bundle_bytes) return refusal(e.name, "太大", "too large");
    }
    return std::nullopt;
}

} // namespace

std::variant<unpacked, bundle_fault> unpack(std::string_view bytes) {
    if (!bytes.starts_with("PK\x03\x04")) return refusal("", "不是 ZIP 文件", "not a ZIP archive");
    if (bytes.size() > most_bundle_bytes) return refusal("", "太大", "too large");
    auto const archive = tables::archive::open(bytes);
    if (!archive) return bundle_fault{false, "", "ZIP 目录损坏", "the directory of the archive is damaged"};
    auto const entries = archive->entries();
    if (auto harmful = looks_harmful(entries)) return *harmful;
    unpacked files;
    for (auto const& e : entries) {
        auto& [name, text] = files.emplace_back(e.name, "");
        auto const problem = archive->read(name, {most_file_bytes, 1, e.size}, [&](std::string_view piece) {
            text += piece;
            return true;
        });
        if (problem || text.size() != e.size) return bundle_fault{false, name, "内容损坏", "its content is damaged"};
    }
    return files;
}

} // namespace huanchi::evidence
