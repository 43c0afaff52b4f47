#!/usr/bin/env python3
"""Turns the synthetic limits and outlets of the speed comparison (rules.json, outlets.json) into a rule file and a
facilities file of huanchi:  rules_of.py DIR COPIES -> DIR/bench.rules, DIR/facilities.json

COPIES > 1 adds so many times as many limits that concern no outlet of the data: the cost of a row must not follow them."""
import json
import sys
from collections import OrderedDict

folder, copies = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
rules = json.load(open(folder + "/rules.json"))
outlets = json.load(open(folder + "/outlets.json"))
names = {"a21026": "二氧化硫", "a21002": "氮氧化物", "a34013": "颗粒物", "w01018": "化学需氧量", "w21003": "氨氮",
         "w21011": "总磷", "w21001": "总氮", "w01001": "pH"}
out = []
say = out.append
say("// 速度比较用的限值，都是编造的。")
documents = OrderedDict()
for r in rules:
    documents.setdefault(r["standard"], []).append(r)
say('''
statistic 比较小时均值 bench_hourly_mean {
  accept hour
}
statistic 比较日均值 bench_daily_mean {
  derive mean of bench_hourly_mean over day need 18
}

standard BENCH "速度比较" {
  number "BENCH"
  level national
  effective from 2000-01-01
}

marks flag of BENCH "数据标记" {
  clause "1"
  columns  mark  meaning  treat
           N     正常     valid
           F     停运     out
           M     维护     out
           D     故障     out
           C     校准     out
           T     超量程   out
}

formula 比较折算 bench_oxygen of BENCH "折算" {
  clause "1"
  given 实测值, 氧含量
  reference 基准氧含量 bench_reference measured_in "%"
  need 氧含量 < 21 %
  result 实测值 * (21 % - 基准氧含量) / (21 % - 氧含量)
}''')
number = 0
for copy in range(copies):
    for name, rows in documents.items():
        suffix = "" if copy == 0 else "x%d" % copy
        doc = "B_" + name.replace("-", "_") + suffix
        say('\nstandard %s "%s" {\n  number "%s"\n  level national\n  effective from 2000-01-01\n}' % (doc, name + suffix, name + suffix))
        tables = OrderedDict()
        for r in rows:
            key = (r["medium"], r["category"], r["averaging"], r["region"], r["built_from"], r["built_to"], r["eff_from"],
                   r["eff_to"], r["ref_o2"])
            tables.setdefault(key, []).append(r)
        for key, limits in tables.items():
            medium, category, averaging, region, built_from, built_to, eff_from, eff_to, ref = key
            number += 1
            say("\nlimits T%d of %s \"%s\" {" % (number, doc, category))
            say('  clause "%d"' % number)
            say("  medium " + medium)
            say("  judge bench_%s_mean" % averaging)
            where = ['类别 = "%s%s"' % (category, suffix)]
            if region: where.append("重点地区 = yes")
            if built_from: where.append("投产日期 >= %s" % built_from)
            if built_to: where.append("投产日期 < %s" % built_to)
            say("  where " + " and ".join(where))
            if eff_from or eff_to:
                say("  effective" + (" from %s" % eff_from if eff_from else "") + (" before %s" % eff_to if eff_to else ""))
            if ref is not None: say("  correct 比较折算")
            say("  value:")
            if ref is not None: say("  reference 基准氧含量 = %s %%" % ref)
            for r in limits:
                if r["limit_min"] is None:
                    say("  %s  <=  %s  %s" % (names[r["pollutant"]], r["limit_max"], "mg/m³" if medium == "air" else "mg/L"))
                else:
                    say("  %s  in  %s..%s" % (names[r["pollutant"]], r["limit_min"], r["limit_max"]))
            say("}")
open(folder + "/bench.rules" if copies == 1 else folder + "/bench%d.rules" % copies, "w").write("\n".join(out) + "\n")

sites = OrderedDict()
for o in outlets:
    site = sites.setdefault(o["enterprise_id"], {"id": o["enterprise_id"], "name": "企业" + o["enterprise_id"][-7:],
                                                 "region": "130000", "industry": o["industry"], "outlets": [], "permits": []})
    site["outlets"].append({"id": o["outlet_id"], "medium": o["medium"], "kind": o["category"],
                            "commissioned": o["commissioned"],
                            "attributes": {"key_region": "yes" if o["key_region"] == "Y" else "no"}})
    for code, limit in o["permits"].items():
        ref = next((r["ref_o2"] for r in rules if r["category"] == o["category"]), None)
        one = {"outlet": o["outlet_id"], "factor": code, "max": str(limit),
               "statistic": "bench_hourly_mean" if o["medium"] == "air" else "bench_daily_mean",
               "unit": "mg/m³" if o["medium"] == "air" else "mg/L"}
        if ref is not None: one["reference_oxygen"] = str(ref)
        if not site["permits"]:
            site["permits"].append({"number": site["id"] + "001P", "version": "1", "valid_from": "2020-01-01",
                                    "valid_to": "2030-12-31", "limits": []})
        site["permits"][0]["limits"].append(one)
json.dump(list(sites.values()), open(folder + "/facilities.json", "w"), ensure_ascii=False)

