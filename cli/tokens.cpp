// `huanchi tokens`: who may ask the JSON interface. Secrets are shown once and never kept.
#include "command_line.hpp"
#include "session.hpp"

#include "facts/input.hpp"
#include "service/identity.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace huanchi::cli {

namespace {

struct token_options {
    std::string file, role, name, expires, id;
    std::vector<std::string> regions, enterprises;
};

base::result<service::token_list> read_list(std::string const& path, bool may_be_new) {
    std::error_code ec;
    if (may_be_new && !std::filesystem::exists(path, ec)) return service::token_list();
    auto const text = facts::read_whole(path);
    if (!text) return text.error();
    return service::token_list::read(*text, path);
}

// Beside it first, then in its place: nobody ever reads half a file.
bool write_list(session const& s, std::string const& path, service::token_list const& list) {
    auto const text = list.written();
    auto const beside = path + ".new";
    int const file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    good = good && ::rename(beside.c_str(), path.c_str()) == 0;
    if (!good) fail_to_write(s, path);
    return good;
}

int make(session& s, token_options const& o) {
    auto list = read_list(o.file, true);
    if (!list) return fail(s, list.error());
    auto made = service::make_token(*service::role_from(o.role), o.name);
    if (!made) return fail(s, made.error());
    bool bad = false;
    made->kept.expires = date_option(s, o.expires, "--expires", bad);
    if (bad) return failed;
    made->kept.regions = o.regions;
    made->kept.enterprises = o.enterprises;
    if (made->kept.role == service::role::enterprise && o.enterprises.empty())
        return fail(s,
                    {tr(s, "企业的令牌要写明是哪个企业", "a token of an enterprise names it"),
                     tr(s, "用 --enterprise 写明", "say which with --enterprise")},
                    "E002");
    list->add(made->kept);
    if (!write_list(s, o.file, *list)) return failed;
    std::cout << made->secret << '\n';
    if (!s.options.quiet)
        std::cerr << made->kept.id
                  << tr(s, "：令牌只显示这一次；文件里只有它的 SHA-256",
                        ": the token is shown this once; the file holds its SHA-256 only")
                  << '\n';
    return done;
}

int show(session& s, token_options const& o) {
    auto const list = read_list(o.file, false);
    if (!list) return fail(s, list.error());
    auto const joined = [](std::vector<std::string> const& all) {
        std::string text;
        for (auto const& one : all) text += (text.empty() ? "" : ",") + one;
        return text.empty() ? std::string("-") : text;
    };
    for (auto const& t : list->all())
        std::cout << fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", t.id, service::text(t.role), t.name, joined(t.regions),
                                 joined(t.enterprises), t.expires ? t.expires->text() : "-",
                                 t.revoked ? tr(s, "已吊销", "revoked") : tr(s, "有效", "valid"));
    return done;
}

int revoke(session& s, token_options const& o) {
    auto list = read_list(o.file, false);
    if (!list) return fail(s, list.error());
    if (!list->revoke(o.id))
        return fail(s,
                    {tr(s, "没有令牌 ", "no token ") + o.id, tr(s, "用 huanchi tokens list 查看", "see huanchi tokens list")});
    return write_list(s, o.file, *list) ? done : failed;
}

} // namespace

void add_tokens(command app, session& s, int& code) {
    auto c = app.sub("tokens", tr(s, "JSON 接口的令牌：建立、列出、吊销", "tokens of the JSON interface: new, list, revoke"));
    c.needs_sub();
    auto o = std::make_shared<token_options>();
    auto n = c.sub("new", tr(s, "建立一个令牌，打印一次", "make a token, printed once"));
    n.option("--file", o->file, tr(s, "令牌文件", "file of tokens"), {"FILE", true});
    std::vector<std::string> roles;
    for (auto const r : service::all_roles()) roles.emplace_back(service::text(r));
    n.option("--name", o->name, tr(s, "谁；写进工单的经过", "who; goes into the history of tickets"), {"NAME", true});
    n.choice("--role", o->role, tr(s, "角色", "role"), roles, {"", true});
    n.options("--region", o->regions,
              tr(s, "行政区划代码或其前几位，可多次；不写：不限", "division code or its beginning, repeatable; without: all"),
              {"CODE"});
    n.options("--enterprise", o->enterprises, tr(s, "企业标识，可多次", "enterprise id, repeatable"), {"ID"});
    n.option("--expires", o->expires, tr(s, "从哪一天起失效", "first day on which it is not valid"), {"DATE"});
    add_common(n, s, "");
    n.example(tr(s, "例：", "example:"),
              "huanchi tokens new --file /var/tmp/tokens.json --role inspector --region 2201 --name 张三");
    n.run([&s, &code, o] { code = make(s, *o); });
    auto l = c.sub("list", tr(s, "列出令牌", "list tokens"));
    l.option("--file", o->file, tr(s, "令牌文件", "file of tokens"), {"FILE", true});
    add_common(l, s, "");
    l.example(tr(s, "例：", "example:"), "huanchi tokens list --file tokens.json");
    l.run([&s, &code, o] { code = show(s, *o); });
    auto r = c.sub("revoke", tr(s, "吊销一个令牌", "revoke a token"));
    r.option("ID", o->id, tr(s, "令牌标识 k-…", "id of the token, k-…"), {"", true});
    r.option("--file", o->file, tr(s, "令牌文件", "file of tokens"), {"FILE", true});
    add_common(r, s, "");
    r.example(tr(s, "例：", "example:"), "huanchi tokens revoke k-0123456789abcdef --file tokens.json");
    r.run([&s, &code, o] { code = revoke(s, *o); });
}

} // namespace huanchi::cli
