/* Judges the rows on standard input: stream FACILITIES < DATA */
#include <huanchi/huanchi.h>
#include <stdio.h>
#include <stdlib.h>

static int print(void *user, const huanchi_finding *f) {
    (void)user;
    return puts(f->json) < 0;
}

static int fail(const huanchi_error *e) {
    fprintf(stderr, "%s: %s; %s\n", e->place, e->cause, e->remedy);
    return 2;
}

int main(int argc, char **argv) {
    static char sites_text[1 << 20], piece[1 << 16];
    huanchi_error e = {sizeof e};
    huanchi_account a = {sizeof a};
    huanchi_rules *rules = NULL;
    huanchi_sites *sites = NULL;
    huanchi_stream *stream = NULL;
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!file) return 2;
    size_t n = fread(sites_text, 1, sizeof sites_text, file);
    fclose(file);
    if (huanchi_rules_load(NULL, 0, NULL, &rules, &e) || huanchi_sites_bind(rules, sites_text, n, 0, &sites, &e) ||
        huanchi_stream_open(sites, NULL, &stream, &e))
        return fail(&e);
    while ((n = fread(piece, 1, sizeof piece, stdin)) > 0)
        if (huanchi_stream_push(stream, piece, n, &e)) return fail(&e);
    if (huanchi_stream_take(stream, print, NULL, &a, &e)) return fail(&e);
    fprintf(stderr, "%llu rows, %llu violations\n", (unsigned long long)a.read, (unsigned long long)a.violation);
    huanchi_stream_free(stream);
    huanchi_sites_free(sites);
    huanchi_rules_free(rules);
    return a.violation > 0;
}
