#!/usr/bin/env bash
# The quality of data as leads, and marks that come late, as a user meets them.
. "$(dirname "$0")/lib.sh"
cd "$work"
cp "$source_dir/tests/rules/quality.rules" rules.rules
cat >f.json <<'EOF'
[{"id": "E1", "name": "厂", "region": "220102", "industry": "4620",
  "outlets": [{"id": "DA001", "medium": "air", "kind": "例炉", "attributes": {"sector_standard": "yes"}}, {"id": "DA002", "medium": "air", "kind": "例零", "attributes": {"sector_standard": "yes"}}]}]
EOF
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,flag
E1,DA001,2026-05-01 00:00,a21026,34,mg/m3,N
E1,DA001,2026-05-01 01:00,a21026,35,mg/m3,N
E1,DA001,2026-05-01 02:00,a21026,35.0,mg/m3,N
E1,DA001,2026-05-01 03:00,a21026,35,mg/m3,N
E1,DA001,2026-05-01 04:00,a21026,35,mg/m3,N
E1,DA002,2026-05-01 00:00,a21026,0,mg/m3,N
E1,DA002,2026-05-01 01:00,a21026,0,mg/m3,N
E1,DA002,2026-05-01 00:00,a01011,8,m/s,N
E1,DA002,2026-05-01 01:00,a01011,8,m/s,N
EOF
check() { expect_code "$1" "$huanchi" check --rules rules.rules --facilities f.json --data d.csv "${@:2}"; }

# Without --duties nobody looks at the quality.
check 0 --format json
expect_in "$work/flat" '"leads":0'
# A lead is no offence: exit 0, no violation type, the series shown.
check 0 --duties --as-of 2026-05-10 --format json
expect_in "$work/flat" '"leads":5'
expect_in "$work/flat" '"verdict":"not_met","nature":"lead"'
expect_in "$work/flat" '"quantity":"data_quality"'
expect_in "$work/flat" '"id":"EXAMPLE20.恒值"'
expect_in "$work/flat" '"period":{"from":"2026-05-01T01:00:00+08:00","to":"2026-05-01T05:00:00+08:00"}'
expect_in "$work/flat" '"violation_types":[]'
expect_in "$work/flat" '"pattern":"equal","count":4'
expect_in "$work/flat" '"value":"35.0 mg/m³"'
expect_in "$work/flat" '"beside":["example_velocity = 8 m/s","flag = N"]'
cp "$work/out" first
# The order of rows and the number of threads change nothing.
(head -1 d.csv; tail -n +2 d.csv | tac) >r.csv && mv r.csv d.csv
check 0 --duties --as-of 2026-05-10 --format json --threads 3
expect_same first "$work/out" "the order of rows changes the leads"
# As text: under a heading of its own, and never the word that is for people.
check 0 --duties --as-of 2026-05-10 --lang zh
expect_in "$work/out" '数据质量线索（须现场核查，不等于违法）'
expect_in "$work/out" '二氧化硫 连续 4 小时不变'
expect_in "$work/out" '4 个数据：2026-05-01 01:00–02:00 35 mg/m³'
grep -q '弄虚作假' "$work/out" && fail "a lead calls it falsification"
id=$(grep -o 'f-[0-9a-f]*' "$work/out" | head -1)
expect_code 0 "$huanchi" explain "$id" --rules rules.rules --facilities f.json --data d.csv --as-of 2026-05-10 --lang en
expect_in "$work/out" 'the data'
expect_in "$work/out" '35.0 mg/m³'
expect_in "$work/out" 'd.csv:'
# A lead opens no ticket.
check 0 --duties --as-of 2026-05-10 --store t.db --format json
expect_in "$work/flat" '"tickets":[]'

# Marks come late: until noon of the next day what is said is provisional, and opens no ticket unless told to.
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,flag,received
E1,DA001,2026-05-01 08:00,a21002,120,mg/m3,N,2026-05-01 09:05
E1,DA001,2026-05-01 09:00,a21002,90,mg/m3,N,2026-05-01 10:05
E1,DA001,2026-05-01 09:00,a21002,130,mg/m3,N,2026-05-04 10:00
EOF
check 1 --as-of 2026-05-02T11:59:00+08:00 --format json --store n.db
expect_in "$work/flat" '"finality":{"state":"provisional","until":"2026-05-02T12:00:00+08:00","rule":"EXAMPLE20.标记期","before":null}'
expect_in "$work/flat" '"tickets":[]'
check 1 --as-of 2026-05-02T11:59:00+08:00 --format json --store p.db --provisional
expect_in "$work/flat" '"action":"opened"'
check 1 --as-of 2026-05-02T12:00:00+08:00 --format json --store n.db
expect_in "$work/flat" '"finality":{"state":"final"'
expect_in "$work/flat" '"violation":1'
expect_in "$work/flat" '"action":"opened"'
# What came on the fourth was not known before; after, it has amended a final judgement.
check 1 --as-of 2026-05-04T09:59:00+08:00 --format json
expect_in "$work/flat" '"read":3,"judged":2,"flagged_out":0,"unmatched":1'
expect_in "$work/flat" '"violation":1'
check 1 --as-of 2026-05-05 --format json
expect_in "$work/flat" '"violation":2'
expect_in "$work/flat" '"state":"amended","until":"2026-05-02T12:00:00+08:00","rule":"EXAMPLE20.标记期","before":{"verdict":"compliant","measured":"90"}'
check 1 --as-of 2026-05-05 --lang zh
expect_in "$work/out" '已更改：标记截止（2026-05-02 12:00）以后才到的数据改变了判定，原为 达标 90'
# A mark that came in time is no amendment.
sed -i 's/2026-05-04 10:00/2026-05-02 10:00/' d.csv
check 1 --as-of 2026-05-05 --format json
grep -q amended "$work/flat" && fail "what came in time amends nothing"
expect_in "$work/flat" '"violation":2'

# The library: what was read is on; a threshold that nobody has read is asked for, and says so.
cat >f.json <<'EOF'
[{"id": "E1", "name": "厂", "region": "220102", "industry": "4620", "outlets": [{"id": "DA001", "medium": "air", "kind": "锅炉"}]}]
EOF
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,flag
E1,DA001,2026-05-01 00:00,a19001,20,%,N
E1,DA001,2026-05-01 01:00,a19001,20,%,N
E1,DA001,2026-05-01 02:00,a19001,20,%,N
E1,DA001,2026-05-01 03:00,a19001,20,%,N
EOF
expect_code 0 "$huanchi" check --facilities f.json --data d.csv --duties --as-of 2026-05-10 --format json
expect_in "$work/flat" '"leads":1'
expect_in "$work/flat" '"id":"平台异常情形.恒值"'
expect_code 0 "$huanchi" check --facilities f.json --data d.csv --duties --as-of 2026-05-10 --unreviewed --lang zh
expect_in "$work/out" '氧含量连续 2 小时不低于 19 %'
expect_in "$work/out" '阈值未核对原文'
finish
