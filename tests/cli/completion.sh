# shellcheck shell=bash
# Completion in bash as a user presses Tab; the scripts for zsh and fish are read by these shells where they are there.
source "$(dirname "$0")/lib.sh"

expect_code 0 "$huanchi" completion bash
cp "$work/out" "$work/huanchi.bash"
# complete WORDS…: what the last word may become
complete_words() {
  bash -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _huanchi; printf "%s\n" "${COMPREPLY[@]}"' _ "$work/huanchi.bash" "$@" | sort | tr '\n' ' '
}
expect_words() { # WANTED WORDS…
  local want=$1
  shift
  local got
  got=$(complete_words "$@")
  [ "$got" = "$want" ] || fail "$*: $got instead of $want"
}
expect_words "tickets " huanchi tic
expect_words "list log " huanchi tickets l
expect_words "--state --store " huanchi tickets list --st
expect_words "open ordered " huanchi tickets list --state o
expect_words "csv json ndjson text " huanchi check --format ""
expect_words "new " huanchi tokens n
expect_words "zsh " huanchi completion z
cd "$work" && touch 数据.csv
expect_words "数据.csv " huanchi check --data 数
expect_words "数据.csv " huanchi rules check 数

expect_code 0 "$huanchi" completion zsh
cp "$work/out" "$work/_huanchi"
if command -v zsh >/dev/null; then zsh -n "$work/_huanchi" || fail "zsh does not read its script"; fi
expect_in "$work/_huanchi" "'tickets:"
expect_code 0 "$huanchi" completion fish
cp "$work/out" "$work/huanchi.fish"
if command -v fish >/dev/null; then fish --no-execute "$work/huanchi.fish" || fail "fish does not read its script"; fi
expect_in "$work/huanchi.fish" "complete -c huanchi"
expect_code 2 "$huanchi" completion tcsh
finish
