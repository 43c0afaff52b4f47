#!/usr/bin/env bash
# A platform's list of exceedances against the sample data, and what would turn a finding.
. "$(dirname "$0")/lib.sh"
inputs=(--facilities "$samples/facilities.json" --data "$samples/water.csv" --data "$samples/air.csv")
expect_code 1 "$huanchi" reconcile "${inputs[@]}" --platform "$samples/platform_exceedances.csv" --format json
expect_in "$work/flat" '"schema":"huanchi.reconcile/1"'
# tests/samples/README.md: SO2 at 20:00 and 22:00, phosphorus on the 24th and COD on the 15th are ours too; line 3 is an hour
# late, line 4 has another limit.
expect_in "$work/flat" '"platform":8,"ours":11,"agreed":3,'
expect_in "$work/flat" '"both":2,"platform_only":3,"ours_only":6,"unreadable":0'
expect_in "$work/flat" '"causes":["hour_label"]'
expect_code 1 "$huanchi" reconcile "${inputs[@]}" --platform "$samples/platform_exceedances.csv" --format csv
expect_in "$work/out" '4,both,limit,'
expect_in "$work/out" '5,platform_only,mark,'
expect_in "$work/out" '6,platform_only,limit,'
expect_code 1 "$huanchi" reconcile "${inputs[@]}" --platform "$samples/platform_exceedances.csv" --lang zh
expect_in "$work/out" '时间标签差一个时段'
expect_code 2 "$huanchi" reconcile "${inputs[@]}" --platform "$work/none.csv"

# One line, which is ours as well: nothing differs.
cat >"$work/f.json" <<'E2'
[{"id": "E1", "outlets": [{"id": "DA001", "medium": "air", "kind": "锅炉", "eia_approved": "2016-01-01",
  "attributes": {"fuel": "燃气", "capacity": "20 t/h", "key_region": "no"}}]}]
E2
printf 'enterprise_id,outlet_id,time,factor,value,unit,o2,flag\nE1,DA001,2026-05-01 08:00,a21026,50,mg/m3,6,N\n' >"$work/d.csv"
printf '{"enterprise_id":"E1","outlet_id":"DA001","factor":"a21026","time":"2026-05-01 09:00","statistic":"hour","value":"58.33","limit":50,"unit":"mg/m3"}\n' >"$work/p.ndjson"
expect_code 0 "$huanchi" reconcile --facilities "$work/f.json" --data "$work/d.csv" --platform "$work/p.ndjson" --platform-time-label end
expect_code 1 "$huanchi" reconcile --facilities "$work/f.json" --data "$work/d.csv" --platform "$work/p.ndjson"

# 300 mg/m³ at 9 % is 300 × (21 − 11.6) / 12 = 235 as read.
expect_code 0 "$huanchi" explain f-7550b69b5de2479c --what-if --facilities "$samples/facilities.json" --data "$samples/air.csv" --format json
expect_in "$work/flat" '"as_read":"235"'
expect_in "$work/flat" '"last_passing":"235.0","passing_verdict":"compliant","first_failing":"235.1","failing_verdict":"violation"'
expect_code 2 "$huanchi" explain f-7550b69b5de2479c --what-if
finish
