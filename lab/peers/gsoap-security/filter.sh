#!/bin/sh
# filter.sh COMMAND…: exchanges envelopes with COMMAND, each of the two verifying what the other has secured; a line
# for each, and their count. Exits with 77 where a program is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need soapcpp2 cc openssl
gsoap=/usr/share/gsoap
[ -e $gsoap/plugin/wsseapi.c ] || lacking "gSOAP's plugin wsse is not installed"
[ -e /usr/include/openssl/pem.h ] || lacking "OpenSSL's headers are not installed"
work_in_scratch
quietly openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=peer -keyout "$dir/key.pem" -out "$dir/certificate.pem"
(
  cd "$dir"
  quietly soapcpp2 -c -x -L -I$gsoap/import -I$gsoap "$here/pay.h"
  quietly cc -w -DWITH_OPENSSL -DWITH_DOM -DWITH_GZIP -I. -I$gsoap/plugin -I$gsoap -o peer "$here/peer.c" \
    soapC.c soapClient.c soapServer.c $gsoap/plugin/wsseapi.c $gsoap/plugin/smdevp.c $gsoap/plugin/mecevp.c \
    $gsoap/plugin/threads.c $gsoap/custom/struct_timeval.c -lgsoapssl -lssl -lcrypto -lz -lpthread
)
peer=$dir/peer; certificate=$dir/certificate.pem
calls=0; failed=0

# A line for what was exchanged, by whether the text is in what came of it.
report() {
  calls=$((calls + 1))
  if grep -qF -- "$2" "$dir/came"; then echo "ok $1"; return; fi
  failed=$((failed + 1)); echo "FAILED $1"; cat "$dir/came"
}

theirs() { "$peer" call "$dir" "$1" </dev/null 2>/dev/null; }

ours() {
  echo '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><n:pay xmlns:n="urn:pay"><amount>100</amount></n:pay></s:Body></s:Envelope>' |
    "$@"
}

serve() { "$peer" serve "$dir" "$1" >"$dir/came" 2>&1 || true; }

for kind in text digest; do
  theirs $kind | "$@" verify user >"$dir/came" 2>&1 || true
  report "user, $kind, to us" "ada -"
  ours "$@" apply $kind | serve user
  report "user, $kind, from us" "<paid>100</paid>"
  ours "$@" apply $kind | sed 's/>ada</>eve</' | serve user
  report "another user, $kind, from us" "FailedAuthentication"
done
theirs signature | "$@" verify signature "$certificate" >"$dir/came" 2>&1 || true
report "signature, to us" "- signed"
theirs signature | sed 's/>100</>900</' | "$@" verify signature "$certificate" >"$dir/came" 2>&1 || true
report "signature, changed, to us" "FailedCheck"
ours "$@" apply signature "$dir/key.pem" "$certificate" | serve signature
report "signature, from us" "<paid>100</paid>"
ours "$@" apply signature "$dir/key.pem" "$certificate" | sed 's/>100</>900</' | serve signature
report "signature, changed, from us" "FailedCheck"
echo "calls: $calls, failed: $failed"
