#include "source/diagnostic.hpp"

#include "source/catalogue.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace huanchi::source {

namespace {

constexpr std::string_view too_many = "S090";

bool same(diagnostic const& a, diagnostic const& b) {
    return std::tie(a.where, a.code, a.parameters) == std::tie(b.where, b.code, b.parameters);
}

std::string quoted(std::string const& parameter, language in) {
    bool const zh = in == language::zh;
    if (parameter.empty()) return zh ? "行尾" : "the end of the line";
    return zh ? "“" + parameter + "”" : "`" + parameter + "`";
}

std::string filled(std::string_view text, std::vector<std::string> const& parameters, language in) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        bool const digit = text[at] == '{' && at + 2 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9';
        bool const sign = digit && at + 3 < text.size() && text[at + 3] == '}';
        bool const quote = sign && text[at + 2] == '?', kind = sign && text[at + 2] == '~';
        if (!digit || (!quote && !kind && text[at + 2] != '}')) {
            out += text[at++];
            continue;
        }
        auto const index = static_cast<std::size_t>(text[at + 1] - '0');
        std::string const parameter = index < parameters.size() ? parameters[index] : std::string{};
        out += quote ? quoted(parameter, in) : kind ? kind_name(parameter, in) : parameter;
        at += quote || kind ? 4 : 3;
    }
    return out;
}

} // namespace

diagnostic& diagnostics::report(std::string_view code, span where, std::vector<std::string> parameters,
                                std::string suggestion) {
    catalogue_entry const* known = find_in_catalogue(code);
    diagnostic d{std::string(code),    known != nullptr ? known->severity : severity::error, where, std::move(parameters), {},
                 std::move(suggestion)};
    bool const full = !all_.empty() && all_.back().code == too_many;
    if (full || std::any_of(all_.begin(), all_.end(), [&](diagnostic const& other) { return same(d, other); })) {
        return overflow_ = std::move(d);
    }
    if (count(severity::error) + 1 == most_errors && d.severity == severity::error) {
        all_.push_back({std::string(too_many), severity::error, where, {}, {}, {}});
        return overflow_ = std::move(d);
    }
    all_.push_back(std::move(d));
    return all_.back();
}

bool diagnostics::has_errors() const {
    return count(severity::error) > 0;
}

std::size_t diagnostics::count(severity s) const {
    return static_cast<std::size_t>(
        std::count_if(all_.begin(), all_.end(), [&](diagnostic const& d) { return d.severity == s; }));
}

std::vector<diagnostic> const& diagnostics::sorted() {
    auto const last = std::find_if(all_.begin(), all_.end(), [](diagnostic const& d) { return d.code == too_many; });
    std::stable_sort(all_.begin(), last, [](diagnostic const& a, diagnostic const& b) {
        return std::tie(a.where, a.code) < std::tie(b.where, b.code);
    });
    return all_;
}

void diagnostics::append(diagnostics other) {
    for (diagnostic& d : other.all_) {
        diagnostic& mine = report(d.code, d.where, std::move(d.parameters), std::move(d.suggestion));
        mine.labels = std::move(d.labels);
    }
}

std::string message(diagnostic const& d, language in) {
    catalogue_entry const* known = find_in_catalogue(d.code);
    if (known == nullptr) return d.code;
    return filled(in == language::zh ? known->message_zh : known->message_en, d.parameters, in);
}

std::string help(diagnostic const& d, language in) {
    catalogue_entry const* known = find_in_catalogue(d.code);
    bool const zh = in == language::zh;
    std::string const remedy = known == nullptr ? "" : filled(zh ? known->help_zh : known->help_en, d.parameters, in);
    if (d.suggestion.empty()) return remedy;
    std::string const meant = (zh ? "是不是想写" : "perhaps you meant ") + quoted(d.suggestion, in);
    if (remedy.empty()) return meant;
    return meant + (zh ? "；" : "; ") + remedy;
}

} // namespace huanchi::source
