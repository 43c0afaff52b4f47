// What the .cpp files of the X3 grammar share, and nobody else includes: the skipper, the one context type, and four small
// parsers that fit our own readers and errors into X3. std::variant is no attribute for X3, so every rule has one of the
// types of ast.hpp as its attribute and fills it in semantic actions.
#include "syntax/session.hpp"

#include <boost/spirit/home/x3.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace huanchi::syntax::grammar {

namespace x3 = boost::spirit::x3;

// Blanks and comments; the ends of lines count.
struct blanks : x3::parser<blanks> {
    using attribute_type = x3::unused_type;
    static bool const has_attribute = false;
    template <class Iterator, class Context, class RContext, class Attribute>
    bool parse(Iterator& first, Iterator const& last, Context const&, RContext&, Attribute&) const {
        iterator const stop = skip_blanks(first, last);
        if (stop == first) return false;
        first = stop;
        return true;
    }
};

struct session_tag;
using skipper_context = x3::context<x3::skipper_tag, blanks const>;
using context_type = x3::context<session_tag, session, skipper_context>;

// A reader with an attribute: bool(session&, iterator&, Attribute&).
template <class Attribute, class Reader>
struct token : x3::parser<token<Attribute, Reader>> {
    using attribute_type = Attribute;
    static bool const has_attribute = true;
    Reader read;
    constexpr explicit token(Reader r) : read(r) {}
    template <class Iterator, class Context, class RContext, class Actual>
    bool parse(Iterator& first, Iterator const& last, Context const& context, RContext&, Actual& actual) const {
        Iterator at = first;
        x3::skip_over(at, last, context);
        Attribute value{};
        session& s = x3::get<session_tag>(context);
        if (!read(s, at, value)) return false;
        first = at;
        x3::traits::move_to(std::move(value), actual);
        return true;
    }
};
template <class Attribute, class Reader>
constexpr token<Attribute, Reader> tokens(Reader read) {
    return token<Attribute, Reader>(read);
}

// A reader without attribute: bool(session&, iterator&).
template <class Reader>
struct mark : x3::parser<mark<Reader>> {
    using attribute_type = x3::unused_type;
    static bool const has_attribute = false;
    Reader read;
    constexpr explicit mark(Reader r) : read(r) {}
    template <class Iterator, class Context, class RContext, class Attribute>
    bool parse(Iterator& first, Iterator const& last, Context const& context, RContext&, Attribute&) const {
        Iterator at = first;
        x3::skip_over(at, last, context);
        session& s = x3::get<session_tag>(context);
        if (!read(s, at)) return false;
        first = at;
        return true;
    }
};

// A look at what follows, or at the session: bool(session&, iterator). Takes nothing, no blanks either.
template <class Test>
struct look : x3::parser<look<Test>> {
    using attribute_type = x3::unused_type;
    static bool const has_attribute = false;
    Test test;
    constexpr explicit look(Test t) : test(t) {}
    template <class Iterator, class Context, class RContext, class Attribute>
    bool parse(Iterator& first, Iterator const& last, Context const& context, RContext&, Attribute&) const {
        Iterator at = first;
        x3::skip_over(at, last, context);
        session& s = x3::get<session_tag>(context);
        return test(s, at);
    }
};
template <class Test>
constexpr look<Test> ahead(Test test) {
    return look<Test>(test);
}

constexpr auto sign(symbol wanted) {
    return mark([wanted](session& s, iterator& at) { return read_symbol(s, at, wanted); });
}

// must("S012")[p]: what deviates from p is that mistake.
template <class Subject>
struct required : x3::unary_parser<Subject, required<Subject>> {
    static bool const is_pass_through_unary = true;
    char const* code;
    constexpr required(Subject const& p, char const* c) : x3::unary_parser<Subject, required<Subject>>(p), code(c) {}
    template <class Iterator, class Context, class RContext, class Attribute>
    bool parse(Iterator& first, Iterator const& last, Context const& context, RContext& rcontext, Attribute& attribute) const {
        if (this->subject.parse(first, last, context, rcontext, attribute)) return true;
        throw x3::expectation_failure<Iterator>(first, code);
    }
};
struct must {
    char const* code;
    constexpr explicit must(char const* c) : code(c) {}
    template <class Subject>
    constexpr auto operator[](Subject const& subject) const {
        using parser = typename x3::extension::as_parser<Subject>::value_type;
        return required<parser>(x3::as_parser(subject), code);
    }
};

// Counts the depth of nesting, so that no input can exhaust the stack. It stands round every recursion.
void enter(session& s, iterator at); // raises when too deep
template <class Subject>
struct deeper : x3::unary_parser<Subject, deeper<Subject>> {
    static bool const is_pass_through_unary = true;
    constexpr explicit deeper(Subject const& p) : x3::unary_parser<Subject, deeper<Subject>>(p) {}
    template <class Iterator, class Context, class RContext, class Attribute>
    bool parse(Iterator& first, Iterator const& last, Context const& context, RContext& rcontext, Attribute& attribute) const {
        struct leave {
            int& depth;
            ~leave() { --depth; }
        };
        session& s = x3::get<session_tag>(context);
        enter(s, first);
        leave const guard{s.depth};
        return this->subject.parse(first, last, context, rcontext, attribute);
    }
};
inline constexpr struct nested_directive {
    template <class Subject>
    constexpr auto operator[](Subject const& subject) const {
        using parser = typename x3::extension::as_parser<Subject>::value_type;
        return deeper<parser>(x3::as_parser(subject));
    }
} nested{};

// Base of the ids of rules that stand for a line: a mistake in it is reported once, and the rest of the line is left out.
struct line_rule {
    template <class Iterator, class Failure, class Context>
    x3::error_handler_result on_error(Iterator& first, Iterator const& last, Failure const& failure, Context const& context) {
        session& s = x3::get<session_tag>(context);
        report_failure(s, failure.which(), failure.where());
        first = end_of_broken_line(failure.where(), last);
        auto const sign = scan_symbol(first, last);
        s.broken = true;
        s.orphan_block = sign && sign->id == symbol::open_block;
        return x3::error_handler_result::accept;
    }
};

// The rules that cross from one file to another.
struct expression_id;
struct segment_id;
struct head_id;
struct header_id;
struct row_id;
struct raw_row_id;
using expression_rule = x3::rule<expression_id, expression>;
using segment_rule = x3::rule<segment_id, segment>;
using head_rule = x3::rule<head_id, item>;
using header_rule = x3::rule<header_id, table_header>;
using row_rule = x3::rule<row_id, table_row>;
using raw_row_rule = x3::rule<raw_row_id, table_row>;
inline expression_rule const expression_{"expression"};
inline segment_rule const segment_{"segment"};
inline head_rule const head{"head"};
inline header_rule const header{"header"};
inline row_rule const row{"row"};
inline raw_row_rule const raw_row{"raw row"};
BOOST_SPIRIT_DECLARE(expression_rule, segment_rule, head_rule, header_rule, row_rule, raw_row_rule)

} // namespace huanchi::syntax::grammar
