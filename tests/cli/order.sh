#!/usr/bin/env bash
# The same rows in shuffled order, split over files and with 1 or 2 threads give identical summary and findings.
. "$(dirname "$0")/lib.sh"
run() { # name, options and files
  local name=$1
  shift
  "$huanchi" check --facilities "$samples/facilities.json" "$@" --all --format ndjson >"$work/$name.findings" 2>"$work/err"
  "$huanchi" check --facilities "$samples/facilities.json" "$@" --summary --format json >"$work/$name.summary" 2>"$work/err"
}
run plain --data "$samples/water.csv" --data "$samples/air.csv" --threads 1
run threads --data "$samples/water.csv" --data "$samples/air.csv" --threads 2
for f in water air; do
  (head -1 "$samples/$f.csv" && tail -n +2 "$samples/$f.csv" | shuf --random-source=<(yes)) >"$work/$f.csv"
done
run shuffled --data "$work/air.csv" --data "$work/water.csv" --threads 2
head -1 "$samples/air.csv" | tee "$work/a.csv" >"$work/b.csv"
tail -n +2 "$samples/air.csv" | awk -v a="$work/a.csv" -v b="$work/b.csv" '{ print >> (NR % 2 ? a : b) }'
run split --data "$work/a.csv" --data "$work/b.csv" --data "$samples/water.csv" --threads 2
[ "$(wc -l <"$work/plain.findings")" -gt 3000 ] || fail "too few findings to compare"
for other in threads shuffled split; do
  expect_same "$work/plain.findings" "$work/$other.findings" "findings differ: $other"
  expect_same "$work/plain.summary" "$work/$other.summary" "summary differs: $other"
done
finish
