#!/usr/bin/env bash
# Print forms filled from a ticket and a case, and the dossier of a site: what is on record stands in them, the rest is blank.
. "$(dirname "$0")/lib.sh"
cd "$work"
inputs=(--facilities "$samples/facilities.json" --data "$samples/water.csv" --data "$samples/air.csv" --data "$samples/manual.ndjson")
two=(--officer 张三:A1 --officer 李四:A2)
t() { "$huanchi" tickets "$@" --store t.db; }
expect_code 1 "$huanchi" check "${inputs[@]}" --store t.db --summary
expect_code 0 t list --factor a21026 --format csv
id=$(sed -n 2p out | cut -d, -f1)

# A lead: every form says so, and that its wording is unreviewed.
expect_code 0 "$huanchi" report forms "$id" --store t.db -o all.html --lang zh
[ "$(grep -o '<section class="form"' all.html | wc -l)" = 11 ] || fail "eleven forms"
[ "$(grep -o '格式未经核对' all.html | wc -l)" = 11 ] || fail "every form is unreviewed"
[ "$(grep -o '<span class="tag">疑似线索，须经核查，不作为处罚决定' all.html | wc -l)" = 11 ] || fail "every form of a lead says that it is one"
[ "$(grep -oE '<script|https?://|<link|@import|src=' all.html | wc -l)" = 0 ] || fail "the page fetches or runs something"
expect_in all.html '2026年5月21日至2026年5月22日，你单位DA001排放口二氧化硫共有8个监测结果不符合规定'
expect_in all.html '《大气污染防治法》第十八条'
expect_code 0 "$huanchi" report forms "$id" --store t.db --form order,service -o two.html --lang zh
[ "$(grep -o '<section class="form"' two.html | wc -l)" = 2 ] || fail "two forms were asked for"
expect_code 2 "$huanchi" report forms "$id" --store t.db --form no_such -o x.html
expect_code 2 "$huanchi" report forms t-0 --store t.db -o x.html
expect_code 2 "$huanchi" report forms 没有这案 --store t.db -o x.html
expect_code 2 "$huanchi" report forms "$id" --store t.db
expect_code 2 "$huanchi" report forms "$id" --store t.db -o no/such/folder.html

# The sheet of electronic evidence: the digests are those of the files in the bundle, and of the bundle.
expect_code 0 t bundle "$id" -o b.zip
bundle=$(cut -d' ' -f1 out)
expect_code 0 "$huanchi" report forms "$id" --store t.db --form electronic_evidence -o e.html --lang zh
expect_in e.html "$bundle"
rows=$(python3 -c 'import zipfile,hashlib; z=zipfile.ZipFile("b.zip"); n=[x for x in z.namelist() if x.endswith("rows.ndjson")][0]; print(hashlib.sha256(z.read(n)).hexdigest())')
expect_in e.html "$rows"
expect_in e.html '逐字节相同'
expect_in e.html 'air.csv'

# A case that went on to fines: 39 days at 200,000, as the issue reckons.
printf 'photo' >photo.jpg
expect_code 0 t confirm "$id" "${two[@]}" --time 2026-08-20T10:00
expect_code 0 t case open "$id" --case-no 案1
expect_code 0 t order "$id" "${two[@]}" --time 2026-08-31T09:00 --served 2026-09-01 --doc-no 责改1 --due 2026-09-15 --goal 稳定达标
expect_code 0 t attach "$id" --file photo.jpg
expect_code 0 t verify "$id" "${two[@]}" --result not_corrected --time 2026-09-20T10:00
for stage in filed notified decided; do expect_code 0 t penalty 案1 --stage $stage --amount 200000 --doc-no 罚1 --time 2026-09-25; done
expect_code 0 t verify "$id" "${two[@]}" --result not_corrected --time 2026-10-10T10:00
expect_code 0 "$huanchi" report forms 案1 --store t.db --as-of 2026-10-12 -o case.html --lang zh
expect_in case.html '200000 × 39 = 7800000'
expect_in case.html '责改1'
expect_in case.html "$(sha256sum photo.jpg | cut -d' ' -f1)"
expect_code 0 t bundle "$id" -o c.zip
expect_in case.html "$(cut -d' ' -f1 out)"
expect_code 0 t log "$id"
while read -r line; do expect_in case.html "${line##* }"; done <out
grep -q '疑似线索' case.html && fail "a confirmed ticket is called a lead"

# The dossier, with data and without.
site=91220102MA0000012X001V
expect_code 0 "$huanchi" dossier $site --as-of 2026-10-12 --store t.db "${inputs[@]}" -o d.html --lang zh
for part in '疑似线索，须经核查，不作为处罚决定' 'data-limit="300"' '2028-10-31' '罚1' '责改1' 'id="inspection"' \
  '自动监测设备的法制和技术审核' '标记 M（仪器维护期间产生的数据）' '大气污染物'; do expect_in d.html "$part"; done
[ "$(grep -oE '<script|https?://|<link|@import|src=' d.html | wc -l)" = 0 ] || fail "the dossier fetches or runs something"
grep -q 'DW001' d.html && fail "an outlet of another site"
expect_code 0 "$huanchi" report dossier $site --as-of 2026-10-12 --store t.db --facilities "$samples/facilities.json" -o e.html --lang zh
expect_in e.html '只有工单里存着的值'
expect_code 0 "$huanchi" dossier 91220102MA0000011X001V --as-of 2026-06-01 --store t.db --facilities "$samples/facilities.json" -o w.html --lang zh
expect_in w.html '2031-05-14'
expect_in w.html '没有处罚决定'
expect_code 2 "$huanchi" dossier nobody --store t.db --facilities "$samples/facilities.json" -o x.html
expect_code 2 "$huanchi" dossier $site --store t.db -o x.html
expect_code 2 "$huanchi" dossier $site --store t.db --facilities "$samples/facilities.json"
finish
