"""The report in a browser: charts carry the points of the sample data, nothing overflows at phone and desktop width, nothing is
fetched but the page, print cuts nothing off. report.py PROGRAM SOURCE_DIR; exit 77 where there is no chromium."""
import pathlib, subprocess, sys, tempfile, os

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from pages import ask, browser, check, finish, printed, serve

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
if not browser:
    print("no chromium: skipped")
    sys.exit(77)
samples = source / "tests" / "samples"

CHARTS = """{charts: [...d.querySelectorAll('article')].map(a => ({
    title: a.querySelector('h3').textContent, limits: [...a.querySelectorAll('[data-limit]')].map(x => x.dataset.limit),
    bad: [...a.querySelectorAll('.x')].map(x => [x.dataset.time, x.dataset.value]), met: a.querySelectorAll('.chart circle').length,
    named: !!a.querySelector('svg[role=img] > title'), table: a.querySelectorAll('details table tr').length,
    clipped: [...a.querySelectorAll('svg.chart text')].filter(t => { const r = t.getBoundingClientRect(),
      s = t.closest('svg').getBoundingClientRect(); return r.width && (r.left < s.left - 1 || r.right > s.right + 1); }).length,
    small: Math.min(...[...a.querySelectorAll('svg.chart .ty')].map(t => t.getBoundingClientRect().height))}))}"""

# tests/samples/README.md, "5 月的结果"
SO2 = [["2026-05-21T20:00", "328.421053"], ["2026-05-21T21:00", "342.765957"], ["2026-05-21T22:00", "341.375"],
       ["2026-05-21T23:00", "354.189474"], ["2026-05-22T00:00", "356.903226"], ["2026-05-22T01:00", "342.568421"],
       ["2026-05-22T02:00", "331.25"], ["2026-05-22T03:00", "327.284211"]]
EXPECTED = {"二氧化硫": (SO2, ["300"]), "pH": ([["2026-05-18T14:00", "9.2"]], ["9", "6"]),
            "总磷": ([["2026-05-24T00:00", "0.629320"]], ["0.5"])}


def look(answer, width):
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
        answer = ask(work, at, asked, "report.html", width, CHARTS)
        if answer:
            look(answer, width)
    server.shutdown()
    for name, most in (("www/report", 40), ("brief", 1)):
        count, flat = printed(work, name + ".html")
        check(1 <= count <= most, f"{name}: pages of print")
        if flat:
            check("不作为处罚决定" in flat and flat.count("sha256:") >= count, f"{name}: notice and digests on every page")
            if name == "www/report":
                check("356.903226" in flat and "0.629320" in flat and "第九十九条第二项" in flat, "print leaves something out")
finish()
