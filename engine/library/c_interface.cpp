// The interface in C over the one in C++: nothing thrown passes, structs are read and written as far as the caller has them.
#include "library/huanchi.h"

#include "library/huanchi.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

struct huanchi_rules {
    huanchi::rulebook value;
    std::string digest;
};
struct huanchi_sites {
    huanchi::sites value;
};
struct huanchi_stream {
    huanchi::stream value;
};

namespace {

struct stopped {};

template <std::size_t n>
void put(char (&to)[n], std::string_view text) {
    auto length = std::min(text.size(), n - 1);
    while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
    std::memcpy(to, text.data(), length);
    to[length] = 0;
}

int tell(huanchi_error* e, int code, std::string_view place, std::string_view cause, std::string_view remedy) {
    if (e == nullptr || e->size < sizeof *e) return code;
    put(e->place, place);
    put(e->cause, cause);
    put(e->remedy, remedy);
    return code;
}

int misuse(huanchi_error* e) {
    return tell(e, HUANCHI_MISUSE, "", "an argument is NULL, or a struct has no size",
                "set size to sizeof, and give every handle");
}

template <class F>
int guarded(huanchi_error* e, F&& what) {
    try {
        what();
        return HUANCHI_OK;
    } catch (stopped const&) {
        return tell(e, HUANCHI_STOPPED, "callback", "it asked to stop", "");
    } catch (huanchi::error const& x) {
        return tell(e, HUANCHI_FAILED, x.place, x.cause, x.remedy);
    } catch (std::bad_alloc const&) {
        return tell(e, HUANCHI_NO_MEMORY, "", "there is not enough memory", "");
    } catch (std::exception const& x) { return tell(e, HUANCHI_FAILED, "", x.what(), ""); } catch (...) {
        return tell(e, HUANCHI_FAILED, "", "something else was thrown", "");
    }
}

// As much of it as the caller has; the rest is zero.
template <class T>
bool read(T const* given, T& to) {
    to = {};
    if (given == nullptr) return true;
    if (given->size < sizeof(std::size_t)) return false;
    std::memcpy(&to, given, std::min(given->size, sizeof to));
    return true;
}

std::string text(char const* t) {
    return t == nullptr ? std::string() : std::string(t);
}

} // namespace

char const* huanchi_version() {
    return huanchi::version().data(); // of a literal
}

int huanchi_rules_load(char const* const* paths, std::size_t count, huanchi_load_options const* options, huanchi_rules** out,
                       huanchi_error* error) {
    huanchi_load_options o;
    if (out == nullptr || (paths == nullptr && count > 0) || !read(options, o)) return misuse(error);
    return guarded(error, [&] {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < count; ++i) all.push_back(text(paths[i]));
        auto rules = huanchi::rulebook::load(all, {o.no_builtin == 0, o.english != 0});
        auto digest = rules.digest();
        *out = new huanchi_rules{std::move(rules), std::move(digest)};
    });
}
char const* huanchi_rules_digest(huanchi_rules const* rules) {
    return rules == nullptr ? "" : rules->digest.c_str();
}
void huanchi_rules_free(huanchi_rules* rules) {
    delete rules;
}

int huanchi_sites_bind(huanchi_rules const* rules, char const* json, std::size_t length, int unreviewed, huanchi_sites** out,
                       huanchi_error* error) {
    if (rules == nullptr || json == nullptr || out == nullptr) return misuse(error);
    return guarded(error, [&] { *out = new huanchi_sites{huanchi::sites(rules->value, {json, length}, unreviewed != 0)}; });
}
int huanchi_sites_limits(huanchi_sites const* sites, char const* question, char const* day, char** answer,
                         huanchi_error* error) {
    if (sites == nullptr || question == nullptr || day == nullptr || answer == nullptr) return misuse(error);
    return guarded(error, [&] {
        auto const line = sites->value.limits(question, day);
        auto* copy = static_cast<char*>(std::malloc(line.size() + 1));
        if (copy == nullptr) throw std::bad_alloc();
        std::memcpy(copy, line.c_str(), line.size() + 1);
        *answer = copy;
    });
}
void huanchi_sites_free(huanchi_sites* sites) {
    delete sites;
}
void huanchi_text_free(char* text) {
    std::free(text);
}

int huanchi_stream_open(huanchi_sites const* sites, huanchi_stream_options const* options, huanchi_stream** out,
                        huanchi_error* error) {
    huanchi_stream_options o;
    if (sites == nullptr || out == nullptr || !read(options, o)) return misuse(error);
    return guarded(error, [&] {
        huanchi::stream_options s;
        s.at = text(o.at);
        s.as_of = text(o.as_of);
        s.folder = text(o.folder);
        s.all = o.all != 0;
        s.time_label_end = o.time_label_end != 0;
        s.threads = std::max(1U, o.threads);
        if (o.most_bytes > 0) s.most_bytes = o.most_bytes;
        *out = new huanchi_stream{huanchi::stream(sites->value, s)};
    });
}
int huanchi_stream_push(huanchi_stream* stream, char const* bytes, std::size_t length, huanchi_error* error) {
    if (stream == nullptr || (bytes == nullptr && length > 0)) return misuse(error);
    return guarded(error, [&] { stream->value.push(std::string_view(bytes, length)); });
}
int huanchi_stream_push_row(huanchi_stream* stream, huanchi_row const* row, huanchi_error* error) {
    huanchi_row r;
    if (stream == nullptr || row == nullptr || !read(row, r)) return misuse(error);
    return guarded(error, [&] {
        stream->value.push(huanchi::row{text(r.enterprise_id), text(r.outlet_id), text(r.time), text(r.interval),
                                        text(r.factor), text(r.value), text(r.unit), text(r.o2), text(r.flag), text(r.mark),
                                        text(r.source), text(r.received)});
    });
}
int huanchi_stream_push_records(huanchi_stream* stream, char const* bytes, std::size_t length, huanchi_error* error) {
    if (stream == nullptr || (bytes == nullptr && length > 0)) return misuse(error);
    return guarded(error, [&] { stream->value.push_records(std::string_view(bytes, length)); });
}
int huanchi_stream_take(huanchi_stream* stream, huanchi_each each, void* user, huanchi_account* account, huanchi_error* error) {
    if (stream == nullptr || (account != nullptr && account->size < sizeof(std::size_t))) return misuse(error);
    return guarded(error, [&] {
        auto const told = stream->value.take([&](huanchi::finding const& f) {
            huanchi_finding const c{
                sizeof c,           f.id.c_str(),          f.verdict.c_str(),   f.enterprise_id.c_str(), f.outlet_id.c_str(),
                f.factor.c_str(),   f.factor_name.c_str(), f.statistic.c_str(), f.from.c_str(),          f.to.c_str(),
                f.measured.c_str(), f.min.c_str(),         f.max.c_str(),       f.unit.c_str(),          f.exceedance.c_str(),
                f.standard.c_str(), f.clause.c_str(),      f.reason.c_str(),    f.json.c_str()};
            if (each != nullptr && each(user, &c) != 0) throw stopped();
        });
        if (account == nullptr) return;
        huanchi_account const c{account->size,   told.read,         told.rejected,  told.unmatched,
                                told.duplicates, told.open_windows, told.compliant, told.violation,
                                told.not_met,    told.undetermined, told.exempt,    told.not_applicable};
        std::memcpy(account, &c, std::min(account->size, sizeof c));
    });
}
void huanchi_stream_free(huanchi_stream* stream) {
    delete stream;
}
