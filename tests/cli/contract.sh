#!/usr/bin/env bash
# Examples of the outside contract, word for word where it gives numbers.
. "$(dirname "$0")/lib.sh"
cat >"$work/f.json" <<'JSON'
[{"id":"91220101MA0000001X001V","uscc":"91220101MA0000001X","name":"某厂","region":"220102","industry":"4430","management":"重点管理","outlets":[
 {"id":"DA001","medium":"air","kind":"锅炉","eia_approved":"2015-01-01","attributes":{"fuel":"燃气","capacity":"4 t/h","key_region":"no"}},
 {"id":"DW001","medium":"water","kind":"城镇污水处理厂","eia_approved":"2007-03-01","commissioned":"2008-05-01","attributes":{"grade":"一级A","discharge":"direct"}}]}]
JSON
cat >"$work/air.csv" <<'CSV'
enterprise_id,outlet_id,time,factor,value,unit,o2,flag,source
91220101MA0000001X001V,DA001,2026-05-01T08:00:00+08:00,a21026,50,mg/m3,6,N,auto
91220101MA0000001X001V,DA001,2026-05-01T09:00:00+08:00,a21026,40,mg/m3,3.5,N,auto
CSV
expect_code 1 "$huanchi" check --facilities "$work/f.json" --data "$work/air.csv" --format json
# 50 · (21 − 3.5) / (21 − 6) = 175/3
for part in '"schema":"huanchi.check/1"' '"value":"58.333333"' '"exact":"175/3"' '"unit":"mg/m³"' '"max":"50"' '"oxygen":"3.5 %"' '"exceedance":"0.17"' '"ratio":"1.166667"' \
  '"quantity":"concentration"' '"statistic":"hourly_mean"' '"from":"2026-05-01T08:00:00+08:00"' '"to":"2026-05-01T09:00:00+08:00"' '"standard":"GB 13271-2014"' '"clause":"表2"' \
  '"level":"national"' '"violation_types":["exceed_discharge_standard"]' '"nature":"lead"' '"source":"auto"'; do
  expect_in "$work/flat" "$part"
done
# A total of a ticket: 80 against 50 is 0.60 times.
cat >"$work/water.csv" <<'CSV'
enterprise_id,outlet_id,time,factor,value,unit,interval,flag,source
91220101MA0000001X001V,DW001,2025-04-01,w01018,80,mg/L,day,N,auto
91220101MA0000001X001V,DW001,2025-04-02,w01018,60,mg/L,day,N,auto
CSV
expect_code 1 "$huanchi" check --facilities "$work/f.json" --data "$work/water.csv" --store "$work/t.db" --format json
id=$(grep -o '"id":"t-[0-9a-f]*"' "$work/flat" | head -1 | cut -d'"' -f4)
expect_code 0 "$huanchi" tickets show "$id" --store "$work/t.db" --format json
for part in '"state":"open"' '"penalty":"none"' '"from":"2025-04-01T00:00:00+08:00"' '"to":"2025-04-03T00:00:00+08:00"' '"violation":2' '"exceedance":"0.60"' '"law":"水污染防治法"' \
  '"min":"100000"' '"max":"1000000"' '"rebound_of":null'; do
  expect_in "$work/flat" "$part"
done
# Which limit applies: the example of the contract, and what is unknown about it.
expect_code 0 "$huanchi" limits --describe '{"medium":"water","kind":"城镇污水处理厂","commissioned":"2010-01-01","attributes":{"grade":"一级A"}}' --at 2026-06-01 --format json
for part in '"schema":"huanchi.limits/1"' '"factor":"w01018"' '"factor_name":"化学需氧量"' '"max":"50"' '"max":"75"' '"because":["' 'grade = 一级A' '"attribute":"eia_approved"'; do expect_in "$work/flat" "$part"; done
expect_code 0 "$huanchi" limits --facilities "$work/f.json" --outlet 91220101MA0000001X001V/DW001 --factor 总磷 --at 2026-06-01 --why-not --format json
expect_in "$work/flat" '"rejected"'
# Unknown is never a pass: no grade given, a value between the columns.
sed -i 's/"grade":"一级A",//' "$work/f.json"
expect_code 0 "$huanchi" check --facilities "$work/f.json" --data "$work/water.csv" --format json
expect_in "$work/flat" '"verdict":"undetermined"'
expect_in "$work/flat" '"name":"grade"'
expect_code 1 "$huanchi" check --facilities "$work/f.json" --data "$work/water.csv" --fail-on undetermined

# Where the time goes is told on stderr and changes nothing of the result.
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --data "$samples/water.csv" --format json
cp "$work/out" "$work/plain"
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --data "$samples/water.csv" --format json --profile
expect_same "$work/plain" "$work/out" "--profile changes the result"
for stage in rules sites bind read settle judge sort output total; do
  grep -Eq "^$stage +[0-9]+\.[0-9]{3}" "$work/err" || fail "no stage $stage: $(cat "$work/err")"
done
finish
