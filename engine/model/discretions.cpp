// Discretion tables: factors with their levels, percentages that add up or bands by combinations of levels.
#include "model/context.hpp"
#include "model/fines.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

constexpr named<weighing> weighing_words[] = {{"maximum", "最高额", weighing::maximum}, {"range", "幅度", weighing::range}};
constexpr named<status> change_words[] = {{"advisory", "指导", status::advisory}, {"suspended", "暂缓", status::suspended}};

enum class column : std::uint8_t { level, percent, from, before, min, max };
constexpr named<column> level_columns[] = {{"level", "档次", column::level},
                                           {"percent", "百分值", column::percent},
                                           {"from", "起", column::from},
                                           {"before", "止", column::before}};
constexpr named<column> amount_columns[] = {{"min", "最低", column::min}, {"max", "最高", column::max}};

struct reader {
    context& c;
    declaration const& d;
    discretion& t;

    void wrong(source::span where, std::string expected) {
        c.error("M007", where, {std::string(c.files.text(where)), std::move(expected)});
    }

    std::optional<base::decimal> number_in(syntax::expression const& e, std::string const& expected) {
        if (std::holds_alternative<syntax::dash>(e.node)) return std::nullopt;
        auto const n = base::decimal::parse(maybe_word(e).value_or(""));
        if (!n) wrong(e.where, expected);
        return n;
    }
    // `7 %`, between nothing and everything.
    std::optional<base::decimal> percent_in(syntax::segment const* s) {
        if (!s || s->arguments.empty()) return std::nullopt;
        auto const& a = s->arguments.front();
        auto const* n = std::get_if<syntax::number>(&a.node);
        if (n && n->unit == "%" && n->value <= base::decimal{100, 0}) return n->value;
        wrong(a.where, "20 %");
        return std::nullopt;
    }

    std::vector<law_article> laws_in(std::vector<syntax::item const*> const& lines) {
        std::vector<law_article> all;
        for (auto const* i : lines)
            all.push_back({first_word(c, &i->segments.front()), first_word(c, i->find(keyword::penalty))});
        return all;
    }

    void head(std::uint16_t document) {
        t.document = document;
        t.confidence = confidence_of(c, d, document);
        t.effective = span_within(c, d, document);
        t.medium = text_property(c, d, keyword::medium);
        t.where = where_of(c, d, record_scope(facility_record));
        t.violation_types = words_of(c, d, keyword::violation);
        t.laws = laws_in(d.properties(keyword::law));
        t.fines = read_fines(c, d);
        t.note = text_property(c, d, keyword::note);
        if (t.violation_types.empty()) c.error("M002", d.head().where, {"violation", "discretion"});
        if (t.fines.empty()) c.error("M002", d.head().where, {"fine", "discretion"});
    }

    void sum() {
        auto const* i = d.property(keyword::weigh);
        if (!i) return;
        auto const& args = i->segments.front().arguments;
        t.weighing = weighing::maximum;
        if (!args.empty()) t.weighing = read_word(c, args.front(), weighing_words).value_or(weighing::maximum);
        t.least = percent_in(i->find(keyword::at_least));
        t.most = percent_in(i->find(keyword::up_to));
    }

    void starts() {
        for (auto const* i : d.properties(keyword::start)) {
            auto const percent = percent_in(&i->segments.front());
            if (!percent) continue;
            discretion_start s{*percent, first_word(c, i->find(keyword::case_))};
            std::vector<std::string> known;
            for (auto const& f : t.fines) known.push_back(f.in_case);
            if (std::find(known.begin(), known.end(), s.in_case) == known.end())
                c.error("M016", i->where, {s.in_case, joined(known)}, nearest(s.in_case, known));
            else
                t.starts.push_back(std::move(s));
        }
    }

    static std::string joined(std::vector<std::string> const& words) {
        std::string all;
        for (auto const& w : words) all += (all.empty() ? "" : ", ") + (w.empty() ? "-" : w);
        return all;
    }

    // Factors ------------------------------------------------------------------------------------------------------

    void item(syntax::item const& i) {
        discretion_item f;
        f.name = first_word(c, &i.segments.front());
        f.unit = first_word(c, i.find(keyword::measured_in));
        if (!c.declare("item of " + t.id, f.name, i.segments.front().where)) return;
        declaration const body(c, i, "item", {});
        std::vector<column> columns;
        for (auto const* h : body.headers())
            for (auto const& cell : h->cells)
                if (auto const k = read_word(c, cell, level_columns)) columns.push_back(*k);
        if (columns.empty()) return c.error("M020", i.where, {"item"});
        for (auto const* row : body.rows()) level(f, columns, *row);
        t.items.push_back(std::move(f));
    }

