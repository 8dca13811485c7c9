"""What signatures are worth, with real keys in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.git import History, Signature, Signed, read_history
from assay.keys import parse_key
from repositories import Repository, branch, forget_git_settings, hostile
from signing import GpgHome, Signer, assessment, needs_gpg, public, ssh_key

FILE = "items/minutes.yaml"


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def signer(repository: Repository) -> Signer:
    return Signer(repository)


@pytest.fixture
def home() -> Iterator[GpgHome]:
    with tempfile.TemporaryDirectory(prefix="gpg-") as folder:
        home = GpgHome(Path(folder) / "home")
        yield home
        home.close()


def states(history: History, file: str = FILE) -> list[str]:
    """The signatures of a file's commits, newest first."""
    assert history.problem == ""
    return [str(history.signature(commit).state) for commit in history.trails[file]]


def newest(history: History, file: str = FILE) -> Signature:
    assert history.problem == ""
    return history.signature(history.trails[file][0])


# SSH


def test_a_signature_is_the_authors_only_by_a_key_of_the_author(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one, two, nobody = (ssh_key(tmp_path, name) for name in ("one", "two", "nobody"))
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)], "two": [public(two)]})})
    repository.commit("Unsigned", **{FILE: "a"})
    signer.ssh("By one", one, **{FILE: "b"})
    signer.ssh("Mallory with the key of two", two, author="mallory@example.org", **{FILE: "c"})
    signer.ssh("One with the key of two", two, **{FILE: "d"})
    signer.ssh("Unknown key", nobody, **{FILE: "e"})

    history = read_history(repository.folder)

    assert states(history) == ["unknown", "other", "other", "author", "none"]
    fingerprint = parse_key(public(one)).fingerprint
    by_one = next(commit for commit in history.trails[FILE] if commit.subject == "By one")
    assert history.signature(by_one) == Signature(Signed.AUTHOR, "one", fingerprint)
    assert newest(history) == Signature(Signed.UNKNOWN, "", parse_key(public(nobody)).fingerprint)
    assert history.trust is not None
    assert (history.trust.commit, history.trust.problem) == (history.head, "")


def test_a_commit_that_was_changed_after_signing_is_bad(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one = ssh_key(tmp_path, "one")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    signer.ssh("Approve", one, **{FILE: "a"})
    raw = repository.git("cat-file", "commit", "HEAD")
    repository.raw_commit(raw.replace("\n\nApprove", "\n\nReject").encode() + b"\n")

    history = read_history(repository.folder)

    assert [(commit.subject, history.signature(commit).state) for commit in history.trails[FILE]] == [
        ("Reject", Signed.BAD)
    ]


def test_keys_end_by_the_policy_on_the_date_of_the_commit(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one = ssh_key(tmp_path, "one")
    entry = f'{{key: "{public(one)}", valid_until: 2025-10-09}}'  # the clock of the tests says 9 October
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [entry]})})
    signer.ssh("In time", one, **{FILE: "a"})
    repository.clock += 86_400
    signer.ssh("Too late", one, **{FILE: "b"})

    assert states(read_history(repository.folder)) == ["expired", "author"]


def test_a_revoked_key_is_good_for_nothing_whatever_the_date(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one = ssh_key(tmp_path, "one")
    entry = f'{{key: "{public(one)}", revoked: {{on: 2030-01-01, reason: Stolen.}}}}'
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [entry]})})
    signer.ssh("Earlier", one, **{FILE: "a"})

    found = newest(read_history(repository.folder))

    assert (found.state, found.signer) == (Signed.REVOKED, "one")


