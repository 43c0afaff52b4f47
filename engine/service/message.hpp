// A request and its answer as routes see them: no sockets, no framing.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huanchi::service {

// Bytes that came in and are too many to be held: a file without a name, gone with the last who holds it.
class spool {
public:
    // In the folder; nullptr if it cannot be made there.
    static std::shared_ptr<spool> make(std::string const& folder);
    static std::shared_ptr<spool> in_memory(std::string_view bytes); // nullptr where there is no room
    spool(spool const&) = delete;
    spool& operator=(spool const&) = delete;
    ~spool();
    bool append(std::string_view bytes); // false: the disk is full
    void cut();                          // to nothing: who reads it finds its end
    std::string path() const;            // opens anew at its beginning, as often as wanted
    std::uint64_t size() const { return size_; }

private:
    explicit spool(int file) : file_(file) {}
    int file_;
    std::uint64_t size_ = 0;
};

enum class body_kind : std::uint8_t {
    none,  // whatever comes is not read
    whole, // one document, in memory
    lines, // the first line in memory, the others in a spool
};

struct request {
    std::string method;
    std::string path;                                        // decoded, without the query
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    std::map<std::string, std::string, std::less<>> headers; // names in lower case
    std::string body;
    std::shared_ptr<spool> lines;
    std::string id;   // of this request, for logs and whoever asks about it
    std::string peer; // address and port

    std::string_view header(std::string_view name) const; // "" if there is none
    std::string_view asked(std::string_view name) const;  // of the query, "" if there is none
};

// What is told as it happens, to one who listens.
struct listening {
    std::function<std::string()> next; // what waits, "" if nothing does; on a worker
    // Wakes the listener, from any thread, for as long as what this gives is held.
    std::function<std::shared_ptr<void>(std::function<void()>)> on_news;
};

struct answer {
    int status = 200;
    std::string type = "application/json";
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::function<std::string()> more = {}; // the pieces after `body`, "" ends; called on a worker
    std::shared_ptr<listening> events = {}; // the connection stays open for them
};

// Splits a target into path and query, both decoded; nullopt: not decodable.
struct target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
};
std::optional<target> read_target(std::string_view text);

} // namespace huanchi::service
