// What every command shares: common options, the loaded rules, how to speak and how to end.
#pragma once

#include "base/result.hpp"
#include "model/from_syntax.hpp"
#include "model/rule_sources.hpp"
#include "plan/plan.hpp"
#include "report/text_options.hpp"
#include "source/diagnostic.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace huanchi::cli {

class command;
class command_line;

inline constexpr int done = 0, found = 1, failed = 2; // exit codes of the contract

struct common_options {
    std::vector<std::string> rules;
    bool no_builtin = false;
    std::string at, as_of;
    unsigned threads = 0; // 0: as many as there are processors
    std::string format = "text";
    std::string store;
    std::string lang;
    bool quiet = false, verbose = false, no_colour = false, unreviewed = false;
};

struct session {
    common_options options;
    source::source_set files;
    model::rulebook rules;
    plan::plan plan;

    source::language language() const;
    bool colour_on_stdout() const;
    bool colour_on_stderr() const;
    unsigned threads() const;
    base::moment now() const; // the one clock of the program
};

// Language, colours and width for text on stdout.
report::text_options as_text(session const& s);

// A text in the language of the session.
std::string tr(session const& s, char const* zh, char const* en);

// Adds the common options; `what` says which besides language and verbosity: r rules, t time, f format, s store, n threads.
void add_common(command app, session& s, char const* what);

// The built-in library, unless the options leave it out.
std::vector<model::rule_file> library_files(session const& s);

// Log lines go to stderr; --verbose lets the informative ones through.
void start_log(session const& s);
void log_info(std::string const& line);
// For what runs on: events too, and with --verbose every detail. From any thread.
void start_service_log(session const& s);
void end_service_log(); // writes what waits
void log_detail(std::string const& line);
void log_warning(std::string const& line);

// The rules named by the options with their sources; mistakes in the files themselves are diagnostics.
struct rules_read {
    source::source_set files;
    model::rulebook rules;
};
struct rules_wrong {
    source::source_set files;
    std::vector<source::diagnostic> diagnostics;
};
std::variant<rules_read, rules_wrong, base::failure> read_rules(session const& s,
                                                                model::test_files tests = model::test_files::none);
// The same into the session, with their plan. On a failure everything has been printed.
bool load_rules(session& s, model::test_files tests = model::test_files::none);

// The files that the user named, as the loaded set numbers them; none: everything is meant. Nullopt if they cannot be read.
std::optional<std::vector<source::file_id>> named_files(session const& s, std::vector<std::string> const& paths);

// Prints an error as the format asks (`{"errors":[…]}` on stdout for json, else text on stderr) and gives exit code 2.
int fail(session const& s, base::failure const& f, std::string const& code = "E001");
int fail_rules(session const& s, std::vector<source::diagnostic> const& diagnostics);

// A document to a file, `-` is stdout; what was written is told on stderr. Gives the exit code.
int write_text(session const& s, std::string const& path, std::string const& text);
int fail_to_write(session const& s, std::string const& path);

// Where to read about the codes of what was shown: one line, or "" if nothing was or nothing but results is wanted.
std::string explain_hint(session const& s, std::vector<source::diagnostic> const& shown);

std::optional<base::date> date_option(session const& s, std::string const& text, char const* name, bool& bad);
std::optional<base::moment> time_option(session const& s, std::string const& text, char const* name, bool& bad);

// Commands: each adds itself to the program and leaves its exit code in `code` when it has run.
void add_check(command app, session& s, int& code);
void add_screen(command app, session& s, int& code);
void add_review(command app, session& s, int& code);
void add_reconcile(command app, session& s, int& code);
void add_limits(command app, session& s, int& code);
void add_limits_audit(command limits, session& s, int& code);
void add_explain(command app, session& s, int& code);
void add_rules(command app, session& s, int& code);
void add_rules_compare(command rules, session& s, int& code); // diff, impact
void add_rules_lint(command rules, session& s, int& code);
void add_rules_explain(command rules, session& s, int& code);
void add_tickets(command app, session& s, int& code);
void add_ticket_moves(command tickets, session& s, int& code);
void add_case_opening(command cases, session& s, int& code); // a move too
void add_cases(command tickets, session& s, int& code);
void add_comparison(command tickets, session& s, int& code); // runs, compare
void add_history(command tickets, session& s, int& code);    // log, backup
void add_discretion(command tickets, session& s, int& code);
void add_ticket_evidence(command tickets, session& s, int& code); // replay, bundle
void add_import(command app, session& s, int& code);
void add_receive(command app, session& s, int& code);
void add_serve(command app, session& s, int& code);
void add_tokens(command app, session& s, int& code);
void add_report(command app, session& s, int& code);
void add_forms(command report, session& s, int& code);
void add_dossier(command app, session& s, int& code); // below `report` and by itself
void add_lsp(command app, session& s, int& code);
void add_completion(command app, session& s, int& code, command_line const& line);
void add_manual(command app, session& s, int& code, command_line const& line);

} // namespace huanchi::cli
