"""`assay trail`: the commits behind an item, a file or a grade."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from assay.assessment import Assessment
from assay.commands.gather import (
    OK,
    USAGE_ERROR,
    CannotContinueError,
    history_of,
    pick_cycle,
    pick_unit,
    require_folder,
)
from assay.commands.trail_text import TrailText
from assay.forge import forge_of
from assay.problems import plain
from assay.repository import Loaded, load
from assay.trail import JudgementKey, Trails, gone_items, read_trails
from assay.trail.data import trail_data, trail_json
from assay.wording import did_you_mean, listed


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a trail is asked for: files that belong together, or judgements; `title` names it."""

    title: str
    files: tuple[str, ...] = ()
    judgements: tuple[JudgementKey, ...] = ()


def trail(
    folder: Path,
    *,
    name: str,
    attribute: str | None,
    cycle: str | None,
    unit: str | None,
    assessor: str | None,
    form: str,
    trust: str | None = None,
) -> int:
    """Print a trail, errors in the data or not: what was committed stays so.

    `name` is the id of an item (a former one, or that of a removed item), a file, or a node.
    """
    require_folder(folder)
    loaded = load(folder)
    history = history_of(folder, trust)
    units = [found.id for found in loaded.assessment.units] if loaded.assessment else []
    trails = read_trails(folder, history, units)
    search = Search(loaded, trails, folder)
    of_cell = any(given is not None for given in (attribute, cycle, unit, assessor))
    wanted = None if of_cell else search.files(name)
    if wanted is None:
        wanted = search.judgements(name, attribute, cycle, unit, assessor)
    found = loaded.assessment
    forge = forge_of(found.repository_url or "", found.forge) if found else forge_of("")
    for gap in history.gaps(os.environ):
        sys.stderr.write(f"assay: {plain(gap)}\n")
    if form == "json":
        data = trail_data(history, trails, forge, files=wanted.files, judgements=wanted.judgements)
        sys.stdout.write(trail_json(data))
    else:
        text = TrailText(history, trails, forge)
        lines = [wanted.title, "", *text.of(wanted.files, wanted.judgements)]
        sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in lines))
    return OK


class Search:
    """Finds what a name means: in the folder as it is, and in its history."""

    def __init__(self, loaded: Loaded, trails: Trails, folder: Path) -> None:
        self.assessment: Assessment | None = loaded.assessment
        self.trails = trails
        self.folder = folder
        self.present = loaded.folder.files
        self.gone = gone_items(folder, trails, loaded.folder.files)

    def files(self, name: str) -> Wanted | None:
        """The files that a name means: of an item, with what it cites; or one file. None for a node."""
        file = self._file(name)
        if file:
            return Wanted(file, (file,))
        items = self.assessment.items if self.assessment else {}
        heirs = (one.id for one in items.values() if name in one.former_ids)
        now = name if name in items else next(heirs, "")
        lives = self.gone.get(name, ())
        if now:
            item = items[now]
            former = [life for one in item.former_ids for life in self.gone.get(one, ())]
            cited = [source.file for source in item.sources if source.file]
            title = f"{now}: {item.title}" if now == name else f"{name}, now {now}: {item.title}"
            files = dict.fromkeys([item.file, *(life.file for life in (*lives, *former)), *cited])
            return Wanted(title, tuple(files))
        if lives:
            return Wanted(f"{name}: no longer there", tuple(life.file for life in lives))
        if self.assessment and name in self.assessment.model.nodes:
            return None
        raise CannotContinueError(self._unknown(name, [*items, *self.gone]), USAGE_ERROR)

    def _file(self, name: str) -> str:
        """The file of the evidence folder that a path means, seen from there or from here; "" for none."""
        known = self.trails.files.keys() | self.present.keys()
        candidates = [name.removeprefix("./")]
        path = Path(name).resolve()
        if path.is_relative_to(self.folder.resolve()):
            candidates.append(path.relative_to(self.folder.resolve()).as_posix())
        found = next((file for file in candidates if file in known), "")
        if not found:  # a name that it had once
            old = {step.commit.file: file for file, steps in self.trails.files.items() for step in steps}
            found = next((old[file] for file in candidates if file in old), "")
        return found

    def _unknown(self, name: str, items: list[str]) -> str:
        nodes = list(self.assessment.model.nodes) if self.assessment else []
        files = [*self.trails.files, *self.present]
        guess = did_you_mean(name, [*items, *(files if "/" in name else nodes)])
        return f"there is no item or file '{name}'{guess}, and there never was"

    def judgements(
        self, node: str, attribute: str | None, cycle: str | None, unit: str | None, assessor: str | None
    ) -> Wanted:
        """The judgements of a cell: everyone's, or those of one assessor."""
        found = self.assessment
        if found is None:
            hint = "Ask for the file of the grades instead (assay validate says what is wrong)."
            raise CannotContinueError(f"assessment.yaml or the model cannot be read. {hint}", USAGE_ERROR)
        nodes = found.model.nodes
        if node not in nodes:
            raise CannotContinueError(f"unknown criterion '{node}'{did_you_mean(node, nodes)}", USAGE_ERROR)
        known = found.model.attributes
        if attribute is not None and attribute not in known:
            there = f"there are: {listed(known)}" if known else "the model has none"
            message = f"unknown attribute '{attribute}'{did_you_mean(attribute, known)}; {there}"
            raise CannotContinueError(message, USAGE_ERROR)
        chosen, only = pick_cycle(found, cycle).id, pick_unit(found, unit)
        keys = [
            (owner, at, on)
            for owner, at, on in self.trails.judgements
            if (owner.cycle, at) == (chosen, node) and attribute in (None, on) and only in (None, owner.unit)
        ]
        order = {name: place for place, name in enumerate(known)}
        keys.sort(key=lambda key: (order.get(key[2], -1), key[0].kind, key[0].unit or "", key[0].name))
        people = sorted({owner.name for owner, _, _ in keys if owner.kind == "grades"})
        if assessor is not None:
            if assessor not in people:
                there = f"there are grades by {listed(people)}" if people else "nobody graded it"
                message = f"no grade by '{assessor}'{did_you_mean(assessor, people)}; {there}"
                raise CannotContinueError(message, USAGE_ERROR)
            keys = [key for key in keys if key[0].kind == "grades" and key[0].name == assessor]
        title = " · ".join(part for part in (node, attribute or "", chosen, only or "") if part)
        return Wanted(title, judgements=tuple(keys))
