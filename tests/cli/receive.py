#!/usr/bin/env python3
"""`huanchi receive` over real sockets: $1 is the program, $2 the source folder.

The checksum is computed here from appendix A of HJ 212-2017, bit by bit.
"""
import json
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
work = pathlib.Path(tempfile.mkdtemp())
failures = []
SITES = [
    {
        "id": "E1",
        "name": "甲",
        "mn": ["010000A8900016F000169DC0"],
        "outlets": [
            {
                "id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "eia_approved": "2007-03-01", "commissioned": "2008-05-01",
                "attributes": {"grade": "一级A", "discharge": "direct"},
            }
        ],
    },
    {"id": "E2", "name": "乙", "mn": ["A%04d" % i for i in range(200)], "outlets": [{"id": "DW001", "medium": "water"}]},
    {"id": "E3", "name": "丙", "outlets": [{"id": "DW001", "medium": "water"}],
     "devices": [{"mn": "PW", "password": "654321"}, {"mn": "SWAP", "checksum": "modbus_swapped"}]},
]
MN = SITES[0]["mn"][0]
(work / "sites.json").write_text(json.dumps(SITES, ensure_ascii=False))


def check(name, truth, detail=""):
    if not truth:
        failures.append(f"{name} {detail}")


def checksum(data):
    register = 0xFFFF
    for byte in data:
        register = (register >> 8) ^ byte
        for _ in range(8):
            low = register & 1
            register >>= 1
            if low:
                register ^= 0xA001
    return register


def frame(segment):
    data = segment.encode()
    return b"##%04d%s%04X\r\n" % (len(data), data, checksum(data))


def packet(mn, cn, cp, qn, flag=5, pw="123456", st="32"):
    return frame(f"QN={qn};ST={st};CN={cn};PW={pw};MN={mn};Flag={flag};CP=&&{cp}&&")


def hour(mn, day, h, value, qn=None, flag="N"):
    cp = f"DataTime={day}{h:02}0000;w00000-Cou=36.0,w00000-Avg=10.0,w00000-Flag=N;w01018-Avg={value},w01018-Flag={flag}"
    return packet(mn, 2061, cp, qn or f"{day}{h:02}0000001")


class Receiver:
    def __init__(self, name, *options):
        self.store = work / (name + ".db")
        self.journal = work / (name + ".db.journal")
        self.log = work / (name + ".log")
        self.options = options
        self.start()

    def start(self):
        self.begun = self.log.stat().st_size if self.log.exists() else 0
        self.err = open(self.log, "ab")
        self.process = subprocess.Popen(
            [program, "receive", "--listen", "127.0.0.1:0", "--facilities", work / "sites.json", "--store", self.store,
             "--judge-every", "1", "--lang", "en", *self.options],
            stdout=subprocess.PIPE, stderr=self.err)
        self.port = int(self.wait_for(r"listening on 127\.0\.0\.1:(\d+)"))

    def said(self):
        return self.log.read_bytes()[self.begun:].decode(errors="replace")

    def wait_for(self, pattern, seconds=30):
        until = time.time() + seconds
        while time.time() < until:
            found = re.search(pattern, self.said())
            if found:
                return found.group(1) if found.groups() else True
            time.sleep(0.05)
        raise SystemExit(f"FAILED: no {pattern!r} within {seconds} s in: {self.said()[-2000:]}")

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.err.close()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.err.close()

    def kept(self):
        """QN of every packet in the journal, in order."""
        text = b"".join(p.read_bytes() for p in sorted(self.journal.glob("*.log")))
        return [q.decode() for q in re.findall(rb"##\d{4}QN=(\d+);", text)]

    def tickets(self):
        out = subprocess.run([program, "tickets", "list", "--store", self.store, "--format", "json"], capture_output=True)
        return json.loads(out.stdout)["tickets"] if out.returncode == 0 else []


def answer(s):
    """The next whole answer, or None at the end."""
    data = b""
    while not data.endswith(b"\r\n"):
        more = s.recv(1)
        if not more:
            return None
        data += more
    return data


def nothing_comes(s, seconds=0.7):
    s.settimeout(seconds)
    try:
        return not s.recv(100)
    except socket.timeout:
        return True
    finally:
        s.settimeout(10)


def acknowledged(qn, mn=MN, pw="123456"):
    return frame(f"QN={qn};ST=91;CN=9014;PW={pw};MN={mn};Flag=4;CP=&&&&")


