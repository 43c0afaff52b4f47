#!/usr/bin/env bash
# The main job of the README: violations with limit, period, multiple and clause; tickets stored; nothing doubled by a second run.
. "$(dirname "$0")/lib.sh"
inputs=(--facilities "$samples/facilities.json" --data "$samples/water.csv" --data "$samples/air.csv" --data "$samples/manual.ndjson")

expect_code 1 "$huanchi" check "${inputs[@]}" --store "$work/t.db" --format json
cp "$work/flat" "$work/first.json"
for part in '"read":5836' '"judged":5770' '"flagged_out":57' '"unmatched":2' '"rejected":7' '"duplicates":5' '"violation":12' '"undetermined":31' '"open_windows":6'; do
  expect_in "$work/first.json" "$part"
done
[ "$(grep -o '"action":"opened"' "$work/first.json" | wc -l)" = 5 ] || fail "five tickets should be opened"
expect_code 0 "$huanchi" tickets list --store "$work/t.db" --format json
cp "$work/flat" "$work/list1"
expect_code 0 "$huanchi" tickets log --verify --store "$work/t.db"

expect_code 1 "$huanchi" check "${inputs[@]}" --store "$work/t.db" --format json
[ "$(grep -o '"action":"unchanged"' "$work/flat" | wc -l)" = 5 ] || fail "all five tickets should be unchanged"
for run in first second; do
  [ "$run" = first ] && from=$work/first.json || from=$work/flat
  sed 's/.*"findings":\[//; s/"tickets":\[.*//' "$from" >"$work/$run.findings"
done
expect_same "$work/first.findings" "$work/second.findings" "the second run has other findings"
[ "$(wc -c <"$work/first.findings")" -gt 10000 ] || fail "no findings to compare"
expect_code 0 "$huanchi" tickets list --store "$work/t.db" --format json
expect_same "$work/list1" "$work/flat" "the second run changed the list of tickets"

id=$(grep -o '"id":"t-[0-9a-f]*"' "$work/list1" | head -1 | cut -d'"' -f4)
expect_code 0 "$huanchi" tickets show "$id" --store "$work/t.db" --format json
expect_in "$work/flat" '"schema":"huanchi.ticket/1"'
expect_code 0 "$huanchi" explain "$id" --store "$work/t.db"
expect_code 2 "$huanchi" tickets show t-0 --store "$work/t.db"

# June: a new episode of the boiler, beside the old one.
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --data "$samples/rebound.csv" --store "$work/t.db" --format json
expect_in "$work/flat" '"action":"opened"'
finish
