#include "editor/completion.hpp"

#include "base/utf8.hpp"
#include "editor/closed_words.hpp"
#include "editor/hover.hpp"
#include "editor/known_lines.hpp"
#include "editor/typing_context.hpp"

#include <algorithm>
#include <set>

namespace huanchi::editor {

using syntax::keyword;
using syntax::symbol;

namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_comparison(token const& t) {
    return (t.what == token::kind::symbol && syntax::is_comparison(t.sign)) || t.is(keyword::in) || t.is(keyword::within);
}
bool is_connective(token const& t) {
    return t.is(keyword::and_) || t.is(keyword::or_) || t.is(keyword::not_) || t.is(keyword::known) || t.is(symbol::open);
}
bool heads_segment(token const& t) {
    return t.what == token::kind::keyword && !syntax::entry_of(t.key).operator_word;
}

bool takes_condition(keyword k) {
    return k == keyword::where || k == keyword::when || k == keyword::need || k == keyword::doubt || k == keyword::result ||
           k == keyword::with || k == keyword::lacks || k == keyword::counting || k == keyword::by || k == keyword::rows ||
           k == keyword::target;
}

struct proposer {
    book const& b;
    typing_context const& at;
    source::language in;
    surroundings around = {};
    std::vector<proposal> all = {};

    model::rulebook const& rules() const { return b.rules; }

    // What to offer ------------------------------------------------------------------------------------------------

    void add(std::string label, std::string detail, proposal_kind kind) {
        bool const own = is_ascii(label) != at.zh || kind != proposal_kind::keyword;
        all.push_back({std::move(label), std::move(detail), kind, own});
    }
    // Where a name that is not one word must be quoted.
    void add_name(std::string const& name, std::string detail, proposal_kind kind) {
        bool whole = !name.empty();
        for (std::size_t i = 0; i < name.size();) {
            auto const c = base::decode(name, i);
            whole = whole && (i == 0 ? base::is_name_start(c.value) : syntax::is_word_part(c.value));
            i += c.length;
        }
        add(whole ? name : "\"" + name + "\"", std::move(detail), kind);
    }
    void add_keywords(std::vector<keyword> const& keys) {
        for (auto const k : keys)
            for (auto const s : {syntax::spelling::zh, syntax::spelling::en}) {
                auto const other = s == syntax::spelling::zh ? syntax::spelling::en : syntax::spelling::zh;
                add(std::string(syntax::text(k, s)), std::string(syntax::text(k, other)), proposal_kind::keyword);
            }
    }
    void add_closed(keyword set) {
        for (auto const& w : closed_words())
            if (w.after == set) {
                add(std::string(w.en), std::string(w.zh), proposal_kind::value);
                if (w.zh != w.en) add(std::string(w.zh), std::string(w.en), proposal_kind::value);
            }
    }

    void add_fields() {
        for (auto const r : around.records)
            for (std::uint32_t i = 0; i < rules().records[r].fields.size(); ++i) {
                auto const& f = rules().records[r].fields[i];
                auto const detail = rules().records[r].name + ": " + summary_of(rules(), {thing::field, r, i, {}}, in);
                add_name(f.name, detail, proposal_kind::field);
                if (f.json != f.name) add_name(f.json, detail, proposal_kind::field);
            }
    }
    // As the label of a row, or as an argument.
    void add_factors(bool as_label) {
        for (std::uint32_t i = 0; i < rules().factors.size(); ++i) {
            auto const& f = rules().factors[i];
            if (!around.medium.empty() && f.medium != around.medium) continue;
            auto const detail = summary_of(rules(), {thing::factor, 0, i, {}}, in);
            if (as_label)
                add(f.name, detail, proposal_kind::factor);
            else
                add_name(f.name, detail, proposal_kind::factor);
            for (auto const& a : f.aliases)
                if (as_label) add(a, detail, proposal_kind::factor);
        }
    }
    void add_statistics() {
        for (auto const& s : rules().statistics) {
            add_name(s.name, s.json, proposal_kind::statistic);
            if (s.json != s.name) add_name(s.json, s.name, proposal_kind::statistic);
        }
    }
    void add_documents() {
        for (auto const& d : rules().documents) add(d.id, d.number + " " + d.title, proposal_kind::document);
    }
    void add_tables() {
        for (auto const& t : rules().tables) add(t.id, t.title, proposal_kind::table);
        for (auto const& g : rules().grades) add(g.id, g.title, proposal_kind::table);
    }
    void add_discretions() {
        for (auto const& t : rules().discretions)
            add("\"" + t.id.substr(t.id.find('.') + 1) + "\"", t.title, proposal_kind::table);
    }
    void add_formulas() {
        for (auto const& f : rules().formulas) {
            add_name(f.name, f.title, proposal_kind::formula);
            if (f.json != f.name) add_name(f.json, f.title, proposal_kind::formula);
        }
    }
    void add_records() {
        for (auto const& r : rules().records) add_name(r.name, {}, proposal_kind::record);
    }
    void add_violations() {
        std::set<std::string> types;
        for (auto const& c : rules().consequences)
            if (types.insert(c.violation_type).second) add_name(c.violation_type, c.name, proposal_kind::violation);
    }
    // Of the dimension that is wanted, or all.
    void add_units(std::optional<base::unit_id> like) {
        for (std::size_t i = 1; i < rules().units.size(); ++i) {
            auto const& u = rules().units[static_cast<base::unit_id>(i)];
            if (!like || rules().units[*like].dimension == u.dimension) add(u.symbol, {}, proposal_kind::unit);
        }
    }
    void add_values(entity const& field) {
        auto const& f = rules().records[field.record].fields[field.index];
        for (auto const& c : f.choices) add_name(c, f.name, proposal_kind::value);
        if (f.type == model::field_type::yes_no) add_keywords({keyword::yes, keyword::no});
        if (f.json == model::factor_field) add_factors(false);
    }

