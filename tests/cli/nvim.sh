#!/usr/bin/env bash
# The language server in a stock editor: Neovim without plugins, set up as the authors' guide says. Skipped where there is none.
command -v nvim >/dev/null || exit 77
. "$(dirname "$0")/lib.sh"
cd "$work"
sed -n '/<!-- neovim 0.7 -->/,/^  ```$/p' "$source_dir/rules/README.md" | sed '1,2d;$d' >init.lua
[ "$(wc -l <init.lua)" -gt 3 ] || fail "the setup is no longer in rules/README.md"
cat >demo.rules <<'EOF'
standard 甲 "示例" {
  number "甲-2000"
  level national
  effective from 2000-01-01
}

limits 表1 of 甲 {
  judge daily_mean
  where 介质 = water
  value:
    氨氮 <=   5 mg/L
  化学需氧量 <= 50 mg/LL
}
EOF
export XDG_CACHE_HOME=$work/cache XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state
PATH=$(dirname "$huanchi"):$PATH RULES=$work/demo.rules LANG=en_US.UTF-8 \
  timeout 120 nvim --headless -u init.lua -i NONE -n -c "luafile $source_dir/tests/cli/editor.lua" >out 2>&1 ||
  fail "the editor sees otherwise: $(cat out)"
expect_in out "all as expected"
cat >want.rules <<'EOF'
standard 甲 "示例" {
  number "甲-2000"
  level national
  effective from 2000-01-01
}

limits 表1 of 甲 {
  judge daily_mean
  where 介质 = water
  value:
  氨氮        <=   5  mg/L
  化学需氧量  <=  50  mg/L
}
EOF
expect_same want.rules demo.rules "the file is not laid out as by rules fmt"
finish
