#!/usr/bin/env bash
# Compared with the last run each ticket is new, unchanged, updated or absent, and why; what was not given again is none of these.
. "$(dirname "$0")/lib.sh"
store=(--store "$work/t.db")
compare() { "$huanchi" tickets compare "${store[@]}" "$@"; }
check() { "$huanchi" check --facilities "$1" "${@:2}" "${store[@]}" --summary; }
facilities=$samples/facilities.json

expect_code 1 check "$facilities" --data "$samples/air.csv" --data "$samples/water.csv"
expect_code 0 compare --format json
expect_in "$work/flat" '"tickets":{"new":4,"updated":0,"unchanged":0,"absent":0}'

# The water alone: nothing is said of the boiler.
expect_code 1 check "$facilities" --data "$samples/water.csv"
expect_code 0 compare --format json
expect_in "$work/flat" '"tickets":{"new":0,"updated":0,"unchanged":3,"absent":0}'
grep -q DA001 "$work/out" && fail "the boiler was not looked at"

# The value of 24 May is corrected: total phosphorus is not found any more, because of the data.
python3 - "$samples/water.csv" "$work/water.csv" <<'P'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8")))
head = rows[0]
for r in rows[1:]:
    if len(r) > 4 and r[head.index("factor")] == "w21011" and r[head.index("time")].startswith("2026-05-24"):
        r[head.index("value")] = "0.1"
csv.writer(open(sys.argv[2], "w", encoding="utf-8", newline=""), lineterminator="\n").writerows(rows)
P
expect_code 1 check "$facilities" --data "$work/water.csv"
expect_code 0 compare --lang en
expect_in "$work/out" "new 0, updated 0, unchanged 2, absent 1"
expect_in "$work/out" "data corrected"

# The boiler is on file as one that no table fits, and its permit is gone: its hours are not judged as before.
python3 - "$facilities" "$work/f.json" <<'P'
import json, sys
all = json.load(open(sys.argv[1], encoding="utf-8"))
boiler = next(f for f in all if f["outlets"][0]["id"] == "DA001")
boiler["permits"] = []
boiler["outlets"][0]["kind"] = "其他"
json.dump(all, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
P
expect_code 0 check "$work/f.json" --data "$samples/air.csv"
expect_code 0 compare --format json
expect_in "$work/flat" '"tickets":{"new":0,"updated":0,"unchanged":0,"absent":1}'
expect_in "$work/flat" '"kind":"facilities"'
id=$(grep -o '"t-[0-9a-f]*"' "$work/out" | head -1 | tr -d '"')
expect_code 0 "$huanchi" tickets show "$id" "${store[@]}" --format json
expect_in "$work/flat" '"proposal":"withdraw"'
expect_code 0 "$huanchi" tickets log --verify "${store[@]}"

expect_code 0 "$huanchi" tickets runs "${store[@]}" --format json
expect_in "$work/flat" '"run":4'
expect_code 0 "$huanchi" tickets runs "${store[@]}"
expect_code 2 compare 9
expect_code 2 compare x
finish
