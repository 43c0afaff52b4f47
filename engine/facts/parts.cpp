#include "facts/parts.hpp"

#include "facts/flat_json.hpp"
#include "facts/plain_scanner.hpp"
#include "facts/row_formats.hpp"
#include "facts/table_input.hpp"

#include <bit>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif
#define SIMDJSON_EXCEPTIONS 0 // as json_rows.cpp has it
#include <simdjson.h>

namespace huanchi::facts {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 18;
constexpr std::size_t padding = 64; // readable behind a block

// One bit a byte of the next 64: where it is one of two characters.
struct two_masks {
    std::uint64_t first, second;
};
inline two_masks find_two(char const* at, char first, char second) {
    two_masks m{0, 0};
#if defined(__SSE2__)
    auto const a = _mm_set1_epi8(first), b = _mm_set1_epi8(second);
    auto const* from = reinterpret_cast<__m128i const*>(at);
    __m128i const bytes[] = {_mm_loadu_si128(from), _mm_loadu_si128(from + 1), _mm_loadu_si128(from + 2),
                             _mm_loadu_si128(from + 3)};
    auto const found = [&](__m128i what) {
        auto const of = [&](int i) {
            return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes[i], what))));
        };
        return of(0) | of(1) << 16 | of(2) << 32 | of(3) << 48;
    };
    m = {found(a), found(b)};
#else
    for (int i = 0; i < 64; ++i) {
        m.first |= std::uint64_t{at[i] == first} << i;
        m.second |= std::uint64_t{at[i] == second} << i;
    }
#endif
    return m;
}

// Without the instruction, which not every machine of the architecture has, and without the library's table.
inline std::uint32_t ones(std::uint64_t x) {
    x -= (x >> 1) & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + ((x >> 2) & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return static_cast<std::uint32_t>((x * 0x0101010101010101u) >> 56);
}

inline std::uint64_t up_to(std::uint64_t mask, std::size_t left) {
    return left >= 64 ? mask : mask & ((std::uint64_t{1} << left) - 1);
}

std::uint32_t count_lines(char const* text, std::size_t size) {
    std::size_t lines = 0, i = 0;
#if defined(__SSE2__)
    auto const end = _mm_set1_epi8('\n');
    while (i + 16 <= size) {
        auto counts = _mm_setzero_si128(); // of each byte, up to 255
        for (int k = 0; k < 255 && i + 16 <= size; ++k, i += 16)
            counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<__m128i const*>(text + i)), end));
        auto const sums = _mm_sad_epu8(counts, _mm_setzero_si128());
        lines += static_cast<std::size_t>(_mm_cvtsi128_si64(sums) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
    }
#endif
    for (; i < size; ++i) lines += text[i] == '\n';
    return static_cast<std::uint32_t>(lines);
}

struct block {
    std::unique_ptr<char[]> bytes = std::make_unique<char[]>(block_size + padding);
    std::size_t size = 0; // whole lines
    std::uint32_t line = 0;
};

// Hands out the file in blocks of whole lines, in order, up to a line that is longer than a block; of a CSV up to the first
// quote: whether a line end is one cannot be told behind it.
class block_source {
public:
    block_source(int file, std::string const& name, bool csv, std::size_t from, std::size_t to, std::uint32_t line)
        : file_(file), name_(name), csv_(csv), at_(from), to_(to), line_(line) {}

    bool next(block& b) {
        std::lock_guard const lock(guard_);
        if (done_) return false;
        auto const got = fill(b.bytes.get());
        if (got == 0 || failure_) return !(done_ = true);
        if (csv_ && std::memchr(b.bytes.get(), '"', got)) {
            stopped_ = done_ = true;
            return false; // the block is read again, with what follows, one row after the other
        }
        auto const* const last = static_cast<char const*>(::memrchr(b.bytes.get(), '\n', got));
        auto const last_end = last ? static_cast<std::size_t>(last - b.bytes.get()) + 1 : 0;
        bool const whole_file = got < block_size;
        if (!whole_file && last_end == 0) { // a line that is longer than a block
            stopped_ = done_ = true;
            return false;
        }
        b.size = whole_file ? got : last_end;
        b.line = line_;
        at_ += b.size;
        line_ += count_lines(b.bytes.get(), b.size);
        done_ = whole_file;
        return b.size > 0;
    }

