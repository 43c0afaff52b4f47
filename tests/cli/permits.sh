#!/usr/bin/env bash
# Permits: a limit under a condition in the permit's own words, totals over the year, what is broken before the year ends.
. "$(dirname "$0")/lib.sh"
cd "$work"
facility() { # the limits of the permit
  cat >f.json <<EOF
[{"id": "E1", "name": "厂", "region": "220102", "industry": "4430",
  "permits": [{"number": "P1", "version": "1", "valid_from": "2024-01-01", "valid_to": "2028-12-31", "limits": [$1]}],
  "outlets": [{"id": "DA001", "medium": "air", "kind": "锅炉", "eia_approved": "2016-01-01",
    "attributes": {"fuel": "燃气", "capacity": "20 t/h", "key_region": "no"}}]}]
EOF
}
check() { expect_code "$1" "$huanchi" check --facilities f.json --data d.csv --format json "${@:2}"; }

# GB 13271 table 2 says 50; the permit says 30 where the load is low, which the data do not tell.
facility '{"outlet": "DA001", "factor": "二氧化硫", "statistic": "hourly_mean", "max": "30", "unit": "mg/m3", "reference_oxygen": "3.5", "condition": "锅炉负荷低于 50 % 时"}'
cat >d.csv <<'EOF'
enterprise_id,outlet_id,time,factor,value,unit,o2,flag
E1,DA001,2026-05-01 01:00,a21026,20,mg/m3,3.5,N
E1,DA001,2026-05-01 02:00,a21026,40,mg/m3,3.5,N
E1,DA001,2026-05-01 03:00,a21026,60,mg/m3,3.5,N
EOF
check 1
expect_in "$work/flat" '"compliant":1,"violation":1,"not_met":0,"undetermined":1'
expect_in "$work/flat" '"missing":[{"name":"锅炉负荷低于 50 % 时"'

# 20 mg/m³ × 50000 m³ is 1 kg an hour: after 101 hours a quota of 0.1 t is broken, though the year has not ended.
facility '{"outlet": "DA001", "factor": "二氧化硫", "statistic": "annual_total", "max": "0.1", "unit": "t"}, {"outlet": "DA001", "factor": "二氧化硫", "statistic": "rolling_12_month_total", "max": "10", "unit": "t"}'
rows() { # how many hours
  echo 'enterprise_id,outlet_id,time,factor,value,unit,flow,o2,flag'
  for ((i = 0; i < $1; ++i)); do printf 'E1,DA001,2026-05-%02d %02d:00,a21026,20,mg/m3,50000,3.5,N\n' $((1 + i / 24)) $((i % 24)); done
}
rows 101 >d.csv
check 1
expect_in "$work/flat" '"violation_types":["exceed_total_quota"]'
expect_in "$work/flat" '"measured":{"value":"0.101"'
rows 100 >d.csv
check 0 --warnings
expect_in "$work/flat" '"statistic":"annual_total"' # above 80 % of the quota
rows 80 >d.csv
check 0 --warnings
expect_in "$work/flat" '"warnings":0'
finish
