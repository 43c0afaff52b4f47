#include "session.hpp"

#include "command_line.hpp"
#include "image/image.hpp"
#include "report/rules_document.hpp"
#include "rule_image.hpp"
#include "rule_library.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string_view>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>

namespace huanchi::cli {

source::language session::language() const {
    if (options.lang == "zh") return source::language::zh;
    if (options.lang == "en") return source::language::en;
    for (auto const* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (auto const* v = std::getenv(name); v && *v)
            return std::string_view(v).starts_with("zh") ? source::language::zh : source::language::en;
    return source::language::zh;
}

namespace {

bool colour_wanted(common_options const& o, int stream) {
    auto const* no_colour = std::getenv("NO_COLOR");
    return !o.no_colour && !(no_colour && *no_colour) && ::isatty(stream) != 0;
}

} // namespace

bool session::colour_on_stdout() const {
    return colour_wanted(options, STDOUT_FILENO);
}
bool session::colour_on_stderr() const {
    return colour_wanted(options, STDERR_FILENO);
}
report::text_options as_text(session const& s) {
    report::text_options o{s.language(), s.colour_on_stdout()};
    winsize terminal{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &terminal) == 0 && terminal.ws_col > 40) o.width = terminal.ws_col;
    return o;
}

unsigned session::threads() const {
    return options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency());
}

base::moment session::now() const {
    using namespace std::chrono;
    constexpr std::int64_t beijing = 8 * 3600 * 1000;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + beijing};
}

std::string tr(session const& s, char const* zh, char const* en) {
    return s.language() == source::language::zh ? zh : en;
}

void add_common(command app, session& s, char const* what) {
    auto& o = s.options;
    auto const with = [&](char c) { return std::strchr(what, c) != nullptr; };
    if (with('r')) {
        app.options("--rules", o.rules,
                    tr(s, "规则文件或目录，可多次；声明了内置标准的，以它为准",
                       "rule file or folder, repeatable; replaces built-in documents that it declares"),
                    {"PATH"});
        app.flag("--no-builtin", o.no_builtin, tr(s, "不用内置规则库", "leave the built-in library out"));
        app.flag("--unreviewed", o.unreviewed,
                 tr(s, "让可信度为低、未经核对的限值参与判定", "let limits of low confidence take part"));
    }
    if (with('t')) {
        app.option("--at", o.at, tr(s, "按该日施行的规则判定", "judge by the rules in force on that date"), {"DATE"});
        app.option("--as-of", o.as_of, tr(s, "以该时刻已知的数据为限", "what was known at that time"), {"TIME"});
    }
    if (with('n')) app.option("--threads", o.threads, tr(s, "线程数，默认同处理器数", "threads; default: processors"), {"N"});
    if (with('s')) app.option("--store", o.store, tr(s, "工单库（SQLite 文件）", "ticket store (an SQLite file)"), {"FILE"});
    if (with('f'))
        app.choice("--format", o.format, tr(s, "输出格式", "format of the output"), {"text", "json", "ndjson", "csv"});
    app.choice("--lang", o.lang, tr(s, "文字语言", "language of texts"), {"zh", "en"});
    app.flag("--quiet,-q", o.quiet, tr(s, "只输出结果", "results only"));
    app.flag("--verbose,-v", o.verbose, tr(s, "多说过程", "say more"));
    app.flag("--no-color", o.no_colour, tr(s, "不用颜色", "no colours"));
}

std::vector<model::rule_file> library_files(session const& s) {
    std::vector<model::rule_file> files;
    if (!s.options.no_builtin)
        for (auto const& f : rules::library()) files.push_back({std::string(f.path), std::string(f.text)});
    return files;
}

void start_log(session const& s) {
    auto log = spdlog::stderr_logger_st("huanchi");
    log->set_pattern("%H:%M:%S.%e %l %v");
    log->set_level(s.options.verbose ? spdlog::level::info : spdlog::level::warn);
    spdlog::set_default_logger(std::move(log));
}

void start_service_log(session const& s) {
    // Who does not read the log must not stop the service: what finds no room replaces the oldest lines.
    auto log = spdlog::create_async_nb<spdlog::sinks::stderr_sink_mt>("huanchi service");
    log->flush_on(spdlog::level::debug);
    log->set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
    log->set_level(s.options.quiet ? spdlog::level::warn : s.options.verbose ? spdlog::level::debug : spdlog::level::info);
    spdlog::set_default_logger(std::move(log));
}

