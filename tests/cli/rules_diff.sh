#!/usr/bin/env bash
# rules diff and rules impact: the shipped library against a user's copy of one of its documents.
. "$(dirname "$0")/lib.sh"
boiler=$source_dir/rules/national/air/GB13271-2014.rules
sewage=$source_dir/rules/national/water/GB18918-2002.rules
inputs=(--facilities "$samples/facilities.json" --data "$samples/air.csv")

# 表2, coal, sulphur dioxide: 300 → 250.
sed '/^limits 表2 of/,/^}/s/^\(  二氧化硫  *<=  *\)300 /\1250 /' "$boiler" >"$work/tight.rules"
cmp -s "$boiler" "$work/tight.rules" && fail "nothing was tightened"
expect_code 1 "$huanchi" rules diff builtin "$work/tight.rules" --at 2026-06-01 --format json
for part in '"schema":"huanchi.diff/1"' '"tighter":1' '"looser":0' '"new":0' '"dropped":0' '"changed":0' '"others":0' '"change":"tighter"' '"id":"GB13271.表2.二氧化硫.燃煤"' \
  '"max":"300"' '"max":"250"' '"value":"275"' '"fuel":"燃煤"' '"verdict":"compliant"' '"verdict":"violation"' '"no_witness":null'; do
  expect_in "$work/flat" "$part"
done
# The witness is what check says of the same texts: 275 is below 300 and above 250.
outlet=$(sed 's/.*"witness":{"outlet":\({[^}]*}\).*/\1/; s/}$/,"id":"O1"}/' "$work/flat")
row=$(sed 's/.*"row":\({[^}]*}\).*/\1/; s/"enterprise_id":"described"/"enterprise_id":"E1"/; s/"outlet_id":"described"/"outlet_id":"O1"/' "$work/flat")
echo "[{\"id\":\"E1\",\"outlets\":[$outlet]}]" >"$work/f.json"
echo "$row" >"$work/row.ndjson"
expect_code 0 "$huanchi" check --facilities "$work/f.json" --data "$work/row.ndjson" --all --format json
expect_in "$work/flat" '"verdict":"compliant"'
expect_code 1 "$huanchi" check --rules "$work/tight.rules" --facilities "$work/f.json" --data "$work/row.ndjson" --format json
expect_in "$work/flat" '"max":"250"'
# The other way round it is looser.
expect_code 1 "$huanchi" rules diff "$work/tight.rules" builtin --format json
expect_in "$work/flat" '"looser":1'
for format in text ndjson csv; do
  expect_code 1 "$huanchi" rules diff builtin "$work/tight.rules" --format $format
  expect_in "$work/out" GB13271.表2.二氧化硫.燃煤
done

# Hours of the sample month between 250 and 300 (tests/samples/README.md): 18 May 11:00, 265.714286, and 19 May 06:00, exactly 300.
expect_code 1 "$huanchi" rules impact builtin "$work/tight.rules" "${inputs[@]}" --format json
for part in '"schema":"huanchi.impact/1"' '"by_kind":[{"from":"compliant","to":"violation","count":2}]' '"effect":true' '"2026-05-18T11:00:00+08:00"' '"value":"265.714286"' \
  '"2026-05-19T06:00:00+08:00"'; do
  expect_in "$work/flat" "$part"
done
expect_code 1 "$huanchi" rules impact builtin "$work/tight.rules" "${inputs[@]}" --lang zh
expect_in "$work/out" '达标 → 超标 2'
expect_code 1 "$huanchi" rules impact builtin "$work/tight.rules" "${inputs[@]}" --summary --format json
grep -qF '"changes"' "$work/flat" && fail "--summary lists changes"

# Which limits change for whom: a coal boiler on file, new rules beside the old and the other way round.
echo '[{"id":"E9","name":"某热力公司","region":"220102","outlets":[{"id":"DA9","medium":"air","kind":"锅炉","eia_approved":"2016-01-01","commissioned":"2017-01-01","attributes":{"fuel":"燃煤","capacity":"35 t/h","key_region":"no"}}]}]' >"$work/boiler.json"
expect_code 1 "$huanchi" rules impact builtin "$work/tight.rules" --facilities "$work/boiler.json" --at 2026-06-01 --format ndjson
[ "$(grep -c '"change":"tighter"' "$work/out")" = 2 ] || fail "hourly mean and instantaneous values become tighter: $(cat "$work/out")"
expect_in "$work/out" '"enterprise_id":"E9"'
expect_code 1 "$huanchi" rules impact "$work/tight.rules" builtin --facilities "$work/boiler.json" --at 2026-06-01 --lang zh
expect_in "$work/out" '变松，≤ 250 mg/m³ → ≤ 300 mg/m³'
expect_code 0 "$huanchi" rules impact builtin builtin --facilities "$work/boiler.json" --at 2026-06-01
# Two days by one library: the amendment of GB 18918 sets instantaneous limits from 2026-03-01, phosphorus 1 mg/L for 一级A.
expect_code 1 "$huanchi" rules impact --from 2026-02-28 --to 2026-03-01 --facilities "$samples/facilities.json" --data "$samples/water.csv" --format json
for part in '"limits":[{' '"from":"2026-03-01","change":"added","old":null' '"factor":"w21011","factor_name":"总磷","quantity":"concentration","statistic":"instantaneous"'; do
  expect_in "$work/flat" "$part"
