"""Tables as platforms and laboratories export them, written by hand for tests/cli/tables.sh: a CSV in GB18030, a workbook, a
laboratory's report, and the same facts as rows of the contract. Usage: tables.py FOLDER"""
import json, sys, zipfile
from pathlib import Path

folder = Path(sys.argv[1])
SITE, BOILER = "91220102MA0000011X001V", "91220102MA0000012X001V"


def row(site, outlet, time, factor, value, unit, **more):
    return {"enterprise_id": site, "outlet_id": outlet, "time": time, "factor": factor, "value": value, "unit": unit, **more}


def write_rows(name, rows):
    (folder / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))


# 1. A sewage plant: a column a factor, titles above, hours with 时, thousands separators, totals at the foot.
lines, facts = ["城镇污水处理厂小时数据报表,,,,,,", "统计时间：2026-05-01 至 2026-05-02,,,,,,",
                "企业编号,排放口编号,监测时间,化学需氧量(mg/L),氨氮（mg/L）,总磷(mg/L),流量(m³/h)"], []
for day in (1, 2):
    for hour in range(24):
        cod, nh, tp = f"{30 + (hour * 7 + day) % 40}.{hour % 10}", f"{(hour * 3) % 9}.25", f"0.{(hour * 5 + 10) % 97:02d}"
        missing = hour == 3
        lines.append(f'{SITE},DW001,2026年5月{day}日 {hour}时,{cod},{nh},{"--" if missing else tp},"1,2{hour:02d}.5"')
        for factor, value in (("w01018", cod), ("w21003", nh), ("w21011", tp)):
            if not (missing and factor == "w21011"):
                facts.append(row(SITE, "DW001", f"2026-05-{day:02d} {hour:02d}:00", factor, value, "mg/L", flow=f"12{hour:02d}.5"))
