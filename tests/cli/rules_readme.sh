#!/usr/bin/env bash
# The tour of the authors' guide, walked: its pieces put into one file are a rule file that is correct, tested, laid out and
# without a warning, as the guide says.
. "$(dirname "$0")/lib.sh"
awk '/^```rules$/ { on = 1; if (n++) print ""; next } /^```$/ { on = 0; next } on' "$source_dir/rules/README.md" >"$work/GB18918.rules"
[ "$(grep -c '^standard\|^limits\|^test' "$work/GB18918.rules")" = 6 ] || fail "the guide shows other pieces: $(grep -c . "$work/GB18918.rules") lines"
cd "$work"
expect_code 0 "$huanchi" rules check GB18918.rules
expect_code 0 "$huanchi" rules test GB18918.rules --lang en
expect_in out 'failed 0'
grep -q 'no test: GB18918' out && fail "the guide leaves provisions without a test"
expect_code 0 "$huanchi" rules test --boundaries GB18918.rules --lang en
expect_in out 'disagreed 0'
expect_code 0 "$huanchi" rules lint GB18918.rules
expect_code 1 "$huanchi" rules diff builtin GB18918.rules # less than the library has
expect_code 0 "$huanchi" rules fmt --check GB18918.rules
# What the guide calls a mistake is one: a case left out at 12 degrees is found, with a record that shows it.
sed '0,/水温 <= 12/s//水温 < 12/' GB18918.rules >gap.rules
expect_code 1 "$huanchi" rules lint gap.rules --format json
expect_in flat '"code":"L201"'
finish
