#include "evidence/manifest.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::evidence {

namespace {

using document = nlohmann::ordered_json;

document set_document(manifest::set const& s) {
    return {{"folder", s.folder},
            {"time", s.time},
            {"engine", s.engine},
            {"rules", s.rules},
            {"rows", s.rows},
            {"options", document::parse(options_json(s.options))},
            {"missing", s.missing.empty() ? document(nullptr) : document(s.missing)},
            {"findings", s.findings}};
}

manifest::set set_from(document const& j) {
    manifest::set s;
    s.folder = j.at("folder");
    s.time = j.at("time");
    s.engine = j.at("engine");
    s.rules = j.at("rules");
    s.rows = j.at("rows");
    s.options = options_of(j.at("options").dump()).value();
    if (!j.at("missing").is_null()) s.missing = j.at("missing");
    s.findings = j.at("findings").get<std::vector<std::string>>();
    return s;
}

manifest read_manifest(document const& j) {
    manifest m;
    if (j.at("schema") != bundle_schema) throw std::runtime_error("another document");
    m.ticket = j.at("ticket");
    m.engine = j.at("engine");
    m.chain_entries = j.at("chain").at("entries");
    m.chain_hash = j.at("chain").at("hash");
    for (auto const& s : j.at("judged")) m.judged.push_back(set_from(s));
    for (auto const& r : j.at("rules")) {
        auto& one = m.rules.emplace_back();
        one.digest = r.at("digest");
        for (auto const& f : r.at("files")) one.files.emplace_back(f.at("name"), f.at("file"));
    }
    for (auto const& f : j.at("files")) m.files.push_back({f.at("name"), f.at("sha256"), f.at("size")});
    return m;
}

} // namespace

std::string manifest_json(manifest const& m) {
    document j = {{"schema", bundle_schema},
                  {"ticket", m.ticket},
                  {"engine", m.engine},
                  {"chain", {{"entries", m.chain_entries}, {"hash", m.chain_hash}}}};
    j["judged"] = document::array();
    for (auto const& s : m.judged) j["judged"].push_back(set_document(s));
    j["rules"] = document::array();
    for (auto const& r : m.rules) {
        auto files = document::array();
        for (auto const& [name, file] : r.files) files.push_back({{"name", name}, {"file", file}});
        j["rules"].push_back({{"digest", r.digest}, {"files", std::move(files)}});
    }
    j["files"] = document::array();
    for (auto const& f : m.files) j["files"].push_back({{"name", f.name}, {"size", f.size}, {"sha256", f.sha256}});
    return j.dump(1, ' ', false, document::error_handler_t::replace) + '\n';
}

std::optional<manifest> manifest_from(std::string const& json) {
    try {
        return read_manifest(document::parse(json));
    } catch (std::exception const&) { return std::nullopt; }
}

} // namespace huanchi::evidence
