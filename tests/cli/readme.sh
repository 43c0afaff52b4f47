#!/usr/bin/env bash
# The rule and the finding that the README shows are what the library and the program say.
. "$(dirname "$0")/lib.sh"
block() { # the fenced block after a marker
  awk -v marker="$1" 'index($0, marker) == 1 { on = 1; next } on && /^```/ { if (inside) exit; inside = 1; next } inside { print }' "$source_dir/README.md"
}
rule=$(block '<!-- rule:')
[ -n "$rule" ] || fail "the README shows no rule"
grep -qF -- "$rule" "$source_dir/rules/national/water/GB18918-2002.rules" || fail "the rule in the README is not in the library: $rule"
block '<!-- finding -->' >"$work/finding"
[ -s "$work/finding" ] || fail "the README shows no finding"
command=$(block '<!-- main job -->' | tail -1 | sed "s#build/release/cli/huanchi#'$huanchi'#; s#tests/samples#'$samples'#g; s#tickets.db#'$work/t.db'#")
expect_code 1 bash -c "$command --lang zh"
while IFS= read -r line; do
  expect_in "$work/out" "$line"
done <"$work/finding"
finish
