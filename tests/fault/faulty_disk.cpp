#include "fault/faulty_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>

namespace huanchi::fault {

namespace {

// An open file; that of the layer below stands right behind it.
struct open_file {
    sqlite3_file base;
    faulty_disk* disk;
    std::string* path; // null: a temporary file, which nobody misses
    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

open_file& of(sqlite3_file* f) {
    return *reinterpret_cast<open_file*>(f);
}
template <class Call>
auto pass(sqlite3_file* f, Call call) {
    auto* below = of(f).below();
    return call(below->pMethods, below);
}

int close(sqlite3_file* f) {
    auto const code = pass(f, [](auto* m, auto* b) { return m->xClose(b); });
    delete of(f).path;
    return code;
}
int read(sqlite3_file* f, void* into, int n, sqlite3_int64 at) {
    return pass(f, [&](auto* m, auto* b) { return m->xRead(b, into, n, at); });
}
int write(sqlite3_file* f, void const* bytes, int n, sqlite3_int64 at) {
    auto const down = [&](int length) { return pass(f, [&](auto* m, auto* b) { return m->xWrite(b, bytes, length, at); }); };
    auto& file = of(f);
    if (!file.path) return down(n);
    switch (file.disk->on_write(*file.path, static_cast<std::size_t>(at),
                                std::string(static_cast<char const*>(bytes), static_cast<std::size_t>(n)))) {
    case faulty_disk::answer::pass: return down(n);
    case faulty_disk::answer::half: down(n / 2); [[fallthrough]];
    default: return file.disk->write_error();
    }
}
int truncate(sqlite3_file* f, sqlite3_int64 size) {
    auto& file = of(f);
    if (file.path && file.disk->on_truncate(*file.path, static_cast<std::size_t>(size)) != faulty_disk::answer::pass)
        return SQLITE_IOERR_TRUNCATE;
    return pass(f, [&](auto* m, auto* b) { return m->xTruncate(b, size); });
}
int sync(sqlite3_file* f, int) {
    auto& file = of(f); // the real disk need not be waited for
    return file.path && file.disk->on_sync(*file.path) != faulty_disk::answer::pass ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}
int file_size(sqlite3_file* f, sqlite3_int64* size) {
    return pass(f, [&](auto* m, auto* b) { return m->xFileSize(b, size); });
}
int lock(sqlite3_file* f, int level) {
    return pass(f, [&](auto* m, auto* b) { return m->xLock(b, level); });
}
int unlock(sqlite3_file* f, int level) {
    return pass(f, [&](auto* m, auto* b) { return m->xUnlock(b, level); });
}
int check_reserved(sqlite3_file* f, int* out) {
    return pass(f, [&](auto* m, auto* b) { return m->xCheckReservedLock(b, out); });
}
int control(sqlite3_file* f, int op, void* argument) {
    return pass(f, [&](auto* m, auto* b) { return m->xFileControl(b, op, argument); });
}
int sector_size(sqlite3_file* f) {
    return pass(f, [](auto* m, auto* b) { return m->xSectorSize(b); });
}
int characteristics(sqlite3_file* f) {
    return pass(f, [](auto* m, auto* b) { return m->xDeviceCharacteristics(b); });
}
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return pass(f, [&](auto* m, auto* b) { return m->xShmMap(b, page, size, extend, out); });
}
int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
    return pass(f, [&](auto* m, auto* b) { return m->xShmLock(b, offset, n, flags); });
}
void shm_barrier(sqlite3_file* f) {
    pass(f, [](auto* m, auto* b) { return m->xShmBarrier(b); });
}
int shm_unmap(sqlite3_file* f, int remove) {
    return pass(f, [&](auto* m, auto* b) { return m->xShmUnmap(b, remove); });
}

// Version 2: without mapping the file into memory, which would pass the layer by.
sqlite3_io_methods const methods = {
    2,           close,           read,    write,    truncate,    sync,      file_size, lock,   unlock, check_reserved, control,
    sector_size, characteristics, shm_map, shm_lock, shm_barrier, shm_unmap, nullptr,   nullptr};

struct layer {
    faulty_disk* disk;
    sqlite3_vfs* below;
};
layer& of(sqlite3_vfs* v) {
    return *static_cast<layer*>(v->pAppData);
}

int open(sqlite3_vfs* v, char const* path, sqlite3_file* f, int flags, int* out_flags) {
    auto& file = of(f);
    file.base.pMethods = nullptr;
    file.disk = of(v).disk;
    auto const existed = path && std::filesystem::exists(path);
    auto const code = of(v).below->xOpen(of(v).below, path, file.below(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    file.path = path ? new std::string(path) : nullptr;
    file.base.pMethods = &methods;
    if (path) file.disk->on_open(path, existed);
    return code;
}
int remove(sqlite3_vfs* v, char const* path, int sync_folder) {
    if (!std::filesystem::exists(path)) return SQLITE_IOERR_DELETE_NOENT;
    if (of(v).disk->on_delete(path, sync_folder != 0) != faulty_disk::answer::pass) return SQLITE_IOERR_DELETE;
    return of(v).below->xDelete(of(v).below, path, 0);
}

std::string bytes_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void apply(std::string& to, faulty_disk::change const& c) {
    if (c.truncates) {
        to.resize(c.at);
        return;
    }
    if (to.size() < c.at + c.bytes.size()) to.resize(c.at + c.bytes.size());
    to.replace(c.at, c.bytes.size(), c.bytes);
}

} // namespace

faulty_disk::faulty_disk(plan p) : plan_(p), dice_(p.seed), before_(sqlite3_vfs_find(nullptr)) {
    own_ = new sqlite3_vfs(*before_); // all that is not about files is as below
    own_->zName = "faulty";
    own_->szOsFile = static_cast<int>(sizeof(open_file)) + before_->szOsFile;
    own_->pAppData = new layer{this, before_};
    own_->xOpen = open;
    own_->xDelete = remove;
    sqlite3_vfs_register(own_, 1);
}

faulty_disk::~faulty_disk() {
    sqlite3_vfs_unregister(own_);
    sqlite3_vfs_register(before_, 1);
    delete static_cast<layer*>(own_->pAppData);
    delete own_;
}

int faulty_disk::write_error() const {
    return full_ ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

void faulty_disk::on_open(std::string const& path, bool exists) {
    auto const known = files_.find(path);
    if (known == files_.end())
        files_[path] = exists ? content{true, bytes_of(path), {}, false} : content{};
    else if (known->second.gone)
        known->second = {};
}

bool faulty_disk::cut(std::size_t& counter) {
    ++counts_.all;
    if (&counter != &counts_.all) ++counter;
    if (dead_) return true;
    if (plan_.kind == kind::power_cut && counts_.all == plan_.at) dead_ = struck_ = true;
    return dead_;
}

faulty_disk::answer faulty_disk::on_write(std::string const& path, std::size_t at, std::string bytes) {
    bool const was_dead = dead_, now_dead = cut(counts_.writes);
    if (was_dead) return answer::fail;
    auto& since = files_[path].since;
    bool const meant = !struck_ && counts_.writes == plan_.at;
    if (meant && plan_.kind == kind::disk_full) full_ = struck_ = true;
    if (full_) return answer::fail;
    if (meant && (plan_.kind == kind::write_fails || plan_.kind == kind::write_breaks)) {
        struck_ = true;
        if (plan_.kind == kind::write_fails) return answer::fail;
        since.push_back({at, bytes.substr(0, bytes.size() / 2), false});
        return answer::half;
    }
    since.push_back({at, std::move(bytes), false});
    return now_dead ? answer::fail : answer::pass;
}

faulty_disk::answer faulty_disk::on_truncate(std::string const& path, std::size_t size) {
    bool const was_dead = dead_, now_dead = cut(counts_.all);
    if (was_dead) return answer::fail;
    files_[path].since.push_back({size, {}, true});
    return now_dead ? answer::fail : answer::pass;
}

faulty_disk::answer faulty_disk::on_sync(std::string const& path) {
    if (cut(counts_.syncs)) return answer::fail;
    auto& c = files_[path];
    if (plan_.kind == kind::sync_fails && !struck_ && counts_.syncs == plan_.at) {
        struck_ = true;
        c.since.clear();
        return answer::fail;
    }
    for (auto const& one : c.since) apply(c.kept, one);
    c.since.clear();
    // SQLite syncs the folder together with a new journal or log.
    if (!c.kept_entry && (path.ends_with("-journal") || path.ends_with("-wal")))
        std::erase_if(files_, [](auto const& f) { return f.second.gone; });
    c.kept_entry = true;
    return answer::pass;
}

faulty_disk::answer faulty_disk::on_delete(std::string const& path, bool folder_synced) {
    if (cut(counts_.all)) return answer::fail;
    if (folder_synced)
        files_.erase(path);
    else
        files_[path].gone = true;
    return answer::pass;
}

std::string faulty_disk::after_cut(content const& c) {
    constexpr std::size_t sector = 512;
    auto now = c.kept;
    if (plan_.left == left::nothing) return now;
    auto const one_in = [&](unsigned n) { return dice_() % n == 0; };
    auto const share = static_cast<unsigned>(2 + dice_() % 7); // one sector in so many is lost
    for (auto const& one : c.since) {
        if (one.truncates) {
            if (!one_in(share)) apply(now, one);
            continue;
        }
        for (std::size_t from = 0; from < one.bytes.size();) {
            auto length = std::min(sector - (one.at + from) % sector, one.bytes.size() - from);
            auto const next = from + length;
            if (plan_.left == left::torn && one_in(4)) length /= 2;
            if (!one_in(share)) apply(now, {one.at + from, one.bytes.substr(from, length), false});
            from = next;
        }
    }
    return now;
}

void faulty_disk::start_again() {
    for (auto const& [path, c] : files_) {
        auto const now = after_cut(c);
        bool const entry = c.kept_entry || !now.empty();
        if (!entry || (c.gone && dice_() % 2 == 0)) {
            std::filesystem::remove(path);
            continue;
        }
        std::ofstream(path, std::ios::binary | std::ios::trunc) << now;
    }
    files_.clear();
    dead_ = false;
}

} // namespace huanchi::fault
