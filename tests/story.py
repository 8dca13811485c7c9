"""A history as real ones are: several people, a merge, a squash, files that move, break or are thrown away.

Everything happens in a real git repository, which begins with a copy of `examples/base`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from cases import write_repository

ANA, BEN, DAN = (
    ("Ana Example", "ana@example.org"),
    ("Ben Sample", "ben@example.org"),
    ("Dan", "dan@example.org"),
)
FORGE = ("Forge", "noreply@forge.example")
URL = "https://github.com/desk/assessment"


class Story:
    """A repository whose commits have their authors, and a clock of its own: a day passes with each."""

    def __init__(self, folder: Path, started: bool = True) -> None:
        """Start a repository in `folder`, or go on with the one there, some months later."""
        self.folder = folder
        self.clock = 1_767_261_600 + (0 if started else 86_400 * 120)  # from 2026-01-01 10:00 UTC
        if started:
            self.git("init", "-q", "-b", "main")

    def git(
        self, *arguments: str, author: tuple[str, str] = ANA, committer: tuple[str, str] | None = None
    ) -> str:
        self.clock += 86_400
        who = committer or author
        done = subprocess.run(
            ["git", "-c", "commit.gpgSign=false", *arguments],
            cwd=self.folder,
            env=os.environ
            | {
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": author[0],
                "GIT_AUTHOR_EMAIL": author[1],
                "GIT_COMMITTER_NAME": who[0],
                "GIT_COMMITTER_EMAIL": who[1],
                "GIT_AUTHOR_DATE": f"{self.clock} +0100",
                "GIT_COMMITTER_DATE": f"{self.clock + 3600 * (committer is not None)} +0100",
            },
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "replace").strip()

    def text(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        assert old in self.text(file), (file, old)
        self.write(file, self.text(file).replace(old, new))

    def move(self, old: str, new: str) -> None:
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", old, new)

    def commit(
        self, message: str, author: tuple[str, str] = ANA, committer: tuple[str, str] | None = None
    ) -> str:
        """Commit everything; the commit's id."""
        self.git("add", "-A", ".", author=author)
        self.git("commit", "-q", "-m", message, author=author, committer=committer)
        return self.git("rev-parse", "HEAD")


TOWN_HALL = """title: Town hall of June 2026
type: observation
summary: Everybody was told where the desk is going.
about:
  - {node: vision}
collected: {on: 2026-01-05, by: ana, method: being there}
valid_until: 2027-12-31
sources:
  - {title: Notes, held_by: The head of the desk}
"""
SURVEY = """title: Survey of the users 2025
type: survey
summary: Most of them are content.
about:
  - {node: speed, attribute: trend, stance: contradicts}
collected: {on: 2025-12-01, by: ana, method: a form}
sources:
  - {title: Answers, held_by: The head of the desk}
"""


