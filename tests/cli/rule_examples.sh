#!/usr/bin/env bash
# The language by examples: rules for each construct, with tests beside them that expect what was worked out by hand.
. "$(dirname "$0")/lib.sh"
expect_code 0 "$huanchi" rules fmt --check "$source_dir/tests/rules"
expect_code 0 "$huanchi" rules test "$source_dir/tests/rules" --lang en
expect_in "$work/out" 'failed 0'
mkdir "$work/zh" && cp "$source_dir"/tests/rules/* "$work/zh/"
expect_code 0 "$huanchi" rules fmt --keywords zh "$work/zh"
expect_code 0 "$huanchi" rules test "$work/zh" --lang en
expect_code 0 "$huanchi" rules diff "$source_dir/tests/rules" "$work/zh"
finish
