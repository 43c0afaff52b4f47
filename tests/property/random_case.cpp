#include "random_case.hpp"

#include <fstream>
#include <iterator>

namespace huanchi::property {

std::uint64_t dice::next() { // splitmix64
    state_ += 0x9E3779B97F4A7C15ULL;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::string const& vocabulary() {
    static std::string const text = [] {
        std::ifstream in(HUANCHI_SOURCE_DIR "/tests/property/vocabulary.rules", std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    }();
    return text;
}

random_case make_case(std::uint64_t seed) {
    random_case c;
    c.seed = seed;
    dice d(seed * 2 + 1);
    setting s;
    // Days about which months, years and leap days turn.
    auto const [year, month, day] = d.of(std::vector<std::tuple<int, int, int>>{
        {2026, 5, 1}, {2026, 1, 31}, {2025, 12, 31}, {2024, 2, 28}, {2026, 2, 27}, {2026, 6, 29}});
    s.first = *base::date::from_ymd(year, month, day);
    s.shape = d.word({"hours", "hours", "hours", "hours", "minutes", "days", "days", "months", "samples", "samples"});
    for (int i = 0; i < 3; ++i) s.levels.push_back(d.from(2, 20));
    make_rules(c, d, s);
    make_data(c, d, s);
    if (d.one_in(8)) c.options.at = s.first + d.from(-400, 400);
    if (d.one_in(8)) c.options.unreviewed = true;
    if (d.one_in(6)) c.options.data_end = base::moment::at(s.first + d.from(0, 3));
    return c;
}

namespace {

std::string object(attributes const& a) {
    std::string s = "{";
    for (auto const& [k, v] : a) s += (s.size() > 1 ? ", \"" : "\"") + k + "\": " + v;
    return s + "}";
}
std::string list(std::vector<attributes> const& all) {
    std::string s = "[";
    for (auto const& a : all) s += (s.size() > 1 ? ",\n  " : "") + object(a);
    return s + "]";
}
std::string lines(std::vector<attributes> const& all) {
    std::string s;
    for (auto const& a : all) s += object(a) + "\n";
    return s;
}

} // namespace

std::string random_case::rule_text() const {
    std::string s;
    for (auto const& b : rules) {
        s += b.head;
        for (auto const& r : b.rows) s += r;
        s += b.tail;
    }
    return s;
}
std::string random_case::facilities_text() const {
    auto site = facility;
    site["id"] = "\"E1\"";
    site["outlets"] = list(outlets);
    if (!permit_limits.empty())
        site["permits"] = R"([{"number": "P1", "version": "1", "valid_from": ")" + permit_from + R"(", "valid_to": ")" +
                          permit_to + R"(", "limits": )" + list(permit_limits) + "}]";
    return "[" + object(site) + "]";
}
std::string random_case::rows_text() const {
    return lines(rows);
}
std::string random_case::sections_text() const {
    return lines(sections);
}

} // namespace huanchi::property
