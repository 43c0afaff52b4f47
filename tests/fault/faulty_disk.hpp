// A disk that fails as asked: a layer of SQLite over its own files (a VFS), which counts what is written and at one of these
// operations cuts the power, tears or refuses a write, loses a sync, or is full. What was written since the last sync of a file
// is known sector by sector, so that after a power cut any part of it can be gone. While the object lives it is the default of
// all connections that are opened; one at a time, from one thread.
//
// Assumed of a real disk: a sync of a file keeps its entry in the folder too; what lies beside the bytes written stays as it
// is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace huanchi::fault {

enum class kind : std::uint8_t {
    none,
    power_cut,    // at any operation: it and all that follow fail
    write_fails,  // of one write nothing arrives
    write_breaks, // of one write half arrives, and it fails
    sync_fails,   // one sync fails, and what it should have kept is not kept by a later one either
    disk_full,    // from one write on all fail, until there is room
};
// What of the unsynced sectors a power cut leaves.
enum class left : std::uint8_t { nothing, some, torn }; // torn: some, and of these some only to their half

struct plan {
    fault::kind kind = fault::kind::none;
    std::size_t at = 0; // the number of the operation, write or sync at which it happens, from 1
    fault::left left = fault::left::nothing;
    unsigned seed = 0;
};

class faulty_disk {
public:
    explicit faulty_disk(plan p);
    ~faulty_disk();
    faulty_disk(faulty_disk const&) = delete;
    faulty_disk& operator=(faulty_disk const&) = delete;

    // Operations so far: those that change a file, writes among them, syncs among them.
    struct counts {
        std::size_t all = 0, writes = 0, syncs = 0;
    };
    counts const& counted() const { return counts_; }
    bool struck() const { return struck_; }
    void make_room() { full_ = false; }
    // After a power cut, when no connection is open any more: makes the files what the disk holds.
    void start_again();

    // For the layer itself.
    struct change {
        std::size_t at = 0;
        std::string bytes;
        bool truncates = false; // to `at`
    };
    struct content {
        bool kept_entry = false; // a sync has kept that there is such a file
        std::string kept;        // what syncs have kept
        std::vector<change> since;
        bool gone = false; // deleted, and no sync of the folder has kept that
    };
    enum class answer : std::uint8_t { pass, fail, half };
    answer on_write(std::string const& path, std::size_t at, std::string bytes);
    answer on_truncate(std::string const& path, std::size_t size);
    answer on_sync(std::string const& path);
    answer on_delete(std::string const& path, bool folder_synced);
    void on_open(std::string const& path, bool exists);
    int write_error() const;

private:
    bool cut(std::size_t& counter);
    std::string after_cut(content const& c);

    plan plan_;
    counts counts_;
    bool struck_ = false, dead_ = false, full_ = false;
    std::map<std::string, content> files_;
    std::mt19937 dice_;
    sqlite3_vfs* before_ = nullptr;
    sqlite3_vfs* own_ = nullptr;
};

} // namespace huanchi::fault