    // The rest is for a reader that goes line by line.
    bool stopped() const { return stopped_; }
    std::size_t at() const { return at_; }
    std::uint32_t line() const { return line_; }
    std::optional<base::failure> const& failure() const { return failure_; }

private:
    std::size_t fill(char* into) {
        std::size_t got = 0;
        auto const most = std::min(block_size, to_ - at_);
        while (got < most) {
            auto const n = ::pread(file_, into + got, most - got, static_cast<off_t>(at_ + got));
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) failure_ = base::failure{"cannot read '" + name_ + "': " + std::strerror(errno), "read it again"};
            if (n <= 0) break;
            got += static_cast<std::size_t>(n);
        }
        return got;
    }

    std::mutex guard_;
    int file_;
    std::string const& name_;
    bool csv_;
    std::size_t at_, to_;
    std::uint32_t line_;
    bool stopped_ = false, done_ = false;
    std::optional<base::failure> failure_;
};

// The rows of blocks, on one thread.
class block_reader {
public:
    // No header: lines of JSON.
    block_reader(csv_header const* header, std::uint32_t file, model::rulebook const& rules, facilities const& known,
                 reading_options const& options, std::vector<route> const& routes, part_sinks const& sinks)
        : sinks_(sinks), rows_(file, rules, known, options, sinks.rows, sinks.rejects),
          plain_(rules, known, routes, options.time_label_end), names_(rules) {
        if (header) {
            csv_.emplace(*header, rows_);
            shape_ = plain_.shape(*header);
            csv_cells_.resize(header->names.size());
        } else {
            json_.emplace(rules, rows_);
        }
        packed_.fields = plain_.number_fields();
    }

    void read(block const& b) {
        bool const valid = simdjson::validate_utf8(b.bytes.get(), b.size);
        bool const follows = valid && blocks_to_read_ == 0;
        if (blocks_to_read_ > 0) --blocks_to_read_;
        if (json_) {
            json_lines(b, valid, follows);
        } else if (follows) {
            follow_lines(b);
        } else {
            index(b);
            each_line(b, valid);
        }
        flush();
        if (sinks_.progress) sinks_.progress(seen_);
        seen_ = 0;
    }

    row_reader& rows() { return rows_; }
    read_count finish() {
        auto count = rows_.finish();
        count.rows += plain_rows_ + skipped_;
        count.flag_assumed = count.flag_assumed || plain_.flag_assumed();
        return count;
    }

private:
    static constexpr std::size_t batch_rows = 1024;

    // Compiled a second time for processors that count and find bits with one instruction; which runs is settled at the start.
#if defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && defined(__x86_64__)
    __attribute__((target_clones("arch=x86-64-v3", "default")))
#endif
    // The ends of all fields of the block, and for each line how many lie before its end.
    void
    index(block const& b) {
        lines_.clear();
        if (ends_.size() < b.size + 9) ends_.resize(b.size + 9); // as many as there could be, and what is written too much
        std::size_t n = 0;
        for (std::size_t i = 0; i < b.size; i += 64) {
            auto const m = find_two(b.bytes.get() + i, ',', '\n');
            auto const line_ends = up_to(m.second, b.size - i);
            auto both = up_to(m.first, b.size - i) | line_ends;
            for (auto left = line_ends; left; left &= left - 1) {
                auto const below = (std::uint64_t{1} << __builtin_ctzll(left)) - 1;
                lines_.push_back(static_cast<std::uint32_t>(n) + ones(both & below));
            }
            // Eight at a time whether there are so many or not: what is too much is written over.
            auto const found = ones(both);
            for (std::uint32_t k = 0; k < found; k += 8)
                for (std::uint32_t j = k; j < k + 8; ++j, both &= both - 1)
                    ends_[n + j] = static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(std::countr_zero(both));
            n += found;
        }
        if (n == 0 || b.bytes[ends_[n - 1]] != '\n' || ends_[n - 1] + 1 != b.size) { // the last line of the file has no end
            lines_.push_back(static_cast<std::uint32_t>(n));
            ends_[n] = static_cast<std::uint32_t>(b.size);
        }
    }

