#!/usr/bin/env bash
# The last second of the old laws and the first of the code: a sample of waste gas, one of waste water, one against a permit.
. "$(dirname "$0")/lib.sh"
cd "$work"
cat >f.json <<'EOT'
[{"id": "E1", "name": "厂", "region": "220102", "industry": "2614",
  "permits": [{"number": "P1", "version": "1", "valid_from": "2024-01-01", "valid_to": "2028-12-31",
    "limits": [{"outlet": "DW002", "factor": "总磷", "statistic": "instantaneous", "max": "0.4", "unit": "mg/L"}]}],
  "outlets": [
    {"id": "DA001", "medium": "air", "kind": "石油化学工业", "release": "有组织", "eia_approved": "2018-01-01", "process": "其他有机废气", "voc_oxidizer": "没有"},
    {"id": "DW001", "medium": "water", "kind": "石油化学工业", "eia_approved": "2018-01-01", "discharge": "direct", "monitored_at": "总排放口"},
    {"id": "DW002", "medium": "water"}]}]
EOT
cat >d.csv <<'EOT'
enterprise_id,outlet_id,time,factor,value,unit,interval,flag
E1,DA001,2026-08-14 23:59:59,颗粒物,90,mg/m³,sample,N
E1,DA001,2026-08-15 00:00:00,颗粒物,90,mg/m³,sample,N
E1,DW001,2026-08-14 23:59:59,化学需氧量,500,mg/L,sample,N
E1,DW001,2026-08-15 00:00:00,化学需氧量,500,mg/L,sample,N
E1,DW002,2026-08-14 23:59:59,总磷,0.9,mg/L,sample,N
E1,DW002,2026-08-15 00:00:00,总磷,0.9,mg/L,sample,N
EOT
expect_code 1 "$huanchi" check --facilities f.json --data d.csv --store t.db --format json
expect_code 0 "$huanchi" tickets list --store t.db --format csv
cp out tickets.csv
# one OUTLET DAY LAW CLAUSE LEAST: the first basis of the ticket of that outlet that begins on that day
one() {
  local id
  id=$(grep ",$1," tickets.csv | grep ",$2," | cut -d, -f1)
  [ -n "$id" ] || { fail "no ticket of $1 on $2"; return; }
  expect_code 0 "$huanchi" tickets show "$id" --store t.db --format json
  expect_in "$work/flat" "\"basis\":[{\"law\":\"$3\""
  expect_in "$work/flat" "\"penalty\":\"$4\",\"fine\":{\"min\":\"$5\",\"max\":\"1000000\",\"unit\":\"元\"}"
}
one DA001 "2026-08-14" 大气污染防治法 第九十九条第二项 100000
one DA001 "2026-08-15" 生态环境法典 第一千一百零七条 100000
one DW001 "2026-08-14" 水污染防治法 第八十三条第二项 100000
one DW001 "2026-08-15" 生态环境法典 第一千一百零七条 100000
one DW002 "2026-08-14" 排污许可管理条例 第三十四条第一项 200000
one DW002 "2026-08-15" 生态环境法典 第一千一百零三条 100000
finish
