#!/usr/bin/env bash
# Minor violations come before any range of fine: what a case says of each listed entry, with and without a record.
. "$(dirname "$0")/lib.sh"
cd "$work"
case_of() { "$huanchi" tickets case show "$@" --lang zh; }
# DW001 discharges 54 mg/L against 50: 0.08 times over, in Guangdong and in Jilin.
cat >f.json <<'EOF'
[{"id": "E1", "name": "厂", "region": "440703", "industry": "4620",
  "outlets": [{"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "attributes": {"grade": "一级A"}}]},
 {"id": "E2", "name": "厂", "region": "220102", "industry": "4620",
  "outlets": [{"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "attributes": {"grade": "一级A"}}]}]
EOF
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,interval,source
E1,DW001,2026-05-01,化学需氧量,54,mg/L,day,enforcement
E2,DW001,2026-05-01,化学需氧量,54,mg/L,day,enforcement
EOF
expect_code 1 "$huanchi" check --facilities f.json --data d.csv --store t.db --format json
expect_code 0 "$huanchi" tickets list --store t.db --format csv
here=$(grep ,E1, "$work/out" | cut -d, -f1)
there=$(grep ,E2, "$work/out" | cut -d, -f1)
expect_code 0 "$huanchi" tickets case open "$here" --case-no 粤1 --by 王五 --store t.db
expect_code 0 "$huanchi" tickets case open "$there" --case-no 吉1 --by 王五 --store t.db

# Nothing is assumed: without a record the entries are open, and say what is not known; the range is shown behind them.
expect_code 0 case_of 粤1 --store t.db
expect_in "$work/out" '先查追究时效和下列情形，再看罚款幅度'
expect_in "$work/out" '序号6 一个 B 类水'
expect_in "$work/out" '近一年首次'
expect_in "$work/out" '100000–1000000 元'
grep -q '可不予处罚' "$work/out" && fail "a first offence was assumed"
grep -q '仅 pH' "$work/out" && fail "an entry about pH for chemical oxygen demand"
expect_code 0 case_of 吉1 --store t.db
grep -q '粤环发' "$work/out" && fail "Guangdong's list in Jilin"
expect_in "$work/out" '第三十三条'
expect_code 0 "$huanchi" tickets show "$here" --store t.db --lang zh
expect_in "$work/out" '先查'

# With what an officer found out.
cat >r.ndjson <<'EOF'
{"id":"R1","近一年首次":"yes","期限内改正":"yes","超标因子类别":"B类污染物","生态环境敏感区":"no","首次违法":"no"}
EOF
expect_code 0 case_of 粤1 --store t.db --records r.ndjson --format json
expect_in "$work/flat" '"result":"all_met","document":{"number":"粤环发〔2021〕7号附件2"'
expect_in "$work/flat" '"value":"0.08","from":"ticket"'
expect_code 0 case_of 粤1 --store t.db --records r.ndjson
expect_in "$work/out" '可不予处罚，由机关决定'
sed 's/"生态环境敏感区":"no"/"生态环境敏感区":"yes"/' r.ndjson >in.ndjson
expect_code 0 case_of 粤1 --store t.db --records in.ndjson
grep -q '可不予处罚，由机关决定' "$work/out" && fail "a sensitive area"
expect_in "$work/out" '不符合：不在例外“生态环境敏感区内”'
echo '{"id":"R2","违法事项":"未按许可证规定记录台账","首次违法":"yes"}' >other.ndjson
expect_code 0 case_of 粤1 --store t.db --records other.ndjson
expect_in "$work/out" '记录 R2 不是这些工单的违法行为，没有用'
echo '{"id":"R3","首次违法":"也许"}' >bad.ndjson
expect_code 2 case_of 粤1 --store t.db --records bad.ndjson
expect_in "$work/err" '也许'
expect_code 2 case_of 粤1 --store t.db --records none.ndjson

# A penalty served on the same article within two years before the act: not the first time, whatever the record says.
sed 's/2026-05-01/2025-07-01/' d.csv | head -2 >before.csv
expect_code 1 "$huanchi" check --facilities f.json --data before.csv --store t.db --format json
expect_code 0 "$huanchi" tickets list --store t.db --format csv
past=$(grep ,2025-07-01, "$work/out" | cut -d, -f1)
two=(--officer 张三:A1 --officer 李四:A2 --by 王五 --store t.db)
expect_code 0 "$huanchi" tickets confirm "$past" "${two[@]}" --time 2025-07-02T09:00
for stage in filed investigated notified; do
  expect_code 0 "$huanchi" tickets penalty "$past" --stage $stage "${two[@]}" --time 2025-07-03T09:00 --doc-no "$stage"
done
expect_code 0 "$huanchi" tickets penalty "$past" --stage decided "${two[@]}" --time 2025-08-01T09:00 --doc-no 罚1 --amount 100000
expect_code 0 "$huanchi" tickets penalty "$past" --stage served "${two[@]}" --time 2025-08-03T09:00 --served 2025-08-03
expect_code 0 case_of 粤1 --store t.db --records r.ndjson --format json
expect_in "$work/flat" '"field":"first_in_a_year","name":"近一年首次","value":"no","from":"priors","overruled":"yes"'
grep -q '"result": "all_met"' "$work/out" && fail "a second offence within a year taken for the first"
finish
