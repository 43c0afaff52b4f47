#!/usr/bin/env bash
# Evidence that stands by itself: a ticket judged again when its input is gone, and an archive that proves itself without a store.
. "$(dirname "$0")/lib.sh"
store=(--store "$work/t.db")
t() { "$huanchi" tickets "$@" --lang en; }

cp "$samples/facilities.json" "$samples/air.csv" "$samples/water.csv" "$work/"
expect_code 1 "$huanchi" check --facilities "$work/facilities.json" --data "$work/air.csv" --data "$work/water.csv" \
  "${store[@]}" --summary
rm "$work/facilities.json" "$work/air.csv" "$work/water.csv"
ids=$("$huanchi" tickets list "${store[@]}" --format csv | sed 1d | cut -d, -f1)
[ "$(echo "$ids" | wc -l)" = 4 ] || fail "not four tickets: $ids"

# Every ticket again, from what the store has kept.
for id in $ids; do
  expect_code 0 t replay "$id" "${store[@]}"
  expect_in "$work/out" "the same: "
done
expect_in "$work/out" "8 findings judged again from 144 rows, to the byte"
expect_code 0 "$huanchi" tickets replay "$id" "${store[@]}" --lang zh
expect_in "$work/out" "一致"
expect_code 2 t replay t-none "${store[@]}"
expect_code 2 t replay "$id"

# Other rules: told, and gone on.
echo "// nothing of its own" >"$work/own.rules"
expect_code 0 t replay "$id" "${store[@]}" --rules "$work/own.rules"
expect_in "$work/err" "it was judged by the rules sha256:"

# The archive: the same bytes each time, proved in another folder by itself and by sha256sum.
printf 'photo' >"$work/photo.jpg"
expect_code 0 t attach "$id" --file "$work/photo.jpg" --by 张三 "${store[@]}"
expect_code 0 t bundle "$id" "${store[@]}" -o "$work/a.zip"
expect_in "$work/out" "$(sha256sum "$work/a.zip" | cut -d' ' -f1)"
expect_code 0 t bundle "$id" "${store[@]}" -o "$work/b.zip"
expect_same "$work/a.zip" "$work/b.zip" "the same ticket gives another archive"
mkdir "$work/elsewhere"
cp "$work/a.zip" "$work/elsewhere/"
mv "$work/t.db" "$work/hidden"
(cd "$work/elsewhere" && "$huanchi" tickets bundle --verify a.zip --lang en) >"$work/out" 2>&1 || fail "not proved"
expect_in "$work/out" "2 entries of history, 8 findings judged again from 144 rows by the rules inside, to the byte"
mv "$work/hidden" "$work/t.db"
expect_code 2 t bundle "$id" "${store[@]}"
expect_code 2 t bundle --verify "$work/a.zip" -o "$work/c.zip"
expect_code 2 t bundle --verify "$work/none.zip"

# Tampered in every way: 1 and a name. Harmful: 2.
expect_code 0 python3 - "$work" "$huanchi" <<'PYTHON'
import hashlib, json, os, subprocess, sys, zipfile
work, program = sys.argv[1:]
with zipfile.ZipFile(work + "/a.zip") as z:
    files = [(i.filename, z.read(i)) for i in z.infolist()]
    assert all(i.compress_type == 0 and i.date_time == (1980, 1, 1, 0, 0, 0) for i in z.infolist())
names = [n for n, _ in files]
contents = dict(files)
for line in contents["SHA256SUMS"].decode().splitlines():
    digest, name = line.split("  ", 1)
    assert hashlib.sha256(contents[name]).hexdigest() == digest, name
assert "attachments/1-photo.jpg" in names and "judged/1/rows.ndjson" in names, names
rows = [json.loads(x) for x in contents["judged/1/rows.ndjson"].splitlines()]
assert len(rows) == 144 and rows[0]["source_file"].endswith("/air.csv") and rows[0]["source_line"] > 1
manifest = json.loads(contents["manifest.json"])
json.dump(manifest, open(work + "/manifest.json", "w"))

failures = 0
def check(what, want, changed, word=None, pack=0):
    global failures
    with zipfile.ZipFile(work + "/x.zip", "w", pack) as z:
        for name, data in changed:
            z.writestr(zipfile.ZipInfo(name), data, pack)
    run = subprocess.run([program, "tickets", "bundle", "--verify", work + "/x.zip", "--lang", "en"], capture_output=True, text=True)
    if run.returncode != want or (word and word not in run.stdout + run.stderr):
        failures += 1
        print(what, run.returncode, (run.stdout + run.stderr)[:300])

