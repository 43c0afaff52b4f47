#!/usr/bin/env bash
# Discretion tables: the worked cases of the province's rules, what stands after the law has changed, and a ticket's tables.
. "$(dirname "$0")/lib.sh"
cd "$work"
notice='疑似线索，须经核查，不作为处罚决定；裁量结果仅供参考，由机关决定'
put() { "$huanchi" tickets discretion --lang zh "$@"; }

# One B-class factor, four times over, 300 t/d, general area, the second time.
expect_code 0 put --act 2026-05-01 --table 2.7.1 --set 超标因子数目=1 --set 排污情况=B类 --set 区域=一般 --set 废水日排放量=300 \
  --set 超标情况=4 --set 近二年=2
for line in "$notice" '7 + 0 + 0 + 0 + 10 + 8 + 3 = 28 %' '28 % × 1000000 = 280000 元' '夹取到 100000–1000000 元：280000 元'; do
  expect_in "$work/out" "$line"
done
# Only pH 4.5, 30 t/d, the first time.
expect_code 0 put --act 2026-05-01 --table 2.7.1 --set 超标情况='仅pH值超标(2<pH<5或10<pH<11)' --set 废水日排放量=30 --set 近二年=1 --format json
expect_in "$work/flat" '"sum":"7"'
expect_in "$work/flat" '"amount":"100000"'
expect_in "$work/flat" '"from":"unknown"'
# The range of the law has changed: nothing is computed.
expect_code 0 put --act 2026-08-15 --table 1.1 --set 总投资额=50000000 --format json
expect_in "$work/flat" '"standing":"suspended"'
expect_in "$work/flat" '"amount":null'
expect_in "$work/flat" '"article":"第1095条第1款"'
expect_code 0 put --act 2026-08-14 --table 1.1 --set 总投资额=50000000 --format json
expect_in "$work/flat" '"amount":"500000"'
# The same range: a reference only.
expect_code 0 put --act 2026-08-15 --table 2.7.1
expect_in "$work/out" '结果仅作参考'
# Bands: heavier is not below the middle.
expect_code 0 put --act 2026-05-01 --table 8.36 --severity 从重 --format json
expect_in "$work/flat" '"band":{"min":"7500","middle":"7500","max":"10000"}'
# What is missing and what is wrong.
expect_code 0 put --act 2026-05-01 --table 1.8
expect_in "$work/out" '单位-逾期未改正'
expect_code 2 put --act 2026-05-01 --table 2.7.1 --set 颜色=红
expect_code 2 put --act 2026-05-01 --table 2.7.1 --set 排污情况
expect_code 2 put --act 2026-05-01 --table 9.9
expect_code 2 put --table 2.7.1
expect_code 0 put --act 2026-05-01
expect_in "$work/out" '95 张裁量表'
expect_code 0 put --act 2027-01-01
expect_in "$work/out" '0 张裁量表'

# A ticket: the tables for its types and medium on its day; none of its other outputs shows an amount of theirs.
cat >f.json <<'EOF'
[{"id": "E1", "name": "厂", "region": "440100", "industry": "4620",
  "outlets": [{"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "attributes": {"grade": "一级A"}}]}]
EOF
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,interval,source
E1,DW001,2026-05-01,化学需氧量,250,mg/L,day,enforcement
EOF
expect_code 1 "$huanchi" check --facilities f.json --data d.csv --store t.db --format json
expect_code 0 "$huanchi" tickets list --store t.db --format csv
id=$(tail -1 "$work/out" | cut -d, -f1)
expect_code 0 put "$id" --store t.db
expect_in "$work/out" '2.7.1 超过水污染物排放标准'
expect_in "$work/out" '1 张裁量表'
expect_in "$work/out" '排放B类水污染物 0 %'
expect_code 0 put "$id" --store t.db --table 2.7.1 --set 超标情况=4 --format json
expect_in "$work/flat" '"act":"2026-05-01"'
expect_in "$work/flat" '"amount":"150000"'
expect_code 2 put t-none --store t.db
expect_code 0 "$huanchi" tickets show "$id" --store t.db --lang zh
grep -q '裁量' "$work/out" && fail "a discretion table that nobody asked for"

# Guangdong's tables are for sites in Guangdong (规定第二条): elsewhere they are not offered, and the reason is told on request;
# of a site whose region nobody knows that is said.
cat >f2.json <<'EOF'
[{"id": "E2", "name": "厂", "region": "220102", "industry": "4620",
  "outlets": [{"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "attributes": {"grade": "一级A"}}]},
 {"id": "E3", "name": "厂", "industry": "4620",
  "outlets": [{"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "attributes": {"grade": "一级A"}}]}]
EOF
sed 's/^E1/E2/; $p; $s/^E2/E3/' d.csv >d2.csv
expect_code 1 "$huanchi" check --facilities f2.json --data d2.csv --store t2.db --format json
expect_code 0 "$huanchi" tickets list --store t2.db --format csv
jilin=$(grep E2 "$work/out" | cut -d, -f1)
nowhere=$(grep E3 "$work/out" | cut -d, -f1)
expect_code 0 put "$jilin" --store t2.db
expect_in "$work/out" '0 张裁量表'
expect_in "$work/out" '不用于企业所在地区 220102 的裁量表：1 张'
grep -q '2.7.1' "$work/out" && fail "a table of Guangdong offered in Jilin"
expect_code 0 put "$jilin" --store t2.db --elsewhere
expect_in "$work/out" '2.7.1 超过水污染物排放标准或重点水污染物总量控制指标：企业在 220102，本表只用于 地区 within 44'
expect_code 0 put "$jilin" --store t2.db --format json
expect_in "$work/flat" '"region":"220102","tables":[],"elsewhere":[{"id":"粤裁量2021.2.7.1"'
expect_code 2 put "$jilin" --store t2.db --table 2.7.1 --set 超标情况=4
expect_in "$work/err" '不用于企业所在的地区'
expect_code 0 put "$jilin" --store t2.db --region 440703
expect_in "$work/out" '1 张裁量表'
expect_code 0 put "$nowhere" --store t2.db
expect_in "$work/out" '1 张裁量表'
expect_in "$work/out" '企业所在地区没有填写，不知道能不能用'
expect_code 0 put "$nowhere" --store t2.db --table 2.7.1 --set 超标情况=4 --format json
expect_in "$work/flat" '"region":null'
expect_in "$work/flat" '"code":"region_unknown"'
expect_in "$work/flat" '"amount":"150000"'
expect_code 0 put --act 2026-05-01 --region 220102
expect_in "$work/out" '0 张裁量表'
# A summed table and a fixed amount say that heavier was not used.
expect_code 0 put "$id" --store t.db --table 2.7.1 --set 超标情况=4 --severity 从重
expect_in "$work/out" '从重、从轻没有采用：这张表按百分数相加'

# One's own document in place of the built-in one: none of its tables stays.
cat >own.rules <<'EOF'
standard 粤裁量2021 "另一个裁量表" {
  number "粤-2027"
  level provincial
  effective from 2027-01-01
}

discretion "1" of 粤裁量2021 "超标" {
  violation exceed_discharge_standard
  fine 100000..1000000 元
  weigh range
  start 8 %
  item 整改 {
    columns 档次 百分值
    "已改" 0
    "未改" 20
  }
}
EOF
expect_code 0 put --rules own.rules --act 2027-01-01 --table 1 --set 整改=未改
expect_in "$work/out" '100000 + 28 % × (1000000 − 100000) = 352000 元'
expect_code 0 put --rules own.rules --act 2027-01-01
expect_in "$work/out" '1 张裁量表'
finish
