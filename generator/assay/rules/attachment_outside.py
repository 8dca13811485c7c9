"""An item cites a file outside `attachments/`. Only files there are published and kept with the evidence."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "attachment-outside"
SEVERITY = Severity.ERROR


def leaves_attachments(file: str) -> bool:
    """Whether a path, as written, could be anything but a file under attachments/."""
    parts = file.split("/")
    return parts[0] != "attachments" or any(part in ("", ".", "..") or part.startswith(".") for part in parts)


def check(view: View) -> Iterator[Raised]:
    """Raise every source whose path is not one under attachments/."""
    for item in view.assessment.items.values():
        for index, source in enumerate(item.sources):
            if source.file is not None and leaves_attachments(source.file):
                message = f"'{source.file}' is not a path under attachments/"
                hint = "Put the file into attachments/ and write attachments/NAME."
                yield Raised(item.file, ("sources", index, "file"), message, hint)
