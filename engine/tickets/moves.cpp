#include "tickets/moves.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace huanchi::tickets {

namespace {

using enum state;
using why = refusal::reason;

constexpr std::uint16_t in(std::initializer_list<state> all) {
    std::uint16_t mask = 0;
    for (auto const s : all) mask = static_cast<std::uint16_t>(mask | 1U << static_cast<unsigned>(s));
    return mask;
}
constexpr auto living = in({open, confirmed, ordered, reported, verified});
constexpr auto over = in({closed, dismissed, transferred, moot});
constexpr auto any = static_cast<std::uint16_t>(living | over | in({merged}));

struct move_rule {
    std::string_view name;
    std::uint16_t from;
    std::optional<state> to = {}; // nothing: the state stays
    bool reason = false, officers = false;
    std::string_view needs = {}; // a fact
};

// verify: corrected leads on, any other result back to the order.
constexpr std::array rules{
    move_rule{"confirm", in({open}), confirmed, false, true},
    move_rule{"order", in({confirmed}), ordered, false, true},
    move_rule{"serve", in({ordered, reported})},
    move_rule{"halt", in({ordered, reported})},
    move_rule{"report", in({ordered}), reported},
    move_rule{"verify", in({ordered, reported}), verified, false, true, "result"},
    move_rule{"close", in({verified}), closed},
    move_rule{"dismiss", living, dismissed, true},
    move_rule{"transfer", living, transferred, true, false, "to"},
    move_rule{"merge", living, merged, true, false, "into"},
    move_rule{"moot", living, moot, true},
    move_rule{"reopen", over, open, true},
    move_rule{"assign", living, {}, false, false, "to"},
    move_rule{"comment", any, {}, true},
    move_rule{"waive", living, {}, true, false, "until"},
    move_rule{"attach", any, {}, false, false, "digest"},
    move_rule{"case", living | over, {}, false, false, "case"},
    move_rule{"penalty", any, {}, false, false, "stage"},
};

constexpr std::array<std::string_view, 4> results{"corrected", "not_corrected", "obstructed", "not_operating"};

constexpr std::size_t main_stages = 10;
constexpr std::array<std::string_view, 14> stages{"none",      "filed",     "investigated", "legal_review", "notified",
                                                  "heard",     "decided",   "served",       "performing",   "ended",
                                                  "not_filed", "withdrawn", "not_punished", "transferred"};
std::size_t stage_index(std::string_view stage) {
    return static_cast<std::size_t>(std::find(stages.begin(), stages.end(), stage) - stages.begin());
}

move_rule const* rule_of(std::string_view name) {
    auto const found = std::find_if(rules.begin(), rules.end(), [&](auto const& r) { return r.name == name; });
    return found == rules.end() ? nullptr : &*found;
}

std::string states_of(std::uint16_t mask) {
    std::string all;
    for (unsigned s = 0; s <= static_cast<unsigned>(moot); ++s)
        if (mask >> s & 1U) all += (all.empty() ? "" : ", ") + std::string(text(static_cast<state>(s)));
    return all;
}

bool two_different(std::vector<officer> const& all) {
    std::set<std::string> names, certificates;
    for (auto const& o : all)
        if (!o.name.empty() && !o.certificate.empty()) names.insert(o.name), certificates.insert(o.certificate);
    return names.size() >= 2 && certificates.size() >= 2;
}

struct mover {
    ticket& t;
    act const& a;
    move_made out = {};

    std::variant<move_made, refusal> refused(why reason, std::vector<std::string> parameters = {}) const {
        return refusal{t.id, reason, std::move(parameters)};
    }
    using answer = std::variant<move_made, refusal>;

    void fact(std::string name, std::string value) {
        if (!value.empty()) out.what.facts.emplace_back(std::move(name), std::move(value));
    }

    // What every move must fulfil. The ticket is changed only when all has been asked.
    std::optional<answer> against(move_rule const& r) const {
        if ((r.from >> static_cast<unsigned>(t.state) & 1U) == 0)
            return refused(why::state, {a.move, std::string(text(t.state)), states_of(r.from)});
        if (r.reason && a.note.empty()) return refused(why::needs_note, {a.move});
        if (r.officers && !two_different(a.officers)) return refused(why::needs_officers, {a.move});
        if (!r.needs.empty() && a.fact(r.needs).empty()) return refused(why::needs, {a.move, std::string(r.needs)});
        if (a.now < a.time) return refused(why::future, {"time", a.time.text()});
        if (a.served && a.now.date() < *a.served) return refused(why::future, {"served", a.served->text()});
        for (auto const* name : {"due", "until"})
            if (auto const value = a.fact(name); !value.empty() && !base::date::parse(value))
                return refused(why::wrong_value, {name, value});
        if (r.to && t.course.last_step && a.time.date() < *t.course.last_step)
            return refused(why::before_last_step, {a.time.date().text(), t.course.last_step->text()});
        return std::nullopt;
    }

    void step(state to) {
        if (to == t.state) return;
        out.what.changes.push_back({"state", std::string(text(t.state)), std::string(text(to))});
        out.what.facts.emplace_back("to_state", std::string(text(to)));
        t.state = to;
    }
    void become(std::string nature) {
        if (t.nature == nature) return;
        out.what.changes.push_back({"nature", t.nature, nature});
        t.nature = std::move(nature);
    }
    void mark(milestone::kind what, base::date day) { out.mark = milestone{t.id, what, day}; }

