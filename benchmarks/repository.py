"""Evidence repositories of any size, made by a seeded generator: the same number gives the same files."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path

TYPES = ("document", "record", "interview", "observation", "survey", "measurement", "system")
WORDS = re.findall(
    r"\w+",
    "the desk team recorded every contact in March and reviewed a sample of tickets with the vendors, "
    "so that leads could see which customers waited, why they waited and what was done about it; "
    "minutes, rosters and survey reports agree with the figures of the telephone system",
)


def write_repository(folder: Path, items: int, cells: list[tuple[str, str]], seed: int = 1) -> Path:
    """Write an evidence repository with that many items, cited by grades of all `cells`; the folder."""
    chance = random.Random(seed)
    by_node: dict[str, list[str]] = {}
    for node, attribute in cells:
        by_node.setdefault(node, []).append(attribute)
    nodes = list(by_node)
    about: dict[str, list[str]] = {node: [] for node in nodes}
    _write(folder / "assessment.yaml", _ASSESSMENT)
    _write(folder / "cycles/2026/cycle.yaml", _CYCLE)
    for number in range(items):
        name, node = f"item-{number:06}", nodes[number % len(nodes)]
        about[node].append(name)
        text = _item(chance, name, node, by_node[node])
        _write(folder / f"items/{number // 500:03}/{name}.yaml", text)
        if number % 4 == 0:
            _write(folder / f"attachments/{number // 500:03}/{name}.txt", _sentence(chance, 60) + "\n")
    for node, attributes in by_node.items():
        share = max(1, len(about[node]) // len(attributes))
        lines = ["graded_on: 2026-05-04", "grades:", f"  {node}:"]
        for place, attribute in enumerate(attributes):
            end = None if place == len(attributes) - 1 else (place + 1) * share
            cited = about[node][place * share : end] or about[node][:1]
            grade = chance.randint(1, 3)
            lines.append(f"    {attribute}:")
            lines += [f"      grade: {grade}", f"      rationale: {_sentence(chance, 20)}"]
            lines += ["      evidence:", *(f"        - {name}" for name in cited)] if cited else []
        _write(folder / f"cycles/2026/grades/ana/{node}.yaml", "\n".join(lines) + "\n")
    return folder


def _item(chance: random.Random, name: str, node: str, attributes: list[str]) -> str:
    collected = dt.date(2026, 1, 1) + dt.timedelta(days=chance.randrange(120))
    number = int(name.rpartition("-")[2])
    file = (
        f"file: attachments/{number // 500:03}/{name}.txt"
        if number % 4 == 0
        else "held_by: The head of the desk"
    )
    about = "".join(f"  - {{node: {node}, attribute: {attribute}}}\n" for attribute in attributes)
    return f"""title: {_sentence(chance, 6).capitalize()} {number}
type: {chance.choice(TYPES)}
summary: >-
  {_sentence(chance, 18).capitalize()}.
  {_sentence(chance, 18).capitalize()}.
about:
{about}collected: {{on: {collected}, by: ana, method: document review}}
period: {{from: 2026-01-01, to: 2026-03-31}}
valid_until: {collected + dt.timedelta(days=365)}
sources:
  - {{title: {_sentence(chance, 3)}, {file}}}
  - {{title: Report, url: "https://example.org/{name}", retrieved: {collected}}}
"""


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


_ASSESSMENT = """format: 1
title: A generated service desk (fictional)
organisation: Example Ltd
scope: Everything that the generator makes up.
fictional: true
model: see-cmm
people:
  - {id: ana, name: Ana Example, roles: [assessor]}
"""

_CYCLE = """title: The year 2026
period: {from: 2026-01-01, to: 2026-12-31}
targets: {overall: 3}
"""
