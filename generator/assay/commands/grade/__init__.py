"""`assay grade`: walks an assessor through cells, and saves each as soon as it is judged."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.assessment import Assessment, Cycle
from assay.commands.asking import Asker, Choice, Question
from assay.commands.gather import (
    DATA_ERROR,
    OK,
    USAGE_ERROR,
    CannotContinueError,
    Gathered,
    cards_of,
    gather,
    pick_cycle,
    pick_unit,
    report_errors,
    shown_root,
)
from assay.commands.grade.asking import ask
from assay.commands.grade.cell import cell_lines, cell_title
from assay.commands.grade.given import given_judgement
from assay.commands.grade.report import report_lines
from assay.commands.grade.save import Desk, new_warnings, save
from assay.commands.grade.shapes import Cell, Draft, Given, Step
from assay.commands.new.desk import node_choices
from assay.git.people import read_email
from assay.grading import Judgement, at_hand, cells_of, in_the_way, metrics_at_hand, own_grades
from assay.levels import CellKey
from assay.problems import plain
from assay.wording import counted, did_you_mean, listed


@dataclass(frozen=True, slots=True)
class Wish:
    """What to grade, in which cycle and unit, as whom, under which date; None for what is found or asked."""

    node: str | None
    attribute: str | None = None
    cycle: str | None = None
    unit: str | None = None
    person: str | None = None
    on: dt.date | None = None


def grade(folder: Path, wish: Wish, given: Given, asker: Asker, today: dt.date, *, quiet: bool) -> int:
    """Grade the cells of a node, one after another; or one cell as options say, without asking."""
    gathered = gather(folder, today)
    if gathered.loaded.assessment is None:
        report_errors(gathered, folder)
    assessment = gathered.assessment(draft=True)
    if given.whole:
        asker = Asker(None)
    node = _node(assessment, wish.node, asker)
    keys = _cells(assessment, node, wish.attribute)
    cycle = _open_cycle(assessment, wish.cycle)
    unit = _unit(assessment, wish.unit, asker)
    person = _person(assessment, folder, wish.person, asker)
    on = wish.on or today
    if on > today:
        raise CannotContinueError(f"{on} lies ahead: a grade is given on the day it is given", USAGE_ERROR)
    desk = Desk(folder, person, cycle.id, unit, on, today)
    session = _Session(gathered, desk, asker, quiet)
    if given.whole:
        if len(keys) != 1:
            names = listed(key[1] or key[0] for key in keys)
            message = f"'{node}' has {len(keys)} cells: name one of its attributes ({names[:200]})"
            raise CannotContinueError(message, USAGE_ERROR)
        session.save(keys[0], given_judgement(session.cell(keys[0]), given, asker))
    elif asker.terminal is None:
        raise CannotContinueError("which grade? Say it with --grade or --not-applicable", USAGE_ERROR)
    else:
        session.walk(keys)
    session.report(node, keys)
    return OK


class _Session:
    """One assessor at work: what has been read last, and what has been written so far."""

    def __init__(self, gathered: Gathered, desk: Desk, asker: Asker, quiet: bool) -> None:
        self.first = self.gathered = gathered
        self.desk = desk
        self.asker = asker
        self.quiet = quiet
        self.written: set[str] = set()

    @property
    def _assessment(self) -> Assessment:
        return self.gathered.assessment(draft=True)

    def cell(self, key: CellKey) -> Cell:
        """A cell as it is now; a CannotContinueError where a grade above it stands for it."""
        assessment, desk = self._assessment, self.desk
        own = list(own_grades(assessment.cycles[desk.cycle], desk.person, desk.unit))
        if above := in_the_way(assessment.model, own, key):
            place = f"{shown_root(desk.folder)}{above.file}"
            message = (
                f"you graded '{above.node}' as a whole in {place}: take that out first, or change it there"
            )
            raise CannotContinueError(plain(message), USAGE_ERROR)
        return Cell(
            assessment,
            key,
            at_hand(assessment, key, desk.unit, desk.today),
            metrics_at_hand(assessment, key),
            next((one for one in own if (one.node, one.attribute) == key), None),
        )

    def walk(self, keys: Sequence[CellKey]) -> None:
        """Ask for each cell in turn, until the last or until somebody has had enough."""
        place, node = 0, ""
        while place < len(keys):
            cell = self.cell(keys[place])
            self._show(cell, f"{place + 1} of {len(keys)}", whole=cell.key[0] != node)
            node = cell.key[0]
            outcome = self._ask(cell)
            if outcome is Step.QUIT:
                return
            if outcome is Step.BACK:
                place = max(0, place - 1)
            elif outcome is Step.AGAIN:
                node = ""
            else:
                place += 1

    def _ask(self, cell: Cell) -> Judgement | Step:
        """Ask for a cell until its judgement is saved; what is typed and not saved is told, ^C included."""
        draft = Draft(cell)
        try:
            while True:
                outcome = ask(cell, self.asker, draft)
                if isinstance(outcome, Step) or self._try(cell.key, outcome):
                    break
        except BaseException:
            self._tell(draft)
            raise
        if isinstance(outcome, Step):
            self._tell(draft)
        return outcome

    def _tell(self, draft: Draft) -> None:
        if draft.unsaved:
            lines = (plain(line) for line in draft.unsaved.splitlines())
            self.asker.say("\n".join(["", "Not saved, to be copied from here:", *lines]))

    def _try(self, key: CellKey, judged: Judgement) -> bool:
        """Save a judgement; False, and why, where the data speak against it."""
        try:
            self.save(key, judged)
        except CannotContinueError as error:
            if error.code != DATA_ERROR:
                raise
            self.asker.say(f"  {error}")
            return False
        return True

    def save(self, key: CellKey, judged: Judgement) -> None:
        """Write one judgement, and say where."""
        self.gathered, home = save(self.gathered, self.desk, key, judged)
        self.written.add(home.file)
        if not self.quiet:
            title = cell_title(self._assessment, key)
            sys.stderr.write(f"assay: {plain(f'{shown_root(self.desk.folder)}{home.file}: {title}')}\n")

    def _show(self, cell: Cell, place: str, *, whole: bool) -> None:
        found = cell.assessment
        head = f"\n{cell_title(found, cell.key)} ({place})"
        lines = cell_lines(found, cell.key, cell.found, cell.metrics, cell.own, self.desk.today, whole=whole)
        self.asker.say("\n".join([head, *(plain(line) for line in lines)]))

    def report(self, node: str, keys: Sequence[CellKey]) -> None:
        """What comes of it: levels, everybody's grades, what is missing, what to look at."""
        desk, gathered = self.desk, self.gathered
        warnings = new_warnings(self.first, gathered, frozenset(self.written), shown_root(desk.folder))
        sys.stderr.write(warnings)
        if gathered.errors:
            count = counted(gathered.errors, "error")
            sys.stderr.write(
                f"assay: levels are computed when {count} in the data is mended (assay validate)\n"
            )
            return
        assessment = self._assessment
        cards = cards_of(assessment, assessment.cycles[desk.cycle], desk.today, gathered.known(assessment))
        lines = report_lines(cards, cards.unit(desk.unit), node, keys, desk.person)
        sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in _trimmed(lines)))


