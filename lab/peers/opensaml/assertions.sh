#!/bin/sh
# assertions.sh COMMAND…: exchanges SAML assertions with COMMAND (`saml_assertions`), each of the two verifying what the other has signed; a line
# for each, and their count. Exits with 77 where a program is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need samlsign openssl
work_in_scratch
quietly openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=issuer -keyout "$dir/key.pem" -out "$dir/certificate.pem"
cat "$dir/key.pem" "$dir/certificate.pem" >"$dir/both.pem"
calls=0; failed=0

# A line for what was exchanged, by whether the outcome is the expected one.
report() {
  calls=$((calls + 1))
  if [ "$2" = "$3" ]; then echo "ok $1"; return; fi
  failed=$((failed + 1)); echo "FAILED $1: expected $2, found $3"
}

changed() { sed 's/ada@/eve@/' "$1"; }

verify() { if samlsign -c "$dir/certificate.pem" -f "$1" >"$dir/came" 2>&1; then echo valid; else echo invalid; fi; }

for version in 1.1 2.0; do
  "$@" issue $version "$dir/both.pem" >"$dir/issued.xml"
  report "SAML $version, from us" valid "$(verify "$dir/issued.xml")"
  changed "$dir/issued.xml" >"$dir/changed.xml"
  report "SAML $version, changed, from us" invalid "$(verify "$dir/changed.xml")"
  "$@" draft $version >"$dir/draft.xml"
  for digest in 256 384 512; do
    samlsign -s -k "$dir/key.pem" -c "$dir/certificate.pem" -f "$dir/draft.xml" -alg http://www.w3.org/2001/04/xmldsig-more#rsa-sha$digest >"$dir/signed.xml"
    found=$("$@" verify "$dir/certificate.pem" <"$dir/signed.xml")
    report "SAML $version, SHA-$digest, to us" 'Ada Lovelace <ada@example.org>' "$found"
    found=$(changed "$dir/signed.xml" | "$@" verify "$dir/certificate.pem")
    report "SAML $version, SHA-$digest, changed, to us" 'FailedCheck: the signed element was changed' "$found"
  done
done
echo "calls: $calls, failed: $failed"
