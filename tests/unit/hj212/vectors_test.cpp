// 148 packets, good and bad, with what is in them: of the standards, of real devices, and made for one mistake each. Checksums
// in the file were computed by another program.
#include "hj212/encoding.hpp"
#include "reading.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace huanchi::hj212;
using nlohmann::json;

namespace {

std::vector<json> const& vectors() {
    static auto const all = [] {
        std::ifstream in(HUANCHI_SOURCE_DIR "/tests/vectors/hj212.ndjson");
        std::vector<json> read;
        for (std::string line; std::getline(in, line);) read.push_back(json::parse(line));
        return read;
    }();
    return all;
}

std::string bytes_of(json const& v) {
    if (v.contains("bytes")) return v["bytes"];
    auto const hex = v["hex"].get<std::string>();
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return out;
}

manner manner_of_vector(json const& v) {
    manner how;
    if (v.contains("key")) how.key = read_key(v["key"].get<std::string>());
    return how;
}

json notes_of(packet const& p) {
    json out = json::array();
    for (std::size_t i = 0; i < note_count; ++i)
        if (auto const n = static_cast<note>(i); p.notes.has(n) && n < note::not_utf8) out.push_back(text(n));
    std::sort(out.begin(), out.end());
    return out;
}

std::string utf8(std::string_view bytes) {
    return as_utf8(bytes).value_or("not decodable");
}

// [code, suffix, value, flag] as the vectors have them; flags stand beside the values and not among them.
json values_of(packet const& p) {
    json out = json::array();
    for (auto const& f : p.fields) {
        if (f.suffix == suffix::none || f.suffix == suffix::flag) continue;
        auto const flag = flag_of(p, f);
        out.push_back({f.code, f.suffix_text(), utf8(f.value), flag.empty() ? json() : json(flag)});
    }
    return out;
}
json params_of(packet const& p) {
    json out = json::object();
    for (auto const& f : p.fields)
        if (f.suffix == suffix::none && f.has_value) out[std::string(f.name)] = utf8(f.value);
    return out;
}

void check_content(packet const& p, json const& v, bool with_notes) {
    auto const text = [&](char const* key) { return v.value(key, std::string()); };
    CHECK(p.qn == text("QN"));
    CHECK(p.st == text("ST"));
    CHECK(p.cn == text("CN"));
    CHECK(p.pw == text("PW"));
    CHECK(p.mn == text("MN"));
    CHECK(p.flag == text("Flag"));
    CHECK(p.pnum == text("PNUM"));
    CHECK(p.pno == text("PNO"));
    CHECK(p.rf == text("RF"));
    CHECK(p.data_time == text("DataTime"));
    CHECK(values_of(p).dump() == v["values"].dump());
    CHECK(params_of(p) == v.value("params", json::object()));
    if (v.contains("flag_bits") && v.contains("Flag")) {
        REQUIRE(p.flag_bits);
        CHECK(p.edition() == v["flag_bits"]["version"].get<int>());
        CHECK(p.wants_answer() == v["flag_bits"]["ack"].get<bool>());
        CHECK(((*p.flag_bits & 2) != 0) == v["flag_bits"]["split"].get<bool>());
    }
    if (with_notes) CHECK(notes_of(p) == v.value("notes", json::array()));
}

} // namespace

TEST_CASE("the file of vectors is whole") {
    CHECK(vectors().size() == 148);
}

TEST_CASE("every valid packet is taken with its head, values, flags and parameters, and what is odd about it is noted") {
    std::size_t seen = 0;
    for (auto const& v : vectors()) {
        if (!v["valid"]) continue;
        CAPTURE(v["id"].get<std::string>());
        auto const bytes = bytes_of(v);
        auto const how = manner_of_vector(v);
        packet_reader reader([&](std::string_view) { return &how; });
        REQUIRE(reader.next(bytes, true) == step::packet);
        auto const with_notes = v["kind"] != "stream"; // there the next packet stands where the tail should
        check_content(reader.packet(), v, with_notes);
        CHECK(reader.packet().notes.has(note::decrypted) == v.contains("key"));
        CHECK(reader.packet().notes.has(note::not_utf8) == (v["kind"] == "gbk_bytes"));
        ++seen;
    }
    CHECK(seen == 111);
}