def with_sums(changed, manifest_too=True):
    """All sums made to fit, as somebody would who knows how."""
    changed = dict(changed)
    if manifest_too:
        m = json.loads(changed["manifest.json"])
        for f in m["files"]:
            if f["name"] in changed:
                f["sha256"], f["size"] = hashlib.sha256(changed[f["name"]]).hexdigest(), len(changed[f["name"]])
        changed["manifest.json"] = json.dumps(m).encode()
    changed.pop("SHA256SUMS")
    sums = "".join("%s  %s\n" % (hashlib.sha256(d).hexdigest(), n) for n, d in changed.items())
    return list(changed.items()) + [("SHA256SUMS", sums.encode())]

library = [n for n in names if n.startswith("rules/")]
for name in [n for n in names if n not in library] + library[:1] + library[-1:]:
    data = bytearray(contents[name])
    data[len(data) // 2] ^= 1
    check("flipped " + name, 1, [(n, bytes(data) if n == name else d) for n, d in files])
    check("without " + name, 1, [(n, d) for n, d in files if n != name], name)
check("added", 1, files + [("more.txt", b"x")], "more.txt")
history = contents["history.ndjson"].splitlines(True)
swapped = dict(files, **{"history.ndjson": history[1] + history[0]})
check("history swapped", 1, swapped.items(), "history.ndjson")
check("history swapped, all sums fit", 1, with_sums(swapped.items()), "history.ndjson")
# A value in the rows, a limit in the rules, a figure in the record: the sums fit, the law of the matter does not.
value = json.loads(contents["judged/1/rows.ndjson"].splitlines()[-1])["value"].encode()
for name, old, new in (("judged/1/rows.ndjson", b'"value":"', b'"value":"9'), ("record.json", b'"verdict": "violation"', b'"verdict": "compliant"'),
                       (library[0], b" ", b"  ")):
    assert old in contents[name], name
    forged = dict(files, **{name: contents[name].replace(old, new)})
    check("forged " + name, 1, with_sums(forged.items()))
check("packed anew", 1, files + [], "packed anew")
check("path outside", 2, files + [("../x", b"x")], "unsafe name")
check("absolute path", 2, files + [("/x", b"x")], "unsafe name")
check("bomb", 2, [("README.txt", b"\0" * (64 << 20))], "packed or protected", zipfile.ZIP_DEFLATED)
import warnings; warnings.simplefilter("ignore")
check("twice", 2, files + [files[0]], "twice")
open(work + "/x.zip", "wb").write(b"no archive")
assert subprocess.run([program, "tickets", "bundle", "--verify", work + "/x.zip"], capture_output=True).returncode == 2
raw = bytearray(open(work + "/a.zip", "rb").read())
raw[raw.index(b"PK\1\2") + 12] ^= 1  # a time in the directory
open(work + "/x.zip", "wb").write(raw)
assert subprocess.run([program, "tickets", "bundle", "--verify", work + "/x.zip"], capture_output=True).returncode == 1
sys.exit(failures > 0)
PYTHON
[ -s "$work/out" ] && cat "$work/out"

# A finding that somebody has changed in the store is found.
python3 - "$work/t.db" <<'PYTHON'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE finding SET measured = '1' WHERE key = (SELECT max(key) FROM finding)")
db.commit()
PYTHON
expect_code 1 t replay "$id" "${store[@]}"
expect_in "$work/out" "measured: stored 1, again "

# Standard input cannot be read again: said in the ticket, and replay does not pretend.
expect_code 1 sh -c "'$huanchi' check --facilities '$samples/facilities.json' --data - --store '$work/s.db' --summary <'$samples/air.csv'"
id=$("$huanchi" tickets list --store "$work/s.db" --format csv | sed -n 2p | cut -d, -f1)
expect_code 0 t log "$id" --store "$work/s.db"
expect_in "$work/out" "证据未保存"
expect_code 1 t replay "$id" --store "$work/s.db"
expect_in "$work/out" "cannot be read again"
expect_code 0 t log --verify --store "$work/s.db"

# Rows that are held beside the store, and two runs, the second with later days.
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --rows "$work/rows.db" --data "$samples/air.csv" \
  --store "$work/h.db" --summary
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --rows "$work/rows.db" --data "$samples/rebound.csv" \
  --store "$work/h.db" --summary
for id in $("$huanchi" tickets list --store "$work/h.db" --format csv | sed 1d | cut -d, -f1); do
  expect_code 0 t replay "$id" --store "$work/h.db"
done
# Records without a facility.
expect_code 1 "$huanchi" check --records "$samples/river.ndjson" --store "$work/r.db" --summary
id=$("$huanchi" tickets list --store "$work/r.db" --format csv | sed -n 2p | cut -d, -f1)
expect_code 0 t replay "$id" --store "$work/r.db"
expect_code 0 t bundle "$id" --store "$work/r.db" -o "$work/r.zip"
expect_code 0 t bundle --verify "$work/r.zip"
finish
