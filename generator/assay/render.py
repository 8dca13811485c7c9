"""Pages to text: the only import of Jinja, the only place that escapes.

Every string that a template prints comes from somebody's file, so it is made inert on its way out, for HTML
and for Markdown at once: every sign that could mean something to either becomes a numeric entity. This
happens in `finalize`, to all that is printed, so no template can forget it; and the few ways round it that
Jinja offers (`safe`, joining texts) do not exist here. Texts that may hold Markdown go through `markdown`.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined, nodes
from jinja2.exceptions import TemplateAssertionError
from markupsafe import Markup

from assay import resources
from assay.pages import Page
from assay.prose import prose_html
from assay.signs import Inert, clean, inert, inert_address
from assay.wording import counted

SCHEMES = frozenset(("http", "https", "mailto"))


class Renderer:
    """Turns pages into Markdown for the site's engine."""

    def __init__(self) -> None:
        self.environment = _environment()

    def page(self, page: Page) -> str:
        """The whole text of a page, front matter included."""
        template = self.environment.get_template(page.template)
        return f"{front_matter(page)}\n{template.render(page.context, title=page.title)}"


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


def iso(date: dt.date | None) -> Inert:
    """A date as `<time>`."""
    return Inert(f"<time>{date.isoformat()}</time>") if date else Inert("")


def size(count: int | None) -> str:
    """A number of bytes as people read it: `18 kB`."""
    if count is None:
        return ""
    if count < 1000:
        return counted(count, "byte")
    value, units = count / 1000, ["GB", "MB", "kB"]
    while value >= 999.5 and len(units) > 1:
        value /= 1000
        units.pop()
    unit = units[-1]
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def _finalize(value: object) -> object:
    """What a template prints, made inert. Numbers and dates have no sign that means anything."""
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
    if isinstance(value, float):
        return Inert(f"{value:.2f}".rstrip("0").rstrip("."))
    if isinstance(value, dt.date):
        return Inert(value.isoformat())
    raise TypeError(f"a template prints {value!r}")


# What would join or format texts inside a template: Jinja would escape the outcome for HTML only.
_REFUSED = (nodes.Concat, nodes.Add, nodes.Mod, nodes.MarkSafe, nodes.MarkSafeIfAutoescape)
_REFUSED_BLOCKS = (nodes.ScopedEvalContextModifier, nodes.FilterBlock)


class _Environment(Environment):
    """Compiles only templates that print texts one after another."""

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        for node in (*source.find_all(_REFUSED), *source.find_all(_REFUSED_BLOCKS)):
            message = "texts are printed one after another, never joined or formatted in a template"
            raise TemplateAssertionError(message, node.lineno, name, filename)
        return super()._generate(source, name, filename, defer_init)


def _environment() -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(resources.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters = {
        "counted": counted,
        "date": iso,
        "href": href,
        "ident": ident,
        "length": len,
        "markdown": markdown,
        "size": size,
    }
    environment.globals = {"range": range}
    return environment