    // Where --------------------------------------------------------------------------------------------------------

    keyword block() const { return at.blocks.empty() || at.blocks.back().empty() ? keyword{} : at.blocks.back().front().key; }
    keyword declaration() const {
        return at.blocks.empty() || at.blocks.front().empty() ? keyword{} : at.blocks.front().front().key;
    }

    void look_around() {
        around.records = {model::measurement_record, model::outlet_record, model::facility_record};
        if (declaration() == keyword::consequence) around.records = {model::outlet_record, model::facility_record};
        for (auto const& line : at.lines) {
            if (line.size() < 2) continue;
            auto const& argument = line[1].name;
            if (line[0].is(keyword::medium)) around.medium = argument;
            if (line[0].is(keyword::scope))
                if (auto const r = rules().find_record(argument); r && *r != model::measurement_record) around.records = {*r};
        }
        if (given_record()) around.records = {*given_record()};
        if (at.blocks.empty()) return;
        for (std::size_t i = 0; i + 1 < at.blocks.front().size(); ++i)
            if (at.blocks.front()[i].is(keyword::of)) around.document = at.blocks.front()[i + 1].name;
    }
    // `given outlet {`: lines say what its fields are.
    std::optional<std::uint16_t> given_record() const {
        if (block() != keyword::given || at.blocks.back().size() < 2) return std::nullopt;
        return rules().find_record(at.blocks.back()[1].name);
    }

    // The keyword that the words at the cursor belong to.
    token const* segment() const {
        auto const last = std::find_if(at.line.rbegin(), at.line.rend(), heads_segment);
        return last == at.line.rend() ? nullptr : &*last;
    }
    bool is_row() const { return !at.line.empty() && !heads_segment(at.line.front()); }

    void propose() {
        if (at.in_text) return;
        look_around();
        if (at.line.empty()) return begin_line();
        auto const& last = at.line.back();
        if (last.what == token::kind::number) add_units_here();
        if (auto const* c = comparison(); c && wants_operand(last)) return add_operand(*c);
        auto const* s = segment();
        if (!s) return end_of_row();
        if (auto const f = header_field()) return add_values(*f);
        bool const fresh = s == &last || last.is(symbol::comma) || is_connective(last);
        if (fresh) return add_arguments(*s);
        if (takes_condition(s->key) || s->key == keyword::derive)
            add_keywords({keyword::and_, keyword::or_, keyword::not_, keyword::in, keyword::within, keyword::known});
        add_keywords(followers_of(b, is_row() ? declaration() : at.line.front().key, is_row()));
    }

    // `by grade:` with the cursor behind the colon.
    std::optional<entity> header_field() const {
        bool const header = at.line.size() > 2 && at.line[0].is(keyword::by) && at.line[2].is(symbol::colon);
        return header ? resolve(rules(), around, {thing::field}, at.line[1].name) : std::nullopt;
    }

