#!/usr/bin/env bash
# The sample ledger of a county finds what the page beside it shows.
. "$(dirname "$0")/lib.sh"
cd "$source_dir" || exit 1
expect_code 1 "$huanchi" check --records tests/samples/county/ledger.ndjson --duties --as-of 2026-10-31 --lang zh
awk '/^```/ { n++; next } n == 3' tests/samples/county/README.md >"$work/shown"
diff "$work/shown" "$work/out" >"$work/differ" || fail "tests/samples/county/README.md shows something else: $(head -c 600 "$work/differ")"

# Overdue on 31 October by the dates in the ledger, and nothing else is: each a ticket of its own, which a later check goes on with.
for day in 2026-10-31 2026-11-07; do
  expect_code 1 "$huanchi" check --records tests/samples/county/ledger.ndjson --duties --as-of $day --store "$work/t.db" --format json
  cp "$work/flat" "$work/$day"
done
[ "$(grep -o '"action":"opened"' "$work/2026-10-31" | wc -l)" = 20 ] || fail "not twenty tickets"
[ "$(grep -o '"action":"opened"' "$work/2026-11-07" | wc -l)" = 0 ] || fail "a week later tickets are opened again"
expect_code 0 "$huanchi" tickets list --store "$work/t.db" --format csv
for number in PW-002 DC-02 GL-01 AJ-07 WF-01 YJ-01 GD-02; do expect_in "$work/out" ",$number,"; done
for number in PW-001 DC-03 HC-02; do grep -q ",$number," "$work/out" && fail "$number has a ticket"; done
expect_code 0 "$huanchi" tickets log --verify --store "$work/t.db"
finish
