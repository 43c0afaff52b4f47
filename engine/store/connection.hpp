// What a ticket_store owns. Internal to this folder.
#pragma once

#include "store/database.hpp"
#include "store/ticket_store.hpp"

#include <SQLiteCpp/Transaction.h>

namespace huanchi::store {

struct ticket_store::connection {
    std::string path;
    std::unique_ptr<SQLite::Database> db;

    // Runs `work` and turns the library's exceptions into failures that name the file.
    template <class Work>
    auto guarded(Work work) const -> base::result<decltype(work())> {
        try {
            return work();
        } catch (SQLite::Exception const& e) {
            return failure_of(path, e);
        } catch (std::exception const& e) { // JSON or a name that is not there: somebody has written to the file by hand
            return base::failure{"`" + path + "` holds what huanchi did not write: " + e.what(), "restore it from a backup"};
        }
    }
    // The same over one state of the file, whatever others write meanwhile.
    template <class Work>
    auto reading(Work work) const -> base::result<decltype(work())> {
        return guarded([&] {
            SQLite::Transaction whole(*db, SQLite::TransactionBehavior::DEFERRED);
            return work();
        });
    }
};

} // namespace huanchi::store
