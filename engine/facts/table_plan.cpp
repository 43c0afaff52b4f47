#include "facts/table_plan.hpp"

#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/table_headings.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::string_view propose = "; `huanchi import --guess FILE` proposes a mapping to begin with";

bool same_lines(std::vector<std::string> const& wanted, std::vector<std::string> const& there) {
    return wanted.size() == there.size() && std::equal(wanted.begin(), wanted.end(), there.begin(),
                                                       [](auto const& a, auto const& b) { return folded(a) == folded(b); });
}

class planner {
public:
    planner(table_head const& head, tables::mapping const& m, std::string const& table, model::rulebook const& rules)
        : head_(head), m_(m), table_(table), names_(rules), rules_(rules) {}

    base::result<table_plan> make() {
        if (!find_header()) return *failed_;
        plan_.not_data = m_.not_data;
        plan_.time_format = m_.time.format;
        plan_.dates = m_.time.dates;
        for (auto const& [name, words] : m_.values)
            if (!special(name) && names_.find(name).ignored())
                return wrong("/values/" + name, "is nothing that a measurement has", known_names());
        for (auto const& c : m_.constants)
            if (!constant(c, plan_.constants)) return *failed_;
        for (bool const values : {true, false}) // what belongs to a value comes behind it
            for (auto const& c : m_.columns)
                if ((c.as == "value") == values && !column(c)) return *failed_;
        if (!complete()) return *failed_;
        for (std::size_t c = 0; c < headers_.size(); ++c)
            if (!used_[c] && !headers_[c].empty()) plan_.others.emplace_back(c, joined_header(headers_[c]));
        return std::move(plan_);
    }

private:
    base::failure wrong(std::string const& place, std::string const& what, std::string const& remedy) {
        failed_ = base::failure{
            m_.name.empty() ? "'" + table_ + "': " + what : "the mapping '" + m_.name + "', " + place + ": " + what, remedy};
        return *failed_;
    }
    bool fail(std::string const& place, std::string const& what, std::string const& remedy) {
        (void)wrong(place, what, remedy);
        return false;
    }

    static bool special(std::string_view as) {
        for (std::string_view const word : {"date", "clock", "enterprise_name", "attribute", "ignore"})
            if (as == word) return true;
        return false;
    }

    std::string known_names() const {
        std::string out = "expected ";
        for (std::size_t i = 0; i < role_count; ++i) out += std::string(text(static_cast<role>(i))) + ", ";
        if (rules_.records.size() > model::measurement_record)
            for (auto const& f : rules_.records[model::measurement_record].fields)
                if (names_.find(f.json).role == role::none) out += f.json + ", ";
        return out + "date, clock, enterprise_name, attribute or ignore";
    }

    std::string column_list() const {
        std::string out;
        for (std::size_t c = 0; c < headers_.size() && c < 40; ++c)
            if (!headers_[c].empty())
                out += (out.empty() ? "" : ", ") + tables::column_letters(static_cast<std::uint32_t>(c)) + " " +
                       joined_header(headers_[c]);
        return out;
    }

    void use_header(std::uint32_t from, std::uint32_t to) {
        headers_ = from == 0 ? std::vector<std::vector<std::string>>() : head_.headers(from, to);
        plan_.first_row = m_.first_row != 0 ? m_.first_row : to + 1;
        std::size_t widest = headers_.size();
        if (from == 0)
            for (auto const& r : head_.rows) widest = std::max(widest, r.filled.size());
        for (auto const& c : m_.columns)
            if (c.column) widest = std::max<std::size_t>(widest, *c.column + 1);
        headers_.resize(widest);
        while (from != 0 && widest > 0 && headers_[widest - 1].empty()) --widest;
        plan_.width = widest;
        used_.assign(headers_.size(), false);
    }

