"""What every kind of new file needs: the evidence, somebody to ask, and a place to put the file."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from assay import schema_check
from assay.assessment import Assessment, Cycle
from assay.commands import answers
from assay.commands.asking import Asker, Choice, Question
from assay.commands.gather import (
    DATA_ERROR,
    OK,
    USAGE_ERROR,
    CannotContinueError,
    pick_cycle,
    pick_unit,
    require_folder,
    shown_root,
)
from assay.git.people import read_email
from assay.layout import place_of, why_no_id
from assay.model import ITSELF, Model
from assay.newfiles import CannotPlaceError, put
from assay.problems import At, Severity, as_text, plain
from assay.repository import Loaded, load
from assay.yamlfile.writing import written


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a new file is written: the evidence as it is, who asks for what is missing, and the day."""

    loaded: Loaded
    assessment: Assessment
    asker: Asker
    today: dt.date
    quiet: bool = False

    @property
    def root(self) -> Path:
        """The evidence folder."""
        return self.loaded.folder.path

    @property
    def model(self) -> Model:
        """The model that is graded by."""
        return self.assessment.model

    def new_id(self, kind: str, given: str | None, title: str = "") -> str:
        """The id of the new file: a free one. `title`: what to make a suggestion from."""
        taken = {}
        for file in self.loaded.folder.files:
            place = place_of(file)
            if place and place.kind == kind:
                taken[place.id.casefold()] = file
        proposed = _free(answers.id_from(title), taken)

        def check(answer: str) -> str:
            name = answer.strip()
            if why := why_no_id(name):
                better = _free(answers.id_from(name), taken)
                raise ValueError(
                    f"{why}: small letters, digits and hyphens{f', such as {better}' if better else ''}"
                )
            if file := taken.get(name.casefold()):
                raise ValueError(f"'{name}' is there already ({file}); free is {_free(name, taken)}")
            return name

        return self.asker.text(Question("Id, which is the file's name", "ID", proposed or None), check, given)

    def named(self, kind: str, given: str | None, text: str, title: str | None) -> tuple[str, str]:
        """The id and the title of the new file. An id that is given is looked at before anything is asked."""
        name = self.new_id(kind, given) if given is not None else None
        title = self.line(text, "--title", title)
        return name or self.new_id(kind, None, title), title

    def person(self, text: str, option: str, given: str | None = None, *, me: bool = True) -> str:
        """The id of a person in assessment.yaml; with `me`, just Enter means whoever is at work."""
        choices = [
            Choice(one.id, f"{one.name} ({', '.join(one.roles)})" if one.roles else one.name)
            for one in self.assessment.people.values()
        ]
        return self.asker.choice(Question(text, option, self.me if me else None), choices, given)

    @property
    def me(self) -> str | None:
        """The id of the person whose address git has; None where it is nobody's here."""
        email = read_email(self.root).casefold()
        people = self.assessment.people.values()
        return next((one.id for one in people if email in [mail.casefold() for mail in one.git]), None)

    def cycle(self, given: str | None) -> Cycle:
        """The cycle of that id, or the one that ends last; a CannotContinueError where it is sealed."""
        found = pick_cycle(self.assessment, given)
        if found.seal:
            hint = f"assay new cycle begins another; assay cycle reopen {found.id} takes the seal off"
            raise CannotContinueError(f"the cycle '{found.id}' is sealed. {hint}", USAGE_ERROR)
        return found

    def unit(self, given: str | None) -> str | None:
        """The unit of that id; asked for where there are units."""
        if given is not None or not self.assessment.units:
            return pick_unit(self.assessment, given)
        choices = [Choice(unit.id, unit.title) for unit in self.assessment.units]
        return self.asker.choice(Question("Which unit", "--unit"), choices)

    def date(
        self, text: str, option: str, given: dt.date | None, default: dt.date, since: dt.date = dt.date.min
    ) -> str:
        """A day, as it is written: not before `since`."""

        def check(answer: str) -> str:
            day = answers.date(answer)
            if day < since.isoformat():
                raise ValueError(f"{day} is before {since}")
            return day

        return self.asker.text(Question(text, option, str(default)), check, str(given) if given else None)

    def line(self, text: str, option: str, given: str | None, default: str | None = None) -> str:
        """A text of one line."""
        return self.asker.text(Question(text, option, default), answers.line(200), given)

    def text(self, text: str, option: str, given: str | None) -> str:
        """A longer text."""
        return self.asker.text(Question(text, option), answers.paragraph(20_000), given)

    def parts(self, given: Sequence[str], text: str = "What it is about") -> list[dict[str, Any]]:
        """Parts of the model, given as `NODE` or `NODE/ATTRIBUTE`, as files have them: at least one."""
        found = [self.part(text, one) for one in given]
        while not found or (not given and self.asker.yes(Question("Another", "--about", "n"))):
            found.append(self.part(text, None))
        return [one for at, one in enumerate(found) if one not in found[:at]]

    def part(self, text: str, given: str | None) -> dict[str, Any]:
        """One part of the model: a node, or one attribute of it."""
        name, slash, attribute = (given or "").partition("/")
        nodes = node_choices(self.model)
        node = self.asker.choice(Question(text, "--about"), nodes, name if given is not None else None)
        known = list(dict.fromkeys(one for leaf in self.model.nodes[node].leaves() for one in leaf.graded_on))
        known = [one for one in known if one != ITSELF]
        if not known and not slash:
            return {"node": node}
        choices = [Choice(one, self.model.attributes[one].title) for one in known]
        if given is None:
            choices.append(Choice("all", "each of them"))
            attribute = self.asker.choice(
                Question(f"On which attribute of {node}", "--about", "all"), choices
            )
        elif slash:
            attribute = self.asker.choice(Question("attribute", "--about"), choices, attribute)
        return {"node": node, "attribute": attribute} if attribute not in ("", "all") else {"node": node}

    def write(
        self,
        file: str,
        data: Mapping[str, Any],
        notes: Mapping[At, str] | None = None,
        more: Mapping[str, bytes] | None = None,
    ) -> int:
        """Write the new file, and `more` beside it; print their paths. What has an error is not written."""
        return self.write_all({file: (data, notes or {})}, more or {})

    def write_all(
        self,
        files: Mapping[str, tuple[Mapping[str, Any], Mapping[At, str]]],
        more: Mapping[str, bytes] | None = None,
    ) -> int:
        """Write several new files; print their paths. None is written where one has an error."""
        contents = dict(more or {})
        for file, (data, notes) in files.items():
            place = place_of(file)
            for mismatch in schema_check.check(place.kind, data) if place else ():
                at = ".".join(str(part) for part in mismatch.at)
                raise CannotContinueError(
                    f"{file} would have an error: {plain(f'{at}: {mismatch.message}')}", USAGE_ERROR
                )
            contents[file] = written(data, notes).encode()
        root = shown_root(self.root)
        for file in contents:
            if os.path.lexists(self.root / file):
                message = f"{plain(root + file)} is there already. Nothing was written"
                raise CannotContinueError(message, USAGE_ERROR)
        try:
            written_files, _ = put(self.root, contents)
        except CannotPlaceError as error:
            raise CannotContinueError(f"{plain(str(error))}. Nothing was written", USAGE_ERROR) from None
        sys.stdout.write("".join(f"{plain(root + file)}\n" for file in written_files))
        return OK

    def tell(self, text: str) -> None:
        """Say something about what was written."""
        if not self.quiet:
            sys.stderr.write(f"{text}\n")


