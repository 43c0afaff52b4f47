// `huanchi completion bash|zsh|fish`: a script for the shell, made from the same declarations as the help.
#include "command_line.hpp"
#include "session.hpp"

#include <functional>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

using described = command_line::described;

std::string quoted(std::string text) {
    for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 4)) text.replace(at, 1, "'\\''");
    return "'" + text + "'";
}

// The first line of a help, short enough for a menu.
std::string brief(std::string const& help) {
    return help.substr(0, help.find('\n'));
}

std::string words_of(described const& d) {
    std::string words;
    for (auto const& [name, help] : d.commands) words += name + " ";
    for (auto const& o : d.options)
        for (auto const& name : o.names) words += name + " ";
    if (!words.empty()) words.pop_back();
    return words;
}

std::string joined(std::vector<std::string> const& all, char const* between) {
    std::string text;
    for (auto const& one : all) text += (text.empty() ? "" : between) + one;
    return text;
}

// Goes along the words that name commands, and leaves where they lead in `path`.
std::string walk(std::vector<described> const& all, std::string const& words) {
    std::vector<std::string> paths;
    for (auto const& d : all)
        if (!d.path.empty()) paths.push_back(quoted(" " + d.path));
    return "    local path= word\n    for word in " + words + "; do\n        case \"$path $word\" in\n            " +
           joined(paths, "|") + ") path=\"$path $word\" ;;\n        esac\n    done\n";
}

// A case for each option that takes a value: `what` is done for its choices, "" where it has none.
std::string value_cases(std::vector<described> const& all, std::function<std::string(std::string const& choices)> const& what) {
    std::string out = "    case \"$path $prev\" in\n";
    for (auto const& d : all)
        for (auto const& o : d.options) {
            if (!o.takes_value) continue;
            std::vector<std::string> patterns;
            for (auto const& name : o.names) patterns.push_back(quoted((d.path.empty() ? "" : " " + d.path) + " " + name));
            out += "        " + joined(patterns, "|") + ") " + what(joined(o.choices, " ")) + "; return ;;\n";
        }
    return out + "    esac\n";
}

std::string bash(std::vector<described> const& all) {
    std::string out =
        "# huanchi completion bash\n_huanchi() {\n    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n";
    out += walk(all, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"");
    out += value_cases(all, [](std::string const& choices) {
        return "COMPREPLY=($(" + (choices.empty() ? "compgen -f" : "compgen -W " + quoted(choices)) + " -- \"$cur\"))";
    });
    out += "    local words=\n    case \"$path\" in\n";
    for (auto const& d : all)
        out += "        " + quoted(d.path.empty() ? "" : " " + d.path) + ") words=" + quoted(words_of(d)) + " ;;\n";
    return out + "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                 "    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$cur\"))\n}\ncomplete -o filenames -F "
                 "_huanchi huanchi\n";
}

std::string zsh(std::vector<described> const& all) {
    std::string out =
        "#compdef huanchi\n# huanchi completion zsh\n_huanchi() {\n    local prev=${words[CURRENT-1]}\n    local -a found\n";
    out += walk(all, "\"${(@)words[2,CURRENT-1]}\"");
    out += value_cases(all, [](std::string const& choices) { return choices.empty() ? "_files" : "compadd -- " + choices; });
    out += "    case \"$path\" in\n";
    auto const entry = [](std::string const& name, std::string help) {
        help = brief(help);
        std::string escaped = name;
        for (auto at = escaped.find(':'); at != std::string::npos; at = escaped.find(':', at + 2))
            escaped.replace(at, 1, "\\:");
        return quoted(escaped + ":" + help) + " ";
    };
    for (auto const& d : all) {
        out += "        " + quoted(d.path.empty() ? "" : " " + d.path) + ") found=(";
        for (auto const& [name, help] : d.commands) out += entry(name, help);
        for (auto const& o : d.options)
            for (auto const& name : o.names) out += entry(name, o.help);
        out += ") ;;\n";
    }
    return out + "    esac\n    _describe huanchi found || _files\n}\ncompdef _huanchi huanchi\n";
}

std::string fish(std::vector<described> const& all) {
    std::string out = "# huanchi completion fish\nfunction __huanchi_path\n    set -l path\n    for word in (commandline "
                      "-opc)[2..-1]\n        switch \"$path $word\"\n            case";
    for (auto const& d : all)
        if (!d.path.empty()) out += " " + quoted(" " + d.path);
    out += "\n                set path \"$path $word\"\n        end\n    end\n    test \"$path\" = \"$argv[1]\"\nend\n";
    for (auto const& d : all) {
        auto const here =
            "complete -c huanchi -n " + quoted("__huanchi_path '" + (d.path.empty() ? std::string() : " " + d.path) + "'");
        for (auto const& [name, help] : d.commands) out += here + " -f -a " + name + " -d " + quoted(brief(help)) + "\n";
        for (auto const& o : d.options) {
            out += here;
            for (auto const& name : o.names) out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (o.takes_value) out += o.choices.empty() ? " -r" : " -x -a " + quoted(joined(o.choices, " "));
            out += " -d " + quoted(brief(o.help)) + "\n";
        }
    }
    return out;
}

} // namespace

void add_completion(command app, session& s, int& code, command_line const& line) {
    auto c = app.sub("completion", tr(s, "命令行补全的脚本（bash、zsh、fish）", "a completion script for bash, zsh or fish"));
    auto const shell = std::make_shared<std::string>();
    c.choice("SHELL", *shell, tr(s, "哪个 shell", "which shell"), {"bash", "zsh", "fish"}, {"", true});
    add_common(c, s, "");
    c.example(tr(s, "例：", "example:"), "source <(huanchi completion bash)");
    c.run([&code, shell, &line] {
        auto const all = line.all_commands();
        std::cout << (*shell == "bash" ? bash(all) : *shell == "zsh" ? zsh(all) : fish(all));
        code = done;
    });
}

} // namespace huanchi::cli
