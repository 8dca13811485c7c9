"""A difference in words, most important first: the same sentences for the terminal and for comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assay.commands.diff_cells import (
    FALLS,
    OTHER,
    RISES,
    CycleWords,
    direction,
    goes_its_own_way,
    tell_change,
)
from assay.commands.naming import level_name, score_text
from assay.difference import (
    CellChange,
    CycleChange,
    Difference,
    Fate,
    FileChange,
    NodeChange,
    Rolls,
    Side,
    Told,
)
from assay.levels import Status
from assay.model import OVERALL
from assay.problems import Severity
from assay.ranges import Range
from assay.wording import counted, listed

MOST_CELLS = 8
"""How many cells are named under a level."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a section: its name, what is said of it, lines below.

    `path` and `line`: where it stands, in BASE if it is `gone`; `paste`: some YAML to copy.
    """

    name: str
    text: str = ""
    lines: tuple[str, ...] = ()
    path: str = ""
    line: int = 0
    gone: bool = False
    paste: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a title. `first`: to be seen without unfolding anything."""

    title: str
    entries: tuple[Entry, ...]
    first: bool = False


class DiffWords:
    """All that is said of a difference. `root`: what to put before the paths of files."""

    def __init__(self, found: Difference, root: str = "") -> None:
        self.found = found
        self.root = root
        self.shown = self._words(found.shown)

    def _words(self, cycle: CycleChange | None) -> CycleWords | None:
        return CycleWords(cycle, self.found.assessment) if cycle and self.found.assessment else None

    def _person(self, person: str) -> str:
        return self.found.assessment.person_name(person) if self.found.assessment else person

    # Which two, and what comes of it

    def ends(self) -> str:
        """What was compared, as of when, of which cycle."""
        found = self.found
        parts = [f"{_side(found.base)} → {_side(found.head)}", f"as of {found.as_of}"]
        if found.shown:
            parts.append(f"cycle {found.shown.id}")
        return ", ".join(parts)

    def headline(self) -> Iterator[str]:
        """One to three sentences: what matters."""
        found = self.found
        if found.seals:
            what = "a sealed cycle" if len(found.seals) == 1 else "sealed cycles"
            yield f"This change touches {what}: {listed(one.cycle for one in found.seals)}."
        if found.head.state == "none":
            yield f"There is no evidence in {found.evidence} any more."
        elif found.head.state == "errors":
            yield f"{counted(found.head.errors, 'error')} in the data: no levels can be computed."
        elif not found:
            yield "Nothing changes: levels, evidence and problems are the same."
            return
        else:
            yield from self._overall()
        if counts := "; ".join(self._counts()):
            yield f"{counts[0].upper()}{counts[1:]}."

    def _overall(self) -> Iterator[str]:
        found, shown = self.found, self.shown
        if shown is None:
            yield "There is no cycle yet, so there are no levels."
            return
        whole = next((one for one in shown.cycle.nodes if one.node == OVERALL), None)
        if found.base.state == "none":
            yield f"The first assessment here: {self._now(shown)}."
        elif found.base.state == "errors":
            errors = counted(found.base.errors, "error")
            yield f"BASE has {errors}, so levels cannot be compared: {self._now(shown)}."
        elif shown.cycle.before is None:
            yield f"A new cycle, {shown.cycle.id}: {self._now(shown)}."
        elif shown.cycle.after is None:
            yield f"The cycle {shown.cycle.id} is gone."
        elif whole is None:
            yield f"Overall stays as it is: {self._now(shown)}."
        else:
            yield self._moves(shown, whole)

    @staticmethod
    def _moves(shown: CycleWords, whole: NodeChange) -> str:
        """How the whole changes."""
        before, after = whole.before, whole.after
        levels = shown.level(whole, named=True)
        score = f" (score {shown.score(whole)})" if after and after.effective.score else ""
        held = [one.effective.level if one else None for one in (before, after)]
        if held[0] == held[1]:
            return f"Overall stays at {levels}{score}."
        decided = held[0] and held[1] and held[0].exact is None and held[1].exact is not None
        way = "is decided" if decided else {RISES: "rises", FALLS: "falls"}.get(direction(*held), "changes")
        return f"Overall {way}: {levels}{score}."

    @staticmethod
    def _now(shown: CycleWords) -> str:
        """What the whole is, on the side that there is."""
        cards = shown.cycle.after or shown.cycle.before
        if cards is None:
            return "nothing is computed"
        whole = cards.whole
        roll = whole.overall.effective if whole else cards.results[0].overall.effective
        rule = whole.overall.rule if whole else cards.results[0].overall.step.rule
        model = cards.assessment.model
        score = f", score {score_text(model, roll)}" if roll.score else ""
        return f"overall {level_name(model, rule, roll.level)}{score}"

    def _counts(self) -> Iterator[str]:
        """How much changes, in figures."""
        found = self.found
        if self.shown and self.shown.cycle.before and self.shown.cycle.after:
            yield from _level_counts(self.shown.cycle)
        items = found.of_kind("item")
        for fate in Fate:
            if number := sum(one.fate is fate for one in items):
                yield f"{counted(number, 'exhibit')} {fate.value}"
        if found.withheld:
            yield f"{counted(found.withheld, 'changed file')} not for this audience"
        for word, problems in (("new", found.problems.added), ("fixed", found.problems.fixed)):
            if told := _problem_counts(problems):
                yield f"{told} {'is' if len(problems) == 1 else 'are'} {word}"

    # The table

    def rows(self) -> list[tuple[str, ...]]:
        """Levels and scores that change in the shown cycle, the heads first; [] where none does."""
        shown = self.shown
        if shown is None or not shown.cycle.nodes:
            return []
        nodes = shown.cycle.nodes
        extra = [
            which
            for which in ("claimed", "supported")
            if any(goes_its_own_way(node, which) for node in nodes)
        ]
        heads = ("", "level", "score", *extra)
        return [heads, *(self._row(shown, node, extra) for node in nodes)]

    @staticmethod
    def _row(shown: CycleWords, node: NodeChange, extra: Sequence[str]) -> tuple[str, ...]:
        more = (shown.level(node, which=which) for which in extra)
        return ("  " * node.depth + shown.node(node), shown.level(node), shown.score(node), *more)

    # Sections

    def sections(self) -> Iterator[Section]:
        """Everything else, most important first; no empty one."""
        found = self.found
        errors = [one for one in found.problems.added if one.severity is Severity.ERROR]
        others = [one for one in found.problems.added if one.severity is not Severity.ERROR]
        sections = (
            Section("Errors that this change adds", tuple(self._problems(errors)), first=True),
            Section(
                "Errors that were there before", tuple(self._problems(found.problems.standing)), first=True
            ),
            Section("Sealed cycles", tuple(self._seals()), first=True),
            Section("Why levels change", tuple(self._why())),
            Section("Cells behind them", tuple(self._cells(moving=True))),
            Section("Newly not applicable", tuple(self._states(Status.NOT_APPLICABLE))),
            Section("Consensus needed", tuple(self._states(Status.CONSENSUS_NEEDED))),
            Section("Consensus settled", tuple(self._settled())),
            Section("Evidence", tuple(self._items())),
            Section("Metrics", tuple(self._files("metric"))),
            Section("Attached files", tuple(Entry(one.file, one.fate) for one in found.attachments)),
            Section("Checksums to paste", tuple(self._checksums())),
            Section("Runs out soon", tuple(self._expiring())),
            Section("New problems", tuple(self._problems(others))),
            Section("Fixed problems", tuple(self._problems(found.problems.fixed, gone=True))),
            Section("Findings, requests, actions", tuple(self._files("finding", "request", "action"))),
            Section("Waivers and decisions", tuple(self._files("waiver", "decision"))),
            Section("Policy, people, cycles and model", tuple(self._settings())),
            Section("Other cycles", tuple(self._cycles())),
            Section("Cells that change no level", tuple(self._cells(moving=False))),
            Section("Who", tuple(self._people())),
        )
        yield from (section for section in sections if section.entries)

    def _problems(self, problems: Iterable[Told], *, gone: bool = False) -> Iterator[Entry]:
        """Problems with what to do about them; the same advice only once."""
        known: set[str] = set()
        for one in problems:
            name = f"{self.root}{one.path}:{one.line}:{one.column}" if one.path else one.rule
            hint = () if gone or not one.hint or one.hint in known else (one.hint,)
            known.add(one.hint)
            yield Entry(name, f"{one.severity}: {one.message}", hint, one.path, one.line, gone)

    def _seals(self) -> Iterator[Entry]:
        said = {
            "removed": "sealed, and removed by this change",
            "opened": "its seal is taken off",
            "replaced": "its seal is replaced",
            "changed": "files below its seal are changed",
        }
        for one in self.found.seals:
            yield Entry(one.cycle, said[one.what], tuple(self.root + file for file in one.files[:MOST_CELLS]))

    def _why(self) -> Iterator[Entry]:
        """Levels with the cells that they change because of; those that change alike together."""
        shown = self.shown
        if shown is None or not (shown.cycle.before and shown.cycle.after):
            return
        alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for node in shown.cycle.nodes:
            if node.levels:
                told = shown.level(node), tuple(shown.because(node, MOST_CELLS))
                alike.setdefault(told, []).append(shown.node(node))
        for (level, lines), nodes in alike.items():
            yield Entry(listed(nodes), level, lines)

    def _cells(self, *, moving: bool) -> Iterator[Entry]:
        shown = self.shown
        for cell in shown.cycle.cells if shown else ():
            if shown and bool(cell.moves) is moving:
                yield _cell(shown, cell)

    def _states(self, status: Status) -> Iterator[Entry]:
        """The cells that have come to a status."""
        shown = self.shown
        for cell in shown.cycle.cells if shown else ():
            came = cell.after and cell.after.status is status
            if shown and came and not (cell.before and cell.before.status is status):
                reasons = {
                    f"{self._person(one.assessor)}: {one.not_applicable}"
                    + (f" (approved by {self._person(one.approved_by)})" if one.approved_by else "")
                    for one in (cell.after.grades if cell.after else ())
                    if one.not_applicable
                }
                yield Entry(shown.cell(cell.at), shown.figures(cell), tuple(sorted(reasons)))

    def _settled(self) -> Iterator[Entry]:
        shown, needed = self.shown, Status.CONSENSUS_NEEDED
        for cell in shown.cycle.cells if shown else ():
            was = cell.before and cell.before.status is needed
            if shown and was and cell.after and cell.after.status is not needed:
                why = cell.after.consensus.reason if cell.after.consensus else ""
                yield Entry(shown.cell(cell.at), shown.figures(cell), (why,) if why else ())

    # Evidence

    def _items(self) -> Iterator[Entry]:
        order = list(Fate)
        for one in sorted(self.found.of_kind("item"), key=lambda one: (order.index(one.fate), one.id)):
            lines = (*self._item_facts(one), *_told(one))
            yield Entry(one.id, f"{_fate(one)}: {one.title}", lines, one.file, gone=one.fate is Fate.REMOVED)

    def _item_facts(self, change: FileChange) -> Iterator[str]:
        assessment = self.found.assessment
        item = assessment.items.get(change.id) if assessment else None
        if item is None or change.fate is not Fate.ADDED or self.shown is None:
            return
        yield f"{item.type}, collected on {item.collected_on} by {self._person(item.collected_by)}"
        cards = self.shown.cycle.after
        cited = (
            [
                f"{node} · {attribute}".rstrip(" ·")
                for result in cards.results
                for node, attribute in result.cited.get(item.id, ())
            ]
            if cards
            else []
        )
        names = listed([*cited[:MOST_CELLS], *(["others"] if len(cited) > MOST_CELLS else [])])
        yield f"cited for {names}" if cited else "no grade rests on it yet"

    def _checksums(self) -> Iterator[Entry]:
        for one in self.found.unhashed:
            how = "before the } that ends it" if one.flow else "on a line of its own below it"
            where = f"in {self.root}{one.file}, line {one.line}: beside {one.attachment} write, {how}"
            paste = f"{', ' if one.flow else ''}sha256: {one.sha256}"
            yield Entry(one.item, where, path=one.file, line=one.line, paste=paste)

    def _expiring(self) -> Iterator[Entry]:
        shown = self.shown
        if shown and shown.cycle.before and shown.cycle.after:
            was, until = shown.cycle.before.holds_until, shown.cycle.after.holds_until
            if until and until != was:
                earlier = f", not {was}" if was else ""
                yield Entry("Levels", f"hold until {until}{earlier}, if nothing is renewed")
        for one in self.found.expiring:
            before = f", before this change {one.before}" if one.before else ""
            yield Entry(one.item, f"holds until {one.until}{before}")

    # What else there is

    def _files(self, *kinds: str) -> Iterator[Entry]:
        for one in self.found.of_kind(*kinds):
            yield Entry(
                f"{one.kind} {one.id}", f"{_fate(one)}: {one.title}".rstrip(": "), tuple(_told(one)), one.file
            )

    def _settings(self) -> Iterator[Entry]:
        base, head = self.found.base.model, self.found.head.model
        if base != head and base[0] and head[0]:
            yield Entry("Model", f"{' '.join(base)} → {' '.join(head)}")
        for one in self.found.of_kind("assessment", "cycle", "checks", "model"):
            name = one.kind if one.kind == "assessment" else f"{one.kind} {one.id}"
            yield Entry(name, _fate(one), tuple(_told(one)), one.file, gone=one.fate is Fate.REMOVED)

    def _cycles(self) -> Iterator[Entry]:
        for cycle in self.found.cycles[1:]:
            words = self._words(cycle)
            if words is None:
                continue
            if not (cycle.before and cycle.after):
                yield Entry(cycle.id, f"{'new' if cycle.after else 'gone'}: {words.cycle.title}")
                continue
            levels = [one for one in cycle.nodes if one.levels]
            lines = [f"{words.node(one)}: {words.level(one)}" for one in levels[:MOST_CELLS]]
            lines += [line for one in levels[:1] for line in words.because(one, MOST_CELLS)]
            yield Entry(cycle.id, ", ".join(_level_counts(cycle)) or "judgements change", tuple(lines))

    def _people(self) -> Iterator[Entry]:
        for person, cells in self.found.graders.items():
            yield Entry(self._person(person), f"judged {counted(cells, 'cell')} anew")
        for cycle in self.found.cycles:
            for one in cycle.confirmed:
                ends = f"{one.before or 'no date'} → {one.after or 'no date'}"
                text = f"dated {counted(one.count, 'grade')} anew without changing them: {ends}"
                yield Entry(self._person(one.by), text)
        for author in self.found.committers:
            yield Entry(author.name, counted(author.commits, "commit"))


