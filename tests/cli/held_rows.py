#!/usr/bin/env python3
"""`check --rows`: data that come in steps, in any order, late, corrected and sent again. $1 is the program, $2 the source folder,
$3 how many rounds (default 4).

Each step is judged twice: by a store that is given the new rows only (--rows), and by one that is given all rows so far. Their
tickets must be the same, ids and evidence included, and at the end the findings must be those of one run over all data.
"""
import csv
import datetime
import json
import pathlib
import random
import subprocess
import sys
import tempfile

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 4
work = pathlib.Path(tempfile.mkdtemp())
failures = []
START = datetime.datetime(2026, 5, 1)
DAYS = 7
FIELDS = ["enterprise_id", "outlet_id", "time", "interval", "factor", "value", "unit", "o2", "flow", "flag", "source", "received"]


def boiler(outlet):
    return {"id": outlet, "medium": "air", "kind": "锅炉", "eia_approved": "2015-03-01", "commissioned": "2015-11-01",
            "attributes": {"fuel": "燃煤", "capacity": "20 t/h", "key_region": "no"}}


SITES = [
    {"id": "PLAIN", "name": "热力", "region": "220102", "outlets": [boiler("DA001"), boiler("DA002")],
     "permits": [{"number": "PLAIN", "version": "1", "valid_from": "2023-11-01", "valid_to": "2028-10-31", "limits": [
         {"outlet": "DA001", "factor": "a21026", "statistic": "daily_mean", "max": "200", "unit": "mg/m³", "reference_oxygen": "9 %"}]}]},
    {"id": "MIXED", "name": "污水", "region": "220102",
     "permits": [{"number": "MIXED", "version": "1", "valid_from": "2021-05-15", "valid_to": "2031-05-14", "limits": [
         {"outlet": "DW001", "factor": "w01018", "statistic": "monthly_total", "max": "1", "unit": "t"},
         {"outlet": "DW001", "factor": "w01018", "statistic": "rolling_12_month_total", "max": "10", "unit": "t"}]}],
     "outlets": [{"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "eia_approved": "2007-03-01", "commissioned": "2008-05-01",
                  "attributes": {"grade": "一级A", "discharge": "direct"}}]},
    {"id": "BURN", "name": "焚烧", "region": "220102",
     "outlets": [{"id": "DA001", "medium": "air", "kind": "危险废物焚烧炉", "eia_approved": "2021-08-01", "commissioned": "2022-01-01",
                  "attributes": {}}]},
]
(work / "sites.json").write_text(json.dumps(SITES, ensure_ascii=False))
# Site, outlet, factor, a usual value, a limit near it.
SERIES = [("PLAIN", "DA001", "a21026", 180, "mg/m3"), ("PLAIN", "DA001", "a34013", 40, "mg/m3"), ("PLAIN", "DA002", "a21002", 280, "mg/m3"),
          ("MIXED", "DW001", "w01018", 46, "mg/L"), ("MIXED", "DW001", "w21003", 4, "mg/L"), ("BURN", "DA001", "a21026", 90, "mg/m3"),
          ("BURN", "DA001", "a34013", 25, "mg/m3")]


def check(name, truth, detail=""):
    if not truth:
        failures.append(f"{name}: {detail}")


def run(*arguments, codes=(0, 1)):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in codes:
        raise SystemExit(f"FAILED: exit {done.returncode}: {arguments}: {done.stderr[:500]}{done.stdout[:500]}")
    return done.stdout


def row(dice, series, day, hour, received=None, interval="hour"):
    site, outlet, factor, usual, unit = series
    value = round(usual * dice.choice([0.5, 0.8, 0.95, 1.0, 1.05, 1.2, 1.6]), 1)
    time = START + datetime.timedelta(days=day, hours=0 if interval == "day" else hour)
    water = factor.startswith("w")
    return {"enterprise_id": site, "outlet_id": outlet, "time": time.isoformat(), "interval": interval, "factor": factor, "value": str(value),
            "unit": unit, "o2": "" if water else str(dice.choice([8, 9.5, 11])), "flow": str(dice.choice([800, 900])) if water else "",
            "flag": dice.choices("NMT", [60, 1, 1])[0], "source": "auto", "received": received or ""}


def stamp(step):
    return (START + datetime.timedelta(days=40 + step)).isoformat()


