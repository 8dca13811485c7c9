"""`assay init`: a folder that is a whole evidence repository: it validates, and builds, at once."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assay import starter
from assay.commands import answers, starting
from assay.commands.asking import Asker, Choice, Question
from assay.commands.gather import OK, USAGE_ERROR, CannotContinueError, shown_root
from assay.commands.models import Collection
from assay.confidentiality import UNMARKED
from assay.forge import forge_of
from assay.git.people import read_setting
from assay.git.running import GitError, ask
from assay.library import Shelf, built_in_ids
from assay.model import DEFAULT_LANGUAGE, Model
from assay.newfiles import CannotPlaceError, put
from assay.problems import plain
from assay.wording import counted

_EVIDENCE = "evidence"
_PYTHON = "3.12"
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}", re.ASCII)
_FORGES = (
    Choice("github", "GitHub: workflows, a comment on each pull request, GitHub Pages"),
    Choice("gitlab", "GitLab: a pipeline, a report on each merge request, GitLab Pages"),
    Choice("other", "Something else, or none yet: no files of a CI system"),
)
_AUDIENCES = (
    Choice("public", "everybody: the site may stand on the open web; internal evidence is withheld"),
    Choice("internal", "the organisation: restricted evidence is withheld"),
    Choice("restricted", "only those who may see all of it"),
)


_INDENT = " " * 22
_PUBLISHING = {
    "github": f"\n{_INDENT}Then push it. Once, on GitHub:\n"
    f"{_INDENT}Settings > Pages > Source: GitHub Actions\n"
    f"{_INDENT}Who approves what: .github/CODEOWNERS",
    "gitlab": f"\n{_INDENT}Then push it.\n{_INDENT}Who approves what: CODEOWNERS",
    "other": "",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What options say; None, or nothing, for what is to be asked."""

    title: str | None = None
    organisation: str | None = None
    model: str | None = None
    languages: tuple[str, ...] = ()
    forge: str | None = None
    audience: str | None = None
    assessor: str | None = None
    package: str | None = None


def init(folder: Path, given: Given, asker: Asker, today: dt.date, *, quiet: bool) -> int:
    """Write a new evidence repository into `folder`, which is made if it is missing; ask for what is missing.

    No file is overwritten: what is there stays, and is named. Refused where there is an assessment already.
    """
    _refuse_second(folder)
    package = _package(given.package)
    start, forge = _ask(folder, given, asker, today)
    branch = _branch(folder)
    files = {f"{_EVIDENCE}/{file}": content for file, content in starting.evidence(start).items()}
    values = {
        **starting.names(start),
        "forge": forge,
        "branch": branch,
        "package": package,
        "evidence": _EVIDENCE,
        "action_python": _PYTHON,
    }
    files |= {file: text.encode() for file, text in starter.files(forge, values).items()}
    try:
        written, kept = put(folder, files)
    except CannotPlaceError as error:
        raise CannotContinueError(f"{plain(str(error))}. Nothing was written", USAGE_ERROR) from None
    _report(folder, written, kept, quiet=quiet)
    if not quiet:
        sys.stderr.write(_next(folder, start, forge, branch))
    return OK


def _refuse_second(folder: Path) -> None:
    for file in (folder / _EVIDENCE / "assessment.yaml", folder / "assessment.yaml"):
        if os.path.lexists(file):
            message = f"there is an assessment already: {os.path.relpath(file)}. Nothing was written"
            hint = "Add to it with assay new, or name another folder"
            raise CannotContinueError(f"{plain(message)}. {hint}", USAGE_ERROR)


def _ask(folder: Path, given: Given, asker: Asker, today: dt.date) -> tuple[starting.Start, str]:
    """What the new assessment is to be, and the forge it will live on."""
    organisation = asker.text(
        Question("Organisation that is assessed", "--organisation"), answers.line(200), given.organisation
    )
    question = Question("Title of the assessment", "--title", f"Maturity of {organisation}"[:200])
    title = asker.text(question, answers.line(200), given.title)
    models = [Choice(name, _built_in(name).title) for name in built_in_ids()]
    model = asker.choice(Question("Model to assess by", "--model", "see-cmm"), models, given.model)
    question = Question("Languages of the site, the main one first, such as: en hu", "--language", "en")
    languages = asker.text(question, answers.languages, " ".join(given.languages) or None)
    forge = asker.choice(
        Question("Where the repository will live", "--forge", _known_forge(folder)), _FORGES, given.forge
    )
    question = Question("Whom the site is for", "--audience", UNMARKED)
    audience = asker.choice(question, _AUDIENCES, given.audience)
    question = Question("First assessor, as Name <mail>", "--assessor", _me(folder))
    name, mail = answers.parse_person(asker.text(question, answers.person, given.assessor))
    start = starting.Start(
        title=title,
        organisation=organisation,
        model=_built_in(model, languages.split()[0]),
        languages=tuple(languages.split()),
        audience=next(one for one in ("public", "internal", "restricted") if one == audience),
        lead=name,
        lead_id=answers.id_from(name) or answers.id_from(mail.partition("@")[0]) or "first-assessor",
        lead_mail=mail,
        today=today,
    )
    return start, forge


