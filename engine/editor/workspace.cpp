#include "editor/workspace.hpp"

#include "editor/uri.hpp"
#include "model/from_syntax.hpp"
#include "syntax/parse.hpp"

namespace huanchi::editor {

namespace {

std::string name_of(std::string const& uri) {
    return path_of(uri).value_or(uri);
}

} // namespace

std::optional<source::file_id> book::find(std::string_view name) const {
    for (auto id = static_cast<source::file_id>(built_in); id < files.size(); ++id)
        if (files[id].name == name) return id;
    return std::nullopt;
}

book load_book(std::vector<model::rule_file> const& built_in, std::vector<model::rule_file> const& own) {
    book b;
    b.files = model::assemble(built_in, own, model::test_files::of_user);
    b.built_in = b.files.size() - own.size();
    source::diagnostics reported_below;
    for (source::file_id id = 0; id < b.files.size(); ++id) {
        b.trees.push_back(syntax::parse(b.files, id, reported_below));
        b.lines.emplace_back(b.files[id].text);
    }
    auto loaded = model::load(b.files);
    loaded.report.append(model::parts_left_out(b.files, built_in, own));
    b.mistakes = loaded.report.sorted();
    b.rules = std::move(loaded.rules);
    return b;
}

workspace::workspace(std::vector<model::rule_file> built_in, outside world)
    : built_in_(std::move(built_in)), world_(std::move(world)) {}

void workspace::set_paths(std::vector<std::string> paths) {
    paths_ = std::move(paths);
    read_again();
}

void workspace::read_again() {
    on_disk_ = world_.read_files(paths_);
    book_.reset();
}

void workspace::open(std::string const& uri, std::int64_t version, std::string text) {
    open_[name_of(uri)] = {uri, version, std::move(text)};
    book_.reset();
}

bool workspace::edit(std::string const& uri, std::int64_t version, std::vector<change> const& changes) {
    auto const at = open_.find(name_of(uri));
    if (at == open_.end()) return false;
    auto& text = at->second.text;
    for (auto const& c : changes) {
        if (!c.where) {
            text = c.text;
            continue;
        }
        text_lines const lines(text);
        auto const begin = lines.offset_at(text, c.where->begin);
        auto const end = std::max(begin, lines.offset_at(text, c.where->end));
        text.replace(begin, end - begin, c.text);
    }
    at->second.version = version;
    book_.reset();
    return true;
}

void workspace::close(std::string const& uri) {
    open_.erase(name_of(uri));
    book_.reset();
}

book const& workspace::book() {
    if (book_) return *book_;
    std::map<std::string, std::string> own;
    for (auto const& f : on_disk_) own[f.name] = f.text;
    for (auto const& [name, d] : open_) own[name] = d.text;
    std::vector<model::rule_file> files;
    for (auto& [name, text] : own) files.push_back({name, std::move(text)});
    return book_.emplace(load_book(built_in_, files));
}

std::optional<source::file_id> workspace::find(std::string const& uri) {
    return book().find(name_of(uri));
}

std::string workspace::uri_of(source::file_id file) {
    auto const& b = book();
    auto const& f = b.files[file];
    if (file < b.built_in) {
        auto const path = world_.place_built_in({f.name, f.text});
        return path ? editor::uri_of(*path) : std::string();
    }
    if (auto const at = open_.find(f.name); at != open_.end()) return at->second.uri;
    return editor::uri_of(f.name);
}

std::optional<std::int64_t> workspace::version_of(std::string const& uri) const {
    auto const at = open_.find(name_of(uri));
    if (at == open_.end()) return std::nullopt;
    return at->second.version;
}

} // namespace huanchi::editor
