// The statement on threads in huanchi.hpp, held to: one rulebook and one sites in many threads, a stream in each; and all give
// what the first stream gave. threads FACILITIES DATA
#include <algorithm>
#include <atomic>
#include <fstream>
#include <huanchi/huanchi.hpp>
#include <iostream>
#include <iterator>
#include <thread>

namespace {

std::string content(char const* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string judged(huanchi::sites const& sites, std::string const& data, std::size_t piece, unsigned threads) {
    huanchi::stream_options options;
    options.threads = threads;
    huanchi::stream stream(sites, options);
    for (std::size_t at = 0; at < data.size(); at += piece) stream.push(std::string_view(data).substr(at, piece));
    std::string all;
    stream.take([&](huanchi::finding const& f) { all += f.json + "\n"; });
    return all;
}

} // namespace

int main(int, char** argv) {
    auto const data = content(argv[2]);
    auto const rules = huanchi::rulebook::builtin();
    huanchi::sites const sites(rules, content(argv[1]));
    constexpr auto question = R"({"outlet": "91220102MA0000011X001V/DW001", "factor": "w01018"})";
    auto const first = judged(sites, data, data.size(), 1), limits = sites.limits(question, "2026-05-24");
    std::atomic<int> different{0};
    std::vector<std::thread> all;
    for (unsigned i = 0; i < 6; ++i)
        all.emplace_back([&, i] {
            auto const mine = sites; // a handle of its own
            auto const own_rules = rules;
            if (judged(mine, data, 1000 + i * 777, 1 + i % 3) != first) ++different;
            if (mine.limits(question, "2026-05-24") != limits || own_rules.digest() != rules.digest()) ++different;
        });
    for (auto& t : all) t.join();
    auto const lines = std::count(first.begin(), first.end(), '\n');
    std::cout << lines << " findings in each of 6 threads, " << different << " different\n";
    return lines > 0 && different == 0 ? 0 : 1;
}
