// The rule files that an author has at hand: the built-in library, the files of the folder, and over these what is open in the
// editor. `workspace` holds the texts; book() gives what they mean together, worked out anew only after a change. The outside
// (reading the folder, giving a built-in file a place where an editor can open it) is passed in as functions. One thread.
#pragma once

#include "editor/text_lines.hpp"
#include "model/rule_sources.hpp"
#include "model/rulebook.hpp"
#include "source/diagnostic.hpp"
#include "syntax/ast.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::editor {

// All files with their trees and the rulebook that they give. It may hold mistakes: what could not be read is missing from
// it, and what is in it refers to nothing that is missing.
struct book {
    source::source_set files;
    std::size_t built_in = 0; // so many files of the library stand in front
    std::vector<syntax::file> trees;
    std::vector<text_lines> lines;
    model::rulebook rules;
    std::vector<source::diagnostic> mistakes; // in order of file and place

    std::optional<source::file_id> find(std::string_view name) const;
    text_range range_of(source::span where) const {
        return lines[where.file].range_of(files[where.file].text, where.begin, where.end);
    }
};
book load_book(std::vector<model::rule_file> const& built_in, std::vector<model::rule_file> const& own);

struct outside {
    // The rule files of these folders or files, by absolute path.
    std::function<std::vector<model::rule_file>(std::vector<std::string> const& paths)> read_files;
    // Where an editor can open a file of the library: an absolute path, or nullopt.
    std::function<std::optional<std::string>(model::rule_file const&)> place_built_in;
};

class workspace {
public:
    workspace(std::vector<model::rule_file> built_in, outside world);

    void set_paths(std::vector<std::string> paths);
    void read_again(); // the files on disk

    // A document's name is its path, or its URI where that names no file.
    void open(std::string const& uri, std::int64_t version, std::string text);
    struct change {
        std::optional<text_range> where; // nullopt: the whole text
        std::string text;
    };
    bool edit(std::string const& uri, std::int64_t version, std::vector<change> const& changes); // false: not open
    void close(std::string const& uri);

    editor::book const& book();
    std::optional<source::file_id> find(std::string const& uri); // in book()
    std::string uri_of(source::file_id file);                    // "" for a file of the library without a place
    std::optional<std::int64_t> version_of(std::string const& uri) const;

private:
    struct document {
        std::string uri;
        std::int64_t version;
        std::string text;
    };
    std::vector<model::rule_file> built_in_;
    outside world_;
    std::vector<std::string> paths_;
    std::vector<model::rule_file> on_disk_;
    std::map<std::string, document> open_; // by name
    std::optional<editor::book> book_;     // nullopt: out of date
};

} // namespace huanchi::editor
