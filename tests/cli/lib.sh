# Shared by the tests of the program: $1 is the program, $2 the source folder. Each test runs in a folder of its own.
set -uo pipefail
huanchi=$1
source_dir=$2
samples=$source_dir/tests/samples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
export LC_ALL=C.UTF-8

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}
# expect_code CODE command…: the output is in $work/out, $work/err and, as one line, $work/flat
expect_code() {
  local want=$1
  shift
  "$@" >"$work/out" 2>"$work/err"
  local got=$?
  tr -d '\n' <"$work/out" | sed 's/: */:/g; s/,  */,/g; s/\([{[]\)  */\1/g; s/  *\([]}]\)/\1/g' >"$work/flat" # JSON on one line, without blanks
  [ "$got" = "$want" ] || fail "exit $got instead of $want: $* ($(head -c 300 "$work/err"))"
}
expect_in() { grep -qF -- "$2" "$1" || fail "no \`$2\` in $(basename "$1"): $(head -c 200 "$1")"; }
expect_same() { cmp -s "$1" "$2" || fail "$3: $(diff "$1" "$2" | head -5)"; }
finish() {
  [ "$failures" = 0 ] && echo "all as expected"
  exit "$((failures > 0))"
}
