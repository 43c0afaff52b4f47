// The printer: goes through the file in order of place, with the comments in their places between.
#include "syntax/lexer.hpp"
#include "syntax/print.hpp"

#include <algorithm>

namespace huanchi::syntax {

namespace {

constexpr std::size_t step = 2;                // columns a block is moved in
constexpr std::size_t continuation = 2 * step; // and the further lines of an item

class printer {
public:
    printer(file const& parsed, printing const& p) : file_(parsed), p_(p), end_(static_cast<std::uint32_t>(p.text.size())) {}

    std::string whole() {
        for (std::size_t i = 0; i < file_.items.size(); ++i) {
            item const& it = file_.items[i];
            bool const after_block = i > 0 && file_.items[i - 1].body != nullptr;
            force_blank_ = after_block || (i > 0 && it.body != nullptr);
            std::uint32_t const limit = i + 1 < file_.items.size() ? file_.items[i + 1].where.begin : end_;
            print_item(it, 0, limit);
        }
        force_blank_ = !file_.items.empty() && file_.items.back().body != nullptr;
        comments_before(end_, 0);
        return std::move(out_);
    }

private:
    // A new line for what stands at `begin` in the source; an empty line before it is kept.
    void start_line(std::uint32_t begin, std::size_t indent) {
        std::string_view const gap = p_.between(last_end_, begin);
        bool const empty_line = std::count(gap.begin(), gap.end(), '\n') >= 2;
        if (!first_ && (force_blank_ || empty_line)) out_ += '\n';
        first_ = force_blank_ = false;
        out_.append(indent, ' ');
    }
    void end_line(std::uint32_t end) {
        out_ += '\n';
        last_end_ = end;
    }

    bool comment_stands_before(std::uint32_t limit) const {
        return next_ < file_.comments.size() && file_.comments[next_].where.begin < limit;
    }
    void comments_before(std::uint32_t limit, std::size_t indent) {
        for (; comment_stands_before(limit); ++next_) {
            comment const& c = file_.comments[next_];
            start_line(c.where.begin, indent);
            out_ += c.text;
            end_line(c.where.end);
        }
    }
    // Ends the line of what ends at `end`, with the comment behind it on the same line of the source.
    void end_line_with_comment(std::uint32_t end, std::uint32_t limit) {
        if (comment_stands_before(limit)) {
            comment const& c = file_.comments[next_];
            std::string_view const gap = p_.between(end, c.where.begin);
            if (c.where.begin >= end && gap.find('\n') == std::string_view::npos) {
                out_ += "  " + c.text;
                end = c.where.end;
                ++next_;
            }
        }
        end_line(end);
    }

    bool is_in_line_break(item const& it, std::uint32_t at) const {
        for (segment const& s : it.segments) {
            for (std::size_t i = 1; i < s.arguments.size(); ++i) {
                std::uint32_t const from = s.arguments[i - 1].where.end;
                std::uint32_t const to = s.arguments[i].where.begin;
                if (from <= at && at < to && gap_between(p_, s.arguments[i - 1], s.arguments[i]) == gap::new_line) return true;
            }
        }
        return false;
    }