# The standard's own pair (tables C.16 and C.13): data with an answer wanted, and the answer with the same QN.
r = Receiver("first", "--ask-missing")
s = r.connect()
s.sendall(packet(MN, 2011, "DataTime=20160801085857;w01018-Rtd=40.1,w01018-Flag=N", "20160801085857223"))
got = answer(s)
check("9014", got == b"##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n", got)
check("on disk before it is acknowledged", r.kept() == ["20160801085857223"], r.kept())

# Sent again: acknowledged again, kept once.
s.sendall(packet(MN, 2011, "DataTime=20160801085857;w01018-Rtd=40.1,w01018-Flag=N", "20160801085857223"))
check("again", answer(s) == acknowledged("20160801085857223"))
check("kept once", r.kept() == ["20160801085857223"], r.kept())

# A notice is answered with 9013, a command from below refused with 9011, an answer or a packet without A with nothing.
s.sendall(packet(MN, 1013, "PolId=w01018", "20160801085857300"))
check("9013", b";CN=9013;" in answer(s))
# What the notice asks for, the clock, is then set: the device takes the request with 9011 and has done it with 9012.
clock = re.fullmatch(rb"##\d{4}QN=(\d{17});ST=32;CN=1012;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&PolId=w01018;SystemTime=\d{14}&&[0-9A-F]{4}\r\n",
                     answer(s))
check("1012", clock)
for cn, result in ((9011, "QnRtn=1"), (9012, "ExeRtn=1")):
    s.sendall(packet(MN, cn, result, clock.group(1).decode(), flag=4))
r.wait_for("request CN=1012 QN=%s executed, ExeRtn=1" % clock.group(1).decode())
s.sendall(packet(MN, 1062, "RtdInterval=30", "20160801085857301"))
check("9011", b";CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=2&&" in answer(s))
s.sendall(packet(MN, 9011, "QnRtn=1", "20160801085857302", flag=4) + packet(MN, 9012, "ExeRtn=1", "20160801085857302", flag=4))
s.sendall(packet(MN, 2011, "DataTime=20160801085859;w01018-Rtd=40.1", "20160801085857303", flag=4))
check("no answer", nothing_comes(s))
check("answers are not data", r.kept() == ["20160801085857223", "20160801085857300", "20160801085857303"], r.kept())

# Split over TCP at every byte, two glued, and noise between.
for byte in packet(MN, 2011, "DataTime=20160801085900;w01018-Rtd=1", "20160801085900001"):
    s.sendall(bytes([byte]))
check("byte by byte", answer(s) == acknowledged("20160801085900001"))
two = packet(MN, 2011, "DataTime=20160801085901;w01018-Rtd=1", "20160801085901001").rstrip() + packet(
    MN, 2011, "DataTime=20160801085902;w01018-Rtd=1", "20160801085902001")
s.sendall(b"\0\0noise##12x4" + two)
check("glued 1", answer(s) == acknowledged("20160801085901001"))
check("glued 2", answer(s) == acknowledged("20160801085902001"))

# A damaged packet, an unknown device and a wrong password are not acknowledged and not kept; the next packet is.
before = r.kept()
bad = bytearray(packet(MN, 2011, "DataTime=20160801085903;w01018-Rtd=1", "20160801085903001"))
bad[-8] ^= 1
s.sendall(bytes(bad) + packet("NOBODY", 2011, "DataTime=20160801085903;w01018-Rtd=1", "20160801085903002"))
s.sendall(packet("PW", 2011, "DataTime=20160801085903;w01018-Rtd=1", "20160801085903003"))
check("not acknowledged", nothing_comes(s))
check("not kept", r.kept() == before)
s.sendall(packet("PW", 2011, "DataTime=20160801085903;w01018-Rtd=1", "20160801085903004", pw="654321"))
check("right password", answer(s) == acknowledged("20160801085903004", "PW", "654321"))

# 2025: the version bits of the answer are the device's.
s.sendall(packet(MN, 2011, "DataTime=20160801085904;w01018-Rtd=1", "20160801085904001", flag=9))
check("2025", b";CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=8;" in answer(s))

# Hours that are missing between two are asked for.
for h in (1, 4):
    s.sendall(packet("A0009", 2061, f"DataTime=20260502{h:02}0000;w01018-Avg=1;w99999-Avg=1", f"20260502{h:02}0000001"))
    check("9014 of hours", b"CN=9014" in answer(s))
