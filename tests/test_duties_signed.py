"""Duties on commits with real keys: who signed says more than who is said to have written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from assay.git import read_history
from assay.repository import load
from assay.rules import find_problems
from cases import AS_OF, EXAMPLES
from repositories import Repository, forget_git_settings
from signing import Signer, public, ssh_key

GRADES = "cycles/2026/grades/one.yaml"


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


def test_a_grade_signed_by_another_is_that_others_whatever_the_author_says(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    signer = Signer(repository)
    one, two = (ssh_key(tmp_path, name) for name in ("one", "two"))
    base = {
        str(path.relative_to(EXAMPLES / "base")): path.read_text("utf-8").replace("by: ana", "by: one")
        for path in (EXAMPLES / "base").rglob("*")
        if path.is_file()
    }
    base[GRADES] = base.pop("cycles/2026/grades/ana.yaml")
    head = base["assessment.yaml"].partition("people:")[0]
    people = "".join(
        f"  - {{id: {key.name}, name: {key.name.title()}, git: [{key.name}@example.org],\n"
        f"     keys: ['{public(key)}']}}\n"
        for key in (one, two)
    )
    base["assessment.yaml"] = f"{head}people:\n{people}policy: {{identity: warn, signed_commits: required}}\n"

    def said() -> list[tuple[str, str]]:
        found = find_problems(load(repository.folder), AS_OF, partial(read_history, repository.folder))
        return [(problem.rule, problem.path) for problem in found]

    # A commit cannot vouch for the keys that it brings itself.
    signer.ssh("Say whose keys count", one, **{"assessment.yaml": base.pop("assessment.yaml")})
    signer.ssh("Begin", one, **base)
    assert said() == []
    raised = base[GRADES].replace("{grade: 1, rationale: Half", "{grade: 2, rationale: Half")
    signer.ssh("Raise it in the name of one", two, **{GRADES: raised})
    assert said() == [("commit-unsigned", GRADES), ("graded-by-other", GRADES)]
