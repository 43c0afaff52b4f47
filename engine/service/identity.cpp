#include "service/identity.hpp"

#include "base/digest.hpp"

#include <nlohmann/json.hpp>
#include <openssl/rand.h>

#include <algorithm>
#include <array>

namespace huanchi::service {

namespace {

using json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 8> role_texts{"inspector",  "supervisor", "legal",   "reviewer",
                                                     "integrator", "enterprise", "auditor", "admin"};

std::string hex_of(unsigned char const* bytes, std::size_t n) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < n; ++i) {
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

base::failure wrong(std::string const& name, std::string const& pointer, std::string const& what) {
    return {"`" + name + "`: " + pointer + ": " + what, "make tokens with `huanchi tokens new`"};
}

base::result<std::vector<std::string>> texts_of(json const& j, char const* key, std::string const& name,
                                                std::string const& at) {
    std::vector<std::string> out;
    if (!j.contains(key)) return out;
    if (!j[key].is_array()) return wrong(name, at + "/" + key, "not an array of texts");
    for (auto const& one : j[key]) {
        if (!one.is_string() || one.get_ref<std::string const&>().empty())
            return wrong(name, at + "/" + key, "not an array of texts");
        out.push_back(one.get<std::string>());
    }
    return out;
}

std::string text_of(json const& j, char const* key) {
    return j.contains(key) && j[key].is_string() ? j[key].get<std::string>() : std::string();
}

base::result<token> token_of(json const& j, std::string const& name, std::string const& at) {
    static constexpr std::array<std::string_view, 8> known{"id",      "sha256",      "role",    "name",
                                                           "regions", "enterprises", "expires", "revoked"};
    if (!j.is_object()) return wrong(name, at, "not an object");
    for (auto const& [key, value] : j.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            return wrong(name, at + "/" + key, "nothing of that name is known");
    token t;
    t.id = text_of(j, "id");
    t.name = text_of(j, "name");
    auto const digest = text_of(j, "sha256");
    auto const is_hex =
        std::all_of(digest.begin(), digest.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (t.id.empty()) return wrong(name, at + "/id", "no text");
    if (t.name.empty()) return wrong(name, at + "/name", "no text");
    if (digest.size() != 64 || !is_hex) return wrong(name, at + "/sha256", "not 64 hexadecimal digits");
    t.digest = "sha256:" + digest;
    auto const r = role_from(text_of(j, "role"));
    if (!r) return wrong(name, at + "/role", "no role");
    t.role = *r;
    auto regions = texts_of(j, "regions", name, at);
    if (!regions) return regions.error();
    t.regions = std::move(*regions);
    auto enterprises = texts_of(j, "enterprises", name, at);
    if (!enterprises) return enterprises.error();
    t.enterprises = std::move(*enterprises);
    if (t.role == role::enterprise && t.enterprises.empty())
        return wrong(name, at + "/enterprises", "a token of the role enterprise names its enterprises");
    if (j.contains("expires") && !j["expires"].is_null() && !(t.expires = base::date::parse(text_of(j, "expires"))))
        return wrong(name, at + "/expires", "no date");
    if (j.contains("revoked")) {
        if (!j["revoked"].is_boolean()) return wrong(name, at + "/revoked", "not true or false");
        t.revoked = j["revoked"].get<bool>();
    }
    return t;
}

} // namespace

std::string_view text(role r) {
    return role_texts[static_cast<std::size_t>(r)];
}

std::optional<role> role_from(std::string_view text) {
    auto const found = std::find(role_texts.begin(), role_texts.end(), text);
    if (found == role_texts.end()) return std::nullopt;
    return static_cast<role>(found - role_texts.begin());
}

std::vector<role> const& all_roles() {
    static std::vector<role> const all{role::inspector,  role::supervisor, role::legal,   role::reviewer,
                                       role::integrator, role::enterprise, role::auditor, role::admin};
    return all;
}

bool identity::may_see(std::string_view enterprise_id, std::string_view region) const {
    auto const in_region = [&](std::string const& code) { return !region.empty() && region.starts_with(code); };
    if (!regions.empty() && std::none_of(regions.begin(), regions.end(), in_region)) return false;
    return enterprises.empty() || std::find(enterprises.begin(), enterprises.end(), enterprise_id) != enterprises.end();
}

base::result<token_list> token_list::read(std::string_view text, std::string const& name) {
    auto const j = json::parse(text, nullptr, false);
    if (j.is_discarded() || !j.is_object() || !j.contains("tokens") || !j["tokens"].is_array())
        return wrong(name, "", "not `{\"tokens\": […]}`");
    token_list list;
    for (std::size_t i = 0; i < j["tokens"].size(); ++i) {
        auto const at = "/tokens/" + std::to_string(i);
        auto t = token_of(j["tokens"][i], name, at);
        if (!t) return t.error();
        if (list.by_digest_.contains(t->digest)) return wrong(name, at + "/sha256", "the same token is there already");
        if (std::any_of(list.all_.begin(), list.all_.end(), [&](token const& other) { return other.id == t->id; }))
            return wrong(name, at + "/id", "the same id is there already");
        list.add(std::move(*t));
    }
    return list;
}

void token_list::add(token t) {
    by_digest_.emplace(t.digest, all_.size());
    all_.push_back(std::move(t));
}

bool token_list::revoke(std::string_view id) {
    for (auto& t : all_)
        if (t.id == id) {
            t.revoked = true;
            return true;
        }
    return false;
}

std::string token_list::written() const {
    json j;
    j["tokens"] = json::array();
    for (auto const& t : all_) {
        json one{{"id", t.id}, {"sha256", t.digest.substr(7)}, {"role", text(t.role)}, {"name", t.name}};
        if (!t.regions.empty()) one["regions"] = t.regions;
        if (!t.enterprises.empty()) one["enterprises"] = t.enterprises;
        if (t.expires) one["expires"] = t.expires->text();
        if (t.revoked) one["revoked"] = true;
        j["tokens"].push_back(std::move(one));
    }
    return j.dump(2) + "\n";
}

std::optional<identity> token_list::find(std::string_view secret, base::date today) const {
    auto const found = by_digest_.find("sha256:" + base::sha256_hex(secret));
    if (found == by_digest_.end()) return std::nullopt;
    auto const& t = all_[found->second];
    if (t.revoked || (t.expires && today >= *t.expires)) return std::nullopt;
    return identity{t.role, t.id, t.name, t.regions, t.enterprises};
}

base::result<new_token> make_token(role r, std::string name) {
    std::array<unsigned char, 40> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return base::failure{"the machine gives no random bytes", ""};
    new_token made;
    made.secret = "hz_" + hex_of(bytes.data(), 32);
    made.kept.id = "k-" + hex_of(bytes.data() + 32, 8);
    made.kept.digest = "sha256:" + base::sha256_hex(made.secret);
    made.kept.role = r;
    made.kept.name = std::move(name);
    return made;
}

} // namespace huanchi::service