def open_desk(folder: Path, asker: Asker, today: dt.date, *, quiet: bool = False) -> Desk:
    """Read the evidence; a CannotContinueError where there is none, or its model cannot be read.

    Errors in other files do not matter: they may be what the new file is to mend.
    """
    require_folder(folder)
    loaded = load(folder)
    if loaded.assessment is None:
        errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
        sys.stderr.write(as_text(errors, shown_root(folder)))
        hint = "Mend it first, or begin an assessment with assay init"
        raise CannotContinueError(f"the assessment cannot be read. {hint}", DATA_ERROR)
    return Desk(loaded, loaded.assessment, asker, today, quiet)


def node_choices(model: Model) -> list[Choice]:
    """The nodes of a model as a tree to choose from."""
    return [
        Choice(node.id, node.title, sum(1 for _ in model.ancestors(node.id))) for node in model.nodes.values()
    ]


def _free(name: str, taken: Mapping[str, str]) -> str:
    """The name, with a number behind it where it is taken."""
    if not name or name.casefold() not in taken:
        return name
    return next(
        made for n in range(2, len(taken) + 3) if (made := f"{name[:58]}-{n}").casefold() not in taken
    )


def stem(file: str) -> str:
    """A file's name without folders and without its ending."""
    return PurePosixPath(file).stem
