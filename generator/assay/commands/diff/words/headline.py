"""What matters, in one to three sentences that need no knowledge of models, and the table below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assay.commands.diff.cells import FALLS, OTHER, RISES, CycleWords, direction, goes_its_own_way
from assay.commands.diff.words.shapes import Words
from assay.commands.naming import level_name, score_text
from assay.difference import CycleChange, Fate, NodeChange, Rolls, Side, Told, Why
from assay.model import OVERALL
from assay.problems import Severity
from assay.ranges import Range
from assay.wording import counted, listed

_RULES = {
    Why.MODEL: "the model",
    Why.POLICY: "the policy",
    Why.REQUIREMENTS: "what is required of evidence",
    Why.UNITS: "the units and their weights",
    Why.DATE: "the date that it is computed for",
}
"""What changes levels though nothing was judged or found out."""


def ends(words: Words) -> str:
    """What was compared, as of when, of which cycle."""
    found = words.found
    parts = [f"{_side(found.base)} → {_side(found.head)}", f"as of {found.as_of}"]
    if found.shown:
        parts.append(f"cycle {found.shown.id}")
    return ", ".join(parts)


def _side(side: Side) -> str:
    commit = side.commit[:7] if side.commit else ""
    name = side.name or "the working tree"
    told = f"{name} ({commit})" if commit and not (side.commit or "").startswith(name) else name
    return f"{told}, where the evidence lay in {side.elsewhere}" if side.elsewhere else told


def headline(words: Words) -> Iterator[str]:
    """One to three sentences: what matters."""
    found = words.found
    if found.seals:
        what = "a sealed cycle" if len(found.seals) == 1 else "sealed cycles"
        yield f"This change touches {what}: {listed(one.cycle for one in found.seals)}."
    if found.head.state == "none":
        yield f"There is no evidence in {found.evidence} any more."
    elif found.head.state == "errors":
        errors = counted(found.head.errors, "error")
        yield f"{errors} in the data: no levels can be computed until that is mended."
    elif not found:
        yield "Nothing changes: levels, evidence and problems are the same."
        return
    else:
        yield _overall(words)
    if counts := "; ".join(_counts(words)):
        yield f"{counts[0].upper()}{counts[1:]}."


def _overall(words: Words) -> str:
    found, shown = words.found, words.shown
    if shown is None:
        return "There is no cycle yet, so there are no levels."
    whole = next((one for one in shown.cycle.nodes if one.node == OVERALL), None)
    if found.base.state == "none":
        before = "The first assessment here"
    elif found.base.state == "errors":
        before = f"BASE has {counted(found.base.errors, 'error')}, so levels cannot be compared"
    elif shown.cycle.before is None:
        before = f"A new cycle, {shown.cycle.id}"
    elif shown.cycle.after is None:
        return f"The cycle {shown.cycle.id} is gone."
    elif whole is not None:
        return _moves(shown, whole)
    elif any(node.levels for node in shown.cycle.nodes):
        before = "The overall level and score stay as they are"
    else:
        before = "No level changes"
    return f"{before}: {_now(shown)}."


def _moves(shown: CycleWords, whole: NodeChange) -> str:
    """How the whole changes."""
    before, after = whole.before, whole.after
    levels = shown.level(whole, named=True)
    score = f" (score {shown.score(whole)})" if after and after.effective.score else ""
    held = [one.effective.level if one else None for one in (before, after)]
    rules = _by_rules(shown.cycle, whole)
    if held[0] == held[1]:
        return f"Overall stays at {levels}{score}{rules}."
    return f"Overall {_way(*held)}: {levels}{score}{rules}."


def _way(before: Range | None, after: Range | None) -> str:
    """How a level moves, as a verb."""
    if before is None or after is None:
        return "changes"
    if before.exact is None and after.exact is not None:
        return "is decided"
    sign = direction(before, after)
    if sign != OTHER:
        return "rises" if sign == RISES else "falls"
    if after.low >= before.low and after.high <= before.high:
        return "narrows"
    return "widens" if after.low <= before.low and after.high >= before.high else "changes"


def _by_rules(cycle: CycleChange, node: NodeChange) -> str:
    """Which rules changed the level, as the end of a sentence: such a rise is no achievement."""
    told = {cell.at: cell for cell in cycle.cells}
    whys = {cause.why for at in node.cells for cause in told[at].causes} | set(node.other)
    rules = [name for why, name in _RULES.items() if why in whys]
    if not rules:
        return ""
    also = "also " if whys - _RULES.keys() - {Why.REWORDED} else ""
    return f", {also}because of a change to {listed(rules)}"


def _now(shown: CycleWords) -> str:
    """What the whole is, on the side that there is."""
    cards = shown.cycle.after or shown.cycle.before
    if cards is None:
        return "nothing is computed"
    if is_blank(shown.cycle):
        return "nothing is graded yet"
    whole = cards.whole
    roll = whole.overall.effective if whole else cards.results[0].overall.effective
    rule = whole.overall.rule if whole else cards.results[0].overall.step.rule
    model = cards.assessment.model
    score = f", score {score_text(model, roll)}" if roll.score else ""
    return f"overall {level_name(model, rule, roll.level)}{score}"


def is_blank(cycle: CycleChange) -> bool:
    """Whether only one side has the cycle, without any grade."""
    sides = [cards for cards in (cycle.before, cycle.after) if cards]
    return len(sides) == 1 and not any(result.overall.rated for result in sides[0].results)


def _counts(words: Words) -> Iterator[str]:
    """How much changes, in figures."""
    found = words.found
    if words.shown and words.shown.cycle.before and words.shown.cycle.after:
        yield from level_counts(words.shown.cycle, " below it")
    items = found.of_kind("item")
    for fate in Fate:
        if number := sum(one.fate is fate for one in items):
            yield f"{counted(number, 'exhibit')} {fate.value}"
    if found.withheld:
        yield f"{counted(found.withheld, 'changed file')} not for this audience"
    for word, problems in (("new", found.problems.added), ("fixed", found.problems.fixed)):
        if told := _problem_counts(problems):
            yield f"{told} {'is' if len(problems) == 1 else 'are'} {word}"


def level_counts(cycle: CycleChange, where: str) -> Iterator[str]:
    """How many levels other than that of the whole rise and fall, and how many grades change."""
    ways = dict.fromkeys((RISES, FALLS, OTHER), 0)
    for node in cycle.nodes:
        if node.levels and node.node != OVERALL:
            before, after = (_level(one) for one in (node.before, node.after))
            ways[direction(before, after)] += 1
    for sign, word in ((RISES, "rise"), (FALLS, "fall"), (OTHER, "change")):
        if number := ways[sign]:
            yield f"{counted(number, 'level')}{where} {word}{'s' if number == 1 else ''}"
    changed = sum(cell.counts_otherwise for cell in cycle.cells)
    if changed:
        yield f"{counted(changed, 'grade')} change{'s' if changed == 1 else ''}"
    if other := len(cycle.cells) - changed:
        yield f"{counted(other, 'grade')} {'is' if other == 1 else 'are'} explained otherwise"


def _level(rolls: Rolls | None) -> Range | None:
    return rolls.effective.level if rolls else None


def _problem_counts(problems: Iterable[Told]) -> str:
    found = list(problems)
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    numbers = {severity: sum(one.severity is severity for one in found) for severity in Severity}
    return listed(counted(number, names[key]) for key, number in numbers.items() if number)


# The table


def rows(words: Words) -> list[tuple[str, ...]]:
    """Levels and scores that change in the shown cycle, the heads first; [] where none does."""
    shown = words.shown
    if shown is None or not shown.cycle.nodes or is_blank(shown.cycle):
        return []
    nodes = shown.cycle.nodes
    extra = [
        which for which in ("claimed", "supported") if any(goes_its_own_way(node, which) for node in nodes)
    ]
    heads = ("", "level", "score", *extra)
    return [heads, *(_row(shown, node, extra) for node in nodes)]


def _row(shown: CycleWords, node: NodeChange, extra: Sequence[str]) -> tuple[str, ...]:
    more = (shown.level(node, which=which) for which in extra)
    return ("  " * node.depth + shown.node(node), shown.level(node), shown.score(node), *more)
