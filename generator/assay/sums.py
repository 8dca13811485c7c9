"""SHA256SUMS: the checksums of all files, for sha256sum, which is everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from assay.manifest import MANIFEST, RESULT


def sums_text(stated: Mapping[str, str], manifest: bytes) -> bytes:
    """The lines for all files that a manifest states (name -> SHA-256), and for the manifest itself."""
    digests = {name: digest for name, digest in stated.items() if not name.startswith(RESULT)}
    digests[MANIFEST] = hashlib.sha256(manifest).hexdigest()
    return "".join(_line(name, digests[name]) for name in sorted(digests)).encode("utf-8", "surrogateescape")


def _line(name: str, digest: str) -> str:
    # A backslash at the beginning says that the name is escaped, as GNU's own program writes it.
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"
