"""What the tests in the browser share: a headless chromium that reaches no host but this one, a page in a frame of a given
width, and what is asked of it from outside, for the pages themselves run nothing."""
import http.server, json, pathlib, re, shutil, subprocess, sys, threading

browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
failures = []

FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}iframe{border:0;width:%dpx;height:900px}</style>
<iframe id="f" src="/%s"></iframe><pre id="answer"></pre><script>
document.getElementById('f').onload = e => {
  const d = e.target.contentDocument, w = e.target.contentWindow, wide = d.documentElement.clientWidth;
  const past = [...d.querySelectorAll('body *')].filter(x => !x.closest('svg') && x.getBoundingClientRect().right > wide + 1)
    .map(x => x.tagName + '.' + x.className);
  const answer = {scroll: d.documentElement.scrollWidth, wide, past, images: d.images.length, scripts: d.scripts.length};
  Object.assign(answer, (d => (%s))(d));
  document.getElementById('answer').textContent = JSON.stringify(answer);
};</script>"""


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
    return subprocess.run(command, capture_output=True, text=True, timeout=300).stdout


def ask(work, at, asked, page, width, question):
    """What `question`, a JavaScript object of the document `d`, says of the page at that width; None: no answer."""
    pathlib.Path(work, "www", "frame.html").write_text(FRAME % (width, page, question), encoding="utf-8")
    asked.clear()
    dom = chromium(work + "/profile", f"--window-size={width + 40},1000", "--virtual-time-budget=4000", "--dump-dom", at + "/frame.html")
    answer = re.search(r'<pre id="answer">(.*?)</pre>', dom, re.S)
    others = [a for a in asked if page not in a and "frame.html" not in a and "favicon" not in a]
    check(not any(o.startswith("/") for o in others), f"{page} {width}: asked for {others}")
    check(bool(answer), f"{page} {width}: no answer")
    if not answer:
        return None
    a = json.loads(answer.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    check(a["scroll"] <= a["wide"] and not a["past"], f"{page} {width}: runs over the edge: {a['past'][:5]}")
    check(a["images"] == 0 and a["scripts"] == 0, f"{page} {width}: pictures or scripts in the page")
    return a


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pathlib.Path(pdf).read_bytes()))


def printed(work, page):
    """The pages of the print, and its text without blanks ("" where there is no pdftotext)."""
    pdf = pathlib.Path(work, "out.pdf")
    pdf.unlink(missing_ok=True)
    chromium(work + "/profile", f"--print-to-pdf={pdf}", f"file://{work}/{page}")
    check(pdf.exists(), f"{page}: no print")
    if not pdf.exists():
        return 0, ""
    text = ""
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True).stdout
    return pages(pdf), re.sub(r"\s", "", text)


def finish():
    print("all as expected" if not failures else f"{len(failures)} failures")
    sys.exit(1 if failures else 0)
