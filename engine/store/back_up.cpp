#include "store/connection.hpp"

#include <SQLiteCpp/Backup.h>

#include <filesystem>

namespace huanchi::store {

base::result<verification> ticket_store::back_up(std::string const& path) const {
    std::error_code none;
    if (std::filesystem::exists(path, none))
        return base::failure{"`" + path + "` is there already", "name a file that does not exist yet"};
    auto const copied = connection_->guarded([&] {
        SQLite::Database copy(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        keep_what_is_written(copy);
        SQLite::Backup backup(copy, *connection_->db);
        backup.executeStep(-1);
        return true;
    });
    if (!copied) { // half a copy is none
        std::filesystem::remove(path, none);
        std::filesystem::remove(path + "-journal", none);
        return copied.error();
    }
    auto const made = open(path, {access::read, 0});
    if (!made) return made.error();
    return made->verify();
}

} // namespace huanchi::store
