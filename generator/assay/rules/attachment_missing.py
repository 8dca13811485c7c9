"""An item cites a file that is not in the folder `attachments/`."""

import unicodedata
from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.attachment_outside import leaves_attachments
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "attachment-missing"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every source whose file is not there."""
    present = [file for file in view.folder.files if file.startswith("attachments/")]
    refused = {refused.file for refused in view.folder.refused}
    for item in view.assessment.items.values():
        for index, source in enumerate(item.sources):
            file = source.file
            if file is None or file in view.folder.files or file in refused or leaves_attachments(file):
                continue
            message = f"there is no file '{file}'{did_you_mean(file, present)}"
            hint = "Add the file to the repository; the path starts at the evidence folder."
            if any(_spelt_alike(file, other) for other in present):
                message = (
                    f"there is no file '{file}': its accents are stored in another way than the file's name"
                )
                hint = "Rename the file to a name without accents, and write that here."
            yield Raised(item.file, ("sources", index, "file"), message, hint)


def _spelt_alike(one: str, other: str) -> bool:
    """Whether two names look the same: Macs store an accent as a sign of its own."""
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
