"""The expressions of GitHub's workflows, as far as ours use them.

That is: names, texts, ==, !=, &&, ||, !, contains() and the words for failures, such as always().

What a name that is not there gives is the empty text, as on GitHub.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

Contexts: TypeAlias = Mapping[str, Any]

_TOKEN = re.compile(r"\s*(?:(\|\||&&|==|!=|[!(),])|'((?:[^']|'')*)'|([A-Za-z_][\w.-]*))")
_PLACE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_STATUS = re.compile(r"\b(always|success|failure|cancelled)\(\)")


def filled(text: str, contexts: Contexts) -> str:
    """A value of a workflow with its `${{ }}` worked out."""
    return _PLACE.sub(lambda place: _as_text(evaluate(place[1], contexts)), text)


def holds(condition: str, contexts: Contexts, *, failed: bool) -> bool:
    """Whether an `if:` lets a step run. Without a word on failures, it waits for none."""
    expression = condition.removeprefix("${{").removesuffix("}}")
    status = bool(_STATUS.search(expression))
    told = {**contexts, "always": True, "success": not failed, "failure": failed}
    return (status or not failed) and bool(evaluate(expression, told))


def evaluate(expression: str, contexts: Contexts) -> Any:
    """The value of one expression."""
    parser = _Parser(expression, contexts)
    value = parser.either()
    assert not parser.tokens, f"cannot read the rest of {expression!r}"
    return value


def _as_text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


class _Parser:
    def __init__(self, expression: str, contexts: Contexts) -> None:
        self.contexts = contexts
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while expression[at:].strip():
            found = _TOKEN.match(expression, at)
            assert found, f"cannot read {expression[at:]!r}"
            sign, text, name = found.groups()
            self.tokens.append(
                ("sign", sign) if sign else ("name", name) if name else ("text", text.replace("''", "'"))
            )
            at = found.end()

    def take(self, *signs: str) -> str:
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs:
            return self.tokens.pop(0)[1]
        return ""

    def either(self) -> Any:
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value or other
        return value

    def both(self) -> Any:
        value = self.compared()
        while self.take("&&"):
            other = self.compared()
            value = value and other
        return value

    def compared(self) -> Any:
        value = self.single()
        while sign := self.take("==", "!="):
            other = self.single()
            value = (value == other) == (sign == "==")
        return value

    def single(self) -> Any:
        if self.take("!"):
            return not self.single()
        if self.take("("):
            value = self.either()
            assert self.take(")")
            return value
        kind, token = self.tokens.pop(0)
        if kind == "text":
            return token
        assert kind == "name", token
        return self.called(token) if self.take("(") else self.looked_up(token)

    def called(self, name: str) -> Any:
        arguments = []
        while not self.take(")"):
            arguments.append(self.either())
            self.take(",")
        if name == "contains":
            return arguments[1] in arguments[0]
        return self.contexts[name]

    def looked_up(self, name: str) -> Any:
        value: Any = self.contexts
        for key in name.split("."):
            value = value.get(key, "") if isinstance(value, Mapping) else ""
        return "" if value is None else value
