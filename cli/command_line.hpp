// The command line as the commands declare it: a thin face over the parsing library, whose headers are included in one
// place only. A `command` is a handle and may be copied; what it writes into must outlive the parse.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace CLI {
class App;
}

namespace huanchi::cli {

// What an option shows for its value, and whether it must be given.
struct value {
    std::string name;
    bool required = false;
};

class command {
public:
    explicit command(CLI::App& app) : app_(&app) {}

    command sub(std::string const& name, std::string const& help);
    void needs_sub();
    void flag(std::string const& names, bool& into, std::string const& help);
    void option(std::string const& names, std::string& into, std::string const& help, value shown = {});
    void option(std::string const& names, unsigned& into, std::string const& help, value shown = {});
    void options(std::string const& names, std::vector<std::string>& into, std::string const& help,
                 value shown = {}); // repeatable
    // One value each time it is named: what follows is another argument.
    void repeated(std::string const& names, std::vector<std::string>& into, std::string const& help, value shown = {});
    void choice(std::string const& names, std::string& into, std::string const& help, std::vector<std::string> const& allowed,
                value shown = {});
    void choices(std::string const& names, std::vector<std::string>& into, std::string const& help,
                 std::vector<std::string> const& allowed); // separated by commas
    void example(std::string const& heading, std::string const& lines);
    void run(std::function<void()> what);

private:
    CLI::App* app_;
};

class command_line {
public:
    command_line(std::string const& description, std::string const& version);
    ~command_line();
    command top();

    struct shown { // help or version was asked for and printed
        int exit_code;
    };
    struct wrong {
        std::string what;
    };
    struct ran {};
    // For the completion of shells: every command with what may follow it, the program itself first.
    struct described {
        std::string path; // "", "tickets", "tickets list"
        std::string help;
        std::vector<std::pair<std::string, std::string>> commands; // name and help; also the words that may stand there
        struct option {
            std::vector<std::string> names; // with their dashes
            std::string help;
            bool takes_value = false;
            std::vector<std::string> choices; // none: anything, most often a file
        };
        std::vector<option> options;
        std::string example; // with its heading, may be empty
    };
    std::vector<described> all_commands() const;
    // Parses and runs the command that was named.
    std::variant<ran, shown, wrong> parse(int argc, char** argv);

private:
    std::unique_ptr<CLI::App> app_;
};

} // namespace huanchi::cli
