// The language server over standard input and output, and what it asks of the outside: rule files on disk, and a place where
// an editor can open the files of the built-in library.
#include "command_line.hpp"
#include "session.hpp"

#include "base/digest.hpp"
#include "editor/framing.hpp"
#include "editor/server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <unistd.h>

namespace huanchi::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 200000, most_files = 5000; // of the folders that are searched

bool worth_entering(fs::path const& folder) {
    auto const name = folder.filename().string();
    return !name.starts_with('.') && name != "build" && name != "node_modules";
}

void find_files(fs::path const& folder, std::vector<std::string>& names) {
    std::error_code failed;
    std::size_t entries = 0;
    auto at = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
        if (++entries > most_entries || names.size() >= most_files)
            return log_info("rule files: too many below " + folder.string() + ", the rest is left out");
        std::error_code unknown;
        if (at->is_directory(unknown)) {
            if (!worth_entering(at->path())) at.disable_recursion_pending();
        } else if (at->path().extension() == ".rules" && at->is_regular_file(unknown)) {
            names.push_back(at->path().lexically_normal().string());
        }
    }
}

// What cannot be read is left out: an editor has other files to show.
std::vector<model::rule_file> read_files(std::vector<std::string> const& paths) {
    std::vector<std::string> names;
    for (auto const& p : paths) {
        std::error_code failed;
        auto const path = fs::absolute(p, failed).lexically_normal();
        if (fs::is_directory(path, failed))
            find_files(path, names);
        else
            names.push_back(path.string());
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<model::rule_file> files;
    for (auto const& n : names)
        if (auto read = model::read_rule_files({n}))
            files.push_back(std::move(read->front()));
        else
            log_info(read.error().what);
    return files;
}

std::optional<fs::path> cache_folder() {
    if (auto const* own = std::getenv("XDG_CACHE_HOME"); own && *own == '/') return fs::path(own);
    if (auto const* home = std::getenv("HOME"); home && *home == '/') return fs::path(home) / ".cache";
    return std::nullopt;
}

// Files of the library as read-only files in the user's cache, in a folder of their own for each text of it.
std::optional<std::string> place_built_in(model::rule_file const& file) {
    auto const cache = cache_folder();
    if (!cache) return std::nullopt;
    auto const version = base::sha256().field(file.text).hex().substr(0, 12);
    auto const path = *cache / "huanchi" / "library" / version / file.name;
    std::error_code failed;
    if (fs::file_size(path, failed) == file.text.size() && !failed) return path.string();
    fs::create_directories(path.parent_path(), failed);
    auto const unfinished = fs::path(path).concat("." + std::to_string(::getpid()));
    {
        std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
        if (!(out << file.text).flush()) return std::nullopt;
    }
    fs::permissions(unfinished, fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read, failed);
    fs::rename(unfinished, path, failed);
    if (failed) return std::nullopt;
    return path.string();
}

bool write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}
bool write_all(std::vector<std::string> const& messages) {
    return std::all_of(messages.begin(), messages.end(), [](auto const& m) { return write_all(editor::framed_message(m)); });
}

// The exit code. An end of the input without `exit` is an editor that died.
int serve(editor::server& server) {
    editor::message_reader reader;
    auto bytes = std::make_unique<std::array<char, 65536>>();
    while (true) {
        auto const n = ::read(STDIN_FILENO, bytes->data(), bytes->size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return 1;
        reader.feed({bytes->data(), static_cast<std::size_t>(n)});
        while (auto const next = reader.next()) {
            auto const* message = std::get_if<std::string>(&*next);
            if (!write_all(message ? server.handle(*message) : server.handle_bad_frame(std::get<editor::bad_frame>(*next).why)))
                return 1;
            if (auto const code = server.exit_code()) return *code;
        }
        if (!write_all(server.settle())) return 1;
    }
}

int run(session const& s, bool language_given) {
    start_log(s);
    editor::server_options options;
    options.version = HUANCHI_VERSION;
    if (language_given) options.language = s.language();
    options.otherwise = s.language();
    for (auto const& p : s.options.rules) options.paths.push_back(fs::absolute(p).lexically_normal().string());
    editor::server server(std::move(options), library_files(s), {read_files, place_built_in});
    return serve(server);
}

} // namespace

void add_lsp(command app, session& s, int& code) {
    auto c = app.sub("lsp",
                     tr(s, "规则文件的语言服务（LSP），由编辑器启动", "language server for rule files, started by an editor"));
    auto stdio = std::make_shared<bool>(false);
    c.flag("--stdio", *stdio, tr(s, "经标准输入输出通信（只有这一种）", "over standard input and output (the only way)"));
    add_common(c, s, "r");
    c.example(tr(s, "例：", "example:"), "huanchi lsp --rules rules/");
    c.run([&s, &code, stdio] { code = run(s, !s.options.lang.empty()); });
}

} // namespace huanchi::cli
