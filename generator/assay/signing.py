"""Signatures by SSH keys, through OpenSSH's own program: keys, passphrases and agents are its business."""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from assay.problems import plain

NAMESPACE = "assay-pack"
"""What a signature is made for: one that was made for something else is not taken for one of a pack."""

_GOOD = re.compile(rb'Good "assay-pack" signature (?:for (?P<who>.+) )?with \S+ key (?P<key>\S+)')
_PATIENCE = 300


class SigningError(Exception):
    """Nothing was signed, or no signature could be looked at; the text says why."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who made a good signature: the key's fingerprint, and who it belongs to ("" where nobody vouches)."""

    key: str
    name: str


def sign(content: bytes, key: Path) -> bytes:
    """The signature of `content` by a private key, or by the agent's key of a public one.

    ssh-keygen asks for a passphrase on the terminal where it needs one.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "content"
        file.write_bytes(content)
        done = _run("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file))
        if done.returncode:
            raise SigningError(f"ssh-keygen did not sign: {_said(done)}")
        return file.with_suffix(".sig").read_bytes()


def check(content: bytes, signature: bytes, signers: Path | None = None) -> Signer | None:
    """Who signed `content`; None where the signature is not good for it, or not by one of `signers`.

    `signers` is a file of allowed signers, as ssh-keygen(1) describes it. Without one any key will do.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        if signers is None:
            done = _run("-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(file), stdin=content)
        else:
            found = _run("-Y", "find-principals", "-s", str(file), "-f", str(signers))
            name = found.stdout.decode("utf-8", "replace").partition("\n")[0].strip()
            if found.returncode or not name:
                return None
            allowed = ("-f", str(signers), "-I", name)
            done = _run("-Y", "verify", *allowed, "-n", NAMESPACE, "-s", str(file), stdin=content)
    good = _GOOD.search(done.stdout)
    if done.returncode or not good:
        return None
    who = (good["who"] or b"").decode("utf-8", "replace")
    return Signer(plain(good["key"].decode("ascii", "replace")), plain(who))


def _run(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["ssh-keygen", *arguments], input=stdin, capture_output=True, check=False, timeout=_PATIENCE
        )
    except FileNotFoundError:
        raise SigningError("ssh-keygen is not installed: it comes with OpenSSH") from None
    except subprocess.TimeoutExpired:
        raise SigningError(f"ssh-keygen did not answer within {_PATIENCE} seconds") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = plain(done.stderr.decode("utf-8", "replace").strip().replace("\r", "").replace("\n", "; "))
    return lines or f"exit code {done.returncode}"
