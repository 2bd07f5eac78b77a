#!/bin/sh
# signatures.sh COMMAND…: exchanges signed elements with COMMAND (`xml_signature`), each of the two verifying what the other has signed; a line
# for each, and their count. Exits with 77 where a program is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need xmlsec1 openssl
work_in_scratch
quietly openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=signer -keyout "$dir/key.pem" -out "$dir/certificate.pem"
cat "$dir/key.pem" "$dir/certificate.pem" >"$dir/both.pem"
calls=0; failed=0

# A line for what was exchanged, by whether the text is in what came of it.
report() {
  calls=$((calls + 1))
  if grep -qF -- "$2" "$dir/came"; then echo "ok $1"; return; fi
  failed=$((failed + 1)); echo "FAILED $1"; cat "$dir/came"
}

invoice() { echo "<i:Invoice xmlns:i=\"urn:invoice\" xmlns=\"urn:other\"><i:Total Id=\"T1\" b=\"2\" a=\"1\">100 &lt; 200</i:Total><Note>a b</Note>$1</i:Invoice>"; }

verify() { xmlsec1 --verify --enabled-key-data x509 --trusted-pem "$dir/certificate.pem" --id-attr:Id Total "$1" >"$dir/came" 2>&1 || true; }

# The template of a signature: the URI of the reference, the digest, the form of canonical XML.
template() {
  ds=http://www.w3.org/2000/09/xmldsig# more=http://www.w3.org/2001/04/
  cat <<END
<Signature xmlns="$ds"><SignedInfo><CanonicalizationMethod Algorithm="$3"/><SignatureMethod Algorithm="${more}xmldsig-more#rsa-$2"/>
<Reference URI="$1"><Transforms><Transform Algorithm="${ds}enveloped-signature"/><Transform Algorithm="$3"/></Transforms>
<DigestMethod Algorithm="$4"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>
END
}

for form in exclusive inclusive; do
  case $form in
    exclusive) algorithm=http://www.w3.org/2001/10/xml-exc-c14n# ;;
    inclusive) algorithm=http://www.w3.org/TR/2001/REC-xml-c14n-20010315 ;;
  esac
  for id in '' T1; do
    invoice '' | "$@" sign $form "$dir/both.pem" $id >"$dir/signed.xml"
    verify "$dir/signed.xml"
    report "$form ${id:-whole}, from us" "OK"
    sed 's/100 /900 /' "$dir/signed.xml" >"$dir/changed.xml"
    verify "$dir/changed.xml"
    report "$form ${id:-whole}, changed, from us" "FAIL"
    case $id in '') signed=Invoice ;; *) signed=Total ;; esac
    for digest in sha256 sha512; do
      invoice "$(template "${id:+#$id}" $digest "$algorithm" http://www.w3.org/2001/04/xmlenc#$digest)" >"$dir/template.xml"
      xmlsec1 --sign --privkey-pem "$dir/key.pem,$dir/certificate.pem" --id-attr:Id Total --output "$dir/signed.xml" "$dir/template.xml"
      "$@" verify "$dir/certificate.pem" <"$dir/signed.xml" >"$dir/came" 2>&1 || true
      report "$form ${id:-whole} $digest, to us" "$signed"
      sed 's/100 /900 /' "$dir/signed.xml" | "$@" verify "$dir/certificate.pem" >"$dir/came" 2>&1 || true
      report "$form ${id:-whole} $digest, changed, to us" "FailedCheck"
    done
  done
done
echo "calls: $calls, failed: $failed"
