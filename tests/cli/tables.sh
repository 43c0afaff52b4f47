#!/usr/bin/env bash
# Tables as platforms and laboratories export them are judged as the same facts in rows of the contract, with a proposed mapping,
# with one written by hand, and where their headers say enough without any.
. "$(dirname "$0")/lib.sh"
sites=$samples/facilities.json
python3 "$(dirname "$0")/tables.py" "$work" || fail "the tables were not written"
cd "$work" || exit 1

# What is judged, without the account of rows: that differs by what a table says beside its data.
findings() {
  "$huanchi" check --facilities "$sites" --all --format ndjson "$@" 2>>"$work/null"
}
judged_as() { # ROWS arguments…
  findings --data "$1" >expected
  findings "${@:2}" >got
  [ "$(wc -l <expected)" -gt 2 ] || fail "nothing to compare in $1"
  expect_same expected got "${*:2} judged otherwise than $1"
}

# A wide CSV in GB18030: totals at the foot are told, blank cells counted, thousands separators understood.
expect_code 0 "$huanchi" import --lang en --facilities "$sites" wide.csv
expect_in err "144 rows read, 142 written, 2 rejected"
expect_in err 'wide.csv:52: "最大值" begins a line that sums up others'
expect_in err "assumed: encoding=GB18030"
expect_in err "2 cells of values are blank"
expect_in out '"time":"2026-05-01T01:00:00+08:00","interval":"hour","factor":"w01018","value":"38.1","unit":"mg/L","flow":"1201.5 m³/h"'
judged_as wide.ndjson --data wide.csv
judged_as wide.ndjson --data semicolons.csv
expect_code 0 "$huanchi" check --facilities "$sites" --data wide.csv --summary --format json
expect_in flat '"read":144'
expect_in flat '"rejected":2'
expect_in flat '"assumed":["encoding=GB18030","flag=N"]'
expect_code 2 "$huanchi" check --facilities "$sites" --data wide.csv --strict
expect_code 0 "$huanchi" import --lang en --facilities "$sites" broken.csv
expect_in err "broken.csv:5: column C: byte 5 of the field, 0xFF, is not GB18030"
expect_in err "142 rows read, 139 written, 3 rejected"

# The proposal reads back as it is, says why, and asks what no table shows.
expect_code 0 "$huanchi" import --lang en --guess wide.csv
cp out wide.json
expect_in wide.json '"encoding": "GB18030"'
expect_in wide.json '"factor": "化学需氧量"'
expect_in wide.json '"sure": "certain"'
expect_in err "does not show whether times are the starts or the ends of intervals (the first is 00:00, the last 23:00)"
expect_in err "nothing names the source"
judged_as wide.ndjson --data wide.csv --mapping wide.json
expect_code 0 "$huanchi" check --facilities "$sites" --data wide.csv --mapping wide.json --strict # its foot is no data now
sed 's/"label": "start"/"label": "end"/' wide.json >ends.json
expect_code 0 "$huanchi" import --facilities "$sites" --mapping ends.json wide.csv
expect_in out '"time":"2026-04-30T23:00:00+08:00","interval":"hour","factor":"w01018","value":"31.0"'
expect_code 0 "$huanchi" import --lang zh --guess wide.csv
expect_in err "请核对："

# A workbook: merged cells, two rows of header, serial numbers with a date format, shared and inline texts.
expect_code 0 "$huanchi" import --lang en --facilities "$sites" --time-label end boiler.xlsx
expect_in err "48 rows read, 48 written, 0 rejected"
expect_in err "assumed: sheet_not_read=填报说明"
expect_in out '"time":"2026-05-01T04:00:00+08:00","interval":"hour","factor":"a21026","value":"275","unit":"mg/m³","flag":"D","o2":"9.7"'
expect_in out '"time":"2026-05-01T23:00:00+08:00","interval":"hour","factor":"a34013","value":"32.5"'
judged_as boiler.ndjson --data boiler.xlsx --time-label end
grep -q '"verdict":"violation"' got || fail "nothing was found in the boiler house"
expect_code 0 "$huanchi" import --lang en --guess boiler.xlsx
sed 's/"label": "start"/"label": "end"/' out >boiler.json
judged_as boiler.ndjson --data boiler.xlsx --mapping boiler.json
expect_code 1 "$huanchi" check --facilities "$sites" --data boiler.xlsx --mapping boiler.json --store t.db --format json
id=$(grep -o '"id":"t-[0-9a-f]*"' flat | head -1 | cut -d'"' -f4)
expect_code 0 "$huanchi" tickets show "$id" --store t.db --format json
expect_in flat '"file":"boiler.xlsx!小时数据","line":17'
# Both at once, each with its own mapping: rows of the one file are not taken for rows of the other.
sed -i 's/"schema"/"files": ["boiler*"], "schema"/' boiler.json
expect_code 1 "$huanchi" check --facilities "$sites" --data boiler.xlsx --data wide.csv --mapping boiler.json --mapping wide.json --summary --format json
expect_in flat '"read":190'
expect_in flat '"rejected":0'

