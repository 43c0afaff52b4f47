#include "model/context.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

bool context::declare(std::string const& kind, std::string const& name, source::span where) {
    auto const [it, fresh] = declared.emplace(kind + "\x1f" + name, where);
    if (!fresh) report.report("M003", where, {kind, name}).labels.push_back({it->second, "L101", {}});
    return fresh;
}

std::string nearest(std::string_view word, std::vector<std::string> const& words) {
    std::string best;
    std::size_t least = std::max<std::size_t>(1, word.size() / 6) + 1;
    for (auto const& w : words) {
        auto const d = base::edit_distance(word, w);
        if (d < least) {
            least = d;
            best = w;
        }
    }
    return best;
}

declaration::declaration(context& c, syntax::item const& item, std::string kind, std::initializer_list<keyword> allowed)
    : c_(c), item_(item), kind_(std::move(kind)) {
    if (!item_.body) return;
    for (auto const& e : item_.body->entries) {
        auto const* i = std::get_if<syntax::item>(&e);
        if (!i || std::find(allowed.begin(), allowed.end(), i->segments.front().key) != allowed.end()) continue;
        auto const& s = i->segments.front();
        std::string list;
        for (auto const k : allowed) list += (list.empty() ? "" : ", ") + std::string(syntax::text(k, s.written));
        c.error("M001", s.where, {std::string(syntax::text(s.key, s.written)), kind_, list});
    }
}

syntax::item const* declaration::property(keyword k) const {
    auto const all = properties(k);
    if (all.empty()) return nullptr;
    if (all.size() > 1) {
        auto const& second = all[1]->segments.front();
        c_.report.report("M003", second.where, {kind_, std::string(syntax::text(k, second.written))})
            .labels.push_back({all[0]->segments.front().where, "L101", {}});
    }
    return all.front();
}

std::vector<syntax::item const*> declaration::properties(keyword k) const {
    std::vector<syntax::item const*> found;
    if (item_.body)
        for (auto const& e : item_.body->entries)
            if (auto const* i = std::get_if<syntax::item>(&e); i && i->segments.front().key == k) found.push_back(i);
    return found;
}

std::vector<syntax::table_header const*> declaration::headers() const {
    std::vector<syntax::table_header const*> found;
    if (item_.body)
        for (auto const& e : item_.body->entries)
            if (auto const* h = std::get_if<syntax::table_header>(&e)) found.push_back(h);
    return found;
}

std::vector<syntax::table_row const*> declaration::rows() const {
    std::vector<syntax::table_row const*> found;
    if (item_.body)
        for (auto const& e : item_.body->entries)
            if (auto const* r = std::get_if<syntax::table_row>(&e)) found.push_back(r);
    return found;
}

std::optional<std::string> maybe_word(syntax::expression const& e) {
    if (auto const* n = std::get_if<syntax::name>(&e.node)) return n->text();
    if (auto const* t = std::get_if<syntax::text_literal>(&e.node)) return t->value;
    if (auto const* n = std::get_if<syntax::number>(&e.node)) return n->written + n->unit;
    if (auto const* d = std::get_if<syntax::date_literal>(&e.node)) return d->value.text();
    if (std::holds_alternative<syntax::dash>(e.node)) return std::string();
    if (auto const* u = std::get_if<syntax::unary>(&e.node); u && u->op == syntax::unary_op::minus)
        if (auto const* n = std::get_if<syntax::number>(&u->operand->node)) return "-" + n->written + n->unit;
    if (auto const* k = std::get_if<syntax::constant>(&e.node))
        return std::string(syntax::text(k->value, syntax::spelling::en));
    return std::nullopt;
}

std::string word_of(context& c, syntax::expression const& e) {
    if (auto w = maybe_word(e)) return *w;
    c.error("M015", e.where, {std::string(c.files.text(e.where))});
    return {};
}

std::string first_word(context& c, syntax::segment const* s) {
    return s && !s->arguments.empty() ? word_of(c, s->arguments.front()) : std::string();
}

std::string text_property(context& c, declaration const& d, keyword k) {
    auto const* i = d.property(k);
    return i ? first_word(c, &i->segments.front()) : std::string();
}

std::vector<std::string> words_of(context& c, syntax::segment const& s) {
    std::vector<std::string> words;
    for (auto const& a : s.arguments) words.push_back(word_of(c, a));
    return words;
}

