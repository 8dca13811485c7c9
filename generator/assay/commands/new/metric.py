"""`assay new metric`: a series of measured values that grades are judged by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assay.commands import answers
from assay.commands.asking import Choice, Question
from assay.commands.new.desk import Desk
from assay.problems import At

_BETTER = (
    Choice("higher", "the more, the better"),
    Choice("lower", "the less, the better"),
    Choice("target", "as near as can be to a target"),
)
_LONGEST_UNIT = 60
_MOST = 1e12
_FORM = "write it as 2026-03-31=81.5, or for a time as 2026-01-01..2026-03-31=81.5"


@dataclass(frozen=True, slots=True)
class MetricOptions:
    """What options say of a new metric. `values`: each as DAY=NUMBER or FROM..TO=NUMBER."""

    title: str | None = None
    about: tuple[str, ...] = ()
    measured_in: str | None = None
    better: str | None = None
    target: str | None = None
    source: str | None = None
    owner: str | None = None
    values: tuple[str, ...] = ()


def new_metric(desk: Desk, given: str | None, options: MetricOptions) -> int:
    """Write `metrics/ID.yaml`."""
    name, title = desk.named("metric", given, "What is measured, in a line", options.title)
    data: dict[str, Any] = {"title": title, "about": desk.parts(options.about)}
    if options.owner is not None:
        data["owner"] = desk.person("Who answers for the figures", "--owner", options.owner)
    question = Question("Unit of measure, such as %", "--measured-in")
    data["measured_in"] = desk.asker.text(question, answers.line(_LONGEST_UNIT), options.measured_in)
    data["better"] = desk.asker.choice(Question("Where it should go", "--better"), _BETTER, options.better)
    target = _target(desk, options.target, needed=data["better"] == "target")
    if target is not None:
        data["target"] = target
    data["source"] = {"title": desk.line("Where the figures are taken from", "--source", options.source)}
    data["values"] = sorted(_values(desk, options.values), key=_last_day)
    notes: dict[At, str] = {
        ("values",): "The oldest first; later ones are added below. item: the evidence that states it.",
        ("more",): "What others reach: comparison: {title: , source: , values: [{on: , value: }]}",
    }
    return desk.write(f"metrics/{name}.yaml", data, notes)


def _target(desk: Desk, given: str | None, *, needed: bool) -> int | float | None:
    """The value aimed at; None for none, where none is needed."""
    question = Question("Target" if needed else "Target (Enter for none)", "--target", None if needed else "")
    text = desk.asker.text(
        question, lambda answer: _number_text(answer) if answer.strip() or needed else "", given
    )
    return _number(text) if text else None


def _values(desk: Desk, given: tuple[str, ...]) -> list[dict[str, Any]]:
    """The values that options give, or that are asked for: at least one."""
    if given or desk.asker.terminal is None:
        texts = [desk.asker.text(Question("Value", "--value"), _value_text, one) for one in given or (None,)]
        return [_value(text) for text in texts]
    question = Question("A value, as DAY=NUMBER or FROM..TO=NUMBER", "--value")
    found = [_value(desk.asker.text(question, _value_text))]
    question = Question("Another (Enter for none)", "--value", "")
    while text := desk.asker.text(question, lambda answer: _value_text(answer) if answer.strip() else ""):
        found.append(_value(text))
    return found


def _value_text(answer: str) -> str:
    _value(answer)
    return answer.strip()


def _value(text: str) -> dict[str, Any]:
    when, sign, number = text.strip().partition("=")
    if not sign:
        raise ValueError(_FORM)
    first, dots, last = when.partition("..")
    value = _number(number)
    if dots:
        return {"period": {"from": answers.date(first), "to": answers.date(last)}, "value": value}
    return {"on": answers.date(first), "value": value}


def _last_day(value: dict[str, Any]) -> str:
    day: str = value["on"] if "on" in value else value["period"]["to"]
    return day


def _number_text(answer: str) -> str:
    _number(answer)
    return answer.strip()


def _number(text: str) -> int | float:
    """A number without a unit; a ValueError where it is none."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        raise ValueError(f"'{text.strip()[:40]}' is not a number such as 81.5") from None
    if not abs(number) <= _MOST:
        raise ValueError(f"'{text.strip()[:40]}' is too large")
    return int(number) if number == int(number) else number
