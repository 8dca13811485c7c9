"""`assay new grades`: an assessor's file in a cycle, with every cell laid out to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.commands.gather import USAGE_ERROR, CannotContinueError
from assay.commands.new.desk import Desk
from assay.model import ITSELF, Model
from assay.problems import At, plain
from assay.wording import listed


@dataclass(frozen=True, slots=True)
class GradesOptions:
    """What options say of a new file of grades."""

    cycle: str | None = None
    unit: str | None = None


def new_grades(desk: Desk, given: str | None, options: GradesOptions) -> int:
    """Write `cycles/CYCLE/grades/[UNIT/]PERSON.yaml`: no grade yet, and all that can be as comments."""
    cycle = desk.cycle(options.cycle)
    person = desk.person("Whose grades", "PERSON", given)
    unit = desk.unit(options.unit)
    home = "/".join(filter(None, ("cycles", cycle.id, "grades", unit)))
    there = [
        file
        for file in desk.loaded.folder.files
        if file.startswith((f"{home}/{person}/", f"{home}/{person}."))
    ]
    if there:
        message = f"{person} has grades in {cycle.id} already: {plain(listed(there))}"
        raise CannotContinueError(f"{message}. assay grade NODE adds to them", USAGE_ERROR)
    notes: dict[At, str] = {
        (): f"The grades of {desk.assessment.person_name(person)} in {cycle.title}.\n"
        "assay grade NODE asks for them one by one. By hand: take away the braces behind `grades`, and "
        "the # before what you grade.",
        ("more",): "\n".join(_layout(desk.model)),
    }
    return desk.write(f"{home}/{person}.yaml", {"graded_on": str(desk.today), "grades": {}}, notes)


def _layout(model: Model) -> Iterator[str]:
    """Each cell as it would be written, below the criterion and with the question."""
    for leaf in dict.fromkeys(node for node, _ in model.cells):
        above = " › ".join(model.nodes[one].title for one in reversed(list(model.ancestors(leaf))))
        yield f"  # {above + ' › ' if above else ''}{model.nodes[leaf].title}"
        yield f"  {leaf}:"
        for attribute in model.nodes[leaf].graded_on:
            scale = model.scale(leaf, attribute)
            low, high = (scale.grades[0], scale.grades[-1])
            cell = f"{{grade: , rationale: , evidence: []}}   # {low} to {high}"
            yield f"    {attribute}: {cell}" if attribute != ITSELF else f"    grade:    # {low} to {high}"
        if model.nodes[leaf].scale:
            yield "    rationale:"
            yield "    evidence: []"