    void each_line(block const& b, bool valid) {
        std::uint32_t begin = 0, first_end = 0, line = b.line;
        for (auto const last_end : lines_) {
            auto const line_end = ends_[last_end];
            take_csv(b, {begin, line_end, line++}, ends_.data() + first_end, last_end - first_end + 1, valid);
            begin = line_end + 1;
            first_end = last_end + 1;
        }
        seen_ += lines_.size();
    }

    // Rows are first held against those that came before; what is new is read. Where most are new, some blocks are read as a
    // whole before this is tried again.
    template <class Take>
    void each_new_line(block const& b, bool follows, Take const& take) {
        auto const* text = b.bytes.get();
        std::uint32_t begin = 0, line = b.line, read = 0;
        for (; begin < b.size; ++line) {
            std::size_t length = 0;
            if (follows && begin + row_patterns::reach <= b.size) length = plain_.follow(text + begin, packed_);
            if (length > 0) {
                begin += static_cast<std::uint32_t>(length);
                if (packed_.rows.size() == batch_rows) flush();
            } else {
                begin = take(begin, line);
                ++read;
            }
        }
        seen_ += line - b.line;
        if (follows && read > (line - b.line) / 2) blocks_to_read_ = 15;
    }

    void follow_lines(block const& b) {
        each_new_line(b, true, [&](std::uint32_t begin, std::uint32_t line) {
            auto const count = index_line(b, begin);
            auto const line_end = ends_[count - 1];
            auto const next = std::min(line_end + 1, static_cast<std::uint32_t>(b.size));
            learn(shape_, csv_cells_, {b.bytes.get() + begin, next - begin}, [&] {
                return take_csv(b, {begin, line_end, line}, ends_.data(), count, true);
            });
            return next;
        });
    }

    void json_lines(block const& b, bool valid, bool follows) {
        each_new_line(b, follows, [&](std::uint32_t begin, std::uint32_t line) {
            std::string_view const rest(b.bytes.get() + begin, b.size - begin);
            auto const text = rest.substr(0, rest.find('\n'));
            auto const next = begin + static_cast<std::uint32_t>(std::min(text.size() + 1, rest.size()));
            auto const* shape = valid && flat_.cut(text) ? json_shape() : nullptr;
            if (shape)
                learn(*shape, flat_.cells(), rest.substr(0, next - begin),
                      [&] { return take(*shape, flat_.cells(), text, line); });
            else
                unusual(text, line);
            return next;
        });
    }

    // A row that has to be read, and what can be learnt from it.
    template <class Read>
    void learn(row_shape const& shape, std::span<std::string_view const> cells, std::string_view text, Read const& read) {
        if (read() == plain_scanner::outcome::plain) plain_.learn(shape, cells, text, json_.has_value(), packed_.rows.back());
    }

    // Of the object that was cut; null where its keys are no shape. Most files have a few.
    row_shape const* json_shape() {
        auto const keys = flat_.keys();
        auto const is = [&](known_shape const& s) {
            return std::equal(s.keys.begin(), s.keys.end(), keys.begin(), keys.end());
        };
        if (last_shape_ >= shapes_.size() || !is(shapes_[last_shape_])) {
            last_shape_ = static_cast<std::size_t>(std::find_if(shapes_.begin(), shapes_.end(), is) - shapes_.begin());
            if (last_shape_ == most_shapes) return nullptr;
        }
        if (last_shape_ == shapes_.size()) {
            known_shape made{{keys.begin(), keys.end()}, {}};
            if (auto const header = read_csv_header({keys.begin(), keys.end()}, {}, names_)) {
                flush();
                made.shape = plain_.shape(*header);
                packed_.fields = plain_.number_fields();
            }
            shapes_.push_back(std::move(made));
        }
        auto const& shape = shapes_[last_shape_].shape;
        return shape ? &*shape : nullptr;
    }

