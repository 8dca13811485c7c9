"""`assay pack`: one file with all, the same bytes for the same commit, checked without a repository."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay import schema_check
from assay.cli import run
from cases import write_repository
from repositories import Repository

AS_OF = ["--as-of", "2026-06-30"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a repository, a signing key, and a pack that is signed by it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        home = tmp_path_factory.mktemp("home")
        patch.chdir(home)  # where no mkdocs.yml is
        repository = Repository(home / "repository", "evidence")
        shutil.rmtree(repository.folder)
        write_repository(repository.folder)
        repository.commit("Add the evidence")
        for name in ("key", "other"):
            new_key(home / name)
        (home / "signers").write_text(f"ana@example.org {(home / 'key.pub').read_text()}")
        key, folder = str(home / "key"), str(repository.folder)
        assert run(["-q", "-e", folder, "pack", *AS_OF, "-o", str(home / "pack.zip"), "--key", key]) == 0
        yield home


def new_key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)


@pytest.fixture
def unpacked(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack as a folder, far from any repository."""
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(home / "pack.zip") as archive:
        archive.extractall(tmp_path / "pack")
    return tmp_path / "pack"


def repack(folder: Path, target: Path) -> None:
    """What a forger does: make manifest and sums fit again to what lies in the folder."""
    manifest = json.loads((folder / "manifest.json").read_text("ascii"))
    for subject in manifest["subject"]:
        if not subject["name"].startswith("urn:"):
            content = (folder / subject["name"]).read_bytes()
            subject["digest"]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    shutil.make_archive(str(target.with_suffix("")), "zip", folder)


def test_it_holds_everything_and_tells_what(home: Path, unpacked: Path) -> None:
    files = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {
        "README.txt", "SHA256SUMS", "manifest.json", "manifest.json.sig", "trail.json", "levels/2026.json",
        "evidence/assessment.yaml", "evidence/attachments/minutes.txt",
        "evidence/cycles/2026/grades/ana.yaml",
        "evidence/items/minutes.yaml", "evidence/models/mini.yaml", "site/index.html", "site/manifest.json",
    } <= files  # fmt: skip
    assert schema_check.check("manifest", json.loads((unpacked / "manifest.json").read_text())) == []
    assert schema_check.check("levels", json.loads((unpacked / "levels/2026.json").read_text())) == []
    trails = {one["file"]: one for one in json.loads((unpacked / "trail.json").read_text())["files"]}
    (commit,) = trails["items/minutes.yaml"]["commits"]
    assert commit["subject"] == "Add the evidence"
    assert commit["author"]["email"] == "one@example.org"
    readme = (unpacked / "README.txt").read_text("utf-8")
    assert readme.startswith("Audit pack: Desk of Example Ltd (fictional)\n")
    assert "The year 2026 (2026), open, as of 2026-06-30: 5 of 5 cells rated; 0 missing" in readme
    assert "2 exhibits are not public. A pack holds everything: give it to nobody" in readme
    assert max(map(len, readme.splitlines())) <= 110


def test_sha256sum_and_ssh_keygen_check_it_without_assay(home: Path, unpacked: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=unpacked, check=False)
    assert done.returncode == 0
    listed = {line[66:] for line in (unpacked / "SHA256SUMS").read_text("utf-8").splitlines()}
    files = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert files - listed == {"SHA256SUMS", "manifest.json.sig"}
    verify = ["-Y", "verify", "-f", str(home / "signers"), "-I", "ana@example.org", "-n", "assay-pack"]
    with (unpacked / "manifest.json").open("rb") as manifest:
        command = ["ssh-keygen", *verify, "-s", "manifest.json.sig"]
        assert subprocess.run(command, cwd=unpacked, stdin=manifest, check=False).returncode == 0


