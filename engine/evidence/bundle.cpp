#include "evidence/bundle.hpp"

#include "base/digest.hpp"
#include "evidence/manifest.hpp"
#include "evidence/record_json.hpp"
#include "report/explain_document.hpp"
#include "report/ticket_document.hpp"
#include "tables/archive_writing.hpp"

#include <algorithm>
#include <filesystem>

namespace huanchi::evidence {

namespace {

std::string readme(bundle_source const& from) {
    std::string text = "环境违法线索工单证据包　" + from.ticket.id + "\n\n";
    text += "本包所载是自动判定得出的疑似线索，须经核查，不作为处罚决定。\n\n"
            "一、内容\n"
            "  ticket.json        工单：违法情节、所依据的条款、历史\n"
            "  explanation.json   每个判定的说明：从原始数据行到条款，逐步列出\n"
            "  record.json        工单的全部记录，历史中每一条都记有它的散列值\n"
            "  history.ndjson     历史，一行一条，每条含前一条的散列值\n"
            "  judged/N/          第 N 次运行判定所依据的材料：\n"
            "    rows.ndjson        监测数据，一行一条；source_file、source_line 是原始文件和行号\n"
            "    facility.json      当时的企业与排放口信息\n"
            "    records.ndjson     该企业的其他记录（有则列入）\n"
            "  rules/N/           判定所用规则的全文（整个规则库）\n"
            "  attachments/       工单库存有的附件\n"
            "  manifest.json      清单：每个文件的大小和 SHA-256，程序版本，规则散列值，历史链末端\n"
            "  SHA256SUMS         除它自己以外每个文件的 SHA-256\n\n"
            "二、如何核对\n"
            "  1. 不用本程序：解压后在该目录执行\n"
            "       sha256sum -c SHA256SUMS\n"
            "     每一行都应为 OK（或“成功”），且目录中没有 SHA256SUMS 未列出的文件。\n"
            "  2. 入卷时用 sha256sum 算出本包（ZIP 文件）自身的散列值并写入笔录；以后再算一次，应当相同。\n"
            "  3. 用本程序，任何一台机器，不需要工单库：\n"
            "       huanchi tickets bundle --verify 本包.zip\n"
            "     它核对每个散列值和历史链，用包内的规则和数据重新判定，并与记录逐字节比较。\n\n"
            "三、本包不能证明的\n"
            "  散列值证明文件自成包以来没有改动，不证明原始监测数据本身真实；谁制作了本包，由写入笔录的散列值证明。\n"
            "  历史链的完整性以工单库为准（huanchi tickets log --verify）；本包只含本工单的那一段。\n";
    return text;
}

// What rule files are called here: as in the library, or under a number where that is no safe path.
std::string rule_path(std::string const& folder, std::size_t number, std::string const& name) {
    std::filesystem::path const path(name);
    bool const safe =
        !name.empty() && path.is_relative() && path.lexically_normal() == path && *path.begin() != ".." &&
        plain_name(path.filename().string()) == path.filename().string() &&
        std::none_of(name.begin(), name.end(), [](char c) { return c == '\\' || static_cast<unsigned char>(c) < 0x20; });
    return folder + (safe ? "library/" + name : "named/" + std::to_string(number) + "-" + plain_name(path.filename().string()));
}

void add_rules(judged_set const& s, manifest& m, bundle_files& files) {
    auto const known = std::find_if(m.rules.begin(), m.rules.end(), [&](auto const& r) { return r.digest == s.rules_digest; });
    if (!s.rules || known != m.rules.end()) return;
    auto const folder = "rules/" + std::to_string(m.rules.size() + 1) + "/";
    auto& into = m.rules.emplace_back();
    into.digest = s.rules_digest;
    for (auto const& f : *s.rules) {
        auto const path = rule_path(folder, into.files.size() + 1, f.name);
        into.files.emplace_back(f.name, path);
        files.emplace_back(path, f.text);
    }
}

void add_set(judged_set const& s, manifest& m, bundle_files& files) {
    manifest::set said{"", s.time, s.engine, s.rules_digest, s.row_count, s.findings, s.options, s.missing};
    if (s.missing.empty()) {
        said.folder = "judged/" + std::to_string(m.judged.size() + 1) + "/";
        files.emplace_back(said.folder + facility_name, s.facility);
        files.emplace_back(said.folder + rows_name, s.rows);
        if (!s.records.empty()) files.emplace_back(said.folder + records_name, s.records);
        add_rules(s, m, files);
    }
    m.judged.push_back(std::move(said));
}

} // namespace

std::string plain_name(std::string const& name) {
    auto plain = name.substr(name.find_last_of("/\\") + 1);
    std::erase_if(plain, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == ':'; });
    while (plain.starts_with('.')) plain.erase(0, 1);
    return plain.empty() ? "file" : plain;
}

bundle_files files_of(bundle_source const& from) {
    manifest m;
    m.ticket = from.ticket.id;
    m.engine = from.engine;
    m.chain_entries = from.chain_entries;
    m.chain_hash = from.chain_hash;
    bundle_files files = {{readme_name, readme(from)},
                          {ticket_name, report::ticket_json(from.ticket) + "\n"},
                          {explanation_name, report::explain_ticket_json(from.ticket, report::language::zh) + "\n"},
                          {record_name, record_json(from.ticket)},
                          {history_name, history_lines(from.ticket.history)}};
    for (auto const& s : from.sets) add_set(s, m, files);
    for (std::size_t i = 0; i < from.attachments.size(); ++i)
        files.emplace_back("attachments/" + std::to_string(i + 1) + "-" + plain_name(from.attachments[i].first),
                           from.attachments[i].second);
    for (auto const& [name, bytes] : files) m.files.push_back({name, base::sha256_hex(bytes), bytes.size()});
    files.emplace_back(manifest_name, manifest_json(m));
    std::string sums;
    for (auto const& [name, bytes] : files) sums += base::sha256_hex(bytes) + "  " + name + "\n";
    files.emplace_back(sums_name, std::move(sums));
    return files;
}

base::result<std::string> bundle(bundle_source const& from) {
    auto const files = files_of(from);
    std::uint64_t bytes = 0;
    bool large = files.size() > most_files;
    for (auto const& f : files) {
        bytes += f.second.size();
        large = large || f.second.size() > most_file_bytes;
    }
    if (large || bytes > most_bundle_bytes)
        return base::failure{"the bundle of " + from.ticket.id + " is too large: " + std::to_string(files.size()) + " files, " +
                                 std::to_string(bytes >> 20) + " MiB",
                             "keep large attachments by reference (attach --reference)"};
    return tables::stored_archive(files);
}

} // namespace huanchi::evidence
