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
                     std::vector<std::string> const& allowed, value shown) {
    dress(app_->add_option(names, into, help)->check(CLI::IsMember(allowed)), shown);
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

namespace {

// The values that a check of membership prints: TEXT:{a,b}.
std::vector<std::string> choices_in(std::string const& type) {
    std::vector<std::string> all;
    auto const begin = type.find('{'), end = type.rfind('}');
    if (begin == std::string::npos || end == std::string::npos) return all;
    std::string one;
    for (char const c : type.substr(begin + 1, end - begin)) {
        if (c != ',' && c != '}') {
            one += c;
            continue;
        }
        if (!one.empty()) all.push_back(std::move(one));
        one.clear();
    }
    return all;
}

void describe(CLI::App const& app, std::string const& path, std::vector<command_line::described>& all) {
    command_line::described d{path, app.get_description(), {}, {}, {}};
    auto const below = app.get_subcommands([](CLI::App const*) { return true; });
    for (auto const* sub : below) d.commands.emplace_back(sub->get_name(), sub->get_description());
    for (auto const* o : app.get_options()) {
        command_line::described::option out{
            {}, o->get_description(), o->get_items_expected_max() > 0, choices_in(o->get_type_name())};
        for (auto const& name : o->get_lnames()) out.names.push_back("--" + name);
        for (auto const& name : o->get_snames()) out.names.push_back("-" + name);
        if (!out.names.empty())
            d.options.push_back(std::move(out));
        else
            for (auto const& one : out.choices) d.commands.emplace_back(one, "");
    }
    d.example = app.get_footer();
    all.push_back(std::move(d));
    for (auto const* sub : below) describe(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), all);
}

} // namespace

std::vector<command_line::described> command_line::all_commands() const {
    std::vector<described> all;
    describe(*app_, "", all);
    return all;
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