def _side(side: Side) -> str:
    commit = side.commit[:7] if side.commit else ""
    name = side.name or "the working tree"
    told = f"{name} ({commit})" if commit and not (side.commit or "").startswith(name) else name
    return f"{told}, where the evidence lay in {side.elsewhere}" if side.elsewhere else told


def _level_counts(cycle: CycleChange) -> Iterator[str]:
    """How many levels below the whole rise and fall, and how many cells change."""
    ways = dict.fromkeys((RISES, FALLS, OTHER), 0)
    for node in cycle.nodes:
        if node.levels and node.node != OVERALL:
            before, after = (_level(one) for one in (node.before, node.after))
            ways[direction(before, after)] += 1
    for sign, word in ((RISES, "rise"), (FALLS, "fall"), (OTHER, "change")):
        if number := ways[sign]:
            yield f"{counted(number, 'level')} below {word}{'s' if number == 1 else ''}"
    if number := len(cycle.cells):
        yield f"{counted(number, 'cell')} change{'s' if number == 1 else ''}"


def _level(rolls: Rolls | None) -> Range | None:
    return rolls.effective.level if rolls else None


def _problem_counts(problems: Iterable[Told]) -> str:
    found = list(problems)
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    numbers = {severity: sum(one.severity is severity for one in found) for severity in Severity}
    return listed(counted(number, names[key]) for key, number in numbers.items() if number)


def _cell(words: CycleWords, cell: CellChange) -> Entry:
    return Entry(words.cell(cell.at), words.figures(cell), tuple(words.causes(cell)))


def _fate(one: FileChange) -> str:
    word = one.fate.value
    if one.former:
        word = (
            f"{word}, it was {one.former}"
            if one.fate is Fate.RENAMED
            else f"{word}, renamed from {one.former}"
        )
    elif one.fate is Fate.MOVED:
        word = f"moved from {one.former_file}"
    before, after = one.states
    if before and after and before != after:
        return f"{word}, {before} → {after}"
    return f"{word}, {after or before}" if after or before else word


def _told(one: FileChange) -> Iterator[str]:
    """What changed in a file, in words; the same words once."""
    yield from dict.fromkeys(map(tell_change, one.changes))
