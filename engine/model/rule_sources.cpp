#include "model/rule_sources.hpp"

#include "syntax/parse.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace huanchi::model {

namespace {

namespace fs = std::filesystem;
constexpr std::string_view test_suffix = ".test.rules", suffix = ".rules";

std::set<std::string> standards_of(rule_file const& file) {
    source::source_set one;
    one.add(file.name, file.text);
    source::diagnostics ignored; // reported when the file is loaded
    std::set<std::string> ids;
    for (auto const& item : syntax::parse(one, 0, ignored).items) {
        auto const& head = item.segments.front();
        if (head.key != syntax::keyword::standard || head.arguments.empty()) continue;
        if (auto const* n = std::get_if<syntax::name>(&head.arguments.front().node)) ids.insert(n->text());
    }
    return ids;
}

// The file without its suffix: what a file of rules and its file of tests share.
std::string stem(std::string const& name) {
    for (auto const s : {test_suffix, suffix})
        if (name.ends_with(s)) return name.substr(0, name.size() - s.size());
    return name;
}

} // namespace

base::result<std::vector<rule_file>> read_rule_files(std::vector<std::string> const& paths) {
    std::vector<rule_file> files;
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
            std::ifstream in(name, std::ios::binary);
            if (!in) return base::failure{"rule file `" + name + "` cannot be read", "check the path and its permissions"};
            files.push_back({name, std::string(std::istreambuf_iterator<char>(in), {})});
        }
    }
    return files;
}

source::source_set assemble(std::vector<rule_file> const& built_in, std::vector<rule_file> const& user, bool with_tests) {
    std::set<std::string> replaced, left_out;
    for (auto const& f : user) replaced.merge(standards_of(f));
    if (!replaced.empty())
        for (auto const& f : built_in)
            for (auto const& id : standards_of(f))
                if (replaced.contains(id)) left_out.insert(stem(f.name));
    for (auto const& f : built_in) // a copy of a file of the library, as `rules check rules/` names it
        for (auto const& own : user)
            if (own.name == f.name || own.name.ends_with("/" + f.name)) left_out.insert(stem(f.name));
    source::source_set files;
    for (auto const* set : {&built_in, &user})
        for (auto const& f : *set) {
            if (set == &built_in && left_out.contains(stem(f.name))) continue;
            if (!with_tests && f.name.ends_with(test_suffix)) continue;
            files.add(f.name, f.text);
        }
    return files;
}

} // namespace huanchi::model
