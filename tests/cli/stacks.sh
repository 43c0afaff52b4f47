#!/usr/bin/env bash
# Stacks that count as one: GB 16297-1996 7.2 and annex A, on facilities that give a distance.
. "$(dirname "$0")/lib.sh"
cd "$work"
cp "$source_dir/tests/rules/stacks.rules" rules.rules
facility() { # stack groups
  cat >f.json <<EOF
[{"id": "E1", "name": "厂", "region": "220102", "industry": "2614", "stack_groups": [$1],
  "outlets": [
    {"id": "DA001", "medium": "air", "kind": "例等效", "attributes": {"例等效筒高": "20 m", "例级别": "二级"}},
    {"id": "DA002", "medium": "air", "kind": "例等效", "attributes": {"例等效筒高": "40 m", "例级别": "二级"}}]}]
EOF
}
check() { expect_code "$1" "$huanchi" check --rules rules.rules --facilities f.json --data d.csv --format json "${@:2}"; }
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,flow,flag
E1,DA001,2026-05-01 01:00,a21026,400,mg/m3,10000,N
E1,DA002,2026-05-01 01:00,a21026,1400,mg/m3,10000,N
E1,DA001,2026-05-01 02:00,a21026,400,mg/m3,10000,N
E1,DA002,2026-05-01 02:00,a21026,1200,mg/m3,10000,N
EOF
# 4 kg/h at 20 m (limit 4.3) and 14 kg/h at 40 m (limit 25): each meets its own.
facility ''
check 0
# Nearer than 60 m they are one stack of 31.62 m with a limit of 16.62 kg/h.
facility '{"outlets": ["DA001", "DA002"], "distance": "59.9 m"}'
check 1
expect_in "$work/flat" '"outlet_id":"DA001+DA002"'
expect_in "$work/flat" '"measured":{"value":"18"'
expect_in "$work/flat" '"max":"16.622777"'
expect_in "$work/flat" '"compliant":1,"violation":1'
cp "$work/out" first
# Rows in another order, in more threads: the same findings.
(head -1 d.csv; tail -n +2 d.csv | tac) >r.csv && mv r.csv d.csv
check 1 --threads 3
expect_same first "$work/out" "the order of rows changes the result"
# Exactly 60 m is not nearer.
facility '{"outlets": ["DA001", "DA002"], "distance": "60 m"}'
check 0
# Without a distance the file says that they are near; of other factors they do not count as one.
facility '{"outlets": ["DA001", "DA002"], "factors": ["氮氧化物"]}'
check 0
facility '{"outlets": ["DA001", "DA002"], "factors": ["二氧化硫"]}'
check 1
expect_code 0 "$huanchi" limits --rules rules.rules --facilities f.json --outlet E1/DA001+DA002 --factor a21026 --at 2026-05-01 --format json
expect_in "$work/flat" '"max":"16.622777"'
expect_in "$work/flat" 'stacks = DA001+DA002'
expect_code 0 "$huanchi" limits --rules rules.rules --facilities f.json --outlet E1/DA001 --factor a21026 --at 2026-05-01 --format json --why-not
expect_in "$work/flat" 'stacks = DA001+DA002'
# Mistakes of the file are named.
facility '{"outlets": ["DA001", "DA009"]}'
check 2
expect_in "$work/out" '/0/stack_groups/0/outlets'
facility '{"outlets": ["DA001", "DA002"], "distance": "20 mg/L"}'
check 2
expect_in "$work/out" 'is no distance'
facility '{"outlets": ["DA001", "DA002"]}, {"outlets": ["DA002", "DA001"]}'
check 2
expect_in "$work/out" 'one group only'
# One stack without data: its rate may be anything.
facility '{"outlets": ["DA001", "DA002"]}'
sed -i '/DA001.*02:00/d' d.csv
check 1
expect_in "$work/flat" '"code":"stack_missing"'
expect_in "$work/flat" '"missing":[{"name":"DA001"'
finish