std::vector<std::string> words_of(context& c, declaration const& d, keyword k) {
    std::vector<std::string> words;
    for (auto const* i : d.properties(k))
        for (auto& w : words_of(c, i->segments.front())) words.push_back(std::move(w));
    return words;
}

std::string title_of(context&, syntax::item const& item) {
    for (auto const& s : item.segments)
        for (auto const& a : s.arguments)
            if (auto const* t = std::get_if<syntax::text_literal>(&a.node)) return t->value;
    return {};
}

base::span_of_dates read_span(context& c, std::vector<syntax::segment> const& segments, source::span where) {
    base::span_of_dates span;
    auto date_of = [&](syntax::segment const& s) -> std::optional<base::date> {
        if (s.arguments.size() == 1)
            if (auto const* d = std::get_if<syntax::date_literal>(&s.arguments[0].node)) return d->value;
        c.error("M007", s.where, {std::string(syntax::text(s.key, s.written)), "2026-05-01"});
        return std::nullopt;
    };
    for (auto const& s : segments) {
        if (s.key == keyword::effective || s.key == keyword::from || s.key == keyword::before) s.asked_for = true;
        if (s.key == keyword::from) span.from = date_of(s);
        if (s.key == keyword::before) span.before = date_of(s);
    }
    if (span.empty()) c.error("M012", where, {span.from->text(), span.before->text()});
    return span;
}

confidence read_confidence(context& c, syntax::segment const* s, confidence otherwise) {
    static constexpr named<confidence> words[] = {
        {"high", "高", confidence::high}, {"medium", "中", confidence::medium}, {"low", "低", confidence::low}};
    if (!s || s->arguments.empty()) return otherwise;
    return read_word(c, s->arguments.front(), words).value_or(otherwise);
}

citation read_citation(context& c, syntax::item const& item) {
    citation says;
    says.clause = first_word(c, item.find(keyword::clause));
    // `clause "…" of DOC`: the `of` that follows the clause, since `derive mean of …` has one of its own.
    bool after_clause = false;
    for (auto const& s : item.segments) {
        if (after_clause && s.key == keyword::of && !s.arguments.empty()) {
            s.asked_for = true;
            if (auto const d = find_document(c, s.arguments.front())) says.document = c.rules.documents[*d].number;
        }
        after_clause = after_clause || s.key == keyword::clause;
    }
    says.confidence = read_confidence(c, item.find(keyword::confidence), confidence::high);
    return says;
}

std::optional<std::uint16_t> find_document(context& c, syntax::expression const& name) {
    auto const id = word_of(c, name);
    if (id.empty()) return std::nullopt;
    if (auto const it = c.documents.find(id); it != c.documents.end()) return it->second;
    std::vector<std::string> ids;
    for (auto const& d : c.rules.documents) ids.push_back(d.id);
    c.error("M010", name.where, {id}, nearest(id, ids));
    return std::nullopt;
}

std::optional<std::uint16_t> document_of(context& c, syntax::item const& item) {
    auto const* of = item.find(keyword::of);
    if (!of || of->arguments.empty()) {
        auto const& head = item.segments.front();
        c.error("M002", head.where, {"of", std::string(syntax::text(head.key, head.written))});
        return std::nullopt;
    }
    return find_document(c, of->arguments.front());
}

std::optional<std::uint16_t> find_factor(context& c, std::string const& label, source::span where, std::string const& medium) {
    if (auto const f = c.rules.find_factor(label, medium)) return f;
    if (c.rules.factor_index.contains(label)) {
        c.error("M017", where, {label});
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (auto const& [spelling, id] : c.rules.factor_index) names.push_back(spelling);
    std::sort(names.begin(), names.end());
    c.error("M009", where, {label}, nearest(label, names));
    return std::nullopt;
}

std::optional<std::uint16_t> find_statistic(context& c, syntax::expression const& name) {
    auto const word = word_of(c, name);
    if (word.empty()) return std::nullopt;
    if (auto const s = c.rules.find_statistic(word)) return s;
    std::vector<std::string> names;
    for (auto const& s : c.rules.statistics) names.insert(names.end(), {s.name, s.json});
    c.error("M011", name.where, {word}, nearest(word, names));
    return std::nullopt;
}

std::optional<base::unit_id> find_unit(context& c, std::string const& unit, source::span where) {
    if (auto const u = c.rules.units.find(unit)) return u;
    c.error("M005", where, {unit}, c.rules.units.nearest(unit).value_or(""));
    return std::nullopt;
}

} // namespace huanchi::model
