// Tables that are evaluated over records: indices and requirements.
#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::comparison;
using syntax::keyword;

namespace {

std::optional<base::decimal> decimal_of(context& c, syntax::expression const& e) {
    if (auto const* n = std::get_if<syntax::number>(&e.node); n && n->unit.empty()) return n->value;
    c.error("M007", e.where, {std::string(c.files.text(e.where)), "50"});
    return std::nullopt;
}

// Numbers that rise from the first to the last.
bool rises(context& c, std::vector<base::decimal> const& all, source::span where) {
    for (std::size_t i = 1; i < all.size(); ++i)
        if (!(all[i - 1] < all[i])) {
            c.error("M027", where, {all[i - 1].text() + " " + all[i].text()});
            return false;
        }
    return true;
}

// `band 优 up_to 50`: printed as the standard's table of classes.
void read_bands(context& c, declaration const& d, index_table& t) {
    for (auto const* i : d.properties(keyword::band)) {
        auto const& args = i->segments.front().arguments;
        auto const* up_to = i->find(keyword::up_to);
        index_band b;
        if (args.empty() || !up_to || up_to->arguments.empty()) {
            c.error("M002", i->where, {"band NAME up_to N", "band"});
            continue;
        }
        b.name = word_of(c, args[0]);
        if (auto const n = decimal_of(c, up_to->arguments.front())) b.up_to = *n;
        t.bands.push_back(std::move(b));
    }
    std::vector<base::decimal> ends;
    for (auto const& b : t.bands) ends.push_back(b.up_to);
    rises(c, ends, d.head().where);
}

void read_index_row(context& c, name_scope const& scope, syntax::table_row const& row, index_table& t) {
    if (row.cells.size() != t.breakpoints.size())
        return c.error("M014", row.where, {std::to_string(row.cells.size()), std::to_string(t.breakpoints.size())});
    auto const of = field_of_row(c, scope, row);
    if (!of) return;
    index_row r;
    r.printed_name = row.label;
    r.field = of->first;
    r.unit = of->second;
    r.where = row.where;
    if (!row_condition(c, scope, row, r.when)) return;
    r.held = row.find(keyword::held) != nullptr;
    if (auto const* s = row.find(keyword::rounded)) {
        if (s->arguments.empty()) return c.error("M002", s->where, {"rounded N", "rounded"});
        r.rounded = decimal_of(c, s->arguments.front());
        if (!r.rounded || r.rounded->coefficient <= 0) return;
    }
    bool ended = false;
    for (auto const& cell : row.cells) {
        bool const dash = std::holds_alternative<syntax::dash>(cell.node);
        auto const* n = std::get_if<syntax::number>(&cell.node);
        if ((!dash && !n) || (ended && !dash) || row.op != comparison::eq)
            return c.error("M023", cell.where, {std::string(c.files.text(cell.where))});
        ended = ended || dash;
        if (n) r.at.push_back(n->value);
    }
    if (rises(c, r.at, row.where)) t.rows.push_back(std::move(r));
}

} // namespace

void read_index(context& c, syntax::item const& item) {
    declaration const d(c, item, "index",
                        {keyword::clause, keyword::scope, keyword::where, keyword::round_up, keyword::primary, keyword::band,
                         keyword::effective, keyword::confidence, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto t = begin_provision<index_table>(c, d, item, *doc);
    t.name = first_word(c, &d.head());
    t.scope = scope_of(c, d);
    auto const scope = record_scope(t.scope);
    t.where = where_of(c, d, scope);
    t.round_up = d.property(keyword::round_up) != nullptr;
    if (auto const* i = d.property(keyword::primary))
        if (auto const* above = i->find(keyword::above); above && !above->arguments.empty())
            t.primary_above = decimal_of(c, above->arguments.front());
    read_bands(c, d, t);
    for (auto const* h : d.headers())
        if (h->key == keyword::by)
            for (auto const& cell : h->cells)
                if (auto const n = decimal_of(c, cell)) t.breakpoints.push_back(*n);
    if (t.breakpoints.size() < 2) return c.error("M020", d.head().where, {"index"});
    if (!rises(c, t.breakpoints, d.head().where)) return;
    for (auto const* row : d.rows()) read_index_row(c, scope, *row, t);
    if (c.declare("table", t.id, item.where)) c.rules.indices.push_back(std::move(t));
}

void read_requirements(context& c, syntax::item const& item) {
    declaration const d(c, item, "requirements",
                        {keyword::clause, keyword::scope, keyword::where, keyword::require, keyword::violation,
                         keyword::effective, keyword::confidence, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto t = begin_table<requirement_table>(c, item, *doc);
    t.scope = scope_of(c, d);
    auto const scope = record_scope(t.scope);
    t.where = where_of(c, d, scope);
    auto const effective = span_within(c, d, *doc);
    auto const clause = text_property(c, d, keyword::clause);
    auto const of_table = confidence_of(c, d, *doc);
    auto const violations = words_of(c, d, keyword::violation);
    for (auto const* i : d.properties(keyword::require)) {
        auto const& args = i->segments.front().arguments;
        if (args.size() != 2) {
            c.error("M002", i->where, {"require \"…\" CONDITION", "require"});
            continue;
        }
        requirement_line line;
        line.title = word_of(c, args[0]);
        line.condition = check_condition(c, scope, args[1]);
        if (auto const* s = i->find(keyword::when); s && !s->arguments.empty()) {
            line.when = check_condition(c, scope, s->arguments.front());
            if (!line.when) continue;
        }
        line.clause = i->find(keyword::clause) ? first_word(c, i->find(keyword::clause)) : clause;
        line.note = first_word(c, i->find(keyword::note));
        line.effective = base::intersection(effective, read_span(c, i->segments, i->where));
        line.confidence = read_confidence(c, i->find(keyword::confidence), of_table);
        auto const* own_violations = i->find(keyword::violation);
        line.violation_types = own_violations ? words_of(c, *own_violations) : violations;
        line.where = i->where;
        if (line.condition && c.declare("provision", t.id + "." + line.title, i->where)) t.lines.push_back(std::move(line));
    }
    if (t.lines.empty() && d.properties(keyword::require).empty()) c.error("M002", d.head().where, {"require", "requirements"});
    if (c.declare("table", t.id, item.where)) c.rules.requirements.push_back(std::move(t));
}

} // namespace huanchi::model
