// The history of tickets: `tickets log` shows, proves and signs it, `tickets backup` copies the store.
#include "command_line.hpp"
#include "ledger.hpp"

#include "base/signature.hpp"
#include "store/signed_head.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace huanchi::cli {

namespace {

struct history_options {
    std::string id, key, signature, public_key, to_file;
    bool verify = false;
};

int tell(session const& s, store::verification const& v) {
    if (v.broken) {
        std::cout << tr(s, "历史链在第 ", "the history is broken at entry ") << v.broken->position << tr(s, " 条断开：", ": ")
                  << v.broken->what << (v.broken->ticket.empty() ? "" : " (" + v.broken->ticket + ")") << '\n';
        return found;
    }
    std::cout << tr(s, "完整：", "whole: ") << v.entries << tr(s, " 条历史，", " entries, ") << v.tickets
              << tr(s, " 张工单", " tickets") << '\n';
    return done;
}

base::result<std::string> text_of(session const& s, std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in) return text;
    return base::failure{"`" + path + "`: " + tr(s, "读不了", "cannot be read"),
                         tr(s, "检查路径和权限", "check the path and permissions")};
}

base::failure about(std::string const& path, base::failure const& f) {
    return {"`" + path + "`: " + f.what, f.remedy};
}

int sign(session& s, store::ticket_store const& ledger, std::string const& path) {
    auto const key = text_of(s, path);
    if (!key) return fail(s, key.error());
    if (auto const usable = base::sign_ed25519("", *key); !usable) return fail(s, about(path, usable.error()));
    auto const head = store::sign_head(ledger, s.now(), *key);
    if (!head) return fail(s, about(s.options.store, head.error()));
    std::cout << store::signed_head_json(*head);
    return done;
}

std::string in_words(session const& s, store::head_fault f) {
    switch (f) {
    case store::head_fault::signature:
        return tr(s, "签名与内容不符：签名文件被改过，或者不是这样签出来的",
                  "the signature does not fit: the signed file was changed, or was not made this way");
    case store::head_fault::other_key:
        return tr(s, "签名人的公钥不是 --public-key 给出的那一个",
                  "it was signed with another key than the one of --public-key");
    case store::head_fault::other_store:
        return tr(s, "历史的第一条不是签名时的那一条：不是同一个库，或者整条历史被重写",
                  "the history begins with another entry than the signed one: another store, or all of it was rewritten");
    case store::head_fault::cut_short:
        return tr(s, "历史没有签名时那么长：末尾被截掉，或者这是更早的备份",
                  "the history is shorter than when it was signed: its end was cut off, or this is an earlier backup");
    default:
        return tr(s, "签名时末尾的那一条现在是另一条：历史被重写",
                  "the entry that was signed is another one now: the history was rewritten");
    }
}

// The chain, and that it still holds what was signed.
int verify_signed(session& s, store::ticket_store const& ledger, history_options const& o) {
    auto const text = text_of(s, o.signature);
    if (!text) return fail(s, text.error());
    auto const head = store::parse_signed_head(*text);
    if (!head) return fail(s, about(o.signature, head.error()));
    std::optional<std::string> expected;
    if (!o.public_key.empty()) {
        auto const pem = text_of(s, o.public_key);
        if (!pem) return fail(s, pem.error());
        auto const key = base::public_key_ed25519(*pem);
        if (!key) return fail(s, about(o.public_key, key.error()));
        expected = *key;
    }
    auto const v = ledger.verify();
    if (!v) return fail(s, v.error());
    auto const fault = store::check_head(ledger, *head, expected);
    if (!fault) return fail(s, fault.error());
    auto const chain = tell(s, *v);
    if (*fault) {
        std::cout << tr(s, "签名的链头（第 ", "the signed head (entry ") << head->entries << tr(s, " 条，", ", ") << head->time
                  << tr(s, "）不成立：", ") does not hold: ") << in_words(s, **fault) << '\n';
        return found;
    }
    std::cout << tr(s, "签名的链头成立：", "the signed head holds: ") << head->time << tr(s, " 签名的第 ", ", entry ")
              << head->entries << tr(s, " 条在原处，公钥 ", " is in its place, public key ") << head->public_key << '\n';
    if (!expected)
        std::cout << tr(s, "没有给 --public-key：是谁的公钥，请另行核对",
                        "without --public-key: whose key that is, check elsewhere")
                  << '\n';
    return chain;
}

