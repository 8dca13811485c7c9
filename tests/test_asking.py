"""Questions: asked again with the reason until the answer will do; and the same checks for options."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from assay.commands.asking import Asker, Choice, Question
from assay.commands.gather import CannotContinueError

CHOICES = [
    Choice("leadership", "Leadership"),
    Choice("vision", "Mission, vision", 1),
    Choice("people", "Staff"),
]
NODE = Question("Which criterion", "--node")


@dataclass
class Script:
    """A terminal with the answers on it, and what was shown."""

    answers: list[str]
    prompts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def line(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return self.answers.pop(0)

    def say(self, text: str) -> None:
        self.said.append(text)

    def edit(self, text: str) -> str | None:
        return text


@pytest.mark.parametrize("answer", ["2", "vision", " vision "])
def test_a_choice_is_made_by_number_or_by_name(answer: str) -> None:
    assert Asker(Script([answer])).choice(NODE, CHOICES) == "vision"


def test_choices_are_shown_as_a_tree_before_the_question() -> None:
    script = Script(["1"])
    Asker(script).choice(NODE, CHOICES)
    assert script.said == [
        "Which criterion:\n"
        "    1  leadership  Leadership\n"
        "    2    vision    Mission, vision\n"
        "    3  people      Staff"
    ]
    assert script.prompts == ["Number or name: "]


def test_a_part_of_a_title_shows_what_it_may_mean_with_the_numbers_of_the_list() -> None:
    script = Script(["STAFF", "3"])
    assert Asker(script).choice(NODE, CHOICES) == "people"
    assert script.said[1] == "  'STAFF' may mean:\n      3  people  Staff"


@pytest.mark.parametrize("wrong", ["0", "4", "-1", "٢", "9" * 5000, "peopel", "\x1b[2J"])
def test_what_is_no_choice_is_asked_again_with_the_reason(wrong: str) -> None:
    script = Script([wrong, "1"])
    assert Asker(script).choice(NODE, CHOICES) == "leadership"
    assert "is none of them" in script.said[1]
    assert "\x1b" not in script.said[1]


def test_just_enter_means_the_default_and_nothing_without_one() -> None:
    assert Asker(Script([""])).choice(Question("Which", "--node", "people"), CHOICES) == "people"
    script = Script(["", "1"])
    assert Asker(script).choice(NODE, CHOICES) == "leadership"
    assert script.said[1] == "  choose one"


def test_what_a_title_holds_steers_no_terminal() -> None:
    script = Script(["1"])
    Asker(script).choice(NODE, [Choice("a", "x\x1b]0;y\x07\n::error::z")])
    assert "\x1b" not in script.said[0]
    assert "\n::" not in script.said[0]


@pytest.mark.parametrize(
    ("answers", "is_yes"), [(["y"], True), (["No"], False), ([""], False), (["x", "YES"], True)]
)
def test_yes_or_no(answers: list[str], is_yes: bool) -> None:
    assert Asker(Script(answers)).yes(Question("Another", "--node", "n")) is is_yes


def test_an_option_is_checked_as_an_answer_is() -> None:
    assert Asker(None).choice(NODE, CHOICES, "vision") == "vision"
    with pytest.raises(CannotContinueError, match="--node: 'visio' may mean: 2 vision Mission, vision"):
        Asker(Script([])).choice(NODE, CHOICES, "visio")


def test_nobody_to_ask_means_the_default_or_a_line_that_names_the_option() -> None:
    assert Asker(None).text(Question("Title", "--title", "T")) == "T"
    with pytest.raises(CannotContinueError, match=r"^Title\? Say it with --title$"):
        Asker(None).text(Question("Title", "--title"))
