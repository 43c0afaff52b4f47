// Units of measurement. A unit is an exact rational multiple of the coherent unit of its dimension; a dimension is a product
// of powers of base dimensions. Nothing is built in: rule files declare base dimensions, dimensions and units.
// The table is filled once while rules load, then only read (safe from many threads).
#pragma once

#include "base/rational.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace huanchi::base {

// A product of powers of base dimensions; {} is dimensionless. Iterates over (base dimension, exponent) in order of name.
class dimension {
public:
    dimension() = default;
    dimension(std::initializer_list<std::pair<std::string const, int>> powers);

    bool empty() const { return exponents_.empty(); }
    auto begin() const { return exponents_.begin(); }
    auto end() const { return exponents_.end(); }

    friend dimension operator*(dimension const& a, dimension const& b);
    friend dimension inverse(dimension const& a);
    friend bool operator==(dimension const&, dimension const&) = default;

    void multiply(std::string const& name, int exponent); // by a power of a base dimension

private:
    std::map<std::string, int> exponents_; // none is 0, so that equality is structural
};
dimension operator*(dimension const& a, dimension const& b);
dimension inverse(dimension const& a);

using unit_id = std::uint16_t;
inline constexpr unit_id no_unit = 0; // dimensionless, factor 1, prints as ""

struct unit {
    std::string symbol; // as results print it: mg/m³
    base::dimension dimension;
    rational factor; // of the coherent unit: mg/L is 1/1000 kg/m³
};

class unit_table {
    // Lets a view be looked up without making a string of it.
    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class T>
    using by_text = std::unordered_map<std::string, T, text_hash, std::equal_to<>>;

public:
    unit_table(); // holds no_unit only

    // All that it consists of, to be kept elsewhere and put back.
    struct contents {
        std::vector<unit> units;
        by_text<unit_id> by_spelling;
        by_text<unit_id> by_normal_form;
        by_text<std::optional<unit_id>> by_folded; // nullopt: several units share it
    };
    explicit unit_table(contents all) : all_(std::move(all)) {}
    contents const& all() const { return all_; }

    // Adds a unit under its symbol and further spellings. The same unit (symbol, dimension, factor) again only gets the further
    // spellings; so does no_unit. False, and nothing is added, if a spelling is taken by another unit or the table is full.
    bool add(unit u, std::vector<std::string> const& spellings);

    // Looks a spelling up: exact first, then after NFKC without blanks, `^`, and twins of `/`, `·`, `-`; then without regard
    // to case where only one unit then fits. "" is no_unit.
    std::optional<unit_id> find(std::string_view spelling) const;

    unit const& operator[](unit_id id) const { return all_.units[id]; }
    std::size_t size() const { return all_.units.size(); }
    // The symbol of the coherent unit of a dimension, as declared; "" if there is none or it is dimensionless.
    std::string coherent(dimension const& of) const;
    // Factor that turns a number in `from` into a number in `to`; nullopt if the dimensions differ.
    std::optional<rational> factor(unit_id from, unit_id to) const;
    // The declared spelling nearest to a mistyped one, for "perhaps you meant".
    std::optional<std::string> nearest(std::string_view spelling) const;

private:
    void add_spelling(std::string const& spelling, unit_id id);

    contents all_;
};

} // namespace huanchi::base
