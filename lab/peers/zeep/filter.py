"""Security by zeep and xmlsec, verified by another program, and the other way around."""

import base64
import hashlib
import subprocess
import sys
from datetime import datetime, timedelta, timezone

import xmlsec
from lxml import etree
from zeep.wsse import utils
from zeep.wsse.signature import BinarySignature, MemorySignature, Signature
from zeep.wsse.username import UsernameToken

FOLDER, COMMAND = sys.argv[1], sys.argv[2:]
KEY, CERTIFICATE = FOLDER + "/key.pem", FOLDER + "/certificate.pem"
VERSIONS = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
# What canonical XML may go wrong with: space, references, namespaces that change.
ENVELOPE = (
    '<soap:Envelope xmlns:soap="%s" xmlns:t="urn:t"><soap:Header><t:h a="1"/></soap:Header><soap:Body>'
    '<t:pay xmlns="urn:d" z="1" to="a&amp;b&#10;">\n 100 <x xmlns=""/> &lt;\u00e9<!-- c -->  <t:y/></t:pay>'
    "</soap:Body></soap:Envelope>"
)
WAYS = {
    "signature": (xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA256),
    "sha1": (xmlsec.Transform.RSA_SHA1, xmlsec.Transform.SHA1),
}
calls = failed = 0


def report(what, holds, detail=b""):
    global calls, failed
    calls += 1
    failed += not holds
    print("ok" if holds else "FAILED", what, "" if holds else detail, flush=True)


def ours(arguments, envelope):
    done = subprocess.run(COMMAND + arguments, input=envelope, capture_output=True, timeout=120)
    return done.returncode == 0, done.stdout, done.stderr


def verified(what, kind, envelope, expected):
    _, out, error = ours(["verify", *kind], envelope)
    report(what, out == expected, error + envelope)


def refused(what, kind, envelope, code):
    accepted, _, error = ours(["verify", *kind], envelope)
    report(what, not accepted and code in error, error)


def users(version, envelope):
    for is_digest in False, True:
        tree, _ = UsernameToken("ada", "secret", use_digest=is_digest).apply(etree.fromstring(envelope), {})
        verified(f"user, digest: {is_digest}, {version}", ["user"], etree.tostring(tree), b"ada -\n")
        tree, _ = UsernameToken("ada", "other", use_digest=is_digest).apply(etree.fromstring(envelope), {})
        refused(f"wrong password, {version}", ["user"], etree.tostring(tree), b"FailedAuthentication")
    # zeep verifies no users: the digest by hand.
    _, out, _ = ours(["apply", "digest"], envelope)
    token = etree.fromstring(out).find(".//{*}UsernameToken")
    password, nonce, created = (token.findtext("{*}" + name) for name in ("Password", "Nonce", "Created"))
    digest = hashlib.sha1(base64.b64decode(nonce) + created.encode() + b"secret").digest()
    report(f"our digest, {version}", base64.b64encode(digest).decode() == password, out)


def stamped(envelope):
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    times = [(now + timedelta(minutes=minutes)).isoformat(timespec="milliseconds") + "Z" for minutes in (0, 5)]
    tree = etree.fromstring(envelope)
    timestamp = utils.WSU.Timestamp()
    timestamp.extend([utils.WSU.Created(times[0]), utils.WSU.Expires(times[1])])
    utils.get_security_header(tree).append(timestamp)
    return tree


def their_signatures(version, envelope):
    for maker in BinarySignature, Signature:
        for kind, (signature, digest) in WAYS.items():
            what = f"{maker.__name__}, {kind}, {version}"
            signer = maker(KEY, CERTIFICATE, signature_method=signature, digest_method=digest)
            tree, _ = signer.apply(stamped(envelope), {})
            message = etree.tostring(tree)
            verified(what, [kind, CERTIFICATE], message, b"- signed\n")
            changed = message.replace(b"100", b"900")
            refused(what + ", changed", [kind, CERTIFICATE], changed, b"FailedCheck")
            if kind == "sha1":
                refused(what + ", refused", ["signature", CERTIFICATE], message, b"UnsupportedAlgorithm")


def our_signatures(version, envelope):
    with open(KEY, "rb") as key, open(CERTIFICATE, "rb") as certificate:
        verifier = MemorySignature(key.read(), certificate.read())
    _, message, _ = ours(["apply", "signature", KEY, CERTIFICATE], envelope)
    for about, message, is_good in ("as it is", message, True), ("changed", message.replace(b"100", b"900"), False):
        try:
            verifier.verify(etree.fromstring(message))
            holds, why = True, b""
        except Exception as error:
            holds, why = False, repr(error)
        report(f"our signature, {about}, {version}", holds == is_good, why)


for version, namespace in VERSIONS.items():
    envelope = (ENVELOPE % namespace).encode()
    users(version, envelope)
    their_signatures(version, envelope)
    our_signatures(version, envelope)
print(f"calls: {calls}, failed: {failed}")
