#!/usr/bin/env bash
# The sample ledger of a county finds what the page beside it shows.
. "$(dirname "$0")/lib.sh"
cd "$source_dir" || exit 1
expect_code 1 "$huanchi" check --records tests/samples/county/ledger.ndjson --duties --as-of 2026-10-31 --lang zh
awk '/^```/ { n++; next } n == 3' tests/samples/county/README.md >"$work/shown"
diff "$work/shown" "$work/out" >"$work/differ" || fail "tests/samples/county/README.md shows something else: $(head -c 600 "$work/differ")"
finish