    // Where the mapping does not say in which rows the header stands, the first rows under which all its columns are found.
    bool find_header() {
        if (m_.header_first) {
            use_header(*m_.header_first, *m_.header_last);
            return true;
        }
        std::uint32_t lines = 1;
        for (auto const& c : m_.columns) lines = std::max(lines, static_cast<std::uint32_t>(c.header.size()));
        std::string missing;
        std::size_t best = 0;
        for (auto const& r : head_.rows)
            for (auto height = lines; height <= std::max(lines, 2u); ++height) {
                use_header(r.number, r.number + height - 1);
                std::string first_missing;
                std::size_t found = 0;
                for (auto const& c : m_.columns) {
                    bool const there = c.column || !matching(c).empty();
                    found += there && !c.column;
                    if (!there && first_missing.empty())
                        first_missing = c.place + ": no column " + excerpt(joined_header(c.header));
                }
                if (first_missing.empty() && found > 0) return true;
                if (found >= best) {
                    best = found + 1;
                    missing = first_missing;
                }
            }
        failed_ = base::failure{"the mapping '" + m_.name + "' fits no row of '" + table_ + "'" +
                                    (missing.empty() ? "" : ", " + missing),
                                "say with header_rows in which rows the names of the columns stand, such as [3]"};
        return false;
    }

    // By the whole header, else by one of its lines.
    std::vector<std::size_t> matching(tables::column_entry const& entry) const {
        std::vector<std::size_t> whole, part;
        for (std::size_t c = 0; c < headers_.size(); ++c) {
            auto const& there = headers_[c];
            if (there.empty()) continue;
            if (same_lines(entry.header, there) ||
                (entry.header.size() == 1 && folded(entry.header[0]) == folded(joined_header(there))))
                whole.push_back(c);
            else if (entry.header.size() == 1 && std::any_of(there.begin(), there.end(), [&](auto const& line) {
                         return folded(line) == folded(entry.header[0]);
                     }))
                part.push_back(c);
        }
        return whole.empty() ? part : whole;
    }

    std::optional<std::size_t> find(tables::column_entry const& entry) {
        if (entry.column) {
            std::size_t const c = *entry.column;
            if (!entry.header.empty() && !same_lines(entry.header, headers_[c]) &&
                folded(joined_header(headers_[c])) != folded(joined_header(entry.header))) {
                fail(entry.place,
                     "the header of column " + tables::column_letters(*entry.column) + " is " +
                         excerpt(joined_header(headers_[c])) + ", not " + excerpt(joined_header(entry.header)),
                     "the table is laid out otherwise than this mapping says; correct it");
                return std::nullopt;
            }
            return c;
        }
        auto const found = matching(entry);
        if (found.size() == 1) return found.front();
        if (found.empty()) {
            fail(entry.place, "'" + table_ + "' has no column " + excerpt(joined_header(entry.header)),
                 "the columns are " + column_list());
        } else {
            std::string letters;
            for (auto const c : found)
                letters += (letters.empty() ? "" : ", ") + tables::column_letters(static_cast<std::uint32_t>(c));
            fail(entry.place, excerpt(joined_header(entry.header)) + " is the header of the columns " + letters,
                 "name the column by its letter (\"letter\": \"" + letters.substr(0, letters.find(',')) +
                     "\"), or by all lines of its header");
        }
        return std::nullopt;
    }

    std::optional<std::string> fixed(tables::constant const& c) {
        auto const& v = c.value;
        if (!v.cell) return v.text;
        auto const* row = head_.row(v.cell->row + 1);
        std::string_view said =
            row && v.cell->column < row->filled.size() ? std::string_view(row->filled[v.cell->column]) : std::string_view();
        if (!v.after.empty()) {
            auto const at = said.find(v.after);
            said = at == std::string_view::npos ? std::string_view() : trimmed(said.substr(at + v.after.size()));
            said = said.substr(0, std::min({said.find("  "), said.find('\t'), said.find("\xE3\x80\x80"), said.size()}));
        }
        if (!trimmed(said).empty()) return std::string(trimmed(said));
        auto const name = tables::column_letters(v.cell->column) + std::to_string(v.cell->row + 1);
        fail(c.place,
             "the cell " + name + " of '" + table_ + "' says nothing" + (v.after.empty() ? "" : " behind " + excerpt(v.after)),
             "name a cell in the first " + std::to_string(table_head::most_rows) +
                 " rows that holds the text, or write the text itself");
        return std::nullopt;
    }