lines += ["最大值,,,70,9,1,", "平均值,,,50,4,0.5,"]
(folder / "wide.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))
write_rows("wide.ndjson", facts)
# The same with semicolons and a byte order mark, without the foot; and with one broken byte.
utf8 = "\n".join(line.replace('"1,2', '"12').replace('"', "").replace(",", ";") for line in lines[:-2])
(folder / "semicolons.csv").write_bytes(b"\xef\xbb\xbf" + utf8.encode())
broken = bytearray((folder / "wide.csv").read_bytes())
at = broken.index("2026年5月1日 1时".encode("gb18030")) + 4
broken[at] = 0xFF
(folder / "broken.csv").write_bytes(bytes(broken))

# 2. A boiler house as a workbook: two rows of header over merged cells, dates as numbers with a format, shared and inline
# texts, labels at the ends of the hours, a sheet of notes.
shared = ["锅炉小时数据", "数据时间", "二氧化硫", "实测(mg/m³)", "折算(mg/m³)", "标记", "氧含量(%)", "N", "D", "颗粒物", "说明", "企业编号", "排放口编号",
          BOILER, "DA001"]


def text(place, word):
    return f'<c r="{place}" t="s"><v>{shared.index(word)}</v></c>'


def number(place, digits, style=0):
    return f'<c r="{place}" s="{style}"><v>{digits}</v></c>'


cells = {1: text("A1", "锅炉小时数据"),
         3: text("A3", "企业编号") + text("B3", "排放口编号") + text("C3", "数据时间") + text("D3", "二氧化硫") + text("G3", "颗粒物") + text("J3", "氧含量(%)"),
         4: text("D4", "实测(mg/m³)") + text("E4", "折算(mg/m³)") + text("F4", "标记") + text("G4", "实测(mg/m³)") + text("H4", "折算(mg/m³)") + text("I4", "标记")}
facts = []
for hour in range(1, 25):
    r = 4 + hour
    serial = repr(46143 + hour / 24)  # 2026-05-01
    flag = "D" if hour == 5 else "N"
    so2, dust = 270 + hour, 30 + hour / 10
    site = (text(f"A{r}", BOILER) + text(f"B{r}", "DA001")) if hour == 1 else ""
    cells[r] = (site + number(f"C{r}", serial, 1) + number(f"D{r}", so2) + number(f"E{r}", so2 + 30) + text(f"F{r}", flag) + number(f"G{r}", repr(dust + 0.1)) +
                number(f"H{r}", repr(dust + 5)) + f'<c r="I{r}" t="inlineStr"><is><t> N </t></is></c>' + number(f"J{r}", "9.6999999999999993"))
    for factor, value, corrected, mark in (("a21026", str(so2), str(so2 + 30), flag), ("a34013", repr(dust + 0.1), repr(dust + 5), "N")):
        facts.append(row(BOILER, "DA001", f"2026-05-01 {hour - 1:02d}:00", factor, value, "mg/m³", corrected=corrected, flag=mark, o2="9.7"))
merged = "".join(f'<mergeCell ref="{m}"/>' for m in ("A1:J1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:I3", "J3:J4", "A5:A28", "B5:B28"))
main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
sheet = (f'<?xml version="1.0" encoding="UTF-8"?><worksheet {main}><sheetData>' + "".join(f'<row r="{r}">{c}</row>' for r, c in sorted(cells.items())) +
         f'</sheetData><mergeCells>{merged}</mergeCells></worksheet>')
notes = f'<worksheet {main}><sheetData><row r="1">{text("A1", "说明")}</row></sheetData></worksheet>'
styles = f'''<styleSheet {main}><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy\\-mm\\-dd\\ hh:mm;@"/></numFmts>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="176" applyNumberFormat="1"/></cellXfs></styleSheet>'''
relations = "http://schemas.openxmlformats.org/package/2006/relationships"


def relation(id, kind, target):
    return f'<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/>'


def workbook(name, sheet, extra={}):
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("_rels/.rels", f'<Relationships xmlns="{relations}">{relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="小时数据" sheetId="1" r:id="rId1"/>'
                   f'<sheet name="填报说明" sheetId="2" r:id="rId2"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{relations}">' + relation("rId1", "worksheet", "worksheets/sheet1.xml") +
                   relation("rId2", "worksheet", "/xl/worksheets/sheet2.xml") + relation("rId3", "styles", "styles.xml") +
                   relation("rId4", "sharedStrings", "sharedStrings.xml") + "</Relationships>")
        z.writestr("xl/styles.xml", styles)
        z.writestr("xl/sharedStrings.xml", f'<sst {main}>' + "".join(f"<si><r><t>{w[:1]}</t></r><r><t>{w[1:]}</t></r><rPh><t>x</t></rPh></si>" for w in shared) + "</sst>")
        z.writestr("xl/worksheets/sheet1.xml", sheet)
        z.writestr("xl/worksheets/sheet2.xml", notes)
        for path, content in extra.items():
            z.writestr(path, content)


workbook("boiler.xlsx", sheet)
write_rows("boiler.ndjson", facts)
workbook("bomb.xlsx", f'<worksheet {main}><sheetData>' + " " * (64 << 20) + "</sheetData></worksheet>")
workbook("entities.xlsx", '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>')
(folder / "cut.xlsx").write_bytes((folder / "boiler.xlsx").read_bytes()[:1500])
(folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

# 3. A laboratory's report: a row a factor, the samples side by side, values below detection in three ways.
(folder / "lab.csv").write_text("""检测报告,,,,,,,,
报告编号：JC-2026-0513,,,,,,,,
采样日期：2026-05-13,,,,,,,,
检测项目,单位,第一次,第二次,第三次,均值,检出限,检测方法,备注
化学需氧量,mg/L,55,48,61,55,4,HJ 828-2017,
氨氮,mg/L,0.025L,0.31,<0.025,0.12,0.025,HJ 535-2009,
石油类,mg/L,ND,未检出,1.2,,0.06,HJ 637-2018,
注：低于检出限以“检出限L”表示,,,,,,,,
""")
samples = {"第一次": "2026-05-13 09:00", "第二次": "2026-05-13 11:00", "第三次": "2026-05-13 13:00"}
values = {"化学需氧量": ["55", "48", "61"], "氨氮": ["0.025L", "0.31", "<0.025"], "石油类": ["ND", "未检出", "1.2"]}
methods = {"化学需氧量": ("4", "HJ 828-2017"), "氨氮": ("0.025", "HJ 535-2009"), "石油类": ("0.06", "HJ 637-2018")}
(folder / "lab.json").write_text(json.dumps({
    "schema": "huanchi.mapping/1", "header_rows": [4],
    "constants": {"enterprise_id": SITE, "outlet_id": "DW001", "source": "enforcement", "interval": "sample", "lab": "某检测公司",
                  "report_no": {"cell": "A2", "after": "报告编号："}},
    "columns": [{"column": "检测项目", "as": "factor"}, {"column": "单位", "as": "unit"},
                *({"column": name, "as": "value", "with": {"time": time, "sample_id": name}} for name, time in samples.items()),
                {"column": "均值", "as": "ignore"}, {"column": "检出限", "as": "dl"}, {"column": "检测方法", "as": "method"}],
    "not_data": ["注："]}, ensure_ascii=False))
write_rows("lab.ndjson", [row(SITE, "DW001", time, factor, values[factor][i], "mg/L", interval="sample", source="enforcement", lab="某检测公司",
                              report_no="JC-2026-0513", sample_id=name, dl=methods[factor][0], method=methods[factor][1])
                          for factor in values for i, (name, time) in enumerate(samples.items())])
# And a long one, a row a sample.
(folder / "lab_long.csv").write_text(f"""企业名称,排放口编号,采样时间,检测项目,检测结果,单位,检出限,样品编号,检测方法,检测机构,报告编号,数据来源
样例城北污水处理有限公司（虚构）,DW001,2026-05-13 09:10,化学需氧量,55,mg/L,4,S1,HJ 828-2017,某检测公司,R1,委托监测
样例城北污水处理有限公司（虚构）,DW001,2026年5月13日9时10分,氨氮,0.025L,mg/L,0.025,S1,HJ 535-2009,某检测公司,R1,委托监测
别的公司,DW001,2026-05-13 09:10,氨氮,1,mg/L,0.025,S1,HJ 535-2009,某检测公司,R1,委托监测
""")
