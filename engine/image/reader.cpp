#include "image/image.hpp"

#include "image/members.hpp"
#include "image/version.hpp"

#include <stdexcept>

namespace huanchi::image {

namespace {

struct torn : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class reader {
public:
    explicit reader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    bool at_end() const { return at_ == end_; }

    template <class T>
    void get(T& v) {
        if constexpr (std::is_same_v<T, bool>)
            v = whole() != 0;
        else if constexpr (std::is_enum_v<T>)
            v = static_cast<T>(whole());
        else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>)
            v = static_cast<T>(with_sign());
        else if constexpr (std::is_integral_v<T>)
            v = static_cast<T>(whole());
        else
            with_members(v, [this](auto&... m) { (get(m), ...); });
    }
    void get(std::string& text) {
        auto const length = count();
        text.assign(at_, length);
        at_ += length;
    }
    template <class T>
    void get(std::vector<T>& list) {
        list.resize(count()); // what is listed takes a byte at least
        for (auto& v : list) get(v);
    }
    template <class T>
    void get(std::optional<T>& v) {
        if (whole() != 0) get(v.emplace());
    }
    template <class A, class B>
    void get(std::pair<A, B>& p) {
        get(p.first);
        get(p.second);
    }
    template <class... T>
    void get(std::variant<T...>& v) {
        auto const index = whole();
        if (index >= sizeof...(T)) throw torn("a kind that is none");
        std::size_t i = 0;
        ((i++ == index ? get(v.template emplace<T>()) : void()), ...);
    }
    void get(std::monostate&) {}
    void get(model::expression_ptr& e) {
        auto const number = whole();
        if (number == 0) return;
        if (number <= expressions_.size()) {
            e = expressions_[number - 1];
            if (!e) throw torn("an expression within itself");
            return;
        }
        if (number != expressions_.size() + 1) throw torn("an expression out of turn");
        expressions_.emplace_back();
        auto read = std::make_shared<model::expression>();
        get(*read);
        e = expressions_[number - 1] = std::move(read);
    }
    void get(base::rational& r) {
        auto const numerator = with_sign(), denominator = with_sign();
        auto const made = base::rational::of_parts(numerator, denominator);
        if (!made) throw torn("a fraction that is none");
        r = *made;
    }
    void get(base::dimension& d) {
        for (auto n = count(); n > 0; --n) {
            std::string name;
            int exponent = 0;
            get(name);
            get(exponent);
            d.multiply(name, exponent);
        }
    }
    void get(base::unit_table& t) {
        base::unit_table::contents all;
        get(all);
        t = base::unit_table(std::move(all));
    }
    template <class K, class T, class... Rest>
    void get(std::unordered_map<K, T, Rest...>& table) {
        pairs<K, T>(table);
    }
    template <class K, class T>
    void get(std::unordered_multimap<K, T>& table) {
        pairs<K, T>(table);
    }

private:
    template <class K, class T>
    void pairs(auto& table) {
        auto const n = count();
        table.reserve(n);
        for (std::size_t i = 0; i < n; ++i) {
            std::pair<K, T> p;
            get(p);
            table.insert(std::move(p));
        }
    }
    std::uint64_t whole() {
        std::uint64_t v = 0;
        for (unsigned shift = 0;; shift += 7) {
            auto const byte = next();
            if (shift > 63) throw torn("a number without end");
            v |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return v;
        }
    }
    base::int128 with_sign() {
        base::uint128 v = 0;
        for (unsigned shift = 0;; shift += 7) {
            auto const byte = next();
            if (shift > 127) throw torn("a number without end");
            v |= static_cast<base::uint128>(byte & 0x7F) << shift;
            if (byte < 0x80) break;
        }
        auto const half = static_cast<base::int128>(v >> 1);
        return (v & 1) != 0 ? -half - 1 : half;
    }
    std::size_t count() {
        auto const n = whole();
        if (n > static_cast<std::size_t>(end_ - at_)) throw torn("more than there is");
        return n;
    }
    unsigned next() {
        if (at_ == end_) throw torn("the end is missing");
        return static_cast<unsigned char>(*at_++);
    }

    char const* at_;
    char const* end_;
    std::vector<model::expression_ptr> expressions_;
};

} // namespace

base::result<model::rulebook> read(std::string_view image) {
    auto const refused = [](std::string const& why) {
        return base::failure{"the image of the rulebook cannot be used: " + why, "build the program anew"};
    };
    try {
        reader in(image);
        std::string written_by;
        in.get(written_by);
        if (written_by != version) return refused("it is of another version");
        model::rulebook rules;
        in.get(rules);
        in.get(written_by);
        if (written_by != version || !in.at_end()) return refused("its end is not where it should be");
        return rules;
    } catch (torn const& why) { return refused(why.what()); }
}

} // namespace huanchi::image
