#include "command_line.hpp"
#include "ledger.hpp"

#include "base/digest.hpp"
#include "report/moves_document.hpp"

#include <fstream>
#include <iostream>
#include <memory>
#include <pwd.h>
#include <sstream>
#include <unistd.h>

namespace huanchi::cli {

namespace {

struct move_options {
    std::vector<std::string> ids, officers;
    std::string ids_from, by, note, time, doc_no, served;
    std::string result, to, into, until, stage, amount, case_no, file;
    std::string responsible, goal, due, measures, accepted_by;
    bool reference_only = false;
};

std::string user_name() {
    auto const* user = getpwuid(geteuid());
    return user && *user->pw_name ? user->pw_name : "";
}

// One id a line: the first cell of what `tickets list --format csv` prints, its heading left out.
bool read_ids(session const& s, std::string const& from, std::vector<std::string>& ids) {
    std::ifstream file;
    if (from != "-") file.open(from);
    auto& in = from == "-" ? std::cin : file;
    if (!in) {
        fail(s, {"`" + from + "`: " + tr(s, "打不开", "cannot be opened"), ""});
        return false;
    }
    for (std::string line; std::getline(in, line);) {
        auto const id = line.substr(0, line.find_first_of(",\t \r"));
        if (!id.empty() && id != "id" && id != "\xEF\xBB\xBFid") ids.push_back(id);
    }
    return true;
}

bool officer_of(session const& s, std::string const& text, tickets::officer& into) {
    auto at = text.find(':');
    std::size_t width = 1;
    if (at == std::string::npos) at = text.find("："), width = std::string("：").size();
    if (at == std::string::npos || at == 0 || at + width >= text.size()) {
        fail(s,
             {"--officer `" + text + "`: " + tr(s, "要写姓名和证号", "a name and a certificate are wanted"),
              tr(s, "写作 张三:22010100123", "write NAME:CERTIFICATE")},
             "E002");
        return false;
    }
    into = {text.substr(0, at), text.substr(at + width)};
    return true;
}

bool attach_file(session const& s, move_options const& o, tickets::act& a, std::optional<std::string>& bytes) {
    std::ifstream in(o.file, std::ios::binary);
    std::stringstream all;
    if (!in || !(all << in.rdbuf())) {
        fail(s, {"`" + o.file + "`: " + tr(s, "读不出，或者是空的", "cannot be read, or is empty"), ""});
        return false;
    }
    auto content = std::move(all).str();
    auto const slash = o.file.find_last_of('/');
    a.facts.emplace_back("name", o.reference_only ? o.file : o.file.substr(slash == std::string::npos ? 0 : slash + 1));
    a.facts.emplace_back("digest", "sha256:" + base::sha256_hex(content));
    a.facts.emplace_back("size", std::to_string(content.size()));
    a.facts.emplace_back("stored", o.reference_only ? "no" : "yes");
    if (!o.reference_only) bytes = std::move(content);
    return true;
}

bool act_of(session const& s, std::string const& move, move_options const& o, tickets::act& a) {
    bool bad = false;
    a.move = move;
    a.by = o.by.empty() ? user_name() : o.by;
    a.note = o.note;
    a.doc_no = o.doc_no;
    a.now = s.now();
    a.time = time_option(s, o.time, "--time", bad).value_or(a.now);
    a.served = date_option(s, o.served, "--served", bad);
    for (auto const* date : {&o.due, &o.until})
        if (!bad) date_option(s, *date, date == &o.due ? "--due" : "--until", bad);
    if (bad) return false;
    if (a.by.empty()) {
        fail(s, {tr(s, "不知道是谁", "nobody knows who does it"), tr(s, "用 --by 写明", "say it with --by")}, "E002");
        return false;
    }
    for (auto const& text : o.officers)
        if (!officer_of(s, text, a.officers.emplace_back())) return false;
    for (auto const& [name, value] : {std::pair{"result", &o.result},
                                      {"to", &o.to},
                                      {"into", &o.into},
                                      {"until", &o.until},
                                      {"stage", &o.stage},
                                      {"amount", &o.amount},
                                      {"case", &o.case_no},
                                      {"responsible", &o.responsible},
                                      {"goal", &o.goal},
                                      {"due", &o.due},
                                      {"measures", &o.measures},
                                      {"accepted_by", &o.accepted_by}})
        if (!value->empty()) a.facts.emplace_back(name, *value);
    return true;
}

int move(session& s, std::string const& name, move_options& o) {
    if (s.options.store.empty()) return fail(s, no_store_named(s), "E002");
    if (!o.ids_from.empty() && !read_ids(s, o.ids_from, o.ids)) return failed;
    if (o.ids.empty())
        return fail(s,
                    {tr(s, "没有写明工单", "no ticket named"),
                     tr(s, "写出标识，或用 --ids-from 给出列表", "name their ids, or a list of them with --ids-from")},
                    "E002");
    tickets::act a;
    std::optional<std::string> bytes;
    if (!act_of(s, name, o, a)) return failed;
    if (name == "attach" && !attach_file(s, o, a, bytes)) return failed;
    if (!load_rules(s)) return failed;
    auto ledger = open_to_write(s);
    if (!ledger) return fail(s, ledger.error());
    auto const done_ = ledger->move(o.ids, a, s.rules, HUANCHI_VERSION, bytes);
    if (!done_) return fail(s, done_.error());
    if (auto const* no = std::get_if<tickets::refusal>(&*done_)) return fail(s, report::refusal_failure(*no, s.language()));
    auto const& moves = std::get<std::vector<tickets::moved>>(*done_);
    if (s.options.format == "json" || s.options.format == "ndjson")
        std::cout << report::moves_json(moves) << '\n';
    else
        std::cout << report::moves_text(moves, as_text(s));
    return done;
}

void add_plan(command c, session const& s, move_options& o) {
    c.option("--responsible", o.responsible, tr(s, "整改责任主体", "who is to put it right"));
    c.option("--goal", o.goal, tr(s, "整改目标", "the goal"));
    c.option("--due", o.due, tr(s, "整改时限", "by when"), {"DATE"});
    c.option("--measures", o.measures, tr(s, "整改措施", "the measures"));
    c.option("--accepted-by", o.accepted_by, tr(s, "验收单位", "who accepts it"));
}

// What a move has beside the options of all.
void add_own(command c, session const& s, std::string const& name, move_options& o) {
    if (name == "order") add_plan(c, s, o);
    if (name == "verify") {
        c.choice("--result", o.result, tr(s, "复查结果", "what the inspection found"),
                 {"corrected", "not_corrected", "obstructed", "not_operating"});
        add_plan(c, s, o);
    }
    if (name == "assign") c.option("--to", o.to, tr(s, "承办人", "who has it in hand"), {"WHO"});
    if (name == "transfer") c.option("--to", o.to, tr(s, "移送的机关", "the authority"), {"WHO"});
    if (name == "merge") c.option("--into", o.into, tr(s, "并入的工单", "the ticket to merge into"), {"ID"});
    if (name == "case") c.option("--case-no", o.case_no, tr(s, "案号", "number of the case"), {"NUMBER"});
    if (name == "waive") c.option("--until", o.until, tr(s, "到哪一天为止", "the last day"), {"DATE"});
    if (name == "penalty") {
        std::vector<std::string> stages;
        for (auto const stage : tickets::penalty_stages())
            if (stage != "none") stages.emplace_back(stage);
        c.choice("--stage", o.stage, tr(s, "阶段", "the stage"), stages);
        c.option("--amount", o.amount, tr(s, "罚款，元", "the fine in 元"), {"AMOUNT"});
    }
    if (name == "attach") {
        c.option("--file", o.file, tr(s, "文件", "the file"), {"FILE", true});
        c.flag("--reference", o.reference_only,
               tr(s, "只记路径和散列值，不存内容", "keep the path and the digest, not the content"));
    }
}

struct move_help {
    char const *name, *zh, *en, *example;
};
constexpr move_help helps[] = {
    // in the order of the contract, ours between them
    {"confirm", "核实：线索属实", "confirm a lead",
     "huanchi tickets confirm t-0123456789abcdef --officer 张三:22010100123 --officer 李四:22010100456 --store tickets.db"},
    {"order", "责令改正", "order to put it right",
     "huanchi tickets order t-0123456789abcdef --officer 张三:22010100123 --officer 李四:22010100456 --doc-no 责改2026-1 "
     "--served 2026-09-01 --responsible 某公司 --goal 稳定达标 --due 2026-09-30 --store tickets.db"},
    {"serve", "补记责令改正的送达", "record that an order was served",
     "huanchi tickets serve t-0123456789abcdef --served 2026-09-03 --store tickets.db"},
    {"halt", "限制生产、停产整治或查封", "an order that halts production",
     "huanchi tickets halt t-0123456789abcdef --doc-no 停产2026-1 --served 2026-09-10 --store tickets.db"},
    {"report", "整改报告", "a report that it is put right",
     "huanchi tickets report t-0123456789abcdef --note 已更换滤袋 --store tickets.db"},
    {"verify", "复查", "inspect again",
     "huanchi tickets verify t-0123456789abcdef --result corrected --officer 张三:22010100123 --officer 李四:22010100456 "
     "--store "
     "tickets.db"},
    {"close", "销号", "close", "huanchi tickets close t-0123456789abcdef --store tickets.db"},
    {"dismiss", "查否", "dismiss", "huanchi tickets dismiss t-0123456789abcdef --note 数据经核实为校准 --store tickets.db"},
    {"transfer", "移送", "transfer",
     "huanchi tickets transfer t-0123456789abcdef --to 公安机关 --note 涉嫌犯罪 --store tickets.db"},
    {"merge", "并案", "merge into another ticket",
     "huanchi tickets merge t-0123456789abcdef --into t-fedcba9876543210 --note 同一次故障 --store tickets.db"},
    {"moot", "关停", "the plant is shut for good", "huanchi tickets moot t-0123456789abcdef --note 已注销 --store tickets.db"},
    {"reopen", "重新打开", "reopen", "huanchi tickets reopen t-0123456789abcdef --note 收到新证据 --store tickets.db"},
    {"assign", "指派", "assign", "huanchi tickets assign t-0123456789abcdef --to 张三 --store tickets.db"},
    {"comment", "备注", "comment", "huanchi tickets comment t-0123456789abcdef --note 已电话联系 --store tickets.db"},
    {"waive", "一段时间内不催办；不改变判定", "leave alone until a day; changes no verdict",
     "huanchi tickets waive t-0123456789abcdef --until 2026-12-31 --note 等待技改验收 --store tickets.db"},
    {"attach", "附上文件", "attach a file", "huanchi tickets attach t-0123456789abcdef --file 现场照片.jpg --store tickets.db"},
    {"penalty", "处罚程序", "the penalty track",
     "huanchi tickets penalty t-0123456789abcdef --stage filed --doc-no 立案2026-1 --store tickets.db"},
};

// `move`: by its name in the contract.
void add_move(command under, session& s, int& code, std::string const& name, move_help const& h) {
    auto o = std::make_shared<move_options>();
    auto c = under.sub(h.name, tr(s, h.zh, h.en));
    c.options("ID", o->ids, tr(s, "工单或案件的标识，可多个", "ids of tickets or of a case"));
    c.option("--ids-from", o->ids_from,
             tr(s, "从文件读标识，一行一个（- 为标准输入）", "read ids from a file, one a line (-: stdin)"), {"FILE"});
    c.option("--by", o->by, tr(s, "谁做的，默认为本机用户", "who does it; default: the user"), {"WHO"});
    c.option("--note", o->note, tr(s, "说明，需要理由时为理由", "a note; the reason where one is needed"), {"TEXT"});
    c.option("--time", o->time, tr(s, "何时，默认现在", "when; default now"), {"TIME"});
    c.option("--doc-no", o->doc_no, tr(s, "文书号", "number of the document"), {"NUMBER"});
    c.option("--served", o->served, tr(s, "送达日期", "day of service"), {"DATE"});
    c.repeated("--officer", o->officers, tr(s, "执法人员，姓名:证号", "an officer, NAME:CERTIFICATE"), {"NAME:CERT"});
    add_own(c, s, name, *o);
    add_common(c, s, "rsf");
    c.example(tr(s, "例：", "example:"), h.example);
    c.run([&s, &code, o, name] { code = move(s, name, *o); });
}

} // namespace

void add_ticket_moves(command tickets, session& s, int& code) {
    for (auto const& h : helps) add_move(tickets, s, code, h.name, h);
}

void add_case_opening(command cases, session& s, int& code) {
    add_move(cases, s, code, "case",
             {"open", "把工单归为一案，可自定案号", "put tickets into a case, with a number of your own or none",
              "huanchi tickets case open t-0123456789abcdef t-fedcba9876543210 --case-no 吉环罚2026-3 --store tickets.db"});
}

} // namespace huanchi::cli
