/* huanchi for other languages: the interface of huanchi.hpp in C.
 *
 * Handles are opaque and freed by the function named *_free (NULL is allowed); a sites handle keeps its rules, a stream its sites,
 * so the order in which they are freed does not matter. Structs begin with their size, set by the caller to sizeof: later
 * versions add members at the end and read no more than the caller has. Zeroed members are the defaults. Texts are UTF-8.
 * Threads: rules and sites may be used from any number of threads at once; a stream belongs to one thread at a time.
 * Functions that can fail give 0 or one of the codes below and fill the error, which may be NULL; no exception passes.
 * There is no global state. */
#ifndef HUANCHI_H
#define HUANCHI_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define HUANCHI_API __attribute__((visibility("default")))
#else
#define HUANCHI_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum huanchi_code {
    HUANCHI_OK = 0,
    HUANCHI_FAILED = 1,   /* the error says place, cause and remedy */
    HUANCHI_NO_MEMORY = 2,
    HUANCHI_STOPPED = 3,  /* the callback asked for it */
    HUANCHI_MISUSE = 4    /* NULL where there must be something, or a size of 0 */
};

typedef struct huanchi_error { /* texts end with NUL; too long ones are cut between characters */
    size_t size;
    char place[256];
    char cause[1024];
    char remedy[512];
} huanchi_error;

typedef struct huanchi_rules huanchi_rules;
typedef struct huanchi_sites huanchi_sites;
typedef struct huanchi_stream huanchi_stream;

typedef struct huanchi_load_options {
    size_t size;
    int no_builtin; /* leave the built-in library out */
    int english;    /* texts in English, else Chinese */
} huanchi_load_options;

typedef struct huanchi_stream_options {
    size_t size;
    const char *at;     /* date, or NULL */
    const char *as_of;  /* time, or NULL */
    const char *folder; /* where pushed rows lie, or NULL: in memory */
    int all;
    int time_label_end;
    unsigned threads;    /* 0: one */
    uint64_t most_bytes; /* 0: any */
} huanchi_stream_options;

typedef struct huanchi_row { /* NULL: not given; numbers are decimal texts */
    size_t size;
    const char *enterprise_id, *outlet_id, *time, *interval, *factor, *value, *unit, *o2, *flag, *mark, *source, *received;
} huanchi_row;

typedef struct huanchi_finding { /* valid during the callback; no member is NULL */
    size_t size;
    const char *id, *verdict, *enterprise_id, *outlet_id, *factor, *factor_name, *statistic, *from, *to;
    const char *measured, *min, *max, *unit, *exceedance, *standard, *clause, *reason;
    const char *json; /* the line of `huanchi check --format ndjson` */
} huanchi_finding;

typedef struct huanchi_account {
    size_t size;
    uint64_t read, rejected, unmatched, duplicates, open_windows;
    uint64_t compliant, violation, not_met, undetermined, exempt, not_applicable;
} huanchi_account;

/* Other than 0 ends the giving; nothing counts as given then. */
typedef int (*huanchi_each)(void *user, const huanchi_finding *finding);

HUANCHI_API const char *huanchi_version(void);

/* `count` paths of rule files or folders; 0: the built-in library alone. `options` may be NULL. */
HUANCHI_API int huanchi_rules_load(const char *const *paths, size_t count, const huanchi_load_options *options,
                                   huanchi_rules **out, huanchi_error *error);
HUANCHI_API const char *huanchi_rules_digest(const huanchi_rules *rules); /* as long as the rules */
HUANCHI_API void huanchi_rules_free(huanchi_rules *rules);

/* Facilities as JSON of `length` bytes. */
HUANCHI_API int huanchi_sites_bind(const huanchi_rules *rules, const char *json, size_t length, int unreviewed,
                                   huanchi_sites **out, huanchi_error *error);
/* The answer is freed with huanchi_text_free. */
HUANCHI_API int huanchi_sites_limits(const huanchi_sites *sites, const char *question, const char *day, char **answer,
                                     huanchi_error *error);
HUANCHI_API void huanchi_sites_free(huanchi_sites *sites);
HUANCHI_API void huanchi_text_free(char *text);

HUANCHI_API int huanchi_stream_open(const huanchi_sites *sites, const huanchi_stream_options *options, huanchi_stream **out,
                                    huanchi_error *error);
HUANCHI_API int huanchi_stream_push(huanchi_stream *stream, const char *text, size_t length, huanchi_error *error);
HUANCHI_API int huanchi_stream_push_row(huanchi_stream *stream, const huanchi_row *row, huanchi_error *error);
HUANCHI_API int huanchi_stream_push_records(huanchi_stream *stream, const char *text, size_t length, huanchi_error *error);
/* `each` and `account` may be NULL. */
HUANCHI_API int huanchi_stream_take(huanchi_stream *stream, huanchi_each each, void *user, huanchi_account *account,
                                    huanchi_error *error);
HUANCHI_API void huanchi_stream_free(huanchi_stream *stream);

#ifdef __cplusplus
}
#endif

#endif
