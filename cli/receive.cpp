// `huanchi receive`: a receiver of HJ 212 until SIGTERM or SIGINT.
#include "command_line.hpp"
#include "ledger.hpp"
#include "running.hpp"
#include "session.hpp"

#include "facts/input.hpp"
#include "receive/judging.hpp"
#include "receive/receiver.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <iostream>
#include <memory>
#include <sys/resource.h>

namespace huanchi::cli {

namespace {

struct receive_options {
    std::string listen, facilities, journal;
    bool ask_missing = false;
    unsigned judge_every = 5, idle = 3900, connections = 2000, keep = 0;
};

std::optional<receive::receiver_options> place(session const& s, receive_options const& o) {
    auto const colon = o.listen.rfind(':');
    receive::receiver_options r;
    unsigned port = 0;
    auto const digits = colon == std::string::npos ? std::string_view() : std::string_view(o.listen).substr(colon + 1);
    auto const [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    // An IPv6 address has colons of its own, and stands in brackets.
    auto const address = std::string_view(o.listen).substr(0, colon == std::string::npos ? 0 : colon);
    bool const bare = address.find(':') != std::string_view::npos && !(address.starts_with('[') && address.ends_with(']'));
    if (bare || digits.empty() || problem != std::errc{} || end != digits.data() + digits.size() || port > 65535) {
        fail(s,
             {"--listen `" + o.listen + "`: " + tr(s, "不是地址和端口", "no address and port"),
              tr(s, "写作 127.0.0.1:9212 或 [::1]:9212", "write 127.0.0.1:9212 or [::1]:9212")},
             "E002");
        return std::nullopt;
    }
    r.address = o.listen.substr(0, colon);
    r.port = static_cast<std::uint16_t>(port);
    r.ask_missing = o.ask_missing;
    r.bounds.idle_ms = std::int64_t{o.idle} * 1000;
    r.bounds.most_connections = std::max(o.connections, 1u);
    r.now = [&s] { return s.now(); };
    r.steady_ms = [] {
        using namespace std::chrono;
        return std::int64_t{duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count()};
    };
    r.log = [](receive::severity how, std::string const& text) {
        how == receive::severity::warning  ? log_warning(text)
        : how == receive::severity::normal ? log_info(text)
                                           : log_detail(text);
    };
    return r;
}

// Every connection is a file.
void allow_files(std::size_t wanted) {
    rlimit now{};
    if (::getrlimit(RLIMIT_NOFILE, &now) != 0 || now.rlim_cur >= wanted) return;
    now.rlim_cur = std::min<rlim_t>(now.rlim_max, wanted);
    ::setrlimit(RLIMIT_NOFILE, &now);
}

void tell(session const& s, findings::check_result const& r, std::vector<tickets::ticket_action> const& actions) {
    auto const violations = r.verdicts[static_cast<std::size_t>(eval::verdict::violation)];
    log_info(fmt::format(fmt::runtime(tr(s, "判定：{} 行，{} 行读不出，违反 {} 处，工单 {} 张有变",
                                         "judged: {} rows, {} rejected, {} violations, {} tickets touched")),
                         r.read, r.rejected, violations, std::count_if(actions.begin(), actions.end(), [](auto const& a) {
                             return a.action != tickets::action::unchanged;
                         })));
    for (auto const& a : actions)
        if (a.action != tickets::action::unchanged) std::cout << fmt::format("{} {}\n", a.id, tickets::text(a.action));
    std::cout.flush();
}

int receive_until_stopped(session& s, receive_options const& o) {
    auto options = place(s, o);
    if (!options) return failed;
    if (o.facilities.empty())
        return fail(s,
                    {tr(s, "receive 需要 --facilities", "receive needs --facilities"),
                     tr(s, "企业文件里的 mn 说明报文属于哪个排放口", "the `mn` of facilities says whose packets are")},
                    "E002");
    int const stop = signals_to_read();
    if (!load_rules(s)) return failed;
    service_log const log(s);
    auto const text = facts::read_whole(o.facilities);
    if (!text) return fail(s, text.error());
    auto const known = facts::read_facilities(*text, o.facilities, s.rules);
    if (!known) return fail(s, known.error());
    if (known->devices.all().empty())
        return fail(s,
                    {"`" + o.facilities + "`: " + tr(s, "没有登记任何数采仪", "names no device"),
                     tr(s, "在企业、排放口的 mn 或企业的 devices 里登记", "give `mn` of facilities or outlets, or `devices`")});
    facts::manners const manners(known->devices);
    auto const folder = !o.journal.empty()         ? o.journal
                        : !s.options.store.empty() ? s.options.store + ".journal"
                                                   : "hj212.journal";
    auto journal = receive::journal::open(folder, [&](std::string_view mn) { return manners.find(mn); });
    if (!journal) return fail(s, journal.error());
    log_info(fmt::format(fmt::runtime(tr(s, "日志 {}：已有报文 {} 个，截去未写完的 {} 字节",
                                         "journal {}: {} packets there, {} bytes of a broken end cut off")),
                         folder, journal->packets_found(), journal->bytes_cut_off()));
    allow_files(o.connections + 64);

    receive::judging_options judging;
    judging.facilities = o.facilities;
    judging.store = s.options.store;
    judging.rows = folder + "/rows.db";
    judging.keep_days = o.keep;
    judging.every_ms = o.judge_every * 1000;
    judging.threads = s.options.threads ? s.options.threads : 1; // the receiver must not wait for the judge
    judging.unreviewed = s.options.unreviewed;
    judging.engine = HUANCHI_VERSION;
    if (!judging.store.empty()) judging.rule_files = rule_texts(s.files);
    judging.now = [&s] { return s.now(); };
    judging.on_judged = [&s](auto const& result, auto const& actions) {
        tell(s, result, actions);
        if (!result.rejects.empty()) {
            auto const& r = result.rejects.back();
            log_warning(
                fmt::format("{}:{}: {}{}{}", result.files[r.file], r.line, r.column, r.column.empty() ? "" : ": ", r.reason));
        }
    };
    judging.on_failure = [](base::failure const& f) { log_warning(f.what); };
    auto judge = std::make_unique<receive::judge>(s.rules, s.plan, std::move(judging));
    if (journal->packets_found() > 0) judge->wake(journal->parts()); // a crash may have come between
    options->on_data = [&](std::vector<receive::journal_part> parts) { judge->wake(std::move(parts)); };

    auto receiver = receive::receiver::open(*known, manners, std::move(*journal), std::move(*options));
    if (!receiver) return fail(s, receiver.error());
    log_info(fmt::format(fmt::runtime(tr(s, "监听 {}:{}", "listening on {}:{}")), o.listen.substr(0, o.listen.rfind(':')),
                         receiver->port()));
    receiver->run(stop);
    judge.reset(); // judges what still waits
    auto const& t = receiver->totals();
    log_info(fmt::format(
        fmt::runtime(tr(s, "结束：连接 {}，报文 {}，重发 {}，拒收 {}，非报文 {} 字节，未登记 {}，应答 {}，请求 {}",
                        "ended: {} connections, {} packets, {} sent again, {} rejected, {} bytes of no packet, {} of unknown "
                        "devices, {} answers, {} requests")),
        t.connections, t.packets, t.repeated, t.rejected, t.garbage_bytes, t.refused, t.answers, t.requests));
    return done;
}

} // namespace

void add_receive(command app, session& s, int& code) {
    auto c = app.sub(
        "receive", tr(s, "HJ 212 接收机：先落盘再应答，边收边判，--store 立案",
                      "an HJ 212 receiver: kept on disk before it is acknowledged, judged as it comes, --store opens tickets"));
    auto o = std::make_shared<receive_options>();
    c.option("--listen", o->listen, tr(s, "地址和端口", "address and port"), {"ADDRESS:PORT", true});
    c.option("--facilities", o->facilities,
             tr(s, "企业与排放口，其中登记数采仪编号 mn", "facilities, with the numbers of their devices (mn)"), {"FILE"});
    c.option("--journal", o->journal,
             tr(s, "存报文的目录，默认是工单库名加 .journal", "folder of packets; default: the store's name with .journal"),
             {"DIR"});
    c.flag("--ask-missing", o->ask_missing,
           tr(s, "小时数据有缺时向设备补要（2061）", "ask devices for hours that are missing (2061)"));
    c.option("--judge-every", o->judge_every,
             tr(s, "两次判定至少隔几秒，默认 5", "seconds from one judgement to the next; default 5"), {"N"});
    c.option("--keep", o->keep,
             tr(s, "报文存多少天，判过之后过期的删去（行另存，够长时段用）；默认全部保留",
                "days that packets are kept; older ones are deleted once judged (their rows stay as long as windows want "
                "them); default: all are kept"),
             {"DAYS"});
    c.option("--idle", o->idle,
             tr(s, "设备多少秒没有动静就断开，默认 3900", "seconds of silence after which a device is cut off; default 3900"),
             {"N"});
    c.option("--connections", o->connections, tr(s, "最多几个连接，默认 2000", "most connections at a time; default 2000"),
             {"N"});
    add_common(c, s, "rns");
    c.example(tr(s, "例：", "example:"), "timeout --preserve-status 3 huanchi receive --listen 127.0.0.1:9212 --facilities "
                                         "tests/samples/facilities.json --store /var/tmp/received.db");
    c.run([&s, &code, o] { code = receive_until_stopped(s, *o); });
}

} // namespace huanchi::cli
