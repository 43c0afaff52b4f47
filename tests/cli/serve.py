#!/usr/bin/env python3
"""`huanchi serve` over real sockets: $1 is the program, $2 the source folder.

What each route says to each role is tested without a network (tests/unit/service); here are the network, the life of the
process and what it keeps.
"""
import http.client
import json
import os
import pathlib
import resource
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings

program, source = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
samples = source / "tests/samples"
work = pathlib.Path(tempfile.mkdtemp())
failures = []
SITE = {"id": "E1", "name": "甲", "region": "220102", "outlets": [
    {"id": "DW001", "medium": "water", "kind": "城镇污水处理厂", "eia_approved": "2007-03-01", "commissioned": "2008-05-01",
     "attributes": {"grade": "一级A", "discharge": "direct"}}]}


def check(name, truth, detail=""):
    if not truth:
        failures.append(f"{name} {str(detail)[:600]}")


def day(number, value, enterprise="E1"):
    return {"enterprise_id": enterprise, "outlet_id": "DW001", "time": f"2025-04-{number:02}", "interval": "day", "factor": "w01018",
            "value": value, "unit": "mg/L", "source": "auto"}


class Server:
    """A running server; the port is read from its log."""

    def __init__(self, *options, limit=None, scheme="http"):
        def bound():
            if limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        self.log = open(work / f"log{time.monotonic_ns()}", "w+")
        self.process = subprocess.Popen([program, "serve", "--port", "0", "--lang", "en", *map(str, options)], stderr=self.log,
                                        preexec_fn=bound)
        until = time.monotonic() + 60
        self.port = None
        while time.monotonic() < until and self.process.poll() is None:
            text = pathlib.Path(self.log.name).read_text()
            if f"listening on {scheme}://127.0.0.1:" in text:
                self.port = int(text.split("listening on ")[1].split(":")[2].split()[0])
                break
            time.sleep(0.02)
        check("the server listens", self.port, pathlib.Path(self.log.name).read_text())

    def ask(self, method, path, body=None, headers=None, raw=False):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            data = body if isinstance(body, (bytes, str)) or body is None else json.dumps(body, ensure_ascii=False)
            if isinstance(data, str):
                data = data.encode()
            h = {"Content-Type": "application/json"} if data is not None else {}
            c.request(method, path, data, {**h, **(headers or {})})
            r = c.getresponse()
            text = r.read()
            return r.status, (text if raw else json.loads(text) if text else None), r.headers
        finally:
            c.close()

    def said(self):
        return pathlib.Path(self.log.name).read_text()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(timeout=60)


