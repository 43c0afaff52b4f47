#include "tables/mapping.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fnmatch.h>
#include <initializer_list>

namespace huanchi::tables {

namespace {

using json = nlohmann::ordered_json;

// The first problem, and where.
struct mapping_problem {
    std::string place, what, remedy;
};

class mapping_reader {
public:
    explicit mapping_reader(mapping& to) : to_(to) {}
    std::optional<mapping_problem> const& wrong() const { return wrong_; }

    void read(json const& j) {
        if (!object(j, "",
                    {"files", "encoding", "separator", "sheets", "header_rows", "first_row", "time", "constants", "columns",
                     "values", "not_data"}))
            return;
        if (auto const schema = j.value("schema", json()); schema.is_string() && schema != "huanchi.mapping/1")
            return fail("/schema", "is " + schema.dump() + ", which this version does not read", "write \"huanchi.mapping/1\"");
        texts(j, "files", to_.files);
        choice(j, "encoding", "", {"UTF-8", "GB18030"}, to_.encoding);
        read_separator(j);
        texts(j, "sheets", to_.sheets);
        read_header(j);
        if (j.contains("time")) read_time(j["time"]);
        if (j.contains("constants")) read_constants(j["constants"], "/constants", to_.constants);
        if (j.contains("columns")) read_columns(j["columns"]);
        if (j.contains("values")) read_values(j["values"]);
        texts(j, "not_data", to_.not_data);
        for (std::size_t i = 0; i < to_.not_data.size(); ++i)
            if (to_.not_data[i].empty())
                fail("/not_data/" + std::to_string(i), "is blank: every row begins so", "write how the rows begin");
        if (to_.columns.empty())
            fail("/columns", "is missing or empty", "say what each column is: {\"column\": \"监测时间\", \"as\": \"time\"}");
    }

private:
    void fail(std::string place, std::string what, std::string remedy) {
        if (!wrong_) wrong_ = mapping_problem{std::move(place), std::move(what), std::move(remedy)};
    }

    bool object(json const& j, std::string const& place, std::initializer_list<std::string_view> known) {
        if (!j.is_object()) {
            fail(place, "is no object", "write it as {…}");
            return false;
        }
        std::string names;
        for (auto const k : known) names += (names.empty() ? "" : ", ") + std::string(k);
        for (auto const& [key, value] : j.items()) {
            // What a proposal says to its reader.
            bool const remark =
                key == "why" || key == "sure" || key == "questions" || key == "note" || key == "schema" || key == "$schema";
            if (remark || std::find(known.begin(), known.end(), key) != known.end()) continue;
            fail(place + "/" + key, "is no key of a mapping here", "expected " + names);
            return false;
        }
        return true;
    }

    bool is_text(json const& j, std::string const& place) {
        if (j.is_string()) return true;
        fail(place, "is no text", "write it in quotes");
        return false;
    }

    void texts(json const& j, char const* key, std::vector<std::string>& out) {
        if (!j.contains(key)) return;
        auto const& list = j[key];
        std::string const place = std::string("/") + key;
        if (!list.is_array()) return fail(place, "is no list", "write it as [\"…\"]");
        for (std::size_t i = 0; i < list.size(); ++i)
            if (is_text(list[i], place + "/" + std::to_string(i))) out.push_back(list[i]);
    }

    void choice(json const& j, char const* key, std::string const& above, std::initializer_list<std::string_view> known,
                std::string& out) {
        if (!j.contains(key) || j[key].is_null()) return;
        std::string const place = above + "/" + key;
        if (!is_text(j[key], place)) return;
        std::string const word = j[key];
        std::string names;
        for (auto const k : known) names += (names.empty() ? "" : " or ") + std::string(k);
        if (std::find(known.begin(), known.end(), word) == known.end())
            return fail(place, "is \"" + word + "\"", "expected " + names);
        out = word;
    }

    void read_separator(json const& j) {
        std::string word;
        choice(j, "separator", "", {",", ";", "\t", "tab"}, word);
        if (!word.empty()) to_.separator = word == "tab" ? '\t' : word.front();
    }

    std::optional<std::uint32_t> row(json const& j, std::string const& place) {
        if (j.is_number_unsigned() && j >= 1 && j <= most_rows) return j.get<std::uint32_t>();
        fail(place, "is no row of a table", "count rows from 1, as spreadsheets do");
        return std::nullopt;
    }

