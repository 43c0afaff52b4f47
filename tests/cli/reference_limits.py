#!/usr/bin/env python3
"""The limits of the library against tables of facts kept apart from it. $1 is the program, $2 the source folder.

Every `asked` row of tests/vectors/limits_*.csv describes an outlet and a day and says which limit the printed document sets there.
The program must list that limit (document, table, factor, statistic, value, unit) for that outlet on that day, and must not list
another value of the same table for the same factor and statistic that applies without further conditions, unless a row says so.
How the tables are kept: tests/vectors/README.md.
"""
import collections
import csv
import functools
import io
import json
import pathlib
import re
import subprocess
import sys
from decimal import Decimal

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
FILES = ["limits_water.csv", "limits_air.csv", "limits_guangdong.csv"]
REQUIRED = ["stack_height", "efficiency", "coated_area"]  # fields of which requirements are looked up
SHOWN = 40


def ask(groups):
    """A group is an outlet and a day, and whether limits that are printed but not in force are asked for: those stand among the rejected.
    All are asked in one run; each comes with the limits, or with what is wrong."""
    questions = "".join(f'{{"describe": {outlet}, "at": "{day}", "why_not": {"true" if rejected else "false"}}}\n' for outlet, day, rejected in groups)
    done = subprocess.run([program, "limits", "--questions", "-"], input=questions, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    if done.returncode not in (0, 1) or len(lines) != len(groups):
        raise SystemExit(f"FAILED: {len(lines)} answers to {len(groups)} questions: {(done.stdout + done.stderr)[:300]}")
    for group, line in zip(groups, lines):
        answer = json.loads(line)
        yield group, answer.get("rejected" if group[2] else "limits"), str(answer.get("error", ""))


def export():
    """The library as one table: graded values (water and air quality, soil) apply to records, not to outlets, and are looked up there."""
    done = subprocess.run([program, "rules", "export", "--format", "csv"], capture_output=True, text=True, check=True)
    table = collections.defaultdict(list)
    for row in csv.DictReader(io.StringIO(done.stdout)):
        table[row["standard"]].append(row)
    return table


def look_up(row, library):
    """Like compare, for a row without an outlet."""
    here = [other for other in library[row["document"]]
            if row["factor"] in (other["factor"], other["factor_name"]) and row["unit"] == other["unit"] and names(other["clause"], row["table"])
            and other["in_force_from"] <= row["day"] and (not other["in_force_to"] or row["day"] < other["in_force_to"])
            and all(part in other["condition"].split(" and ") or part == other["condition"] or f" and {part}" in other["condition"]
                    for part in row["when"].split("；"))]
    values = {(number(other["min"]), number(other["max"])) for other in here}
    if values == {expected_of(row)}:
        return ""
    return "the library has " + (", ".join(f"{a or ''}..{b or ''}" for a, b in sorted(values, key=str)) or "nothing for it")


@functools.cache
def requirements(document):
    """The lines of a document's requirements on records and outlets, each with the condition of its record put before its own."""
    done = subprocess.run([program, "rules", "show", document, "--format", "json"], capture_output=True, text=True, check=True)
    return [{**line, "record_when": table["where"]} for table in json.loads(done.stdout)["requirements"] for line in table["lines"]]


def look_up_required(row):
    """Like look_up, for a value that a requirement sets: `factor` is the field it is about, the last comparison of the line is compared."""
    bound = (">= " + row["min"] if row["min"] else "<= " + row["max"]) + (" " + row["unit"]).rstrip()
    here = [line for line in requirements(row["document"])
            if re.search(r"\b" + row["factor"] + r"\b", line["require"]) and names(line["clause"], row["table"])
            and line["in_force"]["from"] <= row["day"] and (not line["in_force"]["before"] or row["day"] < line["in_force"]["before"])
            and (all(part in line["record_when"] + " and " + (line["when"] or "") for part in row["when"].split("；"))
                 if row["when"] else line["when"] is None)]
    if here and all(line["require"].endswith(" " + bound) for line in here):
        return ""
    return "the library requires " + ("; ".join(line["require"] for line in here) or "nothing of it")


def names(clause, table):
    """Whether the clause of a provision names the table (or clause) of the row."""
    return re.search(r"(?<![\d.])" + re.escape(table) + r"(?![\d.]*\d)", clause) is not None


def number(text):
    return None if text in (None, "") else Decimal(text)


def limit_of(answer):
    if answer.get("not_detected"):
        return "not_detected"
    if answer.get("prohibited"):
        return "prohibited"
    return number(answer["min"]), number(answer["max"])


def expected_of(row):
    if row["max"] in ("not_detected", "prohibited"):
        return row["max"]
    return number(row["min"]), number(row["max"])


def candidates(row, answers):
    """What the program lists of the row's document for its factor, statistic and unit."""
    for answer in answers:
        if answer["provision"]["standard"] == row["document"] and row["factor"] in (answer["factor"], answer["factor_name"]) \
                and row["statistic"] in ("", *answer.get("statistics", [answer.get("statistic")])) \
                and (row["unit"] == answer["unit"] or row["max"] == "not_detected" and row["unit"] == ""):
            yield answer


def compare(row, siblings, answers):
    """What is wrong with the answers for this row, or an empty text; and whether the limit waits for something that is not told."""
    here = [a for a in candidates(row, answers) if names(a["provision"]["clause"], row["table"])]
    right = [a for a in here if limit_of(a) == expected_of(row)]
    if row["force"]:
        return ("" if any(a["failed"] == "status " + row["force"] for a in right) else f"not listed as {row['force']}"), False
    right = [a for a in right if row["when"] in (a["condition"] or "")]
    if right and row["oxygen"]:
        wrong = {a.get("reference", {}).get("oxygen") for a in right} - {row["oxygen"] + " %"}
        if wrong:
            return f"reference oxygen {row['oxygen']} %, but the answers have {sorted(wrong, key=str)}", False
    if not right:
        return "not among the answers: " + (", ".join(
            f"{a['provision']['id']} {a['statistic']} {a['min']}..{a['max']} {a['unit']} {a['condition'] or ''}" for a in candidates(row, answers))[:300]
            or "nothing of this document for the factor, statistic and unit"), False
    expected = {expected_of(other) for other in siblings if other["factor"] == row["factor"]}
    statistics = {a["statistic"] for a in right}
    for other in here:
        if other["condition"] is None and other["statistic"] in statistics and limit_of(other) not in expected:
            return f"another value applies as well: {other['provision']['id']} {other['min']}..{other['max']} {other['unit']}", False
    return "", not row["when"] and all(a["condition"] is not None for a in right)


def main():
    groups = collections.defaultdict(list)
    graded = []
    counts = {}
    for name in FILES:
        path = source / "tests" / "vectors" / name
        if not path.exists():
            continue
        counts[name] = collections.Counter()
        with open(path, encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                row["where"], row["file"] = f"{name}:{line}", name
                status = row["status"].split(":")[0]
                if status not in ("asked", "not_encoded", "reference_wrong", "not_mapped"):
                    raise SystemExit(f"FAILED: {row['where']}: status {row['status']}")
                counts[name][status] += 1
                if status == "asked" and not row["outlet"]:
                    graded.append(row)
                elif status == "asked":
                    groups[row["outlet"], row["day"], row["force"] != ""].append(row)
    if not groups:
        raise SystemExit("FAILED: nothing is asked")
    differences = []

    def judge(row, wrong, waits=False):
        counts[row["file"]]["differ" if wrong else "agree"] += 1
        counts[row["file"]]["conditional"] += waits
        if wrong:
            differences.append(f"{row['where']}: {row['document']} {row['table']} {row['factor']} {row['min']}..{row['max']} {row['unit']} "
                               f"{row['when']} on {row['day']} {row['outlet']}: {wrong}")

    library = export()
    for row in graded:
        judge(row, look_up_required(row) if row["factor"] in REQUIRED else look_up(row, library))
    for group, answers, error in ask(list(groups)):
        rows = groups[group]
        for row in rows:
            judge(row, *((error or "no answer",) if answers is None else compare(row, rows, answers)))
    for text in differences[:SHOWN]:
        print("DIFFERS " + text)
    if len(differences) > SHOWN:
        print(f"… and {len(differences) - SHOWN} more")
    for name, count in counts.items():
        print(f"{name}: asked {count['asked']}, agree {count['agree']} (of these {count['conditional']} with a condition left to the data), "
              f"differ {count['differ']}, not encoded {count['not_encoded']}, reference wrong {count['reference_wrong']}, "
              f"not mapped {count['not_mapped']}")
    print(f"{len(groups)} questions, {len(graded)} rows looked up in the table of the library")
    return 1 if differences else 0


sys.exit(main())
