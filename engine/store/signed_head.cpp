#include "store/signed_head.hpp"

#include "base/signature.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::store {

using json = nlohmann::ordered_json;

namespace {

constexpr char const* document = "huanchi.signed_head/1";

std::string text_to_sign(signed_head const& h) {
    return std::string(document) + "\n" + h.store + "\n" + std::to_string(h.entries) + "\n" + h.hash + "\n" + h.time + "\n";
}

bool is_hash(std::string const& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

std::string signed_head_json(signed_head const& h) {
    return json{{"schema", document}, {"store", h.store},       {"entries", h.entries},       {"hash", h.hash},
                {"time", h.time},     {"algorithm", "Ed25519"}, {"public_key", h.public_key}, {"signature", h.signature}}
               .dump(2) +
           "\n";
}

base::result<signed_head> parse_signed_head(std::string const& text) {
    base::failure const none{"it is no signed head of a history", "give a file that `tickets log --sign` has written"};
    auto const parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object() || parsed.value("schema", json()) != document || parsed.value("algorithm", json()) != "Ed25519")
        return none;
    signed_head h;
    for (auto const& [name, into] : {std::pair{"store", &h.store},
                                     {"hash", &h.hash},
                                     {"time", &h.time},
                                     {"public_key", &h.public_key},
                                     {"signature", &h.signature}}) {
        auto const field = parsed.find(name);
        if (field == parsed.end() || !field->is_string()) return none;
        *into = field->get<std::string>();
    }
    auto const entries = parsed.find("entries");
    if (entries == parsed.end() || !entries->is_number_integer()) return none;
    h.entries = entries->get<std::int64_t>();
    bool const sound = h.entries >= 1 && is_hash(h.store) && is_hash(h.hash) && h.time.find('\n') == std::string::npos;
    return sound ? base::result<signed_head>(h) : none;
}

base::result<signed_head> sign_head(ticket_store const& s, base::moment now, std::string const& key) {
    auto const v = s.verify();
    if (!v) return v.error();
    if (v->broken) return base::failure{"the history is broken, and is not signed", "see where with `tickets log --verify`"};
    if (v->entries == 0) return base::failure{"the history has no entries yet", "sign it when there are tickets"};
    auto const first = s.hash_at(1), last = s.hash_at(v->entries);
    if (!first) return first.error();
    if (!last) return last.error();
    signed_head h{first->value_or(""), v->entries, last->value_or(""), now.text(), {}, {}};
    auto const made = base::sign_ed25519(text_to_sign(h), key);
    if (!made) return made.error();
    h.signature = made->signature;
    h.public_key = made->public_key;
    return h;
}

base::result<std::optional<head_fault>> check_head(ticket_store const& s, signed_head const& h,
                                                   std::optional<std::string> const& public_key) {
    using fault = std::optional<head_fault>;
    if (!base::verify_ed25519(text_to_sign(h), h.signature, h.public_key)) return fault(head_fault::signature);
    if (public_key && *public_key != h.public_key) return fault(head_fault::other_key);
    auto const first = s.hash_at(1), there = s.hash_at(h.entries);
    if (!first) return first.error();
    if (!there) return there.error();
    if (first->value_or("") != h.store) return fault(head_fault::other_store);
    if (!*there) return fault(head_fault::cut_short);
    return **there == h.hash ? fault() : fault(head_fault::rewritten);
}

} // namespace huanchi::store