    void read_header(json const& j) {
        if (j.contains("first_row"))
            if (auto const n = row(j["first_row"], "/first_row")) to_.first_row = *n;
        if (!j.contains("header_rows")) return;
        auto const& rows = j["header_rows"];
        if (!rows.is_array() || rows.size() > 2)
            return fail("/header_rows", "is no pair of rows",
                        "write [3], or [3, 4] for a header of two rows, or [] where there is none");
        if (rows.empty()) {
            if (to_.first_row == 0)
                return fail("/header_rows", "says that there is no header", "say with first_row where the data begin");
            to_.header_first = to_.header_last = 0;
            return;
        }
        to_.header_first = row(rows[0], "/header_rows/0");
        to_.header_last = rows.size() == 2 ? row(rows[1], "/header_rows/1") : to_.header_first;
        if (!to_.header_first || !to_.header_last) return;
        if (*to_.header_last < *to_.header_first)
            return fail("/header_rows/1", "lies above the first row of the header", "write the upper row first");
        if (*to_.header_last - *to_.header_first > 5)
            return fail("/header_rows", "are more than 6 rows", "name the rows that hold the names of columns only");
        if (*to_.header_last > 60) return fail("/header_rows", "lie below row 60", "take away what stands above the header");
        if (to_.first_row != 0 && to_.first_row <= *to_.header_last)
            return fail("/first_row", "lies within the header", "data begin behind it");
    }

    void read_time(json const& j) {
        if (!object(j, "/time", {"label", "format", "date_system"})) return;
        std::string label, system;
        choice(j, "label", "/time", {"start", "end"}, label);
        choice(j, "date_system", "/time", {"1900", "1904"}, system);
        if (!label.empty()) to_.time.label_is_end = label == "end";
        if (system == "1904") to_.time.dates = date_system::from_1904;
        if (j.contains("format") && is_text(j["format"], "/time/format")) to_.time.format = j["format"];
        auto const& f = to_.time.format;
        if (!f.empty() && (f.find("yy") == std::string::npos || f.find('M') == std::string::npos))
            fail("/time/format", "is \"" + f + "\", which names no year and month",
                 "write it with yyyy, MM, dd, HH, mm, ss, such as \"yyyyMMdd HH\"");
    }

    std::optional<fixed_text> fixed(json const& j, std::string const& place) {
        if (j.is_string()) return fixed_text{j, {}, {}};
        if (j.is_number_integer()) return fixed_text{j.dump(), {}, {}};
        if (j.is_number()) {
            fail(place, "is a number with decimals, which JSON may change", "write it in quotes");
            return std::nullopt;
        }
        if (!j.is_object()) {
            fail(place, "is no text", "write it in quotes, or {\"cell\": \"B2\"} for what stands in a cell above the data");
            return std::nullopt;
        }
        if (!object(j, place, {"cell", "after"})) return std::nullopt;
        fixed_text out;
        auto const cell = j.value("cell", json());
        if (cell.is_string()) out.cell = read_place(cell.get<std::string>());
        if (!out.cell) {
            fail(place + "/cell", "names no cell", "write it as \"B2\"");
            return std::nullopt;
        }
        if (j.contains("after") && is_text(j["after"], place + "/after")) out.after = j["after"];
        return out;
    }

    void read_constants(json const& j, std::string const& place, std::vector<constant>& out) {
        if (!j.is_object()) return fail(place, "is no object", "write it as {\"enterprise_id\": \"…\"}");
        for (auto const& [key, value] : j.items()) {
            auto const here = place + "/" + key;
            if (auto text = fixed(value, here)) {
                if (!text->cell && text->text.empty()) fail(here, "is blank", "write what holds for all rows, or take it out");
                out.push_back({key, std::move(*text), here, {}});
            }
        }
    }

    void read_columns(json const& j) {
        if (!j.is_array()) return fail("/columns", "is no list", "write it as [{\"column\": \"监测时间\", \"as\": \"time\"}]");
        for (std::size_t i = 0; i < j.size(); ++i) read_column(j[i], "/columns/" + std::to_string(i));
    }

    void read_column(json const& j, std::string const& place) {
        if (!object(j, place, {"column", "letter", "as", "factor", "unit", "with", "fill_down"})) return;
        column_entry c;
        c.place = place;
        if (j.contains("letter") && is_text(j["letter"], place + "/letter")) {
            c.column = read_column_letters(j["letter"].get<std::string>());
            if (!c.column) fail(place + "/letter", "is " + j["letter"].dump() + ", no column", "write it as \"A\" to \"XFD\"");
        }
        if (j.contains("column")) {
            auto const& name = j["column"];
            if (name.is_string()) c.header.push_back(name);
            for (std::size_t i = 0; name.is_array() && i < name.size(); ++i)
                if (is_text(name[i], place + "/column/" + std::to_string(i))) c.header.push_back(name[i]);
        }
        if (!c.column && c.header.empty())
            fail(place, "says of no column what it is", "name it by its header (\"column\") or its letter (\"letter\")");
        auto const as = j.value("as", json());
        if (as.is_string()) c.as = as;
        if (c.as.empty())
            fail(place + "/as", "is missing", "say what the column is, such as time, factor, value, unit, flag, or ignore");
        if (j.contains("unit") && is_text(j["unit"], place + "/unit")) c.unit = j["unit"];
        if (j.contains("factor") && is_text(j["factor"], place + "/factor"))
            c.with.push_back({"factor", {j["factor"], {}, {}}, place + "/factor", {}});
        if (j.contains("with")) read_constants(j["with"], place + "/with", c.with);
        if (j.contains("fill_down")) {
            if (!j["fill_down"].is_boolean()) fail(place + "/fill_down", "is neither true nor false", "write true or false");
            c.fill_down = j["fill_down"] == true;
        }
        to_.columns.push_back(std::move(c));
    }

