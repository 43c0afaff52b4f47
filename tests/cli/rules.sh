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
finish
