// What the readers of declarations share while a rulebook is being built: the rulebook so far, the names declared, the
// diagnostics. Internal to the model stage; lives for one load().
#pragma once

#include "model/rulebook.hpp"
#include "source/diagnostic.hpp"
#include "syntax/ast.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace huanchi::model {

struct context {
    rulebook& rules;
    source::source_set const& files;
    source::diagnostics& report;
    std::unordered_map<std::string, std::uint16_t> documents = {};
    std::unordered_map<std::string, std::uint32_t> tables = {}; // by full id
    std::unordered_map<std::string, std::uint16_t> formulas = {};
    std::unordered_map<std::string, base::dimension> dimensions = {};
    std::unordered_map<std::string, source::span> declared = {}; // kind and name → place, for doubles

    std::vector<std::string> provisions = {}; // ids, sorted, once all that tests may speak of is read

    // True if new; otherwise M003 with a label at the first place.
    bool declare(std::string const& kind, std::string const& name, source::span where);
    void error(std::string_view code, source::span where, std::vector<std::string> parameters = {},
               std::string suggestion = {}) {
        report.report(code, where, std::move(parameters), std::move(suggestion));
    }
};

// The nearest of the words, or "" if none is near.
std::string nearest(std::string_view word, std::vector<std::string> const& words);

// The items, headers and rows of a declaration's body, by keyword.
class declaration {
public:
    // Reports items that the kind of declaration does not know (M001).
    declaration(context& c, syntax::item const& item, std::string kind, std::initializer_list<syntax::keyword> allowed);

    syntax::item const& item() const { return item_; }
    syntax::segment const& head() const { return item_.segments.front(); }
    syntax::item const* property(syntax::keyword k) const; // the first; a second is M003
    std::vector<syntax::item const*> properties(syntax::keyword k) const;
    std::vector<syntax::table_header const*> headers() const;
    std::vector<syntax::table_row const*> rows() const;
    std::string const& kind() const { return kind_; }

private:
    context& c_;
    syntax::item const& item_;
    std::string kind_;
};

// Arguments as plain words: a name, a text or a number as written. Reports M015 and gives "" where it is something else.
std::string word_of(context& c, syntax::expression const& e);
std::optional<std::string> maybe_word(syntax::expression const& e);
std::string first_word(context& c, syntax::segment const* s);                   // "" if there is no such segment
std::string text_property(context& c, declaration const& d, syntax::keyword k); // "" if absent
std::vector<std::string> words_of(context& c, syntax::segment const& s);
std::vector<std::string> words_of(context& c, declaration const& d, syntax::keyword k); // of all properties of the name
std::string title_of(context& c, syntax::item const& item); // the first text among the arguments of the item

// `effective from D before D` as an item or as the tail of a row.
base::span_of_dates read_span(context& c, std::vector<syntax::segment> const& segments, source::span where);
citation read_citation(context& c, syntax::item const& item);
confidence read_confidence(context& c, syntax::segment const* s, confidence otherwise);

template <class T>
struct named {
    std::string_view en, zh;
    T value;
};
// A word of a closed set in either language; M016 names the set.
template <class T, std::size_t N>
std::optional<T> read_word(context& c, syntax::expression const& e, named<T> const (&set)[N]) {
    auto const w = word_of(c, e);
    std::string all;
    std::vector<std::string> words;
    for (auto const& n : set) {
        if (w == n.en || w == n.zh) return n.value;
        all += (all.empty() ? "" : ", ") + std::string(n.en) + "/" + std::string(n.zh);
        words.insert(words.end(), {std::string(n.en), std::string(n.zh)});
    }
    if (!w.empty()) c.error("M016", e.where, {w, all}, nearest(w, words));
    return std::nullopt;
}

std::optional<interval> read_window(context& c, syntax::expression const& e); // a window of the calendar: `year`
std::optional<std::uint16_t> find_document(context& c, syntax::expression const& name);
std::optional<std::uint16_t> document_of(context& c, syntax::item const& item); // from `of X`; M002 if absent
std::optional<std::uint16_t> find_factor(context& c, std::string const& label, source::span where, std::string const& medium);
std::optional<std::uint16_t> find_statistic(context& c, syntax::expression const& name);
std::optional<base::unit_id> find_unit(context& c, std::string const& unit, source::span where);

