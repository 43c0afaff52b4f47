#include "evidence/verify.hpp"

#include "base/digest.hpp"
#include "evidence/manifest.hpp"
#include "evidence/record_json.hpp"
#include "evidence/unpacking.hpp"
#include "model/from_syntax.hpp"
#include "store/entry_hash.hpp"
#include "tables/archive_writing.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <sstream>

namespace huanchi::evidence {

namespace {

struct verifier {
    std::string_view bytes;
    unpacked files = {};
    std::map<std::string, std::string const*> by_name = {};
    manifest m = {};
    tickets::ticket record = {};
    struct book {
        model::rulebook rules;
        plan::plan plan;
    };
    std::map<std::string, std::unique_ptr<book>> books = {}; // by digest
    proven out = {};

    bool wrong(std::string file, std::string zh, std::string en) {
        out.fault = bundle_fault{false, std::move(file), std::move(zh), std::move(en)};
        return false;
    }

    std::string const* find(std::string const& name) const {
        auto const f = by_name.find(name);
        return f == by_name.end() ? nullptr : f->second;
    }

    bool opened() {
        auto got = unpack(bytes);
        if (auto* fault = std::get_if<bundle_fault>(&got)) {
            out.fault = std::move(*fault);
            return false;
        }
        files = std::move(std::get<unpacked>(got));
        for (auto const& [name, text] : files) by_name[name] = &text;
        out.files = files.size();
        return true;
    }

    // What sha256sum -c says, and that nothing lies beside it.
    bool sums_hold() {
        auto const* sums = find(sums_name);
        if (!sums) return wrong(sums_name, "缺少这个文件", "missing");
        std::set<std::string> listed = {sums_name};
        std::istringstream in(*sums);
        for (std::string line; std::getline(in, line);) {
            auto const cut = line.find("  ");
            if (cut != 64) return wrong(sums_name, "有一行不成格式", "a line has not its form");
            auto const name = line.substr(cut + 2);
            auto const* text = find(name);
            if (!text) return wrong(name, "缺少这个文件", "missing");
            if (base::sha256_hex(*text) != line.substr(0, cut))
                return wrong(name, "内容与 SHA-256 不符", "not what its SHA-256 says");
            listed.insert(name);
        }
        for (auto const& f : files)
            if (!listed.contains(f.first)) return wrong(f.first, "清单以外的文件", "a file that nobody listed");
        return true;
    }

    bool manifest_holds() {
        auto const* text = find(manifest_name);
        auto read = text ? manifest_from(*text) : std::nullopt;
        if (!read) return wrong(manifest_name, "不是证据包清单", "no manifest of a bundle");
        m = std::move(*read);
        std::set<std::string> listed = {sums_name, manifest_name};
        for (auto const& f : m.files) {
            auto const* content = find(f.name);
            if (!content) return wrong(f.name, "缺少这个文件", "missing");
            if (content->size() != f.size || base::sha256_hex(*content) != f.sha256)
                return wrong(f.name, "内容与清单不符", "not what the manifest says");
            listed.insert(f.name);
        }
        for (auto const& f : files)
            if (!listed.contains(f.first)) return wrong(f.first, "清单以外的文件", "a file that nobody listed");
        out.ticket = m.ticket;
        out.engine = m.engine;
        return true;
    }

    // Every entry follows from the one before it of the ticket; the last one says what the ticket has become.
    bool history_holds() {
        auto const* text = find(history_name);
        auto const history = text ? history_from(*text) : std::nullopt;
        if (!history || history->empty()) return wrong(history_name, "历史读不出", "the history cannot be read");
        std::string previous;
        std::int64_t position = 0, seq = 0;
        for (auto const& e : *history) {
            auto const place = std::to_string(seq + 1);
            if (e.ticket != m.ticket || e.seq != ++seq || e.position <= position)
                return wrong(history_name, "第 " + place + " 条不接前一条",
                             "entry " + place + " does not follow the one before it");
            if (e.hash != store::entry_hash(e, previous))
                return wrong(history_name, "第 " + place + " 条与它的散列值不符",
                             "the hash of entry " + place + " does not fit what it says");
            previous = e.hash;
            position = e.position;
        }
        bool const at_end = position == m.chain_entries && previous != m.chain_hash;
        if (position > m.chain_entries || at_end)
            return wrong(manifest_name, "历史链末端与历史不符", "the end of the chain does not fit the history");
        out.entries = history->size();
        return record_holds(history->back());
    }

