// The archive for the case file, and what its proof finds.
#include "evidence/bundle.hpp"

#include "base/digest.hpp"
#include "evidence/manifest.hpp"
#include "evidence/record_json.hpp"
#include "evidence/verify.hpp"
#include "store/entry_hash.hpp"
#include "tables/archive_writing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace huanchi;

namespace {

tickets::history_entry entry(std::int64_t seq, std::int64_t position, char const* move, std::string const& record,
                             std::string const& previous_of_ticket) {
    tickets::history_entry e;
    e.position = position;
    e.ticket = "t-0123456789abcdef";
    e.seq = seq;
    e.time = base::moment::parse("2026-06-01T08:00:00+08:00").value();
    e.by = "huanchi";
    e.move = move;
    e.details = R"({"record":")" + record + R"("})";
    e.previous = "before";
    e.hash = store::entry_hash(e, previous_of_ticket);
    return e;
}

// A ticket whose evidence is gone but for its history: small, so that every byte can be tried.
evidence::bundle_source small() {
    evidence::bundle_source from;
    auto& t = from.ticket;
    t.id = "t-0123456789abcdef";
    t.series = {"E1", "DA001", "a21026", "concentration"};
    t.first_day = t.last_day = base::date::parse("2026-05-01").value();
    t.history.push_back(entry(1, 3, "open", "0", ""));
    t.history.push_back(entry(2, 5, "confirm", digest_of(t), t.history.front().hash));
    from.chain_entries = 5;
    from.chain_hash = t.history.back().hash;
    from.attachments = {{"现场/照片.jpg", "photo"}};
    from.engine = "0.1.0";
    return from;
}

std::string archive_of(evidence::bundle_source const& from) {
    auto const made = evidence::bundle(from);
    REQUIRE(made);
    return *made;
}

std::string fault(std::string const& archive) {
    auto const p = evidence::verify_bundle(archive);
    return p.fault ? (p.fault->refused ? "refused: " : "") + p.fault->file + ": " + p.fault->en : "";
}

// The same files with other sums, as somebody would make them who knows how.
std::string resealed(evidence::bundle_files files) {
    std::string sums;
    files.pop_back();
    for (auto const& [name, bytes] : files) sums += base::sha256_hex(bytes) + "  " + name + "\n";
    files.emplace_back("SHA256SUMS", sums);
    return tables::stored_archive(files);
}

// With the manifest made to fit, too.
std::string forged(evidence::bundle_files files) {
    auto& text = files[files.size() - 2].second;
    auto m = evidence::manifest_from(text).value();
    for (auto& f : m.files)
        for (auto const& [name, bytes] : files)
            if (name == f.name) f.sha256 = base::sha256_hex(bytes), f.size = bytes.size();
    text = evidence::manifest_json(m);
    return resealed(std::move(files));
}

std::string& content(evidence::bundle_files& files, std::string const& name) {
    return std::find_if(files.begin(), files.end(), [&](auto const& f) { return f.first == name; })->second;
}

} // namespace

TEST_CASE("a bundle holds what its manifest says, and the same ticket gives the same bytes") {
    auto const archive = archive_of(small());
    CHECK(archive == archive_of(small()));
    std::vector<std::string> names;
    for (auto const& f : evidence::files_of(small())) names.push_back(f.first);
    CHECK(names == std::vector<std::string>{"README.txt", "ticket.json", "explanation.json", "record.json", "history.ndjson",
                                            "attachments/1-照片.jpg", "manifest.json", "SHA256SUMS"});
    auto const p = evidence::verify_bundle(archive);
    CHECK_FALSE(p.fault);
    CHECK(p.ticket == "t-0123456789abcdef");
    CHECK(p.files == 8);
    CHECK(p.entries == 2);
}

TEST_CASE("whatever byte of a bundle is another one, it is found") {
    auto const archive = archive_of(small());
    for (std::size_t i = 0; i < archive.size(); ++i) {
        auto other = archive;
        other[i] = static_cast<char>(other[i] ^ 1);
        if (fault(other).empty()) FAIL("byte " << i << " was changed and not missed");
    }
    CHECK(fault(archive + "x") != "");
    CHECK(fault(archive.substr(0, archive.size() - 1)) != "");
}

TEST_CASE("a file that is missing, added or another one is named") {
    auto files = evidence::files_of(small());
    auto const with = [&](auto change) {
        auto other = files;
        change(other);
        return other;
    };
    auto const less = with([](auto& f) { f.erase(f.begin()); });
    CHECK(fault(tables::stored_archive(less)) == "README.txt: missing");
    CHECK(fault(resealed(less)) == "README.txt: missing");
    auto const more = with([](auto& f) { f.insert(f.begin(), {"more.txt", "x"}); });
    CHECK(fault(tables::stored_archive(more)) == "more.txt: a file that nobody listed");
    CHECK(fault(resealed(more)) == "more.txt: a file that nobody listed");
    auto const other = with([](auto& f) { content(f, "attachments/1-照片.jpg") = "forged"; });
    CHECK(fault(tables::stored_archive(other)) == "attachments/1-照片.jpg: not what its SHA-256 says");
    CHECK(fault(resealed(other)) == "attachments/1-照片.jpg: not what the manifest says");
    CHECK(fault(tables::stored_archive(with([](auto& f) { std::swap(f[0], f[1]); }))) == "");
}