// Where a name in a condition may come from.
struct name_scope {
    std::vector<std::uint16_t> records; // in order of preference
    bool clock = false;                 // 时刻 is known
    formula const* inside = nullptr;    // measured value and reference are known
    bool of_records = false;            // 截至日 and figures over related records are known
    bool same_day = false;              // figures over the records of the day are known
};
name_scope measurement_scope();
name_scope subject_scope();                    // outlet and facility only
name_scope record_scope(std::uint16_t record); // fields of one record type

// Properties that tables of every kind have.
std::string table_id_of(context& c, syntax::item const& item, std::uint16_t document);
// A table of whatever kind, with what its first line says.
template <class Table>
Table begin_table(context& c, syntax::item const& item, std::uint16_t document) {
    Table t;
    t.id = table_id_of(c, item, document);
    t.title = title_of(c, item);
    t.document = document;
    t.where_declared = item.where;
    return t;
}
expression_ptr where_of(context& c, declaration const& d, name_scope const& scope);        // all `where` lines, null: none
std::uint16_t scope_of(context& c, declaration const& d);                                  // the record type of `scope`
base::span_of_dates span_within(context& c, declaration const& d, std::uint16_t document); // `effective` and the document's
confidence confidence_of(context& c, declaration const& d, std::uint16_t document);        // its own, or the document's
// A table of which every line has the clause, the confidence and the span of the whole.
template <class Table>
Table begin_provision(context& c, declaration const& d, syntax::item const& item, std::uint16_t document) {
    auto t = begin_table<Table>(c, item, document);
    t.clause = text_property(c, d, syntax::keyword::clause);
    t.confidence = confidence_of(c, d, document);
    t.effective = span_within(c, d, document);
    return t;
}
// The field that a row is labelled with and the unit of its cells; M006 where the two do not fit.
std::optional<std::pair<field_ref, base::unit_id>> field_of_row(context& c, name_scope const& scope,
                                                                syntax::table_row const& row);
bool row_condition(context& c, name_scope const& scope, syntax::table_row const& row, expression_ptr& all);

// Typed condition (boolean) or expression; null after an error, which has been reported.
expression_ptr check_condition(context& c, name_scope const& scope, syntax::expression const& e);
expression_ptr check_number(context& c, name_scope const& scope, syntax::expression const& e);
expression_ptr check_date(context& c, name_scope const& scope, syntax::expression const& e);
// The tables and standards that a `displaces` or `exempts` names, tables with or without the standard's id in front.
void read_named_tables(context& c, syntax::item const& item, syntax::keyword named_by, std::uint16_t document,
                       std::vector<std::uint32_t>& tables, std::vector<std::uint16_t>& documents);
// `field = value` built from a header cell or a row label; null after an error.
expression_ptr condition_from_cell(context& c, name_scope const& scope, syntax::expression const& subject,
                                   syntax::expression const& cell);
std::optional<field_ref> find_field(context& c, name_scope const& scope, std::string const& name, source::span where);
expression_ptr conjunction(expression_ptr a, expression_ptr b);

// Readers of declarations, a file each.
void read_units(context& c, std::vector<syntax::item const*> const& items);
void read_factors(context& c, syntax::item const& item);
void read_record(context& c, syntax::item const& item);
void read_derived_fields(context& c, syntax::item const& item);
void read_standard(context& c, syntax::item const& item);
void declare_statistic(context& c, syntax::item const& item);
void read_statistic(context& c, syntax::item const& item);
void read_formula(context& c, syntax::item const& item);
void declare_table(context& c, syntax::item const& item);
void read_limits(context& c, syntax::item const& item);
void read_grades(context& c, syntax::item const& item);
void read_index(context& c, syntax::item const& item);
void read_requirements(context& c, syntax::item const& item);
void read_catalogue(context& c, syntax::item const& item);
// Over all catalogues, once each is read: what displaces what, and that none asks for what a catalogue decides.
void settle_catalogues(context& c, std::vector<syntax::item const*> const& items);
void read_displacement(context& c, syntax::item const& item);
void read_exemption(context& c, syntax::item const& item);
void read_quality(context& c, syntax::item const& item);
void read_marking(context& c, syntax::item const& item);
void read_marks(context& c, syntax::item const& item);
void read_standing(context& c, syntax::item const& item);
void read_consequence(context& c, syntax::item const& item);
void read_transition(context& c, syntax::item const& item);
void read_deadline(context& c, syntax::item const& item);
void read_discretion(context& c, syntax::item const& item);
void read_calendar(context& c, syntax::item const& item);
void read_equivalence(context& c, syntax::item const& item);
void read_test(context& c, syntax::item const& item);
// Over the whole rulebook: rows that can never apply, rows that contradict each other.
void check_tables(context& c);

} // namespace huanchi::model