def _trimmed(lines: Iterator[str]) -> Iterator[str]:
    """Lines without an empty one at the top."""
    begun = False
    for line in lines:
        begun = begun or bool(line)
        if begun:
            yield line


# Who, where, what


def _node(assessment: Assessment, name: str | None, asker: Asker) -> str:
    model = assessment.model
    if name is None:
        return asker.choice(Question("What to grade", "NODE"), node_choices(model))
    if name not in model.nodes:
        guess = did_you_mean(name, model.nodes)
        hint = f"assay model show {model.id} lists them"
        raise CannotContinueError(f"unknown node '{plain(name)}'{guess}; {hint}", USAGE_ERROR)
    return name


def _cells(assessment: Assessment, node: str, attribute: str | None) -> tuple[CellKey, ...]:
    keys = cells_of(assessment.model, node, attribute)
    if not keys:
        known = dict.fromkeys(name for _, name in cells_of(assessment.model, node, None) if name)
        guess = did_you_mean(attribute or "", known)
        there = f"it is graded on: {', '.join(known)}" if known else "it is graded on itself"
        message = f"'{node}' has no attribute '{plain(attribute or '')}'{guess}; {there}"
        raise CannotContinueError(message, USAGE_ERROR)
    return keys


def _open_cycle(assessment: Assessment, name: str | None) -> Cycle:
    """The cycle to grade in: the one that is named, else the open one that ends last."""
    still = [cycle for cycle in assessment.cycles.values() if not cycle.seal]
    if name is None and still:
        return max(still, key=lambda cycle: (cycle.period[1], cycle.id))
    cycle = pick_cycle(assessment, name)
    if cycle.seal:
        opened = f"; open: {listed(one.id for one in still)}" if still else ""
        what = f"the cycle '{cycle.id}' is sealed since {cycle.seal.on}: its grades stay as they are{opened}"
        reopen = f'assay cycle reopen {cycle.id} --reason "..."'
        how = f"Begin another with assay new cycle, or take the seal off: {reopen}"
        raise CannotContinueError(f"{what}. {how}", USAGE_ERROR)
    return cycle


def _unit(assessment: Assessment, name: str | None, asker: Asker) -> str | None:
    if name is not None or not assessment.units:
        return pick_unit(assessment, name)
    choices = [Choice(unit.id, unit.title) for unit in assessment.units]
    return asker.choice(Question("Which unit", "--unit"), choices)


def _person(assessment: Assessment, folder: Path, name: str | None, asker: Asker) -> str:
    """The id of who grades: as named, else the only one who has the address of git, else as is answered."""
    people = assessment.people
    if name is not None:
        if name not in people:
            hint = "list whoever grades under 'people' in assessment.yaml"
            message = f"unknown person '{plain(name)}'{did_you_mean(name, people)}; {hint}"
            raise CannotContinueError(message, USAGE_ERROR)
        return name
    email = read_email(folder)
    found = [person.id for person in people.values() if email and email in person.git]
    if len(found) == 1:
        return found[0]
    choices = [Choice(person.id, person.name) for person in people.values()]
    return asker.choice(Question("Who grades", "--as"), choices)
