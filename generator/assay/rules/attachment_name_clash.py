"""Two cited files have names that differ only in case, or in how an accent is encoded.

On many computers, and on the published site, there is only one such name.
"""

import unicodedata
from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "attachment-name-clash"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every source whose file has the name of another cited file, but for case and encoding."""
    first: dict[str, str] = {}
    for file in view.assessment.attachments:
        first.setdefault(_folded(file), file)
    for item in view.assessment.items.values():
        for index, source in enumerate(item.sources):
            other = first.get(_folded(source.file)) if source.file in view.assessment.attachments else None
            if source.file and other and other != source.file:
                message = f"'{source.file}' differs from '{other}' only in case or in how accents are encoded"
                yield Raised(item.file, ("sources", index, "file"), message, "Rename one of the two files.")


def _folded(file: str | None) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", file or "").casefold())
