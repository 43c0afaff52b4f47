#include "report/html_text.hpp"

#include "base/digest.hpp"
#include "report/layout.hpp"

#include <array>

namespace huanchi::report {

namespace {

int hex_digit(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

// As a content security policy names a style: SHA-256, base64.
std::string policy_hash(std::string_view text) {
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    auto const hex = base::sha256_hex(text);
    std::array<unsigned, 33> bytes{};
    for (std::size_t i = 0; i < 32; ++i)
        bytes[i] = static_cast<unsigned>(hex_digit(hex[2 * i]) * 16 + hex_digit(hex[2 * i + 1]));
    std::string out = "sha256-";
    for (std::size_t i = 0; i < 33; i += 3) {
        auto const three = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) out += letters[three >> shift & 63U];
    }
    out.back() = '='; // 32 bytes: the last group has two
    return out;
}

} // namespace

std::string html_text(std::string_view text) {
    std::string out;
    for (char const c : printable(text)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string css_text(std::string_view text) {
    std::string out;
    for (char const c : text)
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == ':' || c == '-' ||
            c == '+' || c == '_' || c == ' ')
            out += c;
    return out;
}

std::string html_page(page_parts const& p) {
    std::string const lang = p.of == language::zh ? "zh-CN" : "en";
    return "<!DOCTYPE html>\n<html lang=\"" + lang +
           "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "style-src '" +
           policy_hash(p.style) +
           "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" "
           "content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
           html_text(p.title) + "</title>\n<style>" + p.style + "</style>\n</head>\n<body>\n" + p.body + "</body>\n</html>\n";
}

std::string html_of(html_table const& t) {
    std::string out = "<table class=\"cards\">";
    if (!t.caption.empty()) out += "<caption>" + html_text(t.caption) + "</caption>";
    out += "<thead><tr>";
    for (auto const& c : t.columns)
        out += std::string("<th scope=\"col\"") + (c.number ? " class=\"n\"" : "") + ">" + html_text(c.title) + "</th>";
    out += "</tr></thead>\n<tbody>";
    for (auto const& row : t.rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string kind = t.columns[i].number ? "n" : "";
            if (!row[i].kind.empty()) kind += (kind.empty() ? "" : " ") + row[i].kind;
            out += "<td data-l=\"" + html_text(t.columns[i].title) + "\"" + (kind.empty() ? "" : " class=\"" + kind + "\"") +
                   ">" + row[i].html;
        }
        out += "\n";
    }
    return out + "</tbody></table>\n";
}

} // namespace huanchi::report
