#include "command_line.hpp"

#include <CLI/CLI.hpp>

namespace huanchi::cli {

namespace {

void dress(CLI::Option* o, value const& shown) {
    if (!shown.name.empty()) o->type_name(shown.name);
    if (shown.required) o->required();
}

} // namespace

command command::sub(std::string const& name, std::string const& help) {
    return command(*app_->add_subcommand(name, help));
}
void command::needs_sub() {
    app_->require_subcommand(1);
}
void command::flag(std::string const& names, bool& into, std::string const& help) {
    app_->add_flag(names, into, help);
}
void command::option(std::string const& names, std::string& into, std::string const& help, value shown) {
    dress(app_->add_option(names, into, help), shown);
}
void command::option(std::string const& names, unsigned& into, std::string const& help, value shown) {
    dress(app_->add_option(names, into, help), shown);
}
void command::options(std::string const& names, std::vector<std::string>& into, std::string const& help, value shown) {
    dress(app_->add_option(names, into, help), shown);
}
void command::repeated(std::string const& names, std::vector<std::string>& into, std::string const& help, value shown) {
    dress(app_->add_option(names, into, help)->allow_extra_args(false), shown);
}
void command::choice(std::string const& names, std::string& into, std::string const& help,
                     std::vector<std::string> const& allowed) {
    app_->add_option(names, into, help)->check(CLI::IsMember(allowed));
}
void command::required_choice(std::string const& names, std::string& into, std::string const& help,
                              std::vector<std::string> const& allowed) {
    app_->add_option(names, into, help)->check(CLI::IsMember(allowed))->required();
}
void command::choices(std::string const& names, std::vector<std::string>& into, std::string const& help,
                      std::vector<std::string> const& allowed) {
    app_->add_option(names, into, help)->delimiter(',')->allow_extra_args(false)->check(CLI::IsMember(allowed));
}
void command::example(std::string const& heading, std::string const& lines) {
    app_->footer(heading + "\n  " + lines + "\n");
}
void command::run(std::function<void()> what) {
    app_->callback([app = app_, what = std::move(what)] {
        if (app->get_subcommands().empty()) what(); // else a command below it was meant
    });
}

command_line::command_line(std::string const& description, std::string const& version)
    : app_(std::make_unique<CLI::App>(description)) {
    app_->set_version_flag("--version", version);
    app_->set_help_all_flag("--help-all");
    app_->require_subcommand(1);
}
command_line::~command_line() = default;

command command_line::top() {
    return command(*app_);
}

std::variant<command_line::ran, command_line::shown, command_line::wrong> command_line::parse(int argc, char** argv) {
    try {
        app_->parse(argc, argv);
    } catch (CLI::Success const& e) { return shown{app_->exit(e)}; } catch (CLI::ParseError const& e) {
        return wrong{e.what()};
    }
    return ran{};
}

} // namespace huanchi::cli
