#include "tables/workbook_parts.hpp"

#include "tables/xml_events.hpp"

#include <charconv>
#include <map>

namespace huanchi::tables {

namespace {

using problem = std::optional<std::string>;

problem parse(archive const& from, std::string const& entry, archive::bounds within, xml_events events) {
    xml_stream xml(std::move(events));
    if (auto unreadable = from.read(entry, within, [&](std::string_view piece) { return xml.feed(piece); })) return unreadable;
    if (!xml.problem()) xml.feed({}, true);
    if (auto broken = xml.problem()) return "'" + entry + "': " + *broken;
    return std::nullopt;
}

unsigned number(std::string_view text) {
    unsigned n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

struct relation {
    std::string id, type, target;
};

// A target as a path from the root of the archive.
std::string resolved(std::string const& folder, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::string base = folder;
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        if (!base.empty()) base.pop_back();
        base.erase(base.find_last_of('/') == std::string::npos ? 0 : base.find_last_of('/') + 1);
    }
    if (target.starts_with("./")) target.remove_prefix(2);
    return base + std::string(target);
}

std::vector<relation> relations_of(archive const& from, std::string const& entry, workbook_limits const& limits) {
    auto const slash = entry.find_last_of('/');
    std::string const folder = slash == std::string::npos ? "" : entry.substr(0, slash + 1);
    std::string const list = folder + "_rels/" + entry.substr(folder.size()) + ".rels";
    std::vector<relation> out;
    if (!from.has(list)) return out;
    xml_events events;
    events.start = [&](std::string_view name, xml_attributes a) {
        if (name == "Relationship")
            out.push_back({std::string(a["Id"]), std::string(a["Type"]), resolved(folder, a["Target"])});
    };
    if (parse(from, list, bounds_of(limits, std::size_t{16} << 20), std::move(events))) out.clear();
    return out;
}

std::string workbook_entry(archive const& from, workbook_limits const& limits) {
    for (auto const& r : relations_of(from, "", limits))
        if (r.type.ends_with("/officeDocument")) return r.target;
    return "xl/workbook.xml";
}

problem read_texts(archive const& from, std::string const& entry, workbook_limits const& limits, shared_texts& out) {
    std::string text;
    bool in_text = false;
    int phonetic = 0; // how to read a text is no part of it
    xml_events events;
    events.start = [&](std::string_view name, xml_attributes) {
        if (name == "si") text.clear();
        if (name == "rPh") ++phonetic;
        in_text = name == "t" && phonetic == 0;
    };
    events.text = [&](std::string_view piece) {
        if (in_text && text.size() < limits.cell) text.append(piece);
    };
    events.end = [&](std::string_view name) {
        in_text = false;
        if (name == "rPh") --phonetic;
        if (name == "si") out.add(text);
    };
    return parse(from, entry, bounds_of(limits, limits.texts), std::move(events));
}

problem read_styles(archive const& from, std::string const& entry, workbook_limits const& limits,
                    std::vector<shown_as>& styles) {
    std::map<unsigned, shown_as> own; // number formats of this workbook
    bool in_cells = false;
    xml_events events;
    events.start = [&](std::string_view name, xml_attributes a) {
        if (name == "numFmt") own[number(a["numFmtId"])] = shown_by(a["formatCode"]);
        if (name == "cellXfs") in_cells = true;
        if (name != "xf" || !in_cells) return;
        auto const id = number(a["numFmtId"]);
        auto const found = own.find(id);
        styles.push_back(found == own.end() ? shown_by_built_in(id) : found->second);
    };
    events.end = [&](std::string_view name) {
        if (name == "cellXfs") in_cells = false;
    };
    return parse(from, entry, bounds_of(limits, std::size_t{64} << 20), std::move(events));
}

} // namespace

archive::bounds bounds_of(workbook_limits const& limits, std::size_t bytes) {
    return {bytes, limits.ratio, limits.free};
}

problem read_outline(archive const& from, workbook_limits const& limits, workbook_outline& out) {
    auto const book = workbook_entry(from, limits);
    auto const relations = relations_of(from, book, limits);
    xml_events events;
    events.start = [&](std::string_view name, xml_attributes a) {
        if (name == "workbookPr" && (a["date1904"] == "1" || a["date1904"] == "true")) out.dates = date_system::from_1904;
        if (name != "sheet") return;
        for (auto const& r : relations) {
            if (r.id != a["id"] || !r.type.ends_with("/worksheet")) continue; // sheets of charts hold no cells
            out.sheets.push_back({std::string(a["name"]), !a["state"].empty() && a["state"] != "visible"});
            out.entries.push_back(r.target);
        }
    };
    if (auto p = parse(from, book, bounds_of(limits, std::size_t{16} << 20), std::move(events))) return p;
    for (auto const& r : relations) {
        problem p;
        if (r.type.ends_with("/sharedStrings")) p = read_texts(from, r.target, limits, out.texts);
        if (r.type.ends_with("/styles")) p = read_styles(from, r.target, limits, out.styles);
        if (p) return p;
    }
    if (out.sheets.empty()) return "it has no sheet of cells";
    return std::nullopt;
}

} // namespace huanchi::tables
