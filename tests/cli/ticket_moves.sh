#!/usr/bin/env bash
# What officers do with a ticket, from the lead to the closing: moves, clocks, the case and the sheet of daily fines.
. "$(dirname "$0")/lib.sh"
store=(--store "$work/t.db")
two=(--officer 张三:A1 --officer 李四:A2)
t() { "$huanchi" tickets "$@" "${store[@]}"; }

expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --data "$samples/air.csv" "${store[@]}" --summary
expect_code 0 t list --format csv
id=$(sed -n 2p "$work/out" | cut -d, -f1)
[ -n "$id" ] || fail "no ticket"

# Refused: not in this state, one officer, no reason, in the future. Nothing is written.
expect_code 2 t order "$id" "${two[@]}"
expect_code 2 t confirm "$id" --officer 张三:A1
expect_code 2 t confirm "$id" --officer 张三
expect_code 2 t dismiss "$id"
expect_code 2 t confirm "$id" "${two[@]}" --time 2999-01-01
expect_code 2 t penalty "$id" --stage decided --format json
expect_in "$work/flat" '"errors":['
expect_code 2 t confirm t-0 "${two[@]}"
expect_code 0 t log --verify
expect_in "$work/out" "1 entries"

expect_code 0 t confirm "$id" "${two[@]}" --time 2026-08-20T10:00 --by 张三 --format json
expect_in "$work/flat" '"state":{"from":"open","to":"confirmed"}'
expect_code 0 t case open "$id" --case-no 案1
expect_code 0 t order "$id" "${two[@]}" --time 2026-08-31T09:00 --served 2026-09-01 --doc-no 责改1 --due 2026-09-15 --responsible 某公司
expect_code 0 t list --overdue 2026-09-15 --format json
expect_in "$work/flat" '"tickets":[]'
expect_code 0 t list --overdue 2026-09-16 --format json
expect_in "$work/flat" "\"id\":\"$id\""
expect_in "$work/flat" '"due":"2026-09-15"'

# The order served on 1 September, found going on on the 20th: 19 days, but no original decision yet.
expect_code 0 t verify "$id" "${two[@]}" --result not_corrected --time 2026-09-20T10:00
expect_code 0 t daily-fines "$id" --format json
expect_in "$work/flat" '"days":19'
expect_in "$work/flat" '"amount":null'
expect_in "$work/flat" '"missing":["no_decision"]'
for stage in filed notified decided; do expect_code 0 t penalty 案1 --stage $stage --amount 200000 --time 2026-09-25; done
expect_code 0 t daily-fines "$id" --format json
expect_in "$work/flat" '"amount":"3800000"'
expect_code 0 t verify "$id" "${two[@]}" --result not_corrected --time 2026-10-10T10:00
expect_code 0 t case show 案1 --format json
expect_in "$work/flat" '"amount":"7800000"'
expect_in "$work/flat" '"days":39'
expect_in "$work/flat" '"state":"met"'

# Clocks: the decision of Friday 25 September is to be served within seven working days, over the holidays of October.
expect_code 0 t show "$id" --as-of 2026-10-12 --format json
expect_in "$work/flat" '"due":"2026-10-12","met_on":null,"state":"due_soon"'
expect_code 0 t show "$id" --as-of 2026-10-13 --format json
expect_in "$work/flat" '"due":"2026-10-12","met_on":null,"state":"overdue"'
expect_in "$work/flat" '"due":"2026-12-24","met_on":"2026-09-25","state":"met"'

# Whoever attaches a file can prove it: the digest is that of sha256sum.
printf 'photo' >"$work/photo.jpg"
expect_code 0 t attach "$id" --file "$work/photo.jpg"
expect_code 0 t show "$id" --format json
expect_in "$work/flat" "$(sha256sum "$work/photo.jpg" | cut -d' ' -f1)"

expect_code 0 t export --as-of 2026-10-12
[ "$(wc -l <"$work/out")" = 1 ] || fail "one ticket is one line"
expect_in "$work/out" '"schema":"huanchi.ticket/1"'
expect_in "$work/out" '"due":"2026-10-12"'

expect_code 0 t report "$id" --time 2026-10-20
expect_code 0 t verify "$id" "${two[@]}" --result corrected --time 2026-10-21
expect_code 0 t close "$id" --time 2026-10-22
expect_code 2 t assign "$id" --to 王五
expect_code 0 sh -c "'$huanchi' tickets list --format csv --store '$work/t.db' | '$huanchi' tickets reopen --ids-from - --note 收到新证据 --time 2026-10-23 --store '$work/t.db'"
expect_code 0 t log --verify
expect_code 0 t backup "$work/copy.db"
expect_code 2 t backup "$work/copy.db"
expect_code 0 t export
cp "$work/out" "$work/all"
expect_code 0 "$huanchi" tickets export --store "$work/copy.db"
expect_same "$work/all" "$work/out" "the backup says something else"
expect_code 0 t log "$id"
expect_in "$work/out" "reopen"
finish
