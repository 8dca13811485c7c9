"""Pages to text, in one language: the only import of Jinja, the only place that escapes.

Every string that a template prints comes from somebody's file, so it is made inert on its way out, for HTML
and for Markdown at once: every sign that could mean something to either becomes a numeric entity. This
happens in `finalize`, to all that is printed, so no template can forget it; and the few ways round it that
Jinja offers (`safe`, joining texts) do not exist here. Texts that may hold Markdown go through `markdown`.
The templates' own sentences come from the catalogue of the language, and what is put into them is made inert
in the same way.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Callable, Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined, nodes
from jinja2.exceptions import TemplateAssertionError
from markupsafe import Markup

from assay import resources
from assay.charts.badge import FILLS, badge_box
from assay.languages import Words
from assay.pages import Page, link
from assay.pages.badges import Badge
from assay.prose import prose_html
from assay.signs import Inert, clean, inert, inert_address

SCHEMES = frozenset(("http", "https", "mailto"))


class Renderer:
    """Turns pages into Markdown for the site's engine, in one language."""

    def __init__(self, words: Words) -> None:
        self.environment = _environment(words)

    def page(self, page: Page) -> str:
        """The whole text of a page, front matter included."""
        template = self.environment.get_template(page.template)
        script = link(page.path, f"assets/{page.script}") if page.script else ""
        return f"{front_matter(page)}\n{template.render(page.context, title=page.title, script=script)}"

    def badge(self, badge: Badge) -> str:
        """A badge as a picture that needs no other file."""
        box = badge_box(badge.label, badge.message)
        fill, ink = FILLS[badge.tone]
        template = self.environment.get_template("charts/badge.svg.jinja")
        return template.render(box=box, title=badge.title, fill=fill, ink=ink) + "\n"

    def not_found(self) -> str:
        """The page for wrong addresses: a whole page of HTML that needs no other file."""
        return self.environment.get_template("404.html.jinja").render()


def front_matter(page: Page) -> str:
    """What the engine has to know of a page beside its text."""
    lines = ["---", f"title: {json.dumps(html_title(page.title), ensure_ascii=False)}"]
    if page.hide:
        lines.append(f"hide: [{', '.join(page.hide)}]")
    if not page.searchable:
        lines.append("search: {exclude: true}")
    return "\n".join([*lines, "---", ""])


def html_title(text: str) -> str:
    """A title as the engine's themes want it in front matter, navigation and site name: escaped for HTML.

    They print it as it is, so what is not escaped here would be markup on every page.
    """
    return html.escape(clean(text))


def href(address: object) -> Inert:
    """An address that may be followed: relative, http, https or mailto. Any other becomes `#`."""
    text = clean(str(address)).strip()
    scheme, colon, _ = re.split(r"[/?#]", text, maxsplit=1)[0].partition(":")
    if re.match(r"[/\\]{2}", text) or (colon and scheme.lower() not in SCHEMES):
        text = "#"
    return inert_address(text)


def ident(name: str) -> Inert:
    """An id as a heading's attribute list needs it: letters, digits and hyphens, and nothing else."""
    return Inert(re.sub(r"[^a-z0-9-]", "", name))


def markdown(text: str) -> Inert:
    """A text that may hold Markdown (a summary, a rationale) as inert HTML on one line."""
    return prose_html(text)


def _finalize(words: Words) -> Callable[[object], object]:
    """What makes inert whatever a template prints. Numbers and dates have no sign that means anything."""

    def finalize(value: object) -> object:
        if isinstance(value, Markup):
            return value
        if isinstance(value, str):
            return inert(value)
        if isinstance(value, Undefined):
            return str(value)  # raises an error that names what is missing
        if isinstance(value, bool):
            raise TypeError(f"a template prints {value!r}")
        if isinstance(value, int):
            return Inert(str(value))
        if isinstance(value, float):  # a place in a drawing: the same in every language
            return Inert(f"{value:.2f}".rstrip("0").rstrip("."))
        if isinstance(value, dt.date):
            return inert(words.date(value))
        raise TypeError(f"a template prints {value!r}")

    return finalize


def _texts(words: Words, finalize: Callable[[object], object]) -> dict[str, Callable[..., Inert]]:
    """What templates call for their sentences. The sentences may hold markup; the values become inert."""

    plain: dict[tuple[str, str], Inert] = {}  # sentences without values, of which pages are full

    def filled(message: str, values: Mapping[str, object]) -> Inert:
        return Inert(message % {name: finalize(words.value(value)) for name, value in values.items()})

    def gettext(text: str, /, **values: object) -> Inert:
        if values:
            return filled(words.catalogue.gettext(text), values)
        key = "", text
        return plain.get(key) or plain.setdefault(key, filled(words.catalogue.gettext(text), {}))

    def pgettext(context: str, text: str, /, **values: object) -> Inert:
        if values:
            return filled(words.catalogue.pgettext(context, text), values)
        key = context, text
        return plain.get(key) or plain.setdefault(key, filled(words.catalogue.pgettext(context, text), {}))

    def ngettext(one: str, many: str, number: int, /, **values: object) -> Inert:
        return filled(words.catalogue.ngettext(one, many, number), {"num": number} | values)

    # `_` is given as well: the one that the extension makes looks gettext up anew at every call.
    return {"_": gettext, "gettext": gettext, "pgettext": pgettext, "ngettext": ngettext}


# What would join or format texts inside a template: Jinja would escape the outcome for HTML only.
_REFUSED = (
    *(nodes.Concat, nodes.Add, nodes.Mod, nodes.MarkSafe, nodes.MarkSafeIfAutoescape),
    *(nodes.ScopedEvalContextModifier, nodes.FilterBlock),
)


class _Environment(Environment):
    """Compiles only templates that print texts one after another."""

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        for node in source.find_all(_REFUSED):
            message = "texts are printed one after another, never joined or formatted in a template"
            raise TemplateAssertionError(message, node.lineno, name, filename)
        return super()._generate(source, name, filename, defer_init)


def _environment(words: Words) -> Environment:
    finalize = _finalize(words)

    def date(value: dt.date | None) -> Inert:
        """A date as `<time>`, which keeps its form that all languages share."""
        return Inert(f'<time datetime="{value}">{finalize(value)}</time>') if value else Inert("")

    environment = _Environment(
        loader=FileSystemLoader(resources.TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
        auto_reload=False,
        cache_size=-1,
    )
    environment.policies["ext.i18n.trimmed"] = True
    vars(environment)["newstyle_gettext"] = True  # our own functions fill in the values: see _texts
    environment.filters = {
        "date": date,
        "href": href,
        "ident": ident,
        "length": len,
        "markdown": markdown,
        "numeral": words.numeral,
        "size": lambda count: words.size(count) if count is not None else "",
    }
    environment.globals |= {
        "language": words.language,
        "month_names": words.months(),
        "range": range,
        **_texts(words, finalize),
    }
    return environment
