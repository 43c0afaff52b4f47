#include "facts/records.hpp"

#include "base/utf8.hpp"
#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/json_pieces.hpp"
#include "facts/nearest_name.hpp"
#include "facts/time_labels.hpp"
#include "facts/typed_fields.hpp"

namespace huanchi::facts {

namespace {

struct refusal {
    std::string column, code, reason;
};
using read_or_refused = std::variant<record, refusal>;

class reader {
public:
    reader(std::uint32_t file, model::rulebook const& rules, std::string const& assumed_type, bool array)
        : file_(file), rules_(rules), assumed_type_(assumed_type), place_word_(array ? "element " : "line ") {}

    read_or_refused read(json_piece const& piece) const {
        if (piece.problem) return refusal{"", "bad_json", piece.problem};
        if (auto const at = base::first_invalid_utf8(piece.text))
            return refusal{"", "bad_utf8", "byte " + std::to_string(*at + 1) + " of the record is not UTF-8"};
        auto const parsed = parse_json(piece.text);
        if (auto const* wrong = std::get_if<json_problem>(&parsed)) return refusal{"", "bad_json", wrong->what};
        auto const& object = std::get<json_node>(parsed);
        if (object.is != json_node::kind::object) return refusal{"", "bad_json", "the record is no object"};

        auto const type = type_of(object);
        if (auto const* r = std::get_if<refusal>(&type)) return *r;
        return fill(object, std::get<std::uint16_t>(type), piece.place);
    }

private:
    std::variant<std::uint16_t, refusal> type_of(json_node const& object) const {
        auto const* node = object.find("record");
        std::string const name(node && node->scalar() ? trimmed(node->text) : std::string_view{});
        auto const& wanted = name.empty() ? assumed_type_ : name;
        if (wanted.empty())
            return refusal{"record", "missing_column_value", "the record does not name its type: \"record\": \"…\""};
        auto const type = rules_.find_record(wanted);
        if (!type) {
            nearest_name near(wanted);
            for (auto const& r : rules_.records) near.consider(r.name);
            return refusal{"record", "unknown_record", "unknown record type " + excerpt(wanted) + near.remark()};
        }
        if (*type <= model::measurement_record)
            return refusal{"record", "unknown_record",
                           excerpt(wanted) + " is no generic record: facilities and measurements are read as such"};
        return *type;
    }

    read_or_refused fill(json_node const& object, std::uint16_t type, std::uint32_t line) const {
        auto const& declared = rules_.records[type];
        record r;
        r.type = type;
        r.file = file_;
        r.line = line;
        r.fields.resize(declared.fields.size());
        r.written.resize(declared.fields.size());
        std::optional<refusal> refused;
        auto const problem = [&](std::string_view key, std::string what) {
            if (!refused) refused = refusal{std::string(key), "bad_value", std::move(what)};
        };
        read_typed_fields(object, type, rules_, r.fields, &r.written, problem);
        if (auto const* attributes = object.find("attributes"); attributes && attributes->is == json_node::kind::object)
            read_typed_fields(*attributes, type, rules_, r.fields, &r.written, problem);
        if (refused) return *refused;
        r.id = said(object, r, "id");
        if (r.id.empty()) r.id = place_word_ + std::to_string(line);
        r.enterprise_id = said(object, r, "enterprise_id");
        r.outlet_id = said(object, r, "outlet_id");
        set_time(r);
        return r;
    }

    // A field of the type, or else a key that every record may have.
    std::string said(json_node const& object, record const& r, std::string_view name) const {
        if (auto const field = rules_.find_field(r.type, name)) return r.written[*field];
        auto const* node = object.find(name);
        return node && node->scalar() ? std::string(trimmed(node->text)) : "";
    }

    void set_time(record& r) const {
        for (std::string_view const name : {"time", "date"}) {
            auto const field = rules_.find_field(r.type, name);
            if (!field || r.written[*field].empty()) continue;
            auto const clock = read_clock(r.written[*field]);
            auto const date = base::date::parse(r.written[*field]);
            if (!clock && !date) continue;
            r.time = clock ? base::moment{clock->ms} : base::moment::at(*date);
            r.has_time = true;
            return;
        }
    }

    std::uint32_t file_;
    model::rulebook const& rules_;
    std::string const& assumed_type_;
    std::string place_word_;
};

} // namespace

base::result<std::vector<record>> read_records(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                               std::string const& assumed_type, reject_sink const& rejects) {
    auto in = input::open(path);
    if (!in) return in.error();
    return read_records_from(*in, file, path == "-" ? "standard input" : path, rules, assumed_type, rejects);
}

base::result<std::vector<record>> read_records_from(input& in, std::uint32_t file, std::string const& name,
                                                    model::rulebook const& rules, std::string const& assumed_type,
                                                    reject_sink const& rejects) {
    json_pieces pieces(in, name);
    std::vector<record> all;
    for (;;) {
        auto const next = pieces.next();
        if (!next) return next.error();
        if (!*next) return all;
        auto const& piece = **next;
        auto read = reader(file, rules, assumed_type, pieces.is_array()).read(piece);
        if (auto* r = std::get_if<record>(&read)) {
            all.push_back(std::move(*r));
            continue;
        }
        auto& why = std::get<refusal>(read);
        if (rejects)
            rejects({file, piece.place, std::move(why.column), std::move(why.code), std::move(why.reason),
                     std::string(piece.text)});
    }
}

} // namespace huanchi::facts