    void begin_line() {
        if (at.blocks.empty()) return add_keywords(declarations(b));
        if (given_record()) return add_fields();
        add_keywords(lines_of(b, block()));
        if (block() == keyword::limits) add_factors(true);
        if (block() == keyword::grades) add_fields();
    }

    // The comparison that the cursor stands behind, if nothing has ended it.
    token const* comparison() const {
        for (auto t = at.line.rbegin(); t != at.line.rend(); ++t) {
            if (is_comparison(*t)) return &*t;
            if (heads_segment(*t) || t->is(keyword::and_) || t->is(keyword::or_)) return nullptr;
        }
        return nullptr;
    }
    bool wants_operand(token const& last) const {
        return is_comparison(last) || last.is(symbol::comma) || last.is(symbol::open);
    }
    void add_operand(token const& sign) {
        if (&sign == &at.line.front()) return;
        auto const& subject = *(&sign - 1);
        if (auto const f = resolve(rules(), around, {thing::field}, subject.name)) return add_values(*f);
        if (is_row() && declaration() == keyword::limits) add_keywords({keyword::not_detected, keyword::prohibited});
    }

    void end_of_row() {
        if (at.line.size() == 1 && at.line.front().what != token::kind::number)
            return add_keywords({keyword::in, keyword::not_detected, keyword::prohibited});
        if (!given_record()) add_keywords(followers_of(b, declaration(), true));
    }

    // Units behind a number: those of the factor of the row, or of the field that is compared.
    void add_units_here() {
        std::optional<base::unit_id> like;
        if (auto const* c = comparison(); c && c != &at.line.front()) {
            auto const subject = c - 1 == &at.line.front() || !is_row() ? (c - 1)->name : text_before(*c);
            if (auto const f = resolve(rules(), around, {thing::field}, subject))
                like = rules().records[f->record].fields[f->index].unit;
            if (auto const x = resolve(rules(), around, {thing::factor}, subject); x && is_row() && !given_record())
                like = rules().factors[x->index].unit;
        }
        add_units(like && *like != base::no_unit ? like : std::nullopt);
    }

    // The label of the row, whatever its tokens.
    std::string text_before(token const& sign) const {
        auto const* const begin = at.line.front().spelling.data();
        auto const& last = *(&sign - 1);
        return syntax::normal(begin, last.spelling.data() + last.spelling.size());
    }

    void add_arguments(token const& s) {
        if (takes_condition(s.key)) {
            add_fields();
            if (s.key != keyword::by && s.key != keyword::rows && s.key != keyword::target)
                add_keywords({keyword::not_, keyword::known});
            return;
        }
        switch (s.key) {
        case keyword::of: return add_after_of();
        case keyword::judge: return add_statistics();
        case keyword::correct: return add_formulas();
        case keyword::violation:
        case keyword::act:
        case keyword::consequence: return add_violations();
        case keyword::discretion: return add_discretions();
        case keyword::scope:
        case keyword::report: return add_records();
        case keyword::factor:
        case keyword::value_of:
        case keyword::from_factor: return add_factors(false);
        case keyword::measured_in: return add_units(std::nullopt);
        case keyword::displaces:
        case keyword::exempts: add_tables(); return add_documents();
        case keyword::medium:
            if (auto const f = resolve(rules(), {{model::outlet_record}, {}, {}}, {thing::field}, "medium")) add_values(*f);
            return;
        case keyword::given:
            if (declaration() == keyword::formula) return add_fields();
            add_records();
            return add_statistics();
        case keyword::marks: return add_fields();
        case keyword::effective: return add_keywords({keyword::from, keyword::before});
        default: return add_closed(s.key);
        }
    }
    void add_after_of() {
        bool const cited = std::any_of(at.line.begin(), at.line.end(), [](token const& t) { return t.is(keyword::clause); });
        if (at.line.front().is(keyword::given)) return add_factors(false);
        if (at.line.front().is(keyword::derive) && !cited) return add_statistics();
        if (at.line.front().is(keyword::expect)) return add_tables();
        add_documents();
    }
};

} // namespace

proposals complete(book const& b, source::file_id file, std::size_t offset, source::language in) {
    std::string_view const text = b.files[file].text;
    auto const at = context_at(text, offset);
    proposer p{b, at, in};
    p.propose();
    std::set<std::string> seen;
    std::erase_if(p.all, [&](proposal const& x) { return !seen.insert(x.label).second; });
    return {b.lines[file].range_of(text, at.word_begin, at.word_end), std::move(p.all)};
}

} // namespace huanchi::editor
