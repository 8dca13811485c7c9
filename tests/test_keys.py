"""Public keys in assessment.yaml: which are read, and what is said of the others."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

from assay.keys import parse_key
from assay.problems import as_text
from assay.repository import load
from assay.rules import find_problems
from cases import AS_OF, write_repository
from signing import GpgHome, needs_gpg, public, ssh_key


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> str:
    return public(ssh_key(tmp_path_factory.mktemp("keys"), "one"))


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_an_ssh_key_has_the_fingerprint_that_ssh_gives_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(path)], check=True)
    listed = subprocess.run(["ssh-keygen", "-lf", f"{path}.pub"], capture_output=True, text=True, check=True)

    found = parse_key(public(path))

    assert (found.kind, found.fingerprint) == ("ssh", listed.stdout.split()[1])
    with pytest.raises(ValueError, match="PRIVATE"):
        parse_key(path.read_text("ascii"))


@needs_gpg
def test_a_pgp_block_is_read_whole_or_not_at_all() -> None:
    with tempfile.TemporaryDirectory(prefix="gpg-") as folder:
        home = GpgHome(Path(folder) / "home")
        one, two = home.new_key("one"), home.new_key("two")
        block, other = home.public(one), home.public(two)
        secret = home.gpg("--armor", "--export-secret-keys", one)
        both = home.gpg("--armor", "--export")
        home.close()

    assert parse_key(block).fingerprint == one
    assert parse_key(f"\n{block}\n").data == parse_key(block).data
    assert parse_key(block.replace("\n\n", "\nComment: mine\n\n", 1)).fingerprint == one
    assert parse_key(other).fingerprint == two
    cut = block.splitlines()
    for text, why in (
        (secret, "PRIVATE"),
        (both, "one public key"),
        (" ".join(cut), "no whole PGP public key block"),
        ("\n".join(cut[:-1]), "no whole PGP public key block"),
        ("\n".join([*cut[:3], *cut[4:]]), "damaged|cut off"),
        ("\n".join([cut[0], "", "!!!!", cut[-1]]), "Base64"),
        ("\n".join([cut[0], "", "AAAA", cut[-1]]), "damaged"),
        ("\n".join([cut[0], "", cut[-1]]), "one public key"),
        ("\n".join([cut[0], cut[-1]]), "one public key"),
    ):
        with pytest.raises(ValueError, match=why):
            parse_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "ssh-ed25519", "ssh-ed25519 ", "ssh-ed25519 AAAA", "ssh-ed25519 é", "ssh-ed25519 =",
        "ssh-rsa !!!!",
        "ssh-dss AAAAB3NzaC1kc3MAAACB", "a\nb", "x" * 30_000, "ssh-ed25519-cert-v01@openssh.com AAAA",
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="key"):
        parse_key(text)


def test_a_key_of_another_kind_or_with_options_before_it_is_refused(line: str) -> None:
    kind, data, _ = line.split()
    for text in (f"ssh-rsa {data}", f'from="x" {line}', f"{kind} {data[:-4]}", f"{line}\n{line}"):
        with pytest.raises(ValueError, match="key"):
            parse_key(text)


def validated(folder: Path, people: str, more: str = "") -> str:
    base = "format: 1\ntitle: T\norganisation: O\nscope: S\nmodel: mini\npeople:\n"
    rest = "  - {id: ana, name: Ana}\n  - {id: ben, name: Ben}\n" if "id: ana" not in people else ""
    write_repository(folder / "evidence", {"assessment.yaml": base + people + rest + more})
    problems = find_problems(load(folder / "evidence"), AS_OF)
    return as_text([problem for problem in problems if problem.path == "assessment.yaml"])


def test_keys_are_lines_blocks_or_maps(tmp_path: Path, line: str) -> None:
    people = f"""  - id: ana
    name: Ana
    keys:
      - {line}
  - id: ben
    name: Ben
    keys:
      - {{key: {line.replace("one", "x")}x, valid_until: 2027-01-01}}
"""
    assert "key-shared" in validated(tmp_path / "shared", people)
    loaded = load(tmp_path / "shared" / "evidence").assessment
    assert loaded is not None
    (key,) = loaded.people["ben"].keys
    assert str(key.valid_until) == "2027-01-01"


def test_a_key_that_cannot_be_read_is_named_with_its_place(tmp_path: Path, line: str) -> None:
    people = f"""  - id: ana
    name: Ana
    keys:
      - {line}
      - ssh-ed25519 AAAA
      - {{key: nonsense}}
      - {{valid_until: 2027-01-01}}
  - {{id: ben, name: Ben}}
"""
    found = validated(tmp_path, people, "policy:\n  forge_keys:\n    - nothing\n")

    assert [problem for problem in found.splitlines() if not problem.startswith(" ")] == [
        "assessment.yaml:11:9: error schema entry 2 of 'keys': "
        "the key is cut off: copy the whole line of the .pub file",
        "assessment.yaml:12:15: error schema 'key': "
        "this is no public key: write the line of a .pub file, such as 'ssh-ed25519 AAAA...'",
        "assessment.yaml:13:9: error schema 'key' is missing in entry 4 of 'keys'",
        "assessment.yaml:17:7: error schema entry 1 of 'forge_keys': "
        "this is no public key: write the line of a .pub file, such as 'ssh-ed25519 AAAA...'",
    ]
