"""A file under `attachments/` that no item cites. It is kept in the repository and not published."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "attachment-unused"
SEVERITY = Severity.INFO


def check(view: View) -> Iterator[Raised]:
    """Raise every file there that is the source of no item."""
    if view.unread_items:
        return
    cited = {source.file for item in view.assessment.items.values() for source in item.sources}
    for file in view.folder.files:
        if file.startswith("attachments/") and file not in cited:
            hint = "Cite it as a source of an item, or remove it."
            if file.endswith((".yaml", ".yml")):
                hint = "Is it a piece of evidence? Then move it to items/; else cite it, or remove it."
            yield Raised(file, (), f"no item cites {file}", hint)
