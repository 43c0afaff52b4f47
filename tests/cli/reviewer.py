#!/usr/bin/env python3
"""The questions a permit reviewer asks of limits, with the answers and their reasons as literals from the standards:
reviewer.py PROGRAM SOURCE

Screening questions (steel, cement, provincial catalogue, boilers) are in rules/national/project/reviewer_questions.test.rules."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

program, source = sys.argv[1], Path(sys.argv[2])
failures = []


def ask(questions):
    lines = "".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions)
    done = subprocess.run([program, "limits", "--questions", "-", "--why-not"], input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(questions):
        sys.exit(f"limits --questions gave {done.returncode} and {len(answers)} of {len(questions)} answers: {done.stderr}{done.stdout[:500]}")
    return answers


cases = []


# `decides`: "statistic max standard clause" of every limit that decides; `because`: texts that stand among the reasons;
# `why_not`: (part of a provision's id, text of its reason); `unknown`: attributes that are still asked for.
def case(name, outlet, factor, at, decides, because=(), why_not=(), unknown=()):
    cases.append((name, {"describe": outlet, "factor": factor, "at": at}, decides, because, why_not, unknown))


def plant(year):
    return {"medium": "water", "kind": "城镇污水处理厂", "eia_approved": f"{year}-03-01", "grade": "一级A", "discharge": "direct"}


# GB 18918-2002 表1 总磷: 2005-12-31 前建设的 1, 2006-01-01 起建设的 0.5 mg/L; the amendment of 2025 adds instantaneous limits from
# 2026-03-01 (1.5 and 1) and puts the older plants on the newer column from 2028-01-01.
amended, new = "GB 18918-2002 4.1.3.1（2025年修改单）", "GB 18918-2002 表1"
for at, old_plant, new_plant in (
    ("2026-02-28", [f"daily_mean 1 {new}"], [f"daily_mean 0.5 {new}"]),
    ("2026-03-01", [f"instantaneous 1.5 {amended}", f"daily_mean 1 {new}"], [f"instantaneous 1 {amended}", f"daily_mean 0.5 {new}"]),
    ("2027-12-31", [f"instantaneous 1.5 {amended}", f"daily_mean 1 {new}"], [f"instantaneous 1 {amended}", f"daily_mean 0.5 {new}"]),
    ("2028-01-01", [f"instantaneous 1 {amended}", f"daily_mean 0.5 {new}（2025年修改单）"], [f"instantaneous 1 {amended}", f"daily_mean 0.5 {new}"]),
):
    case(f"phosphorus of a plant of 2005 on {at}", plant(2005), "总磷", at, old_plant)
    case(f"phosphorus of a plant of 2010 on {at}", plant(2010), "总磷", at, new_plant, because=["eia_approved >= 2006-01-01"],
         why_not=[("GB18918.表1.总磷（以P计）.一级B[eia_approved >= 2006-01-01]", "grade = 一级B")])

# GB 21900-2008 表2: total chromium 1.0 mg/L is held at the workshop outlet, COD 80 mg/L at the main outlet.
plating = {"medium": "water", "kind": "电镀", "eia_approved": "2010-01-01", "discharge": "direct", "key_region": "no"}
workshop, main = dict(plating, monitored_at="车间排放口"), dict(plating, monitored_at="总排放口")
table2 = "GB 21900-2008 4.1.3、表2"
case("chromium at the workshop outlet", workshop, "总铬", "2026-06-01", [f"instantaneous 1.0 {table2}", f"daily_mean 1.0 {table2}"],
     because=["monitored_at = 车间排放口"])
case("chromium at the main outlet", main, "总铬", "2026-06-01", [], why_not=[("GB21900.表2第1至7项.总铬", "monitored_at = 车间排放口")])
case("COD at the workshop outlet", workshop, "化学需氧量", "2026-06-01", [])
case("COD at the main outlet", main, "化学需氧量", "2026-06-01", [f"instantaneous 80 {table2}", f"daily_mean 80 {table2}"])

# GB 4287-2012 表2 with the amendment of 2015-03-27: direct 80, to a plant of the park for dyeing waste water 500, other indirect
# 200 mg/L. Into a municipal plant the note asks for the direct limits, but whether that note is suspended is not known: the
# permit says which column, and without it nothing is decided.
dyeing = {"medium": "water", "kind": "纺织染整工业", "eia_approved": "2014-01-01", "monitored_at": "总排放口", "key_region": "no"}
table2 = "GB 4287-2012 4.3、表2"
case("dyeing works, directly", dict(dyeing, discharge="direct"), "化学需氧量", "2026-06-01",
     [f"instantaneous 80 {table2}", f"daily_mean 80 {table2}"])
case("dyeing works, to a plant of the park", dict(dyeing, discharge="indirect", receiver="行业污水处理厂"), "化学需氧量", "2026-06-01",
     [f"instantaneous 500 {table2}", f"daily_mean 500 {table2}"])
municipal = dict(dyeing, discharge="indirect", receiver="城镇污水处理厂")
both = [f"{s} {n} {table2}" for s in ("instantaneous", "daily_mean") for n in (80, 200)]
case("dyeing works, to a municipal plant, column not filled", municipal, "化学需氧量", "2026-06-01", both, unknown=["limit_column"])
case("dyeing works, to a municipal plant, indirect by the permit", dict(municipal, limit_column="间接排放"), "化学需氧量", "2026-06-01",
     [f"instantaneous 200 {table2}", f"daily_mean 200 {table2}"])


# GB 13271-2014, sulphur dioxide of coal: 表1 (existing, 22 Jilin) 400, 表2 (new, from 2014-07-01) 300, 表3 (key regions) 200.
def boiler(capacity, approved, key):
    return {"medium": "air", "kind": "锅炉", "eia_approved": approved, "fuel": "燃煤", "capacity": capacity, "key_region": key,
            "region": "220102"}


for capacity in ("10 t/h", "8 t/h"):
    for approved, key, number, clause in (("2012-01-01", "no", 400, "表1"), ("2012-01-01", "yes", 200, "表3"),
                                          ("2015-03-01", "no", 300, "表2"), ("2015-03-01", "yes", 200, "表3")):
        case(f"coal boiler of {capacity} approved {approved}, key region {key}", boiler(capacity, approved, key), "二氧化硫",
             "2026-06-01", [f"{s} {number} GB 13271-2014 {clause}" for s in ("instantaneous", "hourly_mean")])
# 4.1: 10 t/h 以上的在用蒸汽锅炉 from 2015-10-01, 10 t/h 及以下 from 2016-07-01.
for capacity, at, holds in (("12 t/h", "2015-09-30", False), ("12 t/h", "2015-10-01", True), ("10 t/h", "2016-06-30", False),
                            ("10 t/h", "2016-07-01", True), ("8 t/h", "2016-06-30", False), ("8 t/h", "2016-07-01", True)):
    case(f"an existing boiler of {capacity} on {at}", boiler(capacity, "2012-01-01", "no"), "二氧化硫", at,
         [f"{s} 400 GB 13271-2014 表1" for s in ("instantaneous", "hourly_mean")] if holds else [])


# GB 16297-1996 表2, sulphur dioxide, second class: 15 m 2.6, 20 m 4.3, 30 m 15 kg/h. 25 m: 4.3 + (15 - 4.3) × 5/10 = 9.65. Not 5 m
# above a building within 200 m: half, 4.825 (7.1). 10 m: 2.6 × (10/15)² = 1.1556 (附录B3), half of it 0.577778 (7.4).
def stack(height, above):
    return {"medium": "air", "kind": "其他", "eia_approved": "2010-01-01", "stack_height": height, "above_buildings": above,
            "air_zone": "二类区", "sector_standard": "no", "sulfur_compounds": "使用"}


for height, above, rate in (("25 m", "25 m", "9.65"), ("25 m", "2 m", "4.825"), ("10 m", "10 m", "0.577778"), ("20 m", "20 m", "4.3")):
    case(f"stack of {height}, {above} above the buildings", stack(height, above), "二氧化硫", "2026-06-01",
         ["hourly_mean 550 GB 16297-1996 表2", f"hourly_rate {rate} GB 16297-1996 表2"])

# A plant in Guangzhou: DB44/26-2001 表4 一级 is tighter in COD (40 against 50), GB 18918 一级A in ammonia (5 above 12 ℃ against 10).
# Nothing displaces either, so both hold; their daily means are one judgement and the tightest decides.
guangzhou = {"medium": "water", "kind": "城镇污水处理厂", "region": "440106", "eia_approved": "2010-03-01", "grade": "一级A",
             "discharge": "direct", "monitored_at": "总排放口", "gd_discharge_grade": "一级"}
local = "DB44/26-2001 表4"
case("Guangzhou, COD", guangzhou, "化学需氧量", "2026-06-01",
     [f"instantaneous 75 {amended}", f"daily_mean 40 {local}", f"spot_check 40 {local}"])
case("Guangzhou, ammonia", guangzhou, "氨氮", "2026-06-01",
     [f"instantaneous 10 {amended}", f"instantaneous 15 {amended}", f"daily_mean 5 {new}", f"daily_mean 8 {new}",
      f"daily_mean 10 {local}", f"spot_check 10 {local}"])

for (name, question, decides, because, why_not, unknown), answer in zip(cases, ask([c[1] for c in cases])):
    found = [f"{r['statistic']} {r['max']} {r['provision']['standard']} {r['provision']['clause']}" for r in answer["limits"] if r["decides"]]
    if sorted(found) != sorted(decides):
        failures.append(f"{name}: {found}, not {decides}")
    reasons = {b for r in answer["limits"] for b in r["because"]}
    failures += [f"{name}: no reason says {b}: {reasons}" for b in because if b not in reasons]
    for provision, reason in why_not:
        said = [r["failed"] or r["displaced"] for r in answer["rejected"] if r["provision"]["id"] == provision]
        if said != [reason]:
            failures.append(f"{name}: {provision} is said not to apply for {said}, not {reason}")
    asked_for = [u["attribute"] for u in answer["unknown"]]
    if asked_for != list(unknown):
        failures.append(f"{name}: asks for {asked_for}, not {list(unknown)}")


# GB 12348-2008: class 2 by night 50 dB(A). 52 measured, background 48: they differ by 4, so 2 is taken off (表3) and 50 is met; with a
# background of 45 they differ by 7 and 1 is taken off: 51.
def noise(background):
    with tempfile.TemporaryDirectory() as folder:
        facilities, data = Path(folder) / "f.json", Path(folder) / "d.ndjson"
        facilities.write_text(json.dumps([{"id": "E1", "outlets": [{"id": "ZS001", "medium": "noise", "zone_class": "2"}]}]))
        data.write_text(json.dumps({"enterprise_id": "E1", "outlet_id": "ZS001", "factor": "等效连续A声级", "time": "2026-05-01T23:00:00",
                                    "interval": "sample", "value": "52", "unit": "dB(A)", "background": background,
                                    "noise_kind": "稳态", "source": "enforcement", "flag": "N"}, ensure_ascii=False))
        done = subprocess.run([program, "check", "--facilities", facilities, "--data", data, "--format", "json", "--all"],
                              capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(done.stdout + done.stderr)
        return [(f["verdict"], f["measured"]["value"], f["limit"]["max"]) for f in json.loads(done.stdout)["findings"]
                if f["factor_name"] == "等效声级"]


for background, expected in (("48", ("compliant", "50", "50")), ("45", ("violation", "51", "50"))):
    found = noise(background)
    if expected not in found or len(set(found)) != 1:
        failures.append(f"noise with a background of {background}: {found}, not {expected}")



# The commands as a reviewer types them.
def run(*arguments, code):
    done = subprocess.run([program, *arguments, "--lang", "zh"], capture_output=True, text=True, cwd=source)
    if done.returncode != code:
        failures.append(f"{' '.join(arguments)}: exit {done.returncode}, not {code}: {done.stderr[:300]}{done.stdout[:300]}")
    return done.stdout


def expect(what, found, expected):
    if found != expected:
        failures.append(f"{what}: {found}, not {expected}")


facilities = ("--facilities", "tests/samples/facilities.json")
audit = json.loads(run("limits", "audit", *facilities, "--platform-limits", "tests/samples/platform_limits.csv", "--at", "2026-06-01",
                       "--format", "json", code=1))
# The permit says 45 where the platform has 60, which is 一级B; 0.5 and 6–9 are right; ammonia has two limits by temperature; total
# nitrogen is limited as a daily mean and, since 2026-03-01, an instantaneous value, never by the hour.
expect("audit", [(r["result"], (r["number_from"] or {}).get("kind")) for r in audit["rows"] if r["configured"]],
       [("looser", "other_case"), ("equal", None), ("depends", None), ("wrong_statistic", None), ("equal", None)])

application = json.loads(run("review", "tests/samples/application.json", "--at", "2026-11-01", "--format", "json", code=1))["results"][0]
texts = [i["text"] for i in application["items"]]
# 60 mg/L × 7,300,000 m³ = 438 t; 一级B of a plant before 2006: nitrogen 20, phosphorus 1.5 until 2027, then 1.
for wanted in ("DW001 化学需氧量年许可排放量由 450 t 改为不大于 438 t（60 mg/L × 7300000 m³）", "自行监测方案补充 DW001 总磷",
               "DW001 总氮日均值由 25 mg/L 改为 20 mg/L（GB 18918-2002 表1）",
               "DW001 总磷日均值 1.5 mg/L，自 2028-01-01 起应为 1 mg/L（GB 18918-2002 表1（2025年修改单））"):
    if wanted not in texts:
        failures.append(f"review does not say: {wanted}")
expect("review", application["overall"], "correct")

lines = run("limits", *facilities, "--at", "2026-06-01", "--format", "ndjson", code=0).splitlines()
expect("outlets of a file", [json.loads(line)["outlet_id"] for line in lines], ["DW001", "DA001"])
table = json.loads(run("limits", *facilities, "--at", "2026-06-01", "--permit-table", "--factor", "化学需氧量", "--format", "json", code=0))
expect("permit table", [(c["statistic"], c["max"]) for line in table["lines"] for c in line["concentration"]],
       [("instantaneous", "75"), ("daily_mean", "50")])
# XM-002 uses 600,000 t of coal a year and replaces 540,000 t; article 259 of the Code asks for as much, the opinion of 2021 in a key
# region for more.
screened = json.loads(run("screen", "tests/samples/projects.ndjson", "--at", "2026-11-01", "--turns", "--format", "json", code=1))
turns = {t["to"] for r in screened["results"] if r["project"] == "XM-002" for i in r["items"] for t in i.get("turns", [])
         if t["field"] == "coal_replaced"}
expect("what would turn the replacement of coal", turns, {"coal_replaced >= 600000 t/a", "coal_replaced > 600000 t/a"})
changed = json.loads(run("screen", "tests/samples/projects.ndjson", "--at", "2026-11-01", "--set", "年煤炭替代量=600000 t/a", "--format",
                         "json", code=1))
expect("what as much coal replaced changes", [(i["title"], i["before"], i["after"]) for r in changed["results"] if r["project"] == "XM-002"
                                              for i in r["before"]["items"]], [("煤炭等量或减量替代", "violation", "compliant")])
run("screen", "tests/samples/projects.ndjson", "--set", "替代=1", code=2)
run("limits", *facilities, "--from", "2026-01-01", code=2)
run("limits", *facilities, "--from", "2026-02-01", "--to", "2026-01-01", code=2)
run("limits", *facilities, "--enterprise", "E9", code=2)
run("review", code=2)
run("review", "tests/samples/water.csv", code=2)

print("\n".join(failures) or f"{len(cases) + 2} questions answered as the standards do")
sys.exit(1 if failures else 0)
