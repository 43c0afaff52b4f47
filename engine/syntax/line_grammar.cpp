// Lines: segments, headers of tables, rows.
#include "syntax/grammar.ipp"

#include <boost/fusion/include/at_c.hpp>

namespace huanchi::syntax::grammar {

namespace {

using x3::_attr;
using x3::_val;

auto const set = [](auto& context) { _val(context) = std::move(_attr(context)); };
auto const add_argument = [](auto& context) { _val(context).arguments.push_back(std::move(_attr(context))); };
auto const add_segment = [](auto& context) { _val(context).segments.push_back(std::move(_attr(context))); };
auto const add_tail = [](auto& context) { _val(context).tail.push_back(std::move(_attr(context))); };
auto const add_cell = [](auto& context) { _val(context).cells.push_back(std::move(_attr(context))); };
auto const set_subject = [](auto& context) { _val(context).subject = std::move(_attr(context)); };

auto const open_header = [](auto& context) {
    segment const& word = _attr(context);
    table_header& made = _val(context);
    made.key = word.key;
    made.written = word.written;
};

auto const make_range = [](auto& context) {
    expression& low = _val(context);
    expression& high = _attr(context);
    span const where{low.where.file, low.where.begin, high.where.end};
    low = expression{
        range{std::make_shared<expression const>(std::move(low)), std::make_shared<expression const>(std::move(high))}, where};
};

auto const make_bounded = [](auto& context) {
    auto& parts = _attr(context);
    infix const& op = boost::fusion::at_c<0>(parts);
    expression& bound = boost::fusion::at_c<1>(parts);
    span const where{bound.where.file, op.where.begin, bound.where.end};
    _val(context) = expression{bounded{op.op, std::make_shared<expression const>(std::move(bound))}, where};
};

auto const set_unit = [](auto& context) {
    unit_token& found = _attr(context);
    _val(context).unit = std::move(found.unit);
    _val(context).unit_where = found.where;
};

bool is_value(expression const& cell) {
    return !std::holds_alternative<name>(cell.node) && !std::holds_alternative<text_literal>(cell.node);
}

// The last word after numbers is their unit: `120 t`. A unit that cannot be a name has been found as such already.
auto const last_word_is_unit = [](auto& context) {
    table_row& made = _val(context);
    auto const* last = made.cells.empty() ? nullptr : std::get_if<name>(&made.cells.back().node);
    bool const after_value = made.cells.size() > 1 && is_value(made.cells[made.cells.size() - 2]);
    if (!made.unit.empty() || last == nullptr || !after_value) return;
    std::string word = last->text();
    if (find_keyword(word)) return; // after a comma a keyword is a name, but no unit ever
    made.unit = std::move(word);
    made.unit_where = made.cells.back().where;
    made.cells.pop_back();
};

auto of_arity(bool (*test)(arity)) {
    return ahead([test](session const& s, iterator) { return test(entry_of(s.last_keyword).arity); });
}
auto const must_have_argument = of_arity([](arity a) { return a == arity::some || a == arity::names; });
auto const may_have_argument = of_arity([](arity a) { return a == arity::optional; });
auto const takes_arguments = of_arity([](arity a) { return a != arity::none; });

auto const another_argument = ahead(argument_follows);
auto const no_keyword = ahead([](session const& s, iterator at) { return !keyword_follows(s, at); });
auto const always = ahead([](session const&, iterator) { return true; });
auto const line_end = ahead(line_ends);
auto const head_end = ahead(head_ends);

auto const any_keyword = tokens<segment>(read_keyword);
auto header_word(keyword wanted) {
    return tokens<segment>([wanted](session& s, iterator& at, segment& out) {
        iterator stop = at;
        if (!read_keyword(s, stop, out) || out.key != wanted) return false;
        at = stop;
        return true;
    });
}

auto const comma = sign(symbol::comma);
auto const dots = sign(symbol::dots);
must const operand{"S012"};

} // namespace

struct head_id : line_rule {};
struct header_id : line_rule {};
struct row_id : line_rule {};
struct raw_row_id : line_rule {};

x3::rule<struct header_cell_id, expression> const header_cell{"header cell"};
x3::rule<struct literal_id, expression> const literal{"literal"};
x3::rule<struct cell_id, expression> const cell{"cell"};
x3::rule<struct plain_cell_id, expression> const plain_cell{"plain cell"};

// A keyword with its arguments, between commas or merely blanks.
auto const first_argument =
    (must_have_argument >> must("S011")[expression_[add_argument]] >> -tokens<expression>(read_second_name)[add_argument]) |
    (may_have_argument >> another_argument >> expression_[add_argument]);
auto const further_argument =
    (comma >> operand[expression_[add_argument]]) | (another_argument >> operand[expression_[add_argument]]);
auto const segment__def = any_keyword[set] >> -(takes_arguments >> first_argument >> *further_argument);

auto const head_def = segment_[add_segment] >> *segment_[add_segment] >> must("S013")[head_end];

// by grade: 一级A  > 20 t/h  20..65 t/h
auto const negative_figure = tokens<expression>([](session& s, iterator& at, expression& out) {
    auto const sign = scan_symbol(at, s.end);
    iterator stop = sign && sign->id == symbol::minus ? sign->end : at;
    if (stop == at || !read_figure(s, stop, out)) return false;
    span const where = s.where(at, stop);
    out = expression{unary{unary_op::minus, std::make_shared<expression const>(std::move(out))}, where};
    at = stop;
    return true;
});
auto const any_name = tokens<expression>([](session& s, iterator& at, expression& out) {
    name_at found;
    if (!read_name(s, at, found)) return false;
    out = {std::move(found.name), found.where};
    return true;
});
auto const comparison_sign =
    tokens<infix>([](session& s, iterator& at, infix& out) { return read_infix(s, at, out, level::comparison); });
auto const literal_def = negative_figure[set] | tokens<expression>(read_figure)[set] | tokens<expression>(read_string)[set] |
                         tokens<expression>(read_constant)[set] | any_name[set];
auto const header_cell_def = (comparison_sign >> must("S021")[literal])[make_bounded] | tokens<expression>(read_dash)[set] |
                             (literal[set] >> -(dots >> must("S021")[literal[make_range]]));
auto const header_cells = must("S021")[header_cell[add_cell]] >> *(-comma >> header_cell[add_cell]);
auto const colon = must("S020")[sign(symbol::colon)];
auto const by_header = header_word(keyword::by)[open_header] >> must("S011")[expression_[set_subject]] >> colon >> header_cells;
auto const value_header = header_word(keyword::value)[open_header] >> colon;
auto const rows_header = header_word(keyword::rows)[open_header] >> must("S011")[expression_[set_subject]] >>
                         -sign(symbol::colon);
auto const column_name = tokens<expression>(read_column_name);
auto const columns_header = header_word(keyword::columns)[open_header] >> *sign(symbol::colon) >>
                            must("S023")[column_name[add_cell]] >> *(*comma >> column_name[add_cell]);
auto const after_rows = ahead([](session const& s, iterator at) { return line_ends(s, at) || keyword_follows(s, at); });
auto const in_block = ahead([](session& s, iterator at) {
    if (!s.blocks.empty()) return true;
    iterator const stop = scan_word(at, s.end);
    raise(s, "S022", at, stop, {std::string(at, stop)});
});
auto const header_def = in_block >> ((rows_header >> must("S013")[after_rows]) |
                                     ((by_header | value_header | columns_header) >> must("S013")[line_end]));

// 氨氮 <= 5 8 25 - mg/L when 水温 > 12 ℃
auto const plain_cell_def = tokens<expression>(read_cell_figure)[set] | tokens<expression>(read_string)[set] |
                            tokens<expression>(read_constant)[set] | tokens<expression>(read_cell_name)[set];
auto const cell_def = tokens<expression>(read_dash)[set] | (plain_cell[set] >> -(dots >> operand[plain_cell[make_range]]));
auto const further_cell = (comma >> must("S025")[cell[add_cell]]) | (no_keyword >> cell[add_cell]);
auto const after_cells = ahead([](session const& s, iterator at) { return line_ends(s, at) || keyword_follows(s, at); });
auto const row_def = must("S024")[tokens<table_row>(read_row_head)[set]] >> must("S025")[cell[add_cell]] >> *further_cell >>
                     -(no_keyword >> tokens<unit_token>(read_unit)[set_unit]) >> always[last_word_is_unit] >>
                     must("S027")[after_cells] >> *segment_[add_tail] >> must("S013")[line_end];

// w01018  化学需氧量  011  mg/L  "COD", "CODcr"
auto const word = tokens<expression>(read_raw_word);
auto const raw_row_def = must("S013")[word[add_cell]] >> *(*comma >> word[add_cell]) >> *comma >> must("S013")[line_end];

BOOST_SPIRIT_DEFINE(segment_, head, header, row, raw_row, header_cell, literal, cell, plain_cell)

BOOST_SPIRIT_INSTANTIATE(segment_rule, iterator, context_type)
BOOST_SPIRIT_INSTANTIATE(head_rule, iterator, context_type)
BOOST_SPIRIT_INSTANTIATE(header_rule, iterator, context_type)
BOOST_SPIRIT_INSTANTIATE(row_rule, iterator, context_type)
BOOST_SPIRIT_INSTANTIATE(raw_row_rule, iterator, context_type)

} // namespace huanchi::syntax::grammar