def _package(given: str | None) -> str:
    """What CI and hooks install: this release, where nothing else is asked for."""
    try:
        return answers.package(given) if given is not None else starter.RELEASE
    except ValueError as error:
        raise CannotContinueError(f"--package: {plain(str(error))}", USAGE_ERROR) from None


def _built_in(name: str, language: str = DEFAULT_LANGUAGE) -> Model:
    return Collection({}, Shelf(), ()).whole(name).model(language)


def _known_forge(folder: Path) -> str:
    """The forge that git fetches from, as far as there are files for it; GitHub where there is none yet."""
    address = read_setting(_existing(folder), "remote.origin.url")
    kind = forge_of(address).kind if address else "github"
    return kind if kind in starter.FORGES else "other"


def _me(folder: Path) -> str | None:
    """Who is at work, as git's settings say; None where they do not say all of it."""
    name, mail = (read_setting(_existing(folder), f"user.{key}") for key in ("name", "email"))
    try:
        return answers.person(f"{name} <{mail}>")
    except ValueError:
        return None


def _branch(folder: Path) -> str:
    """The main branch: the one that is checked out, else the one that git would make, else `main`."""
    place = _existing(folder)
    try:
        found = ask(place, "symbolic-ref", "--short", "HEAD").decode("utf-8", "replace").strip()
    except (OSError, GitError):
        found = read_setting(place, "init.defaultBranch")
    return found if _BRANCH.fullmatch(found) else "main"


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there: git is asked in it."""
    here = folder.absolute()
    return next((place for place in (here, *here.parents) if place.is_dir()), Path())


def _top(folder: Path) -> Path | None:
    """The top of the git repository that the folder lies in; None where it lies in none."""
    try:
        return Path(os.fsdecode(ask(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    except (OSError, GitError):
        return None


def _report(folder: Path, written: Sequence[str], kept: Sequence[str], *, quiet: bool) -> None:
    root = shown_root(folder)
    sys.stdout.write("".join(f"{plain(root + file)}\n" for file in written))
    if kept and not quiet:
        names = "".join(f"    {plain(root + file)}\n" for file in kept)
        sys.stderr.write(f"assay: {counted(len(kept), 'file')} there already, left as they are:\n{names}")


def _next(folder: Path, start: starting.Start, forge: str, branch: str) -> str:
    """What to do next, in three steps, for where the folder lies and where it goes."""
    top = _top(folder)
    go = "" if folder.resolve() == Path.cwd() else f"cd {plain(shlex.quote(os.path.relpath(folder)))} && "
    repository = "" if top else f"git init -b {branch} && "
    steps = [
        f"Look at it:      {go}assay serve",
        "Make it yours:   people and scope in evidence/assessment.yaml; then\n"
        f"{_INDENT}assay new item and assay grade. README.md says which\n"
        f"{_INDENT}three files are the example, to be deleted.\n"
        f"{_INDENT}In VS Code, assay schema --write lets ids complete",
        f"Keep it:         {repository}git add . && \\\n"
        f'{_INDENT}git commit -m "Begin the assessment"{_PUBLISHING[forge]}',
    ]
    text = f"\nassay: '{plain(start.title)}' is ready. Next:\n"
    text += "".join(f"  {number}. {step}\n" for number, step in enumerate(steps, 1))
    if top and top.resolve() != folder.resolve():
        text += (
            f"assay: note: this folder lies inside the git repository {plain(str(top))}. Forges read their\n"
            "    files (.github, .gitlab-ci.yml) at its top only: move them there, or keep the\n"
            "    assessment in a repository of its own\n"
        )
    return text
