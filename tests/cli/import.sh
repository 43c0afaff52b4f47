#!/usr/bin/env bash
# `import`: whatever comes in goes out as normal NDJSON that is judged the same, and as HJ 212 packets that read back.
. "$(dirname "$0")/lib.sh"
sites=$samples/facilities.json
findings() { # of a data file
  "$huanchi" check --facilities "$sites" --data "$1" --all --format ndjson
}

for name in water air; do
  expect_code 0 "$huanchi" import --lang en --facilities "$sites" --data "$samples/$name.csv"
  cp "$work/out" "$work/$name.ndjson"
  expect_in "$work/err" "written"
  findings "$samples/$name.csv" >"$work/csv.findings" 2>"$work/null"
  findings "$work/$name.ndjson" >"$work/ndjson.findings" 2>"$work/null"
  [ "$(wc -l <"$work/csv.findings")" -gt 500 ] || fail "too few findings to compare: $name"
  expect_same "$work/csv.findings" "$work/ndjson.findings" "$name judged otherwise after import"
done
"$huanchi" import --facilities "$sites" --data "$work/air.ndjson" >"$work/again.ndjson" 2>"$work/null"
expect_same "$work/air.ndjson" "$work/again.ndjson" "importing twice changes something"

# Every row of the boiler house fits into packets, with its oxygen, and comes back with the same values and times.
expect_code 0 "$huanchi" import --lang en --facilities "$sites" --data "$work/air.ndjson" --to hj212
cp "$work/out" "$work/air.hj212"
head -c 6 "$work/air.hj212" | grep -q '^##[0-9]\{4\}$' || fail "no packet at the start"
expect_code 0 "$huanchi" import --lang en --facilities "$sites" --data "$work/air.hj212" --strict
cp "$work/out" "$work/back.ndjson"
expect_in "$work/err" "0 rejected"
pick() {
  python3 -c '
import json, sys
for line in open(sys.argv[1]):
    r = json.loads(line)
    if r["interval"] in ("hour", "day", "minute", "instant") and "<" not in r["value"] and r["value"] != "ND":
        print(r["outlet_id"], r["interval"], r["time"], r["factor"], r["value"], r["unit"], r.get("corrected", ""))' "$1" | sort -u
}
pick "$work/air.ndjson" | grep -v a19001 >"$work/before"
pick "$work/back.ndjson" | grep -v a19001 >"$work/after"
[ -s "$work/before" ] || fail "nothing went out"
comm -23 "$work/before" "$work/after" >"$work/lost"
[ -s "$work/lost" ] && fail "lost on the way through HJ 212: $(head -3 "$work/lost")"

# A raw stream: glued packets, noise, a damaged one; each is accounted for.
packet='##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80'
{
  printf '%s%s\r\n' "$packet" "$packet"
  printf 'noise\r\n%s\r\n' "${packet/1C80/1C08}"
} >"$work/raw.log"
cat >"$work/sites.json" <<'JSON'
[{"id": "E1", "mn": "010000A8900016F000169DC0", "outlets": [{"id": "DW001", "medium": "water"}]}]
JSON
expect_code 0 "$huanchi" import --lang en --facilities "$work/sites.json" --data "$work/raw.log" --rejects "$work/rejects"
[ -s "$work/out" ] && fail "commands gave rows"
expect_in "$work/err" "2 packets taken, 0 with measurements, 2 commands, answers and states; 1 rejected; 1 spans that are no packet"
expect_in "$work/err" "the checksum does not fit"
expect_in "$work/rejects" "1C08"
expect_code 2 "$huanchi" import --facilities "$work/sites.json" --data "$work/raw.log" --strict
expect_code 1 "$huanchi" import --facilities "$work/sites.json" --data "$work/raw.log" --fail-on rejected
expect_code 2 "$huanchi" import --data "$work/raw.log" # whose are they?
expect_code 2 "$huanchi" import
expect_code 2 "$huanchi" import --to hj212 --data "$samples/air.csv"
expect_code 0 "$huanchi" import --facilities "$work/sites.json" --input-format hj212 - <"$work/raw.log"

# `check` takes the same stream.
expect_code 0 "$huanchi" check --facilities "$work/sites.json" --data "$work/raw.log" --format json
expect_in "$work/flat" '"read":2'
expect_in "$work/flat" '"rejected":2'
finish
