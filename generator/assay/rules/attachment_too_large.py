"""A cited file is larger than what a repository and a published site can carry."""

from collections.abc import Iterator

from assay.folder import MAX_ATTACHMENT_BYTES
from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "attachment-too-large"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every source whose file is beyond the limit."""
    for item in view.assessment.items.values():
        for index, source in enumerate(item.sources):
            found = view.folder.files.get(source.file or "")
            if found and found.size > MAX_ATTACHMENT_BYTES:
                message = f"{source.file} has {found.size:,} bytes; the limit is {MAX_ATTACHMENT_BYTES:,}"
                hint = "Keep it elsewhere and cite it with held_by or url, or attach the part that matters."
                yield Raised(item.file, ("sources", index, "file"), message, hint)
