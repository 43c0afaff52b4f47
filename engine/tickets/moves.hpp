// What officers do with a ticket (contract §4.4): which move is allowed in which state, what it needs, and what it makes of the
// ticket. One table of moves, one of penalty stages. Pure: the caller owns the ticket and says what time it is.
#pragma once

#include "tickets/advance.hpp"
#include "tickets/course.hpp"
#include "tickets/ticket.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace huanchi::tickets {

struct officer {
    std::string name, certificate;
};

// `facts`: what else the move is about, by the names of the history: result, to, into, until, case, name, digest, size, stored,
// stage, amount, and the five fields of a rectification: responsible, goal, due, measures, accepted_by. `key` names the request
// for the move, that it is made once however often it is asked for, and `asked` is a digest of what it asked.
struct act {
    std::string move;
    std::string by, note, doc_no;
    base::moment time{}; // when it was done
    base::moment now{};  // when it is written down
    std::optional<base::date> served;
    std::vector<officer> officers;
    std::vector<std::pair<std::string, std::string>> facts;

    std::string fact(std::string_view name) const; // "" if it is not said
};

// Why a move is refused. `parameters`: what the reason is about, in the order in which its text names them.
struct refusal {
    enum class reason : std::uint8_t {
        unknown_move,     // move
        state,            // move, state, states that allow it
        needs_note,       // move
        needs_officers,   // move
        needs,            // move, name of what is missing
        wrong_value,      // name, value
        future,           // name, date
        before_last_step, // date, date of the last step
        stage,            // stage, stage reached
        needs_notice,     //
        has_ended,        // stage that ended the penalty
        same_ticket,      //
        other_site,       // ticket
        no_such_ticket,   // ticket
        nothing_to_serve, //
        unreported,       //
        key_reused,       // key
    };
    std::string ticket;
    refusal::reason why{};
    std::vector<std::string> parameters;
};

struct move_made {
    event what;
    std::optional<milestone> mark; // of service or verified correction, which ends an episode
};

// What became of a ticket by a move that a store has kept.
struct moved {
    std::string id, move;
    state from{}, to{};
    std::string penalty_from, penalty_to;
    std::int64_t seq = 0; // of the entry in the ticket's history
    std::string hash;
};

// Changes `t` if the move is allowed, and nothing otherwise; the ticket must have its course.
std::variant<move_made, refusal> make_move(ticket& t, act const& a);

bool is_move(std::string_view name);

// Stages of the penalty, in their order, then those that end it on the side.
std::vector<std::string_view> const& penalty_stages();

} // namespace huanchi::tickets