check("2061", b";CN=2061;PW=123456;MN=A0009;Flag=5;CP=&&BeginTime=20260502020000;EndTime=20260502030000&&" in answer(s))

# A day above the limit of 50 mg/L becomes a ticket while the receiver runs, and stays one when all is sent again.
for h in range(24):
    s.sendall(hour(MN, "20260501", h, 66))
    check(f"hour {h}", answer(s) == acknowledged(f"20260501{h:02}0000001"))
until = time.time() + 30
while not r.tickets() and time.time() < until:
    time.sleep(0.2)
r.wait_for("unknown factor code .w99999.")  # what cannot be read is told
tickets = r.tickets()
check("ticket while it runs", len(tickets) == 1 and tickets[0]["factor"] == "w01018", tickets)
for h in range(24):
    s.sendall(hour(MN, "20260501", h, 66))
    answer(s)
check("kept once each", len(r.kept()) == len(set(r.kept())))
check("ends with 0", r.stop() == 0)
check("said so", "ended:" in r.said())
check("the same ticket", [t["id"] for t in r.tickets()] == [t["id"] for t in tickets])

# What a ticket rests on is kept as it opens: judged again from the store alone, and from an archive without a store.
def run(*arguments, folder=work):
    done = subprocess.run([pathlib.Path(program).resolve(), "tickets", *arguments, "--lang", "en"], capture_output=True, text=True, cwd=folder, timeout=60)
    return done.returncode, done.stdout + done.stderr


def prove(name, store, ticket, rows):
    code, said = run("replay", ticket, "--store", store)
    check(name + ": replay", code == 0 and f"1 findings judged again from {rows} rows, to the byte" in said, (code, said))
    folder = work / name
    folder.mkdir()
    code, said = run("bundle", ticket, "--store", store, "-o", folder / "a.zip")
    check(name + ": bundle", code == 0, (code, said))
    code, said = run("bundle", "--verify", "a.zip", folder=folder)
    check(name + ": verify", code == 0 and "to the byte" in said, (code, said))
    with zipfile.ZipFile(folder / "a.zip") as z:
        lines = [json.loads(line) for n in z.namelist() if n.endswith("rows.ndjson") for line in z.read(n).splitlines()]
    check(name + ": rows", len(lines) == rows, len(lines))
    return lines


hours_of_may_1 = 2 * 24  # w00000 and w01018, an hour each
(work / "aside").mkdir()
for f in ("sites.json", "first.db.journal"):
    (work / f).rename(work / "aside" / f)
lines = prove("opened", r.store, tickets[0]["id"], hours_of_may_1)
check("opened: values", [float(x["value"]) for x in lines if x["factor"] == "w01018"] == [66.0] * 24, lines[:2])
for f in ("sites.json", "first.db.journal"):
    (work / "aside" / f).rename(work / f)

# The journal is data as any other.
out = subprocess.run(
    [program, "check", "--facilities", work / "sites.json", "--format", "json", "--summary"]
    + [a for p in sorted(r.journal.glob("*.log")) for a in ("--data", p)], capture_output=True)
summary = json.loads(out.stdout)["summary"]
check("journal checks", summary["rejected"] == 2 and summary["judgements"]["violation"] == 1, summary)

# The tickets are those of a run over the whole journal.
def episodes(store):
    out = subprocess.run([program, "tickets", "list", "--store", store, "--format", "json"], capture_output=True)
    return [(t["id"], t["episode"], t["counts"], t["worst"]) for t in json.loads(out.stdout)["tickets"]]


def check_whole(r, name):
    fresh = work / (name + ".fresh.db")
    subprocess.run([program, "check", "--facilities", work / "sites.json", "--store", fresh, "--quiet"]
                   + [a for p in sorted(r.journal.glob("*.log")) for a in ("--data", p)], capture_output=True)
    return episodes(fresh)


check("as one run over all", episodes(r.store) == check_whole(r, "first"), (episodes(r.store), check_whole(r, "first")))

# Started again over a journal whose file has got an old name, so that it is past keeping: all packets are known, and what is
# judged needs them no more. A later hour, then a correction of it, touch their day alone.
[log_file] = r.journal.glob("*.log")
(r.journal / "old").write_bytes(log_file.read_bytes())
log_file.rename(r.journal / "2020-01-01.log")
r.options = ("--keep", "30")
r.start()
r.wait_for("judged: 0 rows")
until = time.time() + 10  # it is said before they go
while list(r.journal.glob("*.log")) and time.time() < until:
    time.sleep(0.05)