    void plan() {
        if (auto const due = base::date::parse(a.fact("due"))) t.due = due;
    }

    answer verify() {
        auto const result = a.fact("result");
        if (std::find(results.begin(), results.end(), result) == results.end())
            return refused(why::wrong_value, {"result", result});
        bool const corrected = result == "corrected";
        // Whoever comes unannounced may find an act that goes on; that it has ended is verified once it was reported.
        if (corrected && t.state == ordered) return refused(why::unreported);
        plan();
        // To the same state, too, it is a step: the clocks of the order go on from it.
        if (!corrected) out.what.facts.emplace_back("to_state", std::string(text(ordered)));
        if (corrected) {
            step(verified);
            mark(milestone::kind::corrected, a.time.date());
        } else {
            if (t.state != ordered) {
                out.what.changes.push_back({"state", std::string(text(t.state)), std::string(text(ordered))});
                t.state = ordered;
            }
            if (a.served) mark(milestone::kind::ordered, *a.served);
        }
        return std::move(out);
    }

    answer serve() {
        if (!a.served) return refused(why::needs, {a.move, "served"});
        bool const order = !t.course.orders.empty() && !t.course.orders.back().served;
        bool const halt = !order && !t.course.halts.empty() && !t.course.halts.back().served;
        if (!order && !halt) return refused(why::nothing_to_serve);
        out.what.facts.emplace_back("paper", order ? "order" : "halt");
        if (order) mark(milestone::kind::ordered, *a.served);
        return std::move(out);
    }

    answer penalise() {
        auto const stage = a.fact("stage");
        auto const to = stage_index(stage), from = stage_index(t.penalty);
        if (to >= stages.size()) return refused(why::wrong_value, {"stage", stage});
        if (from >= main_stages || t.penalty == "ended") return refused(why::has_ended, {t.penalty});
        bool const aside = to >= main_stages;
        if (aside && a.note.empty()) return refused(why::needs_note, {stage});
        auto const decided = stage_index("decided"), filed = stage_index("filed");
        bool const allowed = stage == "not_filed" ? from == 0
                             : aside              ? from >= filed && from < decided
                             : to == 0            ? false
                             : from == 0          ? to == filed
                             : to > decided       ? to > from && from >= decided
                                                  : to > from;
        if (!allowed) return refused(why::stage, {stage, t.penalty});
        if (to == decided && from < stage_index("notified")) return refused(why::needs_notice);
        if (stage == "performing" || stage == "ended")
            if (from < stage_index("served")) return refused(why::stage, {stage, t.penalty});
        out.what.changes.push_back({"penalty", t.penalty, stage});
        t.penalty = stage;
        if (to == decided) become("decided");
        if (stage == "served" || (to == decided && a.served)) mark(milestone::kind::decided, a.served.value_or(a.time.date()));
        return std::move(out);
    }

    answer apply(move_rule const& r) {
        if (r.name == "verify") return verify();
        if (r.name == "serve") return serve();
        if (r.name == "penalty") return penalise();
        if (r.name == "merge") {
            if (a.fact("into") == t.id) return refused(why::same_ticket);
            t.merged_into = a.fact("into");
        }
        if (r.name == "confirm") become("confirmed");
        if (r.name == "reopen") {
            become("lead");
            t.due.reset();
        }
        if (r.name == "order") {
            plan();
            if (a.served) mark(milestone::kind::ordered, *a.served);
        }
        if (r.name == "assign") t.assignee = a.fact("to");
        if (r.name == "case") {
            out.what.changes.push_back({"case", t.case_id.value_or(""), a.fact("case")});
            t.case_id = a.fact("case");
        }
        if (r.to) step(*r.to);
        return std::move(out);
    }

    answer run() {
        auto const* r = rule_of(a.move);
        if (!r) return refused(why::unknown_move, {a.move});
        if (auto no = against(*r)) return std::move(*no);
        out.what.ticket = t.id;
        out.what.move = a.move;
        if (!a.note.empty()) out.what.note = a.note;
        for (auto const& [name, value] : a.facts) fact(name, value);
        fact("doc_no", a.doc_no);
        if (a.served) fact("served", a.served->text());
        std::string officers;
        for (auto const& o : a.officers) officers += (officers.empty() ? "" : ", ") + o.name + ":" + o.certificate;
        fact("officers", officers);
        if (a.time.text() != a.now.text()) fact("recorded", a.now.text());
        return apply(*r);
    }
};

} // namespace

std::string act::fact(std::string_view name) const {
    for (auto const& [key, value] : facts)
        if (key == name) return value;
    return {};
}

bool is_move(std::string_view name) {
    return rule_of(name) != nullptr;
}

std::variant<move_made, refusal> make_move(ticket& t, act const& a) {
    return mover{t, a}.run();
}

std::vector<std::string_view> const& penalty_stages() {
    static std::vector<std::string_view> const all(stages.begin(), stages.end());
    return all;
}

} // namespace huanchi::tickets