    void level(discretion_item& f, std::vector<column> const& columns, syntax::table_row const& row) {
        if (row.cells.size() != columns.size())
            return c.error("M014", row.where, {std::to_string(row.cells.size()), std::to_string(columns.size())});
        discretion_level l;
        for (std::size_t i = 0; i < columns.size(); ++i) switch (columns[i]) {
            case column::level: l.text = word_of(c, row.cells[i]); break;
            case column::percent: l.percent = number_in(row.cells[i], "5"); break;
            case column::from: l.from = number_in(row.cells[i], "50"); break;
            default: l.before = number_in(row.cells[i], "200"); break;
            }
        if (t.weighing != weighing::bands && !l.percent) return c.error("M002", row.where, {"percent", "item"});
        if (l.before && !l.from) l.from = base::decimal{};
        if (l.from && l.before && *l.before <= *l.from)
            return c.error("M027", row.where, {l.from->text() + ".." + l.before->text()});
        for (auto const& other : f.levels) {
            if (other.text == l.text) return c.error("M003", row.where, {"level", l.text});
            if (meet(other, l)) return c.error("M036", row.where, {l.text, other.text});
        }
        f.levels.push_back(std::move(l));
    }
    static bool meet(discretion_level const& a, discretion_level const& b) {
        return a.from && b.from && (!a.before || *b.from < *a.before) && (!b.before || *a.from < *b.before);
    }

    // Bands --------------------------------------------------------------------------------------------------------

    // The place of a factor among the columns of the bands; one that has no `item` of its own is made from its cells.
    std::size_t place_of(std::string const& name) {
        auto const at = std::find_if(t.items.begin(), t.items.end(), [&](auto const& f) { return f.name == name; });
        if (at == t.items.end()) return t.items.push_back({name, {}, {}}), t.items.size() - 1;
        return static_cast<std::size_t>(at - t.items.begin());
    }

    void bands() {
        auto const headers = d.headers();
        if (headers.empty()) return;
        auto const& cells = headers.front()->cells;
        if (cells.size() < 3) return wrong(headers.front()->where, "columns 整改情况 最低 最高");
        std::vector<std::size_t> places;
        std::vector<bool> declared;
        for (std::size_t i = 0; i + 2 < cells.size(); ++i) {
            auto const before = t.items.size();
            places.push_back(place_of(word_of(c, cells[i])));
            declared.push_back(t.items.size() == before);
        }
        for (std::size_t i = cells.size() - 2; i < cells.size(); ++i)
            if (!read_word(c, cells[i], amount_columns)) return;
        for (auto const* row : d.rows()) band(*row, places, declared);
        if (t.bands.size() != d.rows().size()) return; // a row is wrong and has been reported
        if (auto const missing = missing_combination(t)) c.error("M038", d.head().where, {*missing});
    }

    void band(syntax::table_row const& row, std::vector<std::size_t> const& places, std::vector<bool> const& declared) {
        auto const count = places.size();
        if (row.cells.size() != count + 2)
            return c.error("M014", row.where, {std::to_string(row.cells.size()), std::to_string(count + 2)});
        discretion_band b;
        b.levels.resize(t.items.size());
        for (std::size_t i = 0; i < count; ++i)
            if (auto const word = word_of(c, row.cells[i]); !word.empty()) {
                auto const l = level_of(t.items[places[i]], word, declared[i], row.cells[i].where);
                if (!l) return;
                b.levels[places[i]] = l;
            }
        auto const low = number_in(row.cells[count], "20000"), high = number_in(row.cells[count + 1], "40000");
        if (!low || !high) return;
        b.min = *low, b.max = *high;
        b.min_written = word_of(c, row.cells[count]), b.max_written = word_of(c, row.cells[count + 1]);
        if (b.max < b.min) return c.error("M027", row.where, {b.min_written + ".." + b.max_written});
        if (!within_fine(b.min) || !within_fine(b.max))
            return c.error("M037", row.where,
                           {b.min_written + "–" + b.max_written, t.fines.empty() ? "" : model::text(t.fines.front())});
        for (auto const& other : t.bands)
            if (other.levels == b.levels)
                return c.error("M003", row.where, {"band", std::string(c.files.text(row.cells.front().where))});
        t.bands.push_back(std::move(b));
    }

