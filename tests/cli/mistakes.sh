#!/usr/bin/env bash
# Bad input: every mistake named, nothing lost, the right exit code.
. "$(dirname "$0")/lib.sh"

# A rule file with six different mistakes reports all six.
cat >"$work/six.rules" <<'RULES'
standard TEST1 "试验" {
  number "T 1"
  level 国家级
  effective from 2026-01-01
}
limits 表1 of TEST1 "试验表" {
  medium water
  judge 日均直
  where 类别 = 城镇污水处理厂 and 环评批复日期 > 5 mg/L
  by 级别: 一级A 一级C
  化学需氧量 <= 50 60 mg/m
  氨蛋 <= 5 8 mg/L
}
RULES
expect_code 1 "$huanchi" rules check "$work/six.rules" --format json
for code in M016 M011 M007 M008 M005 M009; do expect_in "$work/flat" "\"$code\""; done
expect_code 2 "$huanchi" check --rules "$work/six.rules" --records /dev/null

# A CSV with a BOM, CRLF, a quoted comma, a broken row and a UTF-8 error is accounted for row by row.
{
  printf '\xEF\xBB\xBFenterprise_id,outlet_id,time,factor,value,unit,flag,source,remark\r\n'
  printf '91220101MA0000001X001V,DA001,2026-05-01T08:00:00+08:00,a21026,40,mg/m3,N,auto,"a, b"\r\n'
  printf '91220101MA0000001X001V,DA001,2026-05-01T09:00:00+08:00\r\n'
  printf '91220101MA0000001X001V,DA001,2026-05-01T10:00:00+08:00,a21026,4\xFF0,mg/m3,N,auto,\r\n'
  printf '91220101MA0000001X001V,DA001,2026-05-01T11:00:00+08:00,a21026,40,mg/m3,D,auto,\r\n'
  printf '91220101MA0000001X001V,XX999,2026-05-01T11:00:00+08:00,a21026,40,mg/m3,N,auto,\r\n'
} >"$work/bad.csv"
cat >"$work/f.json" <<'JSON'
[{"id":"91220101MA0000001X001V","name":"某厂","region":"220102","industry":"4430","outlets":[
 {"id":"DA001","medium":"air","kind":"锅炉","eia_approved":"2015-01-01","attributes":{"fuel":"燃气","capacity":"4 t/h","key_region":"no"}}]}]
JSON
expect_code 0 "$huanchi" check --facilities "$work/f.json" --data "$work/bad.csv" --format json --rejects "$work/rejects"
for part in '"read":5' '"judged":1' '"flagged_out":1' '"unmatched":1' '"rejected":2' '"line":3' '"line":4'; do expect_in "$work/flat" "$part"; done
[ "$(wc -l <"$work/rejects")" = 2 ] || fail "two rejected rows should be written out"
expect_code 2 "$huanchi" check --facilities "$work/f.json" --data "$work/bad.csv" --strict --format json
expect_in "$work/flat" '"errors"'
expect_code 1 "$huanchi" check --facilities "$work/f.json" --data "$work/bad.csv" --fail-on rejected

# Usage and files.
expect_code 2 "$huanchi"
expect_code 2 "$huanchi" check --no-such-option
expect_code 2 "$huanchi" check --facilities "$work/none.json" --data "$work/bad.csv"
expect_in "$work/err" none.json
expect_code 2 "$huanchi" check --data "$work/bad.csv" --format json
expect_in "$work/flat" '"errors"'
expect_code 0 "$huanchi" --help
expect_code 0 "$huanchi" check --help
finish
