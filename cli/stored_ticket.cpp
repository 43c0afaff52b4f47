#include "stored_ticket.hpp"

namespace huanchi::cli {

base::result<stored_ticket> read_stored(session const& s, store::ticket_store const& ledger, std::string const& id) {
    auto ticket = ledger.show(id);
    if (!ticket) return ticket.error();
    if (!*ticket)
        return base::failure{tr(s, "没有工单 ", "no ticket ") + id,
                             tr(s, "用 huanchi tickets list 查看标识", "see the ids with huanchi tickets list")};
    auto const kept = ledger.kept(id);
    if (!kept) return kept.error();
    auto sets = evidence::sets_of(*kept);
    if (!sets) return sets.error();
    return stored_ticket{std::move(**ticket), std::move(*sets)};
}

base::result<evidence::bundle_source> bundle_source_of(session const& s, store::ticket_store const& ledger,
                                                       std::string const& id) {
    auto read = read_stored(s, ledger, id);
    if (!read) return read.error();
    auto const head = ledger.head();
    if (!head) return head.error();
    evidence::bundle_source from{std::move(read->ticket), std::move(read->sets), head->entries, head->hash, {},
                                 HUANCHI_VERSION};
    for (auto const& a : from.ticket.course.attachments) {
        if (!a.stored) continue;
        auto bytes = ledger.attachment(a.digest);
        if (!bytes) return bytes.error();
        if (*bytes) from.attachments.emplace_back(a.name, std::move(**bytes));
    }
    return from;
}

} // namespace huanchi::cli
