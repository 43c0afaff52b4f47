#include "service/message.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace huanchi::service {

std::shared_ptr<spool> spool::make(std::string const& folder) {
    int const file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return file < 0 ? nullptr : std::shared_ptr<spool>(new spool(file));
}

std::shared_ptr<spool> spool::in_memory(std::string_view bytes) {
    int const file = ::memfd_create("huanchi", MFD_CLOEXEC);
    if (file < 0) return nullptr;
    std::shared_ptr<spool> s(new spool(file));
    return s->append(bytes) ? s : nullptr;
}

spool::~spool() {
    ::close(file_);
}

bool spool::append(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::write(file_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        size_ += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

void spool::cut() {
    while (::ftruncate(file_, 0) != 0 && errno == EINTR) {}
}

std::string spool::path() const {
    return "/proc/self/fd/" + std::to_string(file_);
}

std::string_view request::header(std::string_view name) const {
    auto const found = headers.find(name);
    return found == headers.end() ? std::string_view() : found->second;
}

std::string_view request::asked(std::string_view name) const {
    for (auto const& [key, value] : query)
        if (key == name) return value;
    return {};
}

namespace {

int hex_digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int const high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

} // namespace

std::optional<target> read_target(std::string_view text) {
    target t;
    auto const question = text.find('?');
    auto path = decoded(text.substr(0, question), false);
    if (!path || path->empty() || path->front() != '/') return std::nullopt;
    t.path = std::move(*path);
    if (question == std::string_view::npos) return t;
    text.remove_prefix(question + 1);
    while (!text.empty()) {
        auto const end = text.find('&');
        auto const pair = text.substr(0, end);
        auto const equals = pair.find('=');
        auto key = decoded(pair.substr(0, equals), true);
        auto value = decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
        if (!key || !value) return std::nullopt;
        if (!key->empty()) t.query.emplace_back(std::move(*key), std::move(*value));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return t;
}

} // namespace huanchi::service
