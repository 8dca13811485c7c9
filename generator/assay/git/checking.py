"""What signatures are worth: one git call over the signed commits, with every program chosen here.

Git asks `gpg` and `ssh-keygen`. They see no other keys than those of the policy, in a folder of their own
that is gone afterwards: not those of whoever runs this, and none from a key server.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assay.git.running import stream
from assay.git.trust import TrustedKey

_GPG_CONF = """batch
no-autostart
no-auto-key-retrieve
disable-dirmngr
no-greeting
no-random-seed-file
trust-model always
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What git says of a signature: its letter for it (`%G?`), the fingerprint of the key (or a part of it,
    where the key is not known), and when the key ends by what it says itself, in seconds since 1970; 0 for
    never."""

    letter: str
    key: str = ""
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts by commit; `missing`: for each kind of signature that cannot be checked here, why."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)


def check(folder: Path, signed: Mapping[str, str], keys: Iterable[TrustedKey], version: str) -> Verdicts:
    """The verdicts on commits, given with the kind of their signatures; a GitError where git fails.

    Only kinds that git can be asked about are: at a signature that starts with nothing it knows, it stops
    and says nothing of the others.
    """
    gpg, ssh_keygen = _program("gpg"), _program("ssh-keygen")
    missing = {"x509": "signatures with X.509 certificates (S/MIME) are not checked"}
    if not gpg:
        missing["pgp"] = "gpg is not installed, so PGP signatures are not checked"
    if not ssh_keygen:
        missing["ssh"] = "ssh-keygen is not installed, so SSH signatures are not checked"
    elif not _knows_ssh(version):
        missing["ssh"] = "this git is older than 2.34, so SSH signatures are not checked"
    wanted = [commit for commit, kind in signed.items() if kind in ("pgp", "ssh") and kind not in missing]
    missing = {kind: why for kind, why in missing.items() if kind in signed.values()}
    if not wanted:
        return Verdicts(missing=missing)
    with tempfile.TemporaryDirectory(prefix="assay-keys-") as place:
        home = Path(place)
        ring = list(keys)
        lines = [b'assay namespaces="git" %s\n' % one.key.data for one in ring if one.key.kind == "ssh"]
        (home / "allowed").write_bytes(b"".join(lines))
        (home / "revoked").write_bytes(b"")
        (home / "gpg.conf").write_text(_GPG_CONF, "ascii")
        blocks = b"".join(one.key.data for one in ring if one.key.kind == "pgp")
        expiry = _import(gpg, home, blocks) if gpg and blocks else {}
        settings = (
            f"gpg.program={gpg or os.devnull}",
            f"gpg.openpgp.program={gpg or os.devnull}",
            f"gpg.x509.program={os.devnull}",
            f"gpg.ssh.program={ssh_keygen or os.devnull}",
            f"gpg.ssh.allowedSignersFile={home / 'allowed'}",
            f"gpg.ssh.revocationFile={home / 'revoked'}",
            "gpg.minTrustLevel=undefined",
        )
        asked = "".join(f"{commit}\n" for commit in wanted).encode("ascii")
        output = stream(
            folder,
            *(word for setting in settings for word in ("-c", setting)),
            *("log", "--no-walk=unsorted", "--stdin", "-z", "--no-color", "--no-show-signature", "-s"),
            "--format=%H %G? %GP %GF %GK",
            stdin=asked,
            GNUPGHOME=place,
        )
        return Verdicts(dict(_verdicts(output, expiry)), missing)


def _verdicts(output: Iterator[bytes], expiry: Mapping[str, int]) -> Iterator[tuple[str, Verdict]]:
    """Each line: the commit, the letter, then the fingerprints of the key and the subkey as far as known."""
    for line in output:
        commit, letter, *keys = line.decode("ascii", "replace").split()
        ends = min((expiry[key] for key in keys if key in expiry), default=0)
        yield commit, Verdict(letter, keys[0] if keys else "", ends)


def _import(gpg: str, home: Path, blocks: bytes) -> dict[str, int]:
    """Put the keys on a ring of their own; when they expire, for those that do."""
    command = [gpg, "--homedir", str(home), "--no-tty", "--quiet"]
    environment = os.environ | {"GNUPGHOME": str(home), "LC_ALL": "C"}
    # One bad block must not keep the others out: what gpg cannot take it names, and goes on.
    subprocess.run([*command, "--import"], input=blocks, env=environment, capture_output=True, check=False)
    listed = subprocess.run(
        [*command, "--with-colons", "--fixed-list-mode", "--list-keys"],
        env=environment,
        capture_output=True,
        check=False,
    )
    expiry: dict[str, int] = {}
    ends = ""
    for line in listed.stdout.decode("utf-8", "replace").splitlines():
        fields = line.split(":")
        if fields[0] in ("pub", "sub"):
            ends = fields[6]
        elif fields[0] == "fpr" and ends.isdecimal():
            expiry[fields[9]] = int(ends)
            ends = ""
    return expiry


def _program(name: str) -> str:
    """The absolute path of a program; "" where there is none. The current folder is not looked into."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())
    return shutil.which(name, path=path) or ""


def _knows_ssh(version: str) -> bool:
    found = re.search(r"(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) >= (2, 34)
