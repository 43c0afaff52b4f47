#!/usr/bin/env python3
"""Whatever moment a process is killed at, the store of tickets holds together. $1 is the program, $2 the source folder.

Two processes at a time check, move and read one store; each is killed (SIGKILL) after a random time. After each pair the history
must verify; what a process had reported as written must be there, once. How many: HUANCHI_CRASHES (default 60); the seed is
printed, and taken from HUANCHI_SEED.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
samples = source / "tests" / "samples"
rounds = int(os.environ.get("HUANCHI_CRASHES", "60")) // 2
seed = int(os.environ.get("HUANCHI_SEED", random.randrange(1 << 31)))
dice = random.Random(seed)
OFFICERS = ["--officer", "张三:A1", "--officer", "李四:A2"]


def run(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def tickets(store):
    done = run("tickets", "list", "--format", "json", "--store", store)
    return json.loads(done.stdout)["tickets"] if done.returncode == 0 else []


def parts_of_a_file(folder):
    """The hours of the sample boiler in five files, so that checks have something new to say, and say some of it again."""
    lines = (samples / "air.csv").read_text(encoding="utf-8").splitlines()
    parts = []
    for n in range(5):
        part = pathlib.Path(folder) / f"part{n}.csv"
        part.write_text("\n".join([lines[0], *lines[1 + n::5]]) + "\n", encoding="utf-8")
        parts.append(str(part))
    return parts


def some_command(store, parts):
    known = tickets(store)
    if not known or dice.random() < 0.4:
        return ["check", "--facilities", str(samples / "facilities.json"), "--store", store, "--format", "json", "--summary",
                *[word for part in dice.sample(parts, dice.randint(1, 5)) for word in ("--data", part)]]
    ids = [t["id"] for t in dice.sample(known, dice.randint(1, len(known)))]
    if dice.random() < 0.2:
        return ["tickets", "list", "--format", "csv", "--store", store]
    move = dice.choice([["assign", "--to", "张三"], ["comment", "--note", "备注"], ["waive", "--until", "2027-01-31", "--note", "等待"],
                        ["confirm", *OFFICERS], ["dismiss", "--note", "查否"], ["reopen", "--note", "重查"]])
    return ["tickets", move[0], *ids, *move[1:], "--store", store, "--format", "json"]


def reported(output):
    """Hashes of moves and ids of tickets that the process said were written; nothing if it was cut short."""
    try:
        document = json.loads(output)
    except ValueError:
        return [], []
    if document.get("schema") == "huanchi.moves/1":
        return [(m["id"], m["hash"]) for m in document["moves"]], []
    return [], [t["id"] for t in document.get("tickets", [])]


def main():
    failures, killed, whole = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "t.db")
        parts = parts_of_a_file(folder)
        for turn in range(rounds):
            running = [subprocess.Popen([program, *some_command(store, parts)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                       for _ in range(2)]
            outputs = []
            for process in running:
                try:
                    outputs.append(process.communicate(timeout=dice.uniform(0, 0.25))[0])
                    whole += 1
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    outputs.append(process.communicate()[0])
                    killed += 1
            if not os.path.exists(store):
                continue
            verified = run("tickets", "log", "--verify", "--store", store)
            if verified.returncode != 0 and "no such table" not in verified.stderr and os.path.getsize(store) > 0:
                failures.append(f"turn {turn}: {verified.stdout}{verified.stderr}")
            known = {t["id"] for t in tickets(store)}
            for output in outputs:
                moves, opened = reported(output)
                lost = [i for i in opened if i not in known]
                lost += [i for i, hash_ in moves if hash_[:12] not in run("tickets", "log", i, "--store", store).stdout]
                if lost:
                    failures.append(f"turn {turn}: reported as written, and not there: {lost}")
        listed = [t["id"] for t in tickets(store)]
        if len(listed) != len(set(listed)):
            failures.append("a ticket is listed twice")
        # What many killed runs have left, one whole run makes complete: as many violations as in a store that nobody disturbed
        # (dismissals may have spread them over more tickets).
        calm = os.path.join(folder, "calm.db")
        for path in (store, calm):
            run("check", "--facilities", str(samples / "facilities.json"), "--store", path,
                *[word for part in parts for word in ("--data", part)])
        found = [sum(t["counts"]["violation"] for t in tickets(path)) for path in (store, calm)]
        if found[0] != found[1] or found[1] == 0:
            failures.append(f"violations in the tickets, and in those of an undisturbed store: {found}")
    print(f"seed {seed}: {killed} killed, {whole} ended by themselves")
    if killed < rounds // 4:
        failures.append("hardly any process was killed: the times are too long")
    for failure in failures[:10]:
        print("FAILED:", failure)
    sys.exit(bool(failures))


main()