TEST_CASE("a history that was bent is found, even where every sum was made to fit") {
    auto const files = evidence::files_of(small());
    auto const history = small().ticket.history;
    auto const with = [&](std::vector<tickets::history_entry> const& entries) {
        auto other = files;
        content(other, "history.ndjson") = evidence::history_lines(entries);
        return fault(forged(other));
    };
    CHECK(with(history) == "");
    CHECK(with({history[1], history[0]}) == "history.ndjson: entry 1 does not follow the one before it");
    CHECK(with({history[1]}) == "history.ndjson: entry 1 does not follow the one before it");
    CHECK(with({history[0]}) == "record.json: not what the last entry of the history says");
    auto bent = history;
    bent[1].by = "somebody";
    CHECK(with(bent) == "history.ndjson: the hash of entry 2 does not fit what it says");
    bent = history;
    bent[1].position = 6;
    bent[1].hash = store::entry_hash(bent[1], history[0].hash);
    CHECK(with(bent) == "manifest.json: the end of the chain does not fit the history");
    CHECK(with({}) == "history.ndjson: the history cannot be read");
}

TEST_CASE("a record that was bent is found, even where every sum was made to fit") {
    auto files = evidence::files_of(small());
    auto t = small().ticket;
    t.last_day = t.last_day + 1;
    content(files, "record.json") = evidence::record_json(t);
    CHECK(fault(forged(files)) == "record.json: not what the last entry of the history says");
    content(files, "record.json") = "{}";
    CHECK(fault(forged(files)) == "record.json: the record cannot be read");
}

TEST_CASE("archives that could do harm are refused before anything is taken out of them") {
    auto const one = [](char const* name) { return fault(tables::stored_archive({{name, "x"}})); };
    std::string const unsafe = ": an unsafe name: an absolute path, `..` or control characters";
    for (std::string const name : {"../x", "a/../../x", "/etc/passwd", "a\\b", "C:x", "a//b", "./a", "folder/"}) {
        CAPTURE(name);
        CHECK(one(name.c_str()) == "refused: " + name + unsafe);
    }
    CHECK(one("a\nb") == "refused: a?b" + unsafe); // and not as it is, to a terminal
    CHECK(fault(tables::stored_archive({{"a", "x"}, {"A", "y"}})) == "refused: A: the name is there twice");
    CHECK(fault(tables::stored_archive({{"a", "x"}, {"a", "y"}})) == "refused: a: the name is there twice");
    CHECK(fault("") == "refused: : not a ZIP archive");
    CHECK(fault("PK") == "refused: : not a ZIP archive");
    CHECK(fault(std::string("PK\x03\x04") + std::string(100, 'x')) == ": the directory of the archive is damaged");
    evidence::bundle_files many(evidence::most_files + 1);
    for (std::size_t i = 0; i < many.size(); ++i) many[i].first = std::to_string(i);
    CHECK(fault(tables::stored_archive(many)) == "refused: : more than 4000 files");
}

TEST_CASE("an archive that says a file is larger than it is gives nothing away") {
    auto archive = tables::stored_archive({{"a", "x"}});
    auto const directory = archive.find("PK\x01\x02");
    for (std::size_t const at : {directory + 20, directory + 24}) archive.replace(at, 4, std::string("\xFF\xFF\xFF\x7F"));
    CHECK(fault(archive) != "");
}

TEST_CASE("a manifest is written as the example of its schema, and read back") {
    std::ifstream in(HUANCHI_SOURCE_DIR "/schemas/examples/bundle/valid/one-run.json", std::ios::binary);
    std::string const example(std::istreambuf_iterator<char>(in), {});
    auto const m = evidence::manifest_from(example);
    REQUIRE(m);
    CHECK(m->judged.front().options.data_end == base::moment::parse("2026-05-31T14:00:00+08:00"));
    CHECK(evidence::manifest_json(*m) == example);
    CHECK_FALSE(evidence::manifest_from(R"({"schema":"huanchi.bundle/2"})"));
    CHECK_FALSE(evidence::manifest_from("["));
}

TEST_CASE("names of attachments are made safe") {
    CHECK(evidence::plain_name("现场/照片.jpg") == "照片.jpg");
    CHECK(evidence::plain_name("..\\..\\x") == "x");
    CHECK(evidence::plain_name("../..") == "file");
    CHECK(evidence::plain_name("a\nb") == "ab");
    CHECK(evidence::plain_name("") == "file");
}
