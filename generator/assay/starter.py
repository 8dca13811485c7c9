"""The files that a new evidence repository begins with, beside the evidence: values in, files out.

They stand in `starter/`: those of every repository in `common/`, those of one forge in a folder of its name,
each where it will lie in the repository. `[[ name ]]` is a place for a value. How a value is written follows
from the kind of file: in YAML as a scalar, in JSON as the inside of a string, in Markdown so that nothing in
it is markup, and on one line anywhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from assay import __version__, resources
from assay.yamlfile.editing import scalar

FORGES = ("github", "gitlab", "other")
"""The forges that one can choose from; `other` has no files of its own."""

WORDS = frozenset(
    (
        *("action_python", "audience", "branch", "cycle", "evidence", "forge"),
        *("language", "lead_id", "model", "node", "package"),
    )
)
"""The places for words that Assay chooses or checks: harmless wherever they stand."""

LISTS = frozenset(("languages",))
"""The places for several words, given with blanks between them: a list in YAML, else commas between them."""

TEXTS = frozenset(("lead", "lead_mail", "organisation", "title"))
"""The places for what people typed. In YAML each stands for a whole value, and no workflow has one."""

NAMES = WORDS | LISTS | TEXTS
PLACE = re.compile(r"\[\[ ([a-z_]+) \]\]", re.ASCII)
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|$#]")

RELEASE = f"assay-report=={__version__}"
"""What pip installs where nobody says anything else: this release."""

# The action is used as it stands, too, and so has its home elsewhere. There it installs its own release.
_ACTION = ".github/actions/assay/action.yml"
_ACTION_INSTALLS = f"default: {RELEASE}\n"


def files(forge: str, values: Mapping[str, str]) -> dict[str, str]:
    """The texts of all files for a forge, by their paths in the repository, in the order of the paths.

    `values`: one for each of NAMES; a KeyError names one that is missing.
    """
    return {path: fill(text, path, values) for path, text in sorted(templates(forge))}


def templates(forge: str) -> Iterator[tuple[str, str]]:
    """The path in the repository and the text of each file for a forge, its places not filled."""
    yield from _below(resources.STARTER / "common")
    yield from _below(resources.STARTER / forge)
    if forge == "github":
        yield (
            _ACTION,
            resources.ACTION.read_text("utf-8").replace(_ACTION_INSTALLS, "default: [[ package ]]\n"),
        )


def fill(text: str, path: str, values: Mapping[str, str]) -> str:
    """A text with its places filled as the kind of file at `path` needs it; every other bracket stays."""

    def filled(place: re.Match[str]) -> str:
        name = place[1]
        return _written(name, values[name], PurePosixPath(path).suffix) if name in NAMES else place[0]

    return PLACE.sub(filled, text)


def _written(name: str, value: str, suffix: str) -> str:
    """One value as a file with that suffix needs it."""
    in_yaml = suffix in (".yaml", ".yml")
    if name in LISTS:
        words = value.split()
        return f"[{', '.join(scalar(word) for word in words)}]" if in_yaml else ", ".join(words)
    if in_yaml:
        return scalar(value)
    if suffix == ".json":
        return json.dumps(value, ensure_ascii=False)[1:-1]
    line = " ".join(value.split())
    return _MARKUP.sub(r"\\\g<0>", line) if suffix == ".md" and name in TEXTS else line


def _below(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8")
