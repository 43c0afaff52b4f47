#!/usr/bin/env python3
"""Times `check --summary` on a comparison set beside other programs, in turn, and prints the ratios.

  run.py BUILD FOLDER ROWS [--peer 'NAME=COMMAND' ...] [--times 5]

BUILD is the build folder (with bench_generate, bench_sums and bench_ndjson built), FOLDER holds rules.json, outlets.json and
records_ROWS.csv; what is missing is generated. {rows}, {folder} and {threads} in a peer's command are filled in.
Beside the peers stands `wc -l` on the same file: what it costs to read it at all."""
import argparse
import csv
import os
import subprocess
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("build")
parser.add_argument("folder")
parser.add_argument("rows", type=int)
parser.add_argument("--peer", action="append", default=[])
parser.add_argument("--times", type=int, default=5)
options = parser.parse_args()
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
data = "%s/records_%d.csv" % (options.folder, options.rows)
if not os.path.exists(data):
    os.makedirs(options.folder, exist_ok=True)
    subprocess.check_call([options.build + "/tests/bench/bench_generate", options.folder, str(options.rows)])
for copies in (1, 10):
    subprocess.check_call(["python3", here + "/rules_of.py", options.folder, str(copies)])
print(subprocess.check_output([options.build + "/tests/bench/bench_sums", options.folder, str(options.rows), "2"], text=True))


def check(threads, rules="bench.rules", path=data):
    core = sum((["--rules", "%s/rules/core/%s.rules" % (root, name)] for name in ("units", "factors", "records")), [])
    return [options.build + "/cli/huanchi", "check", "--no-builtin"] + core + [
        "--rules", options.folder + "/" + rules, "--facilities", options.folder + "/facilities.json", "--data", path,
        "--summary", "--threads", str(threads), "--quiet"]


def run(command):
    begin = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, shell=isinstance(command, str))
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit("failed: %s" % command)
    return time.time() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def in_turn(commands):
    """The least wall and processor time and the memory of each, run one after the other so that all see the same machine."""
    seen = {name: [] for name in commands}
    for _ in range(options.times):
        for name, command in commands.items():
            seen[name].append(run(command))
    return {name: tuple(min(x[i] for x in all_runs) for i in range(3)) for name, all_runs in seen.items()}


def show(title, commands, against):
    print(title)
    result = in_turn(commands)
    for name, (wall, cpu, memory) in result.items():
        print("  %-28s %7.3f s  %6.2f M rows/s  cpu %6.2f s  %6.1f MiB  %5.2f × %s" % (
            name, wall, options.rows / wall / 1e6, cpu, memory, result[against][0] / wall, against))
    return result


for threads in (1, 2):
    commands = {"huanchi": check(threads), "wc -l": ["wc", "-l", data]}
    for peer in options.peer:
        name, command = peer.split("=", 1)
        commands[name] = command.format(rows=options.rows, folder=options.folder, threads=threads)
    peer_names = [name for name in commands if name != "huanchi"]
    show("%d thread(s)" % threads, commands, peer_names[-1])
show("1 and 2 threads", {"1 thread": check(1), "2 threads": check(2)}, "1 thread")
show("limits: one set and ten", {"1 ×": check(1), "10 ×": check(1, "bench10.rules")}, "1 ×")

# The same rows as NDJSON, a million at most, beside the JSON library alone, which makes nothing of them.
options.rows = min(options.rows, 1000000)
lines = "%s/records_%d.ndjson" % (options.folder, options.rows)
if not os.path.exists(lines):
    with open(data) as rows, open(lines, "w") as out:
        for _, r in zip(range(options.rows), csv.DictReader(rows)):
            text = ",".join('"%s":%s' % (k, v or "null") if k in ("value", "o2") else '"%s":"%s"' % (k, v) for k, v in r.items())
            out.write("{%s}\n" % text)
with open(lines) as rows, open(lines + ".first", "w") as out:
    out.write(rows.readline())
show("NDJSON, 1 thread", {"huanchi": check(1, path=lines), "huanchi, one row": check(1, path=lines + ".first"),
                          "simdjson": [options.build + "/tests/bench/bench_ndjson", lines]}, "simdjson")
