#include "editor/known_lines.hpp"

#include <algorithm>

namespace huanchi::editor {

using syntax::keyword;

namespace {

using keywords = std::vector<keyword>;

struct listing {
    keyword of;
    keywords all;
};

std::vector<listing> const& known_blocks() {
    using enum keyword;
    static std::vector<listing> const all = {
        {standard, {number, level, effective, origin, confidence, note, medium}},
        {dimension, {columns}},
        {factors, {medium, columns, origin, note}},
        {record, {field, origin, note}},
        {field, {derive}},
        {statistic, {accept, derive, substitute, roll_up, note, origin}},
        {formula, {clause, given, reference, need, doubt, result, note, origin}},
        {limits,
         {clause, judge, where, medium, correct, violation, by, value, rows, reference, quantity, factor, displaces, effective,
          confidence, status, note, scope, origin}},
        {grades, {clause, scope, where, by, otherwise, worst, target, effective, confidence, note, origin}},
        {index, {clause, scope, where, round_up, primary, band, by, effective, confidence, note, origin}},
        {requirements, {clause, scope, where, require, violation, effective, confidence, note, origin}},
        {catalogue, {clause, scope, where, list, except, displaces, effective, confidence, note, origin}},
        {exemption, {clause, where, while_, exempts, allow, effective, confidence, note, origin}},
        {quality,
         {clause, where, medium, watch, when, except, lasting, over, require, report, violation, effective, confidence, note,
          origin}},
        {marking, {clause, where, up_to, effective, confidence, note, origin}},
        {displacement, {clause, displaces, where, effective, note, origin}},
        {marks, {clause, columns, note, origin, confidence}},
        {standing, {rank, lacks, note, origin}},
        {consequence, {effective, where, law, duty, penalty, fine, measures, may, confidence, origin, note}},
        {transition, {effective, law, clause, confidence, origin, note}},
        {deadline, {clause, from, at_latest, result, effective, confidence, note, origin}},
        {discretion,
         {clause, medium, violation, law, fine, weigh, start, status, item, case_, columns, effective, confidence, note,
          origin}},
        {item, {columns}},
        {status, {law, fine, note}},
        {calendar, {number, effective, holidays, worked, confidence, origin, note}},
        {equivalence, {clause, height, origin, note}},
        {test, {given, equivalence, act, discretion, expect, note}},
    };
    return all;
}

std::vector<listing> const& known_followers() {
    using enum keyword;
    static keywords const citation = {where, clause, of, confidence};
    static keywords const accepting = {marked, where, clause, of, confidence};
    static std::vector<listing> const all = {
        {formula, {of}},
        {limits, {of}},
        {grades, {of}},
        {index, {of}},
        {requirements, {of}},
        {catalogue, {of}},
        {require, {when, clause, violation, effective, confidence, note}},
        {list, {clause, confidence, note}},
        {except, {clause, confidence, note}},
        {primary, {above}},
        {band, {up_to}},
        {displacement, {of}},
        {exemption, {of}},
        {quality, {of}},
        {marking, {of}},
        {watch, {marked, of}},
        {lasting, {equal, spread, stepping, missing}},
        {report, {up_to}},
        {up_to, {at}},
        {marks, {of}},
        {dimension, {base}},
        {field, {one_of, measured_in, text_type, date_type, yes_no_type, number_type, code_type, value_of, from_factor, also}},
        {accept, accepting},
        {rank, citation},
        {derive, {of, over, need, each_month, february, counting, where, when, clause, confidence}},
        {lacks, {when}},
        {substitute, {of, before, when, clause, confidence}},
        {roll_up, {need, otherwise, clause, of, confidence}},
        {allow, {over}},
        {effective, {from, before}},
        {from, {before}},
        {reference, {measured_in, clause}},
        {doubt, {note}},
        {given, {of, on, with, received, from}},
        {expect, {of, limit, exceedance, because, result, law, penalty, lighter, status, fine, on}},
        {act, {on, at}},
        {law, {duty, penalty}},
        {fine, {of, at_least, case_, scope, may}},
        {discretion, {of, on, case_}},
        {weigh, {at_least, up_to}},
        {start, {case_}},
        {item, {measured_in}},
        {case_, {fine}},
        {status, {effective}},
        {measures, {clause}},
        {may, {clause}},
    };
    return all;
}

keywords const row_followers = {keyword::when,   keyword::effective,   keyword::clause, keyword::confidence,
                                keyword::status, keyword::as_measured, keyword::note,   keyword::from,
                                keyword::before, keyword::allow,       keyword::over};

void add(keywords& to, keyword k) {
    if (std::find(to.begin(), to.end(), k) == to.end()) to.push_back(k);
}

keywords listed(std::vector<listing> const& table, keyword of) {
    auto const at = std::find_if(table.begin(), table.end(), [&](listing const& k) { return k.of == of; });
    return at == table.end() ? keywords{} : at->all;
}

// Calls visit(block, item) for every line of every block.
template <class F>
void each_line(syntax::item const& block, F const& visit) {
    visit(nullptr, block);
    if (!block.body) return;
    for (auto const& e : block.body->entries)
        if (auto const* i = std::get_if<syntax::item>(&e)) {
            visit(&block, *i);
            if (i->body) each_line(*i, visit);
        }
}
template <class F>
void each_line(book const& b, F const& visit) {
    for (std::size_t id = 0; id < b.built_in; ++id) // an author's own files may have them in wrong places
        for (auto const& i : b.trees[id].items) each_line(i, visit);
}

} // namespace

std::vector<keyword> declarations(book const& b) {
    using enum keyword;
    keywords all = {standard,    exemption,    limits,      grades,  test,      statistic, formula,
                    consequence, displacement, record,      factors, dimension, marks,     standing,
                    transition,  calendar,     equivalence, quality, marking, deadline,    discretion};
    for (std::size_t id = 0; id < b.built_in; ++id)
        for (auto const& i : b.trees[id].items) add(all, i.segments.front().key);
    return all;
}

std::vector<keyword> lines_of(book const& b, keyword block) {
    auto all = listed(known_blocks(), block);
    each_line(b, [&](syntax::item const* outer, syntax::item const& i) {
        if (outer && outer->segments.front().key == block) add(all, i.segments.front().key);
    });
    return all;
}

std::vector<keyword> followers_of(book const& b, keyword line, bool is_row) {
    if (is_row) return row_followers;
    auto all = listed(known_followers(), line);
    each_line(b, [&](syntax::item const*, syntax::item const& i) {
        if (i.segments.front().key != line) return;
        for (std::size_t n = 1; n < i.segments.size(); ++n) add(all, i.segments[n].key);
    });
    return all;
}

} // namespace huanchi::editor
