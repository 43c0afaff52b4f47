#!/usr/bin/env bash
# The table of documents in the authors' guide is what the program says of the library; what is not encoded is told.
. "$(dirname "$0")/lib.sh"
expect_code 0 "$huanchi" rules documents --markdown
sed -n '/^| 文号 |/,$p' "$source_dir/rules/README.md" >"$work/shown"
diff "$work/shown" "$work/out" >"$work/differ" || fail "rules/README.md: put what \`huanchi rules documents --markdown\` prints in place of the table: $(head -c 600 "$work/differ")"
grep -q '^| GB 18918-2002 | 城镇污水处理厂污染物排放标准 | 国家标准 | 2003-07-01 起 | [0-9]* | 100 % |' "$work/out" || fail "GB 18918-2002 is not there, or not tested whole"

# Of one's own file: a limit without a test, one that is suspended and does not count, one that is not reviewed.
cat >"$work/own.rules" <<'RULES'
standard 甲 "某标准" {
  number "甲-2026"
  level national
  effective from 2026-01-01
  not_encoded "表2"
  not_encoded "第5章：没有数值"
}

limits 表1 of 甲 {
  medium water
  judge daily_mean
  where 类别 = 某厂

  value:
  化学需氧量  <=  50  mg/L
  氨氮        <=   5  mg/L
  总磷        <=   1  mg/L  status suspended
  总氮        <=  15  mg/L  confidence low
}

test "超标" {
  given outlet {
    介质 = water
    类别 = 某厂
  }
  given daily_mean of 化学需氧量 = 51 mg/L on 2026-05-01
  expect violation of 甲.表1 limit 50 mg/L
}
RULES
expect_code 0 "$huanchi" rules documents --rules "$work/own.rules" --format json
for part in '"schema":"huanchi.documents/1"' '"provisions":4,' '"not_judged":1,' '"tested":1,' '"unreviewed":1' '"not_encoded":["表2","第5章：没有数值"]'; do
  expect_in "$work/flat" "$part"
done
expect_code 0 "$huanchi" rules show 甲 --rules "$work/own.rules" --lang zh
expect_in "$work/out" '第5章：没有数值'
finish
