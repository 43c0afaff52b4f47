#include "command_line.hpp"
#include "session.hpp"

#include <cstdio>
#include <exception>
#include <string>

namespace {

constexpr char const* version = HUANCHI_VERSION;

// The language is needed before the options are read: help is in it too.
std::string language_in(int argc, char** argv) {
    for (int i = 1; i + 1 < argc; ++i)
        if (std::string(argv[i]) == "--lang") return argv[i + 1];
    for (int i = 1; i < argc; ++i)
        if (std::string const a = argv[i]; a.starts_with("--lang=")) return a.substr(7);
    return {};
}
bool wants_json(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (std::string const a = argv[i];
            a == "--format=json" || (a == "--format" && i + 1 < argc && std::string(argv[i + 1]) == "json"))
            return true;
    return false;
}

} // namespace

int main(int argc, char** argv) {
    using namespace huanchi::cli;
    session s;
    s.options.lang = language_in(argc, argv);
    command_line line(
        tr(s, "环尺：按规则检查污染物排放是否符合标准，给出违法线索、依据与工单",
           "huanchi: checks discharges against environmental standards and gives violations with evidence and legal basis"),
        std::string("huanchi ") + version);
    int code = done;
    auto const app = line.top();
    add_check(app, s, code);
    add_limits(app, s, code);
    add_review(app, s, code);
    add_reconcile(app, s, code);
    add_screen(app, s, code);
    add_explain(app, s, code);
    add_rules(app, s, code);
    add_tickets(app, s, code);
    add_import(app, s, code);
    add_receive(app, s, code);
    add_serve(app, s, code);
    add_tokens(app, s, code);
    add_report(app, s, code);
    add_lsp(app, s, code);
    add_completion(app, s, code, line);
    add_manual(app, s, code, line);
    try {
        auto const parsed = line.parse(argc, argv);
        if (auto const* shown = std::get_if<command_line::shown>(&parsed)) return shown->exit_code;
        if (auto const* wrong = std::get_if<command_line::wrong>(&parsed)) {
            s.options.format = wants_json(argc, argv) ? "json" : "text";
            return fail(s,
                        {wrong->what, tr(s, "用 huanchi --help 或 huanchi 命令 --help 查看用法",
                                         "see huanchi --help or huanchi COMMAND --help")},
                        "E002");
        }
    } catch (std::exception const& e) { return fail(s, {e.what(), ""}); }
    return std::fflush(stdout) == 0 ? code : failed;
}