    // Arguments that the author put on a line of their own stay there, with their comments; comments elsewhere within the
    // head have been moved before it.
    void print_segment(segment const& s, std::size_t indent) {
        bool const broken = std::any_of(s.arguments.begin(), s.arguments.end(), [&](expression const& e) {
            return &e != &s.arguments.front() && gap_between(p_, *(&e - 1), e) == gap::new_line;
        });
        if (!broken) {
            out_ += print(p_, s);
            return;
        }
        segment shown{s.key, s.written, s.where, {}};
        for (std::size_t i = 0; i < s.arguments.size(); ++i) {
            shown.arguments.push_back(s.arguments[i]);
            bool const last = i + 1 == s.arguments.size();
            if (!last && gap_between(p_, s.arguments[i], s.arguments[i + 1]) != gap::new_line) continue;
            out_ += print_part(shown, i + 1 == shown.arguments.size());
            shown.arguments.clear();
            if (last) break;
            out_ += ',';
            std::uint32_t const from = s.arguments[i].where.end;
            std::uint32_t const to = s.arguments[i + 1].where.begin;
            bool here = true;
            auto c = std::lower_bound(file_.comments.begin(), file_.comments.end(), from,
                                      [](comment const& one, std::uint32_t at) { return one.where.begin < at; });
            for (; c != file_.comments.end() && c->where.begin < to; ++c) {
                std::string_view const before = p_.between(from, c->where.begin);
                if (here && before.find('\n') == std::string_view::npos) {
                    out_ += "  " + c->text;
                } else {
                    out_.append(1, '\n').append(indent + continuation, ' ').append(c->text);
                }
                here = false;
            }
            out_.append(1, '\n').append(indent + continuation, ' ');
        }
    }
    std::string print_part(segment const& part, bool with_keyword) const {
        std::string const whole = print(p_, part);
        return with_keyword ? whole : whole.substr(p_.word(part.key, part.written).size() + 1);
    }

    void print_item(item const& it, std::size_t indent, std::uint32_t limit) {
        comments_before(it.where.begin, indent);
        std::uint32_t const head_end = it.body != nullptr ? it.body->where.begin : it.where.end;
        for (; comment_stands_before(head_end); ++next_) {
            comment const& c = file_.comments[next_];
            if (is_in_line_break(it, c.where.begin)) continue;
            start_line(it.where.begin, indent);
            out_ += c.text;
            end_line(it.where.begin);
        }
        start_line(it.where.begin, indent);
        for (segment const& s : it.segments) {
            if (&s != &it.segments.front()) out_ += ' ';
            print_segment(s, indent);
        }
        if (it.body != nullptr) print_block(*it.body, indent);
        end_line_with_comment(it.where.end, limit);
    }

    void print_block(block const& b, std::size_t indent) {
        std::uint32_t const close = b.where.end > b.where.begin ? b.where.end - 1 : b.where.end;
        if (b.entries.empty() && !comment_stands_before(close)) {
            out_ += " {}";
            return;
        }
        out_ += " {";
        std::uint32_t const first = b.entries.empty() ? close : begin_of(b.entries.front());
        end_line_with_comment(b.where.begin + 1, first);
        first_ = true;
        std::vector<std::string> const tables = print_tables(p_, b);
        for (std::size_t i = 0; i < b.entries.size(); ++i) {
            std::uint32_t const limit = i + 1 < b.entries.size() ? begin_of(b.entries[i + 1]) : close;
            if (auto const* it = std::get_if<item>(&b.entries[i])) {
                print_item(*it, indent + step, limit);
                continue;
            }
            span const where = where_of(b.entries[i]);
            comments_before(where.begin, indent + step);
            for (; comment_stands_before(where.end); ++next_) {
                start_line(where.begin, indent + step);
                out_ += file_.comments[next_].text;
                end_line(where.begin);
            }
            start_line(where.begin, indent + step);
            out_ += tables[i];
            end_line_with_comment(where.end, limit);
        }
        comments_before(close, indent + step);
        first_ = false;
        out_.append(indent, ' ');
        out_ += '}';
    }

    static span where_of(entry const& e) {
        return std::visit([](auto const& node) { return node.where; }, e);
    }
    static std::uint32_t begin_of(entry const& e) { return where_of(e).begin; }

    file const& file_;
    printing const& p_;
    std::uint32_t end_;
    std::string out_;
    std::size_t next_ = 0;       // comment
    std::uint32_t last_end_ = 0; // in the source, of what was printed last
    bool first_ = true;          // in the file or the block: no empty line before it
    bool force_blank_ = false;
};

} // namespace

std::string format(file const& parsed, source::source_set const& files, std::optional<spelling> keywords) {
    printing const p{files[parsed.id].text, keywords};
    return printer(parsed, p).whole();
}

} // namespace huanchi::syntax