check("old packets are gone", not list(r.journal.glob("*.log")))
with r.connect() as s:
    for value, qn in ((70, "20260502100000001"), (10, "20260502110000001")):
        for h in range(24):
            s.sendall(hour(MN, "20260502", h, value, f"{qn[:8]}{h:02}{qn[8:10]}{value}1"))
            answer(s)
        r.wait_for(r"judged: \d+ rows(.|\n)*" * (2 if value == 70 else 3) + "", 30)
        until = time.time() + 15
        wanted = 2 if value == 70 else 1
        while episodes(r.store)[0][2]["violation"] != wanted and time.time() < until:
            time.sleep(0.2)
        check("violations after a day and its correction", episodes(r.store)[0][2]["violation"] == wanted, episodes(r.store))
check("ends with 0 once more", r.stop() == 0)
judged = json.loads(subprocess.run([program, "tickets", "judgements", tickets[0]["id"], "--store", r.store, "--format", "json"],
                                   capture_output=True).stdout)["judgements"]
of_day = [(j["verdict"], [c["kind"] for c in j["causes"]]) for j in judged if j["period"]["from"].startswith("2026-05-02")]
check("judgements", of_day == [("violation", ["first"]), ("compliant", ["data"])], of_day)
[new_file] = r.journal.glob("*.log")
(r.journal / "old").rename(r.journal / "2020-01-01.log")
check("as one run over all again", episodes(r.store)[0][2:] == check_whole(r, "again")[0][2:], check_whole(r, "again"))

# IPv6, where the machine has it.
try:
    socket.socket(socket.AF_INET6).bind(("::1", 0))
    six = subprocess.Popen([program, "receive", "--listen", "[::1]:0", "--facilities", work / "sites.json", "--journal", work / "six", "--lang", "en"],
                           stderr=subprocess.PIPE, text=True)
    for line in six.stderr:
        found = re.search(r"listening on \[::1\]:(\d+)", line)
        if found:
            break
    with socket.create_connection(("::1", int(found.group(1))), timeout=10) as s:
        s.sendall(packet(MN, 2011, "DataTime=20160801085857;w01018-Rtd=40.1,w01018-Flag=N", "20160801085857223"))
        check("9014 over IPv6", answer(s) == acknowledged("20160801085857223"))
    six.send_signal(signal.SIGTERM)
    check("IPv6 ends with 0", six.wait(30) == 0)
except OSError:
    pass

# Killed in the middle, many devices at once, started again: nothing acknowledged is lost, nothing doubled.
k = Receiver("killed")
got_ack = set()
guard = threading.Lock()


def device(number, stop):
    mn = "A%04d" % number
    n = 0
    try:
        with k.connect() as c:
            while not stop.is_set():
                qn = f"2026050100{number:04}{n:03}"
                n += 1
                c.sendall(packet(mn, 2011, f"DataTime=20260501{n // 3600 % 24:02}{n // 60 % 60:02}{n % 60:02};w01018-Rtd={n}", qn))
                a = answer(c)
                if a is None:
                    return
                with guard:
                    got_ack.add(re.search(rb"QN=(\d+);", a).group(1).decode())
    except OSError:
        return


def devices(seconds):
    stop = threading.Event()
    threads = [threading.Thread(target=device, args=(i, stop)) for i in range(20)]
    for t in threads:
        t.start()
    time.sleep(seconds)
    return stop, threads


for round_number in range(3):
    stop, threads = devices(0.7)
    k.kill()
    stop.set()
    for t in threads:
        t.join()
    last = sorted(k.journal.glob("*.log"))[-1]
    if round_number == 1:  # a write that the crash cut in two
        with open(last, "ab") as f:
            f.write(b"[2026-05-01 10:00:00.000]\r\n##0101QN=20160801085857223;ST=32;CN=10")
    k.start()
    if round_number == 1:
        k.wait_for(r"(\d\d) bytes of a broken end cut off")
kept = k.kept()
check("some were acknowledged", len(got_ack) > 200, len(got_ack))
check("nothing acknowledged is lost", got_ack <= set(kept), sorted(got_ack - set(kept))[:3])
check("nothing doubled", len(kept) == len(set(kept)), len(kept) - len(set(kept)))
with k.connect() as c:  # what was kept before the crash is known after it
    again = sorted(got_ack)[0]
    number, n = int(again[10:14]), int(again[14:]) + 1
    c.sendall(packet("A%04d" % number, 2011, f"DataTime=20260501{n // 3600 % 24:02}{n // 60 % 60:02}{n % 60:02};w01018-Rtd={n}", again))
    check("sent again after the crash", answer(c) == acknowledged(again, "A%04d" % number))
