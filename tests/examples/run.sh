# shellcheck shell=bash
# The examples against the installed tree: run.sh BUILD SOURCE COMPILER
# Every one must print what the program prints for the same rows.
set -uo pipefail
build=$1 source_dir=$2 compiler=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

cmake --install "$build" --prefix "$work/tree" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
cmake -S "$source_dir/tests/examples" -B "$work/examples" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$work/tree" >"$work/log" 2>&1 &&
  cmake --build "$work/examples" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
library=$(find "$work/tree" -name libhuanchi.so)
program=$work/tree/bin/huanchi
facilities=$source_dir/tests/samples/facilities.json
data=$source_dir/tests/samples/air.csv
"$program" check --facilities "$facilities" --data "$data" --format ndjson --lang zh >"$work/wanted"
[ -s "$work/wanted" ] || fail "the program finds nothing"
same() { # NAME COMMAND…
  local name=$1
  shift
  "$@" <"$data" >"$work/out" 2>"$work/err"
  local got=$?
  [ "$got" = 1 ] || fail "$name: exit $got: $(head -c 300 "$work/err")"
  cmp -s "$work/out" "$work/wanted" || fail "$name: $(diff "$work/out" "$work/wanted" | head -4)"
}
same "C++, static" "$work/examples/stream_static" "$facilities"
same "C++, shared" "$work/examples/stream_shared" "$facilities"
same C "$work/examples/stream_c" "$facilities"
same Python python3 "$source_dir/tests/examples/stream.py" "$library" "$facilities"
if command -v node >/dev/null; then same Node node "$source_dir/tests/examples/stream.mjs" "$program" "$facilities"; else echo "no node: its example is not run"; fi
"$work/examples/threads" "$facilities" "$data" || fail "threads"

# A wrong input is told with its place and remedy, in C's struct.
echo '[{"id": "E1", "outlets": 5}]' >"$work/wrong.json"
"$work/examples/stream_c" "$work/wrong.json" <"$data" >"$work/out" 2>"$work/err"
[ $? = 2 ] || fail "wrong facilities are taken"
grep -q '^facilities: ' "$work/err" || fail "no place: $(cat "$work/err")"

# pkg-config, in the tree wherever it lies.
export PKG_CONFIG_PATH=$(dirname "$(find "$work/tree" -name huanchi.pc)")
# shellcheck disable=SC2046
cc "$source_dir/tests/examples/stream.c" -o "$work/with_pkg_config" $(pkg-config --cflags --libs huanchi) || fail "pkg-config"
same pkg-config env LD_LIBRARY_PATH="$(dirname "$library")" "$work/with_pkg_config" "$facilities"

# Only public names are shown, all of them with their version.
nm -D --defined-only "$library" | awk '$2 != "A" {print $3}' >"$work/names"
grep -vE '@@HUANCHI_0\.1$' "$work/names" && fail "names without a version"
grep -E 'nlohmann|spirit|boost|simdjson' "$work/names" && fail "names that are not ours"
grep -qx 'huanchi_stream_take@@HUANCHI_0.1' "$work/names" || fail "no huanchi_stream_take"
for file in share/man/man1/huanchi.1 share/man/zh_CN/man1/huanchi.1 share/bash-completion/completions/huanchi lib/systemd/system/huanchi-serve.service; do
  [ -s "$work/tree/$file" ] || fail "no $file"
done
grep -q "^ExecStart=$program serve " "$work/tree/lib/systemd/system/huanchi-serve.service" || fail "the unit starts another program"
[ "$failures" = 0 ] && echo "all as expected"
exit "$((failures > 0))"