def test_the_same_commit_is_the_same_bytes_whatever_surrounds_it(home: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", home / "repository", clone], check=True)
    code = "import os, sys; os.umask(0o077); from assay.cli import run; sys.exit(run(sys.argv[1:]))"
    surroundings = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    key = ["--key", str(home / "key")]
    options = ["-q", "-e", str(clone / "evidence"), "pack", *AS_OF, "-o", str(tmp_path / "pack.zip"), *key]
    subprocess.run(
        [sys.executable, "-c", code, *options], env=os.environ | surroundings, cwd=tmp_path, check=True
    )
    assert (tmp_path / "pack.zip").read_bytes() == (home / "pack.zip").read_bytes()
    assert (tmp_path / "pack.zip").stat().st_mode & 0o777 == 0o600


def test_verify_needs_no_repository(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run(["verify", str(home / "pack.zip")]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("note: signed by key SHA256:")
    assert out.endswith("; nobody vouches for it (--signers FILE)\n")
    assert "all agree: " in err
    assert run(["verify", str(home / "pack.zip"), "--signers", str(home / "signers")]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "; signed by ana@example.org (SHA256:" in err


def test_verify_takes_a_pack_that_was_unpacked(home: Path, unpacked: Path) -> None:
    assert run(["-q", "verify", "pack", "--signers", str(home / "signers")]) == 0


def test_every_change_is_named(home: Path, unpacked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (unpacked / "evidence/attachments/minutes.txt").write_text("Forged.\n")
    (unpacked / "site/index.html").unlink()
    (unpacked / "evidence/attachments/new.txt").write_text("new")
    with (unpacked / "SHA256SUMS").open("a") as stream:
        stream.write("\n")
    assert run(["verify", "pack"]) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if not line.startswith("note:")] == [
        "file evidence/attachments/minutes.txt: changed",
        "file evidence/attachments/new.txt: not in the manifest",
        "file site/index.html: missing",
        "evidence attachments/minutes.txt: changed",
        "evidence attachments/new.txt: not in the manifest",
        "file SHA256SUMS: not the checksums that the manifest states",
    ]


def test_a_forged_grade_shows_even_where_all_checksums_were_made_to_fit(
    home: Path, unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grades = unpacked / "evidence/cycles/2026/grades/ana.yaml"
    grades.write_text(grades.read_text("utf-8").replace("{grade: 1", "{grade: 3"), "utf-8")
    repack(unpacked, Path("forged.zip"))
    assert run(["verify", "forged.zip", "--signers", str(home / "signers")]) == 1
    out = capsys.readouterr().out
    assert "results of 2026: other levels: " in out
    assert f"signature: it is not a good one by a key in {home / 'signers'}\n" in out


def test_a_seal_that_was_broken_shows_although_the_levels_are_the_same(
    unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cycle = unpacked / "evidence/cycles/2026/cycle.yaml"
    digests = "".join(f"    {kind}: {'0' * 64}\n" for kind in ("results", "cycle"))
    cycle.write_text(f"{cycle.read_text()}seal:\n  on: 2026-06-30\n  by: ben\n  digests:\n{digests}")
    assert run(["verify", "pack"]) == 1
    found = capsys.readouterr().out
    assert (
        "evidence cycles/2026/cycle.yaml:4: seal-broken: the sealed cycle 2026: the results differ: " in found
    )


def test_a_signature_by_another_key_is_none_of_a_signer(
    home: Path, unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (unpacked / "manifest.json.sig").unlink()
    other = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(home / "other"), "-n", "assay-pack", "manifest.json"]
    subprocess.run(other, cwd=unpacked, check=True)
    assert run(["-q", "verify", "pack"]) == 0
    assert run(["-q", "verify", "pack", "--signers", str(home / "signers")]) == 1
    assert "signature: it is not a good one by a key in" in capsys.readouterr().out


def test_a_signature_for_another_purpose_is_not_taken(home: Path, unpacked: Path) -> None:
    (unpacked / "manifest.json.sig").unlink()
    other = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(home / "key"), "-n", "file", "manifest.json"]
    subprocess.run(other, cwd=unpacked, check=True)
    assert run(["-q", "verify", "pack"]) == 1
    assert run(["-q", "verify", "pack", "--signers", str(home / "signers")]) == 1


def test_without_openssh_all_but_the_signature_is_checked(
    unpacked: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (unpacked / "trail.json").unlink()
    monkeypatch.setenv("PATH", "")
    assert run(["verify", "pack"]) == 1
    out = capsys.readouterr().out
    assert "file trail.json: missing\n" in out
    assert "not checked: the signature: ssh-keygen is not installed: it comes with OpenSSH\n" in out


def test_a_pack_without_a_signature_says_so(
    home: Path, unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (unpacked / "manifest.json.sig").unlink()
    assert run(["verify", "pack"]) == 0
    assert capsys.readouterr().out == (
        "note: it is not signed: whoever made it could have made all of it up\n"
    )
    assert run(["-q", "verify", "pack", "--signers", str(home / "signers")]) == 1
    assert capsys.readouterr().out == "signature: there is none\n"


# Making one


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return write_repository(tmp_path / "evidence")


def test_errors_stop_it_and_leave_the_old_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("pack.zip").write_text("the old one")
    (folder / "attachments/minutes.txt").unlink()
    assert run(["pack", *AS_OF]) == 1
    assert "attachment-missing" in capsys.readouterr().err
    assert Path("pack.zip").read_text() == "the old one"
    assert sorted(path.name for path in Path().iterdir()) == ["evidence", "pack.zip"]


@pytest.mark.parametrize("name", [b"Minutes.TXT", b"a\\b.txt", b"not-\xff-utf-8.txt"])
def test_a_name_that_no_archive_can_have_everywhere_is_refused(
    folder: Path, name: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(os.fsdecode(os.fsencode(folder / "attachments") + b"/" + name)).write_text("x")
    assert run(["pack", *AS_OF]) == 1
    assert "assay: nothing was packed: " in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["evidence"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--sign"], "there is no SSH key to sign with. Name one with --key FILE"),
        (["--key", "nowhere"], "there is no key file nowhere"),
        (["-o", "evidence"], "evidence is a folder or a link: name a file with -o"),
        (["-o", "evidence/attachments/pack.zip"], "lies among the evidence, in evidence/attachments"),
    ],
)
def test_wrong_usage_is_one_line(
    folder: Path, options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["pack", *AS_OF, *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


def test_git_names_the_key_where_commits_are_signed_by_ssh(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "gitconfig").write_text(f"[user]\nsigningkey = {home / 'key.pub'}\n[gpg]\nformat = ssh\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    assert run(["-q", "pack", *AS_OF, "--sign"]) == 0
    assert run(["-q", "verify", "pack.zip", "--signers", str(home / "signers")]) == 0