def test_a_merge_in_the_web_pages_of_the_forge_is_signed_by_the_forge(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    forge = ssh_key(tmp_path, "forge")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": []}, [public(forge)]), FILE: "a"})
    branch(repository, "topic", "On the branch", **{FILE: "b"})
    repository.git(
        *("-c", "gpg.format=ssh", "-c", f"user.signingKey={forge}"),
        *("merge", "-q", "--no-ff", "-S", "-m", "Merge pull request #7 from example/topic", "topic"),
    )

    history = read_history(repository.folder)

    assert states(history) == ["forge", "none", "none"]
    assert [history.pull_request(commit) for commit in history.trails[FILE]] == ["#7", "#7", ""]


# Where the keys come from


def test_keys_of_the_working_tree_do_not_count(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one, two = ssh_key(tmp_path, "one"), ssh_key(tmp_path, "two")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(two)]})})
    signer.ssh("Sign", one, **{FILE: "a"})
    repository.write("assessment.yaml", assessment({"one": [public(one)]}))

    assert states(read_history(repository.folder)) == ["unknown"]


def test_a_change_that_brings_its_own_key_is_not_believed_by_the_base(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one, mallory = ssh_key(tmp_path, "one"), ssh_key(tmp_path, "mallory")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    repository.git("switch", "-q", "-c", "change")
    repository.commit("Slip a key in", **{"assessment.yaml": assessment({"one": [public(mallory)]})})
    signer.ssh("Grade", mallory, **{FILE: "a"})

    checked = read_history(repository.folder, "main")

    assert states(checked) == ["unknown"]
    assert checked.trust is not None
    assert checked.trust.commit == repository.git("rev-parse", "main")
    assert states(read_history(repository.folder)) == ["author"], "the last commit vouches for its own keys"


def test_the_very_commit_that_brings_a_key_proves_nothing_with_it(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one = ssh_key(tmp_path, "one")
    signer.ssh("Bring", one, **{"assessment.yaml": assessment({"one": [public(one)]})})
    signer.ssh("Change", one, **{"assessment.yaml": assessment({"one": [public(one)]}, more="x-y: z\n")})

    assert states(read_history(repository.folder), "assessment.yaml") == ["author", "unknown"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("people: [", "assessment.yaml in HEAD cannot be read, so no key is known"),
        ("people: {a: b}\npolicy: []\n", "assessment.yaml in HEAD names no keys"),
        ("people: [3, {id: [x]}, {id: one, keys: [nonsense, 3, {key: 4}, {}]}]\n", "names no keys"),
    ],
)
def test_a_broken_assessment_names_no_keys(
    repository: Repository, signer: Signer, tmp_path: Path, text: str, why: str
) -> None:
    signer.ssh("Sign", ssh_key(tmp_path, "one"), **{FILE: "a", "assessment.yaml": text})

    history = read_history(repository.folder)

    assert states(history) == ["unchecked"]
    assert history.trust is not None
    assert why in history.trust.problem
    assert any("signatures" in gap for gap in history.gaps({}))


def test_where_assessment_or_revision_is_missing_no_key_is_known(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    signer.ssh("Sign", ssh_key(tmp_path, "one"), **{FILE: "a"})

    missing, unknown = read_history(repository.folder), read_history(repository.folder, "--output=x")

    assert missing.trust is not None
    assert unknown.trust is not None
    assert missing.trust.problem == "there is no assessment.yaml in HEAD, so no key is known"
    assert unknown.trust.problem == "there is no commit '--output=x' here to take keys from"
    assert not (repository.root / "x").exists()


def test_a_key_that_two_people_share_says_nothing(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one, two = ssh_key(tmp_path, "one"), ssh_key(tmp_path, "two")
    keys = {"one": [public(one)], "two": [public(one), public(two)]}
    repository.commit("Keys", **{"assessment.yaml": assessment(keys)})
    signer.ssh("Sign", one, **{FILE: "a"})

    assert states(read_history(repository.folder)) == ["unknown"]


# PGP


@needs_gpg
def test_pgp_keys_are_known_by_the_policy(repository: Repository, signer: Signer, home: GpgHome) -> None:
    one, two, nobody = (home.new_key(name) for name in ("one", "two", "nobody"))
    keys = {"one": [home.public(one)], "two": [home.public(two)]}
    repository.commit("Keys", **{"assessment.yaml": assessment(keys)})
    signer.pgp("By one", home, one, **{FILE: "a"})
    signer.pgp("Mallory with the key of two", home, two, author="mallory@example.org", **{FILE: "b"})
    signer.pgp("Unknown key", home, nobody, **{FILE: "c"})
    signer.pgp("To be changed", home, one, **{FILE: "d"})
    raw = repository.git("cat-file", "commit", "HEAD")
    repository.raw_commit(raw.replace("To be changed", "Was changed").encode() + b"\n")

    history = read_history(repository.folder)

    assert states(history) == ["bad", "unknown", "other", "author"]
    assert history.signature(history.trails[FILE][3]) == Signature(Signed.AUTHOR, "one", one)
    assert parse_key(home.public(one)).fingerprint == one


@needs_gpg
def test_pgp_keys_end_and_are_revoked_by_themselves(
    repository: Repository, signer: Signer, home: GpgHome
) -> None:
    short = home.new_key("short", expires="seconds=30000000")  # until about 14 December 2025
    lost = home.new_key("lost")
    with home.on("20251009T120000"):
        signer.pgp("In time", home, short, author="short@example.org", **{FILE: "a"})
    signer.pgp("Lost", home, lost, author="lost@example.org", **{FILE: "b"})
    home.revoke(lost)
    keys = {"short": [home.public(short)], "lost": [home.public(lost)]}
    repository.commit("Keys", **{"assessment.yaml": assessment(keys)})

    history = read_history(repository.folder)

    assert states(history) == ["revoked", "author"]
    assert read_history(repository.folder) == history, "what is kept says the same"


@needs_gpg
def test_a_pgp_signature_that_is_dated_after_the_end_of_its_key_is_expired(
    repository: Repository, signer: Signer, home: GpgHome
) -> None:
    short = home.new_key("one", expires="seconds=100")
    with home.on("20250101T000010"):
        signer.pgp("Signed in time, dated later", home, short, **{FILE: "a"})
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [home.public(short)]})})

    assert states(read_history(repository.folder)) == ["expired"]


