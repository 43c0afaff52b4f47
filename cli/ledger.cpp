#include "ledger.hpp"

namespace huanchi::cli {

base::result<store::ticket_store> open_to_read(session const& s) {
    if (s.options.store.empty())
        return base::failure{tr(s, "没有指明工单库", "no ticket store named"),
                             tr(s, "用 --store 给出 check 写入的文件", "name the file that check wrote with --store")};
    return store::ticket_store::open(s.options.store, {store::access::read, 60000});
}

base::result<tickets::ticket> read_ticket(session const& s, std::string const& id) {
    auto const ledger = open_to_read(s);
    if (!ledger) return ledger.error();
    auto ticket = ledger->show(id);
    if (!ticket) return ticket.error();
    if (!*ticket)
        return base::failure{tr(s, "没有工单 ", "no ticket ") + id,
                             tr(s, "用 huanchi tickets list 查看标识", "see the ids with huanchi tickets list")};
    return std::move(**ticket);
}

} // namespace huanchi::cli
