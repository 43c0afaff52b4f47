// `tickets replay` and `tickets bundle`: what a ticket stands on, judged again, and packed for the case file.
#include "command_line.hpp"
#include "ledger.hpp"
#include "stored_ticket.hpp"

#include "base/digest.hpp"
#include "evidence/keeper.hpp"
#include "evidence/verify.hpp"
#include "facts/input.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>

namespace huanchi::cli {

namespace {

struct bundle_options {
    std::string id, output, verify;
};

void print_differences(session const& s, evidence::replayed const& r) {
    bool const english = s.language() == source::language::en;
    for (auto const& [finding, word] : r.not_kept) std::cout << finding << ": " << evidence::remark_of(word, english) << '\n';
    for (auto const& d : r.differences) {
        if (d.absent) std::cout << d.finding << ": " << tr(s, "重新判定后没有这个判定", "not judged this time") << '\n';
        for (auto const& f : d.fields)
            std::cout << d.finding << ": " << f.name << ": " << tr(s, "库中 ", "stored ") << f.stored
                      << tr(s, "，重算 ", ", again ") << f.again << '\n';
    }
}

int replay(session& s, std::string const& id) {
    if (!load_rules(s)) return failed;
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const read = read_stored(s, *ledger, id);
    if (!read) return fail(s, read.error());
    auto const again = evidence::replay(read->ticket.findings, read->sets, [&](evidence::judged_set const&) {
        return base::result<evidence::judge_rules>(evidence::judge_rules{&s.rules, &s.plan});
    });
    if (!again) return fail(s, again.error());
    for (auto const& digest : again->other_rules)
        std::cerr << tr(s, "注意：判定时的规则是 ", "note: it was judged by the rules ") << digest
                  << tr(s, "，现在的是 ", ", these are ") << s.rules.digest << '\n';
    print_differences(s, *again);
    auto const line = again->same()
                          ? tr(s, "一致：{} 个判定由 {} 行数据重新得出，逐字节相同\n",
                               "the same: {} findings judged again from {} rows, to the byte\n")
                          : tr(s, "不一致：比较了 {} 个判定，{} 行数据\n", "not the same: {} findings compared, {} rows\n");
    std::cout << fmt::format(fmt::runtime(line), again->findings, again->rows);
    return again->same() ? done : found;
}

int make(session& s, bundle_options const& o) {
    auto const ledger = open_to_read(s);
    if (!ledger) return fail(s, ledger.error());
    auto const from = bundle_source_of(s, *ledger, o.id);
    if (!from) return fail(s, from.error());
    auto const bytes = evidence::bundle(*from);
    if (!bytes) return fail(s, bytes.error());
    std::ofstream out(o.output, std::ios::binary | std::ios::trunc);
    out << *bytes;
    out.close();
    if (!out) return fail_to_write(s, o.output);
    for (auto const& set : from->sets)
        if (!set.missing.empty())
            std::cerr << tr(s, "注意：", "note: ") << evidence::remark_of(set.missing, s.language() == source::language::en)
                      << '\n';
    std::cout << base::sha256_hex(*bytes) << "  " << o.output << '\n';
    return done;
}

int verify(session& s, std::string const& path) {
    auto const bytes = facts::read_whole(path);
    if (!bytes) return fail(s, bytes.error());
    auto const proof = evidence::verify_bundle(*bytes);
    if (proof.fault) {
        auto const& f = *proof.fault;
        auto const what = (f.file.empty() ? path : path + ": " + f.file) + ": " + tr(s, f.zh.c_str(), f.en.c_str());
        if (f.refused)
            return fail(s, {what, tr(s, "这不是 huanchi tickets bundle 写出的证据包", "no bundle that huanchi has written")});
        std::cout << what << '\n';
        return found;
    }
    print_differences(s, proof.again);
    std::cout << fmt::format(
        fmt::runtime(tr(s, "一致：{}，{} 个文件，历史 {} 条，{} 个判定由 {} 行数据和包内规则重新得出，逐字节相同\n",
                        "the same: {}, {} files, {} entries of history, {} findings judged again from {} rows by the rules "
                        "inside, to the byte\n")),
        proof.ticket, proof.files, proof.entries, proof.again.findings, proof.again.rows);
    return proof.again.same() ? done : found;
}

int bundle(session& s, bundle_options const& o) {
    bool const verifying = !o.verify.empty();
    if (verifying == !o.id.empty() || verifying == !o.output.empty())
        return fail(s,
                    {tr(s, "要么写明工单和 -o 文件，要么 --verify 文件", "either a ticket and -o FILE, or --verify FILE"),
                     tr(s, "例：huanchi tickets bundle t-0123456789abcdef --store tickets.db -o 证据包.zip",
                        "for example: huanchi tickets bundle t-0123456789abcdef --store tickets.db -o bundle.zip")},
                    "E002");
    return verifying ? verify(s, o.verify) : make(s, o);
}

} // namespace

void add_ticket_evidence(command tickets, session& s, int& code) {
    auto r = tickets.sub("replay", tr(s, "用保存的证据重新判定一张工单，与库中逐字节比较",
                                      "judge a ticket again from the kept evidence and compare it to the byte"));
    auto o = std::make_shared<bundle_options>();
    r.option("ID", o->id, tr(s, "工单标识", "ticket id"), {"", true});
    add_common(r, s, "rs");
    r.example(tr(s, "例：", "example:"), "huanchi tickets replay t-0123456789abcdef --store tickets.db");
    r.run([&s, &code, o] { code = replay(s, o->id); });

    auto b = tickets.sub("bundle", tr(s, "写出一份可核对的证据包入卷；--verify 核对，不需要工单库",
                                      "one verifiable archive for the case file; --verify proves it without a store"));
    b.option("ID", o->id, tr(s, "工单标识", "ticket id"));
    b.option("-o,--output", o->output, tr(s, "写到这个 ZIP 文件", "the ZIP file to write"), {"FILE"});
    b.option("--verify", o->verify, tr(s, "核对这个证据包", "prove this bundle"), {"FILE"});
    add_common(b, s, "s");
    b.example(tr(s, "例：", "example:"), "huanchi tickets bundle t-0123456789abcdef --store tickets.db -o 证据包.zip\n"
                                         "  huanchi tickets bundle --verify 证据包.zip");
    b.run([&s, &code, o] { code = bundle(s, *o); });
}

} // namespace huanchi::cli
