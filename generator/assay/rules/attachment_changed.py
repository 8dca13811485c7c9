"""A cited file does not have the checksum that its item states: it was changed or replaced since."""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View

ID = "attachment-changed"
SEVERITY = Severity.ERROR

LINE_ENDS = (
    "Only the ends of its lines differ: put 'attachments/** -text' into .gitattributes, check it out anew."
)


def check(view: View) -> Iterator[Raised]:
    """Raise every source whose file's SHA-256 differs from the stated one."""
    for item in view.assessment.items.values():
        for index, source in enumerate(item.sources):
            found = view.assessment.attachments.get(source.file or "")
            if found and source.sha256 and found.sha256 != source.sha256:
                message = f"the checksum of {source.file} differs: the file has changed"
                hint = f"Restore the file. If the change is right: assay hash --update {item.id}"
                if view.folder.differs_in_line_ends(found.file, source.sha256):
                    hint = LINE_ENDS
                yield Raised(item.file, ("sources", index, "sha256"), message, hint)
