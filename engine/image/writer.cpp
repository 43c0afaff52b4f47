#include "image/image.hpp"

#include "image/members.hpp"
#include "image/version.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace huanchi::image {

namespace {

// Whole numbers are written in groups of seven bits, the lowest first, signed ones with the sign in the lowest bit; texts and
// lists after their length; an expression that was written before as its number.
class writer {
public:
    std::string take() && { return std::move(out_); }

    template <class T>
    void put(T const& v) {
        if constexpr (std::is_enum_v<T>)
            whole(static_cast<base::uint128>(v));
        else if constexpr (std::is_same_v<T, base::int128> || (std::is_integral_v<T> && std::is_signed_v<T>))
            with_sign(v);
        else if constexpr (std::is_integral_v<T>)
            whole(v);
        else
            with_members(v, [this](auto const&... m) { (put(m), ...); });
    }
    void put(std::string const& text) {
        whole(text.size());
        out_ += text;
    }
    template <class T>
    void put(std::vector<T> const& list) {
        whole(list.size());
        for (auto const& v : list) put(v);
    }
    template <class T>
    void put(std::optional<T> const& v) {
        put(v.has_value());
        if (v) put(*v);
    }
    template <class A, class B>
    void put(std::pair<A, B> const& p) {
        put(p.first);
        put(p.second);
    }
    template <class... T>
    void put(std::variant<T...> const& v) {
        whole(v.index());
        std::visit([this](auto const& held) { put(held); }, v);
    }
    void put(std::monostate) {}
    void put(model::expression_ptr const& e) {
        if (!e) return whole(0);
        auto const [place, fresh] = expressions_.emplace(e.get(), expressions_.size() + 1);
        whole(place->second);
        if (fresh) put(*e);
    }
    void put(base::rational const& r) {
        auto const parts = r.parts();
        if (!parts) throw std::length_error("a number of the rules needs more than 127 bits: " + r.exact_text());
        with_sign(parts->first);
        with_sign(parts->second);
    }
    void put(base::dimension const& d) {
        whole(static_cast<std::size_t>(std::distance(d.begin(), d.end())));
        for (auto const& [name, exponent] : d) {
            put(name);
            put(exponent);
        }
    }
    void put(base::unit_table const& t) { put(t.all()); }
    // Hash tables in the order of their keys, so that the bytes do not hang on the order of the table.
    template <class K, class T, class... Rest>
    void put(std::unordered_map<K, T, Rest...> const& table) {
        sorted<K, T>(table);
    }
    template <class K, class T>
    void put(std::unordered_multimap<K, T> const& table) {
        sorted<K, T>(table);
    }

private:
    template <class K, class T>
    void sorted(auto const& table) {
        std::vector<std::pair<K, T>> all(table.begin(), table.end());
        std::sort(all.begin(), all.end());
        put(all);
    }
    void whole(base::uint128 v) {
        for (; v >= 0x80; v >>= 7) out_ += static_cast<char>(0x80 | static_cast<unsigned>(v & 0x7F));
        out_ += static_cast<char>(v);
    }
    void with_sign(base::int128 v) {
        whole((static_cast<base::uint128>(v < 0 ? -(v + 1) : v) << 1) | static_cast<base::uint128>(v < 0));
    }

    std::string out_;
    std::unordered_map<model::expression const*, std::size_t> expressions_;
};

} // namespace

std::string write(model::rulebook const& rules) {
    writer w;
    w.put(std::string(version));
    w.put(rules);
    w.put(std::string(version)); // at the end: nothing is missing before it
    return std::move(w).take();
}

} // namespace huanchi::image
