"""The dossier of a site and the print forms in a browser: at phone and desktop width nothing overflows and all is legible, curves
carry the points of the sample data, blanks are seen, print cuts nothing off. visit.py PROGRAM SOURCE_DIR; exit 77 where there is
no chromium."""
import os, pathlib, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from pages import ask, browser, check, finish, printed, serve

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
if not browser:
    print("no chromium: skipped")
    sys.exit(77)
samples = source / "tests" / "samples"
SITE = "91220102MA0000012X001V"  # the boiler house

QUESTION = """{
  text: d.body.textContent,
  forms: [...d.querySelectorAll('section.form')].map(f => ({id: f.id, unreviewed: f.textContent.includes('格式未经核对'),
    lead: f.textContent.includes('疑似线索，须经核查，不作为处罚决定'),
    blanks: [...f.querySelectorAll('.blank')].map(b => [b.getBoundingClientRect().width, b.getBoundingClientRect().height,
      d.defaultView.getComputedStyle(b).borderBottomStyle]),
    marks: [...new Set([...f.querySelectorAll('.blank b')].map(b => b.textContent))].join('')})),
  charts: [...d.querySelectorAll('figure')].map(a => ({title: a.querySelector('h3').textContent,
    limits: [...a.querySelectorAll('[data-limit]')].map(x => x.dataset.limit),
    bad: [...a.querySelectorAll('.x')].map(x => [x.dataset.time, x.dataset.value]),
    label: Math.min(...[...a.querySelectorAll('svg.chart .ty')].map(t => t.getBoundingClientRect().height)),
    clipped: [...a.querySelectorAll('svg.chart text')].filter(t => { const r = t.getBoundingClientRect(),
      s = t.closest('svg').getBoundingClientRect(); return r.width && (r.left < s.left - 1 || r.right > s.right + 1); }).length})),
  small: [...d.querySelectorAll('p,li,td,dd,dt')].filter(x => x.textContent.trim() && !x.closest('svg') &&
    parseFloat(d.defaultView.getComputedStyle(x).fontSize) < 11).length,
  order: [...d.querySelectorAll('h2[id]')].map(x => x.id)}"""

# tests/samples/README.md, "5 月的结果"
SO2 = [["2026-05-21T20:00", "328.421053"], ["2026-05-21T21:00", "342.765957"], ["2026-05-21T22:00", "341.375"],
       ["2026-05-21T23:00", "354.189474"], ["2026-05-22T00:00", "356.903226"], ["2026-05-22T01:00", "342.568421"],
       ["2026-05-22T02:00", "331.25"], ["2026-05-22T03:00", "327.284211"]]
FORMS = ["lead", "inspection", "sampling", "electronic_evidence", "order", "service", "reinspection", "daily_fines", "closing",
         "case_index", "transfer"]


def look_at_forms(a, width):
    check([f["id"] for f in a["forms"]] == FORMS, f"forms {width}: {[f['id'] for f in a['forms']]}")
    for f in a["forms"]:
        check(f["unreviewed"] and f["lead"], f"forms {width}: {f['id']}: unreviewed, a lead")
        check(f["blanks"] and all(w > 20 and h > 12 and s == "solid" for w, h, s in f["blanks"]),
              f"forms {width}: {f['id']}: blanks {f['blanks'][:3]}")
        check(f["marks"] != "", f"forms {width}: {f['id']}: no blank says who fills it in")
    check("二氧化硫共有8个监测结果不符合规定" in a["text"], f"forms {width}: the facts")


def look_at_dossier(a, width):
    check(a["order"] == ["look", "orders", "exceedances", "curves", "permits", "limits", "priors", "record"], f"dossier {width}: {a['order']}")
    hours = [c for c in a["charts"] if c["title"] == "DA001 二氧化硫 小时均值"]
    check(len(hours) == 1 and hours[0]["bad"] == SO2 and hours[0]["limits"] == ["300"], f"dossier {width}: hours of SO2: {hours}")
    days = [c for c in a["charts"] if c["title"] == "DA001 二氧化硫 日均值"]
    check(len(days) == 1 and days[0]["bad"] == [] and days[0]["limits"] == ["200"], f"dossier {width}: days of SO2: {days}")
    for c in a["charts"]:
        check(c["clipped"] == 0 and c["label"] >= 8, f"dossier {width}: {c['title']}: labels {c['label']} px, {c['clipped']} cut off")
    check(a["small"] == 0, f"dossier {width}: {a['small']} texts below 11 px")
    check([f["id"] for f in a["forms"]] == ["inspection"] and "见" in a["forms"][0]["marks"], f"dossier {width}: the empty record")
    for part in ("2028-10-31", "自动监测数据的最终审核", "GB 13271-2014 表2", "356.903226", "18 个时段无法判定"):
        check(part in a["text"], f"dossier {width}: nothing of {part}")


with tempfile.TemporaryDirectory() as work:
    os.mkdir(work + "/www")
    data = ["--facilities", samples / "facilities.json"]
    for name in ("water.csv", "air.csv", "manual.ndjson"):
        data += ["--data", samples / name]
    subprocess.run([program, "check", *data, "--store", work + "/t.db", "--summary"], capture_output=True)
    rows = subprocess.run([program, "tickets", "list", "--store", work + "/t.db", "--factor", "a21026", "--format", "csv"],
                          capture_output=True, text=True, check=True).stdout.splitlines()
    subprocess.run([program, "report", "forms", rows[1].split(",")[0], "--facilities", samples / "facilities.json", "--store",
                    work + "/t.db", "-o", work + "/www/forms.html", "--lang", "zh", "-q"], check=True)
    subprocess.run([program, "dossier", SITE, *data, "--as-of", "2026-06-01", "--store", work + "/t.db", "-o",
                    work + "/www/dossier.html", "--lang", "zh", "-q"], check=True)
    asked = []
    server = serve(work + "/www", asked)
    at = f"http://127.0.0.1:{server.server_address[1]}"
    for width in (360, 768, 1280):
        for page, look in (("forms.html", look_at_forms), ("dossier.html", look_at_dossier)):
            answer = ask(work, at, asked, page, width, QUESTION)
            if answer:
                look(answer, width)
    server.shutdown()
    count, text = printed(work, "www/forms.html")
    check(len(FORMS) <= count <= 2 * len(FORMS), f"forms: {count} pages of print")
    if text:
        check(text.count("格式未经核对") == len(FORMS) and text.count("不作为处罚决定") >= count, "forms: what every page of print says")
        for name in ("线索核查表", "责令改正违法行为决定书", "送达回证", "移送函"):
            check(name in text, f"forms: no {name} in print")
    count, text = printed(work, "www/dossier.html")
    check(1 <= count <= 8, f"dossier: {count} pages of print")
    if text:
        check("356.903226" in text and "现场检查（勘察）笔录" in text and text.count("sha256:") >= count, "dossier: print leaves something out")
finish()
