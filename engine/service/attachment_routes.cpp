// Files that belong to a ticket, over HTTP: as the body of the move `attach` has them, and back.
#include "service/attachments.hpp"
#include "service/routes.hpp"
#include "service/tickets_seen.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"

#include <algorithm>

namespace huanchi::service {

std::optional<std::string> read_attachment(tickets::act& k, members& m) {
    auto const name = m.text("name").value_or("");
    bool const control = std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (name.empty() || control || name.find('/') != std::string::npos)
        m.refuse("/name", "`" + name + "` is no name of a file", "write `name`: 现场照片.jpg");
    auto const content = m.text("content");
    auto bytes = content ? base::from_base64(*content) : std::nullopt;
    if (!bytes)
        m.refuse("/content", content ? "is no base64 (RFC 4648 §4, with padding, without line ends)" : "there is no file",
                 "send the bytes of the file as base64 in `content`");
    if (m.wrong()) return std::nullopt;
    k.facts.emplace_back("name", name);
    k.facts.emplace_back("digest", "sha256:" + base::sha256_hex(*bytes));
    k.facts.emplace_back("size", std::to_string(bytes->size()));
    k.facts.emplace_back("stored", "yes");
    return bytes;
}

answer show_attachment(api& a, call const& c) {
    auto const t = named_ticket(a, c);
    if (auto const* bad = std::get_if<problem>(&t)) return problem_answer(*bad);
    auto const& digest = c.named("digest");
    auto const& all = std::get<tickets::ticket>(t).course.attachments;
    auto const its = std::find_if(all.begin(), all.end(), [&](auto const& x) { return x.digest == digest; });
    if (its == all.end())
        return problem_answer({404, "not-found", "the ticket has no attachment " + digest, "they are listed in the ticket"});
    auto opened = open_to_read(a);
    if (auto const* bad = std::get_if<problem>(&opened)) return problem_answer(*bad);
    auto bytes = std::get<store::ticket_store>(opened).attachment(digest);
    if (!bytes) return problem_answer(unavailable(bytes.error()));
    if (!*bytes)
        return problem_answer({404, "not-kept", "of " + its->name + " the store keeps the name and the digest only",
                               "it lies where the name says"});
    // Never shown by a browser as a page of this service.
    answer out{200, "application/octet-stream", std::move(**bytes)};
    out.headers = {
        {"Content-Disposition", "attachment"}, {"X-Content-Type-Options", "nosniff"}, {"ETag", "\"" + digest + "\""}};
    return out;
}

} // namespace huanchi::service