check("still kept once", k.kept() == kept)

# Bad neighbours: one floods garbage, one floods packets, one leaves half a packet, one never reads; a good one is served.
garbage, flood, half, deaf = (k.connect() for _ in range(4))
stop = threading.Event()


def send_forever(c, make):
    c.settimeout(1)
    n = 0
    try:
        while not stop.is_set():
            try:
                c.sendall(make(n))
            except socket.timeout:
                pass
            n += 1
    except OSError:
        pass


threads = [
    threading.Thread(target=send_forever, args=(garbage, lambda n: b"x" * 4096)),
    threading.Thread(target=send_forever, args=(flood, lambda n: packet("A0100", 2011, "DataTime=20260501000000;w01018-Rtd=1", "1", flag=4) * 20)),
    threading.Thread(target=send_forever, args=(deaf, lambda n: packet("A0101", 2011, "DataTime=20260501000000;w01018-Rtd=1", "2") * 20)),
]
half.sendall(packet("A0102", 2011, "DataTime=20260501000000;w01018-Rtd=1", "3")[:60])
for t in threads:
    t.start()
slowest = 0.0
with k.connect() as c:
    for n in range(50):
        begun = time.time()
        qn = f"20260502000000{n:03}"
        c.sendall(packet("A0103", 2011, f"DataTime=202605020000{n:02};w01018-Rtd=1", qn))
        check("served beside bad neighbours", answer(c) == acknowledged(qn, "A0103"))
        slowest = max(slowest, time.time() - begun)
        time.sleep(0.02)
check("served soon", slowest < 3, f"{slowest:.2f} s")
k.wait_for("sends no packets but garbage")
stop.set()
for t in threads:
    t.join()
memory = int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{k.process.pid}/status").read_text()).group(1))
check("memory stays small", memory < 300_000, f"{memory} kB")
for c in (garbage, flood, half, deaf):
    c.close()

# A second receiver does not write into the same journal.
second = subprocess.run([program, "receive", "--listen", "127.0.0.1:0", "--facilities", work / "sites.json", "--store", k.store, "--lang", "en"],
                        capture_output=True, timeout=60)
check("one receiver a journal", second.returncode == 2 and b"in use by another receiver" in second.stderr, second.stderr)
check("ends with 0 again", k.stop() == 0)

# A disk that is full: nothing is acknowledged that is not kept. (A file size limit stands for it.)
small = Receiver.__new__(Receiver)
small.store, small.journal, small.log, small.options = work / "small.db", work / "small.journal", work / "small.log", ("--journal", str(work / "small.journal"))
old = resource.getrlimit(resource.RLIMIT_FSIZE)
small.journal.mkdir()
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, old[1]))
try:
    small.start()
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, old)
taken = 0
with small.connect() as c:
    for n in range(2000):
        qn = f"202605030000{n:05}"
        c.sendall(packet("A0104", 2011, f"DataTime=20260503{n // 3600:02}{n // 60 % 60:02}{n % 60:02};w01018-Rtd=1", qn))
        c.settimeout(1.5)
        try:
            answer(c)
            taken += 1
        except socket.timeout:
            break
kept = small.kept()
check("full disk: acknowledged is kept", 100 < taken <= len(kept), f"{taken} acknowledged, {len(kept)} kept")
check("full disk: nothing half", len(kept) - taken <= 1, f"{taken} acknowledged, {len(kept)} kept")
check("full disk: goes on", small.stop() == 0)

# Bad usage.
for wrong in (["--listen", "nowhere"], ["--listen", "::1:9212"], ["--listen", "127.0.0.1:99999"], ["--listen", "127.0.0.1:0"]):
    done = subprocess.run([program, "receive", *wrong, *([] if wrong[1].endswith(":0") else ["--facilities", str(work / "sites.json")])], capture_output=True, timeout=60)
    check("bad usage", done.returncode == 2, wrong)

subprocess.run(["rm", "-rf", work])
for f in failures:
    print("FAILED:", f)
print("all as expected" if not failures else f"{len(failures)} failures")
sys.exit(1 if failures else 0)