    void read_values(json const& j) {
        if (!j.is_object()) return fail("/values", "is no object", "write it as {\"flag\": {\"正常\": \"N\"}}");
        for (auto const& [name, words] : j.items()) {
            if (!words.is_object()) return fail("/values/" + name, "is no object", "write it as {\"正常\": \"N\"}");
            for (auto const& [from, to] : words.items())
                if (is_text(to, "/values/" + name + "/" + from)) to_.values[name][from] = to;
        }
    }

    mapping& to_;
    std::optional<mapping_problem> wrong_;
};

json fixed_json(fixed_text const& t) {
    if (!t.cell) return t.text;
    json j{{"cell", column_letters(t.cell->column) + std::to_string(t.cell->row + 1)}};
    if (!t.after.empty()) j["after"] = t.after;
    return j;
}

json column_json(column_entry const& c) {
    json j;
    if (c.column) j["letter"] = column_letters(*c.column);
    if (c.header.size() == 1) j["column"] = c.header.front();
    if (c.header.size() > 1) j["column"] = c.header;
    j["as"] = c.as;
    json with = json::object();
    for (auto const& k : c.with) {
        if (k.name == "factor" && !k.value.cell)
            j["factor"] = k.value.text;
        else
            with[k.name] = fixed_json(k.value);
    }
    if (!c.unit.empty()) j["unit"] = c.unit;
    if (!with.empty()) j["with"] = std::move(with);
    if (c.fill_down) j["fill_down"] = true;
    if (!c.why.empty()) j["why"] = c.why;
    if (!c.sure.empty()) j["sure"] = c.sure;
    return j;
}

} // namespace

bool mapping::is_for(std::string_view path) const {
    if (files.empty()) return true;
    std::string const whole(path), base(path.substr(path.find_last_of('/') + 1));
    return std::any_of(files.begin(), files.end(), [&](std::string const& pattern) {
        return ::fnmatch(pattern.c_str(), base.c_str(), 0) == 0 || ::fnmatch(pattern.c_str(), whole.c_str(), 0) == 0;
    });
}

base::result<mapping> read_mapping(std::string_view text, std::string const& name) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    json j;
    try {
        j = json::parse(text);
    } catch (json::parse_error const& e) {
        return base::failure{"the mapping '" + name + "' is no JSON: " + std::string(e.what()).substr(0, 200),
                             "correct it, or let `huanchi import --guess` propose one"};
    }
    mapping m;
    m.name = name;
    mapping_reader r(m);
    r.read(j);
    if (r.wrong())
        return base::failure{"the mapping '" + name + "', " + (r.wrong()->place.empty() ? "/" : r.wrong()->place) + ": " +
                                 r.wrong()->what,
                             r.wrong()->remedy};
    return m;
}

std::string mapping_json(mapping const& m) {
    json j{{"schema", "huanchi.mapping/1"}};
    if (!m.questions.empty()) j["questions"] = m.questions;
    if (!m.encoding.empty()) j["encoding"] = m.encoding;
    if (m.separator) j["separator"] = *m.separator == '\t' ? "tab" : std::string(1, *m.separator);
    if (!m.sheets.empty()) j["sheets"] = m.sheets;
    if (m.header_first)
        j["header_rows"] = *m.header_first == *m.header_last ? json{*m.header_first} : json{*m.header_first, *m.header_last};
    json time = json::object();
    if (m.time.label_is_end) time["label"] = *m.time.label_is_end ? "end" : "start";
    if (!m.time.format.empty()) time["format"] = m.time.format;
    if (m.time.dates == date_system::from_1904) time["date_system"] = "1904";
    if (!m.time.why.empty()) time["why"] = m.time.why;
    if (!time.empty()) j["time"] = std::move(time);
    json constants = json::object();
    for (auto const& c : m.constants) constants[c.name] = fixed_json(c.value);
    if (!constants.empty()) j["constants"] = std::move(constants);
    json why = json::object(); // a reader passes over it
    for (auto const& c : m.constants)
        if (!c.why.empty()) why[c.name] = c.why;
    if (!why.empty()) j["why"] = std::move(why);
    j["columns"] = json::array();
    for (auto const& c : m.columns) j["columns"].push_back(column_json(c));
    if (!m.values.empty()) j["values"] = m.values;
    if (!m.not_data.empty()) j["not_data"] = m.not_data;
    return j.dump(2, ' ', false, json::error_handler_t::replace);
}

} // namespace huanchi::tables
