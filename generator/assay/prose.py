"""Markdown that people wrote in their files, to inert HTML. The only import of markdown-it.

No raw HTML, no images, no headings (a page has its own), links only to http, https and mailto. All text in
the outcome is inert and all of it is on one line, so that the site's engine, which reads Markdown too, takes
it as one block of HTML and looks no further.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from assay.signs import Inert, clean, inert, inert_address, inert_lines

LONGEST = 50_000
"""Signs of one text that are read as Markdown; a longer text is printed as it is."""

_ALLOWED = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE | re.ASCII)
_RULES = [
    *("blockquote", "code", "fence", "list", "paragraph", "reference"),
    *("text", "newline", "escape", "backticks", "emphasis", "link", "autolink", "entity"),
    *("balance_pairs", "fragments_join"),
    *("normalize", "block", "inline", "text_join"),
]


class _Renderer(RendererHTML):
    """HTML with all text and all addresses inert."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return inert(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<code>{inert(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<pre><code>{inert_lines(tokens[idx].content.rstrip())}</code></pre>"

    fence = code_block

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return " "

    def hardbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "<br>"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        href = str(tokens[idx].attrGet("href") or "")
        return f'<a href="{inert_address(href)}" rel="nofollow noopener">' if _ALLOWED.match(href) else "<a>"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "maxNesting": 20}, renderer_cls=_Renderer)
    known: dict[str, list[str]] = reader.get_all_rules()
    reader.enable([rule for rule in _RULES if any(rule in rules for rules in known.values())])
    return reader


_READER = _reader()


def prose_html(text: str) -> Inert:
    """`text` as HTML on one line. What it must not hold stays visible as plain text."""
    if len(text) > LONGEST or _costly(text):
        return Inert(f"<p>{inert(text)}</p>")
    outcome: Any = _READER.render(_without_hidden(text))
    return Inert(str(outcome).replace("\n", ""))


def _without_hidden(text: str) -> str:
    return "\n".join(clean(line.replace("\t", "    ")) for line in re.split("\r\n|[\n\r\u2028\u2029]", text))


def _costly(text: str) -> bool:
    """True for the few texts that readers of Markdown take ever longer over: long runs of opening signs."""
    return any(text.count(sign) > 2000 for sign in "[<*_`>")
