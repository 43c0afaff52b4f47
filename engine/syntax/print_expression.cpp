#include "syntax/lines.hpp"
#include "syntax/print.hpp"

#include <algorithm>

namespace huanchi::syntax {

namespace {

// How tightly a node binds; an operand that binds less tightly than its place asks for stands in brackets.
enum binding { or_level = 1, and_level, not_level, comparison_level, range_level, sum_level, product_level, sign_level, tight };

binding level_of(binary_op op) {
    switch (op) {
    case binary_op::or_: return or_level;
    case binary_op::and_: return and_level;
    case binary_op::add:
    case binary_op::subtract: return sum_level;
    case binary_op::multiply:
    case binary_op::divide: return product_level;
    default: return comparison_level;
    }
}

binding level_of(expression const& e) {
    if (auto const* b = std::get_if<binary>(&e.node)) return level_of(b->op);
    if (auto const* u = std::get_if<unary>(&e.node)) return u->op == unary_op::not_ ? not_level : sign_level;
    if (std::holds_alternative<range>(e.node)) return range_level;
    return tight;
}

std::string bracketed(std::string const& inside) {
    return "(" + inside + ")";
}

binding above(binding b) {
    return static_cast<binding>(b + 1);
}

std::string operand(printing const& p, expression const& e, binding least) {
    std::string const inside = print(p, e);
    return level_of(e) < least ? bracketed(inside) : inside;
}

std::string joined(printing const& p, std::vector<expression> const& all) {
    std::string out;
    for (expression const& e : all) out.append(out.empty() ? "" : ", ").append(print(p, e));
    return out;
}

std::optional<keyword> word_of(binary_op op) {
    switch (op) {
    case binary_op::or_: return keyword::or_;
    case binary_op::and_: return keyword::and_;
    case binary_op::in: return keyword::in;
    case binary_op::within: return keyword::within;
    default: return std::nullopt;
    }
}

std::string operator_text(printing const& p, binary_op op, std::uint32_t at) {
    auto const word = word_of(op);
    return word ? p.word(*word, at) : std::string(text(op));
}

struct printer_of_nodes {
    printing const& p;
    span where;

    std::string operator()(name const& n) const { return n.text(); }
    std::string operator()(number const& n) const {
        if (n.unit.empty()) return n.written;
        // `24h` may be a name that begins with digits, so a unit stays where its author put it.
        bool const attached = n.unit_where.begin == where.begin + n.written.size();
        return n.written + (attached ? "" : " ") + n.unit;
    }
    std::string operator()(text_literal const& t) const { return quoted(t.value); }
    std::string operator()(date_literal const& d) const { return d.value.text(); }
    std::string operator()(clock_literal const& c) const {
        std::string const minutes = std::to_string(c.minutes % 60);
        return std::to_string(c.minutes / 60) + (minutes.size() < 2 ? ":0" : ":") + minutes;
    }
    std::string operator()(constant const& c) const { return p.word(c.value, where.begin); }
    std::string operator()(dash const&) const { return "-"; }
    std::string operator()(unary const& u) const {
        bool const minus = u.op == unary_op::minus;
        std::string out = minus ? "-" : p.word(keyword::not_, where.begin) + " ";
        return out += operand(p, *u.operand, minus ? sign_level : not_level);
    }
    std::string operator()(binary const& b) const {
        binding const own = level_of(b.op);
        binding const left = own == comparison_level ? range_level : own;
        return operand(p, *b.left, left) + " " + operator_text(p, b.op, b.op_where.begin) + " " +
               operand(p, *b.right, above(own));
    }
    std::string operator()(range const& r) const {
        return operand(p, *r.low, sum_level) + ".." + operand(p, *r.high, sum_level);
    }
    std::string operator()(list const& l) const { return bracketed(joined(p, l.elements)); }
    std::string operator()(call const& c) const {
        auto const known = find_keyword(c.function.text());
        if (known && known->id == keyword::known) {
            return p.word(keyword::known, c.function_where.begin) + " " + operand(p, c.arguments.front(), tight);
        }
        return c.function.text() + bracketed(joined(p, c.arguments));
    }
    std::string operator()(bounded const& b) const { return operator_text(p, b.op, where.begin) + " " + print(p, *b.bound); }
};

} // namespace

std::string_view text(binary_op op) {
    static constexpr std::string_view all[] = {"or", "and", "=",      "!=", "<", "<=", ">",
                                               ">=", "in",  "within", "+",  "-", "*",  "/"};
    return all[static_cast<std::size_t>(op)];
}

std::string printing::word(keyword k, std::uint32_t at) const {
    std::string_view const rest = text.substr(std::min<std::size_t>(at, text.size()));
    iterator const stop = scan_word(rest.data(), rest.data() + rest.size());
    auto const written = find_keyword(rest.substr(0, static_cast<std::size_t>(stop - rest.data())));
    return word(k, written ? written->written : spelling::en);
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

bool starts_with_keyword(std::string_view printed) {
    auto const word = scan_keyword(printed.data(), printed.data() + printed.size());
    return word && !entry_of(word->id).operator_word;
}

std::string print(printing const& p, expression const& e) {
    return std::visit(printer_of_nodes{p, e.where}, e.node);
}

gap gap_between(printing const& p, expression const& left, expression const& right) {
    std::string_view const text = p.between(left.where.end, right.where.begin);
    if (text.find('\n') != std::string_view::npos) return gap::new_line;
    iterator const end = text.data() + text.size();
    return skip_blanks(text.data(), end) == end ? gap::blank : gap::comma;
}

std::string print(printing const& p, segment const& s) {
    std::string out = p.word(s.key, s.written);
    for (std::size_t i = 0; i < s.arguments.size(); ++i) {
        expression const& argument = s.arguments[i];
        std::string const printed = print(p, argument);
        if (i > 0) {
            out += gap_between(p, s.arguments[i - 1], argument) == gap::blank ? " " : ", ";
            out += printed;
        } else {
            bool const mistaken = entry_of(s.key).arity == arity::optional && starts_with_keyword(printed);
            out += ' ';
            out += mistaken ? bracketed(printed) : printed;
        }
    }
    return out;
}

} // namespace huanchi::syntax
