#include "receive/journal.hpp"

#include "base/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace huanchi::receive {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 20;

base::failure trouble(std::string const& path, char const* what) {
    return {fmt::format("`{}` {}: {}", path, what, std::strerror(errno)), "check the path, permissions and space"};
}

bool sync_folder(std::string const& folder) {
    int const fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    bool const done = ::fsync(fd) == 0;
    ::close(fd);
    return done;
}

bool write_whole(int fd, std::string_view text) {
    while (!text.empty()) {
        auto const n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::string time_line(base::moment m) {
    auto const in_day = m.ms_of_day();
    return fmt::format("[{} {:02}:{:02}:{:02}.{:03}]\r\n", m.date().text(), in_day / 3600000, in_day / 60000 % 60,
                       in_day / 1000 % 60, in_day % 1000);
}

} // namespace

digest digest_of(std::string_view segment) {
    auto const hex = base::sha256_hex(segment);
    auto const word = [&](std::size_t from) { return std::stoull(hex.substr(from, 16), nullptr, 16); };
    return {word(0), word(16)};
}

journal::journal(journal&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)), file_(std::exchange(other.file_, -1)),
      day_(other.day_), size_(other.size_), text_(std::move(other.text_)), digests_(std::move(other.digests_)),
      day_of_text_(other.day_of_text_), seen_(std::move(other.seen_)), order_(std::move(other.order_)), found_(other.found_),
      cut_off_(other.cut_off_) {}

journal::~journal() {
    if (file_ >= 0) ::close(file_);
    if (lock_ >= 0) ::close(lock_);
}

std::optional<base::failure> journal::lock() {
    auto const path = folder_ + "/lock";
    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (lock_ < 0) return trouble(path, "cannot be opened");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
        return base::failure{"the journal `" + folder_ + "` is in use by another receiver",
                             "name another folder with --journal"};
    return std::nullopt;
}

base::result<journal> journal::open(std::string const& folder, hj212::manner_of const& manners) {
    journal j(folder);
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return base::failure{"`" + folder + "` cannot be made: " + problem.message(), "check the path and its permissions"};
    if (auto failed = j.lock()) return *failed;
    auto const files = j.files();
    for (auto const& path : files)
        if (auto failed = j.recall(path, manners, path == files.back())) return *failed;
    return base::result<journal>(std::move(j));
}

std::vector<std::string> journal::files() const {
    std::vector<std::string> out;
    std::error_code problem;
    for (auto const& entry : std::filesystem::directory_iterator(folder_, problem))
        if (entry.path().extension() == ".log") out.push_back(entry.path().string());
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<journal_part> journal::parts() const {
    std::vector<journal_part> out;
    auto const growing = file_ >= 0 ? folder_ + "/" + day_.text() + ".log" : std::string();
    for (auto const& path : files()) {
        std::error_code problem;
        auto const size = std::filesystem::file_size(path, problem);
        if (!problem) out.push_back({path, path == growing ? size_ : size});
    }
    return out;
}

void journal::remember(digest const& d) {
    if (!seen_.insert(d).second) return;
    order_.push_back(d);
    if (order_.size() <= most_remembered) return;
    seen_.erase(order_.front());
    order_.pop_front();
}

std::optional<base::failure> journal::recall(std::string const& path, hj212::manner_of const& manners, bool last) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    if (!in || (in.peek() != std::ifstream::traits_type::eof() && !(all << in.rdbuf()))) return trouble(path, "cannot be read");
    std::string const text = std::move(all).str();
    hj212::packet_reader reader(manners);
    std::string_view window = text;
    std::uint64_t whole = 0; // up to here nothing is half written
    for (;;) {
        auto const s = reader.next(window, true);
        window.remove_prefix(reader.consumed());
        if (s == hj212::step::ended) break;
        auto const read = text.size() - window.size();
        if (s == hj212::step::packet) {
            ++found_;
            remember(digest_of(reader.segment()));
            whole = read;
            continue;
        }
        auto const fault = reader.wrong().fault;
        bool const time_line = s == hj212::step::skipped && reader.skipped_as() == hj212::between::time_line;
        bool const torn = fault == hj212::fault::truncated || fault == hj212::fault::bad_length ||
                          (s == hj212::step::skipped && reader.skipped_as() == hj212::between::garbage);
        if (!time_line && !(torn && window.empty())) whole = read;
    }
    if (!last || whole == text.size()) return std::nullopt;
    cut_off_ = text.size() - whole;
    if (::truncate(path.c_str(), static_cast<off_t>(whole)) != 0) return trouble(path, "cannot be cut");
    return std::nullopt;
}

std::optional<base::failure> journal::file_of(base::date day) {
    if (file_ >= 0 && day == day_) return std::nullopt;
    auto const path = folder_ + "/" + day.text() + ".log";
    int const fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd < 0) return trouble(path, "cannot be opened");
    struct stat found {};
    if (::fstat(fd, &found) != 0 || !sync_folder(folder_)) {
        ::close(fd);
        return trouble(path, "cannot be made durable");
    }
    if (file_ >= 0) ::close(file_);
    file_ = fd;
    day_ = day;
    size_ = static_cast<std::uint64_t>(found.st_size);
    return std::nullopt;
}

void journal::add(std::string_view wire, digest const& d, base::moment received) {
    if (!day_of_text_) day_of_text_ = received.date();
    text_ += time_line(received);
    text_ += wire;
    text_ += "\r\n";
    digests_.push_back(d);
    remember(d);
}

std::optional<base::failure> journal::commit() {
    if (!waiting()) return std::nullopt;
    auto problem = file_of(*day_of_text_);
    if (!problem && (!write_whole(file_, text_) || ::fdatasync(file_) != 0)) {
        problem = trouble(folder_, "cannot be written");
        // Half of a batch must not stand before the next one.
        if (::ftruncate(file_, static_cast<off_t>(size_)) != 0) {
            ::close(file_);
            file_ = -1;
        }
    }
    if (problem) {
        for (auto const& d : digests_) seen_.erase(d);
        std::erase_if(order_, [&](digest const& d) { return !seen_.contains(d); });
    } else {
        size_ += text_.size();
    }
    text_.clear();
    digests_.clear();
    day_of_text_.reset();
    return problem;
}

} // namespace huanchi::receive
