"""Public keys that people sign commits with, read from their text: OpenSSH lines and OpenPGP blocks.

Only as far as it takes to tell one key from another and a key from something else. No cryptography is done
here; that is for `gpg` and `ssh-keygen`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MAX_KEY_LENGTH = 20_000

_SSH_FIELDS = {
    "ssh-ed25519": 1,
    "ssh-rsa": 2,
    "ecdsa-sha2-nistp256": 2,
    "ecdsa-sha2-nistp384": 2,
    "ecdsa-sha2-nistp521": 2,
    "sk-ssh-ed25519@openssh.com": 2,
    "sk-ecdsa-sha2-nistp256@openssh.com": 3,
}
"""The kinds of OpenSSH keys, each with how many values follow its name inside the key."""

_BEGIN, _END = "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----"
_PRIVATE = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY")
_PUBLIC_KEY, _SECRET_KEY, _SECRET_SUBKEY = 6, 5, 7


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One public key.

    `data` is what `ssh-keygen` or `gpg` takes: the kind and the key on one line, or the packets of a block.
    `fingerprint` is what they and git call it: `SHA256:...` for SSH, forty upper-case hexadecimal digits for
    PGP (those of the primary key).
    """

    kind: Literal["ssh", "pgp"]
    fingerprint: str
    data: bytes


def parse_key(text: str) -> PublicKey:
    """The key that a text writes; a ValueError says what is wrong with it and what to write instead."""
    text = text.strip()
    if _PRIVATE.search(text):
        raise ValueError("this is a PRIVATE key: whoever has read it can sign in your name; make a new one")
    if len(text) > MAX_KEY_LENGTH:
        raise ValueError(f"the key has {len(text):,} characters; the limit is {MAX_KEY_LENGTH:,}")
    if text.startswith("-----BEGIN PGP"):
        return _pgp(text)
    return _ssh(text)


def _ssh(text: str) -> PublicKey:
    kind, _, rest = text.partition(" ")
    encoded = rest.strip().partition(" ")[0]
    if "\n" in text or kind not in _SSH_FIELDS or not encoded:
        raise ValueError(
            "this is no public key: write the line of a .pub file, such as 'ssh-ed25519 AAAA...'"
        )
    blob = _decoded(encoded)
    values = list(_ssh_values(blob))
    if values[:1] != [kind.encode("ascii")] or len(values) != _SSH_FIELDS[kind] + 1:
        raise ValueError(f"this is no whole {kind} key: copy the whole line of the .pub file")
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")
    return PublicKey("ssh", f"SHA256:{digest}", f"{kind} {encoded}".encode("ascii"))


def _ssh_values(blob: bytes) -> Iterator[bytes]:
    """The values in an SSH key: four bytes of length before each."""
    place = 0
    while place < len(blob):
        size = int.from_bytes(blob[place : place + 4], "big")
        value = blob[place + 4 : place + 4 + size]
        if len(value) != size or not size:
            raise ValueError("the key is cut off: copy the whole line of the .pub file")
        yield value
        place += 4 + size


def _pgp(text: str) -> PublicKey:
    lines = [line.strip() for line in text.split("\n")]
    if lines[0] != _BEGIN or lines[-1] != _END:
        hint = "write what 'gpg --armor --export ADDRESS' prints, after '|' and with its line breaks"
        raise ValueError(f"this is no whole PGP public key block: {hint}")
    start = lines.index("") if "" in lines else 0  # after lines such as `Comment: ...`
    checksum = lines.pop(-2).removeprefix("=") if lines[-2].startswith("=") else ""
    data = _decoded("".join(lines[start + 1 : -1]))
    if checksum and _crc24(data) != int.from_bytes(_decoded(checksum), "big"):
        raise ValueError("the PGP block is damaged: its checksum does not fit; copy it again")
    packets = list(_packets(data))
    tags = [tag for tag, _ in packets]
    if _SECRET_KEY in tags or _SECRET_SUBKEY in tags:
        raise ValueError("this is a PRIVATE key: whoever has read it can sign in your name; make a new one")
    if not packets or tags[0] != _PUBLIC_KEY or tags.count(_PUBLIC_KEY) > 1:
        raise ValueError("a PGP block has to hold one public key: write each key as an entry of its own")
    body = packets[0][1]
    if body[:1] != b"\x04":
        raise ValueError("only PGP keys of version 4 are known here; GnuPG makes these by default")
    hashed = b"\x99" + len(body).to_bytes(2, "big") + body
    fingerprint = hashlib.sha1(hashed, usedforsecurity=False).hexdigest().upper()
    return PublicKey("pgp", fingerprint, data)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise ValueError("the key is damaged: its Base64 text cannot be read; copy it again") from None


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The packets of an OpenPGP key, each with its tag (RFC 4880, section 4.2)."""
    place = 0
    while place < len(data):
        first = data[place]
        if not first & 0x80:
            raise ValueError("the PGP block is damaged: it holds no packets; copy it again")
        if first & 0x40:
            tag, start, size = first & 0x3F, *_new_length(data, place + 1)
        else:
            tag, width = first >> 2 & 0x0F, 1 << (first & 3)
            start = place + 1 + width
            size = int.from_bytes(data[place + 1 : start], "big") if width < 8 else len(data)
        body = data[start : start + size]
        if len(body) != size:
            raise ValueError("the PGP block is cut off: copy the whole of it")
        yield tag, body
        place = start + size


def _new_length(data: bytes, place: int) -> tuple[int, int]:
    """Where a packet's body starts, and how long it is."""
    first = data[place] if place < len(data) else 0xFF
    if first < 192:
        return place + 1, first
    if first < 224 and place + 1 < len(data):
        return place + 2, (first - 192 << 8) + data[place + 1] + 192
    if first == 0xFF:
        return place + 5, int.from_bytes(data[place + 1 : place + 5], "big")
    raise ValueError("the PGP block is damaged: a packet has no length; copy it again")


def _crc24(data: bytes) -> int:
    """The checksum of an OpenPGP block (RFC 4880, section 6.1)."""
    crc = 0xB704CE
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= 0x1864CFB
    return crc
