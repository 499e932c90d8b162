#!/usr/bin/env python3
"""Verifies a license without asking anybody, with nothing but Python's own library.

Usage: verify_license.py LICENSE_FILE JWKS_FILE SPOKE REVISION_FILE

Prints what the license grants and ends with 0, or says what is wrong with it and ends with 1.
"""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import sys
import time

CLOCK_TOLERANCE = 300
SHORTEST_KEY = 2048

# What stands before a SHA-256 in a signature: RFC 8017, section 9.2, note 1.
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


class Rejected(Exception):
    """The license is not good; the message says why."""


def require(holds, otherwise):
    if not holds:
        raise Rejected(otherwise)


def decoded(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def number(text):
    return int.from_bytes(decoded(text), "big")


def find_key(jwks, kid):
    for key in jwks.get("keys", []):
        if key.get("kid") == kid and key.get("kty") == "RSA" and key.get("use", "sig") == "sig":
            return key
    raise Rejected("its key is not in the key set")


def is_signed(key, content, signature):
    """RSASSA-PKCS1-v1_5 by RFC 8017: makes the whole block anew, and compares that."""
    modulus, exponent = number(key["n"]), number(key["e"])
    size = (modulus.bit_length() + 7) // 8
    signed = int.from_bytes(signature, "big")
    if modulus.bit_length() < SHORTEST_KEY or len(signature) != size or signed >= modulus:
        return False
    digest = DIGEST_INFO + hashlib.sha256(content).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return hmac.compare_digest(pow(signed, exponent, modulus).to_bytes(size, "big"), expected)


def verify(license, jwks, spoke, highest_revision, now):
    """The claims of a license that counts, be it a revoked one; or Rejected."""
    try:
        header, payload, signature = license.strip().split(".")
        described, claims = json.loads(decoded(header)), json.loads(decoded(payload))
        require(described.get("alg") == "RS256" and "crit" not in described, "it is not signed by RS256")
        key = find_key(jwks, described.get("kid"))
        require(is_signed(key, f"{header}.{payload}".encode("ascii"), decoded(signature)), "it was changed")
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        require(claims["iss"] == "wheelwright", "somebody else has issued it")
        require("wheelwright-spoke" in audience, "it is for another use")
        require(claims["spoke"] == spoke, "it is for another spoke")
        require(claims["rev"] >= highest_revision, "a newer one was seen before")
        require(now >= claims["nbf"] - CLOCK_TOLERANCE, "it is not valid yet: compare the clocks")
        require(now < claims["exp"] + CLOCK_TOLERANCE, "it has expired")
        return claims
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise Rejected("it cannot be read") from unreadable


def highest_seen(file):
    """The highest revision that was seen; 0 where that was not written, or was lost."""
    try:
        return int(file.read_text())
    except (FileNotFoundError, ValueError):
        return 0


def remember(file, revision):
    """Another file takes its place at once: a kill in between leaves the former one."""
    beside = file.with_name(file.name + ".new")
    beside.write_text(str(revision))
    os.replace(beside, file)


def main(license_file, jwks_file, spoke, revision_file):
    seen = pathlib.Path(revision_file)
    highest = highest_seen(seen)
    license = pathlib.Path(license_file).read_text()
    jwks = json.loads(pathlib.Path(jwks_file).read_text())
    try:
        claims = verify(license, jwks, spoke, highest, time.time())
        if claims["rev"] > highest:
            remember(seen, claims["rev"])
        require(not claims.get("revoked", False), "it was revoked")
    except Rejected as rejected:
        print(f"The license is not good: {rejected}.", file=sys.stderr)
        return 1
    print(json.dumps({name: claims.get(name) for name in ("access", "plan", "limits", "features")}))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
