#!/usr/bin/env bash
# The law of an act and that of the day of the decision: the code of 2026-08-15 against the laws that it repealed.
. "$(dirname "$0")/lib.sh"
cd "$work"
cat >f.json <<'EOF'
[{"id": "E1", "name": "厂", "region": "220102", "industry": "4620",
  "permits": [{"number": "P1", "version": "1", "valid_from": "2024-01-01", "valid_to": "2028-12-31",
    "limits": [{"outlet": "DW001", "factor": "总磷", "statistic": "instantaneous", "max": "0.4", "unit": "mg/L"}]}],
  "outlets": [{"id": "DW001", "medium": "water"}]}]
EOF
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,interval,flag
E1,DW001,2026-08-14 23:59:59,总磷,0.9,mg/L,sample,N
E1,DW001,2026-08-15 00:00:00,总磷,0.9,mg/L,sample,N
EOF
check() { expect_code 1 "$huanchi" check --facilities f.json --data d.csv --format json "$@"; }
law() { grep -o '"transition":{.*' "$work/flat"; }

# Without a day of decision nothing is compared.
check --store t.db
[ -z "$(law)" ] || fail "a comparison without a decision"
# 200,000 to 1,000,000 under the regulation of 2021, 100,000 to 1,000,000 under the code: the later law is lighter.
check --decided-on 2026-09-01
[ "$(grep -o '"decided_on":"2026-09-01"' "$work/flat" | wc -l)" = 1 ] || fail "one act, the earlier, is decided by another law"
expect_in "$work/flat" '"act":{"first":"2026-08-14","last":"2026-08-14"}'
expect_in "$work/flat" '"clause":{"law":"生态环境法典","clause":"第一千零五十七条","confidence":"high"}'
expect_in "$work/flat" '"penalty":"第三十四条第一项","fine":{"min":"200000","max":"1000000","unit":"元"}'
expect_in "$work/flat" '"penalty":"第一千一百零三条","fine":{"min":"100000","max":"1000000","unit":"元"}'
expect_in "$work/flat" '"at_act":"罚款 200000–1000000 元","at_decision":"罚款 100000–1000000 元","result":"lighter"'
expect_in "$work/flat" '"result":"lighter","reason":"lighter","applies":"decision"'
# What was known on a day is judged on that day.
check --as-of 2026-09-01
expect_in "$work/flat" '"decided_on":"2026-09-01"'
check --as-of 2026-09-01 --decided-on 2026-08-14
[ -z "$(law)" ] || fail "on 2026-08-14 the law had not changed"
expect_code 2 "$huanchi" check --facilities f.json --data d.csv --decided-on tomorrow

# Tickets: an episode ends where the law changes; its basis stays the law of the act.
expect_code 0 "$huanchi" tickets list --store t.db --format csv
first=$(grep ',2026-08-14,' "$work/out" | cut -d, -f1)
second=$(grep ',2026-08-15,' "$work/out" | cut -d, -f1)
expect_code 0 "$huanchi" tickets show "$first" --store t.db --format json
expect_in "$work/flat" '"transition":null'
expect_code 0 "$huanchi" tickets show "$first" --store t.db --format json --decided-on 2026-08-15
expect_in "$work/flat" '"basis":[{"law":"排污许可管理条例"'
expect_in "$work/flat" '"applies":"decision"'
expect_code 0 "$huanchi" tickets show "$second" --store t.db --format json --decided-on 2026-09-01
expect_in "$work/flat" '"basis":[{"law":"生态环境法典"'
expect_in "$work/flat" '"transition":null'
expect_code 0 "$huanchi" tickets show "$first" --store t.db --lang zh --decided-on 2026-08-15
expect_in "$work/out" '决定时的法律处罚较轻'
expect_in "$work/out" '第一千零五十七条'
expect_code 0 "$huanchi" explain "$first" --store t.db --lang en --decided-on 2026-08-15
expect_in "$work/out" 'the law on the day of the decision is lighter'
expect_code 1 "$huanchi" check --facilities f.json --data d.csv --lang zh --decided-on 2026-08-15
expect_in "$work/out" '罚款 200000–1000000 元 → 罚款 100000–1000000 元：变轻'
finish