done
expect_code 1 "$huanchi" rules impact --from 2026-02-28 --to 2026-03-01 --facilities "$samples/facilities.json" --lang zh
expect_in "$work/out" '总磷 瞬时值'
expect_code 0 "$huanchi" rules impact --from 2026-03-01 --to 2026-03-02 --facilities "$samples/facilities.json"
expect_code 2 "$huanchi" rules impact --from 2026-02-28 --facilities "$samples/facilities.json"
expect_code 2 "$huanchi" rules impact builtin builtin --from 2026-02-28 --to 2026-03-01 --facilities "$samples/facilities.json"
expect_code 2 "$huanchi" rules impact --from 2026-03-02 --to 2026-03-01 --facilities "$samples/facilities.json"

# GB 12523-2025: the limits at the boundary are the same, of the rest its text was not read, which must not pass as lifted.
echo '[{"id":"S1","name":"某工地","region":"440100","outlets":[{"id":"N1","medium":"noise","kind":"建筑施工场界","attributes":{"location":"厂界"}}]}]' >"$work/noise.json"
expect_code 1 "$huanchi" rules impact --from 2025-12-31 --to 2026-01-01 --facilities "$work/noise.json" --format ndjson
[ "$(grep -c '"change":"lifted"' "$work/out")" = 3 ] || fail "the maximum by night and both indoors: $(cat "$work/out")"
[ "$(grep -c '"edition":"GB 12523-2025","not_encoded":\["夜间最大声级' "$work/out")" = 3 ] || fail "lifted without a word: $(cat "$work/out")"
grep -q '"change":"added"' "$work/out" && fail "70 and 55 dB(A) are not new: $(cat "$work/out")"
expect_code 1 "$huanchi" rules impact --from 2025-12-31 --to 2026-01-01 --facilities "$work/noise.json" --lang zh
expect_in "$work/out" '不一定取消：GB 12523-2025 没有编入：夜间最大声级'

# GB 3095-2026: PM2.5 by the day in class 二 75, from 2026-03-01 60, from 2031 on 50 μg/m³; days of 70 and of 55 under each.
day() { echo "{\"record\":\"air_day\",\"id\":\"$1\",\"city\":\"甲市\",\"date\":\"2026-01-1$1\",\"air_zone\":\"二类区\",\"so2_24h\":\"20\",\"no2_24h\":\"30\",\"co_24h\":\"1\",\"o3_8h_24h\":\"90\",\"pm10_24h\":\"90\",\"pm2_5_24h\":\"$2\"}"; }
{ day 1 70; day 2 55; } >"$work/air.ndjson"
expect_code 1 "$huanchi" rules impact --from 2026-02-28 --to 2026-03-01 --records "$work/air.ndjson" --format json
expect_in "$work/flat" '"by_kind":[{"from":"compliant","to":"violation","count":1}]'
expect_code 1 "$huanchi" rules impact --from 2026-03-01 --to 2031-01-01 --records "$work/air.ndjson" --format json
expect_in "$work/flat" '"by_kind":[{"from":"compliant","to":"violation","count":1}]'
expect_in "$work/flat" 'GB3095_2026.表1日平均2031'

# A date added: the total phosphorus of plants approved since 2006 binds from 2027 on.
sed 's/when 环评批复日期 >= 2006-01-01$/when 环评批复日期 >= 2006-01-01 effective from 2027-01-01/' "$sewage" >"$work/date.rules"
expect_code 1 "$huanchi" rules diff builtin "$work/date.rules" --at 2026-06-01 --format json
for part in '"what":"effective"' '"new":"from 2027-01-01"' '"old_id":"GB18918.表1.总磷（以P计）.一级A[eia_approved >= 2006-01-01]"' '"verdict":"not_applicable"' '"dropped":0'; do
  expect_in "$work/flat" "$part"
done
# The permit has the same limit and goes on deciding: no verdict changes, another limit decides on each of the judged days.
expect_code 1 "$huanchi" rules impact builtin "$work/date.rules" --facilities "$samples/facilities.json" --data "$samples/water.csv" --format json
for part in '"verdict_changed":0' '"limit_changed":30' '"effect":true'; do expect_in "$work/flat" "$part"; done

# Layout, comments, the language of keywords and another unit are no change; and no difference has no effect.
cp -r "$source_dir/rules" "$work/library"
cp -r "$work/library" "$work/zh"
"$huanchi" rules fmt --keywords zh "$work/zh" || fail "fmt"
sed -i '1i // 又一行说明' "$work/zh/national/air/GB13271-2014.rules"
expect_code 0 "$huanchi" rules diff --no-builtin "$work/library" "$work/zh" --lang zh
expect_in "$work/out" 没有差别
sed 's/^\(  二氧化硫  *<=\)  *400     -     -  mg\/m³/\1 0.4 - - g\/m³/' "$boiler" >"$work/unit.rules"
cmp -s "$boiler" "$work/unit.rules" && fail "no unit was changed"
expect_code 0 "$huanchi" rules diff builtin "$work/unit.rules" --lang en
expect_in "$work/out" 'no difference'
expect_code 0 "$huanchi" rules impact builtin "$work/unit.rules" "${inputs[@]}" --lang en
expect_in "$work/out" 'no effect'

# Mistakes of use.
expect_code 2 "$huanchi" rules diff builtin
expect_code 2 "$huanchi" rules diff builtin "$work/none.rules" --format json
expect_in "$work/flat" '"errors"'
expect_code 2 "$huanchi" rules diff --no-builtin builtin "$work/library"
expect_code 2 "$huanchi" rules impact builtin builtin --data "$samples/air.csv"
expect_code 2 "$huanchi" rules impact builtin builtin --facilities "$samples/facilities.json" --data -
echo 'limts x' >"$work/bad.rules"
expect_code 2 "$huanchi" rules diff builtin "$work/bad.rules"
expect_in "$work/err" 'rules explain S010'
finish
