// The end of a store's history, signed: kept elsewhere, it proves later that the history up to there is still the same. The
// chain alone shows what was changed within it; whoever rewrites all of it, or cuts it short, is seen only from outside.
//
// What is signed are these lines, each with a line feed: the name of the document, store, entries, hash, time.
#pragma once

#include "store/ticket_store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace huanchi::store {

struct signed_head {
    std::string store;                 // hash of the first entry of its history: that of no other store
    std::int64_t entries = 0;          // of the history, at least 1
    std::string hash;                  // of the last of them
    std::string time;                  // when it was signed
    std::string public_key, signature; // base64
};

// huanchi.signed_head/1, with a line feed at its end.
std::string signed_head_json(signed_head const& head);
base::result<signed_head> parse_signed_head(std::string const& text);

// Proves the history first, and signs none that is broken or empty. `key`: a private key as PEM.
base::result<signed_head> sign_head(ticket_store const& s, base::moment now, std::string const& key);

enum class head_fault : std::uint8_t {
    signature,   // it does not fit what the document says
    other_key,   // signed with another key than the one given
    other_store, // the history begins otherwise
    cut_short,   // the history ends before
    rewritten,   // another entry stands at that place
};
// Whether the history holds the head at its place; that it is whole is for verify() to say. `public_key`: base64, of the signer
// that is expected; without it the signature shows only that the document is as it was written.
base::result<std::optional<head_fault>> check_head(ticket_store const& s, signed_head const& head,
                                                   std::optional<std::string> const& public_key);

} // namespace huanchi::store
