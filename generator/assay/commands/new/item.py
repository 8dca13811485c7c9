"""`assay new item`: a piece of evidence, with the files that it points at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.commands import answers
from assay.commands.asking import Choice, Question
from assay.commands.gather import USAGE_ERROR, CannotContinueError
from assay.commands.new.attaching import attach
from assay.commands.new.desk import Desk
from assay.confidentiality import AUDIENCES
from assay.durations import Duration
from assay.problems import At

TYPES = (
    Choice("document", "a paper: a plan, minutes, a contract"),
    Choice("record", "what the work leaves behind: tickets, logs, a list"),
    Choice("interview", "what somebody said when asked"),
    Choice("observation", "what somebody saw"),
    Choice("survey", "what many said when asked"),
    Choice("measurement", "figures"),
    Choice("system", "what a tool shows or how it is set up"),
)
_KINDS = (
    Choice("file", "a file of yours, copied into attachments/"),
    Choice("url", "an address on the web or in the intranet"),
    Choice("held", "it stays with somebody: say who has it, and where"),
)


@dataclass(frozen=True, slots=True)
class ItemOptions:
    """What options say of a new item; None, or nothing, for what is to be asked."""

    title: str | None = None
    kind: str | None = None
    summary: str | None = None
    about: tuple[str, ...] = ()
    collected_on: dt.date | None = None
    by: str | None = None
    files: tuple[Path, ...] = ()
    urls: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    valid_until: dt.date | None = None
    confidentiality: str | None = None
    folder: str = ""


def new_item(desk: Desk, given: str | None, options: ItemOptions) -> int:
    """Write `items/ID.yaml`; copy the files that it points at into `attachments/`, with their checksums."""
    if given is not None:
        given = desk.new_id("item", given)
    folder = desk.asker.text(Question("Folder", "--folder"), answers.folder, options.folder)
    sources, copies = _sources(desk, options)  # what cannot be read is said before anything is asked
    title = desk.line("Title", "--title", options.title)
    item = given or desk.new_id("item", None, title)
    data: dict[str, Any] = {
        "title": title,
        "type": desk.asker.choice(Question("Type of evidence", "--type"), TYPES, options.kind),
        "summary": desk.text("What it shows, in a sentence or two", "--summary", options.summary),
        "about": desk.parts(options.about),
        "collected": {
            "on": desk.date("Collected on", "--collected", options.collected_on, desk.today),
            "by": desk.person("Collected by", "--by", options.by),
        },
    }
    if options.valid_until:
        data["valid_until"] = str(options.valid_until)
        if data["valid_until"] < data["collected"]["on"]:
            message = f"--valid-until: {options.valid_until} is before it was collected"
            raise CannotContinueError(message, USAGE_ERROR)
    if not sources:
        sources = _asked(desk, copies)
    data["sources"] = sources
    if options.confidentiality:
        choices = [Choice(one) for one in AUDIENCES]
        question = Question("Confidentiality", "--confidentiality")
        data["confidentiality"] = desk.asker.choice(question, choices, options.confidentiality)
    path = "/".join(filter(None, ("items", folder, f"{item}.yaml")))
    return desk.write(path, data, _notes(desk, data), copies)


def _notes(desk: Desk, data: Mapping[str, Any]) -> dict[At, str]:
    age = desk.assessment.policy.max_age.get(data["type"])
    collected = dt.date.fromisoformat(data["collected"]["on"])
    holds = f"Holds until {age.after(collected)}, by the policy" if age else "Holds without an end"
    until = f"valid_until: {Duration(12, 0).after(collected)}"
    notes: dict[At, str] = {
        ("about",): "Relevance only: how far it carries is for the assessors to say.\n"
        "What speaks against a grade has `stance: contradicts` beside the node.",
    }
    if "valid_until" not in data:
        notes["more",] = f"{holds}. Where that does not fit:\n{until}"
    if "confidentiality" not in data:
        notes["most",] = "Who may read it: public, internal (without this line) or restricted.\n" + (
            "confidentiality: internal"
        )
    return notes


def _sources(desk: Desk, options: ItemOptions) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """The sources that options name, and the files to write for them."""
    if options.confidentiality == "restricted" and options.files:
        message = "a restricted item holds no content: name who keeps the file, with --held-by"
        raise CannotContinueError(message, USAGE_ERROR)
    copies: dict[str, bytes] = {}
    sources = [_file(desk, path, copies) for path in options.files]
    sources += [_link(desk, url) for url in options.urls]
    for given in options.held_by:
        held = desk.line("Who has it, and where", "--held-by", given)
        sources.append({"title": held, "held_by": held})
    return sources, copies


def _asked(desk: Desk, copies: dict[str, bytes]) -> list[dict[str, Any]]:
    """Sources, as somebody names them: at least one."""
    found: list[dict[str, Any]] = []
    while not found or desk.asker.yes(Question("Another source", "--file", "n")):
        kind = desk.asker.choice(Question("Where it comes from", "--file, --url or --held-by"), _KINDS)
        if kind == "file":
            path = desk.asker.text(Question("Path of the file", "--file"), _existing)
            found.append(_file(desk, Path(path), copies))
        elif kind == "url":
            found.append(_link(desk, desk.asker.text(Question("Address", "--url"), _address)))
        else:
            held = desk.line("Who has it, and where", "--held-by", None)
            found.append({"title": desk.line("Title of the source", "--held-by", None), "held_by": held})
    return found


def _file(desk: Desk, path: Path, copies: dict[str, bytes]) -> dict[str, Any]:
    attached = attach(desk.loaded.folder, path, copies)
    if attached.content is not None:
        copies[attached.file] = attached.content
    return {"title": attached.title, "file": attached.file, "sha256": attached.sha256}


def _link(desk: Desk, url: str) -> dict[str, Any]:
    address = desk.asker.text(Question("Address", "--url"), _address, url)
    return {"title": address[:200], "url": address, "retrieved": str(desk.today)}


def _existing(answer: str) -> str:
    path = Path(answer.strip().strip("'\"")).expanduser()
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    return str(path)


def _address(answer: str) -> str:
    address = answers.line(2000)(answer)
    if not address.startswith(("http://", "https://", "mailto:")) or " " in address:
        raise ValueError("an address begins with https:// (or http://, mailto:) and has no blanks")
    return address
