// Expressions, from `or` down to a single number or name.
#include "syntax/grammar.ipp"
#include "syntax/parse.hpp"

#include <boost/fusion/include/at_c.hpp>

#include <memory>

namespace huanchi::syntax {

void raise(session& s, char const* code, iterator from, iterator to, std::vector<std::string> parameters) {
    s.raised = mistake{from, to, std::move(parameters)};
    throw grammar::x3::expectation_failure<iterator>(from, code);
}

namespace grammar {

namespace {

using boost::fusion::at_c;
using x3::_attr;
using x3::_val;

expression_ptr shared(expression&& e) {
    return std::make_shared<expression const>(std::move(e));
}

span from_to(span a, span b) {
    return {a.file, a.begin, b.end};
}

auto const set = [](auto& context) { _val(context) = std::move(_attr(context)); };

// _val op _attr; every operator leans to the left.
auto const fold = [](auto& context) {
    expression& left = _val(context);
    infix const& op = at_c<0>(_attr(context));
    expression& right = at_c<1>(_attr(context));
    span const where = from_to(left.where, right.where);
    left = expression{binary{op.op, shared(std::move(left)), shared(std::move(right)), op.where}, where};
};

auto const make_range = [](auto& context) {
    expression& low = _val(context);
    expression& high = _attr(context);
    span const where = from_to(low.where, high.where);
    low = expression{range{shared(std::move(low)), shared(std::move(high))}, where};
};

template <unary_op Op>
auto const apply = [](auto& context) {
    span const op = at_c<0>(_attr(context));
    expression& operand = at_c<1>(_attr(context));
    span const where = from_to(op, operand.where);
    _val(context) = expression{unary{Op, shared(std::move(operand))}, where};
};

auto const make_known = [](auto& context) {
    span const word = at_c<0>(_attr(context));
    expression& operand = at_c<1>(_attr(context));
    span const where = from_to(word, operand.where);
    _val(context) = expression{call{name{{"known"}}, word, {std::move(operand)}}, where};
};

auto const set_name = [](auto& context) {
    name_at& found = _attr(context);
    _val(context) = expression{std::move(found.name), found.where};
};

auto const make_call = [](auto& context) {
    expression& callee = _val(context);
    auto& arguments = at_c<0>(_attr(context));
    span const where = from_to(callee.where, at_c<1>(_attr(context)));
    call made{std::move(std::get<name>(callee.node)), callee.where, {}};
    if (arguments) made.arguments = std::move(arguments->elements);
    callee = expression{std::move(made), where};
};

auto const make_group = [](auto& context) {
    list& inside = at_c<0>(_attr(context));
    if (inside.elements.size() == 1) {
        _val(context) = std::move(inside.elements.front());
    } else {
        _val(context) = expression{std::move(inside), at_c<1>(_attr(context))};
    }
};

auto const add_element = [](auto& context) { _val(context).elements.push_back(std::move(_attr(context))); };

auto operation(level wanted) {
    return tokens<infix>([wanted](session& s, iterator& at, infix& out) { return read_infix(s, at, out, wanted); });
}

// An operator word or sign before its operand, as its place.
auto word(keyword wanted) {
    return tokens<span>([wanted](session& s, iterator& at, span& out) {
        iterator const begin = at;
        if (!read_word(s, at, wanted)) return false;
        out = s.where(begin, at);
        return true;
    });
}
auto const negative = tokens<span>([](session& s, iterator& at, span& out) {
    iterator const begin = at;
    if (!read_symbol(s, at, symbol::minus)) return false;
    out = s.where(begin, at);
    return true;
});

// A bracket that touches the name before makes a call.
auto const call_bracket = mark([](session& s, iterator& at) { return at == s.name_end && read_open(s, at); });
auto const bracket = mark(read_open);
auto const closing = tokens<span>(read_close);

auto const one_comparison = ahead([](session& s, iterator at) {
    infix second{};
    iterator stop = at;
    if (!read_infix(s, stop, second, level::comparison)) return true;
    raise(s, "S014", at, at + (second.where.end - second.where.begin));
});

must const operand{"S012"};

} // namespace

x3::rule<struct and_id, expression> const conjunction{"and"};
x3::rule<struct not_id, expression> const negation{"not"};
x3::rule<struct comparison_id, expression> const comparison_{"comparison"};
x3::rule<struct interval_id, expression> const interval{"range"};
x3::rule<struct sum_id, expression> const sum{"sum"};
x3::rule<struct product_id, expression> const product{"product"};
x3::rule<struct signed_id, expression> const signed_{"signed"};
x3::rule<struct primary_id, expression> const primary{"primary"};
x3::rule<struct elements_id, list> const elements{"elements"};

auto const expression__def = conjunction[set] >> *(operation(level::or_) >> operand[conjunction])[fold];
auto const conjunction_def = negation[set] >> *(operation(level::and_) >> operand[negation])[fold];
auto const negation_def = (word(keyword::not_) >> nested[operand[negation]])[apply<unary_op::not_>] | comparison_[set];
auto const comparison__def = interval[set] >> -((operation(level::comparison) >> operand[interval])[fold] >> one_comparison);
auto const interval_def = sum[set] >> -(sign(symbol::dots) >> operand[sum])[make_range];
auto const sum_def = product[set] >> *(operation(level::additive) >> operand[product])[fold];
auto const product_def = signed_[set] >> *(operation(level::multiplicative) >> operand[signed_])[fold];
auto const signed__def = (negative >> nested[operand[signed_]])[apply<unary_op::minus>] | primary[set];
auto const elements_def = expression_[add_element] >> *(sign(symbol::comma) >> operand[expression_[add_element]]);
auto const primary_def =
    tokens<expression>(read_figure)[set]                                          //
    | tokens<expression>(read_string)[set]                                        //
    | (bracket >> nested[operand[elements]] >> must("S006")[closing])[make_group] //
    | tokens<expression>(read_constant)[set]                                      //
    | (word(keyword::known) >> nested[operand[primary]])[make_known]              //
    | (tokens<name_at>(read_name)[set_name] >> -(call_bracket >> nested[-elements] >> must("S006")[closing])[make_call]);

BOOST_SPIRIT_DEFINE(expression_, conjunction, negation, comparison_, interval, sum, product, signed_, primary, elements)

void enter(session& s, iterator at) {
    iterator const token = skip_lines(at, s.end);
    if (s.depth >= most_nesting) raise(s, "S007", token, scan_lump(token, s.end), {std::to_string(most_nesting)});
    ++s.depth;
}

BOOST_SPIRIT_INSTANTIATE(expression_rule, iterator, context_type)

} // namespace grammar
} // namespace huanchi::syntax
