"""Real keys for tests, made by `ssh-keygen` and `gpg`, and commits signed with them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from repositories import Repository

needs_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is not installed")


def ssh_key(folder: Path, name: str) -> Path:
    """A new SSH key; the path of its private half (the public one ends in .pub)."""
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(command, check=True)
    return path


def public(key: Path) -> str:
    """The line of an SSH key's public half."""
    return key.with_name(f"{key.name}.pub").read_text("ascii").strip()


class GpgHome:
    """A folder of PGP keys, away from those of whoever runs the tests."""

    def __init__(self, folder: Path) -> None:
        # The agent's socket has to have a short path, and the folder to be nobody else's.
        self.folder = folder
        folder.mkdir(mode=0o700)
        self.environment = {"GNUPGHOME": str(folder)}

    def gpg(self, *arguments: str, stdin: str = "") -> str:
        command = ["gpg", "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "", *arguments]
        done = subprocess.run(
            command,
            env=os.environ | self.environment,
            input=stdin,
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def new_key(self, name: str, expires: str = "never", now: str = "20250101T000000!") -> str:
        """A new key; its fingerprint."""
        who = f"{name} <{name}@example.org>"
        self.gpg("--faked-system-time", now, "--quick-gen-key", who, "ed25519", "sign", expires)
        lines = self.gpg("--list-keys", "--with-colons", f"={who}").splitlines()
        return next(line.split(":")[9] for line in lines if line.startswith("fpr"))

    @contextmanager
    def on(self, time: str) -> Iterator[None]:
        """Let gpg take another time for now."""
        settings = self.folder / "gpg.conf"
        settings.write_text(f"faked-system-time {time}!\n", "ascii")
        yield
        settings.unlink()

    def public(self, key: str) -> str:
        return self.gpg("--armor", "--export", key)

    def revoke(self, key: str) -> None:
        certificate = (self.folder / "openpgp-revocs.d" / f"{key}.rev").read_text("ascii")
        self.gpg("--import", stdin=certificate.replace(":-----BEGIN", "-----BEGIN"))

    def close(self) -> None:
        command = ["gpgconf", "--kill", "all"]
        subprocess.run(command, env=os.environ | self.environment, capture_output=True, check=False)


def assessment(keys: Mapping[str, Sequence[str]], forge: Sequence[str] = (), more: str = "") -> str:
    """An assessment.yaml in which each person (one@example.org is `one`) has these keys."""
    lines = [
        "format: 1",
        "title: Signed",
        "organisation: Example Ltd",
        "scope: All.",
        "model: mini",
        "people:",
    ]
    for person, texts in keys.items():
        lines += [f"  - id: {person}", f"    name: {person}", f"    git: [{person.upper()}@example.org]"]
        lines += ["    keys:", *(_entry(text, 6) for text in texts)] if texts else []
    lines += ["policy:", "  forge_keys:", *(_entry(text, 4) for text in forge)] if forge else []
    return "\n".join(lines) + "\n" + more


def _entry(text: str, indent: int) -> str:
    pad = " " * indent
    if text.startswith("-----"):
        return "\n".join([f"{pad}- |", *(f"{pad}  {line}" for line in text.strip().splitlines())])
    return f"{pad}- {text}"


class Signer:
    """Commits in a repository, signed with one key or another."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    def ssh(self, subject: str, key: Path, author: str = "one@example.org", **files: str) -> str:
        settings = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
        return self._commit(settings, subject, author, files, {})

    def pgp(
        self, subject: str, home: GpgHome, key: str, author: str = "one@example.org", **files: str
    ) -> str:
        return self._commit(("-c", f"user.signingKey={key}"), subject, author, files, home.environment)

    def _commit(
        self,
        settings: Sequence[str],
        subject: str,
        author: str,
        files: Mapping[str, str],
        environment: Mapping[str, str],
    ) -> str:
        for file, text in files.items():
            self.repository.write(file, text)
        self.repository.git("add", "-A", ".")
        self.repository.git(
            *(*settings, "commit", "-q", "--allow-empty", "-S", "-m", subject),
            stdin=None,
            **{"GIT_AUTHOR_EMAIL": author, **environment},
        )
        return self.repository.git("rev-parse", "HEAD")
