#include "model/rule_sources.hpp"

#include "syntax/parse.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace huanchi::model {

namespace {

namespace fs = std::filesystem;
constexpr std::string_view test_suffix = ".test.rules", suffix = ".rules";

// Something that a file says for a document: the declaration, a table of any kind, or what else is `of` it.
struct part {
    std::string document, name;
    enum class kind : std::uint8_t { standard, table, other } what;
    source::span where;
};

syntax::name const* first_name(syntax::segment const& s) {
    return s.arguments.empty() ? nullptr : std::get_if<syntax::name>(&s.arguments.front().node);
}

std::vector<part> parts_of(rule_file const& file) {
    using syntax::keyword;
    source::source_set one;
    one.add(file.name, file.text);
    source::diagnostics ignored; // reported when the file is loaded
    std::vector<part> parts;
    for (auto const& item : syntax::parse(one, 0, ignored).items) {
        auto const key = item.segments.front().key;
        bool const declares = key == keyword::standard;
        auto const* s = declares ? &item.segments.front() : item.find(keyword::of);
        auto const* n = s ? first_name(*s) : nullptr;
        if (!n) continue;
        auto const* own = first_name(item.segments.front());
        bool const is_table = key == keyword::limits || key == keyword::grades || key == keyword::index ||
                              key == keyword::requirements || key == keyword::catalogue || key == keyword::discretion;
        parts.push_back({n->text(), own ? own->text() : "",
                         declares   ? part::kind::standard
                         : is_table ? part::kind::table
                                    : part::kind::other,
                         item.where});
    }
    return parts;
}

// The text of a built-in file where documents are declared anew: without their parts, in whose place blanks stand, so that
// every line keeps its number. Nothing, if the file declares no other document. A file that only cites one stays as it is; of
// one with tables of a document that another file declares, what is no part of a document stays: records that others ask of
// too.
std::optional<std::string> what_stays(rule_file const& file, std::set<std::string> const& anew) {
    if (std::none_of(anew.begin(), anew.end(), [&](auto const& id) { return file.text.find(id) != std::string::npos; }))
        return file.text;
    auto const parts = parts_of(file);
    auto const is_anew = [&](part const& p) { return anew.contains(p.document); };
    if (std::none_of(parts.begin(), parts.end(), [&](part const& p) { return p.what != part::kind::other && is_anew(p); }))
        return file.text;
    bool const declares = std::any_of(parts.begin(), parts.end(), [](part const& p) { return p.what == part::kind::standard; });
    if (declares && std::all_of(parts.begin(), parts.end(), is_anew)) return std::nullopt;
    auto text = file.text;
    for (auto const& p : parts)
        if (is_anew(p))
            std::replace_if(
                text.begin() + p.where.begin, text.begin() + p.where.end, [](char c) { return c != '\n'; }, ' ');
    return text;
}

// The file without its suffix: what a file of rules and its file of tests share.
std::string stem(std::string const& name) {
    for (auto const s : {test_suffix, suffix})
        if (name.ends_with(s)) return name.substr(0, name.size() - s.size());
    return name;
}

} // namespace

std::string same_file(std::string const& path) {
    std::error_code failed;
    auto const one = fs::weakly_canonical(path, failed);
    return failed ? path : one.string();
}

base::result<std::vector<rule_file>> read_rule_files(std::vector<std::string> const& paths) {
    std::vector<rule_file> files;
    std::set<std::string> seen;
    for (auto const& path : paths) {
        std::vector<std::string> names;
        std::error_code failed;
        if (fs::is_directory(path, failed)) {
            for (auto const& entry : fs::recursive_directory_iterator(path, failed))
                if (entry.is_regular_file() && entry.path().extension() == ".rules") names.push_back(entry.path().string());
            std::sort(names.begin(), names.end());
            if (names.empty())
                return base::failure{"`" + path + "` holds no *.rules file", "name a rule file or a folder of rule files"};
        } else {
            names.push_back(path);
        }
        for (auto const& name : names) {
            if (!seen.insert(same_file(name)).second) continue;
            std::ifstream in(name, std::ios::binary);
            if (!in) return base::failure{"rule file `" + name + "` cannot be read", "check the path and its permissions"};
            files.push_back({name, std::string(std::istreambuf_iterator<char>(in), {})});
        }
    }
    return files;
}

source::source_set assemble(std::vector<rule_file> const& built_in, std::vector<rule_file> const& user, test_files tests) {
    std::set<std::string> anew;
    for (auto const& f : user)
        for (auto const& p : parts_of(f))
            if (p.what == part::kind::standard) anew.insert(p.document);
    std::map<std::string, std::optional<std::string>> changed; // by stem: what stays
    for (auto const& f : built_in) {
        // A copy of a file of the library, as `rules check rules/` names it.
        for (auto const& own : user)
            if (own.name == f.name || own.name.ends_with("/" + f.name)) changed[stem(f.name)] = std::nullopt;
        if (f.name.ends_with(test_suffix)) continue;
        if (auto text = what_stays(f, anew); text != f.text) changed.try_emplace(stem(f.name), std::move(text));
    }
    source::source_set files;
    for (auto const* set : {&built_in, &user})
        for (auto const& f : *set) {
            bool const is_test = f.name.ends_with(test_suffix);
            if (is_test && (tests == test_files::none || (tests == test_files::of_user && set == &built_in))) continue;
            auto const stays = set == &built_in ? changed.find(stem(f.name)) : changed.end();
            if (stays == changed.end())
                files.add(f.name, f.text);
            else if (stays->second && !is_test)
                files.add(f.name, *stays->second);
        }
    return files;
}

source::diagnostics parts_left_out(source::source_set const& files, std::vector<rule_file> const& built_in,
                                   std::vector<rule_file> const& user) {
    std::map<std::string, source::span> declared;          // by document: where the user declares it
    std::set<std::pair<std::string, std::string>> brought; // tables and rules of a document, by name
    for (auto const& f : user) {
        source::file_id id = 0;
        while (id < files.size() && (files[id].name != f.name || files[id].text != f.text)) ++id;
        for (auto const& p : parts_of(f)) {
            auto where = p.where;
            where.file = id;
            if (p.what == part::kind::standard)
                declared.emplace(p.document, where);
            else
                brought.emplace(p.document, p.name);
        }
    }
    source::diagnostics found;
    if (declared.empty()) return found;
    struct share { // what one built-in file says for a document
        std::string file;
        std::size_t parts = 0;
        bool brought = false; // one of them, by its name
    };
    std::map<std::string, std::vector<share>> shares; // by document
    for (auto const& f : built_in) {
        if (f.name.ends_with(test_suffix)) continue;
        std::map<std::string, share> own;
        for (auto const& p : parts_of(f))
            if (declared.contains(p.document) && p.what != part::kind::standard) {
                auto& s = own[p.document];
                s.file = f.name;
                ++s.parts;
                s.brought = s.brought || brought.contains({p.document, p.name});
            }
        for (auto& [document, s] : own) shares[document].push_back(std::move(s));
    }
    for (auto const& [document, all] : shares)
        for (auto const& s : all)
            if (all.size() > 1 && !s.brought)
                found.report("M041", declared.at(document), {document, s.file, std::to_string(s.parts)});
    return found;
}

} // namespace huanchi::model
