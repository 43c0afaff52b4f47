#include "report/json_parts.hpp"
#include "report/rules_document.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

std::string_view severity_text(source::severity s) {
    return s == source::severity::error ? "error" : s == source::severity::warning ? "warning" : "note";
}

} // namespace

json to_json(source::diagnostic const& d, source::source_set const& files, language in) {
    bool const placed = d.where.file < files.size();
    auto const at = placed ? files.place_of(d.where.file, d.where.begin) : source::place{0, 0};
    return {{"code", d.code},
            {"severity", severity_text(d.severity)},
            {"file", placed ? json(files[d.where.file].name) : json(nullptr)},
            {"line", placed ? json(at.line) : json(nullptr)},
            {"column", placed ? json(at.column) : json(nullptr)},
            {"message", source::message(d, in)},
            {"help", or_null(source::help(d, in))}};
}

namespace {

std::string document(std::string_view key, std::vector<source::diagnostic> const& all, source::source_set const& files,
                     language in) {
    json_document doc;
    doc.open_list(key);
    for (auto const& d : all) doc.item(to_json(d, files, in));
    doc.close_list();
    return std::move(doc).finish();
}

} // namespace

std::string diagnostics_json(std::vector<source::diagnostic> const& all, source::source_set const& files, language in) {
    return document("diagnostics", all, files, in);
}

std::string errors_json(std::vector<source::diagnostic> const& all, source::source_set const& files, language in) {
    return document("errors", all, files, in);
}

std::string errors_json(base::failure const& f, std::string_view code) {
    json_document doc;
    doc.open_list("errors");
    doc.item({{"code", code},
              {"severity", "error"},
              {"file", nullptr},
              {"line", nullptr},
              {"column", nullptr},
              {"message", f.what},
              {"help", or_null(f.remedy)}});
    doc.close_list();
    return std::move(doc).finish();
}

} // namespace huanchi::report