def story(folder: Path) -> dict[str, str]:
    """Write the repository into `folder`; its commits by short names."""
    write_repository(folder)
    tale = Story(folder)
    for file in ("items/minutes.yaml", "items/speed-figures.yaml", "attachments/minutes.txt"):
        (folder / file).rename(folder.parent / Path(file).name)
    grades = tale.text("cycles/2026/grades/ana.yaml")
    (folder / "cycles/2026/grades/ana.yaml").unlink()
    tale.replace("assessment.yaml", "fictional: true", f"fictional: true\nrepository_url: {URL}")
    tale.replace("assessment.yaml", "roles: [assessor]}", "roles: [assessor], git: [ana@example.org]}")
    ids = {"begin": tale.commit("Begin the assessment")}

    for file in ("items/minutes.yaml", "items/speed-figures.yaml", "attachments/minutes.txt"):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder.parent / Path(file).name).rename(folder / file)
    tale.write("items/survey.yaml", SURVEY)
    tale.write("items/town-hall.yaml", TOWN_HALL)
    ids["items"] = tale.commit("Add the minutes, the figures and the survey", DAN)

    # Ana's grades come by a branch that the forge merges, Ben's by one that it squashes.
    tale.git("switch", "-q", "-c", "ana")
    tale.write("cycles/2026/grades/ana.yaml", grades)
    ids["grades"] = tale.commit("Grade what I saw")
    tale.git("switch", "-q", "main")
    tale.write("cycles/2026/checks.yaml", "answered: {on: 2026-05-04, by: ana}\nanswers: {}\n")
    ids["checks"] = tale.commit("Answer the checks", BEN)
    merge = (
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge pull request #31 from desk/ana\n\nGrade what I saw",
        "ana",
    )
    tale.git(*merge, author=ANA, committer=FORGE)
    ids["merge"] = tale.git("rev-parse", "HEAD")
    tale.write(
        "cycles/2026/grades/ben.yaml",
        "graded_on: 2026-05-05\ngrades:\n  vision:\n"
        "    approach: {grade: 1, rationale: I saw no plan., evidence: [minutes]}\n",
    )
    ids["squash"] = tale.commit("Grade the vision (#32)", BEN, FORGE)

    tale.replace(
        "cycles/2026/grades/ana.yaml",
        "{grade: 2, rationale: It is written down., evidence: [minutes]}",
        "{grade: 3, rationale: It is written down and told., evidence: [minutes, town-hall]}",
    )
    ids["raise"] = tale.commit("Raise the vision\n\nThe plan was told to every team in June.")
    lines = tale.text("cycles/2026/grades/ana.yaml").splitlines(keepends=True)
    (folder / "cycles/2026/grades/ana.yaml").unlink()
    tale.write("cycles/2026/grades/ana/leadership.yaml", "".join(lines[:8]))
    tale.write("cycles/2026/grades/ana/service.yaml", "".join([*lines[:2], *lines[8:]]))
    ids["split"] = tale.commit("A file for each criterion")

    tale.move("items/minutes.yaml", "items/leadership/minutes.yaml")
    tale.replace("items/leadership/minutes.yaml", "2027-12-31", "2028-06-30")
    ids["move"] = tale.commit("Keep the minutes with leadership", DAN)
    minutes = "March: the group met. April: it met again.\n"
    tale.write("attachments/minutes.txt", minutes)
    digest = hashlib.sha256(minutes.encode()).hexdigest()
    tale.replace("items/leadership/minutes.yaml", "minutes.txt}", f"minutes.txt, sha256: {digest}}}")
    ids["attachment"] = tale.commit("Add April to the minutes", DAN)

    tale.git("rm", "-q", "items/survey.yaml")
    ids["removal"] = tale.commit("Remove the survey of 2025\n\nIt counted the same people twice.", BEN)
    tale.replace("items/speed-figures.yaml", "title: Speed", "title: [Speed")
    ids["broken"] = tale.commit("Polish the figures", DAN)
    tale.replace("items/speed-figures.yaml", "title: [Speed", "title: Speed")
    tale.replace("items/speed-figures.yaml", "to 6 minutes", "to 5 minutes")
    ids["mended"] = tale.commit("Mend the figures", DAN)

    ids |= _finding(tale)
    return ids


def _finding(tale: Story) -> dict[str, str]:
    """A finding against the figures is thrown away by a merge that keeps only its own side."""
    ids: dict[str, str] = {}
    tale.git("switch", "-q", "-c", "finding")
    tale.replace(
        "cycles/2026/grades/ana/service.yaml", "grade: 2, rationale: Three", "grade: 0, rationale: None of"
    )
    ids["finding"] = tale.commit("The figures do not hold", BEN)
    tale.git("switch", "-q", "main")
    tale.replace("items/speed-figures.yaml", "title: Speed", "# as reported\ntitle: Speed")
    ids["comment"] = tale.commit("Say where the title comes from", DAN)
    tale.git("merge", "-q", "-s", "ours", "-m", "Merge branch 'finding'", "finding", author=DAN)
    ids["ours"] = tale.git("rev-parse", "HEAD")
    return ids
