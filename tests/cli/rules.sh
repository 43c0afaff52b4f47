#!/usr/bin/env bash
# The tools of rule authors on the shipped library.
. "$(dirname "$0")/lib.sh"
expect_code 0 "$huanchi" rules check
expect_code 0 "$huanchi" rules check "$source_dir/rules"
expect_code 0 "$huanchi" rules test
expect_code 0 "$huanchi" rules fmt --check "$source_dir/rules"
expect_code 0 "$huanchi" rules list
expect_in "$work/out" 'GB 18918-2002'
expect_code 0 "$huanchi" rules show GB18918.表1.化学需氧量
expect_code 0 "$huanchi" rules show GB13271.表2 --plan
expect_in "$work/out" 'oxygen_correction'
expect_code 2 "$huanchi" rules show 没有这个
# Keywords turned into Chinese and back give the same file, and the Chinese file the same rules.
mkdir "$work/zh" && cp -r "$source_dir"/rules/*/ "$work/zh/"
expect_code 0 "$huanchi" rules fmt --keywords zh "$work/zh"
expect_code 0 "$huanchi" rules check --no-builtin "$work/zh"
expect_code 0 "$huanchi" rules test --no-builtin "$work/zh"
expect_code 0 "$huanchi" rules fmt --keywords en "$work/zh"
for f in $(cd "$source_dir/rules" && find . -name '*.rules'); do expect_same "$source_dir/rules/$f" "$work/zh/$f" "zh and back: $f"; done
# A document of one's own replaces the built-in one.
sed '0,/^  化学需氧量（COD）.*50 /s/^\(  化学需氧量（COD） *<= *\)50 /\140 /' "$source_dir/rules/national/water/GB18918-2002.rules" >"$work/own.rules"
expect_code 0 "$huanchi" limits --rules "$work/own.rules" --describe '{"medium":"water","kind":"城镇污水处理厂","attributes":{"grade":"一级A"}}' --factor w01018 --at 2025-06-01 --format json
expect_in "$work/flat" '"max":"40"'
# Every numeric requirement is exported, as printed; a curve point by point, alternatives in brackets.
expect_code 0 "$huanchi" rules export
head -1 "$work/out" | tr -d '\r' | grep -qx 'provision_id,standard,clause,level,factor,factor_name,statistic,min,max,unit,condition,scope,in_force_from,in_force_to,confidence' || fail "the columns of the export"
expect_in "$work/out" 'GB18918.表1.化学需氧量（COD）.一级A,GB 18918-2002,表1,national,w01018,化学需氧量（COD）,daily_mean,,50,mg/L,'
expect_in "$work/out" ',w01001,pH,hourly_mean,6,9,,'
expect_in "$work/out" '"kind = 锅炉 and (eia_approved < 2014-07-01 or known commissioned and commissioned < 2014-07-01) and '
expect_in "$work/out" 'GB3838.水质类别,GB 3838-2002,表1、5.1,national,w01001,pH值（无量纲）,,6,9,,类 = Ⅰ,river_section,2002-06-01,,high'
expect_code 0 "$huanchi" rules export --rules "$source_dir/tests/rules/curves.rules" --format json
expect_in "$work/flat" '"schema":"huanchi.rules-export/1"'
expect_in "$work/flat" '"max":"3.5","unit":"kg/h","condition":"kind = 例工艺 and example_zone = 三类 and example_stack_height = 15 m"'
# Catalogues, requirements and indices are shown as limits are.
expect_code 0 "$huanchi" rules show 法典.总量
expect_in "$work/out" '第一百五十八条'
expect_code 0 "$huanchi" rules show 环环评45.两高.煤电
expect_code 0 "$huanchi" rules show HJ633_2026.AQI日报 --format json
expect_in "$work/flat" '"breakpoints":["0","50","100","150","200","300","400","500"]'
finish