# What cannot be judged


@pytest.mark.parametrize(
    ("signature", "state"),
    [
        ("garbage", Signed.BAD),
        (" -----BEGIN SSH SIGNATURE-----", Signed.BAD),
        ("garbage\ngpgsig-sha256 -----BEGIN SSH SIGNATURE-----", Signed.BAD),
        ("-----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----", Signed.BAD),
        ("-----BEGIN PGP SIGNATURE-----\n\n abc\n -----END PGP SIGNATURE-----", Signed.BAD),
        ("-----BEGIN SIGNED MESSAGE-----\n abc\n -----END SIGNED MESSAGE-----", Signed.UNCHECKED),
    ],
)
def test_what_is_no_signature_spoils_no_other(
    repository: Repository, signer: Signer, tmp_path: Path, signature: str, state: Signed
) -> None:
    one = ssh_key(tmp_path, "one")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    good = signer.ssh("Good", one, **{FILE: "a"})
    repository.commit("Next", **{FILE: "b"})
    tree, who = repository.git("rev-parse", "HEAD^{tree}"), "A <one@example.org> 1760000000 +0000"
    header = f"tree {tree}\nparent {good}\nauthor {who}\ncommitter {who}\ngpgsig {signature}\n\nOdd\n"
    repository.raw_commit(header.encode())

    if "PGP" in signature and shutil.which("gpg") is None:
        state = Signed.UNCHECKED
    assert states(read_history(repository.folder)) == [state, Signed.AUTHOR]


