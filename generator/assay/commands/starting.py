"""The evidence that a new repository begins with: an assessment, a cycle, an example for its model."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assay.confidentiality import Audience
from assay.durations import Duration
from assay.model import ITSELF, Model
from assay.model.scales import Scale
from assay.problems import At
from assay.yamlfile.writing import written

EXAMPLE = "example"
_ATTACHMENT = f"attachments/{EXAMPLE}.txt"
_NOTE = f"""\
An example of a file that evidence points at. It is fictional: nothing in it is real.
Delete it together with items/{EXAMPLE}.yaml. Its checksum stands there: if a byte
of this file changes, assay validate says so.
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What a new assessment is about, and who begins it: all that `assay init` asks for."""

    title: str
    organisation: str
    model: Model
    languages: tuple[str, ...]
    audience: Audience
    lead: str
    lead_id: str
    lead_mail: str
    today: dt.date

    @property
    def cycle(self) -> str:
        """The id of the first cycle."""
        return f"{self.today.year}-first"


def evidence(start: Start) -> dict[str, bytes]:
    """The files of the evidence folder, by their paths in it."""
    node, attribute = start.model.cells[0]
    attachment = _NOTE.encode()
    texts = {
        "assessment.yaml": _assessment(start),
        f"cycles/{start.cycle}/cycle.yaml": _cycle(start),
        f"cycles/{start.cycle}/grades/{start.lead_id}.yaml": _grades(start, node, attribute),
        f"items/{EXAMPLE}.yaml": _item(start, node, attribute, hashlib.sha256(attachment).hexdigest()),
    }
    return {file: text.encode() for file, text in texts.items()} | {_ATTACHMENT: attachment}


def _assessment(start: Start) -> str:
    person = {
        "id": start.lead_id,
        "name": start.lead,
        "roles": ["lead-assessor", "assessor"],
        "git": [start.lead_mail],
    }
    data = {
        "format": 1,
        "title": start.title,
        "organisation": start.organisation,
        "scope": f"All of {start.organisation}. (Say here what is assessed, and what is left out.)",
        "model": start.model.id,
        "languages": list(start.languages),
        "people": [person],
        "policy": {
            "evidence": "cap",
            "max_age": {
                "document": "P24M",
                "record": "P18M",
                "interview": "P18M",
                "observation": "P12M",
                "survey": "P12M",
                "measurement": "P18M",
                "system": "P12M",
            },
            "warn_before": "P90D",
            "audience": start.audience,
        },
    }
    return written(
        data,
        {
            (): "What is assessed, with which model, by whom, and by which rules.",
            ("people",): "Everybody whom a file names. `git` has the addresses of a person's commits.\n"
            "Roles: assessor, lead-assessor, evidence-owner, auditor, manager",
            ("policy", "evidence"): "cap: a grade counts no further than current evidence carries it",
            ("policy", "max_age"): "how long evidence holds where it does not say so itself",
            ("policy", "warn_before"): "how early evidence that runs out is named",
            ("policy", "audience"): "whom the site is made for: public, internal or restricted",
            (
                "repository_url",
            ): "Where the repository is seen in a browser: then the site links to commits and files.\n"
            "repository_url: https://git.example.org/quality/assessment",
        },
    )


def _cycle(start: Start) -> str:
    first = start.today.replace(day=1)
    data: dict[str, object] = {
        "title": f"First assessment, {start.today.year}",
        "period": {
            "from": str(first),
            "to": str(Duration(12, 0).after(first) - dt.timedelta(days=1)),
        },
    }
    levels = start.model.levels
    if len(levels) > 1:
        why = f"To be agreed: is {levels[1].title} enough, and by when?"
        data["targets"] = {"overall": {"level": levels[1].number, "why": why}}
    notes: dict[At, str] = {
        (): "One round of assessment. When it is over: assay cycle close",
        ("targets",): "how much is enough, and why; for the whole, and for criteria by their ids",
    }
    return written(data, notes)


def _grades(start: Start, node: str, attribute: str) -> str:
    scale = start.model.scale(node, attribute)
    grade = _middle(scale)
    judged = {
        "grade": _as_written(scale, grade),
        "rationale": "An invented example, to be deleted. A rationale says what the evidence shows, "
        "and why the grade is not one higher.",
        "evidence": [EXAMPLE],
    }
    cells = judged if attribute == ITSELF else {attribute: judged}
    question = start.model.question(node, attribute)
    notes: dict[At, str] = {
        (): f"The grades of {start.lead}: criterion by criterion, each with its reason and its evidence.\n"
        "This one is an example: delete it, and write your own.",
        ("grades", node): f"{start.model.nodes[node].title}{f': {question}' if question else ''}",
    }
    data = {"graded_on": str(start.today), "grades": {node: cells}}
    return written(data, notes)


def _item(start: Start, node: str, attribute: str, sha256: str) -> str:
    about = {"node": node} if attribute == ITSELF else {"node": node, "attribute": attribute}
    data = {
        "title": "Example of evidence (fictional, to be deleted)",
        "type": "document",
        "summary": "What the evidence shows, in two or three sentences that somebody who was not there "
        "understands. Nothing here is real.",
        "about": [about],
        "collected": {"on": str(start.today), "by": start.lead_id, "method": "made up for this example"},
        "sources": [{"title": "A note that anybody can open", "file": _ATTACHMENT, "sha256": sha256}],
        "confidentiality": "public",
    }
    notes: dict[At, str] = {
        (): "An example of a piece of evidence: invented, and to be deleted once you have your own.\n"
        "The name of this file is its id; grades cite it by that.",
        ("type",): "document, record, interview, observation, survey, measurement or system",
        ("about",): "what it says something about: criteria of the model by their ids (assay model show "
        f"{start.model.id})",
        ("valid_until",): "How long it holds, where the policy's max_age does not fit:\n"
        f"valid_until: {Duration(24, 0).after(start.today)}",
    }
    return written(data, notes)


def _middle(scale: Scale) -> Fraction:
    """A grade that is neither the lowest nor the highest, where the scale has such a one."""
    return scale.grades[len(scale.grades) // 2]


def _as_written(scale: Scale, grade: Fraction) -> str | int | float:
    """A grade as a file has it: the number where the scale takes numbers or its labels repeat them."""
    label = next((label for label, number in scale.values.items() if number == grade), None)
    if label is not None and (scale.shows_labels or grade.denominator != 1):
        return label
    return int(grade) if grade.denominator == 1 else float(grade)


def names(start: Start) -> Mapping[str, str]:
    """What the places of the starter files stand for, as far as it follows from the start."""
    return {
        "title": start.title,
        "organisation": start.organisation,
        "model": start.model.id,
        "language": start.languages[0],
        "languages": " ".join(start.languages),
        "audience": start.audience,
        "lead": start.lead,
        "lead_id": start.lead_id,
        "lead_mail": start.lead_mail,
        "cycle": start.cycle,
        "node": start.model.cells[0][0],
    }