def steps_of(dice):
    """Lists of rows: hours as they come with some held back, the late ones, corrections of earlier rows, and some sent again."""
    rows = [row(dice, s, d, h) for s in SERIES for d in range(DAYS) for h in range(24) if dice.random() > 0.04]
    if dice.random() < 0.5:
        rows += [row(dice, SERIES[0], d, 0, interval="day") for d in range(DAYS) if dice.random() < 0.4]
    rows.sort(key=lambda r: r["time"])
    count = 6
    steps = [[] for _ in range(count + 2)]
    for i, r in enumerate(rows):
        late = dice.choice([0, 0, 0, 0, 0, 0, 1, 2])
        steps[min(count, i * count // len(rows) + late)].append(r)
    for n in range(1, count + 2):
        before = [r for s in steps[:n] for r in s]
        for r in dice.sample(before, min(12, len(before))):
            steps[n].append(dict(r))  # sent again
        for r in dice.sample(before, min(8, len(before))):
            better = row(dice, next(s for s in SERIES if s[0:3] == (r["enterprise_id"], r["outlet_id"], r["factor"])), 0, 0, stamp(n))
            better.update(time=r["time"], interval=r["interval"])
            steps[n].append(better)
        if dice.random() < 0.3 and before:  # another value without a word on which came later: undetermined
            steps[n].append(dict(dice.choice(before), value="17", received=""))
    for s in steps:
        dice.shuffle(s)
    return steps


def write(path, rows):
    with open(path, "w", newline="") as f:
        out = csv.DictWriter(f, FIELDS)
        out.writeheader()
        out.writerows(rows)


def tickets(store):
    """All that the store says, but for times, hashes and which of two equal rows is named."""
    all_tickets = []
    for t in json.loads(run("tickets", "list", "--store", store, "--format", "json"))["tickets"]:
        shown = json.loads(run("tickets", "show", t["id"], "--store", store, "--format", "json"))
        shown["history"] = [(h["seq"], h["move"]) for h in shown["history"]]
        shown["evidence"] = [e["finding"] for e in shown["evidence"]]
        all_tickets.append(shown)
    return all_tickets


def judgements(store):
    """Of every finding in a ticket: verdicts and values as they followed one another."""
    out = {}
    for t in json.loads(run("tickets", "list", "--store", store, "--format", "json"))["tickets"]:
        for j in json.loads(run("tickets", "judgements", t["id"], "--store", store, "--format", "json"))["judgements"]:
            out.setdefault(j["finding"], []).append((j["verdict"], j["measured"], [c["kind"] for c in j["causes"]]))
    return out


def one_round(seed):
    dice = random.Random(seed)
    here = work / str(seed)
    here.mkdir()
    files = []
    base = ["check", "--facilities", work / "sites.json", "--format", "json"]
    read_in_parts = read_whole = 0
    for n, rows in enumerate(steps_of(dice)):
        path = here / f"{n}.csv"
        write(path, rows)
        files += ["--data", path]
        part = json.loads(run(*base, "--data", path, "--rows", here / "t.rows", "--store", here / "parts.db"))
        whole = json.loads(run(*base, *files, "--store", here / "whole.db"))
        read_in_parts += part["summary"]["read"]
        read_whole += whole["summary"]["read"]
        a, b = tickets(here / "parts.db"), tickets(here / "whole.db")
        if a != b:
            for x, y in zip(a, b):
                if x != y:
                    check(f"seed {seed} step {n}: tickets", False,
                          [(k, sorted(set(x[k]) ^ set(y[k])) if k == "evidence" else (x[k], y[k])) for k in x if x[k] != y.get(k)])
                    break
            else:
                check(f"seed {seed} step {n}: number of tickets", False, f"{len(a)} {len(b)}")
            return
        # What was found now is what a run over all finds of the same.
        of_whole = {f["id"]: f for f in whole["findings"]}
        for f in part["findings"]:
            if of_whole.get(f["id"]) != f:
                check(f"seed {seed} step {n}: finding", False, (f, of_whole.get(f["id"])))
                return
    check(f"seed {seed}: judgements", judgements(here / "parts.db") == judgements(here / "whole.db"))
    check(f"seed {seed}: some judgements changed", any(len(j) > 1 for j in judgements(here / "parts.db").values()))
    again = json.loads(run(*base, "--data", path, "--rows", here / "t.rows", "--store", here / "parts.db"))
    check(f"seed {seed}: the same again changes nothing", again["summary"]["read"] == 0 and not again["findings"], again["summary"])
    all_held = json.loads(run(*base, "--rows", here / "t.rows", "--rejudge"))
    once = json.loads(run(*base, *files, "--store", here / "once.db"))
    check(f"seed {seed}: findings of all that is held", json.dumps(all_held["findings"]) == json.dumps(
        [f for f in once["findings"] if f["verdict"] not in ("compliant", "exempt", "not_applicable")]))
    check(f"seed {seed}: verdicts", all_held["summary"]["judgements"] == once["summary"]["judgements"],
          (all_held["summary"]["judgements"], once["summary"]["judgements"]))
    check(f"seed {seed}: there are tickets", len(once["tickets"]) > 3)
    proved = run("tickets", "log", "--verify", "--store", here / "parts.db", "--lang", "en")
    check(f"seed {seed}: history", proved.startswith("whole"), proved)
    return read_in_parts, read_whole


read = [one_round(seed) for seed in range(1, rounds + 1)]
read = [r for r in read if r]
if read:
    print(f"{sum(r[0] for r in read)} rows read in parts, {sum(r[1] for r in read)} where everything was judged each time")

# What a run that cannot be right refuses.
run("check", "--rows", work / "x.rows", codes=(2,))
run("check", "--rows", work / "x.rows", "--duties", "--as-of", "2026-06-01", "--facilities", work / "sites.json", codes=(2,))
(work / "text").write_text("this is no file of rows, but longer than a header of one hundred bytes has to be to be read as a database\n" * 9)
run("check", "--rows", work / "text", "--facilities", work / "sites.json", codes=(2,))

if not failures:
    subprocess.run(["rm", "-rf", work])
for f in failures[:5]:
    print("FAILED:", str(f)[:1500])
print("all as expected" if not failures else f"{len(failures)} failures")
sys.exit(1 if failures else 0)
