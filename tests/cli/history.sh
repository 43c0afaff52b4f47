#!/usr/bin/env bash
# The end of the history, signed with a key of openssl's making and proved by openssl, too; a history cut short is found.
. "$(dirname "$0")/lib.sh"
command -v openssl >/dev/null || { echo "openssl is not installed"; exit 77; }
store=(--store "$work/t.db")
cd "$work" || exit 1

openssl genpkey -algorithm ed25519 -out key.pem 2>/dev/null && openssl pkey -in key.pem -pubout -out public.pem
openssl genpkey -algorithm ed25519 2>/dev/null | openssl pkey -pubout -out other.pem
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --data "$samples/air.csv" "${store[@]}" --summary
cp t.db early.db
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --data "$samples/water.csv" "${store[@]}" --summary
expect_code 0 "$huanchi" tickets log --sign key.pem "${store[@]}"
cp out head.json

# What is signed are five lines, and openssl agrees.
python3 - <<'P'
import base64, json
h = json.load(open("head.json"))
open("signed", "w").write("".join(f"{x}\n" for x in (h["schema"], h["store"], h["entries"], h["hash"], h["time"])))
open("signature", "wb").write(base64.b64decode(h["signature"]))
P
openssl pkeyutl -verify -rawin -pubin -inkey public.pem -in signed -sigfile signature >/dev/null || fail "openssl does not agree"

verify() { "$huanchi" tickets log --verify --signature head.json --lang en "$@"; }
expect_code 0 verify "${store[@]}" --public-key public.pem
expect_in out "the signed head holds"
expect_code 0 verify "${store[@]}"
expect_in out "without --public-key"
expect_code 1 verify "${store[@]}" --public-key other.pem
expect_in out "signed with another key"
expect_code 1 verify --store early.db --public-key public.pem
expect_in out "its end was cut off"
expect_code 1 "$huanchi" check --facilities "$samples/facilities.json" --data "$samples/air.csv" --store new.db --summary
expect_code 1 verify --store new.db --public-key public.pem
expect_in out "another store"
sed -i 's/"entries": [0-9]*/"entries": 1/' head.json
expect_code 1 verify "${store[@]}" --public-key public.pem
expect_in out "the signature does not fit"

# Mistakes say what to do.
expect_code 2 "$huanchi" tickets log --sign public.pem "${store[@]}" --lang en
expect_in err 'holds no private key'
expect_in err 'openssl genpkey -algorithm ed25519'
expect_code 2 "$huanchi" tickets log --sign nowhere.pem "${store[@]}" --lang en
expect_in err 'nowhere.pem'
expect_code 2 "$huanchi" tickets log --verify --signature key.pem "${store[@]}" --lang en
expect_in err 'no signed head'
expect_code 2 "$huanchi" tickets log --signature head.json "${store[@]}"
expect_code 2 "$huanchi" tickets log --verify --public-key public.pem "${store[@]}"
finish
