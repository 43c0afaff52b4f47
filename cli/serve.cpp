// `huanchi serve`: the JSON interface until SIGTERM or SIGINT; SIGHUP reads rules and tokens anew.
#include "command_line.hpp"
#include "ledger.hpp"
#include "running.hpp"
#include "session.hpp"

#include "facts/input.hpp"
#include "report/rules_document.hpp"
#include "service/api.hpp"
#include "service/http_server.hpp"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <random>

namespace huanchi::cli {

namespace {

struct serve_options {
    std::string listen = "127.0.0.1", facilities, token_file, certificate, key, spool;
    unsigned port = 8080, workers = 0, rate = 0, body_mib = 16, connections = 1024, drain = 60, patience = 10;
};

bool is_loopback(std::string const& address) {
    return address == "localhost" || address == "::1" || address == "[::1]" || address.starts_with("127.");
}

std::shared_ptr<service::rule_set const> set_of(rules_read read) {
    auto set = std::make_shared<service::rule_set>();
    set->texts = rule_texts(read.files);
    set->rules = std::move(read.rules);
    set->plan = plan::compile(set->rules);
    return set;
}

// A service goes on with the rules that it has where others cannot be used.
service::rules_in_use::loaded read_again(session const& s) {
    auto read = read_rules(s);
    if (auto const* failure = std::get_if<base::failure>(&read))
        return service::rules_in_use::unusable{report::errors_json(*failure, "E001")};
    if (auto const* wrong = std::get_if<rules_wrong>(&read))
        return service::rules_in_use::unusable{report::errors_json(wrong->diagnostics, wrong->files, s.language())};
    return set_of(std::move(std::get<rules_read>(read)));
}

base::result<service::token_list> read_tokens(std::string const& path) {
    auto const text = facts::read_whole(path);
    if (!text) return text.error();
    return service::token_list::read(*text, path);
}

std::function<std::string()> request_ids() {
    auto const state = std::make_shared<std::mt19937_64>(std::random_device{}());
    return [state] { return fmt::format("r-{:016x}", (*state)()); };
}

int serve(session& s, serve_options const& o) {
    if (o.port > 65535)
        return fail(s,
                    {"--port " + std::to_string(o.port) + ": " + tr(s, "不是端口", "no port"),
                     tr(s, "写 0 到 65535", "write 0 to 65535")},
                    "E002");
    if (!is_loopback(o.listen) && o.token_file.empty())
        return fail(
            s,
            {"--listen " + o.listen + ": " + tr(s, "本机以外的地址需要令牌", "an address beyond this machine needs tokens"),
             tr(s, "用 huanchi tokens new 建立令牌文件，再用 --token-file 给出",
                "make tokens with `huanchi tokens new` and name their file with --token-file")},
            "E002");
    if (o.certificate.empty() != o.key.empty())
        return fail(s, {tr(s, "--tls-cert 和 --tls-key 要一起给", "--tls-cert and --tls-key belong together"), ""}, "E002");
    int const signals = signals_to_read({SIGHUP});
    if (!load_rules(s)) return failed;
    auto const first = set_of({std::move(s.files), std::move(s.rules)});
    std::optional<service::token_list> tokens;
    if (!o.token_file.empty()) {
        auto read = read_tokens(o.token_file);
        if (!read) return fail(s, read.error());
        tokens = std::move(*read);
    }
    std::error_code ec;
    auto const folder = !o.spool.empty() ? o.spool : std::filesystem::temp_directory_path(ec).string();
    if (!service::spool::make(folder))
        return fail(s, {"--spool " + folder + ": " + tr(s, "不能在其中建立文件", "no file can be made there"),
                        tr(s, "换一个可写的本地目录", "name a local folder that can be written")});
    service::api_settings settings;
    settings.spool_folder = folder;
    settings.store = s.options.store;
    if (!o.facilities.empty()) {
        auto text = facts::read_whole(o.facilities);
        if (!text) return fail(s, text.error());
        settings.facilities = std::move(*text);
    }
    if (!settings.store.empty()) { // made and migrated now, not within a request
        auto const ledger = store::ticket_store::open(settings.store);
        if (!ledger) return fail(s, ledger.error());
    }
    settings.engine = HUANCHI_VERSION;
    settings.unreviewed = s.options.unreviewed;
    settings.threads = s.threads();
    settings.most_checks = std::max(1u, s.threads());
    settings.most_a_second = o.rate;
    settings.language = s.language();
    settings.now = [&s] { return s.now(); };
    settings.log = [](std::string const& line) { log_detail(line); };
    auto in_use = std::make_unique<service::rules_in_use>(first, [&s] { return read_again(s); });
    auto app = service::api::make(std::move(settings), std::move(in_use), std::move(tokens));
    if (!app) return fail(s, app.error());

    service::server_options network;
    network.address = o.listen.starts_with('[') ? o.listen.substr(1, o.listen.size() - 2) : o.listen;
    network.port = static_cast<std::uint16_t>(o.port);
    network.certificate = o.certificate;
    network.key = o.key;
    network.workers = o.workers ? o.workers : std::max(4u, s.threads());
    network.most_connections = std::max(1u, o.connections);
    network.body_bytes = std::uint64_t{std::max(1u, o.body_mib)} << 20;
    network.header_time = std::chrono::seconds(std::max(1u, o.patience));
    network.piece_time = 3 * network.header_time;
    network.drain_time = std::chrono::seconds(o.drain);
    network.spool_folder = folder;
    network.new_id = request_ids();
    auto server = service::http_server::open(network, **app);
    if (!server) return fail(s, server.error());
    service_log const log(s);
    (*app)->watch_network([&] { return server->totals(); });
    auto const shown = network.address.find(':') == std::string::npos ? network.address : "[" + network.address + "]";
    log_info(fmt::format(fmt::runtime(tr(s, "监听 {}://{}:{}", "listening on {}://{}:{}")),
                         o.certificate.empty() ? "http" : "https", shown, server->port()));
    server->run(signals, [&](int signal) {
        if (signal != SIGHUP) return true;
        if (auto const errors = (*app)->reload_rules())
            log_warning(tr(s, "规则没有更换：", "the rules were not replaced: ") + *errors);
        else
            log_info(tr(s, "规则已重读：", "rules read anew: ") + (*app)->rules().now()->rules.digest);
        if (!o.token_file.empty()) {
            auto read = read_tokens(o.token_file);
            if (read)
                (*app)->replace_tokens(std::move(*read));
            else
                log_warning(tr(s, "令牌没有更换：", "the tokens were not replaced: ") + read.error().what);
        }
        return false;
    });
    log_info(fmt::format(fmt::runtime(tr(s, "结束：请求 {}", "ended: {} requests")), server->totals().requests));
    return done;
}

} // namespace

void add_serve(command app, session& s, int& code) {
    auto c = app.sub("serve", tr(s, "JSON 接口（HTTP）：判定、限值、审查、工单；SIGTERM 办完手头的请求后结束",
                                 "the JSON interface over HTTP; SIGTERM finishes what is in flight"));
    auto o = std::make_shared<serve_options>();
    c.option("--listen", o->listen,
             tr(s, "地址，默认 127.0.0.1；本机以外的地址须有 --token-file",
                "address, 127.0.0.1 by default; beyond this machine --token-file is needed"),
             {"ADDR"});
    c.option("--port", o->port, tr(s, "端口，默认 8080；0 为任意", "port, 8080 by default; 0: any"), {"N"});
    c.option("--token-file", o->token_file,
             tr(s, "令牌（huanchi tokens 建立），SIGHUP 重读", "tokens, made by `huanchi tokens`; SIGHUP reads them anew"),
             {"FILE"});
    c.option("--facilities", o->facilities,
             tr(s, "在册的企业与排放口：请求里不写 facilities 时用，也定企业属于哪个行政区",
                "sites on file: used where a request brings none, and to know their regions"),
             {"FILE"});
    c.option("--tls-cert", o->certificate, tr(s, "证书链（PEM）", "chain of certificates (PEM)"), {"FILE"});
    c.option("--tls-key", o->key, tr(s, "证书的私钥（PEM）", "key of the certificate (PEM)"), {"FILE"});
    c.option("--workers", o->workers,
             tr(s, "同时办理几个请求，默认处理器数、至少 4", "requests at a time; default: processors, at least 4"), {"N"});
    c.option("--rate", o->rate,
             tr(s, "每个令牌每秒最多几个请求，默认不限", "most requests a second of one token; default: no bound"), {"N"});
    c.option("--max-body", o->body_mib,
             tr(s, "一个 JSON 请求体最大多少 MiB，默认 16；更大的用 NDJSON",
                "largest JSON body in MiB, 16 by default; larger ones come as NDJSON"),
             {"MIB"});
    c.option("--connections", o->connections, tr(s, "最多几个连接，默认 1024", "most connections at a time; default 1024"),
             {"N"});
    c.option("--patience", o->patience,
             tr(s, "请求头多少秒内要收齐，默认 10；请求体和应答的每一段是它的三倍",
                "seconds for the headers of a request, 10 by default; each piece of a body or an answer has thrice that"),
             {"SECONDS"});
    c.option("--spool", o->spool,
             tr(s, "存放 NDJSON 请求体的目录，默认系统临时目录", "folder for NDJSON bodies; default: that for temporary files"),
             {"DIR"});
    c.option("--drain", o->drain,
             tr(s, "结束时最多等几秒，默认 60", "longest wait for what is in flight at the end, 60 s by default"), {"SECONDS"});
    add_common(c, s, "rns");
    c.example(tr(s, "例：", "example:"), "timeout --preserve-status 3 huanchi serve --port 8765 --facilities "
                                         "tests/samples/facilities.json --store /var/tmp/served.db");
    c.run([&s, &code, o] { code = serve(s, *o); });
}

} // namespace huanchi::cli