# A laboratory's report: samples side by side, report number from a cell, values below detection in every spelling.
judged_as lab.ndjson --data lab.csv --mapping lab.json
expect_code 0 "$huanchi" import --lang en --facilities "$sites" --mapping lab.json lab.csv
expect_in err "9 rows read, 9 written, 0 rejected"
expect_in err "1 lines are no data by not_data"
expect_in out '"time":"2026-05-13T11:00:00+08:00","interval":"sample","factor":"w22001","value":"未检出","unit":"mg/L","source":"enforcement","dl":"0.06"'
expect_in out '"report_no":"JC-2026-0513"'
expect_in out '"sample_id":"第三次"'
expect_code 0 "$huanchi" import --lang en --facilities "$sites" lab_long.csv
expect_in err 'lab_long.csv:4: 企业名称: no facility is named "别的公司"'
expect_in err "assumed: interval=sample"
expect_in out '"time":"2026-05-13T09:10:00+08:00","interval":"sample","factor":"w21003","value":"0.025L","unit":"mg/L","source":"commissioned"'
expect_code 2 "$huanchi" import --lang en --facilities "$sites" lab.csv
expect_in err "nothing says whose data they are"
expect_in err "--guess FILE"

expect_code 0 "$huanchi" import --lang en --facilities "$sites" --guess lab.csv
tr -d ' \n' <out >proposed
expect_in proposed '"report_no":{"cell":"A2","after":"报告编号："}'
expect_in proposed '"with":{"sample_id":"第二次"}'
expect_in proposed '"not_data":["注"]'
expect_in err "when the samples were taken"
expect_in err "nothing names the enterprise"
cp out proposed.json
expect_code 2 "$huanchi" import --lang en --mapping proposed.json lab.csv # what is not known is not made up
expect_in err "/constants/enterprise_id: is blank"

# Mistakes in a mapping are told with their place.
mistake() { # JSON, what must be said
  printf '%s' "$1" >bad.json
  expect_code 2 "$huanchi" check --lang en --facilities "$sites" --data wide.csv --mapping bad.json
  expect_in err "$2"
}
mistake '{"columns": [{"column": "监测时间", "as": "tme"}]}' "/columns/0/as: is \"tme\", nothing that a measurement has"
mistake '{"columns": [{"column": "时间", "as": "time"}]}' "/columns/0: no column \"时间\""
mistake '{"header_rows": [3], "columns": [{"column": "总氮", "as": "value", "factor": "总氮"}]}' "has no column \"总氮\""
mistake '{"time": {"label": "middle"}, "columns": [{"column": "监测时间", "as": "time"}]}' "/time/label: is \"middle\""
mistake '{"colums": []}' "/colums: is no key of a mapping here"
mistake '{"constants": {"enterprise_id": ""}, "columns": [{"column": "监测时间", "as": "time"}]}' "/constants/enterprise_id: is blank"
mistake '[' "is no JSON"

# Files that are no workbooks, or would unpack without end.
for file in bomb.xlsx entities.xlsx cut.xlsx old.xls; do expect_code 2 "$huanchi" import --lang en --facilities "$sites" "$file"; done
expect_code 2 "$huanchi" import --lang en bomb.xlsx
expect_in err "unpacks to more than 400 times its size"
expect_code 2 "$huanchi" import --lang en old.xls
expect_in err "old format (.xls)"
expect_code 0 "$huanchi" import --facilities "$sites" - <boiler.xlsx
finish
