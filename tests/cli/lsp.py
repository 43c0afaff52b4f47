#!/usr/bin/env python3
"""An editor at work with `huanchi lsp`, over the protocol alone: $1 is the program, $2 the source folder.

Places are counted here in UTF-16 code units, independently of the program.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
failures = []


def check(name, seen, wanted):
    if seen != wanted:
        failures.append(f"{name}: {seen!r} instead of {wanted!r}")


def holds(name, text, *parts):
    for part in parts:
        if part not in text:
            failures.append(f"{name}: no {part!r} in {text!r}")


def units(text):
    return len(text.encode("utf-16-le")) // 2


def uri_of(path):
    return "file://" + urllib.parse.quote(str(path))


class Document:
    def __init__(self, path, text):
        self.path, self.text, self.uri, self.version = path, text, uri_of(path), 1

    def place(self, line_with, word, behind=0):
        """Where `word` begins (or ends, `behind` = 1) in the first line that holds `line_with`."""
        for number, line in enumerate(self.text.split("\n")):
            if line_with in line:
                at = line.index(word) + (len(word) if behind else 0)
                return {"line": number, "character": units(line[:at])}
        raise AssertionError(f"no line with {line_with!r}")

    def within(self, line_with, word):
        at = self.place(line_with, word)
        return {"line": at["line"], "character": at["character"] + 1}

    def range(self, line_with, word):
        return {"start": self.place(line_with, word), "end": self.place(line_with, word, 1)}

    def slice(self, a_range):
        lines = self.text.split("\n")

        def offset(p):
            line, seen, i = lines[p["line"]], 0, 0
            while seen < p["character"]:
                seen += units(line[i])
                i += 1
            return sum(len(x) + 1 for x in lines[: p["line"]]) + i

        return offset(a_range["start"]), offset(a_range["end"])

    def edited(self, edit):
        begin, end = self.slice(edit["range"])
        return self.text[:begin] + edit["newText"] + self.text[end:]


class Editor:
    def __init__(self, *options, environment=None):
        self.server = subprocess.Popen([program, "lsp", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env=environment)
        self.next_id, self.diagnostics, self.asked = 0, {}, []

    def raw(self, data):
        self.server.stdin.write(data)
        self.server.stdin.flush()

    def send(self, message):
        body = json.dumps(message, ensure_ascii=False).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def read(self):
        length = None
        while (line := self.server.stdout.readline().strip()) != b"":
            key, value = line.split(b":")
            if key == b"Content-Length":
                length = int(value)
        if length is None:
            raise AssertionError("the server has gone: " + self.server.stderr.read().decode())
        return json.loads(self.server.stdout.read(length))

    def notify(self, method, params=None):
        self.send({"jsonrpc": "2.0", "method": method, "params": params or {}})

    def note(self, message):
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]
        elif "method" in message:
            self.asked.append(message["method"])

    def reply(self):
        """The next reply; what the server says of its own accord before it is kept."""
        while "method" in (message := self.read()):
            self.note(message)
        return message

    def ask(self, method, params=None):
        self.next_id += 1
        self.send({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params})
        reply = self.reply()
        check("id of the reply", reply["id"], self.next_id)
        return reply.get("result", reply.get("error"))

    def error(self, method, params=None):
        answer = self.ask(method, params)
        return answer["code"] if isinstance(answer, dict) and "code" in answer else answer

    def at(self, method, document, place, **more):
        return self.ask("textDocument/" + method, {"textDocument": {"uri": document.uri}, "position": place, **more})

    def open(self, document):
        self.notify("textDocument/didOpen", {"textDocument": {"uri": document.uri, "languageId": "huanchi", "version": document.version,
                                                              "text": document.text}})
        return self.settled(document)

    def change(self, document, text):
        document.text, document.version = text, document.version + 1
        self.notify("textDocument/didChange", {"textDocument": {"uri": document.uri, "version": document.version},
                                               "contentChanges": [{"text": text}]})
        return self.settled(document)

    def settled(self, document):
        """The diagnostics of the version that the document has now."""
        while self.diagnostics.get(document.uri, {}).get("version") != document.version:
            self.note(self.read())
        return self.diagnostics[document.uri]["diagnostics"]

    def start(self, root, **more):
        return self.ask("initialize", {"processId": None, "rootUri": uri_of(root), "capabilities": {
            "textDocument": {"publishDiagnostics": {"relatedInformation": True}, "hover": {"contentFormat": ["markdown"]}},
            "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}, **more})

    def end(self, wanted):
        self.server.stdin.close()
        check("exit code", self.server.wait(10), wanted)
        self.server.stdout.close()
        self.server.stderr.close()

    def stop(self):
        check("shutdown", self.ask("shutdown"), None)
        check("a request after shutdown", self.error("textDocument/hover"), -32600)
        self.notify("exit")
        self.end(0)


good = """\
standard DB22T9 "某省锅炉\U00020BB7大气污染物排放标准" {
  number "DB22/T 9-2020"
  level provincial
  effective from 2020-07-01
}

