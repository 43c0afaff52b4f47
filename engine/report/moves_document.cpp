#include "report/moves_document.hpp"

#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

namespace huanchi::report {

namespace {

struct refusal_words {
    tickets::refusal const& r;
    language in;

    std::string p(std::size_t i) const { return i < r.parameters.size() ? r.parameters[i] : std::string(); }
    std::string say(std::string zh, std::string en) const { return in == language::zh ? std::move(zh) : std::move(en); }
    std::string of(topic what, std::string const& identifier) const { return std::string(word(what, identifier, in)); }

    // States by their words and, for who types them, their identifiers.
    std::string states(std::string const& list) const {
        std::string all;
        for (std::size_t at = 0; at < list.size();) {
            auto const end = std::min(list.find(", ", at), list.size());
            auto const id = list.substr(at, end - at);
            all += (all.empty() ? "" : say("、", ", ")) + named(topic::state, id);
            at = end + 2;
        }
        return all;
    }
    std::string named(topic what, std::string const& id) const {
        auto const text = of(what, id);
        return text == id ? id : say(text + "（" + id + "）", text);
    }

    base::failure text() const {
        using enum tickets::refusal::reason;
        switch (r.why) {
        case unknown_move: return {say("没有这个操作：", "there is no such move: ") + p(0), ""};
        case state:
            return {say("工单处于“" + named(topic::state, p(1)) + "”，不能" + of(topic::move, p(0)),
                        "the ticket is " + p(1) + ": " + p(0) + " is not allowed"),
                    say("只能在以下状态：", "it is in: ") + states(p(2))};
        case needs_note:
            return {say(of(topic::move, p(0)) + "须写明理由", p(0) + " needs a reason"),
                    say("用 --note 写明", "give it with --note")};
        case needs_officers:
            return {say(of(topic::move, p(0)) + "须由两名不同的执法人员进行", p(0) + " takes two different officers"),
                    say("用两个 --officer 姓名:证号 写明", "name them with two --officer NAME:CERTIFICATE")};
        case needs: return {say("缺少 ", "missing: ") + p(1), say("用 --" + p(1) + " 写明", "give it with --" + p(1))};
        case wrong_value: return {say("读不懂 ", "not understood: ") + p(0) + " `" + p(1) + "`", ""};
        case future:
            return {say("日期在将来：", "a date in the future: ") + p(0) + " " + p(1),
                    say("写实际发生的时间", "give the time at which it happened")};
        case before_last_step:
            return {
                say("时间 " + p(0) + " 早于上一步的 " + p(1), "the time " + p(0) + " lies before the last step, of " + p(1)),
                say("用 --time 写实际发生的时间", "give the time at which it happened with --time")};
        case stage:
            return {say("处罚程序处于“" + named(topic::penalty, p(1)) + "”，不能进入“" + named(topic::penalty, p(0)) + "”",
                        "the penalty is at " + p(1) + ": " + p(0) + " cannot follow"),
                    ""};
        case needs_notice:
            return {say("没有告知就不能决定处罚", "no decision without notice"),
                    say("先用 --stage notified 记录告知", "record the notice first: --stage notified")};
        case has_ended:
            return {say("处罚程序已经终结：", "the penalty has ended: ") + of(topic::penalty, p(0)),
                    say("reopen 重新打开工单不改变处罚程序", "reopening a ticket does not change that")};
        case same_ticket: return {say("不能并入自己", "a ticket cannot be merged into itself"), ""};
        case other_site:
            return {say("与 " + p(0) + " 不是同一场所", "not of the same site as " + p(0)),
                    say("并案、立案只限同一场所的工单", "only tickets of one site go together")};
        case no_such_ticket:
            return {say("没有工单或案件 ", "no ticket or case ") + p(0),
                    say("用 huanchi tickets list 查看标识", "see the ids with huanchi tickets list")};
        case nothing_to_serve:
            return {say("没有等待送达的文书", "no order waits for service"),
                    say("送达处罚决定用 penalty --stage served --served", "of a decision: penalty --stage served --served")};
        case key_reused:
            return {say("幂等键 " + p(0) + " 已用于另一个请求", "the idempotency key " + p(0) + " was used for another request"),
                    say("另一个请求要用另一个键", "another request needs a key of its own")};
        case unreported:
            return {say("还没有报告整改，不能认定为已改正", "nothing was reported: it cannot be verified as corrected"),
                    say("先用 report 记录整改报告；暗查发现仍在违法的，--result not_corrected",
                        "record the report first; an act found to go on is --result not_corrected")};
        }
        return {};
    }
};

} // namespace

std::string moves_json(std::vector<tickets::moved> const& moves) {
    json_document doc;
    doc.member("schema", "huanchi.moves/1");
    doc.open_list("moves");
    for (auto const& m : moves)
        doc.item({{"id", m.id},
                  {"move", m.move},
                  {"state", {{"from", tickets::text(m.from)}, {"to", tickets::text(m.to)}}},
                  {"penalty", {{"from", m.penalty_from}, {"to", m.penalty_to}}},
                  {"seq", m.seq},
                  {"hash", m.hash}});
    doc.close_list();
    return std::move(doc).finish();
}

std::string moves_text(std::vector<tickets::moved> const& moves, text_options const& o) {
    std::string out;
    for (auto const& m : moves) {
        auto const change = [&](topic what, std::string_view from, std::string_view to) {
            return from == to ? std::string()
                              : "  " + std::string(word(what, from, o.language)) + " → " +
                                    painted(ink::bold, word(what, to, o.language), o.colour);
        };
        out += m.id + "  " + std::string(word(topic::move, m.move, o.language)) +
               change(topic::state, tickets::text(m.from), tickets::text(m.to)) +
               change(topic::penalty, m.penalty_from, m.penalty_to) + "\n";
    }
    return out;
}

base::failure refusal_failure(tickets::refusal const& r, language in) {
    auto f = refusal_words{r, in}.text();
    if (!r.ticket.empty()) f.what = r.ticket + (in == language::zh ? "：" : ": ") + f.what;
    return f;
}

} // namespace huanchi::report
