#include "tree_text.hpp"

namespace tree_text {

using namespace huanchi::syntax;

namespace {

template <class... F>
struct overloaded : F... {
    using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

std::string quoted(std::string const& text) {
    return '"' + text + '"';
}

std::string op_text(binary_op op) {
    static char const* const all[] = {"or", "and", "=", "!=", "<", "<=", ">", ">=", "in", "within", "+", "-", "*", "/"};
    return all[static_cast<int>(op)];
}

std::string op_text(comparison op) {
    static char const* const all[] = {"<=", "<", ">=", ">", "=", "in", "none"};
    return all[static_cast<int>(op)];
}

std::string all_of(std::vector<expression> const& list) {
    std::string out;
    for (expression const& e : list) out += " " + of(e);
    return out;
}

std::string number_text(number const& n) {
    std::string const digits = n.value.text() == n.written ? n.written : n.written + "!" + n.value.text();
    return n.unit.empty() ? digits : digits + "[" + n.unit + "]";
}

std::string segment_text(segment const& s) {
    return "(" + std::string(text(s.key, spelling::en)) + all_of(s.arguments) + ")";
}

std::string of_node(table_header const& h) {
    return "(" + std::string(text(h.key, spelling::en)) + (h.subject ? " " + of(*h.subject) : "") + " :" + all_of(h.cells) +
           ")";
}

std::string of_node(table_row const& r) {
    std::string out = "(" + std::string(r.is_reference ? "reference " : "") + quoted(r.label) + " " + op_text(r.op);
    out += all_of(r.cells);
    if (!r.unit.empty()) out += " |" + r.unit + "|";
    for (segment const& s : r.tail) out += " " + segment_text(s);
    return out + ")";
}

std::string of_node(item const& i) {
    return of(i);
}

} // namespace

std::string of(expression const& e) {
    return std::visit(overloaded{
                          [](name const& n) { return n.text(); },
                          [](number const& n) { return number_text(n); },
                          [](text_literal const& t) { return quoted(t.value); },
                          [](date_literal const& d) { return "date:" + d.value.text(); },
                          [](clock_literal const& c) { return "clock:" + std::to_string(c.minutes); },
                          [](constant const& c) { return "<" + std::string(text(c.value, spelling::en)) + ">"; },
                          [](dash const&) { return std::string("-"); },
                          [](unary const& u) { return (u.op == unary_op::not_ ? "(not " : "(neg ") + of(*u.operand) + ")"; },
                          [](binary const& b) { return "(" + op_text(b.op) + " " + of(*b.left) + " " + of(*b.right) + ")"; },
                          [](range const& r) { return "(.. " + of(*r.low) + " " + of(*r.high) + ")"; },
                          [](list const& l) { return "[" + all_of(l.elements).substr(1) + "]"; },
                          [](call const& c) { return "(call " + c.function.text() + all_of(c.arguments) + ")"; },
                          [](bounded const& b) { return "(bound " + op_text(b.op) + " " + of(*b.bound) + ")"; },
                      },
                      e.node);
}

std::string of(item const& i) {
    std::string out;
    for (segment const& s : i.segments) out += (out.empty() ? "" : " ") + segment_text(s);
    if (i.body == nullptr) return out;
    out += " {";
    for (entry const& e : i.body->entries) out += of(e) + ";";
    return out + "}";
}

std::string of(entry const& e) {
    return std::visit([](auto const& node) { return of_node(node); }, e);
}

std::string of(file const& f) {
    std::string out;
    for (item const& i : f.items) out += of(i) + "\n";
    return out;
}

} // namespace tree_text
