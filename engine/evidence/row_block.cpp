#include "evidence/row_block.hpp"

#include "held/condensed.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <stdexcept>
#include <vector>

namespace huanchi::evidence {

namespace {

std::string_view until(std::string_view& text, char mark) {
    auto const end = std::min(text.find(mark), text.size());
    auto const part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

std::size_t number_in(std::string_view digits) {
    std::size_t n = 0;
    auto const [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (problem != std::errc{} || end != digits.data() + digits.size()) throw std::runtime_error("a block of rows is damaged");
    return n;
}

} // namespace

std::size_t row_block::number_of(std::map<std::string, std::size_t>& known, char kind, std::string const& text) {
    auto const [place, is_new] = known.try_emplace(text, known.size());
    if (is_new) {
        body_ += kind;
        body_ += text;
        body_ += '\n';
    }
    return place->second;
}

void row_block::add(std::string_view line, std::string const& file, std::uint32_t number) {
    auto const parts = held::condense(line, day_);
    auto const shape = number_of(shapes_, 'S', parts.shape);
    // As a JSON text, so that no name can break the line.
    auto const from =
        number_of(files_, 'F', nlohmann::json(file).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    body_ += 'R' + std::to_string(shape) + '\t' + std::to_string(from) + '\t' + std::to_string(number) + '\t' + parts.values;
    body_ += '\n';
    ++rows_;
}

void append_rows(std::string& out, std::string_view block) {
    auto const day = until(block, '\n');
    std::vector<std::string_view> shapes, files;
    while (!block.empty()) {
        auto line = until(block, '\n');
        auto const kind = line.empty() ? '\0' : line.front();
        line.remove_prefix(std::min<std::size_t>(1, line.size()));
        if (kind == 'S') {
            shapes.push_back(line);
        } else if (kind == 'F') {
            files.push_back(line);
        } else if (kind == 'R') {
            auto const shape = number_in(until(line, '\t')), file = number_in(until(line, '\t'));
            auto const number = until(line, '\t');
            held::expand(out, shapes.at(shape), line, day);
            out.resize(out.size() - 2); // the brace and the line end
            out += ",\"source_file\":";
            out += files.at(file);
            out += ",\"source_line\":";
            out += std::to_string(number_in(number));
            out += "}\n";
        } else {
            throw std::runtime_error("a block of rows is damaged");
        }
    }
}

} // namespace huanchi::evidence