limits 表1 of DB22T9 "𠮷" {
  medium air
  judge 小时均值
  where 类别 = 锅炉 and 环评批复日期 >= 2020-07-01
  violation exceed_discharge_standard

  by 燃料:    燃煤  燃油  燃气
  二氧化硫  <=   100    50    35  mg/m³  clause "𠮷𠮷 4.1" when 重点地区 = yes
  颗粒物    <=    30    20    10  mg/m³
}
"""


def author_at_work(root, environment):
    document = Document(root / "省标 锅炉.rules", good)
    # Two mistakes behind characters that take two code units: a field that is none, a unit that is none.
    broken = good.replace("when 重点地区", "when 重点地址").replace("10  mg/m³", "10  mg/m")
    document.text = broken
    document.path.write_text(broken, encoding="utf-8")

    editor = Editor("--lang", "zh", environment=environment)
    check("a request before initialize", editor.error("textDocument/hover"), -32002)
    capabilities = editor.start(root)["capabilities"]
    for name in ("hoverProvider", "definitionProvider", "referencesProvider", "documentSymbolProvider", "documentFormattingProvider"):
        check(name, capabilities[name], True)
    editor.notify("initialized")
    while "client/registerCapability" not in editor.asked:
        editor.note(editor.read())
    editor.send({"jsonrpc": "2.0", "id": "watch", "result": None})
    check("initialize again", editor.error("initialize", {}), -32600)
    check("an unknown request", editor.error("textDocument/colour", {}), -32601)
    check("wrong parameters", editor.error("textDocument/hover", {"position": 3}), -32602)

    found = editor.open(document)
    check("codes", [d["code"] for d in found], ["M004", "M005"])
    check("place of the field", found[0]["range"], document.range("二氧化硫", "重点地址"))
    check("place of the unit", found[1]["range"], document.range("颗粒物 ", "mg/m"))
    holds("message", found[0]["message"], "没有名为 “重点地址” 的字段", "重点地区")
    check("severity", [d["severity"] for d in found], [1, 1])

    actions = editor.ask("textDocument/codeAction", {"textDocument": {"uri": document.uri}, "range": found[0]["range"],
                                                     "context": {"diagnostics": []}})
    check("one correction", len(actions), 1)
    found = editor.change(document, document.edited(actions[0]["edit"]["changes"][document.uri][0]))
    check("one mistake less", [d["code"] for d in found], ["M005"])

    # The other by a change of one character, behind a surrogate pair of the same document.
    place = document.place("颗粒物 ", "mg/m", 1)
    document.text, document.version = good, document.version + 1
    editor.notify("textDocument/didChange", {"textDocument": {"uri": document.uri, "version": document.version},
                                             "contentChanges": [{"range": {"start": place, "end": place}, "text": "³"}]})
    check("no mistake", editor.settled(document), [])

    edits = editor.ask("textDocument/formatting", {"textDocument": {"uri": document.uri}, "options": {"tabSize": 2, "insertSpaces": True}})
    laid_out = document.edited(edits[0])
    document.path.write_text(laid_out, encoding="utf-8")
    check("formatting is that of fmt", subprocess.run([program, "rules", "fmt", "--check", str(document.path)]).returncode, 0)
    check("no mistake after formatting", editor.change(document, laid_out), [])
    check("formatting again", editor.ask("textDocument/formatting", {"textDocument": {"uri": document.uri}, "options": {}}), [])

    cell = editor.at("hover", document, document.within("二氧化硫", "35"))
    check("what the hover is about", cell["range"], document.range("二氧化硫", "35"))
    holds("provision", cell["contents"]["value"], "≤ 35 mg/m³", "DB22/T 9-2020 𠮷𠮷 4.1", "2020-07-01 起", "省级", "可信度：高",
          "小时均值", "exceed", "key_region = yes", "DB22T9.表1.二氧化硫.燃气")
    check("one provision", cell["contents"]["value"].count("标识"), 1)
    row = editor.at("hover", document, document.within("颗粒物", "颗粒物"))
    holds("factor and provisions of a row", row["contents"]["value"], "`a34013`", "≤ 30 mg/m³", "≤ 20 mg/m³", "≤ 10 mg/m³")
    holds("field", editor.at("hover", document, document.within("where", "环评批复日期"))["contents"]["value"], "`eia_approved`", "日期")
    holds("statistic", editor.at("hover", document, document.within("judge", "小时均值"))["contents"]["value"], "hourly_mean", "HJ 212-2017")
    holds("document", editor.at("hover", document, document.within("limits", "DB22T9"))["contents"]["value"], "DB22/T 9-2020", "省级", "2020-07-01 起")
    holds("unit", editor.at("hover", document, document.within("颗粒物", "mg/m³"))["contents"]["value"], "mg/m³", "0.000001")
    holds("keyword", editor.at("hover", document, document.within("judge", "judge"))["contents"]["value"], "判定")

    own = editor.at("definition", document, document.within("limits", "DB22T9"))
    check("definition of the document", own, [{"uri": document.uri, "range": document.range("standard", "DB22T9")}])
    uses = editor.at("references", document, document.within("standard", "DB22T9"), context={"includeDeclaration": False})
    check("uses of the document", uses, [{"uri": document.uri, "range": document.range("limits", "DB22T9")}])
    built_in = editor.at("definition", document, document.within("where", "环评批复日期"))
    check("one definition of a field of the library", len(built_in), 1)
    path = pathlib.Path(urllib.parse.unquote(built_in[0]["uri"][len("file://"):]))
    records = Document(path, path.read_text(encoding="utf-8"))
    check("the library's own text", records.text, (source / "rules/core/records.rules").read_text(encoding="utf-8"))
    check("place in the library", built_in[0]["range"], records.range("field 环评批复日期", "环评批复日期"))
    check("the copy is read-only", os.stat(path).st_mode & 0o222, 0)
    check("the library's file opened brings no doubles", editor.open(records), [])
    check("nor in the author's file", editor.diagnostics[document.uri]["diagnostics"], [])
    editor.notify("textDocument/didClose", {"textDocument": {"uri": records.uri}})

    def labels(before, after=""):
        draft = Document(document.path, laid_out.replace("  violation", before + after + "\n  violation", 1))
        draft.version = document.version + 1
        editor.change(draft, draft.text)
        document.version = draft.version
        line = draft.place(before, before, 1)
        return {i["label"]: i for i in editor.at("completion", draft, line)["items"]}

    values = labels("  where 燃料 = 燃")
    check("values of a field", sorted(values), sorted(["燃煤", "燃油", "燃气"]))
    check("the word that they replace", values["燃煤"]["textEdit"]["range"],
          {"start": {"line": 9 + 1, "character": units("  where 燃料 = ")}, "end": {"line": 9 + 1, "character": units("  where 燃料 = 燃")}})
    holds("fields in both languages", labels("  where 𠮷 = 1 and "), "环评批复日期", "eia_approved", "not", "非")
    holds("statistics", labels("  judge "), "日均值", "daily_mean")
    begin = labels("  w")
    holds("keywords and factors at the start of a line", begin, "where", "适用", "judge", "颗粒物")
    check("no factor of water in a table of air", "化学需氧量" in begin, False)
    units_here = labels("  二氧化硫 <= 1 2 3 m")
    check("units of the factor's dimension", ("mg/m³" in units_here, "dB(A)" in units_here, "when" in units_here), (True, False, True))
    check("nothing in a comment", labels("  // wh"), {})
    editor.change(document, laid_out)

    outline = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": document.uri}})
    check("outline", [(s["name"], s.get("detail")) for s in outline], [("DB22T9", "某省锅炉𠮷大气污染物排放标准"), ("表1", "𠮷")])
    check("rows in the outline", [s["name"] for s in outline[1]["children"]], ["二氧化硫", "颗粒物"])

    # A document that the library has, declared anew in the folder, replaces it; on disk only, seen after a save.
    own_text = (source / "rules/national/noise/GB12348-2008.rules").read_text(encoding="utf-8").replace("GB 12348-2008", "GB 12348-2999")
    (root / "own.rules").write_text(own_text, encoding="utf-8")
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(root / "own.rules"), "type": 1}]})
    twice = Document(root / "twice.rules", 'standard GB12348 "又一次" {\n  number "GB 12348-3000"\n  level national\n  effective from 2030-01-01\n}\n')
    double = [d for d in editor.open(twice) if d["code"] == "M003"]
    check("declared twice", len(double), 1)
    check("where it was first declared", [r["location"]["uri"] for r in double[0]["relatedInformation"]], [uri_of(root / "own.rules")])
    check("what to call that", double[0]["relatedInformation"][0]["message"], "首次声明在此")
    editor.notify("textDocument/didClose", {"textDocument": {"uri": twice.uri}})
    del editor.diagnostics[twice.uri]
    while twice.uri not in editor.diagnostics:
        editor.note(editor.read())
    check("a closed document has no diagnostics", editor.diagnostics[twice.uri]["diagnostics"], [])
    editor.stop()


def robustness(root, environment):
    editor = Editor(environment=environment)
    editor.raw(b"Content-Length: 3\r\n\r\n{{{")
    check("no JSON", editor.reply()["error"]["code"], -32700)
    editor.raw(b"Content-Length: 7\r\n\r\n\"\xff\xfe\xfd\"  ")
    check("no UTF-8", editor.reply()["error"]["code"], -32700)
    editor.raw(b"Content-Length: 2\r\n\r\n[]")
    check("a batch", editor.reply()["error"]["code"], -32600)
    editor.send({"id": 1, "method": "initialize"})
    check("no version", editor.reply()["error"]["code"], -32600)
    editor.send({"jsonrpc": "2.0", "id": {}, "method": "initialize"})
    check("an id that is none", editor.reply()["error"]["code"], -32600)
    editor.raw(b"Content-Type: text/plain\r\n\r\n")
    check("no length", editor.reply()["error"]["code"], -32700)
    editor.raw(b"Content-Length: -5\r\n\r\n")
    editor.raw(b"Content-Length: 70000000\r\n\r\n" + b"x" * 70000000)
    check("too long", editor.reply()["error"]["code"], -32700)
    nested = b"[" * 100000
    editor.raw(b"Content-Length: %d\r\n\r\n" % len(nested) + nested)
    check("nested deeply and never closed", editor.reply()["error"]["code"], -32700)
    nested += b"]" * 100000
    editor.raw(b"Content-Length: %d\r\n\r\n" % len(nested) + nested)
    check("nested deeply", editor.reply()["error"]["code"], -32600)
    check("alive", editor.error("textDocument/hover"), -32002)
    editor.start(root, locale="en-GB")
    broken = Document(root / "b.rules", "wher\nlimits {{{ \u0000 \"\n")
    found = editor.open(broken)
    holds("English by the editor's locale", found[0]["message"], "expected a keyword at the start of the line")
    for line in range(4):
        for character in (0, 3, 99, 2**32):
            at = {"line": line, "character": character}
            for method in ("hover", "definition", "completion"):
                editor.at(method, broken, at)
    check("formatting a broken file", editor.ask("textDocument/formatting", {"textDocument": {"uri": broken.uri}}), [])
    check("an unknown document", editor.error("textDocument/documentSymbol", {"textDocument": {"uri": "file:///none"}}), -32602)
    check("a negative line", editor.error("textDocument/hover", {"textDocument": {"uri": broken.uri}, "position": {"line": -1, "character": 0}}), -32602)
    editor.notify("textDocument/didChange", {"textDocument": {"uri": broken.uri}})
    while "window/logMessage" not in editor.asked:
        editor.note(editor.read())
    editor.notify("$/cancelRequest", {"id": 1})
    editor.notify("no/such/notification")
    unsaved = Document("", "standard A \"a\" {\n  number \"A\"\n  level national\n  effective from 2020-01-01\n}\n")
    unsaved.uri = "untitled:Untitled-1"
    check("a document without a file", editor.open(unsaved), [])
    editor.notify("exit")
    editor.end(1)
    gone = Editor(environment=environment)
    gone.end(1)


def english_library(environment):
    """In the folder of the library itself its files stand for the built-in ones, and nothing is wrong with them."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        editor = Editor("--rules", str(source / "rules"), environment=environment)
        editor.start(root, locale="en")
        path = source / "rules/national/water/GB18918-2002.rules"
        document = Document(path, path.read_text(encoding="utf-8"))
        check("the library is sound", editor.open(document), [])
        check("and so are its other files", [u for u, d in editor.diagnostics.items() if d["diagnostics"]], [])
        text = editor.at("hover", document, document.within("总磷（以P计）         <=    0.5", "0.5"))["contents"]["value"]
        holds("hover in English", text, "GB 18918-2002 表1", "from 2003-07-01", "eia_approved >= 2006-01-01", "confidence: high", "≤ 0.5 mg/L")
        there = editor.at("definition", document, document.within("总磷（以P计）         <=    0.5", "总磷"))
        check("definition in the folder", [x["uri"] for x in there], [uri_of(source / "rules/core/factors.rules")])
        many = editor.at("references", document, document.within("standard GB18918", "GB18918"), context={"includeDeclaration": True})
        check("references in several files", {x["uri"] for x in many}, {document.uri, uri_of(source / "rules/core/statistics.rules")})
        editor.stop()


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder).resolve()
    environment = {**os.environ, "XDG_CACHE_HOME": str(work / "cache"), "LC_ALL": "C.UTF-8"}
    (work / "规则 库").mkdir()
    (work / "empty").mkdir()
    author_at_work(work / "规则 库", environment)
    robustness(work / "empty", environment)
    english_library(environment)
for failure in failures:
    print("FAILED:", failure)
print("all as expected" if not failures else f"{len(failures)} failures")
sys.exit(bool(failures))