    // The ends of the fields of one line; how many there are.
    std::uint32_t index_line(block const& b, std::uint32_t begin) {
        std::uint32_t n = 0;
        for (std::size_t i = begin; i < b.size; i += 64) {
            auto const m = find_two(b.bytes.get() + i, ',', '\n');
            auto const line_ends = up_to(m.second, b.size - i);
            auto both = up_to(m.first, b.size - i) | line_ends;
            if (line_ends) both &= line_ends ^ (line_ends - 1);
            if (ends_.size() < n + 64) ends_.resize(2 * (n + 64));
            for (; both; both &= both - 1)
                ends_[n++] = static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(std::countr_zero(both));
            if (line_ends) return n;
        }
        ends_[n++] = static_cast<std::uint32_t>(b.size); // the last line of the file has no end
        return n;
    }

    struct line_place {
        std::uint32_t begin, end, number; // `end` of the text before the line end
    };
    plain_scanner::outcome take_csv(block const& b, line_place at, std::uint32_t const* ends, std::size_t count, bool valid) {
        auto const* text = b.bytes.get();
        std::string_view const line(text + at.begin, std::min<std::size_t>(at.end + 1, b.size) - at.begin);
        if (!valid || count != csv_cells_.size()) {
            unusual(line, at.number);
            return plain_scanner::outcome::unusual;
        }
        auto from = at.begin;
        for (std::size_t i = 0; i < count; ++i) {
            csv_cells_[i] = {text + from, ends[i] - from};
            from = ends[i] + 1;
        }
        if (auto& last = csv_cells_.back(); last.ends_with('\r')) last.remove_suffix(1);
        return take(shape_, csv_cells_, line, at.number);
    }

    plain_scanner::outcome take(row_shape const& shape, std::span<std::string_view const> cells, std::string_view line,
                                std::uint32_t number) {
        if (packed_.rows.size() == batch_rows) flush();
        auto const outcome = plain_.read(shape, cells, packed_);
        skipped_ += outcome == plain_scanner::outcome::skipped;
        if (outcome == plain_scanner::outcome::unusual) unusual(line, number);
        return outcome;
    }

    void unusual(std::string_view line, std::uint32_t number) {
        if (json_) return json_->take(line, number);
        if (!line.empty()) csv_->take(scanner_.next(line, true), scanner_, number);
    }

    void flush() {
        if (packed_.rows.empty()) return;
        plain_rows_ += packed_.rows.size();
        if (sinks_.plain) sinks_.plain(packed_);
        packed_.rows.clear();
    }

    struct known_shape {
        std::vector<std::string> keys;
        std::optional<row_shape> shape; // nothing: the JSON reader says what is wrong with it
    };
    static constexpr std::size_t most_shapes = 32;

    part_sinks const& sinks_;
    row_reader rows_;
    plain_scanner plain_;
    plain_rows packed_;
    std::uint64_t plain_rows_ = 0, skipped_ = 0, seen_ = 0;
    std::uint32_t blocks_to_read_ = 0;

    std::optional<csv_feed> csv_;
    csv_scanner scanner_;
    row_shape shape_;
    std::vector<std::string_view> csv_cells_;
    std::vector<std::uint32_t> ends_, lines_;

    std::optional<json_feed> json_;
    column_names names_;
    flat_json flat_;
    std::vector<known_shape> shapes_;
    std::size_t last_shape_ = 0;
};

void add(read_count& to, read_count const& part) {
    to.rows += part.rows;
    to.rejected += part.rejected;
    to.flag_assumed = to.flag_assumed || part.flag_assumed;
}