    bool constant(tables::constant const& c, std::vector<bound_constant>& to) {
        auto const meaning = names_.find(c.name);
        if (meaning.ignored()) return fail(c.place, "is nothing that a measurement has", known_names());
        auto said = fixed(c);
        if (!said) return false;
        to.emplace_back(meaning, std::move(*said));
        return true;
    }

    word_list const* words_for(std::string_view as) const {
        auto const found = m_.values.find(std::string(as));
        return found == m_.values.end() ? nullptr : &found->second;
    }

    bool value(tables::column_entry const& entry, std::size_t c) {
        value_column v;
        v.column = c;
        v.header = headers_[c].empty() ? tables::column_letters(static_cast<std::uint32_t>(c)) : joined_header(headers_[c]);
        v.words = words_for("value");
        if (!entry.unit.empty()) v.constants.emplace_back(names_.find("unit"), entry.unit);
        for (auto const& k : entry.with)
            if (!constant(k, v.constants)) return false;
        plan_.values.push_back(std::move(v));
        return true;
    }

    static std::string factor_of(std::vector<tables::constant> const& with) {
        for (auto const& k : with)
            if (k.name == "factor") return k.value.text;
        return {};
    }

    // Of the values of a factor that a column belongs to; one without a column where the table has none.
    bool companion(tables::column_entry const& entry, bound_column b, std::string const& factor) {
        bool found = false;
        for (auto& v : plan_.values) {
            bool const its = std::any_of(v.constants.begin(), v.constants.end(),
                                         [&](auto const& k) { return k.first.role == role::factor && k.second == factor; });
            if (!its) continue;
            for (auto const& other : v.companions)
                if (other.meaning.role == b.meaning.role && other.meaning.field == b.meaning.field)
                    return fail(entry.place, excerpt(other.header) + " says the same of " + factor,
                                "let one of them be ignored");
            v.companions.push_back(b);
            v.has_mark = v.has_mark || is_mark(b.meaning.role);
            found = true;
        }
        if (found) return true;
        value_column v;
        v.header = b.header;
        v.constants.emplace_back(names_.find("factor"), factor);
        v.has_mark = is_mark(b.meaning.role);
        v.companions.push_back(std::move(b));
        plan_.values.push_back(std::move(v));
        return true;
    }
    static bool is_mark(role r) { return r == role::flag || r == role::mark || r == role::condition || r == role::review; }

    bool column(tables::column_entry const& entry) {
        auto const c = find(entry);
        if (!c) return false;
        if (used_[*c])
            return fail(entry.place, "column " + tables::column_letters(static_cast<std::uint32_t>(*c)) + " is named twice",
                        "name every column once");
        if (entry.as == "attribute") return true;
        used_[*c] = true;
        if (entry.as == "ignore") return true;
        if (entry.as == "value") return value(entry, *c);
        bound_column b;
        b.column = *c;
        b.header = headers_[*c].empty() ? tables::column_letters(static_cast<std::uint32_t>(*c)) : joined_header(headers_[*c]);
        b.unit = entry.unit;
        b.fill_down = entry.fill_down;
        b.words = words_for(entry.as);
        if (entry.as == "date") return one(entry, plan_.date, std::move(b));
        if (entry.as == "clock") return one(entry, plan_.clock, std::move(b));
        if (entry.as == "enterprise_name") {
            b.meaning.role = role::enterprise_id;
            return one(entry, plan_.enterprise_name, std::move(b));
        }
        b.meaning = names_.find(entry.as);
        if (b.meaning.ignored())
            return fail(entry.place + "/as", "is " + excerpt(entry.as) + ", nothing that a measurement has", known_names());
        // A field that is a plain number is in whatever unit the rules mean.
        if (b.meaning.field &&
            rules_.records[model::measurement_record].fields[*b.meaning.field].type != model::field_type::quantity)
            b.unit.clear();
        if (b.meaning.role == role::time) return one(entry, plan_.time, std::move(b));
        if (auto const factor = factor_of(entry.with); !factor.empty()) return companion(entry, std::move(b), factor);
        for (auto const& other : plan_.columns)
            if ((b.meaning.role != role::none && other.meaning.role == b.meaning.role) ||
                (b.meaning.field && other.meaning.field == b.meaning.field))
                return fail(entry.place, excerpt(other.header) + " and " + excerpt(b.header) + " mean the same",
                            "let one of them be ignored, or say with \"factor\" whose value it belongs to");
        plan_.columns.push_back(std::move(b));
        return true;
    }

