// Catalogues: which records a document lists.
#include "model/context.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

// `list "合成氨" 行业 within 2621`, `except "资源综合利用" …`
std::optional<catalogue_entry> read_entry(context& c, name_scope const& scope, syntax::item const& item, catalogue const& of,
                                          confidence trust) {
    auto const& head = item.segments.front();
    if (head.arguments.size() != 2) {
        auto const word = std::string(syntax::text(head.key, syntax::spelling::en));
        c.error("M002", item.where, {word + " \"…\" CONDITION", word});
        return std::nullopt;
    }
    catalogue_entry e;
    e.title = word_of(c, head.arguments[0]);
    e.condition = check_condition(c, scope, head.arguments[1]);
    e.excepted = head.key == keyword::except;
    e.clause = item.find(keyword::clause) ? first_word(c, item.find(keyword::clause)) : of.clause;
    e.note = first_word(c, item.find(keyword::note));
    e.confidence = read_confidence(c, item.find(keyword::confidence), trust);
    e.where = item.where;
    if (!e.condition || !c.declare("entry of " + of.id, e.title, item.where)) return std::nullopt;
    return e;
}

// Whether a condition asks, through derived fields too, for a field that a catalogue decides.
std::optional<field_ref> asks_of_catalogue(rulebook const& rules, expression const& e, std::vector<field_ref>& seen) {
    for (auto const f : fields_of(e)) {
        if (std::any_of(rules.catalogues.begin(), rules.catalogues.end(), [&](catalogue const& x) { return x.field == f; }))
            return f;
        if (std::find(seen.begin(), seen.end(), f) != seen.end()) continue;
        seen.push_back(f);
        for (auto const& d : rules.at(f).derivations)
            if (auto const found = asks_of_catalogue(rules, *d.when, seen)) return found;
    }
    return std::nullopt;
}

void refuse_circles(context& c, expression_ptr const& e) {
    std::vector<field_ref> seen;
    if (auto const f = e ? asks_of_catalogue(c.rules, *e, seen) : std::nullopt)
        c.error("M030", e->where, {c.rules.at(*f).name});
}

} // namespace

void read_catalogue(context& c, syntax::item const& item) {
    declaration const d(c, item, "catalogue",
                        {keyword::clause, keyword::scope, keyword::where, keyword::list, keyword::except, keyword::displaces,
                         keyword::effective, keyword::confidence, keyword::note, keyword::origin});
    auto const doc = document_of(c, item);
    if (!doc) return;
    auto t = begin_table<catalogue>(c, item, *doc);
    t.clause = text_property(c, d, keyword::clause);
    auto const scope_record = scope_of(c, d);
    auto const scope = record_scope(scope_record);
    auto const name = first_word(c, &d.head());
    auto const field = c.rules.find_field(scope_record, name);
    if (scope_record <= measurement_record || !field || c.rules.records[scope_record].fields[*field].type != field_type::yes_no)
        return c.error("M031", d.head().where, {name});
    t.field = {scope_record, *field};
    t.where = where_of(c, d, scope);
    t.effective = span_within(c, d, *doc);
    auto const trust = confidence_of(c, d, *doc);
    for (auto const k : {keyword::list, keyword::except})
        for (auto const* i : d.properties(k))
            if (auto e = read_entry(c, scope, *i, t, trust)) t.entries.push_back(std::move(*e));
    if (d.properties(keyword::list).empty()) c.error("M002", d.head().where, {"list", "catalogue"});
    if (c.declare("table", t.id, item.where)) c.rules.catalogues.push_back(std::move(t));
}

void settle_catalogues(context& c, std::vector<syntax::item const*> const& items) {
    auto& all = c.rules.catalogues;
    for (auto& t : all) {
        refuse_circles(c, t.where);
        for (auto const& e : t.entries) refuse_circles(c, e.condition);
    }
    for (auto const* item : items) {
        auto const of = std::find_if(all.begin(), all.end(), [&](auto const& t) { return t.where_declared == item->where; });
        auto const* body = item->body.get();
        if (of == all.end() || !body) continue;
        for (auto const& entry : body->entries) {
            auto const* i = std::get_if<syntax::item>(&entry);
            auto const* s = i ? i->find(keyword::displaces) : nullptr;
            if (!s) continue;
            for (auto const& a : s->arguments) {
                auto const name = word_of(c, a);
                bool found = name.empty(); // reported already
                for (std::uint16_t n = 0; n < all.size(); ++n) {
                    if (all[n].field != of->field || (all[n].id != name && c.rules.documents[all[n].document].id != name))
                        continue;
                    of->displaced.push_back(n);
                    found = true;
                }
                if (!found) c.error("M024", a.where, {name});
            }
        }
    }
}

} // namespace huanchi::model
