#include "syntax/parse.hpp"

#include "base/utf8.hpp"
#include "syntax/session.hpp"

#include <algorithm>

namespace huanchi::syntax {

namespace {

void report_invalid_utf8(session const& s) {
    iterator at = s.begin;
    while (at != s.end && s.report->count(source::severity::error) < source::diagnostics::most_errors) {
        auto const bad = base::first_invalid_utf8({at, static_cast<std::size_t>(s.end - at)});
        if (!bad) return;
        iterator const from = at + *bad;
        // A run of bad bytes is one mistake.
        iterator to = from;
        while (to != s.end &&
               base::first_invalid_utf8({to, std::min<std::size_t>(4, static_cast<std::size_t>(s.end - to))}) == 0) {
            ++to;
        }
        s.report->report("S001", s.where(from, to));
        at = to;
    }
}

// Comments are collected here, once, because the grammar may step over the same one several times.
std::vector<comment> comments_of(session const& s) {
    std::vector<comment> out;
    iterator at = s.begin;
    while (at != s.end) {
        if (at_comment(at, s.end)) {
            iterator stop = std::find(at, s.end, '\n');
            iterator const line_end = stop;
            while (stop[-1] == ' ' || stop[-1] == '\t' || stop[-1] == '\r') --stop;
            out.push_back({std::string(at, stop), s.where(at, stop)});
            at = line_end;
        } else if (auto const string = scan_string(at, s.end)) {
            if (!string->closed) s.report->report("S003", s.where(at, string->end));
            at = string->end;
        } else {
            at = next(at, s.end);
        }
    }
    return out;
}

} // namespace

file parse(source::source_set const& files, source::file_id id, source::diagnostics& report) {
    std::string_view const text = files[id].text;
    file out;
    out.id = id;
    if (text.size() > largest_file) {
        report.report("S002", {id, 0, 0}, {std::to_string(text.size()), std::to_string(largest_file)});
        return out;
    }
    session s{};
    s.file = id;
    s.begin = text.data();
    s.end = text.data() + text.size();
    s.report = &report;
    report_invalid_utf8(s);
    out.comments = comments_of(s);
    run_grammar(s, out);
    return out;
}

} // namespace huanchi::syntax