def talk(port, data, patience=30, half_close=False):
    """Bytes out, all bytes back until the other end closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as s:
        s.sendall(data)
        if half_close:
            s.shutdown(socket.SHUT_WR)
        back = b""
        try:
            while True:
                got = s.recv(65536)
                if not got:
                    return back
                back += got
        except (ConnectionResetError, socket.timeout):
            return back


def same_as_the_program():
    """The sample data over the interface and by the command: the same findings, ids and account."""
    import csv
    rows = list(csv.DictReader(open(samples / "air.csv", encoding="utf-8")))
    sites = json.load(open(samples / "facilities.json", encoding="utf-8"))
    told = subprocess.run([program, "check", "--facilities", samples / "facilities.json", "--data", samples / "air.csv", "--format", "json"],
                          capture_output=True, check=False)
    expected = json.loads(told.stdout)
    s = Server("--store", work / "same.db")
    status, got, headers = s.ask("POST", "/v1/check", {"facilities": sites, "data": rows})
    check("a check answers", status == 200 and headers["Huanchi-Rules"] == expected["rules"]["digest"], got)
    check("summary as the program's", got["summary"] == expected["summary"], got["summary"])
    check("findings as the program's", got["findings"] == expected["findings"])
    # The same as lines, in chunks, with the answer as lines.
    lines = [json.dumps({"facilities": sites, "store": True}, ensure_ascii=False)] + [json.dumps(r, ensure_ascii=False) for r in rows]

    def pieces():
        text = ("\n".join(lines) + "\n").encode()
        for at in range(0, len(text), 10007):
            yield text[at:at + 10007]
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=60)
    c.request("POST", "/v1/check", pieces(), {"Content-Type": "application/x-ndjson", "Accept": "application/x-ndjson"}, encode_chunked=True)
    r = c.getresponse()
    answered = [json.loads(line) for line in r.read().decode().splitlines()]
    check("lines answer as lines", r.status == 200 and r.headers["Content-Type"] == "application/x-ndjson")
    check("findings one a line", answered[:-1] == expected["findings"], answered[:1])
    check("the account comes last", answered[-1]["summary"] == expected["summary"])
    check("tickets are opened", [t["action"] for t in answered[-1]["tickets"]] == ["opened"], answered[-1]["tickets"])
    ticket = answered[-1]["tickets"][0]["id"]
    replayed = subprocess.run([program, "tickets", "replay", ticket, "--store", work / "same.db"], capture_output=True, check=False)
    check("what came over the interface is replayed to the byte", replayed.returncode == 0, replayed.stdout + replayed.stderr)
    check("it ends with 0", s.stop() == 0)


def plain_http():
    s = Server("--store", work / "http.db", "--patience", "1", "--max-body", "1")
    p = s.port
    check("one who asks for nothing", talk(p, b"NONSENSE\r\n\r\n").startswith(b"HTTP/1.1 400 "))
    check("no end of headers", talk(p, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40000 + b"\r\n\r\n").startswith(b"HTTP/1.1 431 "))
    began = time.monotonic()
    slow = talk(p, b"GET /healthz HTTP/1.1\r\nHo")
    check("headers that never end are cut off", slow == b"" and time.monotonic() - began < 10, slow)
    began = time.monotonic()
    check("silence is cut off", talk(p, b"") == b"" and time.monotonic() - began < 10)
    began = time.monotonic()
    slow = talk(p, b"POST /v1/limits HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    check("a body that never ends is cut off", slow == b"" and time.monotonic() - began < 20, slow)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", p), timeout=30) as drop:
        drop.sendall(b"POST /v1/limits HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        got = b""
        while not got and time.monotonic() - began < 20:
            try:
                drop.sendall(b" ")
                drop.settimeout(0.2)
                got = drop.recv(100)
                if not got:
                    break
            except socket.timeout:
                pass
            except OSError:
                break
    check("a body drop by drop is told so", got.startswith(b"HTTP/1.1 408 "), got)
    check("half a request and then nothing", talk(p, b"POST /v1/limits HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", half_close=True) == b"")
    check("a half-closed socket gets its answer", b" 200 OK" in talk(p, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", half_close=True))
    two = talk(p, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    check("two requests at once", two.count(b"HTTP/1.1 200 OK") == 2, two)
    head = talk(p, b"HEAD /v1/rules HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    length = int([x for x in head.split(b"\r\n") if x.lower().startswith(b"content-length")][0].split(b":")[1])
    check("HEAD has the length and no body", head.endswith(b"\r\n\r\n") and length > 1000, head)
    check("HTTP/1.0 is answered", b" 200 OK" in talk(p, b"GET /healthz HTTP/1.0\r\n\r\n"))
    status, body, _ = s.ask("POST", "/v1/limits", b"{" + b" " * (2 << 20) + b"}")
    check("too large by its length", status == 413 and body["type"].endswith("too-large"), body)
    c = http.client.HTTPConnection("127.0.0.1", p, timeout=60)
    try:
        c.request("POST", "/v1/limits", (b" " * 65536 for _ in range(40)), {"Content-Type": "application/json"}, encode_chunked=True)
    except (BrokenPipeError, ConnectionResetError):
        pass
    r = c.getresponse()
    check("too large in chunks", r.status == 413, r.status)
    go = talk(p, b"POST /v1/limits HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    check("who asks first is told to go on", go.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 "), go)
    refused = talk(p, b"POST /v1/nothing HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n")
    check("who asks first is refused before the body", refused.startswith(b"HTTP/1.1 404 "), refused)
    # A hundred that never speak do not keep others waiting.
    silent = [socket.create_connection(("127.0.0.1", p)) for _ in range(100)]
    began = time.monotonic()
    for _ in range(20):
        check("others are answered meanwhile", s.ask("GET", "/v1/records")[0] == 200)
    check("without waiting for the silent", time.monotonic() - began < 5)
    for one in silent:
        one.close()
    status, _, headers = s.ask("GET", "/healthz", headers={"X-Request-Id": "mine-1"})
    check("a request keeps its id", headers["X-Request-Id"] == "mine-1")
    status, _, headers = s.ask("GET", "/healthz", headers={"X-Request-Id": "no\tgood \" id"})
    check("an id that is no id is replaced", headers["X-Request-Id"].startswith("r-"))
    status, text, _ = s.ask("GET", "/metrics", raw=True)
    check("metrics count", status == 200 and b'huanchi_http_requests_total{method="GET",route="/healthz",status="200"}' in text, text)
    check("ids make no series", b"t-" not in text)
    check("nothing failed within", 'status="500"' not in text.decode())
    check("it ends with 0", s.stop() == 0)


def life():
    """In flight at the end, rules that change, a store under SIGKILL, a full disk."""
    rules = work / "rules"
    rules.mkdir()
    text = (source / "rules/national/water/GB18918-2002.rules").read_text(encoding="utf-8")
    (rules / "own.rules").write_text(text, encoding="utf-8")
    s = Server("--store", work / "life.db", "--rules", rules)
    digest = s.ask("GET", "/v1/rules")[2]["Huanchi-Rules"]
    question = {"describe": {"medium": "water", "kind": "城镇污水处理厂", "eia_approved": "2005-01-01", "attributes": {"grade": "一级A"}},
                "factor": "化学需氧量", "at": "2025-06-01"}
    check("the limit of the file", s.ask("POST", "/v1/limits", question)[1]["limits"][0]["max"] == "50")
    (rules / "own.rules").write_text("这不是规则", encoding="utf-8")
    status, body, headers = s.ask("POST", "/v1/rules/reload", {})
    check("rules with errors are not taken", status == 422 and body["diagnostics"], body)
    check("the old set answers on", s.ask("GET", "/v1/rules")[2]["Huanchi-Rules"] == digest)
    # While requests run, the rules are read anew again and again: none is dropped.
    (rules / "own.rules").write_text(text, encoding="utf-8")
    failed, stop = [], threading.Event()

    def asking():
        while not stop.is_set():
            status, body, _ = s.ask("POST", "/v1/limits", question)
            if status != 200 or body["limits"][0]["max"] != "50":
                failed.append((status, body))
    threads = [threading.Thread(target=asking) for _ in range(4)]
    for t in threads:
        t.start()
    (rules / "second.rules").write_text("\n", encoding="utf-8")
    for _ in range(2):
        status, body, _ = s.ask("POST", "/v1/rules/reload", {})
        check("rules are read anew", status == 200, body)
    s.process.send_signal(signal.SIGHUP)
    time.sleep(1)
    stop.set()
    for t in threads:
        t.join()
    check("no request is dropped while rules are read", not failed, failed[:1])
    check("SIGHUP reads them too", "rules read anew" in s.said(), s.said())

    # SIGTERM while a check runs: it is answered.
    big = {"facilities": [SITE], "data": [day(1 + i % 28, 40 + i % 7) | {"received": f"2025-05-01T00:{i % 60:02}:00+08:00"} for i in range(60000)]}
    got = {}

    def check_big():
        got["answer"] = s.ask("POST", "/v1/check", big)
    t = threading.Thread(target=check_big)
    t.start()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        text_of = s.ask("GET", "/metrics", raw=True)[1].decode()
        if "huanchi_requests_working 1" in text_of or "huanchi_large_checks 1" in text_of:
            break
        time.sleep(0.005)
    code = s.stop()
    t.join()
    check("SIGTERM finishes what is in flight", got.get("answer", [0])[0] == 200, got)
    check("and ends with 0", code == 0)


def killed():
    """SIGKILL in the middle of writes: what was acknowledged is there, and the chain is whole."""
    tokens = work / "tokens.json"
    secret = subprocess.run([program, "tokens", "new", "--file", tokens, "--role", "inspector", "--name", "张三", "--quiet"],
                            capture_output=True, text=True, check=True).stdout.strip()
    check("the file of tokens holds no secret", secret not in tokens.read_text())
    check("and is nobody else's", (tokens.stat().st_mode & 0o077) == 0)
    key = {"Authorization": f"Bearer {secret}"}
    db = work / "killed.db"
    options = ("--store", db, "--token-file", tokens)
    s = Server(*options)
    check("without a token nothing", s.ask("GET", "/v1/tickets")[0] == 401)
    status, body, _ = s.ask("POST", "/v1/check", {"facilities": [SITE], "data": [day(1, 80)], "store": True}, key)
    check("a ticket", status == 200 and len(body["tickets"]) == 1, body)
    ticket = body["tickets"][0]["id"]
    acknowledged, number = [], [0]
    for _ in range(5):
        lock = threading.Lock()

        def commenting():
            while True:
                with lock:
                    number[0] += 1
                    mine = number[0]
                try:
                    if s.ask("POST", f"/v1/tickets/{ticket}/comment", {"note": f"n{mine}"}, key)[0] == 200:
                        acknowledged.append(f"n{mine}")
                except (OSError, http.client.HTTPException, json.JSONDecodeError):
                    return
        threads = [threading.Thread(target=commenting) for _ in range(3)]
        for t in threads:
            t.start()
        time.sleep(0.25)
        s.process.kill()
        s.process.wait()
        for t in threads:
            t.join()
        s = Server(*options)
    status, body, _ = s.ask("GET", f"/v1/tickets/{ticket}/log", headers=key)
    notes = [e["note"] for e in body["entries"]]
    check("something was acknowledged", len(acknowledged) > 5, acknowledged)
    check("nothing acknowledged is lost", set(acknowledged) <= set(notes), set(acknowledged) - set(notes))
    check("nothing is doubled", len(notes) == len(set(notes)), notes)
    check("by whom the token names", {e["by"] for e in body["entries"][1:]} == {"张三"})
    status, chain, _ = s.ask("GET", "/v1/log", headers=key)
    check("the chain is whole", chain["whole"] is True and chain["entries"] >= len(notes), chain)
    # Events: from the first on, then as they happen, also those that another process makes.
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=20)
    c.request("GET", "/v1/events?after=0", headers=key)
    r = c.getresponse()
    check("an event stream", r.status == 200 and r.headers["Content-Type"] == "text/event-stream")

    def until_event(note):
        seen = []
        while True:
            line = r.readline().decode()
            if not line:
                return seen
            if line.startswith("id: "):
                seen.append(int(line[4:]))
                if len(seen) == note:
                    return seen
    check("every entry of the chain is an event", until_event(chain["entries"]) == list(range(1, chain["entries"] + 1)))
    began = time.monotonic()
    s.ask("POST", f"/v1/tickets/{ticket}/comment", {"note": "over the interface"}, key)
    check("what happens is told", until_event(1) == [chain["entries"] + 1])
    check("at once", time.monotonic() - began < 1.5)
    subprocess.run([program, "tickets", "comment", ticket, "--note", "by the command", "--store", db], check=True, capture_output=True)
    check("what another process does is told too", until_event(1) == [chain["entries"] + 2])
    c.close()
    # A token that is revoked opens nothing more, once the file is read anew.
    identity = subprocess.run([program, "tokens", "list", "--file", tokens], capture_output=True, text=True, check=True).stdout.split("\t")[0]
    subprocess.run([program, "tokens", "revoke", identity, "--file", tokens], check=True)
    s.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + 20
    while time.monotonic() < until and s.ask("GET", "/v1/tickets", headers=key)[0] != 401:
        time.sleep(0.05)
    check("a revoked token opens nothing", s.ask("GET", "/v1/tickets", headers=key)[0] == 401)
    check("it ends with 0", s.stop() == 0)


def full_disk():
    """No file may grow beyond what it has: writes say 503 and why, reads go on."""
    db = work / "full.db"
    s = Server("--store", db)
    first = s.ask("POST", "/v1/check", {"facilities": [SITE], "data": [day(1, 80)], "store": True})
    check("a ticket", first[0] == 200)
    s.stop()
    s = Server("--store", db, limit=32768)
    rows = [day(d, 60 + d) | {"time": f"2025-{month:02}-{d:02}"} for month in range(1, 13) for d in range(2, 29, 2)]
    status, body, headers = s.ask("POST", "/v1/check", {"facilities": [SITE], "data": rows, "store": True})
    check("a full disk is 503 with the reason", status == 503 and body["type"].endswith("store-unavailable") and "Retry-After" in headers, body)
    status, body, _ = s.ask("GET", "/v1/tickets")
    check("reads go on", status == 200 and len(body["tickets"]) == 1, body)
    check("and checks without a store", s.ask("POST", "/v1/check", {"facilities": [SITE], "data": rows})[0] == 200)
    s.stop()
    verified = subprocess.run([program, "tickets", "log", "--verify", "--store", db], capture_output=True, check=False)
    check("the chain is whole after it", verified.returncode == 0, verified.stdout + verified.stderr)


def refusals():
    """What is refused before anything is served, with exit code 2."""
    for name, options in {
        "an open address without tokens": ["--listen", "0.0.0.0"],
        "an address that is none": ["--listen", "127.0.0.one"],
        "a port that is none": ["--port", "70000"],
        "half of TLS": ["--tls-cert", "x.pem"],
        "tokens that are not there": ["--token-file", str(work / "none.json")],
        "rules that are not there": ["--rules", str(work / "none.rules")],
        "facilities that are none": ["--facilities", str(source / "README.md")],
    }.items():
        r = subprocess.run([program, "serve", *options], capture_output=True, timeout=60, check=False)
        check(name, r.returncode == 2 and len(r.stderr) > 20, (r.returncode, r.stderr))
    taken = socket.create_server(("127.0.0.1", 0))
    taken.listen()
    r = subprocess.run([program, "serve", "--port", str(taken.getsockname()[1])], capture_output=True, timeout=60, check=False)
    check("a port in use", r.returncode == 2, r.stderr)


def load():
    """Mixed traffic of many clients for a while, in the size of a test: no error, and memory does not grow with requests."""
    seconds = float(os.environ.get("HUANCHI_LOAD_SECONDS", "3"))
    clients = int(os.environ.get("HUANCHI_LOAD_CLIENTS", "16"))
    s = Server("--store", work / "load.db", "--facilities", samples / "facilities.json")
    s.ask("POST", "/v1/check", {"facilities": [SITE], "data": [day(d, 60 + d) for d in range(1, 28, 4)], "store": True})
    ticket = s.ask("GET", "/v1/tickets")[1]["tickets"][0]["id"]
    asked = [
        ("POST", "/v1/limits", {"outlet": "91220102MA0000011X001V/DW001", "factor": "总磷", "at": "2026-05-24"}),
        ("POST", "/v1/limits", {"describe": {"medium": "water", "kind": "城镇污水处理厂", "attributes": {"grade": "一级A"}}, "factor": "化学需氧量"}),
        ("POST", "/v1/check", {"facilities": [SITE], "data": [day(d, 40 + d) for d in range(1, 20)]}),
        ("GET", "/v1/tickets?limit=20", None),
        ("GET", f"/v1/tickets/{ticket}", None),
        ("GET", "/healthz", None),
    ]
    bodies = [(m, p, None if b is None else json.dumps(b).encode()) for m, p, b in asked]
    times, wrong, until = [], [], time.monotonic() + seconds

    def memory():
        return int([x for x in open(f"/proc/{s.process.pid}/status") if x.startswith("VmRSS")][0].split()[1])

    def client(number):
        c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=60)
        at = number
        while time.monotonic() < until:
            method, path, body = bodies[at % len(bodies)]
            at += 1
            begun = time.monotonic()
            try:
                c.request(method, path, body, {"Content-Type": "application/json"} if body else {})
                r = c.getresponse()
                r.read()
                if r.status != 200:
                    wrong.append((r.status, path))
            except (OSError, http.client.HTTPException) as e:
                wrong.append((repr(e), path))
                c.close()
            times.append(time.monotonic() - begun)
    before = memory()
    threads = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    times.sort()
    if "-v" in sys.argv:
        print(f"load: {len(times) / seconds:.0f} requests a second, p50 {times[len(times) // 2] * 1000:.1f} ms, "
              f"p99 {times[len(times) * 99 // 100] * 1000:.1f} ms, memory {before} to {memory()} kB, errors {len(wrong)}")
    check("mixed traffic makes no error", not wrong and len(times) > 100, wrong[:3])
    check("memory does not grow with requests", memory() < before + 200_000, (before, memory()))
    check("it ends with 0", s.stop() == 0)


def secure():
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", work / "key.pem", "-out", work / "cert.pem",
                           "-days", "2", "-subj", "/CN=localhost"], capture_output=True, check=False)
    if made.returncode != 0:
        check("openssl makes a certificate", False, made.stderr)
        return
    s = Server("--tls-cert", work / "cert.pem", "--tls-key", work / "key.pem", "--patience", "1", scheme="https")
    trust = ssl.create_default_context(cafile=work / "cert.pem")
    trust.check_hostname = False
    c = http.client.HTTPSConnection("127.0.0.1", s.port, context=trust, timeout=30)
    for _ in range(3):
        c.request("GET", "/v1/records")
        r = c.getresponse()
        check("TLS answers, and again on the same connection", r.status == 200 and json.loads(r.read())["records"])
    check("plain text to TLS is cut off", not talk(s.port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP"))
    warnings.simplefilter('ignore', DeprecationWarning)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    try:
        old.set_ciphers('DEFAULT:@SECLEVEL=0')
        with old.wrap_socket(socket.create_connection(("127.0.0.1", s.port))):
            check("TLS 1.1 is refused", False)
    except (ssl.SSLError, OSError):
        pass
    check("it ends with 0", s.stop() == 0)


for part in (same_as_the_program, plain_http, life, killed, full_disk, refusals, load, secure):
    began = time.monotonic()
    part()
    if "-v" in sys.argv:
        print(f"{part.__name__}: {time.monotonic() - began:.1f} s")
for one in failures:
    print("FAILED:", one)
print("all as expected" if not failures else f"{len(failures)} failures")
sys.exit(bool(failures))