int log(session& s, history_options const& o) {
    if (!o.signature.empty() && !o.verify)
        return fail(s,
                    {tr(s, "--signature 要与 --verify 同用", "--signature needs --verify"),
                     tr(s, "例：tickets log --verify --signature 链头.json", "tickets log --verify --signature head.json")},
                    "E002");
    if (!o.public_key.empty() && o.signature.empty())
        return fail(s,
                    {tr(s, "--public-key 要与 --signature 同用", "--public-key needs --signature"),
                     tr(s, "给出签名文件", "name the signed file")},
                    "E002");
    if (!o.key.empty() && (o.verify || !o.id.empty()))
        return fail(s,
                    {tr(s, "--sign 签整条历史，不与工单标识、--verify 同用",
                        "--sign signs the whole history, without an id or --verify"),
                     tr(s, "去掉工单标识和 --verify：--sign 自己先核对", "leave these out: --sign proves the history first")},
                    "E002");
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    if (!o.key.empty()) return sign(s, *ledger, o.key);
    if (!o.signature.empty()) return verify_signed(s, *ledger, o);
    if (o.verify) {
        auto const v = ledger->verify();
        return v ? tell(s, *v) : fail(s, v.error());
    }
    if (o.id.empty())
        return fail(s,
                    {tr(s, "要看哪张工单的历史？", "whose history?"),
                     tr(s, "给出工单标识，或用 --verify 核对全部", "name a ticket, or prove all with --verify")},
                    "E002");
    auto const entries = ledger->log(o.id);
    if (!entries) return fail(s, entries.error());
    for (auto const& e : *entries)
        std::cout << e.seq << "  " << e.time.text() << "  " << e.by << "  " << e.move << (e.note ? "  " + *e.note : "") << "  "
                  << e.hash.substr(0, 12) << '\n';
    return done;
}

int back_up(session& s, history_options const& o) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const made = ledger->back_up(o.to_file);
    if (!made) return fail(s, made.error());
    return tell(s, *made);
}

} // namespace

void add_history(command tickets, session& s, int& code) {
    auto o = std::make_shared<history_options>();

    auto g = tickets.sub("log", tr(s, "工单的历史；--verify 核对整条历史链；--sign 签它的末尾",
                                   "history of a ticket; --verify proves the whole chain; --sign signs its end"));
    g.option("ID", o->id, tr(s, "工单标识", "ticket id"));
    g.flag("--verify", o->verify, tr(s, "核对历史链", "prove the chain of the history"));
    g.option("--sign", o->key,
             tr(s, "核对历史链，用 Ed25519 私钥（PEM）签它的末尾，写到标准输出；另处保存",
                "prove the chain, sign its end with an Ed25519 private key (PEM), to stdout; keep it elsewhere"),
             {"KEY.pem"});
    g.option("--signature", o->signature,
             tr(s, "与 --verify 同用：历史还含有签过的末尾", "with --verify: the history still holds what was signed"),
             {"FILE"});
    g.option("--public-key", o->public_key,
             tr(s, "与 --signature 同用：签名人的公钥（PEM）", "with --signature: the public key of the signer (PEM)"),
             {"FILE"});
    add_common(g, s, "sf");
    g.example(tr(s, "例：", "example:"),
              "huanchi tickets log --verify --store tickets.db\n  "
              "openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out public.pem\n  "
              "huanchi tickets log --sign key.pem --store tickets.db > head.json\n  "
              "huanchi tickets log --verify --signature head.json --public-key public.pem --store tickets.db");
    g.run([&s, &code, o] { code = log(s, *o); });

    auto b = tickets.sub("backup", tr(s, "把工单库复制成另一个文件，并核对它；别的进程可以照常写",
                                      "copy the store to another file and prove it; others may go on writing"));
    b.option("FILE", o->to_file, tr(s, "新的文件", "the new file"), {"", true});
    add_common(b, s, "sf");
    b.example(tr(s, "例：", "example:"), "huanchi tickets backup 备份.db --store tickets.db");
    b.run([&s, &code, o] { code = back_up(s, *o); });
}

} // namespace huanchi::cli