TEST_CASE("every invalid packet is rejected for what is wrong with it") {
    std::size_t seen = 0;
    for (auto const& v : vectors()) {
        if (!v.contains("fault")) continue;
        CAPTURE(v["id"].get<std::string>());
        auto const pieces = reading::without_line_ends(reading::read_all(bytes_of(v), 0));
        REQUIRE(pieces.size() == 1);
        CHECK(pieces[0].step != step::packet);
        CHECK(pieces[0].fault == (v["fault"] == "not_a_packet" ? "garbage" : v["fault"].get<std::string>()));
        ++seen;
    }
    CHECK(seen == 34);
}

TEST_CASE("a packet whose length is right can be read even where its checksum is not") {
    for (auto const& v : vectors()) {
        if (v.value("fault", "") != "bad_crc" || v["kind"] == "bad_length") continue;
        CAPTURE(v["id"].get<std::string>());
        auto const bytes = bytes_of(v);
        packet p;
        REQUIRE(!read_segment(std::string_view(bytes).substr(6, v["length"].get<std::size_t>()), p));
        check_content(p, v, false);
    }
}

TEST_CASE("checksums are those that another program computed, by the standard and by MODBUS") {
    std::size_t seen = 0;
    for (auto const& v : vectors()) {
        if (!v.contains("crc")) continue;
        CAPTURE(v["id"].get<std::string>());
        auto const bytes = bytes_of(v);
        auto const length = v["length"].get<std::size_t>();
        auto const segment = std::string_view(bytes).substr(6, length);
        CHECK(checksum_text(checksum(segment, dialect::standard)) == v["crc"]);
        CHECK(checksum_text(checksum(segment, dialect::modbus)) == v["modbus"]);
        ++seen;
    }
    CHECK(seen > 130);
}

TEST_CASE("devices with the checksum of MODBUS are read where their register says so, and only there") {
    std::size_t seen = 0;
    for (auto const& v : vectors()) {
        if (!v.contains("dialect")) continue;
        CAPTURE(v["id"].get<std::string>());
        manner how;
        how.dialect = *dialect_named(v["dialect"].get<std::string>());
        auto const bytes = bytes_of(v);
        packet_reader reader([&](std::string_view mn) { return mn == v["MN"] ? &how : nullptr; });
        REQUIRE(reader.next(bytes, true) == step::packet);
        check_content(reader.packet(), v, v["kind"] == "crc_dialect");
        CHECK(reader.packet().notes.has(note::other_checksum));
        ++seen;
    }
    CHECK(seen == 4);
}

TEST_CASE("streams: garbage is skipped, glued packets are cut by length, half packets wait") {
    std::size_t seen = 0;
    for (auto const& v : vectors()) {
        CAPTURE(v["id"].get<std::string>());
        auto const bytes = bytes_of(v);
        if (v.contains("skip")) {
            auto const pieces = reading::read_all(bytes, 0);
            REQUIRE(pieces.size() == 2);
            CHECK(pieces[0].step == step::skipped);
            CHECK(pieces[0].length == v["skip"].get<std::uint64_t>());
            CHECK(pieces[1].step == step::packet);
            ++seen;
        } else if (v.contains("packets")) {
            auto const pieces = reading::read_all(bytes, 0);
            REQUIRE(pieces.size() == v["packets"].get<std::size_t>());
            for (auto const& p : pieces) CHECK(p.step == step::packet);
            ++seen;
        } else if (v["kind"] == "half_packet") {
            packet_reader reader;
            CHECK(reader.next(bytes, false) == step::more);
            CHECK(reader.consumed() == 0);
            CHECK(reader.next(bytes, true) == step::rejected);
            CHECK(reader.wrong().fault == fault::truncated);
            ++seen;
        }
    }
    CHECK(seen == 4);
}

TEST_CASE("all vectors in one stream come out the same, however the bytes arrive") {
    std::string stream;
    for (auto const& v : vectors())
        if (v["kind"] != "half_packet") stream += bytes_of(v);
    auto const whole = reading::read_all(stream, 0);
    std::size_t packets = 0;
    for (auto const& p : whole) packets += p.step == step::packet;
    // 109 valid without key, one more in the glued pair, two after garbage; a damaged packet takes none of its neighbours
    // along.
    CHECK(packets == 112);
    for (std::size_t const chunk : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{64}, std::size_t{1000}}) {
        CAPTURE(chunk);
        auto const parts = reading::read_all(stream, chunk);
        CHECK(parts.size() == whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            CAPTURE(i);
            CAPTURE(whole[i].wire.substr(0, 60));
            CHECK(parts[i].offset == whole[i].offset);
            CHECK(parts[i].length == whole[i].length);
            REQUIRE(parts[i].fault == whole[i].fault);
        }
    }
}
