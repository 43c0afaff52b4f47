#include "facts/row_formats.hpp"

#include "base/utf8.hpp"
#include "facts/csv.hpp"
#include "facts/excerpt.hpp"
#include "facts/json_pieces.hpp"

#include <cstring>

// Then a result that nobody checks does not compile, instead of throwing on broken input.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace huanchi::facts {

namespace ondemand = simdjson::ondemand;

class json_rows {
public:
    json_rows(model::rulebook const& rules, row_reader& rows) : known_(rules), rows_(rows), names_(7) {}

    void read(json_piece const& piece) {
        piece_ = piece;
        if (piece.problem) return reject("", "bad_json", piece.problem);
        row_.cells.fill({});
        row_.columns.fill({});
        row_.fields.clear();
        row_.others.clear();
        row_.line = piece.place;
        row_.raw = piece.text;
        if (fill(padded(piece.text))) rows_.read(row_);
    }

private:
    // simdjson looks behind the end of a broken document; what it finds there must not hang on the row that follows.
    simdjson::padded_string_view padded(std::string_view text) {
        copy_.resize(text.size() + simdjson::SIMDJSON_PADDING);
        std::memcpy(copy_.data(), text.data(), text.size());
        std::memset(copy_.data() + text.size(), 0, simdjson::SIMDJSON_PADDING);
        return simdjson::padded_string_view(copy_.data(), text.size(), copy_.size());
    }

    // The document must live until the row has been read: its strings do.
    bool fill(simdjson::padded_string_view text) {
        if (auto const error = parser_.iterate(text).get(document_)) return fail(error);
        ondemand::object object;
        auto const no_object = document_.get_object().get(object);
        if (no_object == simdjson::INCORRECT_TYPE) return refuse("", "bad_json", "the row is no object");
        if (no_object) return fail(no_object);
        std::size_t at = 0;
        for (auto field : object) {
            std::string_view key;
            ondemand::value value;
            if (auto const error = field.unescaped_key().get(key)) return fail(error);
            if (auto const error = field.value().get(value)) return fail(error);
            if (!take(meaning(key, at++), key, value)) return false;
        }
        if (document_.current_location().error() != simdjson::OUT_OF_BOUNDS)
            return refuse("", "bad_json", "text follows the end of the object");
        return true;
    }

    // Rows of one writer have their keys in one order: the name that stood here in the last row is tried first.
    column_meaning meaning(std::string_view key, std::size_t at) {
        if (at < last_keys_.size() && last_keys_[at].first == key) return last_keys_[at].second;
        auto const found = names_.get(key, [&](std::string_view k) { return known_.find(trimmed(k)); });
        if (at < most_keys) {
            if (last_keys_.size() <= at) last_keys_.resize(at + 1);
            last_keys_[at] = {std::string(key), found};
        }
        return found;
    }

    bool take(column_meaning m, std::string_view key, ondemand::value value) {
        if (m.ignored() && !rows_.keeps_others()) return true;
        ondemand::json_type type{};
        if (auto const error = value.type().get(type)) return fail(error);
        std::string_view text;
        switch (type) {
        case ondemand::json_type::string:
            if (auto const error = value.get_string().get(text)) return fail(error);
            break;
        case ondemand::json_type::number: text = value.raw_json_token(); break; // the digits as written
        case ondemand::json_type::boolean: {
            bool yes = false;
            if (auto const error = value.get_bool().get(yes)) return fail(error);
            text = yes ? "true" : "false";
            break;
        }
        case ondemand::json_type::null: {
            bool null = false;
            if (auto const error = value.is_null().get(null)) return fail(error);
            if (!null) return refuse(key, "bad_json", "expected null");
            break;
        }
        default:
            if (m.ignored()) return true;
            return refuse(key, "bad_value", "a list or an object stands where a text or a number is expected");
        }
        text = trimmed(text);
        if (m.ignored()) row_.others.push_back({key, text});
        if (m.field) row_.fields.push_back({*m.field, text, key});
        if (m.role == role::none) return true;
        auto& cell = row_.cells[index(m.role)];
        auto& column = row_.columns[index(m.role)];
        if (!cell.empty() && !text.empty())
            return refuse(key, "bad_json", excerpt(column) + " and " + excerpt(key) + " mean the same");
        if (cell.empty()) {
            cell = text;
            column = key;
        }
        return true;
    }

    bool fail(simdjson::error_code error) {
        if (error == simdjson::UTF8_ERROR) {
            auto const at = base::first_invalid_utf8(piece_.text).value_or(0);
            return refuse("", "bad_utf8", "byte " + std::to_string(at + 1) + " of the row is not UTF-8");
        }
        return refuse("", "bad_json", std::string("the row is no valid JSON: ") + simdjson::error_message(error));
    }
    bool refuse(std::string_view column, std::string code, std::string reason) {
        reject(column, std::move(code), std::move(reason));
        return false;
    }
    void reject(std::string_view column, std::string code, std::string reason) {
        rows_.reject(piece_.place, column, std::move(code), std::move(reason), piece_.text);
    }

    static constexpr std::size_t most_keys = 64;
    column_names known_;
    row_reader& rows_;
    lookup_cache<column_meaning> names_;
    std::vector<std::pair<std::string, column_meaning>> last_keys_;
    ondemand::parser parser_;
    ondemand::document document_;
    std::vector<char> copy_;
    json_piece piece_;
    row_text row_;
};

namespace {

std::optional<base::failure> read_pieces(json_pieces pieces, model::rulebook const& rules, row_reader& rows) {
    json_rows reader(rules, rows);
    for (;;) {
        auto const piece = pieces.next();
        if (!piece) return piece.error();
        if (!*piece) return std::nullopt;
        reader.read(**piece);
    }
}

} // namespace

std::optional<base::failure> read_json_rows(input& in, std::string const& name, model::rulebook const& rules,
                                            row_reader& rows) {
    return read_pieces(json_pieces(in, name), rules, rows);
}

std::optional<base::failure> read_json_lines_after(std::uint32_t line, input& in, std::string const& name,
                                                   model::rulebook const& rules, row_reader& rows) {
    return read_pieces(json_pieces(in, name, line), rules, rows);
}

json_feed::json_feed(model::rulebook const& rules, row_reader& rows) : rows_(std::make_unique<json_rows>(rules, rows)) {}
json_feed::~json_feed() = default;

void json_feed::take(std::string_view line, std::uint32_t number) {
    if (auto const content = trimmed(line); !content.empty()) rows_->read({content, number, nullptr});
}

} // namespace huanchi::facts