    bool one(tables::column_entry const& entry, std::optional<bound_column>& to, bound_column b) {
        if (to)
            return fail(entry.place, excerpt(to->header) + " and " + excerpt(b.header) + " mean the same",
                        "let one of them be ignored");
        to = std::move(b);
        return true;
    }

    bool has(role r) const {
        return std::any_of(plan_.columns.begin(), plan_.columns.end(), [&](auto const& c) { return c.meaning.role == r; }) ||
               std::any_of(plan_.constants.begin(), plan_.constants.end(), [&](auto const& c) { return c.first.role == r; });
    }
    static bool has(value_column const& v, role r) {
        return std::any_of(v.constants.begin(), v.constants.end(), [&](auto const& k) { return k.first.role == r; }) ||
               std::any_of(v.companions.begin(), v.companions.end(), [&](auto const& c) { return c.meaning.role == r; });
    }

    bool complete() {
        auto const lacks = [&](std::string const& what, std::string const& remedy) {
            auto const table = "'" + table_ + "': nothing says " + what;
            failed_ = base::failure{m_.name.empty() ? table : "the mapping '" + m_.name + "' is not complete for " + table,
                                    remedy + (m_.name.empty() ? std::string(propose) : "")};
            return false;
        };
        if (plan_.values.empty()) return lacks("which column holds values", "name one with \"as\": \"value\"");
        if (!has(role::enterprise_id) && !plan_.enterprise_name)
            return lacks(
                "whose data they are",
                "give enterprise_id under \"constants\", or a column \"as\": \"enterprise_id\" or \"enterprise_name\"");
        if (!has(role::outlet_id) &&
            !std::all_of(plan_.values.begin(), plan_.values.end(), [](auto const& v) { return has(v, role::outlet_id); }))
            return lacks("which outlet they are of", "give outlet_id under \"constants\", or a column \"as\": \"outlet_id\"");
        if (!plan_.time && !plan_.date && !has(role::time) &&
            !std::all_of(plan_.values.begin(), plan_.values.end(), [](auto const& v) { return has(v, role::time); }))
            return lacks("when they were measured", "name a column \"as\": \"time\", or \"date\" and \"clock\"");
        if (plan_.clock && !plan_.date) return lacks("of which day the times are", "name a column \"as\": \"date\"");
        bool const factor_of_line = has(role::factor);
        for (auto const& v : plan_.values)
            if (!factor_of_line && !has(v, role::factor))
                return lacks("of which factor " + excerpt(v.header) + " is",
                             "give it a \"factor\", or name a column \"as\": \"factor\"");
        return true;
    }

    table_head const& head_;
    tables::mapping const& m_;
    std::string const& table_;
    column_names names_;
    model::rulebook const& rules_;
    table_plan plan_;
    std::vector<std::vector<std::string>> headers_;
    std::vector<bool> used_;
    std::optional<base::failure> failed_;
};

} // namespace

base::result<table_plan> plan_table(table_head const& head, tables::mapping const& m, std::string const& table,
                                    model::rulebook const& rules) {
    return planner(head, m, table, rules).make();
}

} // namespace huanchi::facts
