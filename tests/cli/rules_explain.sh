#!/usr/bin/env bash
# rules explain: every code that the program can print has a page, and its example does as it says.
. "$(dirname "$0")/lib.sh"
huanchi=$(readlink -f "$huanchi")
expect_code 0 "$huanchi" rules explain M014 --lang zh
expect_in "$work/out" '没有限值的格写 -'
expect_code 0 "$huanchi" rules explain m014 --lang en
expect_in "$work/out" 'an example with the mistake'
expect_code 0 "$huanchi" rules explain M014 --format json
expect_in "$work/flat" '"schema":"huanchi.code/1"'
expect_code 0 "$huanchi" rules explain --format json
expect_in "$work/flat" '"code":"E001"'
expect_code 2 "$huanchi" rules explain M013x --lang en
expect_in "$work/err" 'perhaps you meant M013'
expect_code 2 "$huanchi" rules explain nonsense --format json
expect_in "$work/flat" '"E002"'

# Codes of rules: the example saved as a file and checked. (Every code is walked in the unit tests of model.)
for code in S010 S026 M008 M013 M021; do
  "$huanchi" rules explain $code --example bad >"$work/example.rules"
  expect_code 1 "$huanchi" rules check "$work/example.rules" --lang en
  expect_in "$work/out" "error[$code]"
  [ "$(grep -c "rules explain $code" "$work/out")" = 1 ] || fail "the page of $code should be named once"
  "$huanchi" rules explain $code --example mended >"$work/example.rules"
  expect_code 0 "$huanchi" rules check "$work/example.rules"
done
expect_code 0 "$huanchi" rules check
grep -q 'rules explain' "$work/out" && fail "nothing to explain where nothing is wrong"

# Codes of the command line, wherever they stand in the sources: the bad command gives the code, the mended one works.
for code in $(grep -ohE '"E[0-9]{3}"' "$source_dir"/cli/*.cpp "$source_dir"/cli/*.hpp | tr -d '"' | sort -u); do
  expect_code 0 "$huanchi" rules explain "$code" --lang zh
  bad=$("$huanchi" rules explain "$code" --example bad | sed "s#^huanchi#'$huanchi'#")
  mended=$("$huanchi" rules explain "$code" --example mended | sed "s#^huanchi#'$huanchi'#")
  expect_code 2 bash -c "cd '$work'; $bad --format json"
  expect_in "$work/flat" "\"code\":\"$code\""
  expect_code 0 bash -c "cd '$work'; $mended"
done
finish
