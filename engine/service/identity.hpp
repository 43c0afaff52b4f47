// Who asks, and what that role may do (contract §4.5). Tokens are 256 random bits; only their SHA-256 is kept, so the file of
// tokens opens nothing.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::service {

enum class role : std::uint8_t { inspector, supervisor, legal, reviewer, integrator, enterprise, auditor, admin };
std::string_view text(role r);
std::optional<role> role_from(std::string_view text);
std::vector<role> const& all_roles();

class role_set {
public:
    constexpr role_set() = default;
    constexpr role_set(std::initializer_list<role> all) {
        for (auto const r : all) bits_ |= bit(r);
    }
    constexpr bool has(role r) const { return (bits_ & bit(r)) != 0; }

private:
    static constexpr std::uint16_t bit(role r) { return static_cast<std::uint16_t>(1u << static_cast<unsigned>(r)); }
    std::uint16_t bits_ = 0;
};

struct identity {
    service::role role = service::role::admin;
    std::string token;                    // id of the token, "" where none is needed
    std::string name;                     // as the history names who acted
    std::vector<std::string> regions;     // division codes or their beginnings; none: every region
    std::vector<std::string> enterprises; // none: every enterprise of the regions

    bool everything() const { return regions.empty() && enterprises.empty(); }
    // `region`: of the site, "" where it is not known: then whoever is bound to regions may not see it.
    bool may_see(std::string_view enterprise_id, std::string_view region) const;
};

// A token as the file keeps it.
struct token {
    std::string id;     // k-…
    std::string digest; // sha256:… of the secret
    service::role role{};
    std::string name;
    std::vector<std::string> regions, enterprises;
    std::optional<base::date> expires; // the first day on which it is not valid any more
    bool revoked = false;
};

class token_list {
public:
    // Fails with the JSON pointer of what is wrong.
    static base::result<token_list> read(std::string_view json, std::string const& name);
    std::string written() const; // JSON

    std::vector<token> const& all() const { return all_; }
    void add(token t);
    bool revoke(std::string_view id); // false: there is none
    // Of the secret that came; nullopt: unknown, revoked or expired.
    std::optional<identity> find(std::string_view secret, base::date today) const;

private:
    std::vector<token> all_;
    std::map<std::string, std::size_t, std::less<>> by_digest_;
};

struct new_token {
    token kept;
    std::string secret; // hz_…; shown once
};
// Fails if the machine gives no random bytes.
base::result<new_token> make_token(service::role r, std::string name);

} // namespace huanchi::service