void end_service_log() {
    spdlog::shutdown();
}

void log_info(std::string const& line) {
    spdlog::info(line);
}
void log_detail(std::string const& line) {
    spdlog::debug(line);
}
void log_warning(std::string const& line) {
    spdlog::warn(line);
}

std::variant<rules_read, rules_wrong, base::failure> read_rules(session const& s, model::test_files tests) {
    auto const user = model::read_rule_files(s.options.rules);
    if (!user) return user.error();
    rules_read out{model::assemble(library_files(s), *user, tests), {}};
    if (user->empty() && !s.options.no_builtin &&
        tests == model::test_files::none) { // the library alone need not be read again
        auto rules = image::read(rules::image());
        if (!rules) return rules.error();
        out.rules = std::move(*rules);
        return out;
    }
    auto loaded = model::load(out.files);
    if (loaded.report.has_errors()) return rules_wrong{std::move(out.files), loaded.report.sorted()};
    out.rules = std::move(loaded.rules);
    return out;
}

bool load_rules(session& s, model::test_files tests) {
    start_log(s);
    auto read = read_rules(s, tests);
    if (auto const* failure = std::get_if<base::failure>(&read)) {
        fail(s, *failure);
        return false;
    }
    if (auto* wrong = std::get_if<rules_wrong>(&read)) {
        s.files = std::move(wrong->files);
        fail_rules(s, wrong->diagnostics);
        return false;
    }
    auto& good = std::get<rules_read>(read);
    s.files = std::move(good.files);
    s.rules = std::move(good.rules);
    s.plan = plan::compile(s.rules);
    spdlog::info("rules: {} files, {} documents, {} limits, {}", s.rules.files, s.rules.documents.size(), s.rules.limits.size(),
                 s.rules.digest);
    return true;
}

int fail(session const& s, base::failure const& f, std::string const& code) {
    if (s.options.format == "json" || s.options.format == "ndjson") {
        std::cout << report::errors_json(f, code) << '\n';
        return failed;
    }
    std::cerr << tr(s, "错误：", "error: ") << f.what << '\n';
    if (!f.remedy.empty()) std::cerr << tr(s, "  建议：", "  help: ") << f.remedy << '\n';
    return failed;
}

int fail_rules(session const& s, std::vector<source::diagnostic> const& diagnostics) {
    if (s.options.format == "json" || s.options.format == "ndjson") {
        std::cout << report::errors_json(diagnostics, s.files, s.language()) << '\n';
        return failed;
    }
    for (auto const& d : diagnostics) std::cerr << source::render(d, s.files, s.language(), s.colour_on_stderr());
    std::cerr << explain_hint(s, diagnostics);
    return failed;
}

int fail_to_write(session const& s, std::string const& path) {
    return fail(s, {"`" + path + "`: " + tr(s, "写不下去", "cannot be written"),
                    tr(s, "检查路径、权限和磁盘空间", "check the path, permissions and space")});
}

int write_text(session const& s, std::string const& path, std::string const& text) {
    if (path == "-") {
        std::cout << text;
        return done;
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return fail_to_write(s, path);
    if (!s.options.quiet) std::cerr << tr(s, "写好 ", "wrote ") << path << "\n";
    return done;
}

std::optional<base::date> date_option(session const& s, std::string const& text, char const* name, bool& bad) {
    if (text.empty()) return std::nullopt;
    auto const d = base::date::parse(text);
    if (!d) {
        fail(s,
             {std::string(name) + " `" + text + "`: " + tr(s, "不是日期", "not a date"),
              tr(s, "写作 2026-05-01", "write 2026-05-01")},
             "E002");
        bad = true;
    }
    return d;
}

std::optional<base::moment> time_option(session const& s, std::string const& text, char const* name, bool& bad) {
    if (text.empty()) return std::nullopt;
    auto const m = base::moment::parse(text);
    if (!m) {
        fail(s,
             {std::string(name) + " `" + text + "`: " + tr(s, "不是时刻", "not a time"),
              tr(s, "写作 2026-05-01T08:00", "write 2026-05-01T08:00")},
             "E002");
        bad = true;
    }
    return m;
}

} // namespace huanchi::cli