    std::optional<std::uint32_t> level_of(discretion_item& f, std::string const& word, bool declared, source::span where) {
        std::vector<std::string> known;
        for (std::uint32_t i = 0; i < f.levels.size(); ++i) {
            if (f.levels[i].text == word) return i;
            known.push_back(f.levels[i].text);
        }
        if (declared) {
            c.error("M016", where, {word, joined(known)}, nearest(word, known));
            return std::nullopt;
        }
        f.levels.push_back({word, {}, {}, {}});
        return static_cast<std::uint32_t>(f.levels.size() - 1);
    }

    bool within_fine(base::decimal const& amount) const {
        if (t.fines.empty()) return true;
        auto const low = base::decimal::parse(t.fines.front().min), high = base::decimal::parse(t.fines.front().max);
        return low && high && *low <= amount && amount <= *high;
    }

    // Cases and changes --------------------------------------------------------------------------------------------

    void cases() {
        for (auto const* i : d.properties(keyword::case_)) {
            auto const words = words_of(c, i->segments.front());
            auto const* s = i->find(keyword::fine);
            auto const* n = s && !s->arguments.empty() ? std::get_if<syntax::number>(&s->arguments.front().node) : nullptr;
            if (words.size() != 2 || !n || n->unit.empty()) {
                wrong(i->where, "case 后果 \"造成重大影响的\" fine 1000000 元");
                continue;
            }
            if (!within_fine(n->value))
                c.error("M037", i->where, {n->written, t.fines.empty() ? "" : model::text(t.fines.front())});
            else if (c.declare("case of " + t.id, words[0] + " " + words[1], i->where))
                t.cases.push_back({words[0], words[1], n->value});
        }
    }

    void changes() {
        for (auto const* i : d.properties(keyword::status)) {
            discretion_change x;
            if (i->segments.front().arguments.empty()) continue;
            x.status = read_word(c, i->segments.front().arguments.front(), change_words).value_or(status::suspended);
            x.effective = read_span(c, i->segments, i->where);
            declaration const body(c, *i, "status", {keyword::law, keyword::fine, keyword::note});
            x.laws = laws_in(body.properties(keyword::law));
            x.fines = read_fines(c, body);
            x.note = text_property(c, body, keyword::note);
            for (auto const& other : t.changes)
                if (!intersection(other.effective, x.effective).empty()) c.error("M003", i->where, {"status", t.id});
            t.changes.push_back(std::move(x));
        }
    }

    // Either percentages that add up, or bands; what belongs to the one is missing or too much in the other.
    void whole() {
        if (t.weighing == weighing::bands) {
            if (t.bands.empty() && d.headers().empty()) c.error("M002", d.head().where, {"weigh", "discretion"});
            return;
        }
        if (!t.bands.empty()) c.error("M039", d.headers().front()->where);
        if (t.items.empty()) c.error("M002", d.head().where, {"item", "discretion"});
    }
};

// The title stands behind the document, for the number of a table may be a text too.
std::string title_behind(syntax::item const& item) {
    if (auto const* of = item.find(keyword::of))
        for (auto const& a : of->arguments)
            if (auto const* x = std::get_if<syntax::text_literal>(&a.node)) return x->value;
    return {};
}

} // namespace

void read_discretion(context& c, syntax::item const& item) {
    declaration const d(c, item, "discretion",
                        {keyword::clause, keyword::medium, keyword::where, keyword::violation, keyword::law, keyword::fine,
                         keyword::weigh, keyword::start, keyword::item, keyword::case_, keyword::status, keyword::effective,
                         keyword::confidence, keyword::note, keyword::origin});
    auto const document = document_of(c, item);
    if (!document) return;
    discretion t;
    t.id = table_id_of(c, item, *document);
    t.title = title_behind(item);
    t.clause = text_property(c, d, keyword::clause);
    if (t.clause.empty()) t.clause = first_word(c, &d.head());
    t.where_declared = item.where;
    if (!c.declare("discretion", t.id, d.head().where)) return;
    reader r{c, d, t};
    r.head(*document);
    r.sum();
    r.starts();
    for (auto const* i : d.properties(keyword::item)) r.item(*i);
    r.bands();
    r.cases();
    r.changes();
    r.whole();
    c.rules.discretions.push_back(std::move(t));
}

} // namespace huanchi::model
