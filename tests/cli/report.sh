#!/usr/bin/env bash
# What people look at: one HTML file and a workbook, made from the samples.
. "$(dirname "$0")/lib.sh"
inputs=(--facilities "$samples/facilities.json" --data "$samples/water.csv" --data "$samples/air.csv" --data "$samples/manual.ndjson")
cd "$work"
expect_code 1 "$huanchi" check "${inputs[@]}" --store t.db --format json

expect_code 0 "$huanchi" report --store t.db "${inputs[@]}" -o r.html --lang zh
for part in '疑似线索，须经核查，不作为处罚决定' 'data-limit="300"' 'data-time="2026-05-22T00:00" data-value="356.903226"' \
  'data-time="2026-05-20T10:30" data-value="92"' 'GB 18918-2002 表1' '为何不是别的' "default-src 'none'"; do
  expect_in r.html "$part"
done
[ "$(grep -o '<article' r.html | wc -l)" = 5 ] || fail "five tickets should be in the report"
[ "$(grep -oE '<script|https?://|<link|@import|src=' r.html | wc -l)" = 0 ] || fail "the page fetches or runs something"
cp r.html again && expect_code 0 "$huanchi" report --store t.db "${inputs[@]}" -o r.html --lang zh && expect_same again r.html "the same report twice"

# From the store alone, and in part.
expect_code 0 "$huanchi" report --store t.db -o s.html --lang zh
expect_in s.html '没有给出数据'
expect_in s.html 'data-value="0.629320"'
expect_code 0 "$huanchi" report --store t.db --factor w21011 -o one.html --lang en
[ "$(grep -o '<article' one.html | wc -l)" = 1 ] || fail "one ticket is about total phosphorus"
expect_code 0 "$huanchi" report --store t.db --facilities "$samples/facilities.json" --region 440000 -o none.html --lang zh
[ "$(grep -o '<article' none.html | wc -l)" = 0 ] || fail "no site lies in another province"
expect_code 2 "$huanchi" report --store t.db --region 220102 -o x.html
expect_code 2 "$huanchi" report --store t.db
expect_code 2 "$huanchi" report --store none.db -o x.html
expect_code 2 "$huanchi" report --store t.db -o no/such/folder.html

# A morning: on 22 May the boiler's episode goes on, on 23 May it has ended.
expect_code 0 "$huanchi" brief --date 2026-05-22 --store t.db "${inputs[@]}" -o b.html --lang zh
expect_in b.html '持续（1）'
expect_in b.html '新发（0）'
expect_code 0 "$huanchi" report brief --date 2026-05-23 --store t.db --facilities "$samples/facilities.json" -o c.html --lang zh
expect_in c.html '结束（当日判为达标）（1）'
expect_code 2 "$huanchi" brief --store t.db -o b.html

# A name that a spreadsheet would take for a formula, and a browser for a tag.
sed 's/样例南站供热有限公司锅炉房（虚构）/=cmd()<img src=x onerror=alert(1)>/' "$samples/facilities.json" >f.json
expect_code 1 "$huanchi" check --facilities f.json --data "$samples/air.csv" --store bad.db --format json
expect_code 0 "$huanchi" report --store bad.db --facilities f.json -o bad.html --lang zh
expect_in bad.html '=cmd()&lt;img src=x onerror=alert(1)&gt;'
grep -q '<img' bad.html && fail "a tag from a name"
expect_code 0 "$huanchi" report --store bad.db --facilities f.json -o bad.xlsx --lang zh
expect_code 0 "$huanchi" report --store t.db "${inputs[@]}" -o t.xlsx --lang zh
python3 - <<'P' || fail "the workbooks are not what was asked for"
import re, zipfile
def texts(name):
    z = zipfile.ZipFile(name)
    strings = re.findall(r"<si>.*?</si>", z.read("xl/sharedStrings.xml").decode(), re.S)
    sheets = [z.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)]
    return strings, sheets
strings, sheets = texts("bad.xlsx")
assert any("=cmd()&lt;img" in s for s in strings)
assert not any("<f>" in s for s in sheets), "a formula"
strings, sheets = texts("t.xlsx")
for s in sheets:
    assert "<autoFilter" in s and 'state="frozen"' in s and '<c r="A1" s="1" t="s">' in s
    assert not re.search(r'<c [^>]*><v>', re.sub(r'<c [^>]*t="s"[^>]*><v>', "", s)), "a number that is no text"
for want in ("企业名称", "统一社会信用代码", "超标倍数", "处罚条款", "罚款幅度", "整改期限", "356.903226", "0.629320", "GB 13271-2014"):
    assert any(f">{want}<" in s for s in strings), want
assert sheets[0].count("<row ") == 1 + 5
assert sheets[1].count("<row ") == 1 + 12 + 31  # violations and undetermined, as the samples' README counts them
P
finish
