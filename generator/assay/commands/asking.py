"""How commands ask people: one question at a time, asked again with the reason until the answer will do.

A command gets an `Asker` and knows nothing of terminals: the command line gives it one that prompts,
`--no-input` one that asks nobody, and a test one that has the answers. An answer that is given as an option
is checked in the same way as one that is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from assay.commands.gather import USAGE_ERROR, CannotContinueError
from assay.problems import plain, shorten
from assay.wording import did_you_mean

Check: TypeAlias = Callable[[str], str]
"""Takes an answer, gives it as it is meant, without blanks around it; a ValueError says what is wrong."""


_WIDEST = 90


class Terminal(Protocol):
    """Where questions are put. A `line` that does not come (^C, the end of the input) is an exception."""

    def line(self, prompt: str) -> str:
        """What somebody types at a prompt, "" for just Enter."""

    def say(self, text: str) -> None:
        """Show a line, or several."""

    def edit(self, text: str) -> str | None:
        """A text after somebody changed it in an editor; None where nothing was saved."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers: the word for it, what it means, how deep it stands in a tree."""

    value: str
    title: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `option`: how to answer on the command line. `default`: what just Enter means."""

    text: str
    option: str
    default: str | None = None


def any_text(answer: str) -> str:
    """An answer of at least one character that is not blank."""
    if not answer.strip():
        raise ValueError("say something")
    return answer.strip()


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for what is missing. `terminal`: None where nobody is to be asked."""

    terminal: Terminal | None

    def text(self, question: Question, check: Check = any_text, given: str | None = None) -> str:
        """The answer to a question, as `check` gives it; `given`: the one that an option gave, if any.

        A CannotContinueError where the given one will not do, or nobody can be asked and there is no default.
        """
        if given is not None:
            return self._checked(question, check, given)
        if self.terminal is None:
            if question.default is None:
                raise CannotContinueError(f"{question.text}? Say it with {question.option}", USAGE_ERROR)
            return self._checked(question, check, question.default)
        return self._asked(self.terminal, question, check, question.text)

    def _asked(self, terminal: Terminal, question: Question, check: Check, prompt: str) -> str:
        shown = f" [{plain(question.default)}]" if question.default else ""
        while True:
            typed = terminal.line(f"{prompt}{shown}: ")
            if not typed.strip() and question.default is not None:
                typed = question.default
            try:
                return check(typed)
            except ValueError as error:
                terminal.say("\n".join(f"  {plain(line)}" for line in str(error).splitlines()))

    def choice(self, question: Question, choices: Sequence[Choice], given: str | None = None) -> str:
        """The value of one of several choices, answered by its number or its value."""

        def check(answer: str) -> str:
            return _chosen(answer, choices)

        if given is not None or self.terminal is None:
            return self.text(question, check, given)
        table = _table(choices, range(1, len(choices) + 1))
        self.terminal.say(f"{plain(question.text)}:\n{table}")
        return self._asked(self.terminal, question, check, "Number or name")

    def yes(self, question: Question) -> bool:
        """Yes or no; the default is "y" or "n"."""
        return self.text(question, _yes_or_no) == "y"

    def say(self, text: str) -> None:
        """Show something, where somebody is asked."""
        if self.terminal:
            self.terminal.say(text)

    def _checked(self, question: Question, check: Check, answer: str) -> str:
        try:
            return check(answer)
        except ValueError as error:
            why = " ".join(plain(str(error)).split())
            raise CannotContinueError(f"{question.option}: {why}", USAGE_ERROR) from None


def _table(choices: Sequence[Choice], numbers: Iterable[int]) -> str:
    width = max((len(choice.value) + 2 * choice.depth for choice in choices), default=0)
    lines = []
    for number, choice in zip(numbers, choices, strict=True):
        name = " " * (2 * choice.depth) + choice.value
        lines.append(plain(f"  {number:>3}  {name:<{width}}  {shorten(choice.title, _WIDEST)}").rstrip())
    return "\n".join(lines)


def _chosen(answer: str, choices: Sequence[Choice]) -> str:
    """The value that is meant by an answer; a ValueError names those that it may mean."""
    word = answer.strip()
    values = [choice.value for choice in choices]
    if word in values:
        return word
    if word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= len(values):
        return values[int(word) - 1]
    if not word:
        raise ValueError("choose one")
    near = [at for at, one in enumerate(choices) if word.casefold() in f"{one.value} {one.title}".casefold()]
    if near:
        table = _table([choices[at] for at in near], [at + 1 for at in near])
        raise ValueError(f"'{shorten(word)}' may mean:\n{table}")
    known = (
        f"choose from: {', '.join(values)}" if len(values) <= 12 else f"choose a number up to {len(values)}"
    )
    raise ValueError(f"'{shorten(word)}' is none of them{did_you_mean(word, values)}; {known}")


def _yes_or_no(answer: str) -> str:
    word = answer.strip().casefold()
    if word in ("y", "yes"):
        return "y"
    if word in ("n", "no"):
        return "n"
    raise ValueError("answer y or n")
