// `huanchi manual`: the manual page, made from the same declarations as the help.
#include "command_line.hpp"
#include "session.hpp"

#include <iostream>

namespace huanchi::cli {

namespace {

// Text as roff takes it: no line begins with a control character, backslashes and dashes are themselves.
std::string roff(std::string const& text) {
    std::string out;
    bool begins = true;
    for (char const c : text) {
        if (begins && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
        begins = c == '\n';
    }
    return out;
}

std::string names_of(command_line::described::option const& o) {
    std::string all;
    for (auto const& name : o.names) all += (all.empty() ? "" : ", ") + name;
    if (!o.takes_value) return all;
    std::string shown;
    for (auto const& one : o.choices) shown += (shown.empty() ? "" : "|") + one;
    return all + " " + (shown.empty() ? "VALUE" : shown);
}

std::string page(session const& s, std::vector<command_line::described> const& all) {
    std::string out = ".TH HUANCHI 1 \"\" \"huanchi " HUANCHI_VERSION "\"\n.SH " + tr(s, "名称", "NAME") + "\nhuanchi \\- " +
                      roff(all.front().help) + "\n.SH " + tr(s, "用法", "SYNOPSIS") + "\n.B huanchi\n.I " +
                      tr(s, "命令", "COMMAND") + "\n[" + tr(s, "选项", "OPTIONS") + "]\n";
    for (auto const& d : all) {
        out += d.path.empty() ? ".SH " + tr(s, "选项", "OPTIONS") + "\n"
                              : ".SH \"" + roff("huanchi " + d.path) + "\"\n" + roff(d.help) + "\n";
        for (auto const& o : d.options) out += ".TP\n.B " + roff(names_of(o)) + "\n" + roff(o.help) + "\n";
        if (!d.example.empty()) out += ".PP\n.nf\n" + roff(d.example) + "\n.fi\n";
    }
    return out + ".SH " + tr(s, "退出码", "EXIT STATUS") +
           tr(s, "\n0 没有违法；1 有违法线索或差异；2 不能判定：用法、规则、文件有错\n",
              "\n0 nothing found; 1 violations or differences found; 2 failed: usage, rules or files are wrong\n");
}

} // namespace

void add_manual(command app, session& s, int& code, command_line const& line) {
    auto c = app.sub("manual", tr(s, "手册页（roff），man 的输入", "the manual page in roff, as man reads it"));
    add_common(c, s, "");
    c.example(tr(s, "例：", "example:"), "huanchi manual > huanchi.1");
    c.run([&s, &code, &line] {
        std::cout << page(s, line.all_commands());
        code = done;
    });
}

} // namespace huanchi::cli
