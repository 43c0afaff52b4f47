// A small cache from a text to what it stands for, for texts that repeat from row to row. Direct-mapped and bounded: a text
// that falls on another's slot takes it over, so memory does not follow the input. No allocation once a slot has held a text
// of that length. Belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::facts {

template <class Value>
class lookup_cache {
public:
    explicit lookup_cache(std::size_t slots_as_power_of_two) : slots_(std::size_t{1} << slots_as_power_of_two) {}

    // `find` is called for a text that is not held; the answer stays valid until the next call.
    template <class Find>
    Value& get(std::string_view text, Find&& find) {
        slot& s = slots_[hash(text) & (slots_.size() - 1)];
        if (!s.used || s.text != text) {
            s.value = find(text);
            s.text.assign(text);
            s.used = true;
        }
        return s.value;
    }

private:
    struct slot {
        bool used = false;
        std::string text;
        Value value{};
    };

    // Eight bytes a step: texts here are ids and names of some tens of bytes.
    static std::size_t hash(std::string_view text) {
        std::uint64_t h = 0x9E3779B97F4A7C15u ^ text.size();
        while (!text.empty()) {
            std::uint64_t word = 0;
            std::size_t const n = text.size() < 8 ? text.size() : 8;
            std::memcpy(&word, text.data(), n);
            h = (h ^ word) * 0xFF51AFD7ED558CCDu;
            h ^= h >> 32;
            text.remove_prefix(n);
        }
        return static_cast<std::size_t>(h);
    }

    std::vector<slot> slots_;
};

} // namespace huanchi::facts
