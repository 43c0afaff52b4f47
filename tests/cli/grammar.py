#!/usr/bin/env python3
"""The TextMate grammar has every keyword of the language, and its expressions find what they should.

$1 is the source folder. With --update the lists of keywords in the grammar are written anew from the language's own table.
"""
import json
import pathlib
import re
import sys

source = pathlib.Path([a for a in sys.argv[1:] if a != "--update"][0])
path = source / "cli/editor/huanchi.tmLanguage.json"
table = (source / "engine/syntax/keywords.cpp").read_text(encoding="utf-8")
entries = re.findall(r'\{keyword::(\w+),\s*"([^"]+)",\s*"([^"]+)",\s*arity::\w+,\s*(true|false)\}', table)
ids = re.findall(r"^\s*\{keyword::", table, re.M)
failures = []


def check(name, seen, wanted):
    if seen != wanted:
        failures.append(f"{name}: {seen!r} instead of {wanted!r}")


def declarations():
    """The first group of the enumeration."""
    header = (source / "engine/syntax/keywords.hpp").read_text(encoding="utf-8")
    return re.findall(r"\w+", re.search(r"// declarations\n(.*?)//", header, re.S).group(1))


def group_of(name, is_operator, declaring):
    if name in declaring:
        return "declaration"
    if name in ("by", "value", "rows", "columns"):
        return "header"
    if name in ("yes", "no", "not_detected", "prohibited"):
        return "constant"
    return "word_operator" if is_operator == "true" else "part"


groups = {"declaration": [], "header": [], "part": [], "constant": [], "word_operator": []}
declaring = declarations()
for name, en, zh, is_operator in entries:
    groups[group_of(name, is_operator, declaring)] += [en, zh]


def expression(words):
    # Longer words first, a whole word only, and no part of a dotted name.
    return r"(?<![\w.])(?:" + "|".join(sorted(words, key=lambda w: (-len(w), w))) + r")(?!\w|\.\w)"


if "--update" in sys.argv:
    text = path.read_text(encoding="utf-8")
    for group, words in groups.items():
        line = re.compile(r'("%s": \{"name": "[^"]+", "match": )"(?:[^"\\]|\\.)*"' % group)
        text = line.sub(lambda m: m.group(1) + json.dumps(expression(words), ensure_ascii=False), text)
    path.write_text(text, encoding="utf-8")

grammar = json.loads(path.read_text(encoding="utf-8"))
rules = grammar["repository"]
check("keywords read from the table", len(entries), len(ids))
check("keywords enough to be all", len(entries) > 80, True)


def expressions(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("match", "begin", "end"):
                yield value
            else:
                yield from expressions(value)
    elif isinstance(node, list):
        for value in node:
            yield from expressions(value)


for e in expressions(grammar):
    try:
        re.compile(e)
    except re.error as problem:
        failures.append(f"{e!r}: {problem}")
for p in grammar["patterns"]:
    check("included", p["include"][1:] in rules, True)

for group, words in groups.items():
    found = re.compile(rules[group]["match"])
    for word in words:
        check(f"{word} in {group} (python3 tests/cli/grammar.py --update .)", bool(found.fullmatch(word)), True)
        for more in (word + "x", "x" + word, word + "水", "表." + word, word + ".表"):
            if more not in words:
                check(f"{more} in {group}", bool(found.fullmatch(more)), False)


def scope(line, word):
    """The scope of the first pattern, in the order of the grammar, that matches at the word."""
    at = line.index(word)
    for p in grammar["patterns"]:
        rule = rules[p["include"][1:]]
        for one in rule.get("patterns", [rule]):
            e = one.get("match") or one["begin"]
            if re.compile(e).match(line, at):
                return one.get("name") or one["captures"]["1"]["name"]
    return None


row = '  氨氮（以N计）  <=  8  15  mg/L  when 水温 <= 12 ℃ effective from 2028-01-01 // when'
check("label", scope(row, "氨氮"), None)
check("sign", scope(row, "<="), "keyword.operator.huanchi")
check("number", scope(row, "15"), "constant.numeric.huanchi")
check("keyword", scope(row, "when"), "keyword.control.huanchi")
check("field", scope(row, "水温"), None)
check("date", scope(row, "2028"), "constant.other.date.huanchi")
check("comment", scope(row, "//"), "comment.line.double-slash.huanchi")
check("declaration", scope("限值表 表1 出自 GB1", "限值表"), "storage.type.huanchi")
check("name that begins with a keyword", scope("limits 标准样品 of A", "标准样品"), None)
check("dotted name", scope("of GB1.limits", "limits"), None)
check("header", scope("  by 级别: 一级A", "by"), "keyword.other.header.huanchi")
check("operator", scope("当 水温 介于 6..9", "介于"), "keyword.operator.word.huanchi")
check("constant", scope("重点地区 = 是", "是"), "constant.language.huanchi")
check("text", scope("注 “水温”", "“"), "string.quoted.other.huanchi")
for name in ("package.json", "language-configuration.json"):
    json.loads((source / "cli/editor" / name).read_text(encoding="utf-8"))
for failure in failures:
    print("FAILED:", failure)
print("all as expected" if not failures else f"{len(failures)} failures")
sys.exit(bool(failures))
