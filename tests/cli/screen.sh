#!/usr/bin/env bash
# Screening the sample projects: what each lacks, what it fails, and how the program ends.
. "$(dirname "$0")/lib.sh"
projects=$samples/projects.ndjson
expect_code 1 "$huanchi" screen "$projects" --format json
expect_in "$work/flat" '"schema":"huanchi.screen/1"'
expect_in "$work/flat" '"project":"XM-001","is_two_high":true,"overall":"pass"'
expect_in "$work/flat" '"project":"XM-002","is_two_high":true,"overall":"fail"'
expect_in "$work/flat" '"project":"XM-003","is_two_high":false,"overall":"incomplete"'
expect_in "$work/flat" '"project":"XM-004","is_two_high":null,"overall":"incomplete"'
expect_in "$work/flat" '"clause":"第二百五十九条","level":"national","confidence":"high"},"title":"煤炭等量或减量替代","verdict":"violation","because":["coal_replaced = 540000 t/a","coal_use = 600000 t/a"'
expect_in "$work/flat" '"needs":["ecological_measures"]'
# One project by itself ends as it fares; what passes and what is incomplete find nothing.
for n in 1 3 4; do
  sed -n "${n}p" "$projects" >"$work/one.ndjson"
  expect_code 0 "$huanchi" screen "$work/one.ndjson"
done
# Before the Code, its article 105 is not asked: 31 refuses still.
sed -n 2p "$projects" | sed 's/2026-10-08/2026-08-14/' >"$work/one.ndjson"
expect_code 1 "$huanchi" screen - --format csv <"$work/one.ndjson"
grep -q '法典' "$work/out" && fail "the Code applies before it is in force"
expect_in "$work/out" '国家发展改革委令第31号,第八条,national,high'
# Where only later law is at hand nobody passes: what was law before is not known.
sed -n 1p "$projects" | sed 's/2026-09-20/2026-08-14/' >"$work/one.ndjson"
expect_code 0 "$huanchi" screen "$work/one.ndjson" --format json
expect_in "$work/flat" '"overall":"incomplete"'
expect_in "$work/flat" '"not_yet_in_force":["生态环境法典"]'
sed -n 2p "$projects" >"$work/one.ndjson"
# A record that cannot be read is named, with its line; nothing to screen is a mistake.
echo '{"record": "project", "id": "X", "coal_use": "viel"}' >>"$work/one.ndjson"
expect_code 1 "$huanchi" screen "$work/one.ndjson" --lang en
expect_in "$work/out" 'one.ndjson:2 coal_use'
expect_code 2 "$huanchi" screen --lang en
expect_in "$work/err" 'nothing to screen'
expect_code 2 "$huanchi" screen "$work/none.ndjson"
finish