    bool record_holds(tickets::history_entry const& last) {
        auto const* text = find(record_name);
        auto read = text ? record_from(*text) : std::nullopt;
        if (!read || read->id != m.ticket) return wrong(record_name, "记录读不出", "the record cannot be read");
        record = std::move(*read);
        for (auto const& e : record.findings)
            if (digest_of(e) != e.digest)
                return wrong(record_name, "判定 " + e.finding + " 与它的散列值不符",
                             "finding " + e.finding + " is not what its digest says");
        if (digest_of(record) != store::record_of(last.details))
            return wrong(record_name, "记录与历史最后一条所记不符", "not what the last entry of the history says");
        return true;
    }

    base::result<judge_rules> rules_in(judged_set const& s) {
        auto& known = books[s.rules_digest];
        if (!known) {
            auto const said =
                std::find_if(m.rules.begin(), m.rules.end(), [&](auto const& r) { return r.digest == s.rules_digest; });
            if (said == m.rules.end()) return base::failure{"rules", ""};
            source::source_set texts;
            for (auto const& [name, file] : said->files) {
                auto const* text = find(file);
                if (!text) return base::failure{file, ""};
                texts.add(name, *text);
            }
            auto loaded = model::load(texts);
            if (loaded.report.has_errors() || loaded.rules.digest != s.rules_digest) return base::failure{"rules", ""};
            known = std::make_unique<book>();
            known->rules = std::move(loaded.rules);
            known->plan = plan::compile(known->rules);
        }
        return judge_rules{&known->rules, &known->plan};
    }

    bool judged_again() {
        std::vector<judged_set> sets;
        for (auto const& said : m.judged) {
            judged_set s{said.findings, said.options, {},         {},      {},          said.rows,
                         said.time,     said.engine,  said.rules, nullptr, said.missing};
            if (said.missing.empty()) {
                auto const* facility = find(said.folder + facility_name);
                auto const* rows = find(said.folder + rows_name);
                if (!facility || !rows) return wrong(said.folder, "缺少判定所依据的材料", "what was judged is missing");
                s.facility = *facility;
                s.rows = *rows;
                if (auto const* records = find(said.folder + records_name)) s.records = *records;
            }
            sets.push_back(std::move(s));
        }
        auto again = replay(record.findings, sets, [&](judged_set const& s) { return rules_in(s); });
        if (!again)
            return wrong(again.error().what, "不能重新判定：规则或数据读不出，或不是判定时的规则",
                         "cannot be judged again: rules or rows cannot be read, or are not those of the judgement");
        out.again = std::move(*again);
        if (!out.again.differences.empty()) {
            auto const& d = out.again.differences.front();
            auto const field = d.fields.empty() ? std::string() : " " + d.fields.front().name;
            return wrong(rows_name, "判定 " + d.finding + " 重新判定的结果不同" + field,
                         "finding " + d.finding + " is judged differently" + field);
        }
        return true;
    }

    bool packed_as_made() {
        return tables::stored_archive(files) == bytes || wrong("", "ZIP 的目录或说明部分被改动过，或文件被重新打包",
                                                               "the archive around the files was changed, or packed anew");
    }
};

} // namespace

proven verify_bundle(std::string_view bytes) {
    verifier v{bytes};
    [[maybe_unused]] bool const holds =
        v.opened() && v.sums_hold() && v.manifest_holds() && v.history_holds() && v.judged_again() && v.packed_as_made();
    return std::move(v.out);
}

} // namespace huanchi::evidence
