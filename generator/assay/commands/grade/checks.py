"""What an answer about a cell may be: each check gives it back in one form, or says why it will not do."""

from __future__ import annotations

from assay.commands.answers import paragraph
from assay.commands.asking import Check
from assay.commands.grade.shapes import Cell, contradicting
from assay.grading import Cited, parse_evidence, parse_grade, scale_text
from assay.wording import did_you_mean

LONGEST = 20_000
LONGEST_REASON = 5_000

_WORDS = {
    "s": "skip", "skip": "skip", "": "skip", "b": "back", "back": "back", "q": "quit", "quit": "quit",
    "na": "na", "n/a": "na", "ok": "ok", "?": "again",
}  # fmt: skip


def grade_prompt(cell: Cell) -> str:
    """The question for a grade, with what else may be answered."""
    words = ["Enter skips" if cell.own is None else "Enter keeps it"]
    if cell.own and cell.own.to_confirm:
        words = ["ok confirms it", "Enter leaves it"]
    words += ["na: not applicable"] if cell.may_be_not_applicable else []
    return f"Grade ({scale_text(cell.scale)}; {', '.join(words)}, b back, q quit, ? again)"


def grade_or_word(cell: Cell) -> Check:
    """A grade of the scale, or what to do instead: a label of the scale always means the grade."""

    def check(answer: str) -> str:
        text = answer.strip()
        word = _WORDS.get(text.casefold(), "")
        try:
            parse_grade(cell.scale, text)
        except ValueError:
            if not word:
                raise
        else:
            return text
        if word == "na" and not cell.may_be_not_applicable:
            raise ValueError("the model does not allow that here: there is a lowest grade")
        if word == "ok" and not (cell.own and cell.own.to_confirm):
            raise ValueError("there is nothing to confirm here: give a grade")
        return word

    return check


def not_applicable(cell: Cell) -> Check:
    """A reason why the cell cannot be graded, where the model allows that."""
    reason = prose(LONGEST_REASON)

    def check(answer: str) -> str:
        if not cell.may_be_not_applicable:
            raise ValueError(f"the model does not allow that for {cell.key[0]}: there is a lowest grade")
        return reason(answer)

    return check


def prose(most: int) -> Check:
    """A text of one or more lines."""
    return paragraph(most, "say why: it is what others will read first")


def cited(cell: Cell, text: str) -> tuple[Cited, ...]:
    """The items that a text cites by their numbers or ids; a ValueError says what is wrong with it."""
    return parse_evidence(cell.assessment, cell.found, cell.scale, text)


def evidence_check(cell: Cell) -> Check:
    """Numbers or ids of items, each with how far it carries where that is less."""

    def check(answer: str) -> str:
        cited(cell, answer)
        return answer.strip()

    return check


def metrics_check(cell: Cell) -> Check:
    """Ids of metrics that are about the cell; `-` for none."""
    known = [metric.id for metric in cell.metrics]

    def check(answer: str) -> str:
        names = answer.replace(",", " ").split()
        if names == ["-"]:
            return ""
        wrong = next((name for name in names if name not in known), None)
        if wrong is not None:
            there = f"there are: {', '.join(known)}" if known else "no metric is"
            raise ValueError(
                f"no metric about this cell is '{wrong[:64]}'{did_you_mean(wrong, known)}; {there}"
            )
        return " ".join(dict.fromkeys(names))

    return check


def answer_check(cell: Cell) -> Check:
    """`ITEM=TEXT`, of an item that speaks against the cell."""
    known = [one.item.id for one in contradicting(cell)]

    def check(answer: str) -> str:
        item, sign, text = answer.partition("=")
        if not sign:
            raise ValueError("write it as ITEM=TEXT")
        if item.strip() not in known:
            raise ValueError(
                f"no item '{item.strip()[:64]}' speaks against this cell{did_you_mean(item, known)}"
            )
        return f"{item.strip()}={prose(LONGEST_REASON)(text)}"

    return check