def test_a_signature_of_the_commit_under_other_ids_is_not_checked(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one = ssh_key(tmp_path, "one")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    signer.ssh("Good", one, **{FILE: "a"})
    raw = repository.git("cat-file", "commit", "HEAD")
    repository.raw_commit(f"{raw}\n".replace("\ngpgsig ", "\ngpgsig-sha256 ").encode())

    assert states(read_history(repository.folder)) == ["unchecked"]


def test_repositories_with_sha256_have_signatures_of_their_own(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "sha256", algorithm="sha256")
    one = ssh_key(tmp_path, "one")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    Signer(repository).ssh("Good", one, **{FILE: "a"})

    assert states(read_history(repository.folder)) == ["author"]


def test_without_the_programs_signatures_are_not_checked_and_it_says_why(
    repository: Repository, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ssh_key(tmp_path, "one")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    signer.ssh("Sign", one, **{FILE: "a"})
    programs = tmp_path / "programs"
    programs.mkdir()
    git = shutil.which("git")
    assert git is not None
    (programs / "git").symlink_to(git)
    monkeypatch.setenv("PATH", str(programs))

    history = read_history(repository.folder)

    assert states(history) == ["unchecked"]
    assert history.trust is not None
    assert history.trust.problem == "ssh-keygen is not installed, so SSH signatures are not checked"


def test_no_program_that_the_repository_names_is_run(
    repository: Repository, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, trap = ssh_key(tmp_path, "one"), tmp_path / "trap"
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    signer.ssh("Sign", one, **{FILE: "a"})
    script = repository.folder / "ssh-keygen"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n", "utf-8")
    script.chmod(0o755)
    shutil.copy(script, repository.folder / "gpg")
    for key in ("gpg.program", "gpg.openpgp.program", "gpg.ssh.program", "gpg.x509.program"):
        repository.git("config", key, str(script))
    repository.git("config", "gpg.ssh.defaultKeyCommand", str(script))
    repository.git("config", "gpg.ssh.allowedSignersFile", "/dev/zero")
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")

    assert states(read_history(repository.folder)) == ["author"]
    assert not trap.exists()


@needs_gpg
def test_no_agent_is_left_running_and_no_key_of_the_user_counts(
    repository: Repository, signer: Signer, home: GpgHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = home.new_key("one"), home.new_key("two")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [home.public(one)]})})
    signer.pgp("By a key of the user's own ring", home, two, **{FILE: "a"})
    home.close()
    monkeypatch.setenv("GNUPGHOME", str(home.folder))

    assert states(read_history(repository.folder)) == ["unknown"]
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "assay-keys-" not in listed


def test_nothing_runs_while_signatures_are_checked_and_ignored_files_are_looked_for(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one, traps = ssh_key(tmp_path, "one"), tmp_path / "traps"
    traps.mkdir()
    repository.write(".gitattributes", "* diff=trap filter=trap\n")
    repository.write(".gitignore", "*.log\n")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    signer.ssh("Sign", one, **{FILE: "a"})
    for setting in hostile(lambda name: f"touch {traps / name}; false"):
        repository.git("config", *setting.split("=", 1))
    included = tmp_path / "included"
    subprocess.run(
        ["git", "config", "-f", str(included), "core.fsmonitor", f"touch {traps / 'included'}; false"],
        check=True,
    )
    repository.git("config", "include.path", str(included))
    repository.write("attachments/run.log", "x")
    repository.write("attachments/new.txt", "x")

    history = read_history(repository.folder)

    assert list(traps.iterdir()) == []
    assert states(history) == ["author"]
    assert history.ignored == {"attachments/run.log"}
    assert history.uncommitted == {"attachments/run.log", "attachments/new.txt"}
    subprocess.run(["git", "status"], cwd=repository.folder, capture_output=True, check=False)
    assert list(traps.iterdir()) != [], "the traps of this test do not work"


def test_evidence_behind_a_link_is_that_of_the_repository(
    repository: Repository, signer: Signer, tmp_path: Path
) -> None:
    one = ssh_key(tmp_path, "one")
    repository.commit("Keys", **{"assessment.yaml": assessment({"one": [public(one)]})})
    signer.ssh("Sign", one, **{FILE: "a"})
    (tmp_path / "link").symlink_to(repository.folder)

    assert read_history(tmp_path / "link") == read_history(repository.folder)
