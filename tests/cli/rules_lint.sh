#!/usr/bin/env bash
# rules lint and rules test --boundaries, on the shipped library and on files of one's own.
. "$(dirname "$0")/lib.sh"
cat >"$work/gap.rules" <<'RULES'
standard 试例 "试例" {
  number "试例-2002"
  level national
  effective from 2003-07-01
}

displacement 综合 of 试例 {
  displaces GB8978
  where 类别 = 试例厂
}

limits 表1 of 试例 "日均值" {
  medium water
  judge daily_mean
  where 类别 = 试例厂
  violation exceed_discharge_standard

  by 级别:      一级A  一级B  二级  三级
  氨氮      <=      5      8    25     -  mg/L  when 水温 > 12 ℃
  氨氮      <=      8     15    30     -  mg/L  when 水温 < 12 ℃
  总磷      <=    0.5      1     3     5  mg/L
}
RULES
sed 's/水温 < 12/水温 <= 12/' "$work/gap.rules" >"$work/whole.rules"

# Exactly 12 ℃ is left out; the case that shows it is judged by nothing, and by the row beside it at 13 ℃.
expect_code 1 "$huanchi" rules lint "$work/gap.rules" --at 2026-06-01 --lang en
expect_in "$work/out" 'warning[L201]: no row of `氨氮` applies where temperature = 12 ℃'
expect_in "$work/out" "gap.rules:19:3"
expect_in "$work/out" 'rules explain L201'
expect_code 1 "$huanchi" rules lint "$work/gap.rules" --at 2026-06-01 --lang zh
expect_in "$work/out" 'temperature = 12 ℃ 时，“氨氮” 没有一行适用'
expect_code 1 "$huanchi" rules lint "$work/gap.rules" --at 2026-06-01 --format json --lang en
for part in '"schema":"huanchi.lint/1"' '"at":"2026-06-01"' '"findings":1' '"by_code":{"L201":1}' '"code":"L201"' '"severity":"warning"' '"line":19' '"column":3' \
  '"message":"no row of `氨氮` applies where temperature = 12 ℃"' '"verdict":"not_applicable"' '"grade":"一级A"' '"kind":"试例厂"' '"temperature":"12"'; do
  expect_in "$work/flat" "$part"
done
# The case of the finding, judged as data.
python3 - "$work" <<'PY'
import json, sys
work = sys.argv[1]
witness = json.load(open(work + "/out"))["findings"][0]["witness"]
outlet = dict(witness["outlet"], id="described", eia_approved="2010-01-01", attributes={"grade": witness["outlet"]["grade"]})
outlet.pop("grade")
json.dump([{"id": "described", "name": "某厂", "outlets": [outlet]}], open(work + "/facilities.json", "w"), ensure_ascii=False)
for temperature in ("12", "13"):
    row = dict(witness["row"], temperature=temperature)
    open(work + f"/{temperature}.ndjson", "w").write(json.dumps(row, ensure_ascii=False) + "\n")
PY
expect_code 0 "$huanchi" check --rules "$work/gap.rules" --facilities "$work/facilities.json" --data "$work/12.ndjson"
expect_code 1 "$huanchi" check --rules "$work/gap.rules" --facilities "$work/facilities.json" --data "$work/13.ndjson"

# Nothing is found where nothing is wrong; what is not in the file is not shown; mistakes are told from findings.
expect_code 0 "$huanchi" rules lint "$work/whole.rules" --at 2026-06-01
grep -q 'L2' "$work/out" && fail "nothing should be found in whole.rules"
echo 'limits' >"$work/broken.rules"
expect_code 2 "$huanchi" rules lint "$work/broken.rules"
expect_code 2 "$huanchi" rules lint "$work/none.rules"
expect_code 2 "$huanchi" rules lint "$work/gap.rules" --at yesterday

# A span that has ended is a note, by the day that counts as today.
sed 's/  violation/  effective before 2027-01-01\n  violation/' "$work/whole.rules" >"$work/ends.rules"
expect_code 0 "$huanchi" rules lint "$work/ends.rules" --at 2026-12-31 --lang en
grep -q 'L207' "$work/out" && fail "not lapsed on its last day"
expect_code 0 "$huanchi" rules lint "$work/ends.rules" --at 2027-01-01 --lang en
expect_in "$work/out" 'note[L207]'
expect_in "$work/out" 'its last day was 2026-12-31'

# The library: no warning is left unanswered.
expect_code 0 "$huanchi" rules lint --at 2026-06-01 --format json
expect_in "$work/flat" '"findings":0,'
grep -oE '"code":"(L20[24568])"' "$work/flat" && fail "a row of the library repeats, never decides or is never in force"

# Cases at the boundaries: the executor and the rows agree, and the printed cases are tests that pass.
expect_code 0 "$huanchi" rules test --boundaries --format json
expect_in "$work/flat" '"schema":"huanchi.boundaries/1"'
expect_in "$work/flat" '"disagreements":[]'
expect_code 0 "$huanchi" rules test "$work/whole.rules" --print
cp "$work/out" "$work/whole.test.rules"
[ "$(grep -c '^test ' "$work/whole.test.rules")" -gt 100 ] || fail "few cases of whole.rules"
expect_code 0 "$huanchi" rules fmt --check "$work/whole.test.rules"
expect_code 0 "$huanchi" rules test "$work/whole.rules" "$work/whole.test.rules"
# Curves, totals, rates, rolling means, bounds that may be missed: the examples of the language.
for f in windows validity curves; do
  expect_code 0 "$huanchi" rules test "$source_dir/tests/rules/$f.rules" --print --lang en
  cp "$work/out" "$work/$f.test.rules"
  expect_in "$work/err" 'disagreed 0'
  expect_code 0 "$huanchi" rules test "$source_dir/tests/rules/$f.rules" "$work/$f.test.rules"
done
grep -q 'example_stack_height = 17.5 m' "$work/curves.test.rules" || fail "no case between two points of a curve"
grep -q '不满足 6 次，允许 5 次' "$work/windows.test.rules" || fail "no case of a bound that is missed once too often"
grep -q '缺一个值，没有超过' "$work/windows.test.rules" || fail "no case of a total of which a value is missing"
# A limit that is read otherwise than the cases were made of fails them.
sed 's/<=      5      8    25/<=      6      8    25/' "$work/whole.rules" >"$work/other.rules"
expect_code 1 "$huanchi" rules test "$work/other.rules" "$work/whole.test.rules"
finish
