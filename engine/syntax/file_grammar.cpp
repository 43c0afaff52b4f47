// Items with their blocks, and the file.
#include "syntax/grammar.ipp"

#include <memory>

namespace huanchi::syntax {

namespace grammar {

namespace {

using x3::_attr;
using x3::_val;

session& session_of(auto& context) {
    return x3::get<session_tag>(context);
}

// Behind the text that the parser under the action has matched.
iterator end_of(auto& context) {
    return x3::_where(context).begin();
}

// Takes the node of a line into the block, unless it has been reported as broken.
auto const add_line = [](auto& context) {
    session& s = session_of(context);
    if (s.broken) return;
    _attr(context).where = s.where(s.line_begin, end_of(context));
    _val(context).entries.emplace_back(std::move(_attr(context)));
};

auto const add_header = [](auto& context) {
    session& s = session_of(context);
    // Below a broken header the rows are read as its keyword says.
    s.blocks.back().in_table = true;
    s.blocks.back().below_columns = _attr(context).key == keyword::columns;
    add_line(context);
};

// The head may be broken while its block is fine, so the two are kept apart until the end: a broken item has no segments.
auto const set_head = [](auto& context) {
    session& s = session_of(context);
    if (!s.broken) _val(context).segments = std::move(_attr(context).segments);
};
auto const set_body = [](auto& context) {
    session& s = session_of(context);
    _attr(context).where = s.where(s.last_block_begin, end_of(context));
    _val(context).body = std::make_shared<block>(std::move(_attr(context)));
};
bool is_whole(auto& context) {
    item& made = _attr(context);
    if (made.segments.empty()) return false;
    made.where = session_of(context).where(session_of(context).begin, end_of(context));
    made.where.begin = made.segments.front().where.begin;
    return true;
}
auto const add_item = [](auto& context) {
    if (is_whole(context)) _val(context).entries.emplace_back(std::move(_attr(context)));
};
auto const add_to_file = [](auto& context) {
    if (is_whole(context)) _val(context).items.push_back(std::move(_attr(context)));
};
auto const ignore = [](auto&) {};

auto is(line_kind wanted) {
    return ahead([wanted](session const& s, iterator) { return s.kind == wanted; });
}
auto const is_row =
    ahead([](session const& s, iterator) { return s.kind == line_kind::row || s.kind == line_kind::reference_row; });
auto const is_orphan = ahead([](session const& s, iterator) { return s.orphan_block; });
auto const line = mark(begin_line);
auto const opened = mark(open_block);
auto const too_deep = mark(skip_deep_block);
auto const closed = mark(close_block);
auto const stray_close = mark(report_stray_close);

// A line that is nothing known: always a mistake.
auto const misunderstood = ahead([](session const& s, iterator at) {
    std::string_view const word(at, static_cast<std::size_t>(scan_word(at, s.end) - at));
    bool const in_table = !s.blocks.empty() && s.blocks.back().in_table && !nearest_keyword(word);
    throw x3::expectation_failure<iterator>(at, in_table ? "S024" : "S010");
    return false;
});

} // namespace

struct unknown_line_id : line_rule {};

x3::rule<unknown_line_id, item> const unknown_line{"line"};
x3::rule<struct block_id, block> const block_{"block"};
x3::rule<struct item_id, item> const item_{"item"};
x3::rule<struct file_id, file> const file_{"file"};

auto const unknown_line_def = x3::eps >> misunderstood;
auto const orphan = -(is_orphan >> block_[ignore]);
auto const entry_ = (is(line_kind::item) >> item_[add_item])                  //
                    | (is(line_kind::header) >> header[add_header] >> orphan) //
                    | (is_row >> row[add_line] >> orphan)                     //
                    | (is(line_kind::raw_row) >> raw_row[add_line] >> orphan) //
                    | (unknown_line[ignore] >> orphan);
auto const block__def = too_deep | (opened >> *(line >> entry_) >> closed);
auto const item__def = head[set_head] >> -block_[set_body];
auto const top_level = (is(line_kind::item) >> item_[add_to_file])           //
                       | (is(line_kind::header) >> header[ignore] >> orphan) //
                       | (unknown_line[ignore] >> orphan);
auto const file__def = *((line >> top_level) | stray_close);

BOOST_SPIRIT_DEFINE(unknown_line, block_, item_, file_)

} // namespace grammar

void run_grammar(session& s, file& out) {
    grammar::blanks const skipper;
    grammar::skipper_context const blanks_context = grammar::x3::make_context<grammar::x3::skipper_tag>(skipper);
    grammar::context_type const context = grammar::x3::make_context<grammar::session_tag>(s, blanks_context);
    iterator at = s.begin;
    grammar::file_.parse(at, s.end, context, grammar::x3::unused, out);
}

} // namespace huanchi::syntax
