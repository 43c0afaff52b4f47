// How many questions of limits are answered a second through the library, beside reading the same questions as JSON only:
// bench_limits [QUESTIONS [THREADS]]
#include "image/image.hpp"
#include "review/questions.hpp"
#include "rule_image.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <thread>

using namespace huanchi;

namespace {

double seconds(std::size_t n, unsigned threads, std::function<void(std::size_t)> const& one) {
    auto const begun = std::chrono::steady_clock::now();
    std::vector<std::thread> all;
    for (unsigned t = 0; t < threads; ++t)
        all.emplace_back([&, t] {
            for (std::size_t i = t; i < n; i += threads) one(i);
        });
    for (auto& t : all) t.join();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

struct kind_of_outlet {
    char const* described; // without the date of approval
    char const* factor;
};
constexpr kind_of_outlet kinds[] = {
    {R"("medium": "water", "kind": "城镇污水处理厂", "grade": "一级A", "discharge": "direct")", "总磷"},
    {R"("medium": "water", "kind": "电镀", "monitored_at": "车间排放口")", "总铬"},
    {R"("medium": "air", "kind": "锅炉", "fuel": "燃煤", "capacity": "20 t/h", "key_region": "no")", "二氧化硫"},
    {R"("medium": "water", "kind": "纺织染整工业", "discharge": "direct")", "化学需氧量"}};

std::string described(std::size_t i) {
    return fmt::format(R"({{{}, "eia_approved": "{}-01-01"}})", kinds[i % std::size(kinds)].described, 1995 + i % 30);
}

} // namespace

int main(int argc, char** argv) {
    std::size_t const n = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20000;
    unsigned const threads = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 1;
    auto rules = image::read(rules::image());
    if (!rules) return fmt::print(stderr, "the library cannot be read\n"), 2;
    auto const plan = plan::compile(*rules);
    constexpr std::size_t sites = 1000;
    std::string file = "[";
    for (std::size_t i = 0; i < sites; ++i)
        file += fmt::format(R"({}{{"id": "S{}", "outlets": [{{"id": "O1", {}, "eia_approved": "{}-01-01"}}]}})", i ? "," : "",
                            i, kinds[i % std::size(kinds)].described, 1995 + i % 30);
    auto const known = facts::read_facilities(file + "]", "bench", *rules);
    if (!known) return fmt::print(stderr, "{}\n", known.error().what), 2;
    review::limits_desk const desk(plan, *rules, &*known, false);
    auto const today = *base::date::parse("2026-06-01");

    std::vector<std::string> on_file, all_factors, by_description;
    for (std::size_t i = 0; i < n; ++i) {
        auto const* factor = kinds[i % sites % std::size(kinds)].factor;
        on_file.push_back(fmt::format(R"({{"outlet": "S{}/O1", "factor": "{}", "at": "2026-06-01"}})", i % sites, factor));
        all_factors.push_back(fmt::format(R"({{"outlet": "S{}/O1", "at": "2026-06-01"}})", i % sites));
        by_description.push_back(fmt::format(R"({{"describe": {}, "factor": "{}", "at": "2026-06-01"}})", described(i),
                                             kinds[i % std::size(kinds)].factor));
    }
    struct measured {
        char const* name;
        std::vector<std::string> const& questions;
    };
    for (auto const& [name, questions] : {measured{"on file, one factor", on_file},
                                          {"on file, all factors", all_factors},
                                          {"described, one factor", by_description}}) {
        std::vector<std::size_t> limits(threads);
        auto const answering = seconds(n, threads, [&, &q = questions](std::size_t i) {
            auto const read = review::read_question(q[i]);
            auto const answer = read ? desk.answer(*read, today) : read.error();
            if (!answer) std::abort();
            limits[i % threads] += answer->limits.size();
        });
        auto const reading = seconds(n, threads, [&, &q = questions](std::size_t i) {
            if (nlohmann::json::parse(q[i]).empty()) std::abort();
        });
        std::size_t all = 0;
        for (auto const l : limits) all += l;
        fmt::print("{}: {:.0f} questions a second, {:.1f} limits each, {:.1f} times the reading of the questions\n", name,
                   static_cast<double>(n) / answering, static_cast<double>(all) / static_cast<double>(n), answering / reading);
    }
}