struct open_file {
    int descriptor;
    explicit open_file(std::string const& path) : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    open_file(open_file const&) = delete;
    ~open_file() {
        if (descriptor >= 0) ::close(descriptor);
    }
    bool regular() const {
        struct stat s {};
        return descriptor >= 0 && ::fstat(descriptor, &s) == 0 && S_ISREG(s.st_mode);
    }
};

// Where the rows begin in a file of JSON lines, or of a CSV whose header stands on one line without quotes; nullopt where it is
// neither.
struct started {
    std::optional<csv_header> header;
    std::size_t rows_at = 0;
    std::uint32_t line = 1;
};
std::optional<started> start(std::string const& path, model::rulebook const& rules, reading_options const& options) {
    if (!options.format.empty() && options.format != "csv" && options.format != "ndjson") return std::nullopt;
    auto in = input::open(path, input::usual_chunk, 0, options.first_bytes);
    if (!in || in->more()) return std::nullopt;
    auto const whole = in->window();
    if (find_start(*in, path)) return std::nullopt;
    auto const text = in->window();
    auto const mark = whole.size() - text.size();
    bool const json = options.format.empty() ? looks_like_json(*in) : options.format == "ndjson";
    if (json) return trimmed(text).starts_with('{') ? std::optional(started{{}, mark, 1}) : std::nullopt;
    if (looks_like_json(*in) || needs_table(in->window(), path, options)) return std::nullopt;
    auto const line_end = text.find('\n');
    if (line_end == std::string_view::npos || text.substr(0, line_end).find('"') != std::string_view::npos) return std::nullopt;
    csv_scanner scanner;
    if (scanner.next(text.substr(0, line_end + 1), false) != csv_scanner::outcome::record) return std::nullopt;
    auto header = read_csv_header(scanner.fields(), path, column_names(rules));
    if (!header) return std::nullopt;
    return started{std::move(*header), mark + line_end + 1, 2};
}

} // namespace

base::result<read_count> read_in_parts(std::string const& path, std::uint32_t file, model::rulebook const& rules,
                                       facilities const& known, reading_options const& options,
                                       std::vector<route> const& routes, std::vector<part_sinks> const& parts) {
    open_file const opened(path == "-" ? std::string() : path);
    auto const begun = opened.regular() ? start(path, rules, options) : std::nullopt;
    auto const& first = parts.front();
    if (!begun) { // whoever fails here says why
        auto const count = read_measurements(path, file, rules, known, options, first.rows, first.rejects);
        if (count && first.progress) first.progress(count->rows);
        return count;
    }
    auto const* const header = begun->header ? &*begun->header : nullptr;
    block_source blocks(opened.descriptor, path, header != nullptr, begun->rows_at, options.first_bytes, begun->line);
    std::vector<std::unique_ptr<block_reader>> readers;
    for (auto const& sinks : parts)
        readers.push_back(std::make_unique<block_reader>(header, file, rules, known, options, routes, sinks));
    std::mutex guard;
    std::exception_ptr broken;
    auto work = [&](block_reader& reader) {
        try {
            for (block b; blocks.next(b);) reader.read(b);
        } catch (...) {
            std::lock_guard const lock(guard);
            broken = std::current_exception();
        }
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < readers.size(); ++i) others.emplace_back(work, std::ref(*readers[i]));
    work(*readers.front());
    for (auto& t : others) t.join();
    if (broken) std::rethrow_exception(broken);
    if (blocks.failure()) return *blocks.failure();
    if (blocks.stopped()) {
        auto in = input::open(path, input::usual_chunk, blocks.at(), options.first_bytes);
        if (!in) return in.error();
        auto& rows = readers.front()->rows();
        auto problem = header ? read_csv_rows_after(*header, blocks.line(), *in, path, rows)
                              : read_json_lines_after(blocks.line(), *in, path, rules, rows);
        if (problem) return *problem;
    }
    read_count all;
    for (auto& r : readers) add(all, r->finish());
    return all;
}

} // namespace huanchi::facts
