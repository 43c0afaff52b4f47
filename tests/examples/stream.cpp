// Judges the rows on standard input: stream FACILITIES < DATA
#include <fstream>
#include <huanchi/huanchi.hpp>
#include <iostream>
#include <iterator>

int main(int, char** argv) try {
    std::ifstream file(argv[1]);
    huanchi::sites const sites(huanchi::rulebook::builtin(), std::string(std::istreambuf_iterator<char>(file), {}));
    huanchi::stream stream(sites);
    for (std::string line; std::getline(std::cin, line);) stream.push(line + "\n");
    auto const account = stream.take([](huanchi::finding const& f) { std::cout << f.json << '\n'; });
    std::cerr << account.read << " rows, " << account.violation << " violations\n";
    return account.violation > 0;
} catch (huanchi::error const& e) {
    std::cerr << e.what() << '\n';
    return 2;
}
