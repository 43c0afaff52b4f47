"""The report in a browser: charts carry the points of the sample data, nothing overflows at phone and desktop width, nothing is
fetched but the page, print cuts nothing off. report.py PROGRAM SOURCE_DIR; exit 77 where there is no chromium."""
import http.server, json, os, pathlib, re, shutil, subprocess, sys, tempfile, threading

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not browser:
    print("no chromium: skipped")
    sys.exit(77)
samples = source / "tests" / "samples"
failures = []

# The page in a frame of a given width; what is asked of it stands in the outer page, for the report itself runs nothing.
FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}iframe{border:0;width:%dpx;height:900px}</style>
<iframe id="f" src="/report.html"></iframe><pre id="answer"></pre><script>
document.getElementById('f').onload = e => {
  const d = e.target.contentDocument, w = e.target.contentWindow, wide = d.documentElement.clientWidth;
  const past = [...d.querySelectorAll('body *')].filter(x => !x.closest('svg') && x.getBoundingClientRect().right > wide + 1)
    .map(x => x.tagName + '.' + x.className);
  const charts = [...d.querySelectorAll('article')].map(a => ({
    title: a.querySelector('h3').textContent, limits: [...a.querySelectorAll('[data-limit]')].map(x => x.dataset.limit),
    bad: [...a.querySelectorAll('.x')].map(x => [x.dataset.time, x.dataset.value]), met: a.querySelectorAll('.chart circle').length,
    named: !!a.querySelector('svg[role=img] > title'), table: a.querySelectorAll('details table tr').length,
    clipped: [...a.querySelectorAll('svg.chart text')].filter(t => { const r = t.getBoundingClientRect(),
      s = t.closest('svg').getBoundingClientRect(); return r.width && (r.left < s.left - 1 || r.right > s.right + 1); }).length,
    small: Math.min(...[...a.querySelectorAll('svg.chart .ty')].map(t => t.getBoundingClientRect().height))}));
  document.getElementById('answer').textContent = JSON.stringify({scroll: d.documentElement.scrollWidth, wide, past, charts,
    images: d.images.length, scripts: d.scripts.length});
};</script>"""

# tests/samples/README.md, "5 月的结果"
SO2 = [["2026-05-21T20:00", "328.421053"], ["2026-05-21T21:00", "342.765957"], ["2026-05-21T22:00", "341.375"],
       ["2026-05-21T23:00", "354.189474"], ["2026-05-22T00:00", "356.903226"], ["2026-05-22T01:00", "342.568421"],
       ["2026-05-22T02:00", "331.25"], ["2026-05-22T03:00", "327.284211"]]
EXPECTED = {"二氧化硫": (SO2, ["300"]), "pH": ([["2026-05-18T14:00", "9.2"]], ["9", "6"]),
            "总磷": ([["2026-05-24T00:00", "0.629320"]], ["0.5"])}


def check(ok, what):
    if not ok:
        failures.append(what)
        print("FAILED:", what)


def serve(folder, asked):
    class handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *a):
            super().__init__(*a, directory=folder)

        def log_message(self, *_):
            asked.append(self.path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def chromium(profile, *options):
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--user-data-dir=" + profile,
               "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


def look(answer, width):
    check(answer["scroll"] <= answer["wide"] and not answer["past"], f"{width}: runs over the edge: {answer['past'][:5]}")
    check(answer["images"] == 0 and answer["scripts"] == 0, f"{width}: pictures or scripts in the page")
    check(len(answer["charts"]) == 5, f"{width}: {len(answer['charts'])} tickets")
    for c in answer["charts"]:
        check(c["named"] and c["table"] > 1, f"{width}: {c['title']}: no name or no table")
        check(c["clipped"] == 0, f"{width}: {c['title']}: labels cut off")
        check(c["small"] >= 9, f"{width}: {c['title']}: labels of {c['small']} px")
    for factor, (bad, limits) in EXPECTED.items():
        found = [c for c in answer["charts"] if c["title"].endswith(factor)]
        check(len(found) == 1 and found[0]["bad"] == bad and found[0]["limits"] == limits, f"{width}: {factor}: {found}")
    # The permit of 15 May tightens COD from 50 to 45: 47 on the 14th was met, on the 15th not.
    check(any(c["bad"] == [["2026-05-15T00:00", "47"]] and c["limits"] == ["50", "45"] for c in answer["charts"]), f"{width}: COD")
    so2 = [c for c in answer["charts"] if c["title"].endswith("二氧化硫")]
    check(so2 and so2[0]["met"] == 4 * 24 - 8, f"{width}: hours of 20 to 23 May that met the limit: {so2[0]['met'] if so2 else 0}")


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pathlib.Path(pdf).read_bytes()))


with tempfile.TemporaryDirectory() as work:
    os.mkdir(work + "/www")
    data = ["--facilities", samples / "facilities.json"]
    for name in ("water.csv", "air.csv", "manual.ndjson"):
        data += ["--data", samples / name]
    subprocess.run([program, "check", *data, "--store", work + "/t.db", "--summary"], capture_output=True)
    subprocess.run([program, "report", *data, "--store", work + "/t.db", "-o", work + "/www/report.html", "--lang", "zh", "-q"], check=True)
    subprocess.run([program, "brief", *data, "--date", "2026-05-22", "--store", work + "/t.db", "-o", work + "/brief.html", "--lang", "zh", "-q"], check=True)
    asked = []
    server = serve(work + "/www", asked)
    at = f"http://127.0.0.1:{server.server_address[1]}"
    for width in (375, 768, 1280):
        pathlib.Path(work, "www", "frame.html").write_text(FRAME % width, encoding="utf-8")
        asked.clear()
        dom = chromium(work + "/profile", f"--window-size={width + 40},1000", "--virtual-time-budget=4000", "--dump-dom", at + "/frame.html")
        answer = re.search(r'<pre id="answer">(.*?)</pre>', dom, re.S)
        check(bool(answer), f"{width}: no answer")
        if answer:
            text = answer.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            look(json.loads(text), width)
        others = [a for a in asked if "report.html" not in a and "frame.html" not in a and "favicon" not in a]
        check(not any(o.startswith("/") for o in others), f"{width}: asked for {others}")
    server.shutdown()
    for name, most in (("www/report", 40), ("brief", 1)):
        pdf = work + "/out.pdf"
        chromium(work + "/profile", "--print-to-pdf=" + pdf, f"file://{work}/{name}.html")
        check(os.path.exists(pdf) and 1 <= pages(pdf) <= most, f"{name}: pages of print")
        if os.path.exists(pdf) and shutil.which("pdftotext"):
            printed = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True).stdout
            flat = re.sub(r"\s", "", printed)
            check("不作为处罚决定" in flat and printed.count("sha256:") >= pages(pdf), f"{name}: notice and digests on every page")
            if name == "www/report":
                check("356.903226" in flat and "0.629320" in flat and "第九十九条第二项" in flat, "print leaves something out")
        os.path.exists(pdf) and os.remove(pdf)

print("all as expected" if not failures else f"{len(failures)} failures")
sys.exit(1 if failures else 0)
